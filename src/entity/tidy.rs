//! What the recogniser takes for a name and is none, or is too wide: marks at the
//! edges, titles before a person, a function word, an adjective of nationality.

use std::ops::Range;

use super::EntityKind;
use super::recognise::Name;
use crate::language::NounKind;
use crate::tag::{Article, Case, PartOfSpeech};

/// A word that is also an adjective of nationality is a place when that is at least this sure.
const LIKELY_PLACE: f32 = 0.6;

/// The names without what does not belong to them.
pub(super) fn tidy(article: &Article, names: Vec<Name>) -> Vec<Name> {
    names
        .into_iter()
        .flat_map(|name| without_verbs(article, name))
        .filter_map(|name| trimmed(article, name))
        .filter(|name| !is_common(article, name))
        .collect()
}

/// The parts of `name` before and after the small words in it that are verbs: a name has none.
fn without_verbs(article: &Article, name: Name) -> Vec<Name> {
    let verb = |at: &usize| {
        article.tag(*at).part == PartOfSpeech::Verb && article.words[*at].case == Case::Lower
    };
    let verbs: Vec<usize> = name.tokens.clone().filter(verb).collect();
    if verbs.is_empty() || matches!(name.kind, EntityKind::Product | EntityKind::Event) {
        return vec![name];
    }
    let starts = std::iter::once(name.tokens.start).chain(verbs.iter().map(|at| at + 1));
    let ends = verbs.iter().copied().chain([name.tokens.end]);
    let parts = starts
        .zip(ends)
        .filter_map(|(start, end)| capitalised(article, start..end));
    let part = |tokens: Range<usize>| Name {
        span: article.span(tokens.clone()),
        tokens,
        kind: name.kind,
        confidence: name.confidence / 2.0,
    };
    parts.map(part).collect()
}

/// From the first to the last word with a capital among `tokens`.
fn capitalised(article: &Article, tokens: Range<usize>) -> Option<Range<usize>> {
    let capital = |at: &usize| !matches!(article.words[*at].case, Case::Lower | Case::None);
    let first = tokens.clone().find(capital)?;
    let last = tokens.rev().find(capital)?;
    Some(first..last + 1)
}

/// `name` without marks at its edges and titles before it; none when nothing is left.
fn trimmed(article: &Article, mut name: Name) -> Option<Name> {
    let mut tokens = name.tokens.clone();
    while !tokens.is_empty() {
        let title = title_length(article, tokens.start).filter(|_| name.kind == EntityKind::Person);
        let mark = (!article.is_word(tokens.start)).then_some(1);
        let Some(length) = mark.or(title) else { break };
        tokens.start += length.min(tokens.len());
    }
    while !tokens.is_empty()
        && !article.is_word(tokens.end - 1)
        && !article.form(tokens.end - 1).ends_with(')')
    {
        tokens.end -= 1;
    }
    if tokens.is_empty() {
        return None;
    }
    name.span = article.span(tokens.clone());
    name.tokens = tokens;
    Some(name)
}

/// How many words from `at` on are a title or an office.
fn title_length(article: &Article, at: usize) -> Option<usize> {
    let title = article
        .pack
        .words
        .titles
        .at(article.keys(at))
        .map(|(length, _)| length);
    let nouns = article.pack.words.nouns.all_at(article.keys(at));
    let office = nouns
        .filter(|(_, noun)| noun.kind == NounKind::Office)
        .map(|(length, _)| length)
        .max();
    title.max(office)
}

/// Whether `name` is no adjective although it looks like one: a person, or a place that is surely one
/// (a country may share its name with its inhabitants' adjective).
fn is_surely_country(name: &Name) -> bool {
    match name.kind {
        EntityKind::Person => true,
        EntityKind::Location => name.confidence > LIKELY_PLACE,
        EntityKind::Organization | EntityKind::Event | EntityKind::Product => false,
    }
}

/// Whether a single word is no name in spite of its capital.
fn is_common(article: &Article, name: &Name) -> bool {
    let at = name.tokens.start;
    let key = article.key(at);
    let words = &article.pack.words;
    let function =
        article.words[at].case == Case::Capital && words.function_words.word(key).next().is_some();
    let demonym = words.demonyms.word(key).next().is_some();
    let nationality = demonym && !is_surely_country(name);
    let institution = name.kind == EntityKind::Person
        && article.is_noun(at, &[NounKind::Institution, NounKind::Group]);
    name.tokens.len() == 1 && (function || nationality || institution)
}
