//! Who may be meant by a source: the entities of the article, someone described
//! before, or nobody but the words themselves.

use std::ops::Range;

use super::phrase::base_from;
use super::scene::{Scene, offices};
use super::sources::SUBJECTS;
use crate::language::NounKind;
use crate::tag::PartOfSpeech;

/// How many sentences back an entity that is no name in the source may have been mentioned last.
const SENTENCES: usize = 12;

/// How many sentences after a headline may name whom it means.
const HEADLINE: usize = 5;
/// How many sentences back somebody described, who has not spoken, may stand.
const DESCRIPTIONS: usize = 2;
/// Nouns for people and bodies that can speak.
const SPEAKING: [NounKind; 5] = [
    NounKind::Office,
    NounKind::Relation,
    NounKind::Group,
    NounKind::Anonymous,
    NounKind::Institution,
];

/// Who may speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerCandidate {
    /// An entity of the article.
    Entity(usize),
    /// Somebody described before, by these tokens.
    Described(Range<usize>),
    /// The source's own words say all that is known.
    Words,
}

/// Where somebody spoke: at which token, and who.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub(super) at: usize,
    pub(super) speaker: SpeakerCandidate,
}

/// The speakers found so far, the last one last.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    turns: Vec<Turn>,
}

impl Memory {
    /// Remembers who spoke at token `at`; words that describe nobody before are a new speaker.
    pub(super) fn note(&mut self, at: usize, speaker: SpeakerCandidate) {
        self.turns.push(Turn { at, speaker });
    }

    /// The turns before token `at`, the last one first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Turn> {
        self.turns
            .iter()
            .rev()
            .filter(move |turn| turn.at < at)
            .take(12)
    }
}

/// The candidates for the speaker of a report at token `at` whose source is `source`.
pub(super) fn speaker_candidates(
    scene: &Scene,
    at: usize,
    source: Option<&Range<usize>>,
    memory: &Memory,
) -> Vec<SpeakerCandidate> {
    let sentences = &scene.article.segmentation.sentences;
    let own = sentences.partition_point(|sentence| sentence.tokens.end <= at);
    let first = sentences[own.saturating_sub(SENTENCES).min(sentences.len() - 1)]
        .tokens
        .start;
    // A headline may describe whom the story names later.
    let last = if own == 0 { HEADLINE } else { own };
    let end = sentences
        .get(last.min(sentences.len() - 1))
        .map_or(scene.article.len(), |sentence| sentence.tokens.end)
        .max(source.map_or(0, |source| source.end));
    let mut found: Vec<SpeakerCandidate> = Vec::new();
    let mut add = |candidate: SpeakerCandidate| {
        if !found.contains(&candidate) {
            found.push(candidate);
        }
    };
    for turn in memory.before(at) {
        if turn.speaker != SpeakerCandidate::Words {
            add(turn.speaker.clone());
        }
    }
    let mut near = first;
    while near < end {
        match scene.name_at(near) {
            Some(name) => {
                add(SpeakerCandidate::Entity(name.entity));
                near = name.tokens.end.max(near + 1);
            }
            None => near += 1,
        }
    }
    for entity in of_office(scene, source) {
        add(SpeakerCandidate::Entity(entity));
    }
    let near = sentences[own.saturating_sub(DESCRIPTIONS).min(sentences.len() - 1)]
        .tokens
        .start;
    for words in descriptions(scene, near..source.map_or(at, |source| source.start)) {
        add(SpeakerCandidate::Described(words));
    }
    if source.is_some() {
        add(SpeakerCandidate::Words);
    }
    found
}

/// The people to whom the article gives an office that the source names, wherever it does so.
fn of_office(scene: &Scene, source: Option<&Range<usize>>) -> Vec<usize> {
    let Some(source) = source else {
        return Vec::new();
    };
    let asked = offices(&scene.article, source.clone());
    let holds = |entity: &usize| scene.offices(*entity).iter().any(|own| asked.contains(own));
    (0..scene.entities.len()).filter(holds).collect()
}

/// The phrases without a name among `tokens` that describe somebody who can speak, without their determiners.
fn descriptions(scene: &Scene, tokens: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let Some(base) = base_from(scene, at, tokens.end) else {
            at += 1;
            continue;
        };
        let subject = |at: usize| SUBJECTS.contains(&scene.tree.relation(at));
        let speaks = base
            .clone()
            .any(|at| scene.article.is_noun(at, &SPEAKING) || subject(at));
        let named = base.clone().any(|at| scene.name_at(at).is_some());
        let determiner = |at: &usize| scene.part(*at) == PartOfSpeech::Det;
        let start = base.start + base.clone().take_while(determiner).count();
        if speaks && !named && start < base.end {
            found.push(start..base.end);
        }
        at = base.end;
    }
    found
}
