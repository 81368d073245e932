//! Phrases that name a source: "selon Zoé, …", "…, according to Zoé".

use super::content::sentence_pieces;
use super::phrase::phrase_from;
use super::report::Report;
use super::scene::Scene;
use crate::language::{CueKind, PronounClass};

/// The reports of phrases that name a source, in the order of the text.
pub(super) fn phrase_reports(scene: &Scene) -> Vec<Report> {
    (0..scene.article.len())
        .filter_map(|at| phrase_report(scene, at))
        .collect()
}

fn phrase_report(scene: &Scene, at: usize) -> Option<Report> {
    let (length, phrase) = scene
        .article
        .pack
        .verbs
        .according_to
        .at(scene.article.keys(at))?;
    if phrase.after_source || scene.speech_at(at).is_some() {
        return None;
    }
    let sentence = scene.sentence(at).tokens.clone();
    let source = phrase_from(scene, at + length, sentence.end)?;
    if at > sentence.start
        && scene
            .article
            .is_pronoun(source.start, &[PronounClass::Relative])
    {
        return None;
    }
    let person = scene.name_at(source.start).is_some()
        || (source.clone()).any(|at| scene.name_at(at).is_some());
    let closed = scene.is_comma(source.end)
        || scene.is_stop(source.end)
        || scene.is_form(source.end, &[":"]);
    let separate = (at == sentence.start || scene.is_comma(at - 1))
        && (closed || scene.speech_at(source.end).is_some());
    let trusted = phrase.strong || (separate && person);
    if !trusted {
        return None;
    }
    let content = sentence_pieces(scene, at, source.end)?;
    Some(Report {
        source: Some(source),
        cue: (at..at + length).collect(),
        lemma: phrase.phrase,
        kind: CueKind::AccordingTo,
        negated: false,
        content,
        confidence: if phrase.strong { 0.9 } else { 0.65 },
    })
}
