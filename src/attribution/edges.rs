//! Edges of content: the places near an anchor where a reported clause can open,
//! and those where it can close, each with the reasons for it.

use super::anchor::{Anchor, AnchorKind};
use super::contents::Report;
use super::phrase::phrase_from;
use super::scene::Scene;
use crate::language::Frames;
use crate::parse::Relation;
use crate::tag::PartOfSpeech;

/// The most openings, and the most closings for one opening.
const MOST_OPENINGS: usize = 10;
const MOST_CLOSINGS: usize = 10;
/// How far after the cue a word that opens a clause may stand.
const COMPLEMENTIZER_REACH: usize = 25;
/// How far after the report a comma may stand that content follows.
const COMMA_REACH: usize = 16;

/// Why an edge of content may be where it is, as bits.
pub(super) mod why {
    pub(in super::super) const REPORT: u32 = 1;
    pub(in super::super) const COMPLEMENTIZER: u32 = 2;
    pub(in super::super) const QUOTE: u32 = 4;
    pub(in super::super) const COLON: u32 = 8;
    pub(in super::super) const PERSON: u32 = 16;
    pub(in super::super) const SENTENCE: u32 = 32;
    pub(in super::super) const COMMA: u32 = 64;
    pub(in super::super) const CONJUNCTION: u32 = 128;
    pub(in super::super) const CHILD: u32 = 256;
    pub(in super::super) const HEAD: u32 = 512;
    pub(in super::super) const NEXT: u32 = 1024;
    pub(in super::super) const TIME: u32 = 2048;
}

/// A place where content may start or end, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) at: usize,
    pub(super) why: u32,
}

/// Collects edges, each place once.
#[derive(Default)]
struct Edges(Vec<Edge>);

impl Edges {
    fn add(&mut self, at: usize, why: u32) {
        match self.0.iter_mut().find(|edge| edge.at == at) {
            Some(edge) => edge.why |= why,
            None => self.0.push(Edge { at, why }),
        }
    }
}

/// Where content after the report may open.
pub(super) fn openings(scene: &Scene, anchor: &Anchor, report: &Report) -> Vec<Edge> {
    let sentence = scene.sentence(anchor.head).tokens.clone();
    let mut edges = Edges::default();
    let mut start = anchor.group.end;
    while start < sentence.end && (scene.is_comma(start) || scene.is_form(start, &[":"])) {
        start += 1;
    }
    edges.add(start, why::REPORT);
    for end in [report.tokens.end, person_end(scene, anchor, sentence.end)] {
        let skipped = (end..sentence.end)
            .take_while(|&at| !scene.article.is_word(at) && scene.speech_at(at).is_none());
        edges.add(end + skipped.count(), why::PERSON);
    }
    edges.add(past_times(scene, start, sentence.end), why::TIME);
    let near = anchor.group.end..sentence.end.min(report.tokens.end + COMPLEMENTIZER_REACH);
    for at in near {
        if opens_clause(scene, anchor, at) {
            edges.add(at, why::COMPLEMENTIZER);
        }
        if scene.opens_quote(at) {
            edges.add(at, why::QUOTE);
        }
        if scene.is_form(at, &[":"]) {
            edges.add(at + 1, why::COLON);
        }
        if scene.is_comma(at) && at < report.tokens.end + COMMA_REACH {
            edges.add(at + 1, why::COMMA);
        }
    }
    if scene.opens_quote(sentence.end) {
        edges.add(sentence.end, why::QUOTE | why::NEXT);
    }
    for child in children_after(scene, anchor) {
        edges.add(
            scene.tree.subtree(child).start.max(anchor.group.end),
            why::CHILD,
        );
    }
    let mut edges = edges.0;
    edges.retain(|edge| edge.at >= anchor.group.end && edge.at < scene.article.len());
    if anchor.kind == AnchorKind::Phrase {
        edges.retain(|edge| !is_apposition(scene, edge.at, sentence.end));
    }
    edges.truncate(MOST_OPENINGS);
    edges
}

/// Whether what starts at `start` says more about the source before it: no verb up to the next comma, and
/// one after it ("selon X, une agence de presse, le pont est fermé").
fn is_apposition(scene: &Scene, start: usize, limit: usize) -> bool {
    let opens = matches!(scene.part(start), PartOfSpeech::Det | PartOfSpeech::Noun);
    let comma = (start..limit).find(|&at| scene.is_comma(at));
    opens
        && start > 0
        && scene.is_comma(start - 1)
        && comma
            .is_some_and(|comma| !scene.has_finite(start..comma) && scene.has_finite(comma..limit))
}

/// The end of the person spoken to who follows the cue ("told reporters").
fn person_end(scene: &Scene, anchor: &Anchor, limit: usize) -> usize {
    let start = anchor.group.end;
    let start = start + usize::from(scene.part(start) == PartOfSpeech::Adp);
    phrase_from(scene, start, limit).map_or(start, |person| person.end)
}

/// The first token from `start` on that is no expression of time and does not introduce one.
fn past_times(scene: &Scene, start: usize, limit: usize) -> usize {
    let introduces = |at: usize| scene.part(at) == PartOfSpeech::Adp && scene.is_time(at + 1);
    let times = (start..limit).take_while(|&at| {
        scene.is_time(at) || introduces(at) || scene.is_comma(at) && scene.is_time(at - 1)
    });
    start + times.count()
}

/// Whether the word at `at` can open what the anchor reports.
fn opens_clause(scene: &Scene, anchor: &Anchor, at: usize) -> bool {
    let openers = &scene.article.pack.verbs.complementizers;
    let kinds = [Frames::THAT, Frames::QUESTION, Frames::INFINITIVE];
    openers.all_at(scene.article.keys(at)).any(|(_, frame)| {
        kinds
            .iter()
            .any(|kind| frame.has(*kind) && anchor.frames.has(*kind))
    })
}

/// What hangs on the anchor's word after it and may be reported.
fn children_after<'s>(scene: &'s Scene, anchor: &'s Anchor) -> impl Iterator<Item = usize> + 's {
    let complements = [
        Relation::Ccomp,
        Relation::Xcomp,
        Relation::Obj,
        Relation::Advcl,
        Relation::Parataxis,
        Relation::Obl,
        Relation::Acl,
        Relation::Csubj,
        Relation::Dep,
        Relation::Nmod,
        Relation::AclRelcl,
        Relation::Appos,
    ];
    let children = scene.tree.children(anchor.head).iter().copied();
    children.filter(move |child| {
        *child >= anchor.group.end && complements.contains(&scene.tree.relation(*child))
    })
}

/// Where content that opens at `start` may close.
pub(super) fn closings(scene: &Scene, anchor: &Anchor, start: usize) -> Vec<Edge> {
    let sentence = scene.sentence(start).tokens.clone();
    let own = scene.speech_at(start);
    let mut edges = Edges::default();
    edges.add(sentence.end, why::SENTENCE);
    if let Some(quote) = own {
        edges.add(scene.quote_tokens(quote).end, why::QUOTE);
    }
    if let Some(quote) = scene.speech_at(sentence.end - 1) {
        let end = scene.quote_tokens(quote).end;
        edges.add(end, why::QUOTE | why::NEXT);
    }
    let children = children_after(scene, anchor).map(|child| scene.tree.subtree(child));
    for tokens in children.filter(|tokens| tokens.start <= start + 1 && tokens.end > start + 1) {
        edges.add(tokens.end, why::CHILD);
    }
    let mut boundaries = Vec::new();
    for at in start + 1..sentence.end {
        let here = scene.speech_at(at);
        if here.is_some() && here != own {
            let quote = scene.quote_tokens(here.unwrap_or_default());
            if quote.end == at + 1 {
                edges.add(at + 1, why::QUOTE);
            }
        } else if let Some(why) = boundary(scene, at) {
            boundaries.push(Edge { at, why });
        }
    }
    // The first boundaries and the last ones are the likeliest.
    let most = MOST_CLOSINGS.saturating_sub(edges.0.len());
    let count = boundaries.len();
    for (place, boundary) in boundaries.into_iter().enumerate() {
        if place < most.div_ceil(2) || place + most / 2 >= count {
            edges.add(boundary.at, boundary.why);
        }
    }
    edges.0
}

/// Why a clause may end before token `at`.
fn boundary(scene: &Scene, at: usize) -> Option<u32> {
    if scene.is_comma(at) || scene.is_dash(at) || scene.is_form(at, &[";", ":", "(", ")"]) {
        Some(why::COMMA)
    } else if matches!(scene.part(at), PartOfSpeech::Cconj) {
        Some(why::CONJUNCTION)
    } else {
        None
    }
}

/// Where content that ends at `end` may open.
pub(super) fn openings_before(
    scene: &Scene,
    anchor: &Anchor,
    (floor, end): (usize, usize),
) -> Vec<Edge> {
    let mut edges = Edges::default();
    let own = scene.speech_at(anchor.head);
    edges.add(content_start(scene, floor, end), why::SENTENCE);
    let near = end.saturating_sub(4)..end;
    if let Some(quote) = near.rev().find_map(|at| scene.speech_at(at)) {
        let tokens = scene.quote_tokens(quote);
        edges.add(tokens.start, why::QUOTE);
        let first = scene.sentence(tokens.start).tokens.start;
        edges.add(content_start(scene, first, end), why::SENTENCE | why::NEXT);
    }
    for at in (floor..end.saturating_sub(1)).rev() {
        let here = scene.speech_at(at);
        if scene.opens_quote(at) {
            edges.add(at, why::QUOTE);
        }
        if here != own {
            continue;
        }
        if let Some(why) = boundary(scene, at) {
            edges.add(at + 1, why);
        } else if opens_clause(scene, anchor, at) {
            edges.add(at, why::COMPLEMENTIZER);
        }
        if edges.0.len() >= MOST_OPENINGS {
            break;
        }
    }
    for child in scene.tree.children(anchor.head) {
        if *child < end && !scene.article.tag(*child).is_nominal() {
            edges.add(scene.tree.subtree(*child).start, why::CHILD);
        }
    }
    if let Some(head) = scene.tree.head(anchor.head).filter(|head| *head < end) {
        edges.add(scene.tree.subtree(head).start, why::HEAD);
    }
    edges.0.retain(|edge| edge.at < end);
    edges.0
}

/// The first token from `floor` on of what is said: past a header or dateline that the article starts with.
pub(super) fn content_start(scene: &Scene, floor: usize, limit: usize) -> usize {
    let tokens = &scene.article.segmentation.tokens;
    let header = |at: &usize| tokens[*at].span.start < scene.header_end;
    let mut start = floor + (floor..limit).take_while(header).count();
    if start > floor {
        let marks = |at: &usize| !scene.article.is_word(*at) && scene.speech_at(*at).is_none();
        start += (start..limit).take_while(marks).count();
    }
    start.min(limit)
}
