//! The tokenizer: one pass over the characters, following the conventions of
//! Universal Dependencies as far as they can be seen on the surface.
//!
//! ```text
//! L’ONU n’a-t-elle   → L’ · ONU · n’ · a · -t-elle
//! the U.S. didn't    → the · U.S. · did · n't
//! 38.000 à 14h30...  → 38.000 · à · 14h30 · ...
//! ```

use super::{Token, TokenKind};
use crate::language::{AbbreviationKind, TokenRules};
use crate::text::Span;

/// Cuts `text` into tokens; what lies between them is white space.
pub(super) fn tokenize(text: &str, rules: &TokenRules) -> Vec<Token> {
    let mut tokenizer = Tokenizer {
        text,
        rules,
        tokens: Vec::with_capacity(text.len() / 5),
    };
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        at = if next.is_whitespace() {
            at + next.len_utf8()
        } else {
            tokenizer.take(at, next)
        };
    }
    tokenizer.tokens
}

struct Tokenizer<'a> {
    text: &'a str,
    rules: &'a TokenRules,
    tokens: Vec<Token>,
}

impl Tokenizer<'_> {
    /// Takes the token or tokens that start at byte `at` with `first`; returns where they end.
    fn take(&mut self, at: usize, first: char) -> usize {
        if is_letter(first) || (matches!(first, '@' | '#') && self.letter_at(at + 1)) {
            self.take_word(at)
        } else if first.is_numeric() {
            let end = self.number_end(at);
            self.push(at, end, TokenKind::Number)
        } else {
            self.take_mark(at, first)
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) -> usize {
        self.tokens.push(Token {
            span: Span::new(start, end),
            kind,
        });
        end
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn letter_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(is_letter)
    }

    /// A mark or a symbol; runs of periods and of hyphens stay together.
    fn take_mark(&mut self, at: usize, first: char) -> usize {
        let mut end = at + first.len_utf8();
        if matches!(first, '.' | '-') {
            end += self.text[end..]
                .bytes()
                .take_while(|&byte| byte == first as u8)
                .count();
        }
        let kind = if is_punctuation(first) {
            TokenKind::Punctuation
        } else {
            TokenKind::Symbol
        };
        self.push(at, end, kind)
    }

    fn number_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut last = '0';
        for (offset, next) in self.text[at..].char_indices() {
            let after = at + offset + next.len_utf8();
            let joins = match next {
                '.' | ',' => self.digit_at(after) && last.is_numeric(),
                '\u{a0}' | '\u{202f}' => last.is_numeric() && self.is_digit_group(after),
                _ => is_letter(next) || next.is_numeric(),
            };
            if !joins {
                break;
            }
            (end, last) = (after, next);
        }
        end
    }

    fn digit_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_numeric)
    }

    /// Whether exactly three digits start at `at`, as after a thousands mark.
    fn is_digit_group(&self, at: usize) -> bool {
        self.text[at..]
            .chars()
            .take_while(char::is_ascii_digit)
            .take(4)
            .count()
            == 3
    }

    /// A word and whatever is written together with it: an address, elisions, clitics, a period.
    fn take_word(&mut self, at: usize) -> usize {
        let end = self.word_end(at);
        if self.text[end..].starts_with("://") || &self.text[at..end] == "www" {
            return self.push(at, self.address_end(at), TokenKind::Word);
        }
        let mut start = at;
        while let Some(piece) = self.elision_end(start, end) {
            start = self.push(start, piece, TokenKind::Word);
        }
        self.push_with_ending(start, end)
    }

    fn address_end(&self, at: usize) -> usize {
        let end = self.text[at..]
            .find(char::is_whitespace)
            .map_or(self.text.len(), |length| at + length);
        let trailing = |mark: char| {
            matches!(
                mark,
                '.' | ',' | ';' | ':' | '!' | '?' | ')' | '"' | '»' | '”'
            )
        };
        at + self.text[at..end].trim_end_matches(trailing).len()
    }

    /// Where the run of letters, digits and inner joiners from `at` ends.
    fn word_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut letters = 0;
        for (offset, next) in self.text[at..].char_indices() {
            let after = at + offset + next.len_utf8();
            let part =
                is_letter(next) || next.is_numeric() || (offset == 0 && matches!(next, '@' | '#'));
            if !part && (letters == 0 || !self.joins(next, after, letters)) {
                break;
            }
            letters = if part { letters + 1 } else { 0 };
            end = after;
        }
        end
    }

    /// Whether `mark`, after a run of `letters` letters, joins them to what starts at `after`.
    /// A period does between single letters ("U.S") and before lower case ("lemonde.fr").
    fn joins(&self, mark: char, after: usize, letters: usize) -> bool {
        let Some(next) = self
            .char_at(after)
            .filter(|&next| is_letter(next) || next.is_numeric())
        else {
            return false;
        };
        is_joiner(mark) && (mark != '.' || letters == 1 || next.is_lowercase())
    }

    /// Where the elided word at the start of `start..end` ends, its apostrophe included.
    fn elision_end(&self, start: usize, end: usize) -> Option<usize> {
        let word = &self.text[start..end];
        let (offset, apostrophe) = word.char_indices().find(|(_, mark)| is_apostrophe(*mark))?;
        let piece_end = start + offset + apostrophe.len_utf8();
        let elided = self.rules.is_elision(&word[..offset]) && !self.rules.is_whole(word);
        (elided && piece_end < end).then_some(piece_end)
    }

    fn push_with_ending(&mut self, start: usize, end: usize) -> usize {
        let word = &self.text[start..end];
        if let Some(after) = self.abbreviation_end(start, end) {
            return self.push(start, after, TokenKind::Word);
        }
        let ending = if word.contains(is_joiner) && !self.rules.is_whole(word) {
            self.rules.ending(word)
        } else {
            0
        };
        if ending > 0 {
            self.push(start, end - ending, TokenKind::Word);
        }
        let tail = if ending > 0 { end - ending } else { start };
        if tail < end {
            self.push(tail, end, TokenKind::Word)
        } else {
            end
        }
    }

    /// Where the abbreviation that starts at `start` ends, its period included:
    /// "U.S." and other dotted letters, a lone capital before a name, or one of the language's list.
    fn abbreviation_end(&self, start: usize, end: usize) -> Option<usize> {
        let after = end + 1;
        if !self.text[end..].starts_with('.') {
            return None;
        }
        let word = &self.text[start..end];
        let listed = self.rules.abbreviation(&self.text[start..after]);
        let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
        let initial = is_capital(word) && self.initial_follows(after);
        (listed.is_some() || dotted || initial).then_some(after)
    }

    fn initial_follows(&self, after: usize) -> bool {
        let rest = &self.text[after..];
        rest.trim_start_matches([' ', '\u{a0}'])
            .starts_with(char::is_uppercase)
            && !rest.starts_with('\n')
    }
}

/// Whether a sentence cannot end at the abbreviation `form`, whatever follows.
pub(super) fn is_title(form: &str, rules: &TokenRules) -> bool {
    rules.abbreviation(form) == Some(AbbreviationKind::Title)
}

fn is_capital(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// Letters, and the marks and invisible joiners that stand inside words.
fn is_letter(letter: char) -> bool {
    (letter.is_alphanumeric() && !letter.is_numeric())
        || matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '_' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Marks that join two parts of one word.
fn is_joiner(mark: char) -> bool {
    is_apostrophe(mark) || matches!(mark, '-' | '\u{2010}' | '\u{2011}' | '.' | '@')
}

fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '\u{2019}' | '\u{2bc}')
}

fn is_punctuation(mark: char) -> bool {
    (mark.is_ascii_punctuation()
        && !matches!(mark, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~'))
        || matches!(mark, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
            | '\u{589}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{ff01}' | '\u{ff0c}' | '\u{ff0e}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}')
}
