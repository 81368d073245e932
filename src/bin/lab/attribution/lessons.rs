//! From gold stories to lessons: which candidate is right in each decision.

use copydesk::analysis::Reader;
use copydesk::attribution::{
    Anchor, AnchorKind, ContentCandidate, Desk, Memory, Reading, SourceCandidate, SpeakerCandidate,
    reading,
};
use copydesk::model::Judge;
use copydesk::text::Span;

use super::measure::{names_of, same_name, same_words, words};
use super::stories::{Gold, Story};
use crate::Outcome;
use crate::choices::Lesson;

/// How many gold items there are, and how many have their anchor, source and content among the candidates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reach {
    pub(crate) gold: usize,
    pub(crate) anchors: usize,
    pub(crate) sources: usize,
    pub(crate) with_source: usize,
    pub(crate) contents: usize,
    pub(crate) speakers: usize,
}

/// A report with less of the gold content than this is none.
const NEAR: f64 = 0.3;

/// An anchor with the gold item that it makes.
pub(crate) struct Pair<'a, 's> {
    pub(crate) anchor: Anchor<'a>,
    pub(crate) gold: Option<&'s Gold>,
}

fn overlaps(spans: &[Span], other: Span) -> bool {
    spans.iter().any(|span| span.overlaps(other))
}

/// Each anchor with its gold item. Of several anchors in one gold cue the last is its verb.
pub(crate) fn pairs<'a, 's>(desk: &Desk<'a>, story: &'s Story) -> Vec<Pair<'a, 's>> {
    let mut free: Vec<&Gold> = story.gold.iter().collect();
    let mut found: Vec<Pair> = Vec::new();
    let anchors = desk.anchors();
    let mut takers: Vec<Option<usize>> = vec![None; story.gold.len()];
    for (place, anchor) in anchors.iter().enumerate() {
        for (item, gold) in story.gold.iter().enumerate() {
            let fits = match anchor.kind() {
                AnchorKind::Colon => {
                    let close = gold.content.first().is_some_and(|piece| {
                        let end = desk.place(anchor).end;
                        piece.start >= end && piece.start - end <= 4
                    });
                    gold.cue.is_empty() && close
                }
                AnchorKind::Verb | AnchorKind::Phrase | AnchorKind::Noun | AnchorKind::Silent => {
                    overlaps(&gold.cue, desk.place(anchor))
                }
            };
            if fits {
                takers[item] = Some(place);
            }
        }
    }
    for (place, anchor) in anchors.into_iter().enumerate() {
        let item = takers.iter().position(|taker| *taker == Some(place));
        let gold = item.map(|item| &story.gold[item]);
        if let Some(gold) = gold {
            free.retain(|other| !std::ptr::eq(*other, gold));
        }
        found.push(Pair { anchor, gold });
    }
    free.retain(|gold| gold.cue.is_empty());
    for anchor in desk.silent_anchors() {
        let span = desk.quotation(&anchor);
        let gold = free
            .iter()
            .copied()
            .find(|gold| overlaps(&gold.content, span));
        let covered = story
            .gold
            .iter()
            .any(|other| !other.cue.is_empty() && overlaps(&other.content, span));
        // A quotation in what a cue reports never asks whether it stands by itself.
        if gold.is_some() || !covered {
            found.push(Pair { anchor, gold });
        }
    }
    found
}

/// Whether a candidate's content is as good as the gold's.
fn right_contents(story: &Story, gold: &Gold, all: &[ContentCandidate]) -> Vec<bool> {
    let text = story.document.content();
    let wanted = words(text, &gold.content);
    let scores: Vec<f64> = all
        .iter()
        .map(|candidate| same_words(&wanted, &words(text, candidate.pieces())))
        .collect();
    let best = scores.iter().copied().fold(0.0, f64::max);
    scores
        .iter()
        .map(|score| best > 0.5 && *score >= best - 1e-9)
        .collect()
}

/// Whether a candidate is the gold source, or the one nearest to it; the last is for none.
fn right_sources(desk: &Desk, gold: &Gold, all: &[SourceCandidate]) -> Vec<bool> {
    let mut right = vec![false; all.len() + 1];
    let Some(&wanted) = gold.source.first() else {
        right[all.len()] = true;
        return right;
    };
    let score = |candidate| shared(desk.source_span(candidate), wanted);
    let scores: Vec<f64> = all.iter().map(score).collect();
    let best = scores.iter().copied().fold(0.0, f64::max);
    for (right, score) in right.iter_mut().zip(&scores) {
        *right = best > 0.3 && *score >= best - 1e-9;
    }
    right
}

/// How much two spans have in common (Dice).
fn shared(one: Span, other: Span) -> f64 {
    let common = one
        .end
        .min(other.end)
        .saturating_sub(one.start.max(other.start));
    f64::from(2 * common) / f64::from(one.end - one.start + other.end - other.start)
}

/// The first candidate that is right.
fn chosen<T: Clone>(all: &[T], right: &[bool]) -> Option<T> {
    let place = right.iter().position(|right| *right)?;
    all.get(place).cloned()
}

/// The lessons about sources, and those about contents.
pub(crate) fn extents(
    reader: &Reader,
    story: &Story,
    reach: &mut Reach,
) -> Outcome<(Vec<Lesson>, Vec<Lesson>)> {
    let desk = story.desk(reader)?;
    let (mut about_sources, mut about_contents) = (Vec::new(), Vec::new());
    reach.gold += story.gold.len();
    for pair in pairs(&desk, story) {
        let Some(gold) = pair.gold else { continue };
        reach.anchors += 1;
        reach.with_source += usize::from(!gold.source.is_empty());
        let (sources, choice) = desk.sources(&pair.anchor);
        let right = right_sources(&desk, gold, &sources);
        let source = chosen(&sources, &right);
        reach.sources += usize::from(source.is_some());
        if right.contains(&true) {
            about_sources.push(Lesson { choice, right });
        }
        let (contents, choice) = desk.contents(&pair.anchor, source.as_ref());
        let right = right_contents(story, gold, &contents);
        let text = story.document.content();
        if let Some(content) = chosen(&contents, &right) {
            reach.contents += usize::from(
                same_words(&words(text, &gold.content), &words(text, content.pieces())) >= 0.8,
            );
            about_contents.push(Lesson { choice, right });
        }
    }
    Ok((about_sources, about_contents))
}

/// The lessons about what reports, with sources and contents as `judge` chooses them.
pub(crate) fn reports(reader: &Reader, story: &Story, judge: &impl Judge) -> Outcome<Vec<Lesson>> {
    let desk = story.desk(reader)?;
    let mut lessons = Vec::new();
    for pair in pairs(&desk, story) {
        if let Some(reading) = reading(&desk, judge, &pair.anchor) {
            let facts = desk.report(&pair.anchor, &reading);
            let is = pair.gold.is_some_and(|gold| is_near(story, gold, &reading));
            lessons.push(Lesson {
                choice: vec![facts, Vec::new()],
                right: vec![is, !is],
            });
        }
    }
    Ok(lessons)
}

/// Whether a reading has at least something of what the gold item says.
fn is_near(story: &Story, gold: &Gold, reading: &Reading) -> bool {
    let text = story.document.content();
    same_words(
        &words(text, &gold.content),
        &words(text, reading.content.pieces()),
    ) > NEAR
}

/// The lessons about which anchors are worth a closer look.
pub(crate) fn glances(reader: &Reader, story: &Story) -> Outcome<Vec<Lesson>> {
    let desk = story.desk(reader)?;
    let lesson = |pair: &Pair| Lesson {
        choice: vec![desk.glance(&pair.anchor), Vec::new()],
        right: vec![pair.gold.is_some(), pair.gold.is_none()],
    };
    Ok(pairs(&desk, story).iter().map(lesson).collect())
}

/// The lessons about speakers, with the gold speakers before in memory.
pub(crate) fn speakers(
    reader: &Reader,
    story: &Story,
    reach: &mut Reach,
) -> Outcome<Vec<(Written, Lesson)>> {
    let desk = story.desk(reader)?;
    let mut lessons = Vec::new();
    let mut memory = Memory::default();
    let mut pairs = pairs(&desk, story);
    pairs.retain(|pair| pair.gold.is_some());
    pairs.sort_by_key(|pair| desk.place(&pair.anchor).start);
    for pair in pairs {
        let Some(gold) = pair.gold else { continue };
        let (sources, _) = desk.sources(&pair.anchor);
        let source = chosen(&sources, &right_sources(&desk, gold, &sources));
        let (all, choice) = desk.speakers(&pair.anchor, (source.as_ref(), &gold.content), &memory);
        let named = |candidate: &SpeakerCandidate| match candidate {
            SpeakerCandidate::Words => false,
            SpeakerCandidate::Entity(_) | SpeakerCandidate::Described(_) => {
                same_name(&gold.speaker, &names_of(&desk, story, candidate))
            }
        };
        let mut right: Vec<bool> = all.iter().map(named).collect();
        if !right.contains(&true)
            && let Some(own) = all
                .iter()
                .position(|candidate| *candidate == SpeakerCandidate::Words)
        {
            right[own] = true;
        }
        reach.speakers += usize::from(right.contains(&true));
        let speaker = chosen(&all, &right).unwrap_or(SpeakerCandidate::Words);
        desk.note(&mut memory, &pair.anchor, (source.as_ref(), &speaker));
        if right.contains(&true) {
            let written = written(&desk, story, source.as_ref());
            lessons.push((written, Lesson { choice, right }));
        }
    }
    Ok(lessons)
}

/// How a source is written, for the breakdown of scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Name,
    Pronoun,
    Description,
    Nothing,
}

fn written(desk: &Desk, story: &Story, source: Option<&SourceCandidate>) -> Written {
    let Some(source) = source else {
        return Written::Nothing;
    };
    let span = desk.source_span(source);
    let mut mentions = story
        .reading
        .entities
        .iter()
        .flat_map(|entity| &entity.mentions);
    if mentions.any(|mention| mention.span.overlaps(span)) {
        Written::Name
    } else if span.of(story.document.content()).chars().count() <= 5 {
        Written::Pronoun
    } else {
        Written::Description
    }
}
