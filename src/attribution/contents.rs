//! The stretches of text near an anchor that may be its content: from every
//! place where a reported clause can open to every place where it can close.
//!
//! ```text
//! Zoé a dit à l’AFP que le pont, fermé lundi, rouvrirait, et Luc a protesté.
//!          │        └ openings      └──────┴──────────┴─┴ closings        └
//! Le pont rouvrira, a dit Zoé, mais pas demain.      before, with a second piece
//! └───────────────┘            └──────────────┘
//! ```

use std::ops::Range;

use super::anchor::{Anchor, AnchorKind};
use super::edges::{Edge, closings, content_start, openings, openings_before, why};
use super::scene::Scene;
use crate::text::Span;

/// On which side of the report its content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// After it.
    After,
    /// Before it.
    Before,
    /// Before and after it.
    Around,
    /// A quotation by itself.
    Alone,
}

/// What may be reported.
#[derive(Clone, Debug)]
pub struct ContentCandidate {
    pub(super) side: Side,
    pub(super) opening: Edge,
    pub(super) closing: Edge,
    /// The piece after the report, of content that is cut in two.
    pub(super) second: Option<(Edge, Edge)>,
    /// Its pieces in the text, without marks and commas at their edges that do not belong to them.
    pub(super) pieces: Vec<Span>,
}

impl ContentCandidate {
    /// Its pieces in the text.
    pub fn pieces(&self) -> &[Span] {
        &self.pieces
    }
}

/// The report itself: the anchor with the source that stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) tokens: Range<usize>,
}

impl Report {
    /// The tokens of `anchor`, and of its source where only adverbs, times and objects stand between.
    pub(super) fn new(scene: &Scene, anchor: &Anchor, source: Option<&Range<usize>>) -> Self {
        let mut tokens = anchor.group.clone();
        if let Some(source) = source {
            let gap = if source.start >= tokens.end {
                tokens.end..source.start
            } else {
                source.end.min(tokens.start)..tokens.start
            };
            let quiet = |at: usize| {
                !scene.article.tag(at).is_finite()
                    && scene.speech_at(at) == scene.speech_at(anchor.head)
            };
            if gap.len() <= 14 && gap.clone().all(quiet) {
                tokens = tokens.start.min(source.start)..tokens.end.max(source.end);
            }
        }
        Self { tokens }
    }
}

/// The candidates for the content of `anchor`, whose source is `source`.
pub(super) fn content_candidates(
    scene: &Scene,
    anchor: &Anchor,
    source: Option<&Range<usize>>,
) -> Vec<ContentCandidate> {
    let mut found = Vec::new();
    if let Some(quote) = anchor.quote {
        alone(scene, quote, &mut found);
        return found;
    }
    let report = Report::new(scene, anchor, source);
    after(scene, anchor, &report, &mut found);
    if anchor.kind != AnchorKind::Colon {
        before(scene, anchor, &report, &mut found);
    }
    let words: Vec<Span> = anchor
        .tokens
        .iter()
        .map(|&at| at..at + 1)
        .chain(source.cloned())
        .map(|tokens| scene.article.span(tokens))
        .collect();
    let apart = |candidate: &ContentCandidate| {
        let pieces = &candidate.pieces;
        !pieces.is_empty()
            && !pieces
                .iter()
                .any(|piece| words.iter().any(|word| word.overlaps(*piece)))
    };
    found.retain(apart);
    found
}

/// A quotation that stands by itself, or with the words of its sentence around it.
fn alone(scene: &Scene, quote: usize, found: &mut Vec<ContentCandidate>) {
    let tokens = scene.quote_tokens(quote);
    let first = scene.sentence(tokens.start).tokens.start;
    let last = scene.sentence(tokens.end - 1).tokens.end.max(tokens.end);
    for (range, why) in [
        (tokens.clone(), why::QUOTE),
        (
            content_start(scene, first, tokens.start)..last,
            why::SENTENCE,
        ),
    ] {
        let opening = Edge {
            at: range.start,
            why,
        };
        let closing = Edge { at: range.end, why };
        push(scene, (Side::Alone, opening, closing), None, found);
    }
}

/// Adds a candidate, if there is something in it.
fn push(
    scene: &Scene,
    (side, opening, closing): (Side, Edge, Edge),
    second: Option<(Edge, Edge)>,
    found: &mut Vec<ContentCandidate>,
) {
    let mut pieces: Vec<Span> = scene.piece(opening.at..closing.at).into_iter().collect();
    if pieces.is_empty() {
        return;
    }
    if let Some((from, to)) = second {
        let Some(piece) = scene.piece(from.at..to.at) else {
            return;
        };
        pieces.push(piece);
    }
    if !found.iter().any(|known| known.pieces == pieces) {
        found.push(ContentCandidate {
            side,
            opening,
            closing,
            second,
            pieces,
        });
    }
}

/// Content after the report.
fn after(scene: &Scene, anchor: &Anchor, report: &Report, found: &mut Vec<ContentCandidate>) {
    for opening in openings(scene, anchor, report) {
        for closing in closings(scene, anchor, opening.at) {
            push(scene, (Side::After, opening, closing), None, found);
        }
    }
}

/// Content before the report, and around it.
fn before(scene: &Scene, anchor: &Anchor, report: &Report, found: &mut Vec<ContentCandidate>) {
    let sentence = scene.sentence(anchor.head).tokens.clone();
    let seconds = seconds(scene, anchor, report);
    let mut ends = vec![report.tokens.start];
    if report.tokens.start != anchor.group.start {
        ends.push(anchor.group.start);
    }
    for end in ends {
        for opening in openings_before(scene, anchor, (sentence.start, end)) {
            let closing = Edge {
                at: end,
                why: why::REPORT,
            };
            push(scene, (Side::Before, opening, closing), None, found);
            for &second in &seconds {
                push(scene, (Side::Around, opening, closing), Some(second), found);
            }
        }
    }
}

/// The second pieces that content may have behind the report.
fn seconds(scene: &Scene, anchor: &Anchor, report: &Report) -> Vec<(Edge, Edge)> {
    let sentence = scene.sentence(anchor.head).tokens.clone();
    let own = scene.speech_at(anchor.head);
    let mut found = Vec::new();
    let first = (report.tokens.end..sentence.end).take(12).find(|&at| {
        !scene.article.is_word(at) && scene.speech_at(at) == own || scene.opens_quote(at)
    });
    // What a phrase interrupts goes on right after its source: "war laut Polizei betrunken".
    if anchor.kind == AnchorKind::Phrase && report.tokens.end < sentence.end {
        let opening = Edge {
            at: report.tokens.end,
            why: why::REPORT,
        };
        for closing in closings(scene, anchor, opening.at).into_iter().take(5) {
            found.push((opening, closing));
        }
    }
    let Some(mark) = first else { return found };
    let quote = (mark..mark + 3).find(|&at| scene.opens_quote(at));
    let opening = Edge {
        at: quote.unwrap_or(mark + usize::from(!scene.opens_quote(mark))),
        why: if quote.is_some() {
            why::QUOTE
        } else {
            why::COMMA
        },
    };
    if opening.at >= sentence.end {
        return found;
    }
    for closing in closings(scene, anchor, opening.at).into_iter().take(5) {
        found.push((opening, closing));
    }
    found
}
