//! The wire: what a request and an answer look like in JSON, and the one place
//! where byte offsets become the offsets that a client counts in.
//!
//! ```text
//! JSON, text, HTML → Request → Document → Analysis → Answer → JSON
//! ```
//!
//! The command line says the same as the server by calling [`answer`].

mod answer;
mod article;
mod attribution;
mod check;
mod date;
mod entity;
mod fields;
mod language;
mod ninjs;
mod page;
mod quote;
mod request;
mod span;

pub use answer::{Analysed, Answer, Meta, OffsetUnitName, Refusal, Warning, analyse, answer};
pub use article::{AnalyzeRequest, Finding};
pub use attribution::{Attribution, AttributionType, Cue, CueType, Resolution, Source, SourceType};
pub use date::{DateExpression, DateType, PublicationBasis, PublicationDate, PublicationPrecision};
pub use entity::{Entity, EntityType, Mention, MentionType};
pub use language::{Candidate, Language, Passage};
pub use quote::{Quote, QuoteType, Speaker, UnattributedReason};
pub use request::{Article, Request};
pub use span::{FieldName, HtmlRange, OptionalSpan, TextSpan};

pub(super) use check::{pointer, quoted};

/// An enum of the wire that says in JSON what an enum of the analysis says in Rust.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident of $inner:ty { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                type Inner = $inner;
                match inner { $(Inner::$variant => Self::$variant),+ }
            }
        }
    };
}
use mirror;

/// A probability with three decimals, so that the same value always has the same bytes.
fn confidence(value: f32) -> f64 {
    let value = if value.is_finite() {
        value.clamp(0.0, 1.0)
    } else {
        0.0
    };
    (f64::from(value) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests;
