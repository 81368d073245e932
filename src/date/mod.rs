//! Dates: when the article was published, and every date, time, duration and
//! repeated time in it, with TIMEX3 values (ISO-TimeML) and calendar bounds.
//!
//! ```text
//! content ── lexeme ──→ words and digits
//!         ── chart  ──→ frames: what the words say        (grammar: lang/*/dates/)
//!         ── publication ──→ the anchor
//!         ── resolve ──→ values: what they mean on the calendar
//! ```
//!
//! No language is in the code: words, patterns and cues are tables, and a text in
//! a language without tables gets its ISO 8601 dates.

mod bounds;
mod calendar;
mod chart;
mod evidence;
mod expression;
mod feasts;
mod finder;
mod frame;
mod grammar;
mod interval;
mod lexeme;
mod numerals;
mod outlook;
mod pattern;
mod publication;
mod quantity;
mod resolve;
mod tables;
mod terminals;
mod value;

pub use finder::{DateFinder, Input};

use finder::Found;

use crate::language::Language;
use crate::text::Span;

/// All that was found about time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dates {
    /// The publication date, when something shows it.
    pub publication: Option<PublicationDate>,
    /// When the article was last changed, when something shows it.
    pub updated: Option<PublicationDate>,
    /// The expressions of time, in the order of the text; an interval after its ends.
    pub expressions: Vec<DateExpression>,
    /// The language in whose tables they were looked up, where the text is too short
    /// to tell its language.
    pub read_as: Option<Language>,
}

/// When the article was published.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicationDate {
    /// EDTF: `2019-02`, `2019-02-09`, `2019-02-09T14:30:00+01:00`.
    pub value: String,
    /// How much of the value is known.
    pub precision: Precision,
    /// What shows it.
    pub basis: DateBasis,
    /// Where the text shows it; none when the request or the markup does.
    pub span: Option<Span>,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
}

/// The finest part of a date that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Precision {
    Second,
    Minute,
    Day,
    Month,
    Year,
}

/// What shows the publication date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateBasis {
    /// The request gave it.
    Given,
    /// A line above the article's first words.
    Header,
    /// The dateline, as agencies write it ("PARIS, 12 févr. (AFP) –").
    Dateline,
    /// A line that names the author.
    Byline,
    /// HTML metadata.
    Markup,
    /// Only the text's own dates fit.
    Inferred,
}

/// A date, time, duration or repeated time in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct DateExpression {
    /// Where it is.
    pub span: Span,
    /// What it denotes.
    pub kind: DateKind,
    /// TIMEX3 value: `2019-02-09`, `P2W`, `XXXX-WXX-1`, `PAST_REF`.
    pub value: String,
    /// First instant or day of the period, ISO 8601, where there is one.
    pub earliest: Option<String>,
    /// Last instant or day of the period, inclusive.
    pub latest: Option<String>,
    /// What it was resolved against.
    pub anchor: Anchor,
    /// Whether the date is used as the name of what happened then ("le 11-Septembre").
    pub event: bool,
    /// The ends of an interval, by their indices in [`Dates::expressions`].
    pub parts: Vec<usize>,
    /// The other readings, when more than one remains.
    pub alternatives: Vec<String>,
    /// How sure the value is, 0 to 1.
    pub confidence: f32,
}

/// The types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are TimeML's own")]
pub enum DateKind {
    Date,
    Time,
    Duration,
    Set,
}

/// What an expression was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: it stands for itself.
    None,
    /// The publication date.
    Publication,
    /// Another expression, by its index in [`Dates::expressions`].
    Expression(usize),
}
