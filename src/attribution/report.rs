//! Reports: for each cue, who is its source and what is its content. One
//! function per pattern, tried in order of trust; the first that fits wins.
//!
//! ```text
//! beside    « … », a indiqué Zoé       Zoé said: “…”
//! clause    Zoé a dit que …            Zoé said she …
//! incise    …, indique l’AFP, …        …, officials say.
//! infinitive  Zoé demande de …         object   Zoé dénonce des …
//! phrase    selon Zoé, …               …, according to Zoé
//! ```

use std::ops::Range;

use super::content::{clause_end, content_start, incise_pieces, sentence_pieces};
use super::cue::{VerbCue, verb_start};
use super::phrase::{SOURCES, phrase_from, phrase_until};
use super::scene::Scene;
use crate::entity::EntityKind;
use crate::language::{CueKind, Frames, PronounClass};
use crate::tag::{PartOfSpeech, VerbForm};
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

/// Where the subject of a verb stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Before it.
    Before(Range<usize>),
    /// After it, or written on to it.
    After(Range<usize>),
    /// It has none of its own: a gerund, or the second of two verbs.
    Shared,
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
        .or_else(|| before().and_then(|subject| incise_after_subject(scene, cue, subject)))
        .or_else(|| before().and_then(|subject| clause(scene, cue, subject)))
}

fn made(
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

/// The subject after the verb: a clitic, or a noun phrase where the verb may be inverted.
/// Expressions of time and adverbs between them are skipped.
fn inverted_subject(scene: &Scene, cue: &VerbCue) -> Option<Range<usize>> {
    if let Some(clitic) = cue.clitic {
        return Some(clitic..clitic + 1);
    }
    if !cue.verb.frames.has(Frames::INVERSION) || cue.subjectless {
        return None;
    }
    let limit = scene.sentence(cue.group.start).tokens.end;
    let skipped = |at: &usize| {
        scene.is_time(*at)
            || scene.part(*at) == PartOfSpeech::Adv
            || scene.is_time(*at + 1) && scene.part(*at) == PartOfSpeech::Det
    };
    let start = (cue.group.end..limit).find(|at| !skipped(at))?;
    let relative = scene.article.is_pronoun(start, &[PronounClass::Relative]);
    phrase_from(scene, start, limit).filter(|_| !relative && scene.part(start) != PartOfSpeech::Adp)
}

/// The subject of the cue where it stands before it, or that of the verb that the cue goes with:
/// of the main verb for a gerund, of the first of two coordinated verbs for the second.
fn subject_before(scene: &Scene, cue: &VerbCue) -> Option<Subject> {
    let floor = scene.sentence(cue.group.start).tokens.start;
    let own = if cue.subjectless {
        None
    } else {
        Some(subject_left_of(scene, cue.group.start, floor)?)
    };
    match own {
        Some(Subject::Before(tokens)) => Some(Subject::Before(tokens)),
        _ => Some(
            shared_subject(scene, cue.group.start, floor).map_or(Subject::Shared, Subject::Before),
        ),
    }
}

/// The subject of the nearest verb before token `at` that has one.
pub(super) fn shared_subject(scene: &Scene, at: usize, floor: usize) -> Option<Range<usize>> {
    let finite = |verb: &usize| {
        scene.article.tag(*verb).is_finite()
            && scene.name_at(*verb).is_none()
            && scene.speech_at(*verb).is_none()
    };
    let verbs = (floor..at).rev().filter(finite).take(4);
    verbs.into_iter().find_map(|verb| {
        let start = verb_start(scene, verb, floor);
        match subject_left_of(scene, start, floor) {
            Some(Subject::Before(tokens)) if scene.speech_at(tokens.start).is_none() => {
                Some(tokens)
            }
            _ => None,
        }
    })
}

/// What stands left of a verb that starts at token `start`, past times: its subject, or the mark that
/// it shares one.
fn subject_left_of(scene: &Scene, start: usize, floor: usize) -> Option<Subject> {
    let end = (floor..=start)
        .rev()
        .find(|&at| at == floor || !scene.is_time(at - 1))?;
    let last = end
        .checked_sub(1)
        .filter(|&last| last >= floor && end > floor)?;
    let pronoun =
        scene.part(last) == PartOfSpeech::Pron && scene.article.is_pronoun(last, &SOURCES);
    if pronoun {
        return Some(Subject::Before(last..end));
    }
    if scene.part(last) == PartOfSpeech::Cconj {
        return Some(Subject::Shared);
    }
    if scene.is_comma(last) {
        return subject_before_commas(scene, last, floor);
    }
    phrase_until(scene, end, floor).map(Subject::Before)
}

/// The subject before insertions that end with the comma at `close`: of the phrases before its commas
/// the nearest that names someone, else the nearest. An apposition belongs to the subject.
fn subject_before_commas(scene: &Scene, close: usize, floor: usize) -> Option<Subject> {
    let commas = (floor..close)
        .rev()
        .filter(|&at| scene.is_comma(at))
        .take(4);
    let phrases: Vec<Range<usize>> = commas
        .filter_map(|open| phrase_until(scene, open, floor))
        .collect();
    let last = phrase_until(scene, close, floor).filter(|last| names_person(scene, last));
    let named = phrases.iter().find(|phrase| names_person(scene, phrase));
    let head = match (last, named) {
        (Some(last), None) => phrases
            .first()
            .filter(|first| first.end + 1 == last.start)
            .map_or(last.clone(), |first| first.start..last.end),
        (_, Some(named)) => named.clone(),
        (None, None) => phrases.first()?.clone(),
    };
    let whole = phrase_from(scene, head.start, close).filter(|whole| whole.end > head.end);
    Some(Subject::Before(whole.unwrap_or(head)))
}

/// Whether a phrase is the name of a person, or ends with one.
fn names_person(scene: &Scene, phrase: &Range<usize>) -> bool {
    let person = |at: usize| {
        scene
            .name_at(at)
            .is_some_and(|name| scene.entities[name.entity].kind == EntityKind::Person)
    };
    person(phrase.start) || person(phrase.end - 1)
}

/// Quoted words right before the cue (`« … », a dit X`, `"…," X said`) or right after it.
fn beside_quotation(
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
fn inside_quotation(scene: &Scene, cue: &VerbCue) -> Option<Report> {
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
fn incise_after_subject(scene: &Scene, cue: &VerbCue, subject: Subject) -> Option<Report> {
    let Subject::Before(tokens) = &subject else {
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
    made(scene, cue, &subject, pieces, 0.85)
}

/// What follows the cue: a clause, an infinitive or an object.
fn clause(scene: &Scene, cue: &VerbCue, subject: Subject) -> Option<Report> {
    if matches!(&subject, Subject::Before(tokens) if !can_speak(scene, tokens)) {
        return None;
    }
    let limit = scene.sentence(cue.group.start).tokens.end;
    let (start, confidence) = clause_start(scene, cue, limit)?;
    let end = clause_end(scene, cue.group.start, start, limit);
    let content = scene.piece(start..end)?;
    made(scene, cue, &subject, vec![content], confidence)
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
    if cue.verb.reflexive && matches!(scene.part(after), PartOfSpeech::Adj)
        || cue.verb.reflexive && scene.article.tag(after).form == VerbForm::Participle
    {
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
    if !phrase.strong && !(separate && person) {
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
