//! Quotation marks paired into quoted passages, across paragraphs and nested,
//! and each passage told apart: speech, a title, a term.

use crate::text::Span;

/// A passage in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The passage without its marks.
    pub span: Span,
    /// The opening mark.
    pub open: Span,
    /// The closing mark; none when the text never closes the passage.
    pub close: Option<Span>,
    /// What the passage is.
    pub kind: QuoteKind,
    /// The passage around this one, as an index into the same list.
    pub parent: Option<usize>,
    /// How sure the kind is, 0 to 1.
    pub confidence: f32,
}

/// What a quoted passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Words that somebody said or wrote.
    Speech,
    /// The title of a work.
    Title,
    /// A term, a nickname, a scare quote.
    Term,
}
