//! [`Article`]: a document with its tokens, word forms and tags, and the pack
//! of its language: what the stages after the tagger read.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Tag, WordForm};
use crate::language::{Noun, NounKind, Pack, PronounClass};
use crate::segment::{Segmentation, Sentence, TokenKind};
use crate::text::Span;

/// A tagged article.
#[derive(Clone, Copy, Debug)]
pub struct Article<'a> {
    /// The content of the document.
    pub text: &'a str,
    /// Its tokens and sentences.
    pub segmentation: &'a Segmentation,
    /// A form per token.
    pub words: &'a [WordForm],
    /// A tag per token.
    pub tags: &'a [Tag],
    /// The language's pack.
    pub pack: &'a Pack,
    /// Set when nobody waits for the analysis any more.
    pub cancelled: &'a AtomicBool,
}

impl<'a> Article<'a> {
    /// Whether there is no need to go on.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The text of token `at`; empty past the end.
    pub fn form(&self, at: usize) -> &'a str {
        self.segmentation
            .tokens
            .get(at)
            .map_or("", |token| token.span.of(self.text))
    }

    /// The key of token `at`; 0 past the end.
    pub fn key(&self, at: usize) -> u64 {
        self.words.get(at).map_or(0, |word| word.lower)
    }

    /// The keys of the tokens from `at` on.
    pub fn keys(&self, at: usize) -> impl Iterator<Item = u64> + Clone + 'a {
        self.words
            .get(at..)
            .unwrap_or_default()
            .iter()
            .map(|word| word.lower)
    }

    /// The tag of token `at`.
    pub fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::UNKNOWN)
    }

    /// The span of the tokens `tokens`, of which there is at least one.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        let all = &self.segmentation.tokens;
        all[tokens.start]
            .span
            .to(all[tokens.end.max(tokens.start + 1) - 1].span)
    }

    /// The indices of the tokens that start in `span`.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self
            .segmentation
            .tokens
            .partition_point(|token| token.span.start < span.start);
        let after = self
            .segmentation
            .tokens
            .partition_point(|token| token.span.start < span.end);
        first..after.max(first)
    }

    /// The sentence that token `at` is in.
    pub fn sentence_of(&self, at: usize) -> &'a Sentence {
        let sentences = &self.segmentation.sentences;
        let place = sentences.partition_point(|sentence| sentence.tokens.end <= at);
        &sentences[place.min(sentences.len() - 1)]
    }

    /// Whether token `at` is a word or a number.
    pub fn is_word(&self, at: usize) -> bool {
        self.segmentation
            .tokens
            .get(at)
            .is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number))
    }

    /// The readings of token `at` as a noun of the pack.
    pub fn nouns(&self, at: usize) -> impl Iterator<Item = &'a Noun> {
        self.pack.words.nouns.word(self.key(at))
    }

    /// Whether token `at` is a noun of one of `kinds`.
    pub fn is_noun(&self, at: usize, kinds: &[NounKind]) -> bool {
        self.nouns(at).any(|noun| kinds.contains(&noun.kind))
    }

    /// Whether token `at` stands between a thing and whose it is ("de", "of", "'s").
    pub fn is_genitive(&self, at: usize) -> bool {
        let mut genitives = self.pack.words.genitives.word(self.key(at));
        genitives.next().is_some()
    }

    /// Whether token `at` is a pronoun of one of `classes`.
    pub fn is_pronoun(&self, at: usize, classes: &[PronounClass]) -> bool {
        self.pack
            .words
            .pronouns
            .word(self.key(at))
            .any(|pronoun| classes.contains(&pronoun.class))
    }
}
