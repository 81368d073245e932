//! [`TokenRules`]: what a language says about the edges of words and sentences:
//! elisions ("l’"), clitics ("-t-il"), contractions ("n't") and abbreviations.

use std::collections::{HashMap, HashSet};

use super::key::fold;
use super::table::Table;

/// How a language writes words together and short. Empty for a language without a pack.
#[derive(Debug, Default)]
pub struct TokenRules {
    elisions: HashSet<String>,
    whole_words: HashSet<String>,
    whole_prefixes: Vec<String>,
    endings: Vec<String>,
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

/// The files that [`TokenRules`] are read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenTables {
    pub(super) elisions: Table,
    pub(super) exceptions: Table,
    pub(super) clitics: Table,
    pub(super) contractions: Table,
    pub(super) abbreviations: Table,
    pub(super) function_words: Table,
}

impl TokenRules {
    pub(super) fn parse(tables: &TokenTables) -> Self {
        let splits =
            |[form, _, class]: [&'static str; 3]| (class != "particle").then(|| fold(form));
        let mut endings: Vec<String> = tables.clitics.rows().filter_map(splits).collect();
        endings.extend(tables.contractions.rows().map(|[form]| fold(form)));
        endings.sort_by_key(|form| std::cmp::Reverse(form.len()));
        let exceptions = |wanted: &'static str| {
            tables
                .exceptions
                .rows()
                .filter(move |[_, kind]| *kind == wanted)
                .map(|[form, _]| fold(form))
        };
        Self {
            elisions: tables.elisions.rows().map(|[form]| fold(form)).collect(),
            whole_words: exceptions("word").collect(),
            whole_prefixes: exceptions("prefix").collect(),
            endings,
            abbreviations: tables
                .abbreviations
                .rows()
                .map(|[form, kind]| (fold(form), abbreviation_kind(kind)))
                .collect(),
            function_words: tables
                .function_words
                .rows()
                .map(|[form]| fold(form))
                .collect(),
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
        let folded = fold(word);
        self.whole_words.contains(&folded)
            || self
                .whole_prefixes
                .iter()
                .any(|prefix| folded.starts_with(prefix))
    }

    /// Length in bytes of the clitic or contraction that ends `word` and is a token of its own; 0 without one.
    pub fn ending(&self, word: &str) -> usize {
        let folded = fold(word);
        let ends = |form: &&String| folded.len() > form.len() && folded.ends_with(form.as_str());
        let Some(form) = self.endings.iter().find(ends) else {
            return 0;
        };
        suffix_bytes(word, form.chars().count())
    }

    /// What may follow the abbreviation `form`, which includes its period.
    pub fn abbreviation(&self, form: &str) -> Option<AbbreviationKind> {
        self.abbreviations.get(&fold(form)).copied()
    }
}

fn abbreviation_kind(kind: &str) -> AbbreviationKind {
    match kind {
        "title" => AbbreviationKind::Title,
        "end" => AbbreviationKind::End,
        _ => AbbreviationKind::Inside,
    }
}

fn suffix_bytes(word: &str, chars: usize) -> usize {
    word.chars().rev().take(chars).map(char::len_utf8).sum()
}
