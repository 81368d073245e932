//! How well who said what is found, with the scorer's definitions: content
//! covered in both directions (Asr et al. 2021) and the right speaker.

use std::collections::HashSet;

use copydesk::analysis::Reader;
use copydesk::attribution::{Attribution, Desk, SpeakerCandidate, attribute};
use copydesk::model::Judge;
use copydesk::text::Span;

use super::stories::Story;
use crate::Outcome;
use crate::score::{Matches, share};

/// The counts of one comparison.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) loose: Matches,
    pub(crate) tight: Matches,
    pub(crate) said: Matches,
    pub(crate) speakers: usize,
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

/// What somebody reads who checks one story: an error a line.
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
    let mut errors = Vec::new();
    for (limit, matches) in [(0.3, &mut counts.loose), (0.8, &mut counts.tight)] {
        matches.gold += story.gold.len();
        matches.found += found.len();
        let mut free: Vec<usize> = (0..found.len()).collect();
        for gold in &story.gold {
            let wanted = words(text, &gold.content);
            let cover = |at: usize| wanted.intersection(&contents[at]).count();
            let best = free
                .iter()
                .copied()
                .max_by_key(|&at| (cover(at), std::cmp::Reverse(at)));
            #[expect(clippy::cast_precision_loss, reason = "lengths of sentences")]
            let hit = best.filter(|&at| cover(at) as f64 > limit * wanted.len().max(1) as f64);
            let quoted = || pieces(text, &gold.content);
            let Some(at) = hit else {
                if limit > 0.5 {
                    let same_cue = found.iter().find(|item| {
                        let mut spans = item.cue.iter().flat_map(|cue| &cue.spans);
                        spans.any(|span| gold.cue.iter().any(|own| own.overlaps(*span)))
                    });
                    let instead =
                        same_cue.map_or("nothing".to_owned(), |item| pieces(text, &item.content));
                    errors.push(format!(
                        "MISS {} | cue {} | by {} | found {instead}",
                        quoted(),
                        pieces(text, &gold.cue),
                        gold.speaker
                    ));
                }
                continue;
            };
            free.retain(|other| *other != at);
            matches.right += 1;
            if limit < 0.5 {
                continue;
            }
            let speaker = same_name(&gold.speaker, &names(text, story, &found[at]));
            counts.speakers += usize::from(speaker);
            let tight = same_words(&wanted, &contents[at]) > 0.8;
            counts.said.right += usize::from(speaker && tight);
            if !speaker {
                errors.push(format!(
                    "SPEAKER {} for {} | {} | source {} gold source {}",
                    found[at].speaker.as_deref().unwrap_or("nobody"),
                    gold.speaker,
                    quoted(),
                    found[at].source.map_or("", |source| source.span.of(text)),
                    pieces(text, &gold.source),
                ));
            }
            if !tight {
                errors.push(format!(
                    "LONG {} | gold {}",
                    pieces(text, &found[at].content),
                    quoted()
                ));
            }
        }
        if limit > 0.5 {
            for at in free {
                let cue = found[at]
                    .cue
                    .as_ref()
                    .map_or(String::new(), |cue| pieces(text, &cue.spans));
                errors.push(format!(
                    "FALSE {} | cue {cue} | by {} {:.2}",
                    pieces(text, &found[at].content),
                    found[at].speaker.as_deref().unwrap_or("nobody"),
                    found[at].confidence,
                ));
            }
        }
    }
    counts.said.gold += story.gold.len();
    counts.said.found += found.len();
    Ok(errors)
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
