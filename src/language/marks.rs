//! [`MarkRules`]: the pairs of quotation marks that a language's press uses.

use super::key::fold;
use super::table::{Folder, Table};
use crate::model::LoadError;

/// A pair of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkPair {
    /// The mark before the passage.
    pub open: char,
    /// The mark after it.
    pub close: char,
}

/// The quotation marks of a language.
#[derive(Debug, Default)]
pub struct MarkRules {
    /// Pairs, the most usual first.
    pub pairs: Vec<MarkPair>,
    /// Dashes that open speech at the start of a line.
    pub dashes: Vec<char>,
    /// Words that start with an apostrophe ("'til", "'n'"), folded.
    pub apostrophe_words: Vec<String>,
}

impl MarkRules {
    /// The marks of a language; the words whose apostrophes the tokenizer keeps are exceptions.
    pub(super) fn parse(folder: &Folder) -> Result<Self, LoadError> {
        let exceptions = folder.table("exceptions")?.rows();
        let words = exceptions.filter(|[form]| form.starts_with('\''));
        Ok(Self {
            apostrophe_words: words.map(|[form]| fold(form)).collect(),
            ..Self::pairs_and_dashes(folder.table("quote_marks")?)?
        })
    }

    /// The marks of all presses.
    pub(super) fn common() -> Result<Self, LoadError> {
        Self::pairs_and_dashes(Folder::embedded("und").table("quote_marks")?)
    }

    fn pairs_and_dashes(table: Table) -> Result<Self, LoadError> {
        let mut rules = Self::default();
        for [open, close, style] in table.rows() {
            match (single(open), single(close)) {
                (Some(open), _) if style == "dash" => rules.dashes.push(open),
                (Some(open), Some(close)) => rules.pairs.push(MarkPair { open, close }),
                _ => return Err(table.error("a pair of single characters or a dash", open)),
            }
        }
        Ok(rules)
    }
}

fn single(field: &str) -> Option<char> {
    let mut letters = field.chars();
    letters.next().filter(|_| letters.next().is_none())
}
