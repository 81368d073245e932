//! Writes readable text: white space collapses as in a browser, and breaks
//! between lines and paragraphs are written only when something follows them.
//!
//! ```text
//! visible "Tom"   space   space   visible "came"   →  "Tom came"
//! visible "Tom"   space   paragraph   visible "came"   →  "Tom\n\ncame"
//! ```

use super::runs::Runs;
use crate::text::Span;

/// What separates two visible pieces, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// White space.
    Space,
    /// The border between two cells of a table row.
    Cell,
    /// A line break.
    Line,
    /// The border between two paragraphs.
    Paragraph,
}

impl Gap {
    fn text(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Cell => "\t",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

/// What a character is to a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Visible,
    /// White space that collapses. A non-breaking space does not.
    Space,
    /// Characters without meaning for a reader: NUL, which parsers drop, the
    /// soft hyphen, which only says where a word may be broken, and the mark
    /// of byte order.
    Ignored,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => Self::Space,
            '\0' | '\u{ad}' | '\u{feff}' => Self::Ignored,
            _ => Self::Visible,
        }
    }
}

/// Whether line breaks of the source are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// They are white space like any other.
    Collapsed,
    /// They are line breaks, as inside `<pre>`.
    Kept,
}

/// The text written so far and where it came from.
#[derive(Debug)]
pub(super) struct Writer<'h> {
    html: &'h str,
    text: String,
    runs: Runs,
    gap: Gap,
    /// Where the source of the last visible piece ends.
    source_end: u32,
}

impl<'h> Writer<'h> {
    /// Nothing is written.
    pub(super) fn new(html: &'h str) -> Self {
        Self {
            html,
            text: String::new(),
            runs: Runs::default(),
            gap: Gap::None,
            source_end: 0,
        }
    }

    /// How many bytes are written; a gap that is not yet certain does not count.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Keeps what follows apart from what is written.
    pub(super) fn separate(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Breaks the line; two breaks in a row part paragraphs.
    pub(super) fn break_line(&mut self) {
        let again = self.gap >= Gap::Line;
        self.separate(if again { Gap::Paragraph } else { Gap::Line });
    }

    /// Writes a stretch of the HTML as it is.
    pub(super) fn copy(&mut self, source: Span, lines: Lines) {
        let html = self.html;
        let mut rest = source.of(html);
        let mut start = source.start as usize;
        while let Some(first) = rest.chars().next() {
            let class = Class::of(first);
            let end = rest
                .find(|next| Class::of(next) != class)
                .unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            match class {
                Class::Visible => self.show_copy(piece, Span::new(start, start + end)),
                Class::Space => self.space(piece, lines),
                Class::Ignored => {}
            }
            (rest, start) = (after, start + end);
        }
    }

    /// Writes the characters that `source` stands for.
    pub(super) fn stand(&mut self, text: &str, source: Span, lines: Lines) {
        match text.chars().next().map(Class::of) {
            Some(Class::Visible) => {
                self.close_gap(source);
                self.runs.stand(offset(&self.text), source);
                self.text.push_str(text);
            }
            Some(Class::Space) => self.space(text, lines),
            Some(Class::Ignored) | None => {}
        }
    }

    /// The text of the range `keep` without gaps at its edges, and its runs.
    pub(super) fn finish(mut self, keep: std::ops::Range<usize>) -> (String, Runs) {
        let is_gap = |character: char| Class::of(character) == Class::Space;
        let kept = self.text.get(keep.clone()).unwrap_or_default();
        let start = keep.start + (kept.len() - kept.trim_start_matches(is_gap).len());
        let end = start + kept.trim_matches(is_gap).len();
        self.runs.keep(Span::new(start, end));
        self.text.truncate(end);
        self.text.drain(..start);
        (self.text, self.runs)
    }

    fn space(&mut self, space: &str, lines: Lines) {
        self.separate(Gap::Space);
        if lines == Lines::Kept {
            for _ in space.matches('\n') {
                self.break_line();
            }
        }
    }

    fn show_copy(&mut self, piece: &str, source: Span) {
        self.close_gap(source);
        self.runs.copy(offset(&self.text), source.start);
        self.text.push_str(piece);
    }

    /// Writes the gap before a visible piece from `source`.
    fn close_gap(&mut self, source: Span) {
        let gap = std::mem::replace(&mut self.gap, Gap::None).text();
        if !self.text.is_empty() && !gap.is_empty() {
            let between = Span {
                start: self.source_end,
                end: source.start,
            };
            if between.of(self.html) == gap {
                self.runs.copy(offset(&self.text), between.start);
            } else {
                self.runs.stand(offset(&self.text), between);
            }
            self.text.push_str(gap);
        }
        self.source_end = source.end;
    }
}

/// The place where the next character of `text` will stand.
fn offset(text: &str) -> u32 {
    Span::new(text.len(), text.len()).start
}
