//! Facts about a stretch of text as the content of an anchor.

use std::ops::Range;

use super::{Facts, look, look_before, size};
use crate::attribution::Decision;
use crate::attribution::anchor::Anchor;
use crate::attribution::contents::{ContentCandidate, Side};
use crate::attribution::scene::Scene;
use crate::language::{Form, Frames};
use crate::model::{feature, hash};
use crate::tag::PartOfSpeech;

/// The facts about `candidate`, whose source is `source`.
#[expect(clippy::too_many_lines, reason = "a list of facts")]
pub(in super::super) fn content_facts(
    scene: &Scene,
    anchor: &Anchor,
    source: Option<&Range<usize>>,
    candidate: &ContentCandidate,
) -> Facts {
    let mut facts = Facts::new(scene, Decision::Content, anchor.kind);
    let side = candidate.side as u64;
    let (opening, closing) = (candidate.opening, candidate.closing);
    let tokens = opening.at..closing.at;
    let marks = marks(scene, &tokens);
    let frames = frames(anchor);
    let lemma = hash(anchor.lemma);
    let placed = source.map_or(0, |source| 1 + u64::from(source.start > anchor.head));
    facts.say(1, &[side, placed]);
    facts.say(2, &[side, opening.why.into(), closing.why.into()]);
    facts.say(3, &[side, opening.why.into(), frames]);
    facts.say(4, &[side, closing.why.into(), marks]);
    facts.say(5, &[side, opening.why.into(), marks]);
    facts.say(6, &[side, marks, frames]);
    for bit in bits(opening.why) {
        facts.say(7, &[side, bit, placed]);
        facts.say(8, &[side, bit, anchor.cue as u64]);
        facts.tell(9, &[side, bit, lemma]);
    }
    for bit in bits(closing.why) {
        facts.say(10, &[side, bit, marks]);
    }
    edges(scene, &mut facts, (side, &tokens));
    let gap = gap(scene, anchor, source, candidate);
    facts.say(20, &[side, gap]);
    facts.say(21, &[side, gap, frames]);
    facts.say(22, &[side, size(tokens.len())]);
    let verbs = tokens
        .clone()
        .filter(|&at| scene.article.tag(at).is_finite())
        .count();
    facts.say(23, &[side, verbs.min(2) as u64, marks]);
    facts.say(24, &[side, verbs.min(2) as u64, opening.why.into(), frames]);
    let top = top(scene, anchor, &tokens);
    facts.say(25, &[side, top]);
    facts.say(26, &[side, top, frames]);
    facts.say(27, &[side, top, opening.why.into()]);
    facts.say(28, &[side, whole_subtree(scene, &tokens), top]);
    facts.tell(29, &[side, top, lemma]);
    facts.say(30, &[side, left_over(scene, anchor, source, &tokens)]);
    facts.say(31, &[side, cut_quote(scene, &tokens)]);
    facts.say(32, &[side, anchor.form as u64, opening.why.into()]);
    let reports = reports_after(scene, closing.at);
    facts.say(33, &[side, closing.why.into(), reports]);
    facts.tell(34, &[side, lemma, marks]);
    facts.say(35, &[side, filling(scene, &tokens), frames]);
    facts.say(36, &[side, closing.why.into(), goes_on(scene, closing.at)]);
    facts.tell(37, &[side, filling(scene, &tokens), lemma]);
    if let Some((from, to)) = candidate.second {
        let second = from.at..to.at;
        facts.say(40, &[from.why.into(), to.why.into(), marks]);
        facts.say(
            41,
            &[look(scene, from.at), super::content::marks(scene, &second)],
        );
        facts.say(
            42,
            &[
                size(second.len()),
                u64::from(scene.has_finite(second.clone())),
            ],
        );
        facts.say(43, &[look(scene, to.at), to.why.into()]);
        facts.say(44, &[cut_quote(scene, &second)]);
        facts.tell(45, &[scene.article.key(from.at)]);
        facts.say(46, &[reports_after(scene, to.at), to.why.into()]);
    }
    if candidate.side == Side::Before {
        facts.say(50, &[follows(scene, anchor, source)]);
    }
    facts
}

/// What stands at the edges.
fn edges(scene: &Scene, facts: &mut Facts, (side, tokens): (u64, &Range<usize>)) {
    let (start, end) = (tokens.start, tokens.end);
    facts.say(11, &[side, look(scene, start)]);
    facts.say(12, &[side, look_before(scene, start), look(scene, start)]);
    facts.say(13, &[side, look(scene, end)]);
    facts.say(
        14,
        &[side, look(scene, end.saturating_sub(1)), look(scene, end)],
    );
    facts.say(15, &[side, look(scene, end), look(scene, end + 1)]);
    facts.say(19, &[side, look(scene, start), look(scene, start + 1)]);
    facts.tell(16, &[side, scene.article.key(start)]);
    facts.tell(17, &[side, scene.article.key(end)]);
    facts.tell(18, &[side, scene.article.key(end), look(scene, end + 1)]);
}

/// What the anchor takes, and in which form it stands.
fn frames(anchor: &Anchor) -> u64 {
    let all = [
        Frames::THAT,
        Frames::INFINITIVE,
        Frames::NOUN,
        Frames::QUESTION,
        Frames::INVERSION,
    ];
    let set = all.iter().fold(0, |set, frame| {
        set * 2 + u64::from(anchor.frames.has(*frame))
    });
    set * 2 + u64::from(anchor.form == Form::Gerund)
}

/// The bits of a set of reasons.
fn bits(why: u32) -> impl Iterator<Item = u64> {
    (0..12).filter(move |bit| why >> bit & 1 == 1)
}

/// How much of the tokens stands in quotation marks: nothing, a part, the start, the end, all, and in how many quotations.
pub(super) fn marks(scene: &Scene, tokens: &Range<usize>) -> u64 {
    if tokens.is_empty() {
        return 9;
    }
    let first = scene.speech_at(tokens.start);
    let last = tokens
        .clone()
        .rev()
        .find(|&at| scene.article.is_word(at) || scene.speech_at(at).is_some());
    let last = last.and_then(|at| scene.speech_at(at));
    match (first, last) {
        (Some(one), Some(other)) if one == other => 1,
        (Some(_), Some(_)) => 2,
        (Some(_), None) => 3,
        (None, Some(_)) => 4,
        (None, None) => 5 + u64::from(tokens.clone().any(|at| scene.speech_at(at).is_some())),
    }
}

/// Whether a quotation is cut by the start or the end of the tokens.
fn cut_quote(scene: &Scene, tokens: &Range<usize>) -> u64 {
    let cut = |at: usize| {
        at.checked_sub(1).is_some_and(|before| {
            scene.speech_at(before).is_some() && scene.speech_at(before) == scene.speech_at(at)
        })
    };
    u64::from(cut(tokens.start)) * 2 + u64::from(cut(tokens.end))
}

/// What stands between the report and its content.
fn gap(
    scene: &Scene,
    anchor: &Anchor,
    source: Option<&Range<usize>>,
    candidate: &ContentCandidate,
) -> u64 {
    let gap = match candidate.side {
        Side::After => anchor.group.end..candidate.opening.at,
        Side::Before | Side::Around => candidate.closing.at..anchor.group.start,
        Side::Alone => return 0,
    };
    let is_source = |at: &usize| source.is_some_and(|source| source.contains(at));
    let rest: Vec<usize> = gap.filter(|at| !is_source(at)).collect();
    let finite = rest.iter().any(|&at| scene.article.tag(at).is_finite());
    let noun = rest
        .iter()
        .any(|&at| scene.article.tag(at).is_nominal() && !scene.is_time(at));
    let comma = rest.iter().any(|&at| scene.is_comma(at));
    let colon = rest.iter().any(|&at| scene.is_form(at, &[":"]));
    feature(
        5,
        &[
            u64::from(finite),
            u64::from(noun),
            u64::from(comma),
            u64::from(colon),
            size(rest.len()).min(6),
        ],
    )
}

/// How the main word of the tokens hangs on the anchor.
fn top(scene: &Scene, anchor: &Anchor, tokens: &Range<usize>) -> u64 {
    let mut tops = scene.tops(tokens);
    let Some(top) = tops.next() else { return 0 };
    let several = u64::from(tops.next().is_some());
    let relation = scene.tree.relation(top) as u64;
    let bond = match scene.tree.head(top) {
        Some(head) if head == anchor.head => 1,
        Some(head) if anchor.tokens.contains(&head) => 2,
        Some(_) if scene.tree.ancestors(anchor.head).any(|above| above == top) => 3,
        Some(_) => 4,
        None => 5,
    };
    // Where the content holds what the anchor hangs on, the anchor's own relation tells.
    let relation = if bond == 3 || bond == 5 {
        64 + scene.tree.relation(anchor.head) as u64
    } else {
        relation
    };
    feature(6, &[several, relation, bond])
}

/// Whether the tokens are a subtree from its first to its last.
fn whole_subtree(scene: &Scene, tokens: &Range<usize>) -> u64 {
    let starts = scene.tree.ancestors(tokens.start).chain([tokens.start]);
    let mut fit = starts.map(|at| scene.tree.subtree(at));
    u64::from(fit.any(|tree| tree.start == tokens.start && tree.end == tokens.end))
}

/// Whether words of the sentence before the content belong neither to it nor to the report.
fn left_over(
    scene: &Scene,
    anchor: &Anchor,
    source: Option<&Range<usize>>,
    tokens: &Range<usize>,
) -> u64 {
    let sentence = &scene.sentence(anchor.head).tokens;
    let free = |at: &usize| {
        scene.article.is_word(*at)
            && !anchor.group.contains(at)
            && !source.is_some_and(|source| source.contains(at))
    };
    let before = (sentence.start..tokens.start).filter(free).count();
    let after = (tokens.end..sentence.end.max(tokens.end))
        .filter(free)
        .count();
    feature(7, &[size(before).min(7), size(after).min(7)])
}

/// Whether a verb that reports follows the end of the content before another mark.
fn reports_after(scene: &Scene, end: usize) -> u64 {
    let verbs = &scene.article.pack.verbs;
    let near = (end..end + 7).find(|&at| scene.article.tag(at).is_finite());
    let Some(verb) = near else { return 0 };
    let reads = (verb..verb + 3).any(|at| {
        scene.article.tag(at).is_verbal() && !verbs.readings(scene.article.key(at)).is_empty()
    });
    1 + u64::from(reads)
}

/// What the tokens are made of when they can hardly be what is said: a time, a name, a bare noun phrase.
fn filling(scene: &Scene, tokens: &Range<usize>) -> u64 {
    let mut words = tokens.clone().filter(|&at| scene.article.is_word(at));
    let all = |is: &dyn Fn(usize) -> bool| words.clone().all(is);
    if all(&|at| scene.is_time(at) || scene.part(at) == PartOfSpeech::Adp) {
        1
    } else if all(&|at| scene.name_at(at).is_some() || scene.part(at) == PartOfSpeech::Adp) {
        2
    } else if words.clone().any(|at| scene.article.tag(at).is_finite()) {
        3
    } else if words.clone().any(|at| scene.article.tag(at).is_verbal()) {
        4
    } else {
        5 + u64::from(
            words
                .next()
                .is_some_and(|at| scene.part(at) == PartOfSpeech::Adp),
        )
    }
}

/// Whether what is reported goes on after `end` with another clause of its kind ("and that …").
fn goes_on(scene: &Scene, end: usize) -> u64 {
    let joint = (end..end + 2).find(|&at| scene.part(at) == PartOfSpeech::Cconj);
    let Some(joint) = joint else { return 0 };
    let openers = &scene.article.pack.verbs.complementizers;
    let opens = openers.at(scene.article.keys(joint + 1)).is_some();
    let next = scene.article.tag(joint + 1);
    1 + u64::from(opens)
        + 2 * u64::from(next.is_finite())
        + 4 * u64::from(scene.opens_quote(joint + 1))
}

/// What follows a report that stands behind its content.
fn follows(scene: &Scene, anchor: &Anchor, source: Option<&Range<usize>>) -> u64 {
    let end = source.map_or(anchor.group.end, |source| source.end.max(anchor.group.end));
    look(scene, end)
}
