//! Anchors: the places where an article may report what somebody said. Each is
//! only a candidate; whether it reports is decided later, with its source and
//! its content in sight.
//!
//! ```text
//! verb    a indiqué · n’a pas confirmé · teilte … mit      phrase  selon · according to
//! noun    la déclaration · the claim that                  colon   Zoé Lantier : « … »
//! silent  a quotation that no verb, phrase or colon introduces
//! ```

use std::ops::Range;

use super::scene::Scene;
use super::verb::verb;
use crate::language::{AuxiliaryKind, CueKind, Form, Frames, ReportingVerb};
use crate::quote::QuoteKind;
use crate::tag::PartOfSpeech;

/// How far after a noun what it denotes may start, in tokens.
const NOUN_REACH: usize = 8;

/// What an anchor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorKind {
    /// A verb of the pack.
    Verb,
    /// A phrase that names a source.
    Phrase,
    /// A noun that denotes a report.
    Noun,
    /// A colon.
    Colon,
    /// Nothing: a quotation by itself.
    Silent,
}

/// A place where something may be reported.
#[derive(Clone, Debug)]
pub struct Anchor<'a> {
    /// What it is.
    pub(super) kind: AnchorKind,
    /// Its main token: the verb, the first word of a phrase, the noun, the colon, the opening mark.
    pub(super) head: usize,
    /// The tokens of the cue itself: auxiliaries, verb and particle; none for a colon or a quotation.
    pub(super) tokens: Vec<usize>,
    /// From the first token that belongs to the cue (a negation, a clitic) to after the last of its run.
    pub(super) group: Range<usize>,
    /// The verb.
    pub(super) verb: Option<&'a ReportingVerb>,
    /// Its dictionary form.
    pub(super) lemma: &'static str,
    /// What kind of report it makes.
    pub(super) cue: CueKind,
    /// What it takes.
    pub(super) frames: Frames,
    /// Whether it nearly always reports.
    pub(super) strong: bool,
    /// The form of the verb.
    pub(super) form: Form,
    /// Its auxiliary.
    pub(super) helper: Option<AuxiliaryKind>,
    /// The subject that is written on to the verb ("-t-il").
    pub(super) clitic: Option<usize>,
    /// Whether it is negated.
    pub(super) negated: bool,
    /// Of a silent anchor, the quotation.
    pub(super) quote: Option<usize>,
}

impl Anchor<'_> {
    /// What it is.
    pub fn kind(&self) -> AnchorKind {
        self.kind
    }
}

/// All anchors but the silent ones, in the order of the text.
pub(super) fn anchors<'a>(scene: &Scene<'a>) -> Vec<Anchor<'a>> {
    (0..scene.article.len())
        .filter_map(|at| {
            verb(scene, at)
                .or_else(|| phrase(scene, at))
                .or_else(|| noun(scene, at))
                .or_else(|| colon(scene, at))
        })
        .collect()
}

/// An anchor for each quotation that may be speech and that stands in no other one.
pub(super) fn silent_anchors<'a>(scene: &Scene<'a>) -> Vec<Anchor<'a>> {
    let is_open = |quote: &usize| {
        scene.quotes[*quote].kind == QuoteKind::Speech && scene.quotes[*quote].parent.is_none()
    };
    let anchor = |quote: usize| {
        let tokens = scene.quote_tokens(quote);
        Anchor {
            quote: Some(quote),
            group: tokens.start..tokens.start,
            ..wordless(AnchorKind::Silent, tokens.start)
        }
    };
    (0..scene.quotes.len())
        .filter(is_open)
        .map(anchor)
        .collect()
}

/// An anchor without words.
fn wordless(kind: AnchorKind, head: usize) -> Anchor<'static> {
    Anchor {
        kind,
        head,
        tokens: Vec::new(),
        group: head..head + 1,
        verb: None,
        lemma: "",
        cue: CueKind::Other,
        frames: Frames::default(),
        strong: false,
        form: Form::Finite,
        helper: None,
        clitic: None,
        negated: false,
        quote: None,
    }
}

/// A colon that stands outside quotations, between words.
fn colon(scene: &Scene, at: usize) -> Option<Anchor<'static>> {
    let sentence = scene.sentence(at).tokens.clone();
    let between = at > sentence.start && scene.article.is_word(at - 1);
    (scene.is_form(at, &[":"]) && between && scene.speech_at(at).is_none())
        .then(|| wordless(AnchorKind::Colon, at))
}

/// A phrase that names a source ("selon", "according to").
fn phrase<'a>(scene: &Scene<'a>, at: usize) -> Option<Anchor<'a>> {
    let phrases = &scene.article.pack.verbs.according_to;
    let (length, phrase) = phrases.at(scene.article.keys(at))?;
    Some(Anchor {
        tokens: (at..at + length).collect(),
        group: at..at + length,
        lemma: phrase.phrase,
        cue: CueKind::AccordingTo,
        strong: phrase.strong,
        // Where the source stands is told as a frame is: a phrase behind its source inverts.
        frames: if phrase.after_source {
            Frames::INVERSION
        } else {
            Frames::default()
        },
        ..wordless(AnchorKind::Phrase, at)
    })
}

/// A noun that denotes a report, where a clause or quoted words follow it.
fn noun<'a>(scene: &Scene<'a>, at: usize) -> Option<Anchor<'a>> {
    let article = &scene.article;
    if !article.tag(at).is_nominal() || scene.name_at(at).is_some() {
        return None;
    }
    let (length, noun) = article.pack.verbs.nouns.at(article.keys(at))?;
    let end = at + length;
    let introduces = |near: usize| {
        let opener = article.pack.verbs.complementizers.at(article.keys(near));
        opener.is_some_and(|(_, frames)| frames.has(Frames::THAT))
            && scene.part(near) != PartOfSpeech::Adp
    };
    let quiet = |near: &usize| !article.tag(*near).is_finite() && !scene.is_stop(*near);
    let mut near = (end..end + NOUN_REACH).take_while(quiet);
    let opens = near.any(|near| introduces(near) || scene.opens_quote(near));
    opens.then(|| Anchor {
        tokens: (at..end).collect(),
        group: at..end,
        cue: noun.kind,
        frames: Frames::THAT,
        ..wordless(AnchorKind::Noun, at)
    })
}
