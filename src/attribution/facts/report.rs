//! Facts about an anchor with its source and its content: does it report?

use super::content::marks;
use super::source::bond;
use super::{Facts, inflection, look, look_before, quote_after, quote_before, reference, size};
use crate::attribution::anchor::{Anchor, AnchorKind};
use crate::attribution::contents::ContentCandidate;
use crate::attribution::scene::Scene;
use crate::attribution::{Decision, Reading};
use crate::model::{feature, hash};
use crate::parse::Relation;
use crate::tag::PartOfSpeech;

/// The facts about an anchor read in one way.
#[expect(clippy::too_many_lines, reason = "a list of facts")]
pub(in super::super) fn report_facts(scene: &Scene, anchor: &Anchor, reading: &Reading) -> Facts {
    let Reading {
        source,
        content,
        chances: sure,
    } = reading;
    let source = source.as_ref();
    let mut facts = Facts::new(scene, Decision::Report, anchor.kind);
    let lemma = if anchor.kind == AnchorKind::Noun {
        scene.article.key(anchor.head)
    } else {
        hash(anchor.lemma)
    };
    let side = content.side as u64;
    let tokens = content.opening.at..content.closing.at;
    let marks = marks(scene, &tokens);
    let shape = feature(8, &[side, marks, content.opening.why.into()]);
    let who = source.map_or(0, |source| reference(scene, &source.tokens, source.head));
    let bond = source.map_or(0, |source| bond(scene, anchor, source));
    let after = source.map_or(2, |source| u64::from(source.tokens.start > anchor.head));
    let inflected = inflection(scene, anchor);
    let morphology = scene.article.tag(anchor.head).morphology;
    let strong = u64::from(anchor.strong);
    let cue = anchor.cue as u64;
    facts.say(1, &[strong, cue]);
    facts.say(2, &[shape]);
    facts.say(3, &[shape, strong]);
    facts.say(4, &[shape, cue]);
    facts.say(5, &[inflected]);
    facts.say(6, &[inflected, cue]);
    facts.say(7, &[inflected, shape]);
    facts.say(8, &[who]);
    facts.say(9, &[who, strong]);
    facts.say(10, &[who, shape]);
    facts.say(11, &[bond, after]);
    facts.say(12, &[after, shape]);
    facts.say(13, &[look(scene, tokens.start), side, strong]);
    facts.say(
        14,
        &[look_before(scene, tokens.start), look(scene, tokens.start)],
    );
    facts.say(15, &[size(tokens.len()), side, marks]);
    let verbs = tokens
        .clone()
        .filter(|&at| scene.article.tag(at).is_finite())
        .count();
    facts.say(16, &[verbs.min(3) as u64, marks, side]);
    facts.say(
        17,
        &[verbs.min(1) as u64, strong, cue, content.opening.why.into()],
    );
    facts.say(
        18,
        &[
            morphology.person as u64,
            morphology.tense as u64,
            morphology.mood as u64,
        ],
    );
    facts.say(19, &[u64::from(anchor.negated), cue, strong]);
    facts.say(20, &[scene.tree.relation(anchor.head) as u64, strong]);
    facts.say(
        21,
        &[scene.tree.relation(anchor.head) as u64, side, marks.min(6)],
    );
    facts.say(
        22,
        &[
            u64::from(scene.speech_at(anchor.head).is_some()),
            morphology.person as u64,
            who / 100,
        ],
    );
    facts.say(23, &[opener(scene, anchor)]);
    facts.tell(24, &[opener_word(scene, anchor)]);
    facts.say(25, &[look_before(scene, anchor.group.start), after]);
    facts.say(26, &[scene.article.tag(anchor.head).number(), strong]);
    facts.say(27, &[chance(sure.0)]);
    facts.say(28, &[chance(sure.1)]);
    facts.say(29, &[chance(sure.0), chance(sure.1)]);
    facts.say(30, &[paragraph_place(scene, anchor)]);
    facts.say(
        31,
        &[
            content.pieces.len() as u64,
            content.opening.why.into(),
            content.closing.why.into(),
        ],
    );
    facts.say(32, &[who, cue]);
    facts.say(
        33,
        &[
            u64::from(anchor.frames.has(crate::language::Frames::THAT)),
            shape,
        ],
    );
    facts.tell(40, &[lemma]);
    facts.tell(41, &[lemma, shape]);
    facts.tell(42, &[lemma, inflected]);
    facts.tell(43, &[lemma, who]);
    facts.tell(44, &[lemma, marks, verbs.min(1) as u64]);
    facts.tell(45, &[lemma, scene.article.key(tokens.start)]);
    facts.tell(46, &[scene.article.key(tokens.start), side]);
    if let Some(source) = source {
        facts.tell(47, &[scene.article.key(source.head)]);
        facts.tell(
            48,
            &[
                scene.article.key(source.tokens.start),
                u64::from(source.tokens.len() == 1),
            ],
        );
        let name = scene
            .name_at(source.head)
            .map_or(9, |name| scene.entities[name.entity].kind as u64);
        facts.say(34, &[name, strong, cue]);
    }
    facts
}

/// The facts about an anchor before anything is looked for.
pub(in super::super) fn glance_facts(scene: &Scene, anchor: &Anchor) -> Facts {
    let mut facts = Facts::new(scene, Decision::Glance, anchor.kind);
    let lemma = hash(anchor.lemma);
    let inflected = inflection(scene, anchor);
    let key = scene.article.key(anchor.head);
    let quoted = u64::from(quote_before(scene, anchor.group.start).is_some()) * 2
        + u64::from(quote_after(scene, anchor.group.end).is_some());
    let inside = u64::from(scene.speech_at(anchor.head).is_some());
    let strong = u64::from(anchor.strong);
    let (before, after) = (
        look_before(scene, anchor.group.start),
        look(scene, anchor.group.end),
    );
    facts.say(1, &[strong, anchor.cue as u64, quoted]);
    facts.say(2, &[inflected, strong, quoted]);
    facts.say(3, &[before, after]);
    facts.say(4, &[after, strong]);
    facts.say(5, &[inside, strong]);
    facts.say(6, &[scene.tree.relation(anchor.head) as u64, strong]);
    facts.say(7, &[paragraph_place(scene, anchor), quoted]);
    facts.tell(8, &[lemma, key]);
    facts.tell(9, &[lemma, quoted]);
    facts.tell(10, &[lemma, after]);
    facts.tell(11, &[lemma, inflected]);
    facts.tell(12, &[lemma, scene.article.key(anchor.group.end)]);
    facts
}

/// A chance in tenths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to 10"
)]
fn chance(sure: f32) -> u64 {
    (sure.clamp(0.0, 1.0) * 10.0) as u64
}

/// The conjunction that opens the clause of the anchor.
fn opener_token(scene: &Scene, anchor: &Anchor) -> Option<usize> {
    scene
        .tree
        .children_by(anchor.head, &[Relation::Mark])
        .find(|mark| *mark < anchor.head)
}

fn opener(scene: &Scene, anchor: &Anchor) -> u64 {
    let Some(mark) = opener_token(scene, anchor) else {
        return 0;
    };
    1 + u64::from(scene.part(mark) == PartOfSpeech::Sconj)
}

fn opener_word(scene: &Scene, anchor: &Anchor) -> u64 {
    opener_token(scene, anchor).map_or(0, |mark| scene.article.key(mark))
}

/// Whether the anchor stands in the first lines of the article, where headlines are.
fn paragraph_place(scene: &Scene, anchor: &Anchor) -> u64 {
    let paragraphs = &scene.article.segmentation.paragraphs;
    let start = scene.article.segmentation.tokens[anchor.head].span.start;
    let place = paragraphs.partition_point(|paragraph| paragraph.end <= start);
    size(place).min(2)
}

/// The facts about a quotation by itself.
pub(in super::super) fn silent_facts(
    scene: &Scene,
    anchor: &Anchor,
    content: &ContentCandidate,
) -> Facts {
    let mut facts = Facts::new(scene, Decision::Report, anchor.kind);
    let tokens = content.opening.at..content.closing.at;
    let quote = anchor
        .quote
        .map(|quote| scene.quote_tokens(quote))
        .unwrap_or_default();
    let sentence = scene.sentence(quote.start).tokens.clone();
    let last = scene
        .sentence(quote.end.saturating_sub(1))
        .tokens
        .end
        .max(quote.end);
    let words =
        |range: std::ops::Range<usize>| range.filter(|&at| scene.article.is_word(at)).count();
    let before = size(words(sentence.start..quote.start));
    let after = size(words(quote.end..last));
    let finite = u64::from(scene.has_finite(quote.clone()));
    let whole = u64::from(tokens == quote);
    let end = quote.end.checked_sub(2).map_or(0, |at| look(scene, at));
    let (before_it, behind_it) = (look_before(scene, quote.start), look(scene, quote.end));
    facts.say(1, &[before, after]);
    facts.say(2, &[before, after, finite, whole]);
    facts.say(3, &[size(quote.len()), finite]);
    facts.say(4, &[before.min(1), after.min(1), size(quote.len())]);
    facts.say(5, &[before_it]);
    facts.say(6, &[behind_it]);
    facts.say(7, &[before_it, behind_it, end]);
    facts.say(8, &[end, before.min(1), after.min(1)]);
    facts.say(9, &[paragraph_place(scene, anchor), finite]);
    facts.say(
        10,
        &[u64::from(
            scene.quotes[anchor.quote.unwrap_or_default()].is_turn,
        )],
    );
    facts.say(11, &[whole]);
    let first = u64::from(first_person(scene, &quote));
    facts.say(12, &[first, before.min(1), after.min(1)]);
    facts
}

/// Whether somebody says "I" or "we" in the tokens.
fn first_person(scene: &Scene, tokens: &std::ops::Range<usize>) -> bool {
    let mut pronouns = tokens.clone().flat_map(|at| {
        scene
            .article
            .pack
            .words
            .pronouns
            .word(scene.article.key(at))
    });
    pronouns.any(|pronoun| pronoun.person == 1)
}
