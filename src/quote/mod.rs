//! Quotation marks paired into quoted passages, across paragraphs and nested,
//! and each passage told apart: speech, a title, a term.

mod dialogue;
mod kind;
mod mark;
mod pair;

pub use kind::Surroundings;

use crate::language::MarkRules;
use crate::text::Span;

/// The quoted passages, and the marks that could not be paired.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotes {
    /// In the order of the text.
    pub items: Vec<Quote>,
    /// Marks that neither open nor close a passage.
    pub unpaired: Vec<Span>,
}

/// A passage in quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The passage without its marks.
    pub span: Span,
    /// The opening mark.
    pub open: Span,
    /// The closing mark; none when the text never closes the passage, or a dash opens it.
    pub close: Option<Span>,
    /// Whether it is a turn of a dialogue behind a dash, which has no closing mark.
    pub is_turn: bool,
    /// What the passage is.
    pub kind: QuoteKind,
    /// The passage around this one, as an index into the same list.
    pub parent: Option<usize>,
    /// How sure the kind is, 0 to 1.
    pub confidence: f32,
}

impl Quote {
    /// Whether its closing mark is missing.
    pub fn is_unclosed(&self) -> bool {
        self.close.is_none() && !self.is_turn
    }
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

/// Finds the quoted passages of the article `around`, by the marks of `rules`.
pub fn quotes(around: &Surroundings, rules: &MarkRules) -> Quotes {
    let paragraphs = &around.segmentation.paragraphs;
    let marks = mark::marks(around.text, paragraphs, rules);
    let paired = pair::pair(around.text, paragraphs, &marks, rules);
    let items = paired
        .passages
        .iter()
        .map(|passage| quote(passage, around))
        .collect();
    Quotes {
        items: dialogue::add_turns(around, rules, items),
        unpaired: paired.unpaired,
    }
}

fn quote(passage: &pair::Passage, around: &Surroundings) -> Quote {
    let (kind, confidence) = kind::kind(passage, around);
    let pair::Passage {
        span,
        open,
        close,
        parent,
    } = *passage;
    Quote {
        span,
        open,
        close,
        is_turn: false,
        kind,
        parent,
        confidence,
    }
}
