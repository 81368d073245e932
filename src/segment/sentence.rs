//! Sentences: cut after a closing mark when what follows can start one.
//! Quotation marks and brackets that close belong to the sentence before them.

use super::token::is_title;
use super::{Sentence, Token, TokenKind};
use crate::language::{AbbreviationKind, TokenRules};
use crate::text::Span;

/// The sentences of `tokens`, none of which crosses the edge of a paragraph.
pub(super) fn sentences(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Span],
    rules: &TokenRules,
) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    for (paragraph, span) in paragraphs.iter().enumerate() {
        let end = start
            + tokens[start..]
                .iter()
                .take_while(|token| token.span.start < span.end)
                .count();
        let splitter = Splitter {
            text,
            tokens: &tokens[..end],
            rules,
        };
        let mut at = start;
        while at < end {
            let next = splitter.sentence_end(at);
            let span = tokens[at].span.to(tokens[next - 1].span);
            found.push(Sentence {
                span,
                tokens: at..next,
                paragraph,
            });
            at = next;
        }
        start = end;
    }
    found
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    rules: &'a TokenRules,
}

impl Splitter<'_> {
    /// The index after the last token of the sentence that starts at token `start`.
    fn sentence_end(&self, start: usize) -> usize {
        let mut at = start;
        while at < self.tokens.len() {
            let after = self.after_closers(at + 1);
            if self.closes(at) && self.starts(at, after) {
                return after;
            }
            at += 1;
        }
        self.tokens.len()
    }

    fn form(&self, at: usize) -> &str {
        self.tokens[at].span.of(self.text)
    }

    /// Whether the token at `at` can close a sentence.
    fn closes(&self, at: usize) -> bool {
        let form = self.form(at);
        match self.tokens[at].kind {
            TokenKind::Punctuation => {
                form.starts_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '۔', '։'])
            }
            TokenKind::Word => form.ends_with('.') && !is_title(form, self.rules),
            TokenKind::Number | TokenKind::Symbol => false,
        }
    }

    /// Skips the marks from `at` on that close a quotation or a bracket, and further closing points.
    fn after_closers(&self, mut at: usize) -> usize {
        while at < self.tokens.len() && self.belongs_before(at) {
            at += 1;
        }
        at
    }

    fn belongs_before(&self, at: usize) -> bool {
        let form = self.form(at);
        let touches = self.tokens[at - 1].span.end == self.tokens[at].span.start;
        match form {
            ")" | "]" | "”" | "’" | "›" | "!" | "?" | "…" | "..." => true,
            "»" => !self.opens_at(at),
            "\"" | "'" | "“" | "‘" | "«" => touches && !self.word_touches_after(at),
            _ => false,
        }
    }

    /// Whether a guillemet at `at` opens (as in German) rather than closes.
    fn opens_at(&self, at: usize) -> bool {
        self.word_touches_after(at) && self.tokens[at - 1].span.end != self.tokens[at].span.start
    }

    fn word_touches_after(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.span.start == self.tokens[at].span.end
                && matches!(next.kind, TokenKind::Word | TokenKind::Number)
        })
    }

    /// Whether a sentence can start at token `at` after the one closed at `closer`.
    fn starts(&self, closer: usize, at: usize) -> bool {
        let Some(first) = self.tokens.get(at) else {
            return true;
        };
        let gap = self.tokens[at - 1].span.end < first.span.start;
        let form = self.form(at);
        let capital = form.starts_with(|letter: char| letter.is_uppercase() || !has_case(letter));
        match first.kind {
            TokenKind::Word => gap && capital && self.may_end(closer, at),
            TokenKind::Number => gap && self.tokens[closer].kind == TokenKind::Punctuation,
            TokenKind::Punctuation => gap && self.opens_sentence(at),
            TokenKind::Symbol => gap && self.tokens[closer].kind == TokenKind::Punctuation,
        }
    }

    /// Whether the closer, if it is an abbreviation, can end a sentence before the word at `at`.
    fn may_end(&self, closer: usize, at: usize) -> bool {
        if self.tokens[closer].kind != TokenKind::Word {
            return true;
        }
        let kind = self.rules.abbreviation(self.form(closer));
        !matches!(
            kind,
            Some(AbbreviationKind::Title | AbbreviationKind::Inside)
        ) && self.form(closer).chars().count() > 2
            && self.rules.is_function_word(self.form(at))
    }

    fn opens_sentence(&self, at: usize) -> bool {
        let opener = self.form(at);
        let follower = (at + 1..self.tokens.len())
            .find(|&next| self.tokens[next].kind != TokenKind::Punctuation);
        let capital = follower.is_none_or(|next| !self.form(next).starts_with(char::is_lowercase));
        let dash = opener.starts_with(['-', '–', '—']);
        capital
            && (dash
                || matches!(
                    opener,
                    "«" | "“" | "„" | "\"" | "‘" | "'" | "»" | "(" | "[" | "¿" | "¡" | "‹"
                ))
    }
}

fn has_case(letter: char) -> bool {
    letter.is_lowercase() || letter.is_uppercase()
}
