//! Inflected names: in languages that inflect names, two spellings that differ in an
//! ending of the pack (`grammar.tsv`) are one word, where the article has both.
//!
//! ```text
//! Boliviens → Bolivien        a genitive
//! Obersten, Oberster          adjectives in a name
//! ```

use std::collections::{BTreeSet, HashMap};

use super::recognise::Name;
use crate::language::word_key;
use crate::tag::Article;

/// Shortest stem of an inflected word, in bytes.
const SHORTEST_STEM: usize = 3;

/// The base forms of inflected words in names, by the keys of both.
#[derive(Debug, Default)]
pub(super) struct Inflections(HashMap<u64, u64>);

impl Inflections {
    /// The inflected words among the names of the article.
    pub(super) fn new(article: &Article, names: &[Name]) -> Self {
        let words = &article.pack.words;
        if words.genitive_endings.is_empty() && words.adjective_endings.is_empty() {
            return Self::default();
        }
        let spelt: BTreeSet<String> = names
            .iter()
            .flat_map(|name| name.tokens.clone())
            .map(|at| article.form(at).to_lowercase())
            .collect();
        let base = |word: &String| {
            let genitive = stems(word, &words.genitive_endings).find(|stem| spelt.contains(*stem));
            let adjective = || {
                let others = stems(word, &words.adjective_endings).flat_map(|stem| {
                    let endings = words.adjective_endings.iter();
                    endings.map(move |ending| format!("{stem}{ending}"))
                });
                others.filter(|other| spelt.contains(other)).min()
            };
            let base = genitive.map(str::to_owned).or_else(adjective)?;
            (base != *word).then(|| (word_key(word), word_key(&base)))
        };
        Self(spelt.iter().filter_map(base).collect())
    }

    /// The key of the base form.
    pub(super) fn base(&self, key: u64) -> u64 {
        self.0.get(&key).copied().unwrap_or(key)
    }

    /// Whether the word with this key has a base form in the article.
    pub(super) fn has_base(&self, key: u64) -> bool {
        self.0.contains_key(&key)
    }
}

fn stems<'a>(word: &'a str, endings: &'a [&str]) -> impl Iterator<Item = &'a str> {
    endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .filter(|stem| stem.len() >= SHORTEST_STEM)
}
