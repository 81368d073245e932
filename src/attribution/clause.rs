//! What follows a cue: a reported clause with or without a word that opens it,
//! an infinitive, or an object that is itself what is reported.

use std::ops::Range;

use super::content::clause_end;
use super::cue::VerbCue;
use super::phrase::{SOURCES, phrase_from};
use super::report::{Report, made};
use super::scene::Scene;
use super::subject::Subject;
use crate::language::{CueKind, Frames};
use crate::tag::{PartOfSpeech, VerbForm};

/// What follows the cue: a clause, an infinitive or an object.
pub(super) fn clause(scene: &Scene, cue: &VerbCue, subject: &Subject) -> Option<Report> {
    if matches!(subject, Subject::Before(tokens) if !can_speak(scene, tokens)) {
        return None;
    }
    let limit = scene.sentence(cue.group.start).tokens.end;
    let (start, confidence) = clause_start(scene, cue, limit)?;
    let end = clause_end(scene, cue.group.start, start, limit);
    let content = scene.piece(start..end)?;
    made(scene, cue, subject, vec![content], confidence)
}

/// Whether a phrase can be a source: a pronoun, a name, or a noun for people, bodies or documents.
/// What only shows that something is so is none.
pub(super) fn can_speak(scene: &Scene, tokens: &Range<usize>) -> bool {
    let pronoun =
        |at: usize| scene.part(at) == PartOfSpeech::Pron || scene.article.is_pronoun(at, &SOURCES);
    tokens.clone().any(|at| {
        scene.name_at(at).is_some() || scene.article.nouns(at).next().is_some() || pronoun(at)
    })
}

/// Where the content after the cue starts, and how sure that is.
fn clause_start(scene: &Scene, cue: &VerbCue, limit: usize) -> Option<(usize, f32)> {
    let frames = cue.verb.frames;
    if let Some(start) = complementizer(scene, cue, limit) {
        return Some((start, 0.92));
    }
    let after = cue.group.end;
    if frames.has(Frames::THAT)
        && scene.article.tag(after).form == VerbForm::Infinitive
        && !scene.article.pack.verbs.zero_complementizer
    {
        return Some((after, 0.85));
    }
    let quality = scene.part(after) == PartOfSpeech::Adj
        || scene.article.tag(after).form == VerbForm::Participle;
    if cue.verb.reflexive && quality {
        return Some((after, 0.8));
    }
    if frames.has(Frames::INFINITIVE)
        && cue.verb.strong
        && !cue.subjectless
        && cue.verb.kind != CueKind::Belief
        && let Some(start) = infinitive(scene, after, limit)
    {
        return Some((start, 0.75));
    }
    if frames.has(Frames::THAT)
        && scene.article.pack.verbs.zero_complementizer
        && let Some(start) = bare_clause(scene, cue, limit)
    {
        return Some((start, 0.8));
    }
    let object = matches!(
        scene.part(after),
        PartOfSpeech::Det | PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Num
    );
    (frames.has(Frames::NOUN) && object && reports_object(cue) && !scene.is_time(after))
        .then_some((after, 0.55))
}

/// Whether the object of the verb is, more often than not, itself what is reported.
fn reports_object(cue: &VerbCue) -> bool {
    cue.verb.strong
        && matches!(
            cue.verb.kind,
            CueKind::Accusation | CueKind::Announcement | CueKind::Denial
        )
}

/// The word that opens a reported clause, at most a few words after the cue and before another verb.
fn complementizer(scene: &Scene, cue: &VerbCue, limit: usize) -> Option<usize> {
    let frames = cue.verb.frames;
    let reach = cue.group.end..limit.min(cue.group.end + 22);
    for at in reach {
        let found = scene
            .article
            .pack
            .verbs
            .complementizers
            .all_at(scene.article.keys(at));
        let mut fitting = found.filter(|(_, frame)| {
            (frame.has(Frames::THAT) && frames.has(Frames::THAT))
                || (frame.has(Frames::QUESTION)
                    && frames.has(Frames::QUESTION)
                    && at <= cue.group.end + 4)
        });
        if fitting.next().is_some()
            && scene.part(at) != PartOfSpeech::Adp
            && !is_relative(scene, cue, at)
        {
            return Some(at);
        }
        if scene.article.tag(at).is_finite()
            || scene.is_stop(at)
            || scene.is_form(at, &[":", ";"])
            || scene.speech_at(at).is_some()
        {
            return None;
        }
    }
    None
}

/// Whether the word at `at` points back to a noun right before it rather than opening what is reported.
fn is_relative(scene: &Scene, cue: &VerbCue, at: usize) -> bool {
    let after_noun = at > cue.group.end
        && scene.article.tag(at - 1).is_nominal()
        && scene.name_at(at - 1).is_none();
    after_noun && scene.part(at) == PartOfSpeech::Pron
}

/// The preposition or particle before an infinitive, after the person who is asked, if any.
fn infinitive(scene: &Scene, after: usize, limit: usize) -> Option<usize> {
    let is_marker = |at: usize| {
        let mut frames = scene
            .article
            .pack
            .verbs
            .complementizers
            .word(scene.article.key(at));
        let follows = (at + 1..limit.min(at + 5)).find(|&next| scene.article.tag(next).is_verbal());
        frames.any(|frame| frame.has(Frames::INFINITIVE))
            && follows.is_some_and(|next| scene.article.tag(next).form == VerbForm::Infinitive)
    };
    let quiet = |at: &usize| !scene.article.tag(*at).is_verbal() && scene.article.is_word(*at);
    if is_marker(after) {
        return Some(after);
    }
    (after..limit.min(after + 10))
        .take_while(quiet)
        .find(|&at| is_marker(at))
}

/// The start of a clause that follows the cue without a word between, past the person spoken to and the time.
fn bare_clause(scene: &Scene, cue: &VerbCue, limit: usize) -> Option<usize> {
    let mut start = cue.group.end;
    if cue.verb.frames.has(Frames::PERSON) {
        let addressee = phrase_from(scene, start, limit).map_or(start, |person| person.end);
        let direct = scene.article.tag(addressee).is_finite();
        start = if direct { start } else { addressee };
    }
    while start < limit
        && (scene.is_time(start)
            || scene.part(start) == PartOfSpeech::Adp && scene.is_time(start + 1))
    {
        start += 1;
    }
    let opens = matches!(
        scene.part(start),
        PartOfSpeech::Det
            | PartOfSpeech::Pron
            | PartOfSpeech::Propn
            | PartOfSpeech::Noun
            | PartOfSpeech::Num
            | PartOfSpeech::Adj
            | PartOfSpeech::Adv
            | PartOfSpeech::Sconj
    );
    let verb = (start..limit.min(start + 30))
        .take_while(|&at| !scene.is_form(at, &[";", ":"]))
        .find(|&at| scene.article.tag(at).is_finite());
    (opens && start < limit && verb.is_some_and(|verb| verb > start)).then_some(start)
}
