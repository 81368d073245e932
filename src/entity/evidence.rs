//! What stands beside a name and settles its kind whatever its letters look like:
//! the noun that it follows ("le site irakien al-…", "province de …"), a plural
//! article, a list of names of one kind, a medium that everybody knows.

use std::collections::HashMap;

use super::document::folded;
use super::recognise::Name;
use super::{EntityKind, kinds};
use crate::language::{KindPlace, NounKind, Number};
use crate::tag::{Article, PartOfSpeech};

/// A name that is at least this sure keeps its kind whatever stands beside it.
const SURE: f32 = 0.97;
/// A name that is at least this sure keeps its kind in a list or beside the noun of a body.
const LIKELY: f32 = 0.9;
/// A name that is at least this sure keeps its kind after a noun for places ("la place de …") and after
/// an article in the plural ("les …").
const POSSIBLE: f32 = 0.75;
/// How far before a name its noun may stand, in tokens.
const REACH: usize = 6;

/// Gives doubtful names the kind that the surroundings of one of them prove.
pub(super) fn weigh(article: &Article, names: &mut [Name]) {
    let mut kinds: HashMap<String, EntityKind> = HashMap::new();
    for name in names.iter().filter(|name| name.confidence < SURE) {
        if let Some(kind) = proven(article, name) {
            kinds.insert(folded(article, name), kind);
        }
    }
    for name in names.iter_mut().filter(|name| name.confidence < SURE) {
        if let Some(kind) = kinds.get(&folded(article, name)) {
            (name.kind, name.confidence) = (*kind, name.confidence.max(0.9));
        }
    }
    lists_share_a_kind(article, names);
}

fn proven(article: &Article, name: &Name) -> Option<EntityKind> {
    let medium = article
        .pack
        .words
        .media
        .all_at(article.keys(name.tokens.start))
        .any(|(length, ())| length == name.tokens.len());
    let body = name.kind == EntityKind::Person
        && name.confidence < POSSIBLE
        && follows_plural(article, name);
    if medium || body {
        return Some(EntityKind::Organization);
    }
    let told = kinds::before(article, name, KindPlace::Perhaps).and_then(kinds::kind_of);
    told.filter(|_| name.confidence < LIKELY)
        .or_else(|| noun_before(article, name))
}

/// Whether an article in the plural stands right before: people have none, but for families.
fn follows_plural(article: &Article, name: &Name) -> bool {
    let Some(before) = name.tokens.start.checked_sub(1) else {
        return false;
    };
    let mut determiners = article.pack.words.determiners.word(article.key(before));
    determiners.any(|determiner| determiner.definite && determiner.number == Number::Plural)
}

/// The kind that the noun before token `start` gives: a body that the name stands beside,
/// or a kind of place that it is of.
fn noun_before(article: &Article, name: &Name) -> Option<EntityKind> {
    let start = name.tokens.start;
    let floor = article
        .sentence_of(start)
        .tokens
        .start
        .max(start.saturating_sub(REACH));
    let genitive = start
        .checked_sub(1)
        .filter(|&at| at >= floor && article.is_genitive(at));
    let end = genitive.unwrap_or(start);
    let inside = |at: &usize| {
        matches!(
            article.tag(*at).part,
            PartOfSpeech::Adj | PartOfSpeech::Noun | PartOfSpeech::Adp
        ) && article.is_word(*at)
    };
    let first = (floor..end).rev().take_while(inside).last()?;
    let head = (first..end).find(|&at| article.nouns(at).next().is_some())?;
    let kinds: Vec<NounKind> = article.nouns(head).map(|noun| noun.kind).collect();
    let all = |wanted: &[NounKind]| kinds.iter().all(|kind| wanted.contains(kind));
    let beside = article.tag(start - 1).part != PartOfSpeech::Adp;
    let complemented = (head..end).any(|at| article.tag(at).part == PartOfSpeech::Adp);
    match genitive {
        Some(_) if name.confidence < POSSIBLE && all(&[NounKind::Place]) && !complemented => {
            Some(EntityKind::Location)
        }
        None if name.confidence < LIKELY
            && beside
            && all(&[
                NounKind::Medium,
                NounKind::Organization,
                NounKind::Institution,
            ]) =>
        {
            Some(EntityKind::Organization)
        }
        _ => None,
    }
}

/// In a list of three names or more, one that differs from all others is of their kind.
fn lists_share_a_kind(article: &Article, names: &mut [Name]) {
    let mut start = 0;
    while start < names.len() {
        let mut end = start + 1;
        while end < names.len()
            && is_listed(article, names[end - 1].tokens.end, names[end].tokens.start)
        {
            end += 1;
        }
        if end - start >= 3 {
            agree(&mut names[start..end]);
        }
        start = end;
    }
}

/// Whether only a comma or a conjunction stands between two names.
fn is_listed(article: &Article, from: usize, to: usize) -> bool {
    (1..=2).contains(&to.saturating_sub(from))
        && (from..to).all(|at| {
            article.form(at) == ","
                || article.is_word(at) && article.tag(at).part == PartOfSpeech::Cconj
        })
}

fn agree(names: &mut [Name]) {
    let count = |kind: EntityKind| names.iter().filter(|name| name.kind == kind).count();
    let Some(usual) = EntityKind::ALL.into_iter().max_by_key(|kind| count(*kind)) else {
        return;
    };
    if count(usual) + 1 == names.len() {
        names
            .iter_mut()
            .filter(|name| name.confidence < LIKELY)
            .for_each(|name| name.kind = usual);
    }
}
