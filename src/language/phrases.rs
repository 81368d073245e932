//! [`Phrases`]: words and phrases with what is known of them, looked up by the
//! keys of the tokens of a text.
//!
//! A phrase is cut where the tokenizer cuts: at spaces and after apostrophes.

use std::collections::HashMap;

use super::key::word_key;

/// Values by phrase.
#[derive(Debug)]
pub struct Phrases<T> {
    /// By the first word: the rest of each phrase and its value, the longest first.
    by_first: HashMap<u64, Vec<(Vec<u64>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            by_first: HashMap::new(),
        }
    }
}

impl<T> Phrases<T> {
    /// The phrases of `entries`.
    pub fn new(entries: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut phrases = Self::default();
        for (phrase, value) in entries {
            let mut keys = pieces(phrase).map(word_key);
            if let Some(first) = keys.next() {
                let row = phrases.by_first.entry(first).or_default();
                let rest: Vec<u64> = keys.collect();
                let place = row.partition_point(|(other, _)| other.len() >= rest.len());
                row.insert(place, (rest, value));
            }
        }
        phrases
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

/// The pieces of `phrase` as the tokenizer cuts it.
pub(super) fn pieces(phrase: &str) -> impl Iterator<Item = &str> {
    phrase
        .split_whitespace()
        .flat_map(|word| word.split_inclusive('\''))
        .filter(|piece| !piece.is_empty())
}
