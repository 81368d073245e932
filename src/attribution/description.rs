//! Sources that are described: "le ministre", "l’agence", "un rapport de l’INSEE".
//! The person whose role in the article is the same, or the one who was most
//! present, is meant; else the words themselves name the speaker.

use std::ops::Range;

use super::scene::Scene;
use super::speaker::{Speaker, antecedent};
use super::{Basis, SourceKind};
use crate::entity::EntityKind;
use crate::language::{Gender, NounKind, Number, Pronoun, PronounClass};
use crate::tag::PartOfSpeech;

/// A description: who in the article is said to be that, else the words themselves.
pub(super) fn description(scene: &Scene, source: &Range<usize>) -> Speaker {
    let kind = description_kind(scene, source);
    let words = Some(without_determiner(scene, source.clone()));
    let found = |entity, confidence| Speaker {
        kind,
        entity: Some(entity),
        words: words.clone(),
        basis: Basis::Description,
        confidence,
    };
    let unknown = Speaker {
        kind,
        entity: None,
        words: words.clone(),
        basis: Basis::Unresolved,
        confidence: 0.7,
    };
    match kind {
        SourceKind::Description => described(scene, source)
            .map(|entity| found(entity, 0.8))
            .or_else(|| mentioned_again(scene, source).map(|entity| found(entity, 0.6)))
            .unwrap_or(unknown),
        SourceKind::Document => {
            publisher(scene, source).map_or(unknown, |entity| found(entity, 0.75))
        }
        SourceKind::Name | SourceKind::Pronoun | SourceKind::Anonymous => unknown,
    }
}

/// The organisation behind a document: "un rapport de l’INSEE".
fn publisher(scene: &Scene, source: &Range<usize>) -> Option<usize> {
    let name = source.clone().find_map(|at| scene.name_at(at))?;
    let organization = scene.entities[name.entity].kind == EntityKind::Organization;
    organization.then_some(name.entity)
}

/// Whom a definite noun without a complement means ("l’agence", "the president"): the body or the person
/// that was most present before it.
fn mentioned_again(scene: &Scene, source: &Range<usize>) -> Option<usize> {
    let bare = without_determiner(scene, source.clone());
    let at = bare.start;
    let definite = bare.start > source.start && is_definite(scene, source.start);
    if bare.len() != 1 || !definite {
        return None;
    }
    let noun = scene
        .article
        .nouns(at)
        .find(|noun| noun.number != Number::Plural)?;
    let person = match noun.kind {
        NounKind::Office => true,
        NounKind::Institution | NounKind::Organization | NounKind::Medium => false,
        NounKind::Relation
        | NounKind::Group
        | NounKind::Anonymous
        | NounKind::Document
        | NounKind::Place => return None,
    };
    let gender = if person { noun.gender } else { Gender::Neuter };
    antecedent(
        scene,
        at,
        Pronoun {
            person: 3,
            number: Number::Singular,
            gender,
            class: PronounClass::Subject,
        },
        None,
    )
    .filter(|entity| (scene.entities[*entity].kind == EntityKind::Person) == person)
}

fn description_kind(scene: &Scene, source: &Range<usize>) -> SourceKind {
    let head = source
        .clone()
        .find(|&at| scene.article.nouns(at).next().is_some());
    let is = |kinds: &[NounKind]| head.is_some_and(|at| scene.article.is_noun(at, kinds));
    if is(&[
        NounKind::Office,
        NounKind::Relation,
        NounKind::Institution,
        NounKind::Group,
    ]) {
        SourceKind::Description
    } else if is(&[NounKind::Anonymous]) {
        SourceKind::Anonymous
    } else if is(&[NounKind::Document]) {
        SourceKind::Document
    } else {
        SourceKind::Description
    }
}

/// The person whose role in the article is the same office, or an office in the same organisation.
fn described(scene: &Scene, source: &Range<usize>) -> Option<usize> {
    let offices = |tokens: Range<usize>| -> Vec<u64> {
        let nouns = tokens
            .filter(|&at| scene.name_at(at).is_none())
            .flat_map(|at| scene.article.nouns(at));
        nouns
            .filter(|noun| matches!(noun.kind, NounKind::Office | NounKind::Relation))
            .map(|noun| noun.lemma)
            .collect()
    };
    let bodies = |tokens: Range<usize>| -> Vec<usize> {
        tokens
            .filter_map(|at| scene.name_at(at))
            .map(|name| name.entity)
            .collect()
    };
    let (own_offices, own_bodies) = (offices(source.clone()), bodies(source.clone()));
    if own_offices.is_empty() || !is_definite(scene, source.start) {
        return None;
    }
    let start = scene.article.segmentation.tokens[source.start].span.start;
    let scored = scene
        .entities
        .iter()
        .enumerate()
        .filter_map(|(index, entity)| {
            let role = entity.role.filter(|_| {
                entity.kind == EntityKind::Person && entity.mentions[0].span.start < start
            })?;
            let role = scene.article.tokens_in(role);
            let office = offices(role.clone())
                .iter()
                .any(|lemma| own_offices.contains(lemma));
            let theirs = bodies(role);
            let body = theirs.iter().any(|other| own_bodies.contains(other));
            let conflict = !own_bodies.is_empty() && !theirs.is_empty() && !body;
            let score = 2 * i32::from(office) + 2 * i32::from(body) - 3 * i32::from(conflict);
            (score >= 2).then_some((score, index))
        });
    let best = scored.max_by_key(|(score, index)| (*score, std::cmp::Reverse(*index)));
    best.map(|(_, index)| index)
}

/// Whether the phrase that starts at `at` says which one is meant, as one that the reader knows.
fn is_definite(scene: &Scene, at: usize) -> bool {
    let mut determiners = scene
        .article
        .pack
        .words
        .determiners
        .word(scene.article.key(at))
        .peekable();
    determiners.peek().is_none() || determiners.any(|determiner| determiner.definite)
}

pub(super) fn without_determiner(scene: &Scene, tokens: Range<usize>) -> Range<usize> {
    let determiner = |at: &usize| scene.part(*at) == PartOfSpeech::Det && at + 1 < tokens.end;
    tokens.start + tokens.clone().take_while(determiner).count()..tokens.end
}
