//! What the words in and beside a name say of what it names, from the pack's
//! [`KindWord`](crate::language::KindWord)s: "Cannes Film **Festival**" is an event, "the **frigate**
//! Bremen" a product, "les **Touareg**" no name at all.

use std::ops::Range;

use super::EntityKind;
use super::recognise::Name;
use crate::language::{KindPlace, NamedKind, is_hyphen};
use crate::tag::{Article, Case, PartOfSpeech};

const QUOTATION_MARKS: [char; 9] = ['"', '\'', '“', '”', '«', '»', '„', '‘', '’'];

/// The names with the kinds that words in and beside them give, without the names of peoples.
pub(super) fn settle(article: &Article, names: Vec<Name>) -> Vec<Name> {
    let mut taken = vec![false; article.len()];
    for name in &names {
        taken[name.tokens.clone()].fill(true);
    }
    let mut settled = Vec::with_capacity(names.len());
    for name in names {
        if !is_people(article, &name) {
            settled.push(settled_name(article, name, &taken));
        }
    }
    settled
}

/// The kind of entity that `kind` stands for; none for peoples.
pub(super) fn kind_of(kind: NamedKind) -> Option<EntityKind> {
    match kind {
        NamedKind::Event => Some(EntityKind::Event),
        NamedKind::Product => Some(EntityKind::Product),
        NamedKind::Organization => Some(EntityKind::Organization),
        NamedKind::Location => Some(EntityKind::Location),
        NamedKind::Person => Some(EntityKind::Person),
        NamedKind::People => None,
    }
}

/// What the word right before `name` says, if it is listed for `place`. An opening mark or an
/// adjective may stand between ("la secte islamiste Boko Haram").
pub(super) fn before(article: &Article, name: &Name, place: KindPlace) -> Option<NamedKind> {
    let floor = article.sentence_of(name.tokens.start).tokens.start;
    let last = (floor..name.tokens.start).next_back()?;
    let may_be_skipped =
        is_quotation_mark(article.form(last)) || article.tag(last).part == PartOfSpeech::Adj;
    let skipped = (last > floor && may_be_skipped).then(|| last - 1);
    let word = |at: usize| says(article, at..at + 1, place);
    word(last).or_else(|| skipped.and_then(word))
}

/// Whether a token is a mark that a name of a ship or a work may stand in.
pub(super) fn is_quotation_mark(form: &str) -> bool {
    let mut letters = form.chars();
    letters
        .next()
        .is_some_and(|mark| QUOTATION_MARKS.contains(&mark))
        && letters.next().is_none()
}

/// Whether the name `tokens` is called an area by the noun beside it: "province d'Idlib",
/// "Idlib province".
pub(super) fn is_area(article: &Article, tokens: &Range<usize>) -> bool {
    let genitive = tokens
        .start
        .checked_sub(1)
        .filter(|&at| article.is_genitive(at));
    let before = genitive.unwrap_or(tokens.start).checked_sub(1);
    let mut beside = before.into_iter().chain([tokens.end]);
    beside.any(|at| says(article, at..at + 1, KindPlace::Area).is_some())
}

/// What the words `tokens` say as a whole, if they are listed for `place`.
fn says(article: &Article, tokens: Range<usize>, place: KindPlace) -> Option<NamedKind> {
    let mut words = article
        .pack
        .words
        .kind_words
        .all_at(article.keys(tokens.start));
    words.find_map(|(length, word)| {
        (length == tokens.len() && word.place == place).then_some(word.kind)
    })
}

/// Whether `name` is a people's and no person bears it.
fn is_people(article: &Article, name: &Name) -> bool {
    name.kind != EntityKind::Person
        && says(article, name.tokens.clone(), KindPlace::Whole) == Some(NamedKind::People)
}

fn settled_name(article: &Article, mut name: Name, taken: &[bool]) -> Name {
    let outside = before(article, &name, KindPlace::Before).or_else(|| after(article, &name));
    if let Some(kind) = outside.and_then(kind_of) {
        name.kind = kind;
        return name;
    }
    if let Some(end) = head_after(article, &name, taken) {
        name.tokens.end = end;
        name.span = article.span(name.tokens.clone());
    } else if name.kind == EntityKind::Person {
        if is_model(article, &name) {
            name.kind = EntityKind::Product;
        }
        return name;
    }
    if let Some(kind) = head(article, &name).and_then(kind_of) {
        name.kind = kind;
    }
    name
}

/// What the word right after `name` says ("Bremen class", "Bremen-class").
fn after(article: &Article, name: &Name) -> Option<NamedKind> {
    let at = name.tokens.end;
    let hyphen = article.form(at).starts_with(is_hyphen) && article.form(at).len() < 4;
    says(article, at..at + 1, KindPlace::After)
        .or_else(|| says(article, at + 1..at + 2, KindPlace::After).filter(|_| hyphen))
}

/// Where `name` ends with the head that follows it with a capital and belongs to it ("Global Citizen | Festival").
fn head_after(article: &Article, name: &Name, taken: &[bool]) -> Option<usize> {
    let at = name.tokens.end;
    let is_free = taken.get(at).is_some_and(|taken| !taken);
    let is_capital = is_free && article.words[at].case == Case::Capital;
    let beside = is_capital && article.sentence_of(at).tokens.start < at;
    (beside && says(article, at..at + 1, KindPlace::Last).is_some()).then_some(at + 1)
}

/// Whether `name` ends with letters and digits, as models of vehicles do ("Douglas MD-83").
fn is_model(article: &Article, name: &Name) -> bool {
    let last = article.form(name.tokens.end - 1);
    name.tokens.len() > 1 && last.contains(char::is_numeric) && last.starts_with(char::is_uppercase)
}

/// What the first or the last words of `name` say.
fn head(article: &Article, name: &Name) -> Option<NamedKind> {
    let Range { start, end } = name.tokens;
    let lengths = 1..=name.tokens.len().min(3);
    let first = |length| says(article, start..start + length, KindPlace::First);
    let last = |length| says(article, end - length..end, KindPlace::Last);
    let kind = lengths
        .clone()
        .rev()
        .find_map(first)
        .or_else(|| lengths.rev().find_map(last))?;
    // A head alone is a name only as a short form of an event's ("le Mondial"); others are homonyms.
    let is_event = kind == NamedKind::Event && name.kind == EntityKind::Organization;
    (is_event || name.tokens.len() > 1).then_some(kind)
}
