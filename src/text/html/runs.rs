//! The way back from readable text to the HTML that it was made of: runs, each
//! either copied byte for byte or standing as a whole for a stretch of markup.
//!
//! ```text
//! html   <p>Tom &amp; Zoé</p>\n<p>came</p>
//! text   Tom &  Zoé⏎⏎came
//! runs   [Tom ]copied 3   [&]stands for 7..12   [ Zoé]copied 12
//!        [⏎⏎]stands for 17..25   [came]copied 25
//! ```

use crate::text::Span;

/// A stretch of text with one origin; it ends where the next one starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where it starts in the text.
    text: u32,
    /// What it was made of.
    origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The same bytes from here on.
    Copied(u32),
    /// The whole run stands for the whole span.
    Standing(Span),
}

/// The runs of a text, in its order. Sources never go backwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Runs {
    runs: Vec<Run>,
}

impl Runs {
    /// The text at `text` is copied from `source`, where the copy before it ended if it had one.
    pub(super) fn copy(&mut self, text: u32, source: u32) {
        if self.next_copied(text) != Some(source) {
            let origin = Origin::Copied(source);
            self.runs.push(Run { text, origin });
        }
    }

    /// The text at `text` stands for `source`.
    pub(super) fn stand(&mut self, text: u32, source: Span) {
        let origin = Origin::Standing(source);
        self.runs.push(Run { text, origin });
    }

    /// Only the runs of `kept`, a part of the text that counts from its own start.
    pub(super) fn keep(&mut self, kept: Span) {
        self.runs.retain(|run| run.text < kept.end);
        self.runs.drain(..self.index_at(kept.start));
        for run in &mut self.runs {
            let cut = kept.start.saturating_sub(run.text);
            if let Origin::Copied(source) = &mut run.origin {
                *source += cut;
            }
            run.text = (run.text + cut) - kept.start;
        }
    }

    /// What the text of `span` was made of, from the source of its first
    /// character to the end of the source of its last.
    pub(super) fn source(&self, span: Span) -> Span {
        let start = self.start_at(span.start);
        if span.is_empty() {
            return Span { start, end: start };
        }
        let Some(last) = self.runs.get(self.index_at(span.end - 1)) else {
            return Span { start, end: start };
        };
        let end = match last.origin {
            Origin::Copied(source) => source + (span.end - last.text),
            Origin::Standing(source) => source.end,
        };
        Span { start, end }
    }

    /// How many runs there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }

    fn start_at(&self, text: u32) -> u32 {
        match self.runs.get(self.index_at(text)) {
            Some(run) => match run.origin {
                Origin::Copied(source) => source + (text - run.text),
                Origin::Standing(source) => source.start,
            },
            None => 0,
        }
    }

    /// The index of the run that the byte at `text` lies in.
    fn index_at(&self, text: u32) -> usize {
        let after = self.runs.partition_point(|run| run.text <= text);
        after.saturating_sub(1)
    }

    fn next_copied(&self, text: u32) -> Option<u32> {
        let last = self.runs.last()?;
        match last.origin {
            Origin::Copied(source) => Some(source + (text - last.text)),
            Origin::Standing(_) => None,
        }
    }
}
