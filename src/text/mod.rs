//! Text and places in it: [`Span`]s of bytes, the [`Document`] under analysis,
//! and the conversion of byte offsets into the unit that a client counts in.

mod document;
mod offsets;
mod span;

pub use document::{Document, Field, MarkupDate};
pub use offsets::{OffsetUnit, Offsets};
pub use span::Span;
