//! [`MarkRules`]: the pairs of quotation marks that a language's press uses.

use super::table::Table;

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
}

impl MarkRules {
    pub(super) fn parse(table: Table) -> Self {
        let mut rules = Self::default();
        for [open, close, style] in table.rows() {
            let Some(open) = open.chars().next() else { continue };
            match close.chars().next() {
                _ if style == "dash" => rules.dashes.push(open),
                Some(close) => rules.pairs.push(MarkPair { open, close }),
                None => {}
            }
        }
        rules
    }
}
