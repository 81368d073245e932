//! Which way a sentence looks: words and endings near a date that speak of what
//! is to come ("will", "-ront") or of what was ("said", "-èrent"). A row of
//! `outlook.tsv` is a word, or an ending as `*ront`, and `past` or `future`;
//! a word may also be `neither` to except it from an ending.

use std::collections::HashMap;

use crate::language::{Table, rows};
use crate::model::LoadError;

use super::chart::Extent;
use super::lexeme::{Lexeme, LexemeKind, Symbol, Vocabulary, folded};
use super::resolve::Outlook;

/// Lexemes before and after the expression that are looked at.
const REACH: usize = 18;
/// Shortest stem before an ending.
const SHORTEST_STEM: usize = 3;

/// The words and endings of a language that tell past from future.
#[derive(Clone, Debug, Default)]
pub(super) struct OutlookWords {
    words: HashMap<Symbol, Outlook>,
    endings: Vec<(String, Outlook)>,
}

impl OutlookWords {
    /// Reads the table.
    pub(super) fn parse(table: Table, vocabulary: &mut Vocabulary) -> Result<Self, LoadError> {
        let mut found = Self::default();
        for row in rows(table.text) {
            let outlook = match row.get(1).copied() {
                Some("past") => Some(Outlook::Past),
                Some("future") => Some(Outlook::Future),
                Some("neither") => Some(Outlook::Unknown),
                _ => None,
            };
            let (Some(word), Some(outlook)) = (row.first(), outlook) else {
                let expected = "word or *ending, past or future or neither";
                return Err(table.error(expected, &row.join(" · ")));
            };
            if let Some(ending) = word.strip_prefix('*') {
                found.endings.push((ending.to_owned(), outlook));
            } else if let [symbol] = vocabulary.learn(word).as_slice() {
                found.words.insert(*symbol, outlook);
            }
        }
        Ok(found)
    }

    /// Which way the nearest telling word of the clause looks; before the
    /// expression counts before after it.
    pub(super) fn around(&self, content: &str, lexemes: &[Lexeme], extent: Extent) -> Outlook {
        let before = (0..extent.0).rev().take(REACH);
        let mut broken = lexemes.get(extent.0).is_some_and(|lexeme| lexeme.apart);
        let mut past = false;
        for at in before {
            let lexeme = &lexemes[at];
            let comma = lexeme.span.of(content) == ",";
            if broken || ends_sentence(lexemes, at, content) || (past && comma) {
                break;
            }
            // "will be held": the participle does not look back.
            match self.of(lexeme, content) {
                Outlook::Future => return Outlook::Future,
                Outlook::Past => past = true,
                Outlook::Unknown => {}
            }
            broken = lexeme.apart;
        }
        if past {
            return Outlook::Past;
        }
        for at in (extent.1..lexemes.len()).take(REACH) {
            let lexeme = &lexemes[at];
            if lexeme.apart || ends_sentence(lexemes, at, content) {
                break;
            }
            let outlook = self.of(lexeme, content);
            if outlook != Outlook::Unknown {
                return outlook;
            }
        }
        Outlook::Unknown
    }

    fn of(&self, lexeme: &Lexeme, content: &str) -> Outlook {
        if let Some(outlook) = self.words.get(&lexeme.symbol) {
            return *outlook;
        }
        if lexeme.kind != LexemeKind::Word || self.endings.is_empty() {
            return Outlook::Unknown;
        }
        let word = folded(lexeme.span.of(content));
        let fits = |ending: &str| {
            word.strip_suffix(ending)
                .is_some_and(|stem| stem.chars().count() >= SHORTEST_STEM)
        };
        self.endings
            .iter()
            .find(|(ending, _)| fits(ending))
            .map_or(Outlook::Unknown, |(_, outlook)| *outlook)
    }
}

/// Whether the lexeme at `at` ends a sentence: not a full stop as in "14.00".
fn ends_sentence(lexemes: &[Lexeme], at: usize, content: &str) -> bool {
    let inside = lexemes
        .get(at + 1)
        .is_some_and(|next| next.glued && next.kind == LexemeKind::Digits);
    lexemes[at].kind == LexemeKind::Mark
        && match lexemes[at].span.of(content) {
            "." | ":" => !inside,
            mark => matches!(mark, "!" | "?" | ";" | "»" | "«" | "“" | "”"),
        }
}
