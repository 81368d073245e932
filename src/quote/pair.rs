//! Pairs quotation marks into passages. A stack of open passages is carried
//! along; whatever the text does, every mark ends up opening, closing,
//! continuing, or left over.
//!
//! ```text
//! « a “b” c »        two passages, the second inside the first
//! “a ¶ “b ¶ “c”      one passage over three paragraphs
//! « a. « b »         the first is never closed: it ends where the second begins
//! ```

use super::mark::Mark;
use crate::language::{MarkPair, MarkRules};
use crate::text::Span;

/// How many marks, and paragraphs, are looked at ahead to tell whether a passage goes on.
const AHEAD_MARKS: usize = 48;
const AHEAD_PARAGRAPHS: usize = 8;
/// How many lines later a single mark may close what one at the start of a line opened.
const AHEAD_LINES: usize = 6;
/// How deep passages may lie in each other.
const DEEPEST: usize = 6;

/// A passage between marks.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) span: Span,
    pub(super) open: Span,
    pub(super) close: Option<Span>,
    pub(super) parent: Option<usize>,
}

/// All passages in the order of their opening marks, and the marks that are left over.
#[derive(Debug, Default)]
pub(super) struct Paired {
    pub(super) passages: Vec<Passage>,
    pub(super) unpaired: Vec<Span>,
}

/// Pairs `marks`, which are those of `paragraphs`; no passage runs from the headline into the body,
/// which starts at `body_start`.
pub(super) fn pair(
    text: &str,
    (paragraphs, body_start): (&[Span], u32),
    marks: &[Mark],
    rules: &MarkRules,
) -> Paired {
    let mut pairing = Pairing {
        text,
        paragraphs,
        marks,
        rules,
        open: Vec::new(),
        found: Paired::default(),
    };
    let mut paragraph = 0;
    for (at, mark) in marks.iter().enumerate() {
        while paragraph < mark.paragraph {
            let left = paragraphs[paragraph];
            if left.start < body_start {
                pairing.close_from(0, None, left.end);
            } else {
                pairing.leave_paragraph(paragraph, at);
            }
            paragraph += 1;
        }
        pairing.take(at);
    }
    pairing.close_from(
        0,
        None,
        paragraphs.get(paragraph).map_or(0, |last| last.end),
    );
    pairing.found
}

fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’')
}

/// A passage that is not closed yet.
struct Open {
    pair: MarkPair,
    passage: usize,
}

struct Pairing<'a> {
    text: &'a str,
    paragraphs: &'a [Span],
    marks: &'a [Mark],
    rules: &'a MarkRules,
    open: Vec<Open>,
    found: Paired,
}

impl Pairing<'_> {
    fn take(&mut self, at: usize) {
        let mark = self.marks[at];
        if self.continues(&mark) {
            return;
        }
        let same = self
            .open
            .iter()
            .rposition(|open| open.pair.close == mark.sign);
        match same.or_else(|| self.closed_in_another_style(at)) {
            Some(place) if self.is_possessive(at, self.open[place].pair) => {}
            Some(place) if mark.may_close && (!mark.may_open || self.is_symmetric(place)) => {
                self.close_from(place + 1, None, mark.span.start);
                self.close_from(place, Some(mark.span), mark.span.start);
            }
            _ if mark.may_open => self.open_at(at),
            _ if is_apostrophe(mark.sign) => {}
            _ => self.found.unpaired.push(mark.span),
        }
    }

    /// The open passage that the mark at `at` closes although it belongs to another pair (`"…”`): the
    /// innermost, when both marks are double ones. A straight mark may be another passage's, and closes
    /// only what its own mark does not close later.
    fn closed_in_another_style(&self, at: usize) -> Option<usize> {
        let mark = self.marks[at];
        let place = self.open.len().checked_sub(1)?;
        let pair = self.open[place].pair;
        let double = |sign: char| matches!(sign, '"' | '“' | '”' | '„' | '‟');
        let fits = mark.may_close && !mark.may_open && double(mark.sign) && double(pair.open);
        let straight = mark.sign == '"' && self.closers_ahead(at, pair).next().is_some();
        (fits && !straight).then_some(place)
    }

    /// Whether the mark at `at` is an apostrophe after a plural ("the workers’ union") rather than the
    /// end of the passage that `pair` opened: a better end follows, behind a comma or a full stop.
    fn is_possessive(&self, at: usize, pair: MarkPair) -> bool {
        let mark = self.marks[at];
        let (before, after) = self.text.split_at(mark.span.start as usize);
        let mut following = after.chars().skip(1);
        let is_between = before.ends_with('s')
            && following.next().is_some_and(char::is_whitespace)
            && following.next().is_some_and(char::is_lowercase);
        let is_end = |other: &&Mark| {
            self.text[..other.span.start as usize].ends_with([',', '.', '!', '?', '…'])
        };
        is_apostrophe(mark.sign)
            && is_between
            && self.closers_ahead(at, pair).any(|other| is_end(&other))
    }

    fn is_symmetric(&self, place: usize) -> bool {
        self.open[place].pair.open == self.open[place].pair.close
    }

    /// Whether `mark` only repeats, at the start of a line or paragraph, that a passage goes on.
    fn continues(&self, mark: &Mark) -> bool {
        let repeats = |open: &Open| {
            mark.sign == open.pair.open || (mark.sign == open.pair.close && mark.sign == '»')
        };
        let started_before =
            |open: &Open| self.found.passages[open.passage].open.end < mark.span.start;
        mark.at_line_start
            && self
                .open
                .iter()
                .any(|open| repeats(open) && started_before(open))
    }

    fn open_at(&mut self, at: usize) {
        let mark = self.marks[at];
        let Some(pair) = self.pair_opened_by(at) else {
            if !matches!(mark.sign, '\'' | '‘' | '’') {
                self.found.unpaired.push(mark.span);
            }
            return;
        };
        if let Some(place) = self.open.iter().position(|open| open.pair == pair)
            && (pair.open == pair.close || self.closers_ahead(at, pair).nth(1).is_none())
        {
            self.close_from(place, None, mark.span.start);
        }
        if self.open.len() == DEEPEST {
            self.found.unpaired.push(mark.span);
            return;
        }
        let parent = self.open.last().map(|open| open.passage);
        let span = Span {
            start: mark.span.end,
            end: mark.span.end,
        };
        self.open.push(Open {
            pair,
            passage: self.found.passages.len(),
        });
        self.found.passages.push(Passage {
            span,
            open: mark.span,
            close: None,
            parent,
        });
    }

    /// The pair that the mark at `at` opens: of several, the one whose closing mark comes first.
    /// A single mark opens only what is closed in its paragraph, as it may be an apostrophe.
    fn pair_opened_by(&self, at: usize) -> Option<MarkPair> {
        let mark = self.marks[at];
        let pairs = self
            .rules
            .pairs
            .iter()
            .filter(|pair| pair.open == mark.sign);
        let single = matches!(mark.sign, '\'' | '‘' | '’' | '‚' | '‹' | '›');
        // At the start of a line a single mark can hardly be an apostrophe, and its passage may be long.
        let far = if mark.at_line_start { AHEAD_LINES } else { 0 };
        let distance = |pair: &MarkPair| {
            let closes = |other: &Mark| {
                let far = single && other.paragraph > mark.paragraph;
                other.may_close && other.sign == pair.close && !(far && self.is_in_sentence(other))
            };
            let near = |other: &&Mark| !single || other.paragraph <= mark.paragraph + far;
            self.marks[at + 1..]
                .iter()
                .take(AHEAD_MARKS)
                .take_while(near)
                .position(closes)
        };
        let best = pairs
            .clone()
            .filter_map(|pair| Some((distance(pair)?, pair)))
            .min_by_key(|(distance, _)| *distance);
        best.map(|(_, pair)| *pair)
            .or_else(|| if single { None } else { pairs.copied().next() })
    }

    /// Whether `mark` stands after a letter, as an apostrophe does, rather than after the end of a sentence.
    fn is_in_sentence(&self, mark: &Mark) -> bool {
        self.text[..mark.span.start as usize].ends_with(char::is_alphanumeric)
    }

    /// The closing marks of `pair` that follow the mark at `at` in its paragraph before another opening one.
    fn closers_ahead(&self, at: usize, pair: MarkPair) -> impl Iterator<Item = &Mark> {
        let paragraph = self.marks[at].paragraph;
        let following = self.marks[at + 1..].iter().take(AHEAD_MARKS);
        following
            .take_while(move |mark| {
                mark.paragraph == paragraph && (mark.sign != pair.open || pair.open == pair.close)
            })
            .filter(move |mark| mark.sign == pair.close && mark.may_close)
    }

    /// Closes the passages that do not go on after `paragraph`; `next` is the first mark after it.
    fn leave_paragraph(&mut self, paragraph: usize, next: usize) {
        let ends = self
            .open
            .iter()
            .position(|open| !self.goes_on(open, paragraph + 1, next));
        if let Some(place) = ends {
            self.close_from(place, None, self.paragraphs[paragraph].end);
        }
    }

    /// Whether an open passage goes on in paragraph number `paragraph`: it starts with the opening mark
    /// again, or the next mark of the pair can only close.
    fn goes_on(&self, open: &Open, paragraph: usize, next: usize) -> bool {
        let ahead = self.marks[next..].iter().take(AHEAD_MARKS);
        let mut near = ahead.take_while(|mark| mark.paragraph < paragraph + AHEAD_PARAGRAPHS);
        let related = near.find(|mark| mark.sign == open.pair.open || mark.sign == open.pair.close);
        let Some(mark) = related else { return false };
        let repeats = mark.paragraph == paragraph
            && mark.at_line_start
            && mark.may_open
            && mark.sign == open.pair.open;
        repeats || (mark.may_close && !mark.may_open)
    }

    /// Closes the open passages from `place` on; the outermost of them gets the closing mark.
    fn close_from(&mut self, place: usize, close: Option<Span>, end: u32) {
        for open in self.open.drain(place..) {
            let passage = &mut self.found.passages[open.passage];
            let span = Span {
                start: passage.open.end,
                end: end.max(passage.open.end),
            };
            passage.span = span.trimmed(self.text);
            passage.close = close;
        }
    }
}
