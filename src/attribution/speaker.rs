//! Speakers: which entity a source stands for. Names are looked up; pronouns
//! and descriptions take the likeliest person or body mentioned before them
//! (after the salience factors of Lappin and Leass 1994).

use std::ops::Range;

use super::description::{description, without_determiner};
use super::phrase::SOURCES;
use super::report::Report;
use super::scene::{NamePlace, Scene};
use super::{Basis, SourceKind};
use crate::entity::EntityKind;
use crate::language::{Gender, NounKind, Number, Pronoun, PronounClass};
use crate::tag::PartOfSpeech;

/// How many sentences back a pronoun may point.
const PRONOUN_REACH: usize = 6;

/// Who a source stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Speaker {
    pub(super) kind: SourceKind,
    pub(super) entity: Option<usize>,
    /// The tokens of the description where there is no entity.
    pub(super) words: Option<Range<usize>>,
    pub(super) basis: Basis,
    pub(super) confidence: f32,
}

/// Where somebody spoke, the entity, and the words that describe it where there is none.
type Turn = (usize, Option<usize>, Option<Range<usize>>);

/// The speakers found so far, the last one last.
#[derive(Debug, Default)]
pub(super) struct Memory {
    last: Vec<Turn>,
}

impl Memory {
    /// Remembers who spoke at token `at`.
    pub(super) fn note(&mut self, at: usize, speaker: &Speaker) {
        self.last.push((at, speaker.entity, speaker.words.clone()));
    }

    fn last_before(&self, at: usize) -> Option<&Turn> {
        self.last
            .iter()
            .rev()
            .take(16)
            .find(|(place, ..)| *place < at)
    }
}

/// The speaker of `report`.
pub(super) fn speaker(scene: &Scene, report: &Report, memory: &Memory) -> Speaker {
    let Some(source) = report.source.clone() else {
        let at = report.cue.first().copied().unwrap_or_default();
        return continued(memory, at);
    };
    if source.len() == 1
        && scene.name_at(source.start).is_none()
        && scene.article.is_pronoun(source.start, &SOURCES)
    {
        return pronoun(scene, source.start, memory);
    }
    if let Some(entity) = named(scene, &source) {
        return Speaker {
            kind: SourceKind::Name,
            entity: Some(entity),
            words: None,
            basis: Basis::Name,
            confidence: 0.97,
        };
    }
    description(scene, &source)
}

/// The speaker who spoke last: of a floating quotation, or of a verb without a subject of its own.
pub(super) fn continued(memory: &Memory, at: usize) -> Speaker {
    let (entity, words) = memory
        .last_before(at)
        .map_or((None, None), |(_, entity, words)| (*entity, words.clone()));
    let known = entity.is_some() || words.is_some();
    let basis = if known {
        Basis::Continuation
    } else {
        Basis::Unresolved
    };
    Speaker {
        kind: SourceKind::Description,
        entity,
        words,
        basis,
        confidence: if known { 0.75 } else { 0.3 },
    }
}

/// The entity that the noun phrase `source` names: a person, else the first name in it, that no
/// preposition subordinates.
fn named(scene: &Scene, source: &Range<usize>) -> Option<usize> {
    let mut heads = Vec::new();
    let mut at = source.start;
    while at < source.end {
        let Some(name) = scene.name_at(at) else {
            at += 1;
            continue;
        };
        let owner = is_possessor(scene, name.tokens.end) && name.tokens.end < source.end;
        if !owner && is_head(scene, source, name) {
            heads.push(name.entity);
        }
        at = name.tokens.end.max(at + 1);
    }
    let person = |entity: &&usize| scene.entities[**entity].kind == EntityKind::Person;
    heads.iter().find(person).or_else(|| heads.first()).copied()
}

/// Whether `name` is the phrase's own head or stands in apposition to it.
fn is_head(scene: &Scene, source: &Range<usize>, name: &NamePlace) -> bool {
    let person = scene.entities[name.entity].kind == EntityKind::Person;
    let before = (source.start..name.tokens.start)
        .rev()
        .find(|&at| scene.part(at) != PartOfSpeech::Det);
    let Some(before) = before else { return true };
    let modifies = |at: usize| {
        scene.article.tag(at).is_nominal() && person_noun(scene, source.start..name.tokens.start)
    };
    let subordinate = matches!(scene.part(before), PartOfSpeech::Adp | PartOfSpeech::Part);
    let bodies = [
        NounKind::Medium,
        NounKind::Organization,
        NounKind::Institution,
    ];
    let body =
        !scene.is_comma(before) && (!modifies(before) || scene.article.is_noun(before, &bodies));
    !subordinate && (person || body)
}

fn person_noun(scene: &Scene, mut tokens: Range<usize>) -> bool {
    tokens.any(|at| {
        scene.article.is_noun(
            at,
            &[
                NounKind::Office,
                NounKind::Relation,
                NounKind::Anonymous,
                NounKind::Group,
            ],
        )
    })
}

/// Whether token `at` makes the name before it a possessor ("Trump's lawyer").
fn is_possessor(scene: &Scene, at: usize) -> bool {
    scene.article.form(at).starts_with(['\'', '’']) && scene.article.is_genitive(at)
}

/// A pronoun: relative ones point to what stands before them, others to someone said to be of their gender.
fn pronoun(scene: &Scene, at: usize, memory: &Memory) -> Speaker {
    let readings: Vec<&Pronoun> = scene
        .article
        .pack
        .words
        .pronouns
        .word(scene.article.key(at))
        .collect();
    let found = |entity: Option<usize>, confidence: f32| Speaker {
        kind: SourceKind::Pronoun,
        entity,
        words: None,
        basis: if entity.is_some() {
            Basis::Pronoun
        } else {
            Basis::Unresolved
        },
        confidence: if entity.is_some() { confidence } else { 0.3 },
    };
    if readings
        .iter()
        .any(|reading| reading.class == PronounClass::Relative)
    {
        return relative(scene, at, memory).map_or_else(
            || found(None, 0.3),
            |speaker| Speaker {
                kind: SourceKind::Pronoun,
                ..speaker
            },
        );
    }
    let indefinite = readings
        .iter()
        .any(|reading| reading.class == PronounClass::Indefinite);
    let Some(&reading) = readings
        .first()
        .filter(|reading| reading.person == 3 && !indefinite)
    else {
        return Speaker {
            kind: SourceKind::Anonymous,
            words: Some(at..at + 1),
            ..found(None, 0.5)
        };
    };
    let last = memory.last_before(at);
    if reading.number == Number::Plural
        && let Some((place, None, Some(words))) = last
        && at - place < 80
    {
        return Speaker {
            words: Some(words.clone()),
            basis: Basis::Pronoun,
            ..found(None, 0.6)
        };
    }
    found(
        antecedent(scene, at, *reading, last.and_then(|(_, entity, _)| *entity)),
        0.8,
    )
}

/// What a relative pronoun points to: the name before it, or who spoke last when it opens its sentence.
fn relative(scene: &Scene, at: usize, memory: &Memory) -> Option<Speaker> {
    let floor = scene.sentence(at).tokens.start;
    let before = (floor.max(at.saturating_sub(10))..at).rev();
    let name = before
        .clone()
        .take_while(|&near| !scene.article.tag(near).is_finite())
        .find_map(|near| scene.name_at(near));
    if let Some(name) = name {
        return Some(Speaker {
            kind: SourceKind::Pronoun,
            entity: Some(name.entity),
            words: None,
            basis: Basis::Pronoun,
            confidence: 0.85,
        });
    }
    if at <= floor + 2 {
        return Some(continued(memory, at)).filter(|speaker| speaker.basis != Basis::Unresolved);
    }
    let words = super::phrase::phrase_until(scene, at, floor)?;
    Some(Speaker {
        kind: SourceKind::Pronoun,
        entity: None,
        words: Some(without_determiner(scene, words)),
        basis: Basis::Pronoun,
        confidence: 0.6,
    })
}

/// The likeliest entity that the pronoun at `at` stands for.
pub(super) fn antecedent(
    scene: &Scene,
    at: usize,
    pronoun: Pronoun,
    last: Option<usize>,
) -> Option<usize> {
    let sentences = &scene.article.segmentation.sentences;
    let own = sentences.partition_point(|sentence| sentence.tokens.end <= at);
    let first = own.saturating_sub(PRONOUN_REACH);
    let reach = sentences[first].tokens.start..at;
    let mut best: Option<(i32, usize)> = None;
    let mut near = reach.start;
    while near < reach.end {
        let Some(name) = scene.name_at(near) else {
            near += 1;
            continue;
        };
        let sentence = sentences.partition_point(|sentence| sentence.tokens.end <= near);
        let score = salience(scene, name, &sentences[sentence].tokens, pronoun)
            - 14 * i32::try_from(own - sentence).unwrap_or(0)
            + if last == Some(name.entity) { 16 } else { 0 };
        if fits(scene, name.entity, pronoun) && best.is_none_or(|(known, _)| score >= known) {
            best = Some((score, name.entity));
        }
        near = name.tokens.end.max(near + 1);
    }
    best.map(|(_, entity)| entity)
}

/// How present the name at `name` is: subjects more than what depends on a preposition,
/// and what is named often more than what is named once.
fn salience(scene: &Scene, name: &NamePlace, sentence: &Range<usize>, pronoun: Pronoun) -> i32 {
    let entity = &scene.entities[name.entity];
    let early = (name.tokens.start - sentence.start) < 8;
    let governed = name
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|before| scene.part(before) == PartOfSpeech::Adp);
    let subject = !governed
        && (name.tokens.end..name.tokens.end + 3).any(|at| scene.article.tag(at).is_finite());
    let known = entity.gender != Gender::Any
        && pronoun.gender != Gender::Any
        && entity.gender == pronoun.gender;
    let person = entity.kind == EntityKind::Person;
    let often = i32::try_from(entity.mentions.len().min(6)).unwrap_or(0);
    4 * i32::from(early) - 8 * i32::from(governed)
        + 12 * i32::from(subject)
        + 3 * i32::from(known)
        + 20 * i32::from(person)
        + often
}

/// Whether an entity can be meant by `pronoun`: in kind, gender and number.
fn fits(scene: &Scene, entity: usize, pronoun: Pronoun) -> bool {
    let entity = &scene.entities[entity];
    match (entity.kind, pronoun.number) {
        (EntityKind::Person, Number::Plural) => false,
        (EntityKind::Person, _) => {
            entity.gender.agrees(pronoun.gender) && pronoun.gender != Gender::Neuter
        }
        (EntityKind::Organization, _) => {
            pronoun.gender != Gender::Masculine
                || pronoun.number == Number::Plural
                || !scene.article.pack.verbs.zero_complementizer
        }
        _ => false,
    }
}
