//! Decisions over the whole article: a name that was surely found once is found
//! wherever it is written, and has one kind.

use std::collections::{HashMap, HashSet};

use super::aliases::Aliases;
use super::recognise::Name;
use super::{EntityKind, acronym, evidence, joints, kinds, tidy};
use crate::language::fold;
use crate::tag::{Article, Case};

/// How sure a name must be somewhere before it is looked for elsewhere.
const SURE: f32 = 0.5;
/// Below this a name follows a surer one that it is a part of.
const DOUBTFUL: f32 = 0.9;

/// The names of the article after what each sentence found has been weighed against the others.
pub(super) fn revise(article: &Article, aliases: &Aliases, names: Vec<Name>) -> Vec<Name> {
    let mut names = joints::mend(article, tidy::tidy(article, names));
    decide(article, aliases, &mut names);
    parts_follow_wholes(article, &mut names);
    let mut names = everywhere(article, names);
    // What stands beside the places that were found last may settle the others.
    decide(article, aliases, &mut names);
    kinds::settle(article, acronym::complete(article, &names))
}

/// Decides what each form names, from all its places.
fn decide(article: &Article, aliases: &Aliases, names: &mut [Name]) {
    evidence::weigh(article, names);
    one_kind_per_form(article, names);
    known_things(article, aliases, names);
}

/// A name that is known to be a place or an organisation is one.
fn known_things(article: &Article, aliases: &Aliases, names: &mut [Name]) {
    for name in names.iter_mut() {
        let keys: Vec<u64> = name.tokens.clone().map(|at| article.key(at)).collect();
        name.kind = aliases.kind(&keys).unwrap_or(name.kind);
    }
}

/// The folded words of a name.
pub(super) fn folded(article: &Article, name: &Name) -> String {
    fold(name.span.of(article.text))
}

/// Gives each form the kind that most of its occurrences, weighted by how sure they are, have.
fn one_kind_per_form(article: &Article, names: &mut [Name]) {
    let mut votes: HashMap<String, [f32; 5]> = HashMap::new();
    for name in names.iter() {
        votes.entry(folded(article, name)).or_default()[name.kind as usize] += name.confidence;
    }
    for name in names {
        let row = votes[&folded(article, name)];
        let best = EntityKind::ALL
            .into_iter()
            .max_by(|one, other| row[*one as usize].total_cmp(&row[*other as usize]));
        name.kind = best.unwrap_or(name.kind);
    }
}

/// A doubtful single word that is the surname or forename of a person, or the first word of an
/// organisation or a place, whose whole name is sure, is of that kind.
fn parts_follow_wholes(article: &Article, names: &mut [Name]) {
    let mut wholes: HashMap<u64, (EntityKind, f32)> = HashMap::new();
    for name in names.iter().filter(|name| name.tokens.len() > 1) {
        for key in part_keys(article, name) {
            let known = wholes.entry(key).or_insert((name.kind, name.confidence));
            if name.confidence > known.1 {
                *known = (name.kind, name.confidence);
            }
        }
    }
    let doubtful = |name: &&mut Name| name.tokens.len() == 1 && name.confidence < DOUBTFUL;
    for name in names.iter_mut().filter(doubtful) {
        let whole = wholes.get(&article.key(name.tokens.start));
        if let Some((kind, confidence)) = whole.filter(|(_, sure)| *sure >= SURE) {
            (name.kind, name.confidence) = (*kind, *confidence);
        }
    }
}

/// The keys of the single words by which a thing with a long name is called again.
fn part_keys(article: &Article, name: &Name) -> Vec<u64> {
    let (first, last) = (name.tokens.start, name.tokens.end - 1);
    let parts = match name.kind {
        EntityKind::Person => vec![last, first],
        EntityKind::Organization | EntityKind::Location => vec![first],
        EntityKind::Event | EntityKind::Product => vec![],
    };
    let stands_alone = |at: &usize| {
        article.form(*at).chars().count() > 3 && article.words[*at].case != Case::Lower
    };
    parts
        .into_iter()
        .filter(stands_alone)
        .map(|at| article.key(at))
        .collect()
}

/// A known name: the keys of its words, its kind, and how sure it is at best.
struct Known {
    keys: Vec<u64>,
    kind: EntityKind,
    confidence: f32,
    /// Whether it is only a part of a name.
    is_part: bool,
}

/// Adds the places where a sure name is written but was not found.
fn everywhere(article: &Article, names: Vec<Name>) -> Vec<Name> {
    let known = known_names(article, &names);
    let mut taken = vec![false; article.len()];
    for name in &names {
        taken[name.tokens.clone()].fill(true);
    }
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
        let doubtful = |name: &&Known| {
            name.keys.len() == 1 && small.contains(&name.keys[0]) && opens_sentence(article, at)
        };
        let Some(name) = found.filter(|name| !doubtful(name)) else {
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

/// The sure names and the parts by which they may be called again, each once, by their first words.
fn known_names(article: &Article, names: &[Name]) -> HashMap<u64, Vec<Known>> {
    let mut found: HashMap<(Vec<u64>, bool), Known> = HashMap::new();
    let mut order: Vec<(Vec<u64>, bool)> = Vec::new();
    let mut add = |keys: Vec<u64>, is_part: bool, name: &Name| {
        let place = (keys, is_part);
        if let Some(known) = found.get_mut(&place) {
            known.confidence = known.confidence.max(name.confidence);
            return;
        }
        let known = Known {
            keys: place.0.clone(),
            kind: name.kind,
            confidence: name.confidence,
            is_part,
        };
        order.push(place.clone());
        found.insert(place, known);
    };
    let sure = || names.iter().filter(|name| name.confidence >= SURE);
    for name in sure() {
        let keys = name.tokens.clone().map(|at| article.key(at)).collect();
        add(keys, false, name);
    }
    for name in sure().filter(|name| name.tokens.len() > 1) {
        for key in part_keys(article, name) {
            add(vec![key], true, name);
        }
    }
    let mut known: HashMap<u64, Vec<Known>> = HashMap::new();
    for place in order {
        if let Some(name) = found.remove(&place) {
            known.entry(place.0[0]).or_default().push(name);
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each row is sorted by itself")]
    for row in known.values_mut() {
        row.sort_by_key(|name| std::cmp::Reverse(name.keys.len()));
    }
    known
}

/// Whether token `at` is a word with a capital, which may be part of the same name.
fn is_capital(article: &Article, at: usize) -> bool {
    article
        .words
        .get(at)
        .is_some_and(|word| !matches!(word.case, Case::Lower | Case::None))
}

/// Whether no word stands before token `at` in its sentence.
fn opens_sentence(article: &Article, at: usize) -> bool {
    !(article.sentence_of(at).tokens.start..at).any(|before| article.is_word(before))
}

/// Whether `name` is written at token `at` with a capital, where no other name is, in one paragraph.
fn occurs(article: &Article, name: &Known, at: usize, taken: &[bool]) -> bool {
    let end = at + name.keys.len();
    let is_part = name.keys.len() == 1 && name.is_part;
    end <= article.len()
        && !(is_part && (is_capital(article, at.wrapping_sub(1)) || is_capital(article, end)))
        && !matches!(article.words[at].case, Case::Lower | Case::None)
        && !taken[at..end].contains(&true)
        && article
            .keys(at)
            .zip(&name.keys)
            .all(|(key, wanted)| key == *wanted)
        && article.sentence_of(at).tokens.end >= end
}
