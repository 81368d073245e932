//! [`Span`]: a stretch of a document, in bytes, end exclusive.
//!
//! ```
//! use copydesk::text::Span;
//! let text = "Zoé dit oui";
//! assert_eq!(Span::new(0, 4).of(text), "Zoé");
//! ```

use std::ops::Range;

/// A half-open stretch of bytes of a document's content.
/// Both ends lie on character boundaries of the content that it was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end`.
    /// Documents are far smaller than 4 GiB; a larger offset would be held at the limit.
    pub fn new(start: usize, end: usize) -> Self {
        let bound = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: bound(start),
            end: bound(end),
        }
    }

    /// The text that the span covers; empty when the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The span as a range of indices.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.range().len()
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies inside this span, edges included.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies inside this span.
    pub fn holds(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The span without white space at its edges.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Span {
        let inside = self.of(text);
        let start = self.start as usize + (inside.len() - inside.trim_start().len());
        Span::new(start, start + inside.trim().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_compared_by_their_edges() {
        // One span, another, and whether the first contains, and overlaps, the second.
        let cases = [
            ((0, 5), (1, 3), true, true),
            ((0, 5), (0, 5), true, true),
            ((0, 5), (4, 6), false, true),
            ((0, 5), (5, 6), false, false),
            ((2, 5), (0, 2), false, false),
            ((0, 5), (5, 5), true, false),
            ((3, 3), (3, 3), true, false),
        ];
        for ((start, end), (other_start, other_end), contains, overlaps) in cases {
            let (one, other) = (Span::new(start, end), Span::new(other_start, other_end));
            assert_eq!(one.contains(other), contains, "{one:?} {other:?}");
            assert_eq!(one.overlaps(other), overlaps, "{one:?} {other:?}");
            assert_eq!(other.overlaps(one), overlaps, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_span_holds_the_bytes_from_its_start_to_before_its_end() {
        let span = Span::new(2, 4);
        let held: Vec<u32> = (0..6).filter(|&byte| span.holds(byte)).collect();
        assert_eq!((held, span.len(), span.is_empty()), (vec![2, 3], 2, false));
        assert!(Span::new(3, 3).is_empty() && Span::new(4, 3).is_empty());
        assert_eq!(Span::new(4, 3).len(), 0);
    }

    #[test]
    fn a_span_that_does_not_fit_covers_nothing() {
        for (start, end) in [(0, 9), (9, 9), (1, 2), (3, 1)] {
            assert_eq!(Span::new(start, end).of("é a"), "");
        }
        let end = usize::try_from(u64::from(u32::MAX) + 5).unwrap_or(usize::MAX);
        assert_eq!(Span::new(0, end).end, u32::MAX);
    }

    #[test]
    fn trimming_takes_white_space_off_both_edges() {
        let text = " \u{a0}« a »\r\n ";
        let cases = [(0, text.len(), "« a »"), (0, 3, ""), (3, 7, "« a")];
        for (start, end, expected) in cases {
            let trimmed = Span::new(start, end).trimmed(text);
            assert_eq!(trimmed.of(text), expected);
        }
    }

    #[test]
    fn joining_covers_both_and_what_lies_between() {
        assert_eq!(Span::new(4, 6).to(Span::new(1, 2)), Span::new(1, 6));
        assert_eq!(Span::new(1, 6).to(Span::new(2, 3)), Span::new(1, 6));
    }
}
