//! Text and places in it: [`Span`]s of bytes, the [`Document`] under analysis,
//! the conversion of byte offsets into the unit that a client counts in, and
//! [`html`] reduced to readable text.

mod document;
pub mod html;
mod offsets;
mod span;

pub use document::{Document, Field, MarkupDate};
pub use offsets::{OffsetUnit, Offsets};
pub use span::Span;

use std::sync::atomic::AtomicBool;

/// The flag of work that nobody stops. Loops that grow with an article look at such a flag: when it is set
/// they end where they are, and what they return is dropped.
pub static NEVER: AtomicBool = AtomicBool::new(false);
