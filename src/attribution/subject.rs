//! Subjects: who does what a cue's verb says, before it or after it.
//!
//! ```text
//! Zoé, la maire, a dit     a indiqué dimanche Zoé     Zoé est venue et a dit
//! └───────────┘                              └──┘     └──┘ shared
//! ```

use std::ops::Range;

use super::cue::{VerbCue, verb_start};
use super::phrase::{SOURCES, phrase_from, phrase_until};
use super::scene::Scene;
use crate::entity::EntityKind;
use crate::language::{Frames, PronounClass};
use crate::tag::PartOfSpeech;

/// Where the subject of a verb stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Before it.
    Before(Range<usize>),
    /// After it, or written on to it.
    After(Range<usize>),
    /// It has none of its own: a gerund, or the second of two verbs.
    Shared,
}

/// The subject after the verb: a clitic, or a noun phrase where the verb may be inverted.
/// Expressions of time and adverbs between them are skipped.
pub(super) fn inverted_subject(scene: &Scene, cue: &VerbCue) -> Option<Range<usize>> {
    if let Some(clitic) = cue.clitic {
        return Some(clitic..clitic + 1);
    }
    if !cue.verb.frames.has(Frames::INVERSION) || cue.subjectless {
        return None;
    }
    let limit = scene.sentence(cue.group.start).tokens.end;
    let skipped = |at: &usize| {
        scene.is_time(*at)
            || scene.part(*at) == PartOfSpeech::Adv
            || scene.is_time(*at + 1) && scene.part(*at) == PartOfSpeech::Det
    };
    let start = (cue.group.end..limit).find(|at| !skipped(at))?;
    let relative = scene.article.is_pronoun(start, &[PronounClass::Relative]);
    phrase_from(scene, start, limit).filter(|_| !relative && scene.part(start) != PartOfSpeech::Adp)
}

/// The subject of the cue where it stands before it, or that of the verb that the cue goes with:
/// of the main verb for a gerund, of the first of two coordinated verbs for the second.
pub(super) fn subject_before(scene: &Scene, cue: &VerbCue) -> Option<Subject> {
    let floor = scene.sentence(cue.group.start).tokens.start;
    let own = if cue.subjectless {
        None
    } else {
        Some(subject_left_of(scene, cue.group.start, floor)?)
    };
    match own {
        Some(Subject::Before(tokens)) => Some(Subject::Before(tokens)),
        _ => Some(
            shared_subject(scene, cue.group.start, floor).map_or(Subject::Shared, Subject::Before),
        ),
    }
}

/// The subject of the nearest verb before token `at` that has one.
pub(super) fn shared_subject(scene: &Scene, at: usize, floor: usize) -> Option<Range<usize>> {
    let finite = |verb: &usize| {
        scene.article.tag(*verb).is_finite()
            && scene.name_at(*verb).is_none()
            && scene.speech_at(*verb).is_none()
    };
    let verbs = (floor..at).rev().filter(finite).take(4);
    verbs.into_iter().find_map(|verb| {
        let start = verb_start(scene, verb, floor);
        match subject_left_of(scene, start, floor) {
            Some(Subject::Before(tokens)) if scene.speech_at(tokens.start).is_none() => {
                Some(tokens)
            }
            _ => None,
        }
    })
}

/// What stands left of a verb that starts at token `start`, past times: its subject, or the mark that
/// it shares one.
fn subject_left_of(scene: &Scene, start: usize, floor: usize) -> Option<Subject> {
    let end = (floor..=start)
        .rev()
        .find(|&at| at == floor || !scene.is_time(at - 1))?;
    let last = end
        .checked_sub(1)
        .filter(|&last| last >= floor && end > floor)?;
    let pronoun =
        scene.part(last) == PartOfSpeech::Pron && scene.article.is_pronoun(last, &SOURCES);
    if pronoun {
        return Some(Subject::Before(last..end));
    }
    if scene.part(last) == PartOfSpeech::Cconj {
        return Some(Subject::Shared);
    }
    if scene.is_comma(last) {
        return subject_before_commas(scene, last, floor);
    }
    phrase_until(scene, end, floor).map(Subject::Before)
}

/// The subject before insertions that end with the comma at `close`: of the phrases before its commas
/// the nearest that names someone, else the nearest. An apposition belongs to the subject.
fn subject_before_commas(scene: &Scene, close: usize, floor: usize) -> Option<Subject> {
    let commas = (floor..close)
        .rev()
        .filter(|&at| scene.is_comma(at))
        .take(4);
    let phrases: Vec<Range<usize>> = commas
        .filter_map(|open| phrase_until(scene, open, floor))
        .collect();
    let last = phrase_until(scene, close, floor).filter(|last| names_person(scene, last));
    let named = phrases.iter().find(|phrase| names_person(scene, phrase));
    let head = match (last, named) {
        (Some(last), None) => phrases
            .first()
            .filter(|first| first.end + 1 == last.start)
            .map_or(last.clone(), |first| first.start..last.end),
        (_, Some(named)) => named.clone(),
        (None, None) => phrases.first()?.clone(),
    };
    let whole = phrase_from(scene, head.start, close).filter(|whole| whole.end > head.end);
    Some(Subject::Before(whole.unwrap_or(head)))
}

/// Whether a phrase is the name of a person, or ends with one.
fn names_person(scene: &Scene, phrase: &Range<usize>) -> bool {
    let person = |at: usize| {
        scene
            .name_at(at)
            .is_some_and(|name| scene.entities[name.entity].kind == EntityKind::Person)
    };
    person(phrase.start) || person(phrase.end - 1)
}
