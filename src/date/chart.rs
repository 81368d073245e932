//! The chart: reads lexemes with a [`Grammar`], from the last to the first, and
//! keeps at each of them the best expression that starts there.
//!
//! At a lexeme every word and every rule that can start there is tried; what
//! follows is known already, because the text is read backwards. An edge is a
//! stretch with a category and a frame (chart parsing, Kay 1980). Edges, their
//! length and the work for each lexeme are bounded, and only the edges of the
//! next few lexemes are kept: time and memory grow with the text, not faster.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::frame::Frame;
use super::grammar::{Grammar, Rule};
use super::lexeme::{Lexeme, LexemeKind};
use super::pattern::{Category, Item, Marks};
use super::terminals;

/// No expression is longer than this many lexemes.
const LONGEST: usize = 40;
/// No lexeme starts more readings than this.
const MOST_EDGES: usize = 96;
/// No lexeme costs more steps than this.
const MOST_STEPS: usize = 6000;

/// Lexemes from the first to the one after the last.
pub(super) type Extent = (usize, usize);

/// A stretch of lexemes with one reading.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) category: Category,
    pub(super) end: usize,
    /// The stretch without the context that it needs.
    pub(super) extent: Extent,
    pub(super) frame: Frame,
    /// The expressions that a list or a range consists of.
    pub(super) parts: Vec<(Extent, Frame)>,
    /// The sum of the rows of the rules behind it: earlier rules win.
    pub(super) cost: u32,
}

/// The best reading that starts at a lexeme.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) extent: Extent,
    /// With its context.
    outer: usize,
    rule: u32,
    cost: u32,
    pub(super) kind: CandidateKind,
}

/// What a reading is good for.
#[derive(Clone, Debug)]
pub(super) enum CandidateKind {
    /// One expression of time.
    Expression(Frame),
    /// A list of several that complete each other, and what is said of all of them.
    List(Vec<(Extent, Frame)>, Frame),
    /// The two ends of a stretch of time, and what is said of both.
    Interval(Vec<(Extent, Frame)>, Frame),
    /// Something that only looks like one.
    Nothing,
}

/// The expressions of the text that do not overlap, in its order.
pub(super) fn read(
    (content, lexemes): (&str, &[Lexeme]),
    grammar: &Grammar,
    cancelled: &AtomicBool,
) -> Vec<Candidate> {
    let mut chart = Chart {
        content,
        lexemes,
        grammar,
        window: VecDeque::with_capacity(LONGEST + 1),
        start: 0,
        best: vec![None; lexemes.len()],
        steps: 0,
    };
    let wanted = |_: &usize| !cancelled.load(Ordering::Relaxed);
    for start in (0..lexemes.len()).rev().take_while(wanted) {
        chart.read_at(start);
    }
    disjoint(chart.best)
}

/// The candidates from left to right, without those that overlap an earlier one,
/// or a longer one that begins inside of them and ends later.
fn disjoint(best: Vec<Option<Box<Candidate>>>) -> Vec<Candidate> {
    let mut free = 0;
    let longer_inside = |(start, end): Extent| {
        best[start + 1..end]
            .iter()
            .flatten()
            .any(|other| other.extent.1 > end && other.extent.1 - other.extent.0 > end - start)
    };
    let chosen: Vec<bool> = best
        .iter()
        .flatten()
        .map(|candidate| {
            let nothing = matches!(candidate.kind, CandidateKind::Nothing);
            let chosen =
                candidate.extent.0 >= free && (nothing || !longer_inside(candidate.extent));
            if chosen {
                free = candidate.extent.1;
            }
            chosen
        })
        .collect();
    let all = best.into_iter().flatten().zip(chosen);
    all.filter_map(|(candidate, chosen)| chosen.then_some(*candidate))
        .collect()
}

struct Chart<'a> {
    content: &'a str,
    lexemes: &'a [Lexeme],
    grammar: &'a Grammar,
    /// The edges of `start` and of the lexemes after it.
    window: VecDeque<Vec<Rc<Edge>>>,
    start: usize,
    best: Vec<Option<Box<Candidate>>>,
    steps: usize,
}

/// A pattern on its way.
#[derive(Clone, Debug)]
struct Partial {
    node: u32,
    at: usize,
    extent: Option<Extent>,
    frame: Frame,
    parts: Vec<(Extent, Frame)>,
    cost: u32,
}

impl Chart<'_> {
    fn read_at(&mut self, start: usize) {
        self.start = start;
        self.steps = 0;
        self.window.truncate(LONGEST);
        self.window.push_front(Vec::new());
        for edge in terminals::edges(self.content, self.lexemes, start, self.grammar) {
            self.add(edge, u32::MAX);
        }
        let first = Partial {
            node: Grammar::ROOT,
            at: start,
            extent: None,
            frame: Frame::default(),
            parts: Vec::new(),
            cost: 0,
        };
        self.read_word(&first);
        let mut next = 0;
        while let Some(edge) = self.window[0].get(next).cloned() {
            self.read_edge(&first, &edge);
            next += 1;
        }
    }

    /// Continues `partial` with whatever comes next.
    fn extend(&mut self, partial: &Partial) {
        self.steps += 1;
        let grammar = self.grammar;
        for (index, rule) in grammar.complete(partial.node) {
            self.finish(partial, index, rule);
        }
        let open = partial.at - self.start < LONGEST && self.steps < MOST_STEPS;
        if !open || !grammar.goes_on(partial.node) {
            return;
        }
        self.read_stop(partial);
        match self.lexemes.get(partial.at) {
            Some(lexeme) if !lexeme.apart => {}
            _ => return,
        }
        self.read_word(partial);
        let count = self.window.get(partial.at - self.start).map_or(0, Vec::len);
        for index in 0..count {
            let edge = &self.window[partial.at - self.start][index];
            let item = Item::Category(edge.category);
            if grammar.steps(partial.node, item).next().is_some() {
                let edge = Rc::clone(edge);
                self.read_edge(partial, &edge);
            }
        }
    }

    /// Where a clause ends, patterns that ask for that go on without reading anything.
    fn read_stop(&mut self, partial: &Partial) {
        let grammar = self.grammar;
        let stop = Item::Category(grammar.builtin.stop);
        for (_, node) in grammar.steps(partial.node, stop) {
            if self.stops_at(partial.at) {
                let mut next = partial.clone();
                next.node = node;
                self.extend(&next);
            }
        }
    }

    /// Whether nothing follows, or only a mark that ends a clause.
    fn stops_at(&self, at: usize) -> bool {
        self.lexemes.get(at).is_none_or(|lexeme| {
            let text = lexeme.span.of(self.content);
            lexeme.apart || (".,;:!?)]»”\"".contains(text) && !self.cuts_number(at))
        })
    }

    /// Whether the mark at `at` has digits right behind it: "3,5".
    fn cuts_number(&self, at: usize) -> bool {
        self.is_glued(at + 1) && self.kind(at + 1) == Some(LexemeKind::Digits)
    }

    fn read_word(&mut self, partial: &Partial) {
        let Some(lexeme) = self.lexemes.get(partial.at) else {
            return;
        };
        if lexeme.symbol == 0 {
            return;
        }
        let grammar = self.grammar;
        for (marks, node) in grammar.steps(partial.node, Item::Word(lexeme.symbol)) {
            if marks.glued && !lexeme.glued {
                continue;
            }
            let mut next = partial.clone();
            next.node = node;
            next.at += 1;
            next.cover(marks, (partial.at, partial.at + 1));
            self.extend(&next);
        }
    }

    fn read_edge(&mut self, partial: &Partial, edge: &Edge) {
        let glued = self
            .lexemes
            .get(partial.at)
            .is_some_and(|lexeme| lexeme.glued);
        let grammar = self.grammar;
        for (marks, node) in grammar.steps(partial.node, Item::Category(edge.category)) {
            if marks.glued && !glued {
                continue;
            }
            let listed = marks.part || marks.silent || marks.context;
            let frame = if listed {
                partial.frame.clone()
            } else {
                match partial.frame.join(&edge.frame) {
                    Some(frame) => frame,
                    None => continue,
                }
            };
            let mut parts = partial.parts.clone();
            if marks.part {
                parts.push((edge.extent, edge.frame.clone()));
            } else if !listed {
                parts.extend_from_slice(&edge.parts);
            }
            let mut next = Partial {
                node,
                at: edge.end,
                extent: partial.extent,
                frame,
                parts,
                cost: partial.cost.saturating_add(edge.cost),
            };
            next.cover(marks, edge.extent);
            self.extend(&next);
        }
    }

    fn finish(&mut self, partial: &Partial, index: u32, rule: &Rule) {
        let Some(extent) = partial.extent else {
            return;
        };
        let mut frame = partial.frame.clone();
        let applied = rule
            .assignments
            .iter()
            .try_for_each(|assignment| assignment.apply(&mut frame));
        if applied.is_some() {
            let edge = Edge {
                category: rule.category,
                end: partial.at,
                extent,
                frame,
                parts: partial.parts.clone(),
                cost: partial.cost.saturating_add(index),
            };
            self.add(edge, index);
        }
    }

    fn add(&mut self, edge: Edge, rule: u32) {
        let builtin = &self.grammar.builtin;
        let kind = if edge.category == builtin.expression {
            CandidateKind::Expression(edge.frame)
        } else if edge.category == builtin.list {
            CandidateKind::List(edge.parts, edge.frame)
        } else if edge.category == builtin.interval {
            CandidateKind::Interval(edge.parts, edge.frame)
        } else if edge.category == builtin.nothing {
            CandidateKind::Nothing
        } else {
            let edges = &mut self.window[0];
            let known = edges.iter().any(|other| other.says_the_same(&edge));
            if edges.len() < MOST_EDGES && !known {
                edges.push(Rc::new(edge));
            }
            return;
        };
        if self.splits_word(edge.extent) {
            return;
        }
        let candidate = Candidate {
            extent: edge.extent,
            outer: edge.end - self.start,
            rule,
            cost: edge.cost,
            kind,
        };
        if let Some(place) = self.best.get_mut(edge.extent.0)
            && place.as_ref().is_none_or(|best| candidate.beats(best))
        {
            *place = Some(Box::new(candidate));
        }
    }

    /// Whether the extent begins or ends inside of a word like "A4" or "soon-to-be"
    /// or of a longer number like "133-03-03-2020".
    fn splits_word(&self, (start, end): Extent) -> bool {
        self.cuts(start) || self.cuts(end) || self.is_linked(start) || self.is_linked(end + 1)
    }

    /// Whether a boundary before `at` parts letters from digits.
    fn cuts(&self, at: usize) -> bool {
        let solid = |at: usize| self.kind(at).is_some_and(|kind| kind != LexemeKind::Mark);
        self.is_glued(at) && at > 0 && solid(at - 1) && solid(at)
    }

    /// Whether the lexeme at `after` and the one two before it are linked by the
    /// mark between them: words by a hyphen, digits by what numbers are cut with.
    fn is_linked(&self, after: usize) -> bool {
        let (Some(mark), Some(before)) = (after.checked_sub(1), after.checked_sub(2)) else {
            return false;
        };
        let links = match (self.kind(before), self.kind(after)) {
            (Some(LexemeKind::Word), Some(LexemeKind::Word)) => "-",
            (Some(LexemeKind::Digits), Some(LexemeKind::Digits)) => "-/.",
            _ => return false,
        };
        let text = self.lexemes[mark].span.of(self.content);
        self.is_glued(mark) && self.is_glued(after) && links.contains(text)
    }

    fn kind(&self, at: usize) -> Option<LexemeKind> {
        self.lexemes.get(at).map(|lexeme| lexeme.kind)
    }

    fn is_glued(&self, at: usize) -> bool {
        self.lexemes.get(at).is_some_and(|lexeme| lexeme.glued)
    }
}

impl Edge {
    fn says_the_same(&self, other: &Edge) -> bool {
        (self.category, self.end, self.extent) == (other.category, other.end, other.extent)
            && self.frame == other.frame
            && self.parts == other.parts
    }
}

impl Partial {
    fn cover(&mut self, marks: Marks, extent: Extent) {
        if !marks.context {
            let start = self.extent.map_or(extent.0, |(start, _)| start);
            self.extent = Some((start, extent.1));
        }
    }
}

impl Candidate {
    fn beats(&self, other: &Candidate) -> bool {
        let rank = |candidate: &Candidate| {
            (
                candidate.extent.1,
                candidate.outer,
                Reverse(candidate.rule),
                Reverse(candidate.cost),
            )
        };
        rank(self) > rank(other)
    }
}
