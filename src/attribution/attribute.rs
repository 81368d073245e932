//! Puts reports, quotations and speakers together, in the order of the text.

use std::collections::HashMap;

use super::according::phrase_reports;
use super::cue::verb_cues;
use super::floating::{colon_report, floating_report};
use super::report::{Report, report};
use super::scene::Scene;
use super::speaker::{Memory, Speaker, continued, speaker};
use super::{
    Attribution, AttributionKind, Attributions, Basis, Cue, Input, QuoteSource, Source, SourceKind,
    Unattributed,
};
use crate::entity::{Entity, Mention, MentionKind};
use crate::quote::QuoteKind;
use crate::text::Span;

/// Finds who said what in a tagged article.
pub fn attribute(input: &Input) -> Attributions {
    let scene = Scene::new(input);
    let mut reports: Vec<Report> = verb_cues(&scene)
        .iter()
        .filter_map(|cue| report(&scene, cue))
        .collect();
    reports.extend(phrase_reports(&scene));
    let mut reports = without_weak_nested(one_per_content(reports));
    let covered = quotes_in(&scene, &reports);
    let open = (0..scene.quotes.len())
        .filter(|quote| is_open_speech(&scene, *quote) && !covered.contains_key(quote));
    reports.extend(open.filter_map(|quote| {
        colon_report(&scene, quote).or_else(|| floating_report(&scene, quote))
    }));
    reports.sort_by_key(|report| (order(&scene, report), report.content[0]));
    finish(&scene, reports)
}

/// Speech that is not part of other speech.
fn is_open_speech(scene: &Scene, quote: usize) -> bool {
    let quote = &scene.quotes[quote];
    quote.kind == QuoteKind::Speech
        && quote
            .parent
            .is_none_or(|parent| scene.quotes[parent].kind != QuoteKind::Speech)
}

/// Where a report stands in the reading order: at its cue or source, else at its content.
fn order(scene: &Scene, report: &Report) -> u32 {
    let token = report
        .cue
        .first()
        .copied()
        .or(report.source.as_ref().map(|source| source.start));
    token.map_or(report.content[0].start, |at| {
        scene.article.segmentation.tokens[at].span.start
    })
}

/// Of several reports with the same content, the surest.
fn one_per_content(reports: Vec<Report>) -> Vec<Report> {
    let mut best: HashMap<Vec<Span>, usize> = HashMap::new();
    let mut kept: Vec<Report> = Vec::new();
    for report in reports {
        match best.get(&report.content) {
            Some(&place) if kept[place].confidence >= report.confidence => {}
            Some(&place) => kept[place] = report,
            None => {
                best.insert(report.content.clone(), kept.len());
                kept.push(report);
            }
        }
    }
    kept
}

/// Below this a report inside another one is left out.
const WEAK: f32 = 0.6;

/// The reports without the weak ones that are only part of what somebody else reports.
fn without_weak_nested(reports: Vec<Report>) -> Vec<Report> {
    let mut pieces: Vec<Span> = reports
        .iter()
        .filter(|report| report.confidence >= WEAK)
        .flat_map(|report| report.content.clone())
        .collect();
    pieces.sort_unstable();
    let mut reach = 0;
    let furthest = |piece: &Span| {
        reach = reach.max(piece.end);
        reach
    };
    let ends: Vec<u32> = pieces.iter().map(furthest).collect();
    let nested = |report: &Report| {
        let place = pieces.partition_point(|piece| piece.start <= report.content[0].start);
        place
            .checked_sub(1)
            .is_some_and(|before| ends[before] >= report.content[0].end)
    };
    reports
        .into_iter()
        .filter(|report| report.confidence >= WEAK || !nested(report))
        .collect()
}

/// The quotations that lie in the content of a report, each with that report.
fn quotes_in(scene: &Scene, reports: &[Report]) -> HashMap<usize, usize> {
    let mut found = HashMap::new();
    for (index, report) in reports.iter().enumerate() {
        for piece in &report.content {
            let first = scene
                .quotes
                .partition_point(|quote| quote.open.start < piece.start);
            let inside = scene.quotes[first..]
                .iter()
                .take_while(|quote| quote.open.start < piece.end);
            for offset in inside.enumerate().map(|(offset, _)| offset) {
                found.entry(first + offset).or_insert(index);
            }
        }
    }
    found
}

fn finish(scene: &Scene, reports: Vec<Report>) -> Attributions {
    let owners = quotes_in(scene, &reports);
    let mut quotes: Vec<Vec<usize>> = vec![Vec::new(); reports.len()];
    let mut sources = vec![QuoteSource::NotSpeech; scene.quotes.len()];
    for (quote, source) in sources
        .iter_mut()
        .enumerate()
        .filter(|(quote, _)| scene.quotes[*quote].kind == QuoteKind::Speech)
    {
        *source =
            owners
                .get(&quote)
                .map_or(QuoteSource::Unattributed(Unattributed::NoCue), |&report| {
                    quotes[report].push(quote);
                    QuoteSource::Attribution(report)
                });
    }
    let mut memory = Memory::default();
    let mut items: Vec<Attribution> = Vec::new();
    for (report, quotes) in reports.into_iter().zip(quotes) {
        let at = report
            .cue
            .first()
            .copied()
            .unwrap_or_else(|| scene.article.tokens_in(report.content[0]).start);
        let floats = report.cue.is_empty() && report.source.is_none();
        let speaker = if floats {
            continued(&memory, at)
        } else {
            speaker(scene, &report, &memory)
        };
        memory.note(at, &speaker);
        items.push(attribution(scene, report, speaker, quotes));
    }
    drop_unknown(items, sources)
}

fn attribution(scene: &Scene, report: Report, speaker: Speaker, quotes: Vec<usize>) -> Attribution {
    let article = &scene.article;
    let name = |entity: usize| scene.entities[entity].name.clone();
    let words = |words| article.span(words).of(article.text).to_owned();
    Attribution {
        kind: kind(scene, &report, &quotes),
        source: report.source.map(|tokens| Source {
            span: article.span(tokens),
            kind: speaker.kind,
        }),
        cue: (!report.cue.is_empty()).then(|| Cue {
            spans: cue_spans(scene, &report.cue),
            lemma: report.lemma.to_owned(),
            kind: report.kind,
            negated: report.negated,
        }),
        content: report.content,
        quotes,
        entity: speaker.entity,
        speaker: speaker
            .entity
            .map(name)
            .or_else(|| speaker.words.map(words)),
        basis: speaker.basis,
        confidence: report.confidence * (0.5 + speaker.confidence / 2.0),
    }
}

/// The cue's tokens as spans, neighbours as one.
fn cue_spans(scene: &Scene, tokens: &[usize]) -> Vec<Span> {
    let mut spans: Vec<(usize, Span)> = Vec::new();
    for &at in tokens {
        let span = scene.article.segmentation.tokens[at].span;
        match spans.last_mut() {
            Some((last, whole)) if *last + 1 == at => (*last, *whole) = (at, whole.to(span)),
            _ => spans.push((at, span)),
        }
    }
    spans.into_iter().map(|(_, span)| span).collect()
}

/// How much of the content stands in marks of speech.
fn kind(scene: &Scene, report: &Report, quotes: &[usize]) -> AttributionKind {
    let marked = |at: usize| scene.speech_at(at).is_some();
    let mut words = report
        .content
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

/// Adds to each entity the pronouns and descriptions by which it is a source.
pub fn mentions(attributions: &Attributions, entities: &mut [Entity]) {
    for item in &attributions.items {
        let (Some(entity), Some(source)) =
            (item.entity.and_then(|at| entities.get_mut(at)), item.source)
        else {
            continue;
        };
        let kind = match source.kind {
            SourceKind::Pronoun => MentionKind::Pronoun,
            SourceKind::Description => MentionKind::Description,
            SourceKind::Name | SourceKind::Anonymous | SourceKind::Document => continue,
        };
        entity.mentions.push(Mention {
            span: source.span,
            kind,
        });
    }
    for entity in entities {
        entity.mentions.sort_by_key(|mention| mention.span);
        entity.mentions.dedup();
    }
}
