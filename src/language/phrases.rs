//! [`Phrases`]: words and phrases with what is known of them, looked up by the
//! keys of the tokens of a text.
//!
//! A phrase is cut where the tokenizer cuts: at spaces, and where the rules of
//! its language cut a word (`parce qu'il` → `parce`, `qu'`, `il`).

use super::key::word_key;
use super::tokens::TokenRules;
use crate::model::KeyMap;

/// Values by phrase.
#[derive(Debug)]
pub struct Phrases<T> {
    /// By the first word: the rest of each phrase and its value, the longest first.
    by_first: KeyMap<Vec<(Vec<u64>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            by_first: KeyMap::default(),
        }
    }
}

impl<T> Phrases<T> {
    /// The phrases of `entries`, which are in no language in particular: names. They are cut after
    /// every apostrophe.
    pub fn new(entries: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut phrases = Self::default();
        for (phrase, value) in entries {
            let words = phrase.split_whitespace();
            let pieces = words.flat_map(|word| word.split_inclusive('\''));
            phrases.insert(pieces.map(word_key).collect(), value);
        }
        phrases
    }

    /// The phrases of `entries`, which are in the language of `rules`.
    pub fn in_language(
        rules: &TokenRules,
        entries: impl Iterator<Item = (&'static str, T)>,
    ) -> Self {
        let mut phrases = Self::default();
        for (phrase, value) in entries {
            phrases.insert(phrase_keys(rules, phrase), value);
        }
        phrases
    }

    fn insert(&mut self, keys: Vec<u64>, value: T) {
        let Some((first, rest)) = keys.split_first() else {
            return;
        };
        let row = self.by_first.entry(*first).or_default();
        let place = row.partition_point(|(other, _)| other.len() >= rest.len());
        row.insert(place, (rest.to_vec(), value));
    }

    /// The longest phrase at the start of `keys`: its length in words and its value.
    pub fn at(&self, keys: impl Iterator<Item = u64> + Clone) -> Option<(usize, &T)> {
        self.all_at(keys).next()
    }

    /// All phrases at the start of `keys`, the longest first.
    pub fn all_at<I: Iterator<Item = u64> + Clone>(
        &self,
        mut keys: I,
    ) -> impl Iterator<Item = (usize, &T)> {
        let row = keys
            .next()
            .and_then(|first| self.by_first.get(&first))
            .map_or(&[][..], Vec::as_slice);
        row.iter().filter_map(move |(rest, value)| {
            let mut following = keys.clone();
            let fits = rest.iter().all(|key| following.next() == Some(*key));
            fits.then_some((1 + rest.len(), value))
        })
    }

    /// The values of the single word with the key `key`.
    pub fn word(&self, key: u64) -> impl Iterator<Item = &T> {
        let row = self.by_first.get(&key).map_or(&[][..], Vec::as_slice);
        row.iter()
            .filter(|(rest, _)| rest.is_empty())
            .map(|(_, value)| value)
    }
}

/// The keys of the tokens of `phrase`.
pub(super) fn phrase_keys(rules: &TokenRules, phrase: &str) -> Vec<u64> {
    let words = phrase.split_whitespace().flat_map(marks_apart);
    let pieces = words.flat_map(|word| rules.pieces(word));
    pieces.map(word_key).collect()
}

/// The stretches of `word` between marks that are tokens of their own, and those marks.
fn marks_apart(word: &str) -> impl Iterator<Item = &str> {
    let is_mark = |sign: char| matches!(sign, '!' | '&' | '+' | '/' | '>');
    let stretches = word.split_inclusive(is_mark);
    let parts = stretches.flat_map(move |part| {
        let before = part.trim_end_matches(is_mark);
        [before, &part[before.len()..]]
    });
    parts.filter(|part| !part.is_empty())
}
