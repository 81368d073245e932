//! The extent of what is reported: where a clause ends, and what of a sentence
//! is left when the report inside it is taken out.

use std::ops::Range;

use super::scene::Scene;
use crate::language::{Form, PronounClass};
use crate::tag::PartOfSpeech;
use crate::text::Span;

/// The end of the clause that starts at token `start` and that the cue at `cue` reports: the end of its
/// sentence, or where another report begins that is not part of it.
pub(super) fn clause_end(scene: &Scene, cue: usize, start: usize, limit: usize) -> usize {
    if let Some(quote) = scene.speech_at(start) {
        return scene.quote_tokens(quote).end.min(limit.max(start + 1));
    }
    let next = (start + 1..limit)
        .find(|&at| scene.speech_at(at).is_none() && starts_another(scene, cue, at));
    next.unwrap_or(limit)
}

/// Whether the conjunction at `at` joins a verb that reports to the one at `cue`: ", et Y a répondu", "and added".
fn starts_another(scene: &Scene, cue: usize, at: usize) -> bool {
    if scene.part(at) != PartOfSpeech::Cconj {
        return false;
    }
    let after_comma = scene.is_comma(at - 1);
    let reach = at + 1..(at + if after_comma { 10 } else { 4 }).min(scene.sentence(cue).tokens.end);
    let verb = reach
        .clone()
        .find(|&near| scene.article.tag(near).is_finite() && scene.name_at(near).is_none());
    let Some(verb) = verb else { return false };
    let reports = (verb..verb + 3).any(|near| is_strong_cue(scene, near));
    let subject = (at + 1..verb)
        .any(|near| scene.article.tag(near).is_nominal() || scene.part(near) == PartOfSpeech::Pron);
    reports && (after_comma || !subject)
}

fn is_strong_cue(scene: &Scene, at: usize) -> bool {
    let verbs = &scene.article.pack.verbs;
    let mut readings = verbs.readings(scene.article.key(at)).iter();
    scene.article.tag(at).is_verbal()
        && readings
            .any(|reading| verbs.verbs[reading.verb].strong && reading.form != Form::Infinitive)
}

/// What is left of a sentence around a report between the comma at `comma` and the token `end`:
/// none when the report does not stand apart.
pub(super) fn incise_pieces(scene: &Scene, comma: usize, end: usize) -> Option<Vec<Span>> {
    let sentence = scene.sentence(comma).tokens.clone();
    let end = skip_circumstances(scene, end, sentence.end);
    let apart = end >= sentence.end
        || scene.is_comma(end)
        || scene.is_stop(end)
        || scene.is_dash(end)
        || scene.is_form(end, &[":", ";", "»", "”"]);
    if !apart {
        return None;
    }
    let before = content_start(scene, &sentence)..comma;
    let after = end.min(sentence.end)..sentence.end;
    let apposition = matches!(scene.part(end + 1), PartOfSpeech::Det | PartOfSpeech::Noun)
        && !scene.has_finite(end + 1..sentence.end.max(end + 1));
    let goes_on = scene.is_comma(end) && !apposition && !is_aside(scene, end + 1);
    let mut pieces: Vec<Span> = scene.piece(before).into_iter().collect();
    pieces.extend(scene.piece(after).filter(|_| goes_on));
    (!pieces.is_empty()).then_some(pieces)
}

/// Skips when, where and to whom something was said, up to the next mark.
fn skip_circumstances(scene: &Scene, end: usize, limit: usize) -> usize {
    let circumstance = |at: usize| {
        scene.is_time(at)
            || matches!(
                scene.part(at),
                PartOfSpeech::Adp | PartOfSpeech::Adv | PartOfSpeech::Pron
            )
    };
    if end < limit && circumstance(end) {
        let quiet = |at: &usize| scene.article.is_word(*at) && !scene.article.tag(*at).is_finite();
        return end + (end..limit).take_while(quiet).count();
    }
    end
}

/// Whether what starts at `at` says more about the source instead of going on with the content.
fn is_aside(scene: &Scene, at: usize) -> bool {
    scene.article.is_pronoun(at, &[PronounClass::Relative])
        || scene.article.tag(at).form == crate::tag::VerbForm::Gerund
}

/// The content of a phrase like "according to X", which stands at `phrase` and ends at `end`.
pub(super) fn sentence_pieces(scene: &Scene, phrase: usize, end: usize) -> Option<Vec<Span>> {
    let sentence = scene.sentence(phrase).tokens.clone();
    let start = content_start(scene, &sentence);
    let opens = (start..phrase).all(|at| {
        matches!(
            scene.part(at),
            PartOfSpeech::Cconj | PartOfSpeech::Adv | PartOfSpeech::Punct
        )
    });
    if opens {
        let after = skip_apposition(scene, end, sentence.end);
        return scene
            .piece(after..quoted_end(scene, after, sentence.end))
            .map(|piece| vec![piece]);
    }
    let start = (start..phrase)
        .rev()
        .find(|&at| opens_clause(scene, at, phrase))
        .unwrap_or(start);
    let closes = end >= sentence.end || scene.is_stop(end);
    let after =
        (!closes && scene.is_comma(end) && !is_aside(scene, end + 1)).then_some(end..sentence.end);
    let pieces: Vec<Span> = std::iter::once(start..phrase)
        .chain(after)
        .filter_map(|piece| scene.piece(piece))
        .collect();
    (!pieces.is_empty()).then_some(pieces)
}

/// Whether a semicolon or colon before the phrase starts what the phrase is about.
fn opens_clause(scene: &Scene, at: usize, phrase: usize) -> bool {
    scene.is_form(at, &[";"]) && at + 1 < phrase
}

/// Where content that starts with a quotation ends: with it, also past the end of the sentence.
fn quoted_end(scene: &Scene, start: usize, limit: usize) -> usize {
    let first =
        (start..limit).find(|&at| scene.article.is_word(at) || scene.speech_at(at).is_some());
    let quote = first
        .and_then(|at| scene.speech_at(at))
        .map(|quote| scene.quote_tokens(quote));
    quote
        .filter(|tokens| tokens.start <= start + 1)
        .map_or(limit, |tokens| tokens.end)
}

/// The first token of what a sentence says: past a header or dateline that the article starts with.
pub(super) fn content_start(scene: &Scene, sentence: &Range<usize>) -> usize {
    let header = |at: &usize| scene.article.segmentation.tokens[*at].span.start < scene.header_end;
    let mut start = sentence.start + sentence.clone().take_while(header).count();
    if start > sentence.start && start < sentence.end {
        start += (start..sentence.end)
            .take_while(|&at| !scene.article.is_word(at) && scene.speech_at(at).is_none())
            .count();
    }
    start.min(sentence.end)
}

/// Past an apposition to the source that ends at `end`: ", une tribune de l’opposition, …".
fn skip_apposition(scene: &Scene, end: usize, limit: usize) -> usize {
    if !scene.is_comma(end) {
        return end;
    }
    let Some(close) = (end + 1..limit).find(|&at| scene.is_comma(at)) else {
        return end;
    };
    let opens = matches!(scene.part(end + 1), PartOfSpeech::Det | PartOfSpeech::Noun);
    let relative = is_aside(scene, end + 1);
    let quiet = !scene.has_finite(end + 1..close);
    let goes_on = scene.has_finite(close + 1..limit);
    if (opens && quiet || relative) && goes_on {
        close
    } else {
        end
    }
}
