//! What a quoted passage is: speech, the title of a work, or a term. A small
//! linear score over what the passage looks like and what stands around it.

use super::QuoteKind;
use super::pair::Passage;
use crate::language::{Form, FunctionClass, Pack};
use crate::segment::{Segmentation, TokenKind};
use crate::tag::{Case, PartOfSpeech, Tag, WordForm};
use crate::text::Span;

/// From this score on a passage is speech.
const SPEECH: i32 = 3;
/// How many tokens on each side of a passage are searched for a cue.
const REACH: usize = 50;

/// The article as the decision sees it; without a pack there are no tags.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The content of the document.
    pub text: &'a str,
    /// Its tokens and sentences.
    pub segmentation: &'a Segmentation,
    /// A form per token.
    pub words: &'a [WordForm],
    /// A tag per token, when the language has a tagger.
    pub tags: Option<&'a [Tag]>,
    /// The language's pack, when there is one.
    pub pack: Option<&'a Pack>,
}

/// The kind of `passage`, and how sure it is.
pub(super) fn kind(passage: &Passage, around: &Surroundings) -> (QuoteKind, f32) {
    let tokens = tokens_in(around.segmentation, passage.span);
    let score = score(passage, tokens.clone(), around);
    let is_set_apart = score < SPEECH || !is_like_speech(passage, tokens.clone(), around);
    if is_set_apart && is_title(tokens, around) {
        return (QuoteKind::Title, 0.6);
    }
    let kind = if score >= SPEECH {
        QuoteKind::Speech
    } else {
        QuoteKind::Term
    };
    (kind, sureness(score))
}

/// The indices of the tokens that lie in `span`.
pub(super) fn tokens_in(segmentation: &Segmentation, span: Span) -> std::ops::Range<usize> {
    let first = segmentation
        .tokens
        .partition_point(|token| token.span.start < span.start);
    let after = segmentation
        .tokens
        .partition_point(|token| token.span.start < span.end);
    first..after.max(first)
}

fn sureness(score: i32) -> f32 {
    let distance = (score * 2 - (SPEECH * 2 - 1)).unsigned_abs();
    match distance {
        0..=1 => 0.6,
        2..=3 => 0.75,
        4..=7 => 0.9,
        _ => 0.97,
    }
}

fn score(passage: &Passage, tokens: std::ops::Range<usize>, around: &Surroundings) -> i32 {
    let count = count_words(tokens.clone(), around);
    let length = match count {
        0 => return -10,
        1 | 2 => -2,
        3 => 0,
        4..=7 => 1,
        _ => 3,
    };
    let finite = has_finite_verb(tokens.clone(), around);
    let unknown = around.tags.is_none() && count > 3;
    let closed = passage.close.is_some();
    length
        + 2 * i32::from(finite || unknown)
        + 2 * i32::from(ends_like_speech(passage, around.text))
        + 2 * i32::from(text_before(passage, around.text).ends_with(':'))
        + 2 * i32::from(is_whole_sentence(&tokens, around))
        + reported(passage, &tokens, around)
        - 3 * i32::from(count < 5 && follows_article(tokens.start, around))
        - 2 * i32::from(!closed)
}

/// How many words there are in `tokens`; two characters of a script without spaces count as one.
fn count_words(tokens: std::ops::Range<usize>, around: &Surroundings) -> usize {
    let words = around.segmentation.tokens[tokens].iter();
    let words = words.filter(|token| token.kind == TokenKind::Word);
    let weight = |form: &str| form.chars().filter(|&sign| is_ideographic(sign)).count() / 2;
    words
        .map(|token| weight(token.span.of(around.text)).max(1))
        .sum()
}

fn is_ideographic(sign: char) -> bool {
    matches!(sign, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn has_finite_verb(tokens: std::ops::Range<usize>, around: &Surroundings) -> bool {
    let tags = around.tags.and_then(|tags| tags.get(tokens));
    tags.is_some_and(|tags| tags.iter().any(|tag| tag.is_finite()))
}

/// Whether the passage itself, not a verb near it, looks like speech.
fn is_like_speech(
    passage: &Passage,
    tokens: std::ops::Range<usize>,
    around: &Surroundings,
) -> bool {
    has_finite_verb(tokens, around)
        || ends_like_speech(passage, around.text)
        || text_before(passage, around.text).ends_with(':')
}

fn text_before<'t>(passage: &Passage, text: &'t str) -> &'t str {
    text[..passage.open.start as usize].trim_end_matches([' ', '\u{a0}', '\u{202f}'])
}

/// Whether the passage ends, or is followed, as reported words are.
fn ends_like_speech(passage: &Passage, text: &str) -> bool {
    let inside = passage.span.of(text).ends_with(['.', '!', '?', '…', ',']);
    let after = passage
        .close
        .map_or("", |close| &text[close.end as usize..]);
    inside || (after.starts_with(',') && passage.span.len() > 20)
}

/// Whether sentences lie wholly inside the passage.
fn is_whole_sentence(tokens: &std::ops::Range<usize>, around: &Surroundings) -> bool {
    let sentences = &around.segmentation.sentences;
    let at = sentences.partition_point(|sentence| sentence.tokens.end <= tokens.start);
    sentences.get(at).is_some_and(|sentence| {
        let edges = sentence.tokens.len() <= tokens.len() + 3;
        sentence.tokens.start + 1 >= tokens.start && edges && tokens.len() > 3
    })
}

/// 3 when a verb or phrase that reports stands outside the passage in its sentence, 1 for a weak one.
fn reported(passage: &Passage, tokens: &std::ops::Range<usize>, around: &Surroundings) -> i32 {
    let Some(pack) = around.pack else { return 0 };
    let sentences = &around.segmentation.sentences;
    let first = sentences.partition_point(|sentence| sentence.tokens.end < tokens.start);
    let last = sentences.partition_point(|sentence| sentence.tokens.start <= tokens.end);
    let start = sentences
        .get(first)
        .map_or(0, |sentence| sentence.tokens.start);
    let end = sentences[..last]
        .last()
        .map_or(0, |sentence| sentence.tokens.end);
    let before = start.max(tokens.start.saturating_sub(REACH))..tokens.start;
    let after = tokens.end..end.min(tokens.end + REACH);
    let outside = before
        .chain(after)
        .filter(|at| !passage.span.overlaps(around.segmentation.tokens[*at].span));
    outside
        .map(|at| cue_strength(at, around, pack))
        .max()
        .unwrap_or(0)
}

fn cue_strength(at: usize, around: &Surroundings, pack: &Pack) -> i32 {
    let key = around.words[at].lower;
    let verbal = around.tags.is_none_or(|tags| tags[at].is_verbal());
    let keys = around.words[at..].iter().map(|word| word.lower);
    let phrase = pack
        .verbs
        .according_to
        .at(keys)
        .map_or(0, |(_, phrase)| if phrase.strong { 3 } else { 1 });
    let readings = pack
        .verbs
        .readings(key)
        .iter()
        .filter(|reading| verbal && reading.form != Form::Infinitive);
    let verb = readings
        .map(|reading| {
            if pack.verbs.verbs[reading.verb].strong {
                3
            } else {
                1
            }
        })
        .max();
    phrase.max(verb.unwrap_or(0))
}

/// Whether an article or a preposition stands right before the opening mark: a term is meant.
fn follows_article(first: usize, around: &Surroundings) -> bool {
    let Some(before) = first.checked_sub(2) else {
        return false;
    };
    match (around.tags, around.pack) {
        (Some(tags), _) => matches!(tags[before].part, PartOfSpeech::Det | PartOfSpeech::Adp),
        (None, Some(pack)) => pack
            .words
            .function_words
            .word(around.words[before].lower)
            .any(|class| matches!(class, FunctionClass::Determiner | FunctionClass::Adposition)),
        (None, None) => false,
    }
}

/// Whether most of a few words start with a capital.
fn is_title(tokens: std::ops::Range<usize>, around: &Surroundings) -> bool {
    let words: Vec<Case> = tokens
        .map(|at| around.words[at].case)
        .filter(|case| *case != Case::None)
        .collect();
    let capitals = words.iter().filter(|case| **case != Case::Lower).count();
    (1..=10).contains(&words.len()) && capitals * 2 > words.len() && words[0] != Case::Lower
}
