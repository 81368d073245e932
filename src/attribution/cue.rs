//! Cues: the verbs that report, with their auxiliaries, and the phrases that
//! name a source.
//!
//! ```text
//! a indiqué · a-t-il poursuivi · n’a pas confirmé · had told · vient d’annoncer
//! ```

use std::ops::Range;

use super::scene::Scene;
use crate::language::{
    AuxiliaryKind, Form, FunctionClass, Inflection, PronounClass, ReportingVerb,
};
use crate::tag::PartOfSpeech;

/// How far before a participle its auxiliary may stand, in tokens.
const REACH: usize = 6;

/// A verb that reports, in its place.
#[derive(Clone, Debug)]
pub(super) struct VerbCue<'a> {
    /// The verb.
    pub(super) verb: &'a ReportingVerb,
    /// The tokens of the cue itself: auxiliaries and verb, without what stands between.
    pub(super) tokens: Vec<usize>,
    /// From the first token that belongs to the verb (a negation, a clitic) to after the last.
    pub(super) group: Range<usize>,
    /// The subject that is written on to the verb ("-t-il").
    pub(super) clitic: Option<usize>,
    /// Whether it is a gerund or an infinitive, whose subject is that of another verb.
    pub(super) subjectless: bool,
    /// Whether it is negated.
    pub(super) negated: bool,
}

/// All verbs that report, in the order of the text.
pub(super) fn verb_cues<'a>(scene: &Scene<'a>) -> Vec<VerbCue<'a>> {
    (0..scene.article.len())
        .filter_map(|at| verb_cue(scene, at))
        .collect()
}

fn verb_cue<'a>(scene: &Scene<'a>, at: usize) -> Option<VerbCue<'a>> {
    let article = &scene.article;
    let readings = article.pack.verbs.readings(article.key(at));
    if readings.is_empty() || scene.name_at(at).is_some() || !may_be_verb(scene, at) {
        return None;
    }
    let floor = scene.sentence(at).tokens.start;
    readings
        .iter()
        .filter_map(|reading| cue_of(scene, at, reading, floor))
        .max_by_key(|cue| (cue.verb.rest.len(), cue.verb.strong))
}

/// Whether the tagger takes token `at` for a verb, or for a word that it often mistakes for one after a clitic.
fn may_be_verb(scene: &Scene, at: usize) -> bool {
    let tag = scene.article.tag(at);
    tag.is_verbal() || clitic_after(scene, at).is_some()
}

fn clitic_after(scene: &Scene, at: usize) -> Option<usize> {
    let next = at + 1;
    let subject = [PronounClass::Subject, PronounClass::Indefinite];
    (scene.article.form(next).starts_with('-') && scene.article.is_pronoun(next, &subject))
        .then_some(next)
}

fn cue_of<'a>(
    scene: &Scene<'a>,
    at: usize,
    reading: &Inflection,
    floor: usize,
) -> Option<VerbCue<'a>> {
    let verb = &scene.article.pack.verbs.verbs[reading.verb];
    let after = rest_end(scene, at, verb)?;
    let helper = helper_before(scene, at, floor);
    let leftmost = helper.as_ref().map_or(at, |helper| helper.tokens[0]);
    let reflexive = reflexive_before(scene, leftmost, floor);
    if verb.reflexive != reflexive.is_some()
        || !reports(scene, at, (verb, reading), helper.as_ref())
    {
        return None;
    }
    let helpers = helper
        .iter()
        .flat_map(|helper| helper.tokens.iter().copied());
    let tokens: Vec<usize> = reflexive
        .into_iter()
        .chain(helpers)
        .chain(at..after)
        .collect();
    let first = tokens[0];
    let clitic = clitic_after(scene, at).or_else(|| clitic_after(scene, leftmost));
    let start = verb_start(scene, first, floor);
    let negated =
        (start..after + 2).any(|near| is_negation(scene, near) && !tokens.contains(&near));
    let end = after.max(clitic.map_or(0, |clitic| clitic + 1));
    let subjectless = matches!(reading.form, Form::Gerund | Form::Infinitive) && helper.is_none();
    Some(VerbCue {
        verb,
        tokens,
        group: start..end,
        clitic,
        subjectless,
        negated,
    })
}

/// The first of the negations, clitics and adverbs that belong to the verb whose first word is token `first`.
pub(super) fn verb_start(scene: &Scene, first: usize, floor: usize) -> usize {
    (floor..first)
        .rev()
        .take_while(|&before| stands_before_verb(scene, before))
        .last()
        .unwrap_or(first)
}

/// The end of the verb's further words ("faire savoir"), if they follow token `at`.
fn rest_end(scene: &Scene, at: usize, verb: &ReportingVerb) -> Option<usize> {
    let skip = usize::from(!verb.rest.is_empty() && clitic_after(scene, at).is_some());
    let start = at + 1 + skip;
    let follows = scene
        .article
        .keys(start)
        .take(verb.rest.len())
        .eq(verb.rest.iter().copied());
    follows.then_some(if verb.rest.is_empty() {
        at + 1
    } else {
        start + verb.rest.len()
    })
}

/// The auxiliaries before a verb.
struct Helper {
    tokens: Vec<usize>,
    kind: AuxiliaryKind,
}

/// The auxiliaries before token `at`, with adverbs, clitics and a preposition skipped.
fn helper_before(scene: &Scene, at: usize, floor: usize) -> Option<Helper> {
    let article = &scene.article;
    let mut helper: Option<Helper> = None;
    let mut links = Vec::new();
    for before in (floor.max(at.saturating_sub(REACH))..at).rev() {
        let kind = article
            .pack
            .verbs
            .auxiliary(article.key(before))
            .filter(|_| article.tag(before).is_verbal());
        if let Some(kind) = kind {
            let found = helper.get_or_insert(Helper {
                tokens: Vec::new(),
                kind,
            });
            found
                .tokens
                .splice(0..0, std::iter::once(before).chain(links.drain(..)));
            if kind == AuxiliaryKind::Being {
                found.kind = kind;
            }
        } else if is_link(scene, before) {
            links.insert(0, before);
        } else if skips(scene, before) {
            links.clear();
        } else {
            break;
        }
    }
    helper
}

/// Whether token `at` links a verb to the infinitive after it.
fn is_link(scene: &Scene, at: usize) -> bool {
    let infinitive = scene
        .article
        .pack
        .verbs
        .complementizers
        .word(scene.article.key(at));
    matches!(
        scene.part(at),
        PartOfSpeech::Adp | PartOfSpeech::Part | PartOfSpeech::Sconj
    ) && infinitive
        .into_iter()
        .any(|frame| frame.has(crate::language::Frames::INFINITIVE))
}

/// Whether a preposition or particle before token `at` makes it an infinitive of purpose or manner.
fn follows_marker(scene: &Scene, at: usize) -> bool {
    let before = at.checked_sub(1);
    before
        .is_some_and(|before| matches!(scene.part(before), PartOfSpeech::Adp | PartOfSpeech::Part))
}

/// Whether token `at` may stand between an auxiliary and its verb.
fn skips(scene: &Scene, at: usize) -> bool {
    let part = scene.part(at);
    part == PartOfSpeech::Adv
        || is_negation(scene, at)
        || scene.article.form(at).starts_with('-')
        || scene.article.is_pronoun(at, &[PronounClass::Other]) && part == PartOfSpeech::Pron
}

/// The reflexive pronoun before the verb whose first word is token `at`.
fn reflexive_before(scene: &Scene, at: usize, floor: usize) -> Option<usize> {
    let near = (floor.max(at.saturating_sub(3))..at).rev();
    let mut before = near.skip_while(|&at| {
        is_negation(scene, at) || !is_clitic_object(scene, at) && is_link(scene, at)
    });
    let reflexives = &scene.article.pack.verbs.reflexives;
    before
        .next()
        .filter(|&before| reflexives.word(scene.article.key(before)).next().is_some())
}

/// Whether token `at`, read as a form of `verb` after the auxiliaries in `helper`, makes the verb report:
/// no passive, no participle or infinitive that hangs on nothing.
fn reports(
    scene: &Scene,
    at: usize,
    (verb, reading): (&ReportingVerb, &Inflection),
    helper: Option<&Helper>,
) -> bool {
    let finite = scene.article.tag(at).is_finite();
    let being = helper.is_some_and(|helper| helper.kind == AuxiliaryKind::Being);
    match (reading.form, helper) {
        (Form::Finite, None) => finite || clitic_after(scene, at).is_some(),
        (Form::Finite, Some(_)) => !finite && !being,
        (Form::Participle, Some(helper)) => !is_passive(helper, verb),
        (Form::Participle, None) => false,
        (Form::Infinitive, Some(_)) => !being,
        (Form::Infinitive, None) => verb.strong && follows_marker(scene, at),
        (Form::Gerund, Some(_)) => being,
        (Form::Gerund, None) => true,
    }
}

/// Whether the auxiliary makes a passive: "to be" with a verb that is not reflexive.
fn is_passive(helper: &Helper, verb: &ReportingVerb) -> bool {
    helper.kind == AuxiliaryKind::Being && !verb.reflexive
}

fn is_clitic_object(scene: &Scene, at: usize) -> bool {
    scene.part(at) == PartOfSpeech::Pron
        && scene.article.is_pronoun(at, &[PronounClass::Other])
        && !scene
            .article
            .is_pronoun(at, &[PronounClass::Subject, PronounClass::Relative])
}

/// Whether token `at` belongs to the verb after it: a negation, a clitic, an adverb.
fn stands_before_verb(scene: &Scene, at: usize) -> bool {
    is_negation(scene, at)
        || is_clitic_object(scene, at)
        || scene.part(at) == PartOfSpeech::Adv && scene.article.is_word(at)
}

fn is_negation(scene: &Scene, at: usize) -> bool {
    let classes = scene
        .article
        .pack
        .words
        .function_words
        .word(scene.article.key(at));
    classes
        .into_iter()
        .any(|class| *class == FunctionClass::Negation)
}
