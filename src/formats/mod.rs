//! The formats of other tools: into a [`Document`](crate::text::Document), and
//! from an [`Analysis`](crate::analysis::Analysis).
//!
//! ```text
//! linked_data   dates from the JSON-LD of a web page
//! ```

pub mod linked_data;
