//! Acronyms and their long forms, in either order around a bracket
//! ("observatoire … (OSDH)", "FDS (Forces …)"), and by their initials alone.
//! After Schwartz and Hearst (2003), with words instead of characters.

use std::collections::HashMap;
use std::ops::Range;

use super::EntityKind;
use super::recognise::Name;
use crate::language::FunctionClass;
use crate::tag::{Article, Case};

/// The longest long form, in words.
const LONGEST: usize = 12;

/// Adds the long forms and acronyms that stand beside a bracket and were not found as names,
/// in place of the names that they overlap.
pub(super) fn complete(article: &Article, names: &[Name]) -> Vec<Name> {
    let known: HashMap<(usize, usize), &Name> = names
        .iter()
        .map(|name| ((name.tokens.start, name.tokens.end), name))
        .collect();
    let mut added: Vec<Name> = Vec::new();
    let mut claimed = vec![false; article.len()];
    for open in (0..article.len()).filter(|&at| article.form(at) == "(") {
        let Some((long, short)) = pair_at(article, open) else {
            continue;
        };
        if claimed[long.clone()].contains(&true) || claimed[short.clone()].contains(&true) {
            continue;
        }
        let find = |tokens: &Range<usize>| known.get(&(tokens.start, tokens.end));
        let like = find(&long).or_else(|| find(&short));
        let kind = like.map_or(EntityKind::Organization, |name| name.kind);
        let confidence = like.map_or(0.8, |name| name.confidence);
        for tokens in [long, short] {
            claimed[tokens.clone()].fill(true);
            added.push(Name {
                span: article.span(tokens.clone()),
                tokens,
                kind,
                confidence,
            });
        }
    }
    let free = |name: &Name| !claimed[name.tokens.clone()].contains(&true);
    let mut all: Vec<Name> = names.iter().filter(|name| free(name)).cloned().collect();
    all.extend(added);
    all.sort_by_key(|name| name.span);
    all
}

/// The long and the short form around the bracket at `open`.
fn pair_at(article: &Article, open: usize) -> Option<(Range<usize>, Range<usize>)> {
    let sentence = article.sentence_of(open).tokens.clone();
    let close =
        (open + 1..sentence.end.min(open + 2 + LONGEST)).find(|&at| article.form(at) == ")")?;
    if close == open + 2 && is_acronym(article, open + 1) {
        let start = long_form_before(article, article.form(open + 1), sentence.start, open)?;
        return Some((start..open, open + 1..close));
    }
    let outside = open
        .checked_sub(1)
        .filter(|&at| at >= sentence.start && is_acronym(article, at))?;
    let inside = (open + 1..close).find(|&at| article.is_word(at))?;
    let spelt = initials(article, inside..close);
    matches(article.form(outside), &spelt).then_some((inside..close, outside..open))
}

/// Two to eight letters, most of them capitals.
fn is_acronym(article: &Article, at: usize) -> bool {
    let form = article.form(at);
    let capitals = form.chars().filter(|letter| letter.is_uppercase()).count();
    (2..=8).contains(&form.chars().count())
        && capitals >= 2
        && matches!(article.words[at].case, Case::Upper | Case::Mixed)
}

/// Where the words that spell `acronym` start, if those right before `end` do.
fn long_form_before(article: &Article, acronym: &str, floor: usize, end: usize) -> Option<usize> {
    let first = acronym.chars().next()?;
    let starts = (floor.max(end.saturating_sub(LONGEST))..end).rev();
    let mut fitting = starts.filter(|&at| same_letter(article.form(at), first));
    fitting.find(|&at| matches(acronym, &initials(article, at..end)))
}

/// The initials of the words of `tokens`: of each its letter, and whether the acronym may skip it.
fn initials(article: &Article, tokens: Range<usize>) -> Vec<(char, bool)> {
    let part = |at: usize| {
        let small = article
            .pack
            .words
            .function_words
            .word(article.key(at))
            .any(|class| {
                matches!(
                    class,
                    FunctionClass::Adposition
                        | FunctionClass::Determiner
                        | FunctionClass::Coordinator
                )
            });
        article
            .form(at)
            .split('-')
            .filter_map(move |piece| Some((piece.chars().next()?, small)))
            .collect::<Vec<_>>()
    };
    tokens
        .filter(|&at| article.is_word(at))
        .flat_map(part)
        .collect()
}

/// Whether the letters of `acronym` are the initials in their order, where only small words are skipped.
fn matches(acronym: &str, initials: &[(char, bool)]) -> bool {
    let letters: Vec<char> = acronym
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .map(plain)
        .collect();
    spelt(&letters, initials)
}

/// As [`matches`], for what is left of both; at most as deep as the longest long form.
fn spelt(letters: &[char], initials: &[(char, bool)]) -> bool {
    let Some(((initial, small), rest)) = initials.split_first() else {
        return letters.is_empty();
    };
    let taken = letters
        .split_first()
        .is_some_and(|(letter, left)| *letter == plain(*initial) && spelt(left, rest));
    taken || (*small && spelt(letters, rest))
}

/// Whether the long form `words` is spelt by `acronym`, both as tokens of the article.
pub(super) fn spells(article: &Article, acronym: &Range<usize>, words: &Range<usize>) -> bool {
    acronym.len() == 1
        && words.len() > 1
        && is_acronym(article, acronym.start)
        && matches(
            article.form(acronym.start),
            &initials(article, words.clone()),
        )
}

fn same_letter(word: &str, letter: char) -> bool {
    word.chars()
        .next()
        .is_some_and(|first| plain(first) == plain(letter))
}

/// The letter in lower case without the accents of Latin script.
fn plain(letter: char) -> char {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        small => small,
    }
}
