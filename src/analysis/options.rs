//! What a caller asks of an analysis.

use std::sync::atomic::{AtomicBool, Ordering};

use super::stage::{Observer, Stage, Unobserved};

/// What to look for, a flag that stops the work, and who sees its stages go by.
#[derive(Debug)]
pub struct Options<'a> {
    /// The findings that are wanted.
    pub include: Include,
    /// Set by the caller who no longer waits.
    pub cancelled: &'a AtomicBool,
    /// Told of each stage as it begins.
    pub observer: &'a dyn Observer,
}

/// The findings that are wanted; what none of them needs is not computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent wishes of a client"
)]
pub struct Include {
    /// The article's language.
    pub language: bool,
    /// The publication date and the dates in the text.
    pub date: bool,
    /// The entities.
    pub entities: bool,
    /// The attributions.
    pub attributions: bool,
    /// The quotations.
    pub quotes: bool,
}

/// The work was stopped because nobody waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the analysis was cancelled")]
pub struct Cancelled;

static NEVER: AtomicBool = AtomicBool::new(false);

impl Default for Include {
    fn default() -> Self {
        Self {
            language: true,
            date: true,
            entities: true,
            attributions: true,
            quotes: true,
        }
    }
}

impl Include {
    /// Whether a finding is wanted that needs names, quotations and speakers: they need each other.
    pub(super) fn voices(self) -> bool {
        self.entities || self.attributions || self.quotes
    }
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            include: Include::default(),
            cancelled: &NEVER,
            observer: &Unobserved,
        }
    }
}

impl Options<'_> {
    /// Begins a stage, unless the caller no longer waits.
    pub(super) fn enter(&self, stage: Stage) -> Result<(), Cancelled> {
        self.go_on()?;
        self.observer.enter(stage);
        Ok(())
    }

    /// Stops here when the caller no longer waits.
    pub(super) fn go_on(&self) -> Result<(), Cancelled> {
        if self.cancelled.load(Ordering::Relaxed) {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }
}
