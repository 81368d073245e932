//! Facts about a phrase as the source of an anchor.

use super::{
    Facts, inflection, look, look_before, pronoun_class, quote_after, quote_before, reference, size,
};
use crate::attribution::Decision;
use crate::attribution::anchor::Anchor;
use crate::attribution::scene::Scene;
use crate::attribution::sources::{SUBJECTS, SourceCandidate, distance};
use crate::language::{Frames, Number};
use crate::model::feature;
use crate::tag::{Mood, PartOfSpeech, Person};

/// What is known of the anchor when its source is looked for: its form, whether it inverts, where quotations stand.
fn setting(scene: &Scene, anchor: &Anchor) -> u64 {
    let quoted = u64::from(quote_before(scene, anchor.group.start).is_some()) * 2
        + u64::from(quote_after(scene, anchor.group.end).is_some());
    feature(
        2,
        &[
            anchor.form as u64,
            u64::from(anchor.frames.has(Frames::INVERSION)),
            u64::from(anchor.clitic.is_some()),
            quoted,
        ],
    )
}

/// The facts about `candidate`, one of `all`.
#[expect(clippy::too_many_lines, reason = "a list of facts")]
pub(in super::super) fn source_facts(
    scene: &Scene,
    anchor: &Anchor,
    candidate: &SourceCandidate,
    all: &[SourceCandidate],
) -> Facts {
    let mut facts = Facts::new(scene, Decision::Source, anchor.kind);
    let tokens = &candidate.tokens;
    let setting = setting(scene, anchor);
    let kind = reference(scene, tokens, candidate.head);
    let after = u64::from(tokens.start >= anchor.group.end);
    let far = size(distance(anchor, tokens));
    let bond = bond(scene, anchor, candidate);
    let between = between(scene, anchor, candidate);
    let side = feature(3, &[after, far.min(3), between]);
    facts.say(1, &[kind]);
    facts.say(2, &[side]);
    facts.say(3, &[bond]);
    facts.say(4, &[side, setting]);
    facts.say(5, &[bond, setting]);
    facts.say(6, &[kind, side]);
    facts.say(7, &[kind, bond]);
    facts.say(8, &[after, far]);
    facts.say(9, &[after, far, setting]);
    facts.say(10, &[bond, after, far.min(2), kind]);
    facts.say(11, &[look_before(scene, tokens.start), after]);
    facts.say(12, &[look(scene, tokens.end), after]);
    facts.say(
        13,
        &[
            look_before(scene, tokens.start),
            look(scene, tokens.end),
            after,
        ],
    );
    facts.say(14, &[size(tokens.len()), kind]);
    facts.say(15, &[agreement(scene, anchor, candidate), kind / 100]);
    facts.say(16, &[nesting(tokens, all), after]);
    facts.say(17, &[nesting(tokens, all), bond]);
    facts.say(18, &[rank(anchor, tokens, all), after, setting]);
    facts.say(
        19,
        &[
            u64::from(tokens.start == scene.sentence(anchor.head).tokens.start),
            after,
        ],
    );
    facts.say(
        20,
        &[
            scene.tree.relation(candidate.head) as u64,
            after,
            far.min(3),
        ],
    );
    facts.say(21, &[inside(scene, tokens), kind]);
    facts.say(
        22,
        &[
            anchor.helper.map_or(0, |helper| 1 + helper as u64),
            bond,
            after,
        ],
    );
    facts.say(
        23,
        &[
            look(scene, tokens.start),
            look(scene, tokens.end.saturating_sub(1)),
        ],
    );
    facts.say(24, &[pronoun_class(scene, tokens.start), after, between]);
    facts.say(
        25,
        &[
            u64::from(scene.is_comma(tokens.end.saturating_sub(1))),
            bond,
        ],
    );
    facts.say(
        26,
        &[kind, u64::from(governed(scene, candidate)), after, between],
    );
    facts.say(27, &[look_before(scene, tokens.start), between, after]);
    facts.say(28, &[look_before(scene, tokens.start), bond]);
    facts.say(
        29,
        &[look_before(scene, tokens.start), kind, after, far.min(2)],
    );
    facts.tell(30, &[scene.article.key(candidate.head), after]);
    facts.tell(
        31,
        &[
            scene.article.key(tokens.start),
            u64::from(tokens.len() == 1),
            after,
        ],
    );
    facts.tell(
        32,
        &[scene.article.key(tokens.start.wrapping_sub(1)), after],
    );
    facts.tell(33, &[crate::model::hash(anchor.lemma), side]);
    facts.tell(34, &[crate::model::hash(anchor.lemma), bond]);
    facts
}

/// The facts for an anchor without a source.
#[expect(clippy::too_many_lines, reason = "a list of facts")]
pub(in super::super) fn no_source_facts(
    scene: &Scene,
    anchor: &Anchor,
    all: &[SourceCandidate],
) -> Facts {
    let mut facts = Facts::new(scene, Decision::Source, anchor.kind);
    let morphology = scene.article.tag(anchor.head).morphology;
    let subject = scene
        .tree
        .children_by(anchor.head, &SUBJECTS)
        .next()
        .is_some();
    let near = all
        .iter()
        .any(|candidate| distance(anchor, &candidate.tokens) == 0);
    let person = morphology.person as u64;
    facts.say(50, &[]);
    facts.say(51, &[setting(scene, anchor)]);
    facts.say(52, &[inflection(scene, anchor)]);
    facts.say(53, &[u64::from(subject), u64::from(near)]);
    facts.say(
        54,
        &[scene.tree.relation(anchor.head) as u64, u64::from(subject)],
    );
    facts.say(55, &[person, u64::from(subject)]);
    facts.say(56, &[look_before(scene, anchor.group.start)]);
    facts.say(57, &[u64::from(all.is_empty())]);
    facts.say(
        58,
        &[
            u64::from(anchor.verb.is_some_and(|verb| verb.reflexive)),
            person,
        ],
    );
    facts.tell(59, &[crate::model::hash(anchor.lemma)]);
    facts.tell(60, &[scene.article.key(anchor.head)]);
    facts.say(
        61,
        &[
            u64::from(anchor.group.start == scene.sentence(anchor.head).tokens.start),
            inflection(scene, anchor),
        ],
    );
    let opens = |other: &&SourceCandidate| {
        let kind = reference(scene, &other.tokens, other.head);
        let start = other.tokens.start;
        let first = start == scene.sentence(anchor.head).tokens.start;
        (first || quote_before(scene, start).is_some()) && kind <= 20
    };
    let opening = all.iter().find(opens);
    let kind = opening.map_or(0, |other| 1 + reference(scene, &other.tokens, other.head));
    facts.say(65, &[kind, inflection(scene, anchor)]);
    facts.say(66, &[kind, setting(scene, anchor)]);
    for after in [false, true] {
        let side = || {
            all.iter()
                .filter(|other| (other.tokens.start >= anchor.group.end) == after)
        };
        let nominal = side()
            .any(|other| scene.article.tag(other.head).is_nominal() && !governed(scene, other));
        let person = side().any(|other| {
            reference(scene, &other.tokens, other.head) == 1 && !governed(scene, other)
        });
        let nearest = side()
            .map(|other| distance(anchor, &other.tokens))
            .min()
            .unwrap_or(99);
        facts.say(
            62,
            &[u64::from(after), u64::from(person), u64::from(nominal)],
        );
        facts.say(
            63,
            &[u64::from(after), u64::from(person), setting(scene, anchor)],
        );
        facts.say(
            64,
            &[u64::from(after), u64::from(nominal), size(nearest).min(4)],
        );
    }
    facts
}

/// Whether a preposition stands before the candidate.
fn governed(scene: &Scene, candidate: &SourceCandidate) -> bool {
    let before = candidate.tokens.start.checked_sub(1);
    before.is_some_and(|before| scene.part(before) == PartOfSpeech::Adp)
}

/// How the candidate hangs on the anchor in the tree.
pub(super) fn bond(scene: &Scene, anchor: &Anchor, candidate: &SourceCandidate) -> u64 {
    let head = candidate.head;
    let relation = scene.tree.relation(head) as u64;
    let Some(above) = scene.tree.head(head) else {
        return 1;
    };
    if above == anchor.head {
        return 100 + relation;
    }
    if anchor.tokens.contains(&above) {
        return 150 + relation;
    }
    let mut ancestors = scene.tree.ancestors(anchor.head).take(4);
    if let Some(steps) = ancestors.position(|near| near == above) {
        return feature(
            4,
            &[
                steps.min(2) as u64,
                relation,
                scene.tree.relation(anchor.head) as u64,
            ],
        );
    }
    if scene.tree.ancestors(anchor.head).any(|near| near == head) {
        return 2;
    }
    3
}

/// What stands between the candidate and the anchor: verbs, commas, quotations.
fn between(scene: &Scene, anchor: &Anchor, candidate: &SourceCandidate) -> u64 {
    let tokens = &candidate.tokens;
    let gap = if tokens.start >= anchor.group.end {
        anchor.group.end..tokens.start
    } else {
        tokens.end..anchor.group.start.max(tokens.end)
    };
    let verb = gap.clone().any(|at| scene.article.tag(at).is_finite());
    let comma = gap.clone().any(|at| scene.is_comma(at));
    let quote = gap
        .clone()
        .any(|at| scene.speech_at(at) != scene.speech_at(anchor.head));
    u64::from(verb) * 4 + u64::from(comma) * 2 + u64::from(quote)
}

/// Whether the candidate agrees with the verb in number and person.
fn agreement(scene: &Scene, anchor: &Anchor, candidate: &SourceCandidate) -> u64 {
    let finite = anchor
        .tokens
        .iter()
        .map(|&at| scene.article.tag(at))
        .find(|tag| tag.is_finite());
    let Some(verb) = finite.map(|tag| tag.morphology) else {
        return 0;
    };
    let own = scene.article.tag(candidate.head).morphology;
    let number = match (verb.number, own.number) {
        (Number::Any, _) | (_, Number::Any) => 1,
        (one, other) if one == other => 2,
        _ => 3,
    };
    let person = match (verb.person, own.person) {
        (Person::None, _) | (_, Person::None) => 1,
        (one, other) if one == other => 2,
        _ => 3,
    };
    number * 8 + person * 2 + u64::from(verb.mood == Mood::Conditional)
}

/// Whether the candidate lies in another one, or has one in it.
fn nesting(tokens: &std::ops::Range<usize>, all: &[SourceCandidate]) -> u64 {
    let others = || {
        all.iter()
            .map(|other| &other.tokens)
            .filter(|other| *other != tokens)
    };
    let inner = others().any(|other| other.start <= tokens.start && other.end >= tokens.end);
    let left = others().any(|other| other.start == tokens.start && other.end > tokens.end);
    let outer = others().any(|other| tokens.start <= other.start && tokens.end >= other.end);
    u64::from(inner) + u64::from(outer) * 2 + u64::from(left) * 4
}

/// Which of the candidates on its side it is, from the anchor on.
fn rank(anchor: &Anchor, tokens: &std::ops::Range<usize>, all: &[SourceCandidate]) -> u64 {
    let after = tokens.start >= anchor.group.end;
    let nearer = all.iter().filter(|other| {
        (other.tokens.start >= anchor.group.end) == after
            && distance(anchor, &other.tokens) < distance(anchor, tokens)
    });
    size(nearer.count()).min(4)
}

/// Whether the candidate stands in a quotation.
fn inside(scene: &Scene, tokens: &std::ops::Range<usize>) -> u64 {
    u64::from(scene.speech_at(tokens.start).is_some())
}
