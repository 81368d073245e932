//! How somebody stands in the article when a source asks who is meant: how near,
//! in which role, how prominent, how fitting.

use std::ops::Range;

use super::{reference, size};
use crate::attribution::anchor::{Anchor, AnchorKind};
use crate::attribution::scene::{NamePlace, Scene, offices};
use crate::attribution::sources::{SUBJECTS, SourceCandidate};
use crate::entity::EntityKind;
use crate::language::{Gender, Number, Pronoun};
use crate::parse::Relation;
use crate::tag::PartOfSpeech;
use crate::text::Span;

/// What the source says of who is meant.
pub(super) struct Asked<'s> {
    pub(super) source: Option<&'s SourceCandidate>,
    /// How it refers; 0 for no source.
    pub(super) kind: u64,
    pub(super) pronoun: Option<Pronoun>,
    pub(super) at: usize,
    pub(super) silent: bool,
    /// What is said, in the text.
    pub(super) content: &'s [Span],
}

pub(super) fn asked<'s>(
    scene: &Scene,
    anchor: &Anchor,
    (source, content): (Option<&'s SourceCandidate>, &'s [Span]),
) -> Asked<'s> {
    let pronoun = source
        .filter(|source| source.tokens.len() == 1)
        .and_then(|source| {
            let key = scene.article.key(source.tokens.start);
            scene.article.pack.words.pronouns.word(key).next().copied()
        });
    Asked {
        source,
        kind: source.map_or(0, |source| reference(scene, &source.tokens, source.head)),
        pronoun,
        at: source.map_or(anchor.head, |source| source.tokens.start),
        silent: anchor.kind == AnchorKind::Silent,
        content,
    }
}

/// The mention before the source that is nearest to it, else the first after it.
pub(super) fn nearest(scene: &Scene, entity: usize, asked: &Asked) -> Option<NamePlace> {
    let start = scene.article.segmentation.tokens[asked.at].span.start;
    let said = |span: Span| asked.content.iter().any(|piece| piece.overlaps(span));
    let mentions = &scene.entities[entity].mentions;
    let mut before = mentions
        .iter()
        .rev()
        .filter(|mention| mention.span.start < start);
    let mention = before
        .clone()
        .find(|mention| !said(mention.span))
        .or_else(|| before.next())
        .or(mentions.first())?;
    let tokens = scene.article.tokens_in(mention.span);
    Some(NamePlace { entity, tokens })
}

/// How many sentences lie between the name and token `at`; 40 more for a name after it. And whether
/// both are in one paragraph, or in paragraphs side by side.
pub(super) fn distance(scene: &Scene, name: &NamePlace, at: usize) -> (usize, u64) {
    let sentences = &scene.article.segmentation.sentences;
    let sentence = |at: usize| sentences.partition_point(|sentence| sentence.tokens.end <= at);
    let (own, theirs) = (sentence(at), sentence(name.tokens.start));
    let tokens = &scene.article.segmentation.tokens;
    let paragraphs = &scene.article.segmentation.paragraphs;
    let paragraph = |at: usize| {
        let start = tokens[at].span.start;
        paragraphs.partition_point(|paragraph| paragraph.end <= start)
    };
    let apart = paragraph(at).abs_diff(paragraph(name.tokens.start));
    let after = if name.tokens.start > at { 40 } else { 0 };
    let near = match apart {
        0 => 1,
        1 => 2,
        _ => 3,
    };
    (own.abs_diff(theirs) + after, near)
}

/// What the name does in its sentence.
pub(super) fn role_in_sentence(scene: &Scene, name: &NamePlace) -> u64 {
    let outside = |at: &usize| {
        let head = scene.tree.head(*at);
        head.is_none_or(|head| !name.tokens.contains(&head))
    };
    let head = name
        .tokens
        .clone()
        .find(outside)
        .unwrap_or(name.tokens.start);
    let relation = scene.tree.relation(head);
    let role = if SUBJECTS.contains(&relation) {
        1
    } else {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "all other relations are one"
        )]
        match relation {
            Relation::Obj | Relation::Iobj => 2,
            Relation::Obl | Relation::OblAgent => 3,
            Relation::Nmod => 4,
            Relation::Appos | Relation::Flat => 5,
            Relation::Conj => 6,
            Relation::Root => 7,
            _ => 8,
        }
    };
    let governed = name
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|before| scene.part(before) == PartOfSpeech::Adp);
    let start = scene.sentence(name.tokens.start).tokens.start;
    role * 8 + u64::from(governed) * 2 + u64::from(name.tokens.start < start + 3)
}

/// How many entities of its kind the article names more often.
pub(super) fn prominence(scene: &Scene, entity: usize) -> u64 {
    let own = &scene.entities[entity];
    let others = scene
        .entities
        .iter()
        .filter(|other| other.kind == own.kind && other.mentions.len() > own.mentions.len());
    size(others.count()).min(4)
}

/// How many other people were named since.
pub(super) fn rank(scene: &Scene, name: &NamePlace, asked: &Asked) -> u64 {
    let mut others: Vec<usize> = (name.tokens.end..asked.at)
        .filter_map(|at| scene.name_at(at))
        .filter(|other| other.entity != name.entity)
        .filter(|other| scene.entities[other.entity].kind == scene.entities[name.entity].kind)
        .map(|other| other.entity)
        .collect();
    others.sort_unstable();
    others.dedup();
    size(others.len()).min(4)
}

/// Whether the entity fits the source in number and gender: 0 nothing known, 1 fits, 2 does not, 3 fits by a known gender.
pub(super) fn fit(scene: &Scene, asked: &Asked, entity: usize) -> u64 {
    let entity = &scene.entities[entity];
    let person = entity.kind == EntityKind::Person;
    let (gender, number) = if let Some(pronoun) = asked.pronoun {
        (pronoun.gender, pronoun.number)
    } else if let Some(source) = asked.source {
        let mut nouns = scene.article.nouns(source.head);
        match nouns.next() {
            Some(noun) => (noun.gender, noun.number),
            None => return 0,
        }
    } else {
        return 0;
    };
    if person && number == Number::Plural {
        return 2;
    }
    if !person {
        return 4 + u64::from(number == Number::Plural);
    }
    match (gender, entity.gender) {
        (Gender::Any, _) | (_, Gender::Any) => 1,
        (one, other) if one == other => 3,
        _ => 2,
    }
}

/// Whether the article gives the entity an office of the source's words, or its organisation.
pub(super) fn same_role(scene: &Scene, asked: &Asked, entity: usize) -> u64 {
    let Some(source) = asked.source else { return 0 };
    let own = offices(&scene.article, source.tokens.clone());
    let office = own
        .iter()
        .any(|lemma| scene.offices(entity).contains(lemma));
    let Some(role) = scene.entities[entity].role else {
        return 1 + u64::from(office) * 4;
    };
    let bodies = |tokens: Range<usize>| -> Vec<usize> {
        let names = tokens.filter_map(|at| scene.name_at(at));
        names.map(|name| name.entity).collect()
    };
    let (own, theirs) = (
        bodies(source.tokens.clone()),
        bodies(scene.article.tokens_in(role)),
    );
    let body = own.iter().any(|body| theirs.contains(body));
    let conflict = !body && !own.is_empty() && !theirs.is_empty();
    8 + u64::from(office) * 4 + u64::from(body) * 2 + u64::from(conflict)
}

/// The name that a phrase is about: the first person, else the first of all, that neither a preposition
/// subordinates nor a genitive follows.
pub(super) fn principal(scene: &Scene, tokens: &Range<usize>) -> Option<usize> {
    let free = |name: &&NamePlace| {
        let before = name.tokens.start.checked_sub(1);
        let governed = before.is_some_and(|before| {
            tokens.contains(&before) && scene.part(before) == PartOfSpeech::Adp
        });
        let owns = name.tokens.end < tokens.end && scene.article.is_genitive(name.tokens.end);
        !governed && !owns
    };
    let mut names = tokens
        .clone()
        .filter_map(|at| scene.name_at(at))
        .filter(free);
    let is_person = |name: &&NamePlace| scene.entities[name.entity].kind == EntityKind::Person;
    let person = names.clone().find(is_person);
    person.or_else(|| names.next()).map(|name| name.entity)
}

/// How many words of a phrase are neither in a name nor determiners.
pub(super) fn covered(scene: &Scene, tokens: &Range<usize>) -> u64 {
    let plain = |at: &usize| {
        scene.article.is_word(*at)
            && scene.name_at(*at).is_none()
            && scene.part(*at) != PartOfSpeech::Det
    };
    size(tokens.clone().filter(plain).count()).min(4)
}
