//! An article that came as HTML: its readable text, and the way back.
//!
//! ```text
//! <p>Caf&eacute;   →   Café     0..4 of the text is 3..14 of the page
//! ```

use super::span::HtmlRange;
use crate::formats::linked_data::markup_dates;
use crate::text::html::{Reduced, reduce};
use crate::text::{Document, OffsetUnit, Offsets, Span};

/// HTML and its readable text.
pub(super) struct Page<'r> {
    html: &'r str,
    pub(super) reduced: Reduced,
}

impl<'r> Page<'r> {
    pub(super) fn new(html: &'r str) -> Self {
        let reduced = reduce(html);
        Self { html, reduced }
    }

    /// The readable text with the dates that the markup states.
    pub(super) fn document(&self) -> Document {
        let dates = markup_dates(&self.reduced);
        Document::new(self.reduced.text.as_str()).with_markup_dates(dates)
    }
}

/// Leads from the readable text back to the page, as a client counts.
pub(super) struct Way<'r> {
    reduced: &'r Reduced,
    offsets: Offsets<'r>,
}

impl<'r> Way<'r> {
    pub(super) fn new(page: &'r Page<'r>, unit: OffsetUnit) -> Self {
        Self {
            reduced: &page.reduced,
            offsets: Offsets::new(page.html, unit),
        }
    }

    /// What of the page made `span` of its text.
    pub(super) fn back(&self, span: Span) -> HtmlRange {
        let source = self.reduced.source(span);
        HtmlRange {
            start: self.offsets.at(source.start),
            end: self.offsets.at(source.end),
        }
    }
}
