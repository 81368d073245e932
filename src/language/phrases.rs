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
            let keys: Vec<u64> = pieces.map(word_key).collect();
            phrases.insert(&keys, value);
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
            phrases.insert(&phrase_keys(rules, phrase), value);
        }
        phrases
    }

    fn insert(&mut self, keys: &[u64], value: T) {
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
    let pieces = rules.phrase_pieces(phrase).into_iter();
    pieces.map(word_key).collect()
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, Packs};

    fn phrases(language: Language, entries: &[&'static str]) -> Phrases<usize> {
        let packs = Packs::load().unwrap();
        let entries = entries.iter().enumerate();
        Phrases::in_language(
            &packs.get(language).tokens,
            entries.map(|(number, &phrase)| (phrase, number)),
        )
    }

    /// The numbers and lengths of the phrases at the start of `tokens`, which spaces separate.
    fn at(phrases: &Phrases<usize>, tokens: &str) -> Vec<(usize, usize)> {
        let keys = tokens.split(' ').map(word_key);
        let found = phrases.all_at(keys);
        found.map(|(length, &number)| (number, length)).collect()
    }

    #[test]
    fn the_longest_phrase_comes_first_and_equals_in_their_order() {
        let phrases = phrases(
            Language::English,
            &["as", "as well", "as well as", "as", "of"],
        );
        assert_eq!(
            at(&phrases, "as well as you"),
            [(2, 3), (1, 2), (0, 1), (3, 1)]
        );
        assert_eq!(at(&phrases, "As WELL"), [(1, 2), (0, 1), (3, 1)]);
        assert_eq!(at(&phrases, "of"), [(4, 1)]);
        assert_eq!(at(&phrases, "well as"), []);
        assert_eq!(phrases.at([].into_iter()), None);
        let words: Vec<usize> = phrases.word(word_key("as")).copied().collect();
        assert_eq!(words, [0, 3]);
    }

    #[test]
    fn phrases_are_cut_as_the_tokenizer_cuts() {
        let french = [
            ("parce qu'il", "parce qu' il"),
            ("parce qu'il", "parce qu’ il"),
            ("aujourd'hui même", "aujourd’hui même"),
            ("quelqu'un", "quelqu'un"),
            ("-t-il", "-t-il"),
            ("est-ce que", "est -ce que"),
            ("d'", "d’"),
            ("Canal+", "Canal +"),
            ("Agence France/Presse", "Agence France / Presse"),
        ];
        for (phrase, tokens) in french {
            let found = at(&phrases(Language::French, &[phrase]), tokens);
            assert_eq!(found, [(0, tokens.split(' ').count())], "{phrase}");
        }
        let english = [
            ("n't", "n’t"),
            ("'s", "'s"),
            ("cannot say", "can not say"),
            ("o'clock", "o’clock"),
            ("the people's choice", "the people 's choice"),
            ("A/S", "A / S"),
        ];
        for (phrase, tokens) in english {
            let found = at(&phrases(Language::English, &[phrase]), tokens);
            assert_eq!(found, [(0, tokens.split(' ').count())], "{phrase}");
        }
    }

    #[test]
    fn names_are_cut_after_every_apostrophe() {
        let names = Phrases::new([("Côte d'Ivoire", 0)].into_iter());
        assert_eq!(at(&names, "Côte d’ Ivoire"), [(0, 3)]);
    }
}
