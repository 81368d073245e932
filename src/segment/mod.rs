//! Tokens and sentences. Tokens tile the text but for white space; sentences
//! are runs of tokens and never cross a paragraph break.

mod paragraph;
mod sentence;
mod token;

use std::ops::Range;

use crate::language::TokenRules;
use crate::text::{Document, Span};

/// A word, number, punctuation mark or symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with the apostrophe of an elision ("l’") or the hyphens inside a compound.
    Word,
    /// Digits with their decimal and thousands marks.
    Number,
    /// A punctuation mark.
    Punctuation,
    /// Anything else: currency signs, emoji, mathematical signs.
    Symbol,
}

/// A sentence: its span and its tokens as a range of indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From the first to the last token.
    pub span: Span,
    /// Indices into [`Segmentation::tokens`].
    pub tokens: Range<usize>,
    /// Index of the paragraph that it is in.
    pub paragraph: usize,
}

/// The article cut into tokens, sentences and paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// All tokens in the order of the text.
    pub tokens: Vec<Token>,
    /// All sentences in the order of the text; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Paragraphs: stretches between blank lines, or between lines where lines are paragraphs.
    pub paragraphs: Vec<Span>,
}

/// Cuts `document` into tokens and sentences by the rules of its language.
pub fn segment(document: &Document, rules: &TokenRules) -> Segmentation {
    let text = document.content();
    let tokens = token::tokenize(text, rules);
    let paragraphs = paragraph::paragraphs(document);
    let sentences = sentence::sentences(text, &tokens, &paragraphs, rules);
    Segmentation {
        tokens,
        sentences,
        paragraphs,
    }
}
