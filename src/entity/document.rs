//! Decisions over the whole article: a name that was surely found once is found
//! wherever it is written, and has one kind.

use std::collections::{HashMap, HashSet};

use super::recognise::Name;
use super::{EntityKind, acronym};
use crate::language::fold;
use crate::tag::{Article, Case};

/// How sure a name must be somewhere before it is looked for elsewhere.
const SURE: f32 = 0.7;

/// The names of the article after what each sentence found has been weighed against the others.
pub(super) fn revise(article: &Article, names: Vec<Name>) -> Vec<Name> {
    let mut names = one_kind_per_form(article, names);
    surnames_are_people(article, &mut names);
    let names = everywhere(article, names);
    acronym::complete(article, names)
}

/// The folded words of a name.
pub(super) fn folded(article: &Article, name: &Name) -> String {
    fold(name.span.of(article.text))
}

/// Gives each form the kind that most of its occurrences, weighted by how sure they are, have.
fn one_kind_per_form(article: &Article, mut names: Vec<Name>) -> Vec<Name> {
    let mut votes: HashMap<String, [f32; 5]> = HashMap::new();
    for name in &names {
        votes.entry(folded(article, name)).or_default()[name.kind as usize] += name.confidence;
    }
    for name in &mut names {
        let row = votes[&folded(article, name)];
        let best = EntityKind::ALL
            .into_iter()
            .max_by(|one, other| row[*one as usize].total_cmp(&row[*other as usize]));
        name.kind = best.unwrap_or(name.kind);
    }
    names
}

/// A single word that ends the full name of a person is that person.
fn surnames_are_people(article: &Article, names: &mut [Name]) {
    let surnames: HashSet<u64> = names
        .iter()
        .filter(|name| name.kind == EntityKind::Person && name.tokens.len() > 1)
        .map(|name| article.key(name.tokens.end - 1))
        .collect();
    for name in names
        .iter_mut()
        .filter(|name| name.tokens.len() == 1 && name.confidence < 0.95)
    {
        if surnames.contains(&article.key(name.tokens.start)) {
            name.kind = EntityKind::Person;
        }
    }
}

/// A known name: the keys of its words, its kind, and how sure it is at best.
struct Known {
    keys: Vec<u64>,
    kind: EntityKind,
    confidence: f32,
}

/// Adds the places where a sure name is written but was not found.
fn everywhere(article: &Article, names: Vec<Name>) -> Vec<Name> {
    let known = known_names(article, &names);
    let mut taken = vec![false; article.len()];
    names
        .iter()
        .for_each(|name| taken[name.tokens.clone()].fill(true));
    let small: HashSet<u64> = article
        .words
        .iter()
        .filter(|word| word.case == Case::Lower)
        .map(|word| word.lower)
        .collect();
    let mut all = names;
    let mut at = 0;
    while at < article.len() {
        let found = known
            .get(&article.key(at))
            .and_then(|row| row.iter().find(|name| occurs(article, name, at, &taken)));
        let Some(name) = found.filter(|name| name.keys.len() > 1 || !small.contains(&name.keys[0]))
        else {
            at += 1;
            continue;
        };
        let tokens = at..at + name.keys.len();
        at = tokens.end;
        all.push(Name {
            span: article.span(tokens.clone()),
            tokens,
            kind: name.kind,
            confidence: name.confidence * 0.9,
        });
    }
    all.sort_by_key(|name| name.span);
    all
}

fn known_names(article: &Article, names: &[Name]) -> HashMap<u64, Vec<Known>> {
    let mut known: HashMap<u64, Vec<Known>> = HashMap::new();
    for name in names.iter().filter(|name| name.confidence >= SURE) {
        let keys: Vec<u64> = name.tokens.clone().map(|at| article.key(at)).collect();
        let row = known.entry(keys[0]).or_default();
        match row.iter_mut().find(|other| other.keys == keys) {
            Some(other) => other.confidence = other.confidence.max(name.confidence),
            None => row.push(Known {
                keys,
                kind: name.kind,
                confidence: name.confidence,
            }),
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each row is sorted by itself")]
    for row in known.values_mut() {
        row.sort_by_key(|name| std::cmp::Reverse(name.keys.len()));
    }
    known
}

/// Whether `name` is written at token `at` with a capital, where no other name is, in one paragraph.
fn occurs(article: &Article, name: &Known, at: usize, taken: &[bool]) -> bool {
    let end = at + name.keys.len();
    end <= article.len()
        && !matches!(article.words[at].case, Case::Lower | Case::None)
        && !taken[at..end].contains(&true)
        && article
            .keys(at)
            .zip(&name.keys)
            .all(|(key, wanted)| key == *wanted)
        && article.sentence_of(at).tokens.end >= end
}
