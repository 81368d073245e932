//! Names that were cut in two or run together: "Marks & Spencer" is one,
//! "Ilfracombe, Devon" is two, and "Washington, D.C." one again.

use std::collections::HashSet;

use super::EntityKind;
use super::recognise::Name;
use crate::language::is_hyphen;
use crate::tag::{Article, Case, PartOfSpeech};

/// The names with what belongs together joined, and what does not taken apart.
pub(super) fn mend(article: &Article, names: Vec<Name>) -> Vec<Name> {
    let mut taken = vec![false; article.len()];
    for name in &names {
        taken[name.tokens.clone()].fill(true);
    }
    let pairs: HashSet<[u64; 2]> = names
        .iter()
        .flat_map(|name| name.tokens.clone().skip(1))
        .map(|at| [article.key(at - 1), article.key(at)])
        .collect();
    let apart = names
        .into_iter()
        .flat_map(|name| places_apart(article, name))
        .map(|name| with_tail(article, name, &taken))
        .map(|name| with_particle(article, name, (&taken, &pairs)));
    let mut mended: Vec<Name> = Vec::new();
    for name in apart {
        match mended.last_mut() {
            Some(before) if is_joined(article, before, &name) => join(article, before, &name),
            _ => mended.push(name),
        }
    }
    mended
}

fn respan(article: &Article, name: &mut Name) {
    name.span = article.span(name.tokens.clone());
}

/// "Ilfracombe, Devon": a place in a place, not an abbreviation that goes with it.
fn places_apart(article: &Article, name: Name) -> Vec<Name> {
    let is_comma = |at: &usize| article.form(*at) == ",";
    let comma = name.tokens.clone().find(is_comma);
    let Some(comma) =
        comma.filter(|at| name.kind == EntityKind::Location && !is_dotted(article, at + 1))
    else {
        return vec![name];
    };
    let part = |tokens: std::ops::Range<usize>| Name {
        span: article.span(tokens.clone()),
        tokens,
        ..name
    };
    [name.tokens.start..comma, comma + 1..name.tokens.end]
        .into_iter()
        .filter(|tokens| !tokens.is_empty())
        .map(part)
        .collect()
}

/// Whether token `at` is capitals with periods ("D.C.").
fn is_dotted(article: &Article, at: usize) -> bool {
    let form = article.form(at);
    form.ends_with('.') && form.chars().filter(|letter| letter.is_uppercase()).count() > 1
}

/// Whether `after` goes on with the name `before`.
fn is_joined(article: &Article, before: &Name, after: &Name) -> bool {
    if before.tokens.end + 1 != after.tokens.start {
        return false;
    }
    match article.form(before.tokens.end) {
        "&" => true,
        "," => {
            before.kind == EntityKind::Location
                && after.tokens.len() == 1
                && is_dotted(article, after.tokens.start)
        }
        _ => false,
    }
}

/// Makes `before` the name that ends with `after`. Who is joined by an ampersand is a company.
fn join(article: &Article, before: &mut Name, after: &Name) {
    if article.form(before.tokens.end) == "&" {
        before.kind = EntityKind::Organization;
    }
    before.tokens.end = after.tokens.end;
    before.confidence = before.confidence.max(after.confidence);
    respan(article, before);
}

/// `name` with the capitals that hyphens glue to it ("Baden|-Wuerttemberg").
fn with_tail(article: &Article, mut name: Name, taken: &[bool]) -> Name {
    while let (Some(false), Some(false)) =
        (taken.get(name.tokens.end), taken.get(name.tokens.end + 1))
        && is_glued(article, name.tokens.end)
        && article.words[name.tokens.end + 1].case == Case::Capital
        && article.tag(name.tokens.end + 1).part == PartOfSpeech::Propn
    {
        name.tokens.end += 2;
        respan(article, &mut name);
    }
    name
}

/// Whether token `at` is a hyphen without space on either side.
fn is_glued(article: &Article, at: usize) -> bool {
    let span = |at: usize| article.span(at..at + 1);
    article.form(at).chars().all(is_hyphen)
        && at > 0
        && span(at - 1).end == span(at).start
        && span(at).end == span(at + 1).start
}

/// A person's name with the particle that opens a sentence and is written with a capital therefore
/// ("De Santis conclut"), where another name has one of the `pairs` of words.
fn with_particle(
    article: &Article,
    mut name: Name,
    (taken, pairs): (&[bool], &HashSet<[u64; 2]>),
) -> Name {
    let start = name.tokens.start;
    let opens = article.sentence_of(start).tokens.start + 1 == start && !taken[start - 1];
    let is_pair = || pairs.contains(&[article.key(start - 1), article.key(start)]);
    if name.kind == EntityKind::Person && opens && article.is_word(start - 1) && is_pair() {
        name.tokens.start -= 1;
        respan(article, &mut name);
    }
    name
}
