//! How well who said what is found, with the scorer's definitions: content
//! covered in both directions (Asr et al. 2021) and the right speaker.

use std::collections::HashSet;

use copydesk::analysis::Reader;
use copydesk::attribution::{Attribution, Desk, SpeakerCandidate, attribute};
use copydesk::model::Judge;
use copydesk::text::Span;

use super::stories::{Gold, Story};
use crate::Outcome;
use crate::score::{Matches, share};

/// The counts of one comparison.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) loose: Matches,
    pub(crate) tight: Matches,
    pub(crate) said: Matches,
    pub(crate) speakers: usize,
    pub(crate) reliability: Reliability,
}

/// How many findings there are of each tenth of confidence, and how many of them are right: in what is
/// said, in both directions, and in who says it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reliability([(usize, usize); 10]);

impl Reliability {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a confidence is from 0 to 1"
    )]
    fn note(&mut self, confidence: f32, is_right: bool) {
        let tenth = ((confidence * 10.0) as usize).min(9);
        self.0[tenth].0 += 1;
        self.0[tenth].1 += usize::from(is_right);
    }

    /// Adds the counts of another one.
    pub(crate) fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own = (own.0 + other.0, own.1 + other.1);
        }
    }
}

impl std::fmt::Display for Reliability {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        for (tenth, (found, right)) in self.0.iter().enumerate() {
            let share = share(*right, *found);
            writeln!(
                formatter,
                "confidence 0.{tenth}–: {share:.0} % right of {found}"
            )?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(
            formatter,
            "who-said-what {:.1} · ggt@0.3 {:.1} · ggt@0.8 {:.1} · speaker {:.1} · {} found, {} gold",
            self.said.f1(),
            self.loose.f1(),
            self.tight.f1(),
            share(self.speakers, self.tight.right),
            self.said.found,
            self.said.gold,
        )
    }
}

/// The places of the letters and digits in `spans`.
pub(crate) fn words(text: &str, spans: &[Span]) -> HashSet<usize> {
    let inside = |span: &Span| {
        let start = span.start as usize;
        let letters = span.of(text).char_indices();
        letters
            .filter(|(_, letter)| letter.is_alphanumeric())
            .map(move |(at, _)| start + at)
            .collect::<Vec<_>>()
    };
    spans.iter().flat_map(inside).collect()
}

/// The smaller of the shares that two sets have in common.
#[expect(clippy::cast_precision_loss, reason = "lengths of sentences")]
pub(crate) fn same_words(one: &HashSet<usize>, other: &HashSet<usize>) -> f64 {
    let common = one.intersection(other).count() as f64;
    common / one.len().max(other.len()).max(1) as f64
}

fn fold(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    let articles = [
        "l'", "d'", "le ", "la ", "les ", "the ", "der ", "die ", "das ", "el ", "los ", "las ",
        "il ", "lo ", "gli ", "i ", "o ", "a ", "os ", "as ", "de ", "het ",
    ];
    let titles = [
        "m. ",
        "mme ",
        "mlle ",
        "mr ",
        "mr. ",
        "mrs ",
        "mrs. ",
        "ms ",
        "dr ",
        "dr. ",
        "herr ",
        "frau ",
        "sr. ",
        "sra. ",
        "president ",
        "ministre ",
        "minister ",
    ];
    let mut rest = lower.trim();
    for list in [&articles[..], &titles[..]] {
        if let Some(start) = list.iter().find(|start| rest.starts_with(**start)) {
            rest = &rest[start.len()..];
        }
    }
    let mark = |letter: char| !(letter.is_alphanumeric() || letter == '\'' || letter == '_');
    rest.split(mark)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether one of `names` is the gold name, or its surname, or the other way round.
pub(crate) fn same_name(gold: &str, names: &[String]) -> bool {
    let gold = fold(gold);
    let tail = |long: &str, short: &str| short.len() > 2 && long.ends_with(&format!(" {short}"));
    let start = |long: &str, short: &str| {
        long.len() > 4 && short.len() > 4 && long.starts_with(&format!("{short} "))
    };
    let same = |name: &String| {
        let name = fold(name);
        !name.is_empty()
            && (name == gold
                || tail(&gold, &name)
                || tail(&name, &gold)
                || start(&gold, &name)
                || start(&name, &gold))
    };
    !gold.is_empty() && names.iter().any(same)
}

/// The names of a candidate.
pub(crate) fn names_of(desk: &Desk, story: &Story, candidate: &SpeakerCandidate) -> Vec<String> {
    match candidate {
        SpeakerCandidate::Entity(entity) => {
            let entity = &story.reading.entities[*entity];
            [&entity.name]
                .into_iter()
                .chain(&entity.aliases)
                .cloned()
                .collect()
        }
        SpeakerCandidate::Described(words) => vec![desk.words(words).to_owned()],
        SpeakerCandidate::Words => Vec::new(),
    }
}

/// Adds what is right in one story to `counts`; what is wrong, an error a line.
pub(crate) fn compare(
    reader: &Reader,
    story: &Story,
    judge: &impl Judge,
    counts: &mut Counts,
) -> Outcome<Vec<String>> {
    let text = story.document.content();
    let found = attribute(&story.input(reader)?, judge).items;
    let contents: Vec<HashSet<usize>> = found
        .iter()
        .map(|item| words(text, &item.content))
        .collect();
    for matches in [&mut counts.loose, &mut counts.tight, &mut counts.said] {
        matches.gold += story.gold.len();
        matches.found += found.len();
    }
    counts.loose.right += matched(story, &contents, 0.3).iter().flatten().count();
    let places = matched(story, &contents, 0.8);
    let mut errors = Vec::new();
    for (gold, place) in story.gold.iter().zip(&places) {
        let Some(at) = *place else {
            errors.push(missed(text, gold, &found));
            continue;
        };
        let speaker = same_name(&gold.speaker, &names(text, story, &found[at]));
        let tight = same_words(&words(text, &gold.content), &contents[at]) > 0.8;
        counts.tight.right += 1;
        counts.speakers += usize::from(speaker);
        counts.said.right += usize::from(speaker && tight);
        errors.extend((!speaker).then(|| misattributed(text, gold, &found[at])));
        errors.extend((!tight).then(|| {
            let (found, gold) = (
                pieces(text, &found[at].content),
                pieces(text, &gold.content),
            );
            format!("LONG {found} | gold {gold}")
        }));
    }
    for (at, item) in found.iter().enumerate() {
        let is_right = story.gold.iter().any(|gold| {
            same_words(&words(text, &gold.content), &contents[at]) > 0.8
                && same_name(&gold.speaker, &names(text, story, item))
        });
        counts.reliability.note(item.confidence, is_right);
        errors.extend((!places.contains(&Some(at))).then(|| invented(text, item)));
    }
    Ok(errors)
}

/// For each gold item the finding that covers more than `limit` of it, each finding once.
fn matched(story: &Story, contents: &[HashSet<usize>], limit: f64) -> Vec<Option<usize>> {
    let mut free: Vec<usize> = (0..contents.len()).collect();
    let mut places = Vec::with_capacity(story.gold.len());
    for gold in &story.gold {
        let wanted = words(story.document.content(), &gold.content);
        let cover = |at: usize| wanted.intersection(&contents[at]).count();
        let nearest = |&at: &usize| (cover(at), std::cmp::Reverse(at));
        #[expect(clippy::cast_precision_loss, reason = "lengths of sentences")]
        let enough = |&at: &usize| cover(at) as f64 > limit * wanted.len().max(1) as f64;
        let best = free.iter().copied().max_by_key(nearest).filter(enough);
        free.retain(|other| Some(*other) != best);
        places.push(best);
    }
    places
}

fn missed(text: &str, gold: &Gold, found: &[Attribution]) -> String {
    let same_cue = found.iter().find(|item| {
        let mut spans = item.cue.iter().flat_map(|cue| &cue.spans);
        spans.any(|span| gold.cue.iter().any(|own| own.overlaps(*span)))
    });
    let instead = same_cue.map_or("nothing".to_owned(), |item| pieces(text, &item.content));
    let (content, cue) = (pieces(text, &gold.content), pieces(text, &gold.cue));
    format!(
        "MISS {content} | cue {cue} | by {} | found {instead}",
        gold.speaker
    )
}

fn misattributed(text: &str, gold: &Gold, item: &Attribution) -> String {
    format!(
        "SPEAKER {} for {} | {} | source {} gold source {}",
        item.speaker.as_deref().unwrap_or("nobody"),
        gold.speaker,
        pieces(text, &gold.content),
        item.source.map_or("", |source| source.span.of(text)),
        pieces(text, &gold.source),
    )
}

fn invented(text: &str, item: &Attribution) -> String {
    let cue = item
        .cue
        .as_ref()
        .map_or(String::new(), |cue| pieces(text, &cue.spans));
    format!(
        "FALSE {} | cue {cue} | by {} {:.2}",
        pieces(text, &item.content),
        item.speaker.as_deref().unwrap_or("nobody"),
        item.confidence,
    )
}

fn pieces(text: &str, spans: &[Span]) -> String {
    let pieces: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
    pieces.join(" || ").replace('\n', "¶")
}

/// The names by which an attribution's speaker can be known.
fn names(text: &str, story: &Story, item: &Attribution) -> Vec<String> {
    let entity = item.entity.map(|at| &story.reading.entities[at]);
    let known = entity
        .iter()
        .flat_map(|entity| [&entity.name].into_iter().chain(&entity.aliases));
    let source = item.source.map(|source| source.span.of(text).to_owned());
    known
        .cloned()
        .chain(source)
        .chain(item.speaker.clone())
        .collect()
}
