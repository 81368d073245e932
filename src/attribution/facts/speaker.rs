//! Facts about somebody as the speaker of a report, after the salience factors
//! of Lappin and Leass (1994): how near, how prominent, how fitting.

use std::ops::Range;

use super::standing::{
    Asked, asked, covered, distance, fit, nearest, principal, prominence, rank, role_in_sentence,
    same_role,
};
use super::{Facts, size};
use crate::attribution::Decision;
use crate::attribution::anchor::{Anchor, AnchorKind};
use crate::attribution::scene::{NamePlace, Scene};
use crate::attribution::sources::SourceCandidate;
use crate::attribution::speakers::{Memory, SpeakerCandidate};
use crate::entity::EntityKind;
use crate::language::Number;
use crate::model::feature;
use crate::text::Span;

/// The facts about `candidate` as the speaker.
pub(in super::super) fn speaker_facts(
    scene: &Scene,
    anchor: &Anchor,
    report: (Option<&SourceCandidate>, &[Span]),
    (candidate, memory): (&SpeakerCandidate, &Memory),
) -> Facts {
    let mut facts = Facts::new(scene, Decision::Speaker, AnchorKind::Verb);
    let asked = asked(scene, anchor, report);
    let spoke = spoke(memory, candidate, asked.at);
    let asks = feature(9, &[asked.kind, u64::from(asked.silent)]);
    facts.say(1, &[asks, spoke]);
    match candidate {
        SpeakerCandidate::Entity(entity) => {
            entity_facts(scene, &mut facts, &asked, *entity, spoke);
            turn_facts(scene, &mut facts, &asked, (candidate, memory));
        }
        SpeakerCandidate::Described(words) => {
            described_facts(scene, &mut facts, &asked, words, spoke);
        }
        SpeakerCandidate::Words => {}
    }
    facts
}

/// The facts for a source that stands for nobody named or described before.
pub(in super::super) fn own_words_facts(
    scene: &Scene,
    anchor: &Anchor,
    source: Option<&SourceCandidate>,
    memory: &Memory,
) -> Facts {
    let mut facts = Facts::new(scene, Decision::Speaker, AnchorKind::Verb);
    let asked = asked(scene, anchor, (source, &[]));
    facts.say(50, &[asked.kind]);
    let Some(source) = source else { return facts };
    let named = source.tokens.clone().any(|at| scene.name_at(at).is_some());
    facts.say(
        51,
        &[
            asked.kind,
            u64::from(named),
            definite(scene, source.tokens.start),
        ],
    );
    facts.say(52, &[asked.kind, size(source.tokens.len())]);
    let main = u64::from(principal(scene, &source.tokens).is_some());
    facts.say(57, &[main, covered(scene, &source.tokens)]);
    facts.say(58, &[main, covered(scene, &source.tokens), asked.kind]);
    facts.say(
        53,
        &[
            asked.kind,
            u64::from(memory.before(asked.at).next().is_some()),
        ],
    );
    facts.tell(
        54,
        &[
            scene.article.key(source.tokens.start),
            u64::from(source.tokens.len() == 1),
        ],
    );
    facts.tell(55, &[scene.article.key(source.head)]);
    facts
}

/// How recently the candidate spoke: 1 for the last speaker, 0 for never.
fn spoke(memory: &Memory, candidate: &SpeakerCandidate, at: usize) -> u64 {
    let place = memory
        .before(at)
        .position(|turn| turn.speaker == *candidate);
    place.map_or(0, |place| 1 + place.min(3) as u64)
}

/// Whether the phrase starts with a definite determiner, an indefinite one, or none.
fn definite(scene: &Scene, at: usize) -> u64 {
    let key = scene.article.key(at);
    let mut determiners = scene.article.pack.words.determiners.word(key);
    determiners
        .next()
        .map_or(0, |determiner| 1 + u64::from(determiner.definite))
}

#[expect(clippy::too_many_lines, reason = "a list of facts")]
fn entity_facts(scene: &Scene, facts: &mut Facts, asked: &Asked, entity: usize, spoke: u64) {
    let found = &scene.entities[entity];
    let kind = 1 + found.kind as u64;
    let asks = feature(9, &[asked.kind, u64::from(asked.silent)]);
    facts.say(2, &[asks, kind]);
    facts.say(3, &[asks, kind, spoke]);
    if let Some(source) = asked.source {
        inside_facts(scene, facts, asked, source, entity);
    }
    let nearest = nearest(scene, entity, asked);
    let (distance, same_paragraph) = nearest
        .as_ref()
        .map_or((99, 0), |name| distance(scene, name, asked.at));
    facts.say(4, &[asks, kind, size(distance)]);
    facts.say(5, &[asks, kind, size(distance), same_paragraph]);
    facts.say(6, &[asks, kind, u64::from(same_paragraph == 1), spoke]);
    let often = size(found.mentions.len());
    facts.say(7, &[asks, kind, often]);
    let fit = fit(scene, asked, entity);
    facts.say(8, &[asks, kind, fit]);
    facts.say(9, &[fit, kind, spoke, size(distance).min(5)]);
    let first = scene.article.tokens_in(found.mentions[0].span).start;
    facts.say(
        13,
        &[
            asks,
            kind,
            u64::from(first < asked.at),
            u64::from(found.role.is_some()),
        ],
    );
    if let Some(name) = &nearest {
        let role = role_in_sentence(scene, name);
        facts.say(10, &[asks, kind, role]);
        facts.say(11, &[asks, kind, role, size(distance).min(4), fit]);
        facts.say(12, &[asks, kind, rank(scene, name, asked), fit]);
        facts.say(
            14,
            &[
                asks,
                u64::from(scene.speech_at(name.tokens.start).is_some()),
                kind,
            ],
        );
    }
    facts.say(15, &[asks, kind, same_role(scene, asked, entity)]);
    let said = |span: Span| asked.content.iter().any(|piece| piece.overlaps(span));
    let inside = found.mentions.iter().any(|mention| said(mention.span));
    let headline = scene
        .article
        .segmentation
        .paragraphs
        .first()
        .map_or(0, |line| line.end);
    let in_headline = found
        .mentions
        .iter()
        .any(|mention| mention.span.end <= headline);
    facts.say(25, &[asks, kind, u64::from(in_headline)]);
    facts.say(19, &[asks, kind, u64::from(inside), spoke]);
    facts.say(20, &[asks, kind, prominence(scene, entity), fit]);
    facts.say(
        21,
        &[
            asks,
            kind,
            prominence(scene, entity),
            size(distance).min(4),
            spoke.min(2),
        ],
    );
    if let Some(pronoun) = asked.pronoun {
        let class = feature(
            10,
            &[
                pronoun.class as u64,
                pronoun.number as u64,
                pronoun.gender as u64,
            ],
        );
        facts.say(16, &[class, kind, found.gender as u64]);
        facts.say(
            17,
            &[
                class,
                kind,
                found.gender as u64,
                spoke,
                size(distance).min(4),
            ],
        );
        facts.tell(
            18,
            &[scene.article.key(asked.at), kind, found.gender as u64],
        );
    }
}

/// Where in the source the entity's name stands.
fn inside_facts(
    scene: &Scene,
    facts: &mut Facts,
    asked: &Asked,
    source: &SourceCandidate,
    entity: usize,
) {
    let names = source.tokens.clone().filter_map(|at| scene.name_at(at));
    let mut places: Vec<&NamePlace> = names.collect();
    places.dedup();
    let kind = 1 + scene.entities[entity].kind as u64;
    let Some(place) = places.iter().position(|name| name.entity == entity) else {
        facts.say(30, &[u64::from(places.is_empty()), kind, asked.kind]);
        return;
    };
    let name = places[place];
    let is_person = |name: &&NamePlace| scene.entities[name.entity].kind == EntityKind::Person;
    let persons = places.iter().filter(|name| is_person(name)).count();
    let whole = u64::from(name.tokens == source.tokens);
    let heads = u64::from(name.tokens.contains(&source.head));
    let before = name
        .tokens
        .start
        .checked_sub(1)
        .filter(|&at| at >= source.tokens.start);
    let before = before.map_or(0, |at| 1 + scene.part(at) as u64);
    let behind = name.tokens.end;
    let owns = u64::from(behind < source.tokens.end && scene.article.is_genitive(behind));
    facts.say(31, &[whole, kind]);
    facts.say(32, &[heads, kind, before]);
    facts.say(
        33,
        &[
            place.min(3) as u64,
            places.len().min(3) as u64,
            kind,
            persons.min(2) as u64,
        ],
    );
    facts.say(34, &[before, owns, kind]);
    facts.say(35, &[asked.kind, heads, kind, owns]);
    facts.say(
        36,
        &[
            place.min(2) as u64,
            heads,
            before,
            persons.min(1) as u64,
            kind,
        ],
    );
    facts.say(
        37,
        &[scene.tree.relation(name.tokens.start) as u64, heads, kind],
    );
    facts.tell(38, &[scene.article.key(source.head), kind, heads]);
    let main = u64::from(principal(scene, &source.tokens) == Some(entity));
    facts.say(39, &[main, kind]);
    facts.say(26, &[main, kind, heads, before]);
    facts.say(27, &[main, covered(scene, &source.tokens), kind]);
}

/// Facts about when somebody spoke last.
fn turn_facts(
    scene: &Scene,
    facts: &mut Facts,
    asked: &Asked,
    (candidate, memory): (&SpeakerCandidate, &Memory),
) {
    let Some(turn) = memory
        .before(asked.at)
        .find(|turn| turn.speaker == *candidate)
    else {
        return;
    };
    let place = NamePlace {
        entity: 0,
        tokens: turn.at..turn.at + 1,
    };
    let (distance, paragraph) = distance(scene, &place, asked.at);
    let asks = feature(9, &[asked.kind, u64::from(asked.silent)]);
    let turns = memory
        .before(asked.at)
        .filter(|turn| turn.speaker == *candidate);
    facts.say(24, &[asks, turns.count().min(3) as u64]);
    facts.say(22, &[asks, size(distance), paragraph]);
    let named_since = (turn.at + 1..asked.at)
        .filter_map(|at| scene.name_at(at))
        .any(|name| {
            *candidate != SpeakerCandidate::Entity(name.entity)
                && scene.entities[name.entity].kind == EntityKind::Person
                && scene.speech_at(name.tokens.start).is_none()
        });
    facts.say(
        23,
        &[
            asks,
            u64::from(named_since),
            paragraph,
            size(distance).min(4),
        ],
    );
}

/// Facts about somebody described before.
fn described_facts(
    scene: &Scene,
    facts: &mut Facts,
    asked: &Asked,
    words: &Range<usize>,
    spoke: u64,
) {
    let asks = feature(9, &[asked.kind, u64::from(asked.silent)]);
    let noun = scene
        .article
        .nouns(words.end - 1)
        .chain(scene.article.nouns(words.start))
        .next();
    let plural = words.clone().any(|at| {
        scene.article.tag(at).is_nominal()
            && scene.article.tag(at).morphology.number == Number::Plural
    });
    let place = NamePlace {
        entity: 0,
        tokens: words.clone(),
    };
    let (distance, paragraph) = distance(scene, &place, asked.at);
    facts.say(40, &[asks, spoke]);
    facts.say(41, &[asks, size(distance), paragraph]);
    let number = asked.pronoun.map_or(9, |pronoun| pronoun.number as u64);
    let role = role_in_sentence(scene, &place);
    let kind = noun.map_or(0, |noun| 1 + noun.kind as u64);
    facts.say(46, &[asks, role, u64::from(spoke > 0)]);
    facts.say(
        47,
        &[asks, kind, u64::from(spoke > 0), size(distance).min(3)],
    );
    facts.say(
        48,
        &[number, kind, role, u64::from(plural), size(distance).min(3)],
    );
    facts.say(
        49,
        &[asks, u64::from(scene.speech_at(words.start).is_some())],
    );
    facts.tell(56, &[scene.article.key(words.end - 1), number]);
    facts.say(
        42,
        &[
            number,
            u64::from(plural),
            noun.map_or(0, |noun| 1 + noun.kind as u64),
        ],
    );
    facts.say(
        43,
        &[number, u64::from(plural), size(distance).min(4), spoke],
    );
    let gender = asked.pronoun.map_or(9, |pronoun| pronoun.gender as u64);
    facts.say(
        44,
        &[gender, noun.map_or(9, |noun| noun.gender as u64), number],
    );
    if let Some(source) = asked.source {
        let same = scene.article.key(source.head) == scene.article.key(words.end - 1);
        facts.say(45, &[asks, u64::from(same)]);
    }
}
