//! What is known of a candidate, as hashed features: the same for training and
//! for serving. Every fact is said twice, once for all languages together and
//! once for the article's own, so that a language learns from the others what it
//! shares with them (Daumé 2007, "Frustratingly easy domain adaptation").

mod content;
mod report;
mod source;
mod speaker;
mod standing;

pub(super) use content::content_facts;
pub(super) use report::{glance_facts, report_facts, silent_facts};
pub(super) use source::{no_source_facts, source_facts};
pub(super) use speaker::{own_words_facts, speaker_facts};

use std::ops::Range;

use super::Decision;
use super::anchor::{Anchor, AnchorKind};
use super::scene::Scene;
use crate::entity::EntityKind;
use crate::language::{NounKind, Number, PronounClass};
use crate::model::feature;
use crate::tag::PartOfSpeech;

/// The facts about one candidate.
#[derive(Debug)]
pub(super) struct Facts {
    language: u64,
    kind: u64,
    pub(super) features: Vec<u64>,
}

impl Facts {
    /// No facts yet for a decision about an anchor of this kind.
    pub(super) fn new(scene: &Scene, decision: Decision, kind: AnchorKind) -> Self {
        Self {
            language: 1 + scene.article.pack.language as u64,
            kind: 1 + kind as u64 * 8 + decision as u64,
            features: Vec::with_capacity(96),
        }
    }

    /// Fact number `template` over `parts`, for all languages and for this one.
    fn say(&mut self, template: u64, parts: &[u64]) {
        let fact = feature(template, parts);
        self.features.push(feature(self.kind, &[fact]));
        self.features
            .push(feature(self.kind, &[fact, self.language]));
    }

    /// A fact about words, which only this language has.
    fn tell(&mut self, template: u64, parts: &[u64]) {
        let fact = feature(template, parts);
        self.features
            .push(feature(self.kind, &[fact, self.language]));
    }
}

/// A number as one of a few ranges.
fn size(number: usize) -> u64 {
    match number {
        0..=4 => number as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=44 => 9,
        _ => 10,
    }
}

/// What stands at token `at`: its part of speech, or which mark it is.
fn look(scene: &Scene, at: usize) -> u64 {
    if at >= scene.article.len() {
        return 1;
    }
    if scene.opens_quote(at) {
        return 2;
    }
    let part = scene.part(at);
    if part == PartOfSpeech::Punct || !scene.article.is_word(at) {
        let form = scene.article.form(at);
        return match form.chars().next() {
            Some(',') => 3,
            Some('.' | '!' | '?' | '…') => 4,
            Some(':') => 5,
            Some(';') => 6,
            Some('(') => 7,
            Some(')') => 8,
            Some('-' | '–' | '—') => 9,
            _ if scene.speech_at(at).is_some() => 10,
            _ => 11,
        };
    }
    16 + scene.article.tag(at).number() + if scene.name_at(at).is_some() { 512 } else { 0 }
}

/// What token `before` the given one is; the start of the text is a mark of its own.
fn look_before(scene: &Scene, at: usize) -> u64 {
    at.checked_sub(1).map_or(0, |before| look(scene, before))
}

/// How a phrase refers: by which kind of pronoun, name or noun.
pub(super) fn reference(scene: &Scene, tokens: &Range<usize>, head: usize) -> u64 {
    let person = [NounKind::Office, NounKind::Relation];
    if tokens.len() == 1 {
        let mut pronouns = scene
            .article
            .pack
            .words
            .pronouns
            .word(scene.article.key(head));
        if scene.name_at(head).is_none()
            && let Some(pronoun) = pronouns.next()
        {
            let number = u64::from(pronoun.number == Number::Plural);
            return 100 + pronoun.class as u64 * 8 + u64::from(pronoun.person) * 2 + number;
        }
    }
    let names = || tokens.clone().filter_map(|at| scene.name_at(at));
    let is_person = |entity: usize| scene.entities[entity].kind == EntityKind::Person;
    if names().any(|name| is_person(name.entity)) {
        return 1;
    }
    if let Some(name) = scene.name_at(head) {
        return 2 + scene.entities[name.entity].kind as u64;
    }
    let noun = |kinds: &[NounKind]| tokens.clone().any(|at| scene.article.is_noun(at, kinds));
    let beside = if names().next().is_some() { 20 } else { 0 };
    let kind = if scene.article.is_noun(head, &person) || noun(&person) {
        10
    } else if noun(&[NounKind::Group]) {
        11
    } else if noun(&[
        NounKind::Institution,
        NounKind::Organization,
        NounKind::Medium,
    ]) {
        12
    } else if noun(&[NounKind::Anonymous]) {
        13
    } else if noun(&[NounKind::Document]) {
        14
    } else {
        15
    };
    beside + kind
}

/// Form, auxiliary and mood of the anchor as one number.
fn inflection(scene: &Scene, anchor: &Anchor) -> u64 {
    let morphology = scene.article.tag(anchor.head).morphology;
    feature(
        1,
        &[
            anchor.form as u64,
            anchor.helper.map_or(0, |helper| 1 + helper as u64),
            morphology.mood as u64,
        ],
    )
}

/// The quotation that ends right before token `at`, marks and commas skipped; 0 for none.
fn quote_before(scene: &Scene, at: usize) -> Option<usize> {
    (at.saturating_sub(3)..at)
        .rev()
        .take_while(|&near| !scene.article.is_word(near) || scene.speech_at(near).is_some())
        .find_map(|near| scene.speech_at(near))
}

/// The quotation that opens right after token `at`, marks and commas skipped.
fn quote_after(scene: &Scene, at: usize) -> Option<usize> {
    (at..at + 3)
        .take_while(|&near| !scene.article.is_word(near) || scene.speech_at(near).is_some())
        .find_map(|near| scene.speech_at(near))
}

/// Which pronoun classes the token has, as one number.
fn pronoun_class(scene: &Scene, at: usize) -> u64 {
    let classes = [
        PronounClass::Relative,
        PronounClass::Indefinite,
        PronounClass::Demonstrative,
        PronounClass::Subject,
    ];
    classes
        .iter()
        .position(|class| scene.article.is_pronoun(at, &[*class]))
        .map_or(0, |place| 1 + place as u64)
}
