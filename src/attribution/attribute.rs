//! Puts reports, quotations and speakers together, in the order of the text.

use std::ops::Range;

use super::anchor::Anchor;
use super::contents::ContentCandidate;
use super::desk::Desk;
use super::nearby::{Nearby, overlap};
use super::scene::Scene;
use super::sources::SourceCandidate;
use super::speakers::{Memory, SpeakerCandidate};
use super::{
    AnchorKind, Attribution, AttributionKind, Attributions, Basis, Cue, Input, QuoteSource, Source,
    SourceKind, Unattributed,
};
use crate::entity::{Entity, Mention, MentionKind};
use crate::language::NounKind;
use crate::model::{Judge, best, chance};
use crate::quote::QuoteKind;
use crate::text::Span;

/// From this chance on an anchor reports.
const REPORTS: f32 = 0.33;
/// What somebody is reported to report must be this likely.
const NESTED: f32 = 0.45;
/// How sure it is that nobody is meant where there is nobody to choose from.
const NOBODY: f32 = 0.3;
/// An anchor that is less likely at first sight gets no closer look.
const HOPELESS: f32 = 0.02;
/// Two contents that share more than this part of their words are one.
const SAME: f32 = 0.8;

/// A report before its speaker is known.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// Its anchor.
    pub anchor: Anchor<'a>,
    /// Its source.
    pub source: Option<SourceCandidate>,
    /// What was said.
    pub content: ContentCandidate,
    /// The chance that it is a report.
    pub chance: f32,
}

/// Finds who said what in a tagged article.
pub fn attribute(input: &Input, judge: &impl Judge) -> Attributions {
    let desk = Desk::new(input);
    let reports = reports(&desk, judge);
    let scene = &desk.scene;
    let (sources, quotes) = owners(scene, &reports);
    let mut memory = Memory::default();
    let mut items = Vec::with_capacity(reports.len());
    for (report, quotes) in reports.iter().zip(quotes) {
        if scene.article.is_cancelled() {
            return Attributions::default();
        }
        let (speaker, sure) = speaker(&desk, judge, report, &memory);
        desk.note(
            &mut memory,
            &report.anchor,
            (report.source.as_ref(), &speaker),
        );
        items.push(attribution(&desk, report, (speaker, sure), quotes));
    }
    drop_unknown(items, sources)
}

/// The reports of the article, in the order of the text.
pub fn reports<'a>(desk: &Desk<'a>, judge: &impl Judge) -> Vec<Report<'a>> {
    let wanted = |_: &Anchor| !desk.scene.article.is_cancelled();
    let all = desk.anchors().into_iter().take_while(wanted);
    let cued = all.filter_map(|anchor| report(desk, judge, anchor));
    let (mut kept, nearby) = likeliest(cued.collect());
    let free = |anchor: &Anchor| {
        let span = desk
            .scene
            .article
            .span(desk.scene.quote_tokens(anchor.quote.unwrap_or_default()));
        let mut near = nearby.of(&[span]).into_iter();
        !near.any(|place| overlap(&[span], &kept[place].content.pieces) > 0.5)
    };
    let silent: Vec<Anchor> = desk.silent_anchors().into_iter().filter(free).collect();
    kept.extend(
        silent
            .into_iter()
            .take_while(wanted)
            .filter_map(|anchor| report(desk, judge, anchor)),
    );
    kept.sort_by_key(|report| (order(desk, report), report.content.pieces[0]));
    kept
}

/// Where a report stands in the reading order: at its cue, else its source, else its content.
fn order(desk: &Desk, report: &Report) -> u32 {
    let cue = desk.cue(&report.anchor).first().copied();
    let source = || {
        report
            .source
            .as_ref()
            .map(|source| desk.source_span(source))
    };
    cue.or_else(source)
        .unwrap_or(report.content.pieces[0])
        .start
}

/// What `anchor` reports, if it is likely enough to report anything.
fn report<'a>(desk: &Desk<'a>, judge: &impl Judge, anchor: Anchor<'a>) -> Option<Report<'a>> {
    let glance = chance(judge.score(&desk.glance(&anchor)));
    if glance < HOPELESS && anchor.kind != AnchorKind::Silent {
        return None;
    }
    let reading = reading(desk, judge, &anchor)?;
    let chance = chance(judge.score(&desk.report(&anchor, &reading)));
    (chance >= REPORTS).then_some(Report {
        anchor,
        source: reading.source,
        content: reading.content,
        chance,
    })
}

/// How an anchor reads if it reports: with this source and this content.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its source, if it has any.
    pub source: Option<SourceCandidate>,
    /// What it may report.
    pub content: ContentCandidate,
    /// How likely the source is, and the content with that source.
    pub(super) chances: (f32, f32),
}

/// The likeliest reading of an anchor; none without any content.
pub fn reading(desk: &Desk, judge: &impl Judge, anchor: &Anchor) -> Option<Reading> {
    let (mut sources, choice) = desk.sources(anchor);
    let (place, source_chance) = best(judge, &choice)?;
    let source = (place < sources.len()).then(|| sources.swap_remove(place));
    let (mut contents, choice) = desk.contents(anchor, source.as_ref());
    let (place, content_chance) = best(judge, &choice)?;
    Some(Reading {
        source,
        content: contents.swap_remove(place),
        chances: (source_chance, content_chance),
    })
}

/// Of several reports of the same content, the likeliest; without unlikely ones inside what others report.
fn likeliest(mut reports: Vec<Report>) -> (Vec<Report>, Nearby) {
    reports.sort_by(|one, other| other.chance.total_cmp(&one.chance));
    let mut kept: Vec<Report> = Vec::new();
    let mut nearby = Nearby::default();
    for report in reports {
        let own = &report.content.pieces;
        let near = nearby.of(own);
        let theirs = |&place: &usize| &kept[place].content.pieces;
        let inside = |place: &usize| overlap(own, theirs(place)) > SAME;
        let same = |place: &usize| inside(place) && overlap(theirs(place), own) > SAME;
        if !near.iter().any(same) && (!near.iter().any(inside) || report.chance >= NESTED) {
            nearby.add(kept.len(), own);
            kept.push(report);
        }
    }
    (kept, nearby)
}

/// Who speaks, and how likely that is.
pub fn speaker(
    desk: &Desk,
    judge: &impl Judge,
    report: &Report,
    memory: &Memory,
) -> (SpeakerCandidate, f32) {
    let (mut all, choice) = desk.speakers(
        &report.anchor,
        (report.source.as_ref(), report.content.pieces()),
        memory,
    );
    match best(judge, &choice) {
        Some((place, chance)) => (all.swap_remove(place), chance),
        None => (SpeakerCandidate::Words, NOBODY),
    }
}

/// For each quotation its report, and for each report its quotations.
fn owners(scene: &Scene, reports: &[Report]) -> (Vec<QuoteSource>, Vec<Vec<usize>>) {
    let mut nearby = Nearby::default();
    for (place, report) in reports.iter().enumerate() {
        nearby.add(place, &report.content.pieces);
    }
    let mut owned = vec![Vec::new(); reports.len()];
    let mut sources = Vec::with_capacity(scene.quotes.len());
    for (quote, found) in scene.quotes.iter().enumerate() {
        if found.kind != QuoteKind::Speech {
            sources.push(QuoteSource::NotSpeech);
            continue;
        }
        let holds = |report: &Report| {
            let inside =
                |piece: &Span| piece.start <= found.span.start && found.span.end <= piece.end;
            let cut = |piece: &Span| piece.overlaps(found.span);
            report.content.pieces.iter().any(inside)
                || report.content.pieces.len() > 1 && report.content.pieces.iter().all(cut)
        };
        // The innermost report speaks the quotation.
        let smallest = |place: &usize| {
            let pieces = &reports[*place].content.pieces;
            pieces.iter().map(|piece| piece.len()).sum::<usize>()
        };
        let speaking = nearby
            .of(&[found.span])
            .into_iter()
            .filter(|&place| holds(&reports[place]))
            .min_by_key(smallest);
        sources.push(
            speaking.map_or(QuoteSource::Unattributed(Unattributed::NoCue), |report| {
                owned[report].push(quote);
                QuoteSource::Attribution(report)
            }),
        );
    }
    (sources, owned)
}

fn attribution(
    desk: &Desk,
    report: &Report,
    (speaker, sure): (SpeakerCandidate, f32),
    quotes: Vec<usize>,
) -> Attribution {
    let scene = &desk.scene;
    let span = report
        .source
        .as_ref()
        .map(|source| desk.source_span(source));
    let source = report.source.as_ref().map(|source| source.tokens.clone());
    let entity = match speaker {
        SpeakerCandidate::Entity(entity) => Some(entity),
        SpeakerCandidate::Described(_) | SpeakerCandidate::Words => None,
    };
    let kind = source
        .as_ref()
        .map(|source| source_kind(scene, source, entity));
    let words = match (&speaker, &source) {
        (SpeakerCandidate::Described(words), _) => Some(words.clone()),
        (SpeakerCandidate::Words, Some(source)) => Some(desk.described(source)),
        _ => None,
    };
    let cue = desk.cue(&report.anchor);
    Attribution {
        kind: kind_of(scene, &report.content, &quotes),
        source: span.zip(kind).map(|(span, kind)| Source { span, kind }),
        cue: (!cue.is_empty()).then(|| Cue {
            spans: cue,
            lemma: lemma(scene, &report.anchor),
            kind: report.anchor.cue,
            negated: report.anchor.negated,
        }),
        content: report.content.pieces.clone(),
        quotes,
        basis: basis(kind, &speaker),
        entity,
        speaker: entity
            .map(|entity| scene.entities[entity].name.clone())
            .or_else(|| words.map(|words| desk.words(&words).to_owned())),
        speaker_chance: sure,
        confidence: report.chance * sure,
    }
}

/// The dictionary form of the cue; a noun stands as it is written.
fn lemma(scene: &Scene, anchor: &Anchor) -> String {
    if anchor.kind == AnchorKind::Noun {
        scene.article.form(anchor.head).to_owned()
    } else {
        anchor.lemma.to_owned()
    }
}

/// How the source is written.
fn source_kind(scene: &Scene, source: &Range<usize>, entity: Option<usize>) -> SourceKind {
    let named = source.clone().any(|at| {
        scene
            .name_at(at)
            .is_some_and(|name| entity == Some(name.entity))
    });
    let noun = |kind| source.clone().any(|at| scene.article.is_noun(at, &[kind]));
    if named {
        SourceKind::Name
    } else if source.len() == 1
        && scene
            .article
            .is_pronoun(source.start, &super::phrase::SOURCES)
    {
        SourceKind::Pronoun
    } else if noun(NounKind::Anonymous) {
        SourceKind::Anonymous
    } else if noun(NounKind::Document) {
        SourceKind::Document
    } else {
        SourceKind::Description
    }
}

/// How the speaker was resolved.
fn basis(source: Option<SourceKind>, speaker: &SpeakerCandidate) -> Basis {
    match (source, speaker) {
        (_, SpeakerCandidate::Words) => Basis::Unresolved,
        (None, _) => Basis::Continuation,
        (Some(SourceKind::Name), _) => Basis::Name,
        (Some(SourceKind::Pronoun), _) => Basis::Pronoun,
        (Some(_), _) => Basis::Description,
    }
}

/// How much of the content stands in marks of speech.
fn kind_of(scene: &Scene, content: &ContentCandidate, quotes: &[usize]) -> AttributionKind {
    let marked = |at: usize| scene.speech_at(at).is_some();
    let mut words = content
        .pieces
        .iter()
        .flat_map(|piece| scene.article.tokens_in(*piece))
        .filter(|&at| scene.article.is_word(at));
    if words.clone().all(marked) {
        AttributionKind::Direct
    } else if !quotes.is_empty() || words.any(marked) {
        AttributionKind::Mixed
    } else {
        AttributionKind::Indirect
    }
}

/// Takes out quotations that float and have no speaker: they are listed as unattributed instead.
fn drop_unknown(items: Vec<Attribution>, sources: Vec<QuoteSource>) -> Attributions {
    let known = |item: &Attribution| {
        item.source.is_some() || item.cue.is_some() || item.basis != Basis::Unresolved
    };
    let mut places = Vec::with_capacity(items.len());
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        places.push(known(&item).then_some(kept.len()));
        if known(&item) {
            kept.push(item);
        }
    }
    let moved = |source: QuoteSource| match source {
        QuoteSource::Attribution(index) => places[index].map_or(
            QuoteSource::Unattributed(Unattributed::NoCue),
            QuoteSource::Attribution,
        ),
        QuoteSource::Unattributed(_) | QuoteSource::NotSpeech => source,
    };
    Attributions {
        items: kept,
        quotes: sources.into_iter().map(moved).collect(),
    }
}

/// How sure it must be whom a pronoun means before it is a mention of that entity.
const SURE_PRONOUN: f32 = 0.65;
/// The same of a description, which is led back to the wrong one more often.
const SURE_DESCRIPTION: f32 = 0.8;

/// Adds to each entity the pronouns and descriptions by which it surely is a source.
pub fn mentions(attributions: &Attributions, entities: &mut [Entity]) {
    for item in &attributions.items {
        let (Some(entity), Some(source)) =
            (item.entity.and_then(|at| entities.get_mut(at)), item.source)
        else {
            continue;
        };
        let (kind, least) = match source.kind {
            SourceKind::Pronoun => (MentionKind::Pronoun, SURE_PRONOUN),
            SourceKind::Description => (MentionKind::Description, SURE_DESCRIPTION),
            SourceKind::Name | SourceKind::Anonymous | SourceKind::Document => continue,
        };
        if item.speaker_chance < least {
            continue;
        }
        // An entity is introduced by its name.
        let first = entity.mentions.iter().map(|mention| mention.span).min();
        if first.is_some_and(|first| first < source.span) {
            entity.mentions.push(Mention {
                span: source.span,
                kind,
            });
        }
    }
    for entity in entities {
        entity.mentions.sort_by_key(|mention| mention.span);
        entity.mentions.dedup();
    }
}
