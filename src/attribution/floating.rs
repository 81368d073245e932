//! Quotations without a verb: after a colon that follows who speaks, or
//! floating, when only the text around tells who goes on speaking.

use super::phrase::phrase_until;
use super::report::Report;
use super::scene::Scene;
use crate::language::CueKind;
use crate::tag::PartOfSpeech;

/// The report of `quote` when a name or noun phrase and a colon stand before it: "Zoé Lantier: “…”".
pub(super) fn colon_report(scene: &Scene, quote: usize) -> Option<Report> {
    let tokens = scene.quote_tokens(quote);
    let colon = tokens
        .start
        .checked_sub(1)
        .filter(|&at| scene.is_form(at, &[":"]))?;
    let sentence = scene.sentence(colon).tokens.clone();
    let source = phrase_until(scene, colon, sentence.start)?;
    let opens =
        source.start == sentence.start || scene.part(source.start - 1) == PartOfSpeech::Punct;
    let named = source
        .clone()
        .any(|at| scene.name_at(at).is_some() || scene.article.nouns(at).next().is_some());
    (opens && named).then(|| Report {
        source: Some(source),
        confidence: 0.85,
        ..floating_report(scene, quote)
    })
}

/// The report of `quote` with no cue and no source.
pub(super) fn floating_report(scene: &Scene, quote: usize) -> Report {
    Report {
        source: None,
        cue: Vec::new(),
        lemma: "",
        kind: CueKind::Other,
        negated: false,
        content: vec![scene.article.span(scene.quote_tokens(quote))],
        confidence: 0.75,
    }
}
