//! Lexemes: the smallest pieces that the grammar reads. They are finer than
//! tokens, so that "14h30", "2019-02-09", "5 juin" with a no-break space and
//! "15th" come out the same however they were tokenised:
//!
//! ```text
//! "14h30"  →  14 · h · 30      (glued)
//! "l’an"   →  l · ' · an       (glued, one apostrophe for all)
//! ```

use std::collections::HashMap;

use crate::segment::Segmentation;
use crate::text::Span;

/// The number of a word that some table mentions; 0 for all other words.
pub(super) type Symbol = u32;

/// What a lexeme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LexemeKind {
    /// Letters and their marks.
    Word,
    /// Decimal digits (0–9).
    Digits,
    /// One character of another kind.
    Mark,
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Casing {
    Lower,
    Capital,
    Upper,
}

/// A word, a number or one other character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) span: Span,
    pub(super) kind: LexemeKind,
    pub(super) symbol: Symbol,
    pub(super) casing: Casing,
    /// No white space lies before it.
    pub(super) glued: bool,
    /// No expression reaches over the gap before it.
    pub(super) apart: bool,
}

/// The words that the tables of a language mention, numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    symbols: HashMap<String, Symbol>,
}

impl Vocabulary {
    /// The symbols of the lexemes of `phrase`; new words are numbered.
    pub(super) fn learn(&mut self, phrase: &str) -> Vec<Symbol> {
        pieces(phrase)
            .map(|(_, text)| {
                let next = Symbol::try_from(self.symbols.len() + 1).unwrap_or(Symbol::MAX);
                *self.symbols.entry(folded(text)).or_insert(next)
            })
            .collect()
    }

    /// The symbol of one lexeme; 0 when no table mentions it.
    pub(super) fn symbol(&self, text: &str) -> Symbol {
        self.symbols.get(&folded(text)).copied().unwrap_or(0)
    }
}

/// The lexemes of `content`.
pub(super) fn lexemes(
    content: &str,
    segmentation: &Segmentation,
    vocabulary: &Vocabulary,
) -> Vec<Lexeme> {
    let mut found: Vec<Lexeme> = Vec::new();
    let mut sentences = segmentation.sentences.iter().peekable();
    for (span, text) in pieces(content) {
        let end = found.last().map_or(0, |last| last.span.end);
        let gap = Span {
            start: end,
            end: span.start,
        }
        .of(content);
        let mut sentence_starts = false;
        while sentences
            .next_if(|next| next.span.start <= span.start)
            .is_some()
        {
            sentence_starts = true;
        }
        let lines = gap.matches('\n').count();
        found.push(Lexeme {
            span,
            kind: kind_of(text),
            symbol: vocabulary.symbol(text),
            casing: casing_of(text),
            glued: gap.is_empty(),
            apart: lines > 1 || (lines == 1 && sentence_starts),
        });
    }
    found
}

/// Lower case, one apostrophe, one hyphen.
pub(super) fn folded(text: &str) -> String {
    match text {
        "’" | "ʼ" | "＇" => "'".to_owned(),
        "‐" | "‑" => "-".to_owned(),
        _ => text.to_lowercase(),
    }
}

/// Cuts `text` into the spans of its lexemes.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = characters.find(|(_, character)| !character.is_whitespace())?;
        let mut end = start + first.len_utf8();
        let continues: fn(char) -> bool = match first {
            '0'..='9' => |next| next.is_ascii_digit(),
            _ if is_letter(first) => is_letter,
            _ => |_| false,
        };
        while let Some((at, next)) = characters.next_if(|(_, next)| continues(*next)) {
            end = at + next.len_utf8();
        }
        Some((Span::new(start, end), &text[start..end]))
    })
}

/// Letters, and the combining marks that decomposed text has after them.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&character)
}

fn kind_of(text: &str) -> LexemeKind {
    match text.chars().next() {
        Some('0'..='9') => LexemeKind::Digits,
        Some(first) if is_letter(first) => LexemeKind::Word,
        _ => LexemeKind::Mark,
    }
}

fn casing_of(text: &str) -> Casing {
    let mut letters = text.chars();
    if !letters.next().is_some_and(char::is_uppercase) {
        return Casing::Lower;
    }
    let mut rest = letters.peekable();
    if rest.peek().is_some() && rest.all(|letter| !letter.is_lowercase()) {
        Casing::Upper
    } else {
        Casing::Capital
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_where_letters_meet_digits() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = pieces(text).map(|(_, piece)| piece).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("14h30", &["14", "h", "30"]);
        check("5\u{a0}juin 2012.", &["5", "juin", "2012", "."]);
        check("l’été", &["l", "’", "été"]);
        check("2019-02-09", &["2019", "-", "02", "-", "09"]);
        check("🙂e\u{301}te\u{301}", &["🙂", "e\u{301}te\u{301}"]);
    }
}
