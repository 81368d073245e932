//! The subcommands that are more than one call: `copydesk analyze`.
//!
//! ```text
//! input → jobs, in order → workers → answers, in order → standard output
//! ```

pub mod analyze;
mod input;
mod ordered;
mod progress;
