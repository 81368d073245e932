//! [`TokenRules`]: what a language says about the edges of words and sentences:
//! elisions ("l’"), clitics ("-t-il"), contractions ("n't") and abbreviations.

use std::collections::{HashMap, HashSet};

use super::rows;

/// How a language writes words together and short. Empty for a language without a pack.
#[derive(Debug, Default)]
pub struct TokenRules {
    elisions: HashSet<String>,
    whole_words: HashSet<String>,
    clitics: Vec<String>,
    contractions: Vec<String>,
    abbreviations: HashMap<String, AbbreviationKind>,
    function_words: HashSet<String>,
}

/// What may follow an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbbreviationKind {
    /// A name: the period never ends a sentence ("Mr.").
    Title,
    /// More of the sentence, as a rule ("cf.").
    Inside,
    /// Anything: a capital after it starts a sentence ("etc.").
    End,
}

/// The tables of one language that [`TokenRules`] is made from; absent ones are empty.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TokenTables {
    pub(crate) elisions: &'static str,
    pub(crate) exceptions: &'static str,
    pub(crate) clitics: &'static str,
    pub(crate) contractions: &'static str,
    pub(crate) abbreviations: &'static str,
    pub(crate) function_words: &'static str,
}

impl TokenRules {
    pub(crate) fn parse(tables: TokenTables) -> Self {
        let first = |table| rows(table).filter_map(|row| row.first().map(|form| fold(form)));
        let longest_first = |table| {
            let mut forms: Vec<String> = first(table).collect();
            forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
            forms
        };
        Self {
            elisions: first(tables.elisions).collect(),
            whole_words: first(tables.exceptions).collect(),
            clitics: longest_first(tables.clitics),
            contractions: longest_first(tables.contractions),
            abbreviations: rows(tables.abbreviations)
                .filter_map(|row| Some((fold(row.first()?), abbreviation_kind(row.get(1)?))))
                .collect(),
            function_words: first(tables.function_words).collect(),
        }
    }

    /// Whether `word` is one of the language's function words, as they start sentences.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.contains(&fold(word))
    }

    /// Whether `piece`, written before an apostrophe, is a word of its own ("l", "qu").
    pub fn is_elision(&self, piece: &str) -> bool {
        self.elisions.contains(&fold(piece))
    }

    /// Whether `word` stays whole in spite of its apostrophe or hyphen.
    pub fn is_whole(&self, word: &str) -> bool {
        self.whole_words.contains(&fold(word))
    }

    /// Length in bytes of the clitic or contraction that ends `word` and is a token of its own; 0 without one.
    pub fn ending(&self, word: &str) -> usize {
        let folded = fold(word);
        let ends = |form: &&String| folded.len() > form.len() && folded.ends_with(form.as_str());
        let Some(form) = self.clitics.iter().chain(&self.contractions).find(ends) else { return 0 };
        suffix_bytes(word, form.chars().count())
    }

    /// What may follow the abbreviation `form`, which includes its period.
    pub fn abbreviation(&self, form: &str) -> Option<AbbreviationKind> {
        self.abbreviations.get(&fold(form)).copied()
    }
}

fn abbreviation_kind(kind: &&str) -> AbbreviationKind {
    match *kind {
        "title" => AbbreviationKind::Title,
        "end" => AbbreviationKind::End,
        _ => AbbreviationKind::Inside,
    }
}

fn suffix_bytes(word: &str, chars: usize) -> usize {
    word.chars().rev().take(chars).map(char::len_utf8).sum()
}

/// Lower case with plain apostrophes: the form under which words are looked up.
pub fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).map(plain_apostrophe).collect()
}

fn plain_apostrophe(letter: char) -> char {
    if matches!(letter, '\u{2019}' | '\u{2bc}') { '\'' } else { letter }
}
