//! The stages of an analysis, and [`Observer`], which is told as each begins. An analysis has no
//! clock: a caller who wants to know how long a stage takes looks at one when the next begins.
//!
//! ```text
//! language → segment → dates → tags → quotes → trees → names → attributions
//! ```

use std::fmt::Debug;

/// A part of an analysis. What an article or a caller does not need is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Telling the language.
    Language,
    /// Tokens, sentences and paragraphs.
    Segment,
    /// The dates and the publication date.
    Dates,
    /// Word forms and their tags.
    Tags,
    /// Quotation marks and what they hold.
    Quotes,
    /// The trees of the sentences.
    Trees,
    /// The entities.
    Names,
    /// Who said what, and all that waits for it.
    Attributions,
}

/// Sees an analysis go by.
pub trait Observer: Debug {
    /// `stage` begins, and the one before has ended.
    fn enter(&self, stage: Stage);
}

/// Nobody looks.
#[derive(Debug)]
pub(super) struct Unobserved;

impl Observer for Unobserved {
    fn enter(&self, _: Stage) {}
}

impl Stage {
    /// The stage's name, in one lower-case word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Segment => "segment",
            Self::Dates => "dates",
            Self::Tags => "tags",
            Self::Quotes => "quotes",
            Self::Trees => "trees",
            Self::Names => "names",
            Self::Attributions => "attributions",
        }
    }
}
