//! The subcommands that are more than one call: `copydesk analyze`.
//!
//! ```text
//! sources → jobs, in order → workers → answers, in order → output
//! ```

pub mod analyze;
mod input;
mod ordered;
mod progress;
mod resume;
mod source;
