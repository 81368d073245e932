//! Reports: for each cue, who is its source and what is its content. One
//! file or function per pattern, tried in order of trust; the first that fits wins.
//!
//! ```text
//! beside    « … », a indiqué Zoé       Zoé said: “…”
//! clause    Zoé a dit que …            Zoé said she …
//! incise    …, indique l’AFP, …        …, officials say.
//! infinitive  Zoé demande de …         object   Zoé dénonce des …
//! phrase    selon Zoé, …               …, according to Zoé
//! ```

use std::ops::Range;

use super::beside::{beside_quotation, inside_quotation};
use super::clause::clause;
use super::content::incise_pieces;
use super::cue::VerbCue;
use super::scene::Scene;
use super::subject::{Subject, inverted_subject, subject_before};
use crate::language::{CueKind, Frames, PronounClass};
use crate::text::Span;

/// A report before its speaker is known.
#[derive(Clone, Debug)]
pub(super) struct Report {
    /// Tokens of the source; none for a gerund without a subject.
    pub(super) source: Option<Range<usize>>,
    /// Tokens of the cue; none for a colon or a floating quotation.
    pub(super) cue: Vec<usize>,
    /// Dictionary form of the cue.
    pub(super) lemma: &'static str,
    /// What kind of report the cue makes.
    pub(super) kind: CueKind,
    /// Whether the cue is negated.
    pub(super) negated: bool,
    /// What was said.
    pub(super) content: Vec<Span>,
    /// How sure the pattern is, 0 to 1.
    pub(super) confidence: f32,
}

/// The report that `cue` makes, if it makes one.
pub(super) fn report(scene: &Scene, cue: &VerbCue) -> Option<Report> {
    if scene.speech_at(cue.group.start).is_some() {
        return inside_quotation(scene, cue);
    }
    let inverted = inverted_subject(scene, cue);
    let before = || subject_before(scene, cue);
    beside_quotation(scene, cue, inverted.clone())
        .or_else(|| incise(scene, cue, inverted))
        .or_else(|| before().and_then(|subject| incise_after_subject(scene, cue, &subject)))
        .or_else(|| before().and_then(|subject| clause(scene, cue, &subject)))
}

pub(super) fn made(
    scene: &Scene,
    cue: &VerbCue,
    subject: &Subject,
    content: Vec<Span>,
    confidence: f32,
) -> Option<Report> {
    let source = match subject {
        Subject::Before(tokens) | Subject::After(tokens) => Some(tokens.clone()),
        Subject::Shared => None,
    };
    let overlaps = source.as_ref().is_some_and(|source| {
        content
            .iter()
            .any(|piece| piece.overlaps(scene.article.span(source.clone())))
    });
    (!content.is_empty() && !overlaps).then(|| Report {
        source,
        cue: cue.tokens.clone(),
        lemma: cue.verb.lemma,
        kind: cue.verb.kind,
        negated: cue.negated,
        content,
        confidence,
    })
}

/// A cue between commas or at the end, with its subject after it: …, indique l’AFP, …
fn incise(scene: &Scene, cue: &VerbCue, inverted: Option<Range<usize>>) -> Option<Report> {
    let subject = inverted?;
    let comma = cue
        .group
        .start
        .checked_sub(1)
        .filter(|&at| scene.is_comma(at) || scene.is_dash(at))?;
    let end = cue.group.end.max(subject.end);
    let pieces = incise_pieces(scene, comma, end)?;
    made(scene, cue, &Subject::After(subject), pieces, 0.92)
}

/// The same with the subject before the cue: …, officials say.
fn incise_after_subject(scene: &Scene, cue: &VerbCue, subject: &Subject) -> Option<Report> {
    let Subject::Before(tokens) = subject else {
        return None;
    };
    let comma = tokens
        .start
        .checked_sub(1)
        .filter(|&at| scene.is_comma(at) || scene.is_dash(at))?;
    let relative = scene
        .article
        .is_pronoun(tokens.start, &[PronounClass::Relative]);
    if !cue.verb.frames.has(Frames::INVERSION)
        || relative
        || scene.sentence(comma).tokens.start == comma
    {
        return None;
    }
    let pieces = incise_pieces(scene, comma, cue.group.end)?;
    made(scene, cue, subject, pieces, 0.85)
}
