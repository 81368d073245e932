//! Quotations without a verb: after a colon that follows who speaks, or
//! floating, when only the text around tells who goes on speaking.

use std::ops::Range;

use super::clause::can_speak;
use super::phrase::phrase_until;
use super::report::Report;
use super::scene::Scene;
use super::subject::shared_subject;
use crate::language::CueKind;
use crate::tag::PartOfSpeech;

/// The report of `quote` when a colon stands before it, after a name ("Zoé Lantier: “…”") or a clause
/// whose subject goes on to speak.
pub(super) fn colon_report(scene: &Scene, quote: usize) -> Option<Report> {
    let tokens = scene.quote_tokens(quote);
    let colon = tokens
        .start
        .checked_sub(1)
        .filter(|&at| scene.is_form(at, &[":"]))?;
    let sentence = scene.sentence(colon).tokens.clone();
    let clause =
        || shared_subject(scene, colon, sentence.start).filter(|source| can_speak(scene, source));
    let source = speaker_label(scene, colon, sentence.start).or_else(clause)?;
    Some(Report {
        source: Some(source),
        confidence: 0.85,
        ..bare(scene, quote)
    })
}

/// The name or noun phrase that makes up all that stands before the colon at `colon`.
fn speaker_label(scene: &Scene, colon: usize, floor: usize) -> Option<Range<usize>> {
    let source = phrase_until(scene, colon, floor)?;
    let opens = source.start == floor || scene.part(source.start - 1) == PartOfSpeech::Punct;
    (opens && can_speak(scene, &source)).then_some(source)
}

/// The report of `quote` with no cue and no source, if it stands by itself: words that are quoted
/// inside a sentence of the article's own float nowhere.
pub(super) fn floating_report(scene: &Scene, quote: usize) -> Option<Report> {
    let tokens = scene.quote_tokens(quote);
    let first = scene.sentence(tokens.start).tokens.start..tokens.start;
    let after = tokens.end..scene.sentence(tokens.end - 1).tokens.end.max(tokens.end);
    let words = |range: Range<usize>| {
        range
            .filter(|&at| scene.article.is_word(at) && scene.speech_at(at).is_none())
            .count()
    };
    (words(first) == 0 && words(after) == 0).then(|| bare(scene, quote))
}

fn bare(scene: &Scene, quote: usize) -> Report {
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
