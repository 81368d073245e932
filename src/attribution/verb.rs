//! Verbs that report, as anchors: with auxiliaries wherever they stand, further
//! words, reflexive pronouns, and what belongs to the verb group.
//!
//! ```text
//! a indiqué · a-t-il poursuivi · n’a pas confirmé · vient d’annoncer · teilte gestern mit
//! ```

use super::anchor::{Anchor, AnchorKind};
use super::scene::Scene;
use crate::language::{
    AuxiliaryKind, Form, Frames, FunctionClass, Inflection, PronounClass, ReportingVerb,
};
use crate::parse::Relation;
use crate::tag::PartOfSpeech;

/// How far before a verb its auxiliary may stand, and after it its particle, in tokens.
const REACH: usize = 6;
const PARTICLE_REACH: usize = 50;

/// The verb of the pack at token `at`, with its auxiliaries and further words.
pub(super) fn verb<'a>(scene: &Scene<'a>, at: usize) -> Option<Anchor<'a>> {
    let article = &scene.article;
    let readings = article.pack.verbs.readings(article.key(at));
    let verbal = || {
        article.tag(at).is_verbal() || clitic_after(scene, at).is_some() || is_mistaken(scene, at)
    };
    if readings.is_empty() || scene.name_at(at).is_some() || !verbal() {
        return None;
    }
    let floor = scene.sentence(at).tokens.start;
    readings
        .iter()
        .filter_map(|reading| verb_as(scene, at, reading, floor))
        .max_by_key(|anchor| {
            let words = anchor.verb.map_or(0, |verb| verb.rest.len());
            (words, fits_form(scene, at, anchor.form), anchor.strong)
        })
}

/// Whether the tagger may have mistaken the verb at `at` for an adjective or an adverb ("vroeg").
fn is_mistaken(scene: &Scene, at: usize) -> bool {
    let verbs = &scene.article.pack.verbs;
    let part = scene.part(at);
    let mut readings = verbs.readings(scene.article.key(at)).iter();
    matches!(
        part,
        PartOfSpeech::Adj | PartOfSpeech::Adv | PartOfSpeech::X
    ) && readings.any(|reading| reading.form == Form::Finite && verbs.verbs[reading.verb].strong)
}

/// Whether the tagger, too, takes token `at` for this form.
fn fits_form(scene: &Scene, at: usize, form: Form) -> bool {
    scene.article.tag(at).is_finite() == (form == Form::Finite)
}

/// A subject that is written on to the verb at `at`.
fn clitic_after(scene: &Scene, at: usize) -> Option<usize> {
    let next = at + 1;
    let subject = [PronounClass::Subject, PronounClass::Indefinite];
    (scene.article.form(next).starts_with('-') && scene.article.is_pronoun(next, &subject))
        .then_some(next)
}

/// Token `at` as this form of a verb, if everything is there that the verb needs.
fn verb_as<'a>(
    scene: &Scene<'a>,
    at: usize,
    reading: &Inflection,
    floor: usize,
) -> Option<Anchor<'a>> {
    let verb = &scene.article.pack.verbs.verbs[reading.verb];
    let rest = rest_of(scene, at, verb)?;
    let helpers = helpers(scene, at, floor);
    let leftmost = helpers.tokens.first().map_or(at, |&first| first.min(at));
    let reflexive = reflexive_of(scene, (leftmost, at), floor);
    if verb.reflexive && reflexive.is_none() {
        return None;
    }
    let mut tokens: Vec<usize> = reflexive
        .filter(|_| verb.reflexive)
        .into_iter()
        .chain(helpers.tokens)
        .chain([at])
        .chain(rest)
        .collect();
    tokens.sort_unstable();
    tokens.dedup();
    // The group is the run of words around the verb; a particle far off is no part of it.
    let run = |step: &usize| tokens.contains(step);
    let end = (at + 1..scene.article.len())
        .take_while(run)
        .last()
        .map_or(at + 1, |last| last + 1);
    let clitic = clitic_after(scene, at).or_else(|| clitic_after(scene, leftmost));
    let first = near_start(scene, &tokens, at);
    let start = verb_start(scene, first, floor);
    let end = end.max(clitic.map_or(0, |clitic| clitic + 1));
    let negated = (start..end + 2).any(|near| is_negation(scene, near) && !tokens.contains(&near));
    Some(Anchor {
        kind: AnchorKind::Verb,
        head: at,
        group: start..end,
        verb: Some(verb),
        lemma: verb.lemma,
        cue: verb.kind,
        frames: verb.frames,
        strong: verb.strong,
        form: reading.form,
        helper: helpers.kind,
        clitic,
        negated,
        quote: None,
        tokens,
    })
}

/// The first token of the cue that stands at most a few words before the verb.
fn near_start(scene: &Scene, tokens: &[usize], at: usize) -> usize {
    let quiet = |from: usize| (from..at).all(|near| tokens.contains(&near) || skips(scene, near));
    tokens
        .iter()
        .copied()
        .find(|&token| token <= at && quiet(token))
        .unwrap_or(at)
}

/// The first of the negations, clitics and adverbs that belong to the verb whose first word is token `first`.
fn verb_start(scene: &Scene, first: usize, floor: usize) -> usize {
    (floor..first)
        .rev()
        .take_while(|&before| stands_before_verb(scene, before))
        .last()
        .unwrap_or(first)
}

/// The verb's further words ("faire savoir", "teilte … mit"), if they are there.
fn rest_of(scene: &Scene, at: usize, verb: &ReportingVerb) -> Option<Vec<usize>> {
    let limit = scene.sentence(at).tokens.end.min(at + PARTICLE_REACH);
    let mut from = at + 1 + usize::from(clitic_after(scene, at).is_some());
    let mut found = Vec::new();
    let openers = &scene.article.pack.verbs.complementizers;
    let closes = |near: usize| {
        ends_clause(scene, near, limit) || openers.at(scene.article.keys(near)).is_some()
    };
    for &word in &verb.rest {
        let is = |near: &usize| scene.article.key(*near) == word;
        let place = (from..limit).find(|near| is(near) && (*near == from || closes(near + 1)));
        // At the end of a clause the verb comes last: "bekend maakte".
        let last = || {
            at.checked_sub(1)
                .filter(|near| is(near) && verb.rest.len() == 1)
        };
        let place = place.or_else(last)?;
        found.push(place);
        from = place + 1;
    }
    Some(found)
}

/// Whether a clause ends before token `at`: a particle there belongs to the verb far before it.
fn ends_clause(scene: &Scene, at: usize, limit: usize) -> bool {
    at >= limit || !scene.article.is_word(at) || scene.part(at) == PartOfSpeech::Cconj
}

/// The auxiliaries of a verb.
#[derive(Default)]
struct Helpers {
    tokens: Vec<usize>,
    kind: Option<AuxiliaryKind>,
}

/// The auxiliaries of the verb at `at`: those right before it, with adverbs, clitics and a preposition
/// skipped, and those that the tree hangs on it, wherever they stand ("hat der Sprecher gesagt").
fn helpers(scene: &Scene, at: usize, floor: usize) -> Helpers {
    let article = &scene.article;
    let kind_of = |near: usize| {
        let kind = article.pack.verbs.auxiliary(article.key(near));
        kind.filter(|_| article.tag(near).is_verbal())
    };
    let mut helpers = Helpers::default();
    let mut links = Vec::new();
    for before in (floor.max(at.saturating_sub(REACH))..at).rev() {
        if let Some(kind) = kind_of(before) {
            helpers.tokens.push(before);
            helpers.tokens.append(&mut links);
            helpers.note(kind);
        } else if is_link(scene, before) {
            links.push(before);
        } else if skips(scene, before) {
            links.clear();
        } else {
            break;
        }
    }
    let hanging = scene
        .tree
        .children_by(at, &[Relation::Aux, Relation::AuxPass]);
    for far in hanging.filter(|far| scene.speech_at(*far) == scene.speech_at(at)) {
        if let Some(kind) = kind_of(far).filter(|_| !helpers.tokens.contains(&far)) {
            helpers.tokens.push(far);
            helpers.note(kind);
        }
    }
    helpers.tokens.sort_unstable();
    helpers
}

impl Helpers {
    /// A verb with several auxiliaries is a passive if one of them makes one.
    fn note(&mut self, kind: AuxiliaryKind) {
        if self.kind.is_none() || kind == AuxiliaryKind::Being {
            self.kind = Some(kind);
        }
    }
}

/// Whether token `at` links a verb to the infinitive after it.
fn is_link(scene: &Scene, at: usize) -> bool {
    let key = scene.article.key(at);
    let infinitive = scene.article.pack.verbs.complementizers.word(key);
    matches!(
        scene.part(at),
        PartOfSpeech::Adp | PartOfSpeech::Part | PartOfSpeech::Sconj
    ) && infinitive
        .into_iter()
        .any(|frame| frame.has(Frames::INFINITIVE))
}

/// Whether token `at` may stand between an auxiliary and its verb.
fn skips(scene: &Scene, at: usize) -> bool {
    let part = scene.part(at);
    part == PartOfSpeech::Adv
        || is_negation(scene, at)
        || scene.article.form(at).starts_with('-')
        || scene.article.is_pronoun(at, &[PronounClass::Other]) && part == PartOfSpeech::Pron
}

/// The reflexive pronoun of the verb at `at`, whose first word is token `first`: before it or written after it.
fn reflexive_of(scene: &Scene, (first, at): (usize, usize), floor: usize) -> Option<usize> {
    let is_reflexive = |near: &usize| {
        let reflexives = &scene.article.pack.verbs.reflexives;
        reflexives.word(scene.article.key(*near)).next().is_some()
    };
    let near = (floor.max(first.saturating_sub(3))..first).rev();
    let mut before = near.skip_while(|&at| {
        is_negation(scene, at) || !is_clitic_object(scene, at) && is_link(scene, at)
    });
    let before = before.next().filter(is_reflexive);
    let between = || (first..at).find(|near| is_reflexive(near));
    before
        .or_else(between)
        .or_else(|| Some(at + 1).filter(is_reflexive))
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

/// Whether token `at` is a negation.
fn is_negation(scene: &Scene, at: usize) -> bool {
    let key = scene.article.key(at);
    let mut classes = scene.article.pack.words.function_words.word(key);
    classes.any(|class| *class == FunctionClass::Negation)
}
