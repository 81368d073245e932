//! Noun phrases, read off the tags: where the phrase that starts at a token
//! ends, and where the one that ends before a verb starts.

use std::ops::Range;

use super::scene::Scene;
use crate::language::{NounKind, PronounClass};
use crate::tag::PartOfSpeech;

/// The longest phrase, in tokens.
const LONGEST: usize = 40;
/// The longest apposition, in tokens.
const LONGEST_APPOSITION: usize = 18;

/// Parts of speech that stand before or after a noun in its phrase.
const MODIFIERS: [PartOfSpeech; 4] = [
    PartOfSpeech::Det,
    PartOfSpeech::Num,
    PartOfSpeech::Adj,
    PartOfSpeech::Sym,
];

/// What a token can be in a noun phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A noun or a name.
    Head,
    /// A determiner, number or adjective.
    Modifier,
    /// A preposition.
    Preposition,
    /// A conjunction between two nouns.
    And,
    /// What a phrase does not contain.
    Outside,
}

fn place(scene: &Scene, at: usize) -> Place {
    if scene.name_at(at).is_some() {
        return Place::Head;
    }
    if scene.is_hyphen(at) {
        return Place::Modifier;
    }
    if scene.is_time(at) {
        return Place::Outside;
    }
    let part = scene.part(at);
    let possessive = part == PartOfSpeech::Part && scene.article.form(at).starts_with(['\'', '’']);
    let office =
        || scene.article.is_noun(at, &[NounKind::Office]) && !scene.article.tag(at).is_finite();
    if matches!(
        part,
        PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::X
    ) {
        Place::Head
    } else if MODIFIERS.contains(&part) {
        Place::Modifier
    } else if part == PartOfSpeech::Adp || possessive {
        Place::Preposition
    } else if part == PartOfSpeech::Cconj {
        Place::And
    } else if office() {
        Place::Head
    } else if is_title(scene, at) {
        Place::Modifier
    } else {
        Place::Outside
    }
}

fn is_title(scene: &Scene, at: usize) -> bool {
    scene
        .article
        .pack
        .words
        .titles
        .at(scene.article.keys(at))
        .is_some()
}

/// The noun phrase or pronoun that starts at token `start`, before `limit`, with its complements,
/// a bracket, and an apposition that says who is meant.
pub(super) fn phrase_from(scene: &Scene, start: usize, limit: usize) -> Option<Range<usize>> {
    let limit = limit.min(start + LONGEST);
    if start < limit
        && scene.article.is_pronoun(start, &SOURCES)
        && scene.part(start) == PartOfSpeech::Pron
    {
        return Some(start..start + 1);
    }
    let base = base_end(scene, start, limit)?;
    let end = complements_end(scene, start, base, limit);
    let end = bracket_end(scene, end, limit);
    Some(start..apposition_end(scene, start, end, limit).unwrap_or(end))
}

/// The noun phrase that starts at token `start`, before `limit`, without what follows its nouns.
pub(super) fn base_from(scene: &Scene, start: usize, limit: usize) -> Option<Range<usize>> {
    base_end(scene, start, limit.min(start + LONGEST)).map(|end| start..end)
}

/// Pronouns that can be a source.
pub(super) const SOURCES: [PronounClass; 5] = [
    PronounClass::Subject,
    PronounClass::Stressed,
    PronounClass::Relative,
    PronounClass::Demonstrative,
    PronounClass::Indefinite,
];

/// The end of determiners, adjectives, nouns and names from `start` on; there is a noun among them.
fn base_end(scene: &Scene, start: usize, limit: usize) -> Option<usize> {
    let mut end = start;
    let mut head = false;
    while end < limit && scene.speech_at(end) == scene.speech_at(start) {
        let determiner = scene.part(end) == PartOfSpeech::Det && scene.name_at(end).is_none();
        match place(scene, end) {
            Place::Head => head = true,
            Place::Modifier if !(head && determiner) => {}
            Place::Modifier | Place::Preposition | Place::And | Place::Outside => break,
        }
        end += 1;
    }
    head.then_some(end)
}

/// The end of the complements after a base that ends at `end`: "of", and other prepositions after a common noun.
fn complements_end(scene: &Scene, start: usize, end: usize, limit: usize) -> usize {
    let mut end = end;
    loop {
        let named = scene.name_at(end - 1).is_some() && scene.name_at(start).is_some();
        let joins = end < limit
            && match place(scene, end) {
                Place::Preposition => {
                    scene.article.is_genitive(end) || !named && is_common(scene, end - 1)
                }
                Place::And => is_pair(scene, end, limit),
                Place::Head | Place::Modifier | Place::Outside => false,
            };
        let next = if joins {
            base_end(scene, end + 1, limit)
        } else {
            None
        };
        match next {
            Some(next) => end = next,
            None => return end,
        }
    }
}

fn is_common(scene: &Scene, at: usize) -> bool {
    matches!(scene.part(at), PartOfSpeech::Noun | PartOfSpeech::Adj)
}

/// Whether a conjunction joins two names or two noun phrases that stand for one source.
fn is_pair(scene: &Scene, at: usize, limit: usize) -> bool {
    let Some(end) = base_end(scene, at + 1, limit) else {
        return false;
    };
    let closes = end >= limit || !scene.article.tag(end).is_finite();
    closes && matches!(place(scene, at - 1), Place::Head)
}

fn bracket_end(scene: &Scene, end: usize, limit: usize) -> usize {
    if !scene.is_form(end, &["("]) {
        return end;
    }
    (end + 1..limit.min(end + 8))
        .find(|&at| scene.is_form(at, &[")"]))
        .map_or(end, |close| close + 1)
}

/// The end of an apposition after the name that ends at `end`: ", une économiste de Lyon".
fn apposition_end(scene: &Scene, start: usize, end: usize, limit: usize) -> Option<usize> {
    let person = [NounKind::Office, NounKind::Relation, NounKind::Anonymous];
    let named = scene.name_at(end - 1).is_some() || scene.article.is_noun(start, &person);
    if !named || !scene.is_comma(end) || end + 1 >= limit {
        return None;
    }
    let first = end + 1;
    let after = complements_end(
        scene,
        first,
        base_end(scene, first, limit.min(first + LONGEST_APPOSITION))?,
        limit,
    );
    let head = (first..after).find(|&at| place(scene, at) == Place::Head)?;
    let role = scene.article.is_noun(head, &person)
        || (first..head + 2).any(|at| scene.article.is_noun(at, &person));
    let closed = after >= limit
        || scene.is_comma(after)
        || scene.is_stop(after)
        || scene.is_form(after, &[":", ")"]);
    (role && closed).then_some(after)
}

/// The noun phrase that ends right before token `end` and starts at `floor` or later.
/// A prepositional phrase at its start is no part of it.
pub(super) fn phrase_until(scene: &Scene, end: usize, floor: usize) -> Option<Range<usize>> {
    let floor = floor.max(end.saturating_sub(LONGEST));
    let mut start = end;
    while start > floor && scene.speech_at(start - 1).is_none() && joins_left(scene, start - 1, end)
    {
        start -= 1;
    }
    let start = drop_adjuncts(scene, start, end)?;
    let head = (start..end).any(|at| place(scene, at) == Place::Head);
    head.then_some(start..end)
}

fn joins_left(scene: &Scene, at: usize, end: usize) -> bool {
    match place(scene, at) {
        Place::Outside => scene.is_form(at, &["(", ")"]),
        Place::And => {
            at + 1 < end
                && place(scene, at + 1) != Place::Outside
                && at > 0
                && place(scene, at - 1) == Place::Head
        }
        Place::Head | Place::Modifier | Place::Preposition => true,
    }
}

/// Skips what stands before the phrase itself in `start..end`: conjunctions, and prepositional phrases
/// up to the determiner or name that starts a phrase of its own.
fn drop_adjuncts(scene: &Scene, start: usize, end: usize) -> Option<usize> {
    let mut start = start;
    while start < end && matches!(place(scene, start), Place::And) || scene.is_form(start, &[")"]) {
        start += 1;
    }
    if start >= end || place(scene, start) != Place::Preposition {
        return (start < end).then_some(start);
    }
    (start + 2..end).find(|&at| {
        let opens = scene.part(at) == PartOfSpeech::Det
            || scene
                .name_at(at)
                .is_some_and(|name| name.tokens.start == at);
        opens && place(scene, at - 1) == Place::Head && !scene.article.form(at).starts_with('(')
    })
}
