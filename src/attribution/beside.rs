//! Quoted words beside a cue: right before it, right after it, or around it
//! when the cue stands inside the marks.

use std::ops::Range;

use super::content::content_start;
use super::cue::VerbCue;
use super::report::{Report, made};
use super::scene::Scene;
use super::subject::{Subject, subject_before};
use crate::language::Frames;
use crate::tag::PartOfSpeech;
use crate::text::Span;

/// Quoted words right before the cue (`« … », a dit X`, `"…," X said`) or right after it.
pub(super) fn beside_quotation(
    scene: &Scene,
    cue: &VerbCue,
    inverted: Option<Range<usize>>,
) -> Option<Report> {
    let inverted = inverted.map(Subject::After);
    let before = subject_before(scene, cue).filter(|subject| matches!(subject, Subject::Before(_)));
    let starts = |subject: &Subject| match subject {
        Subject::Before(tokens) => tokens.start,
        Subject::After(_) | Subject::Shared => cue.group.start,
    };
    let preceded = |subject: Subject| Some((quotation_before(scene, starts(&subject))?, subject));
    if let Some((quote, subject)) = inverted
        .clone()
        .and_then(preceded)
        .or_else(|| before.clone().and_then(preceded))
    {
        let end = report_end(cue, &subject);
        let mut content = vec![quoted_clause(scene, quote)];
        content.extend(
            second_piece(scene, quote, end)
                .map(|next| scene.article.span(scene.quote_tokens(next))),
        );
        return made(scene, cue, &subject, content, 0.97);
    }
    let subject = if cue.clitic.is_some() {
        inverted?
    } else {
        before.or_else(|| subject_before(scene, cue))?
    };
    let quote = quotation_after(scene, cue)?;
    made(
        scene,
        cue,
        &subject,
        vec![scene.article.span(scene.quote_tokens(quote))],
        0.95,
    )
}

fn report_end(cue: &VerbCue, subject: &Subject) -> usize {
    match subject {
        Subject::After(tokens) => cue.group.end.max(tokens.end),
        Subject::Before(_) | Subject::Shared => cue.group.end,
    }
}

/// The quotation whose closing mark stands before token `start`, with at most a comma or a dash between.
fn quotation_before(scene: &Scene, start: usize) -> Option<usize> {
    let near = (start.saturating_sub(3)..start).rev();
    let mut skipped = near.skip_while(|&at| {
        scene.speech_at(at).is_none() && (scene.is_comma(at) || scene.is_dash(at))
    });
    scene.speech_at(skipped.next()?)
}

/// The quotation that starts after the cue: at once, after a comma or colon, or after the person spoken to.
fn quotation_after(scene: &Scene, cue: &VerbCue) -> Option<usize> {
    let limit = (cue.group.end + 14).min(scene.article.len());
    let opens = (cue.group.end..limit).find(|&at| scene.speech_at(at).is_some())?;
    let between = cue.group.end..opens;
    let colon = between.end > between.start && scene.is_form(between.end - 1, &[":"]);
    let quiet = between.clone().all(|at| {
        !scene.article.tag(at).is_finite() && !scene.is_stop(at) && !introduces(scene, at)
    });
    let short = between.len() <= 1 + usize::from(cue.verb.frames.has(Frames::PERSON)) * 5;
    let quote = scene.speech_at(opens)?;
    let starts = scene.quote_tokens(quote).start == opens;
    (starts && quiet && (colon || short)).then_some(quote)
}

/// Whether token `at` opens a reported clause.
fn introduces(scene: &Scene, at: usize) -> bool {
    let frames = scene
        .article
        .pack
        .verbs
        .complementizers
        .at(scene.article.keys(at));
    scene.part(at) != PartOfSpeech::Adp
        && frames.is_some_and(|(_, frame)| frame.has(Frames::THAT) || frame.has(Frames::QUESTION))
}

/// The quotation with the words of its sentence before it, when it only quotes the end of a clause.
fn quoted_clause(scene: &Scene, quote: usize) -> Span {
    let tokens = scene.quote_tokens(quote);
    let start = content_start(scene, &scene.sentence(tokens.start).tokens.clone());
    let before = start.min(tokens.start)..tokens.start;
    let runs_on = before.clone().any(|at| scene.article.tag(at).is_verbal())
        && !scene.is_form(tokens.start - 1, &[":", ",", ";"]);
    let others = before.clone().any(|at| scene.speech_at(at).is_some());
    scene.article.span(if runs_on && !others {
        before.start..tokens.end
    } else {
        tokens
    })
}

/// The second half of a quotation that the cue cuts in two: `"A," he said, "b."`
fn second_piece(scene: &Scene, first: usize, end: usize) -> Option<usize> {
    if !scene.is_comma(end) {
        return None;
    }
    let next = scene.speech_at(end + 1).filter(|next| *next != first)?;
    (scene.quote_tokens(next).start == end + 1).then_some(next)
}

/// A cue inside the marks: « A, a-t-il dit, b ».
pub(super) fn inside_quotation(scene: &Scene, cue: &VerbCue) -> Option<Report> {
    let quote = scene.speech_at(cue.group.start)?;
    let tokens = scene.quote_tokens(quote);
    let comma = cue
        .group
        .start
        .checked_sub(1)
        .filter(|&at| scene.is_comma(at) && tokens.contains(&at))?;
    let subject = cue
        .clitic
        .map(|clitic| clitic..clitic + 1)
        .or_else(|| inserted_subject(scene, cue, tokens.end))?;
    let end = cue.group.end.max(subject.end);
    let first = scene
        .article
        .pack
        .words
        .pronouns
        .word(scene.article.key(subject.start))
        .any(|pronoun| pronoun.person < 3);
    if first || !(scene.is_comma(end) || scene.is_stop(end)) {
        return None;
    }
    let after = if end + 1 < tokens.end {
        Some(end + 1..tokens.end)
    } else {
        None
    };
    let pieces = std::iter::once(tokens.start..comma)
        .chain(after)
        .map(|piece| scene.article.span(piece))
        .collect();
    made(scene, cue, &Subject::After(subject), pieces, 0.9)
}

fn inserted_subject(scene: &Scene, cue: &VerbCue, limit: usize) -> Option<Range<usize>> {
    let inverts = cue.verb.frames.has(Frames::INVERSION) && !cue.subjectless;
    (cue.group.end..limit)
        .take(1)
        .find(|_| inverts)
        .map(|at| at..limit.min(at + 12))
        .and_then(|reach| {
            let mut end = reach.start;
            while end < reach.end
                && (scene.name_at(end).is_some()
                    || matches!(
                        scene.part(end),
                        PartOfSpeech::Det
                            | PartOfSpeech::Noun
                            | PartOfSpeech::Propn
                            | PartOfSpeech::Adj
                    ))
            {
                end += 1;
            }
            (end > reach.start).then_some(reach.start..end)
        })
}
