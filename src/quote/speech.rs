//! The facts by which reported speech is told from what only stands in quotation
//! marks: titles, terms, nicknames, scare quotes. In a language without a pack
//! there are fewer of them.

use std::ops::Range;

use super::kind::{Surroundings, tokens_in};
use super::pair::Passage;
use crate::language::{Form, FunctionClass, Pack};
use crate::model::feature;
use crate::segment::TokenKind;
use crate::tag::{Case, PartOfSpeech};

/// How many tokens on each side of a passage are searched for a cue.
const REACH: usize = 50;

/// How many bytes on each side are searched for the same words, and of which length.
const WINDOW: usize = 4000;
const LONGEST_REPEATED: usize = 40;

/// The sum of the rule of thumb that tells neither speech nor a term.
const NEITHER: f32 = 2.5;

/// What is known of `passage`, for all languages and for its own.
#[expect(clippy::too_many_lines, reason = "a list of facts")]
pub(super) fn facts(passage: &Passage, around: &Surroundings) -> Vec<u64> {
    let tokens = tokens_in(around.segmentation, passage.span);
    let mut facts = Facts {
        language: around.pack.map_or(1, |pack| 2 + pack.language as u64),
        known: u64::from(around.tags.is_some()),
        found: Vec::with_capacity(64),
    };
    let words = count_words(tokens.clone(), around).min(12) as u64;
    let finite = u64::from(has_finite_verb(tokens.clone(), around));
    let end = ending(passage, around.text);
    let before = before(tokens.start, around);
    let after = after(passage, around);
    let whole = u64::from(is_whole_sentence(&tokens, around));
    let cue = reported(passage, &tokens, around);
    let shape = shape(tokens.clone(), around);
    facts.say(1, &[words]);
    facts.say(2, &[words, finite]);
    facts.say(3, &[words.min(6), end]);
    facts.say(4, &[finite, end]);
    facts.say(5, &[before]);
    facts.say(6, &[before, words.min(6)]);
    facts.say(7, &[after]);
    facts.say(8, &[after, end]);
    facts.say(9, &[before, after]);
    facts.say(10, &[whole, finite]);
    facts.say(11, &[cue]);
    facts.say(12, &[cue, words.min(6)]);
    facts.say(13, &[cue, finite, whole]);
    facts.say(14, &[cue, before]);
    facts.say(15, &[shape]);
    facts.say(16, &[shape, words.min(6), before]);
    facts.say(17, &[u64::from(passage.close.is_some()), whole]);
    facts.say(
        18,
        &[u64::from(passage.parent.is_some()), cue, words.min(6)],
    );
    facts.say(
        19,
        &[u64::from(at_line_start(passage, around.text)), finite, end],
    );
    facts.say(20, &[tag(tokens.start, around), words.min(4)]);
    facts.say(21, &[mark(passage, around.text), words.min(6)]);
    facts.say(22, &[u64::from(first_person(tokens.clone(), around)), cue]);
    let signature = signature(tokens.clone(), around);
    let near = cue_distance(passage, &tokens, around);
    let before_tag = tag(tokens.start.saturating_sub(2), around);
    facts.say(23, &[signature]);
    facts.say(24, &[signature, cue]);
    facts.say(25, &[signature, before_tag]);
    facts.say(26, &[near, words.min(6)]);
    facts.say(27, &[near, finite, before]);
    facts.say(
        28,
        &[u64::from(is_repeated(passage, around.text)), words.min(4)],
    );
    facts.say(29, &[before_tag, after, words.min(4)]);
    let score = u64::from((score(passage, tokens.clone(), around) + 16).unsigned_abs());
    facts.say(40, &[score]);
    facts.say(41, &[score, words.min(3)]);
    facts.tell(30, &[key(tokens.start.checked_sub(2), around)]);
    facts.tell(31, &[key(Some(tokens.end + 1), around)]);
    facts.tell(
        32,
        &[key(tokens.start.checked_sub(2), around), words.min(4)],
    );
    facts.tell(33, &[key(Some(tokens.start), around)]);
    facts.found
}

/// How far a sum of what speaks for speech and against it, with weights set by hand, is above what tells
/// neither.
#[expect(clippy::cast_precision_loss, reason = "a handful of points")]
pub(super) fn rule_of_thumb(passage: &Passage, around: &Surroundings) -> f32 {
    let tokens = tokens_in(around.segmentation, passage.span);
    score(passage, tokens, around) as f32 - NEITHER
}

fn score(passage: &Passage, tokens: Range<usize>, around: &Surroundings) -> i32 {
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
        + i32::try_from(reported(passage, &tokens, around)).unwrap_or(0)
        - 3 * i32::from(count < 5 && follows_article(tokens.start, around))
        - 2 * i32::from(!closed)
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

/// Facts as they are collected.
struct Facts {
    language: u64,
    /// Whether there are tags.
    known: u64,
    found: Vec<u64>,
}

impl Facts {
    fn say(&mut self, template: u64, parts: &[u64]) {
        let fact = feature(template, parts);
        self.found.push(feature(90, &[fact, self.known]));
        self.found.push(feature(91, &[fact, self.language]));
    }

    fn tell(&mut self, template: u64, parts: &[u64]) {
        let fact = feature(template, parts);
        self.found.push(feature(91, &[fact, self.language]));
    }
}

fn tag(at: usize, around: &Surroundings) -> u64 {
    let tag = around.tags.and_then(|tags| tags.get(at));
    tag.map_or(0, |tag| tag.number())
}

/// The tags of a few words; of more only how it starts.
fn signature(tokens: Range<usize>, around: &Surroundings) -> u64 {
    let few = u64::from(tokens.len() > 3);
    let tags = tokens.take(3).map(|at| tag(at, around));
    tags.fold(few, |found, tag| feature(60, &[found, tag]))
}

/// How far the nearest strong cue of the sentence is from the passage: next to it, near, far, or none.
fn cue_distance(passage: &Passage, tokens: &Range<usize>, around: &Surroundings) -> u64 {
    let Some(pack) = around.pack else { return 9 };
    let strong = |at: &usize| {
        let outside = !passage.span.overlaps(around.segmentation.tokens[*at].span);
        outside && cue_strength(*at, around, pack) == 3
    };
    let before = tokens.start.saturating_sub(12)..tokens.start;
    let after = tokens.end..(tokens.end + 12).min(around.words.len());
    let left = before.rev().find(strong).map(|at| tokens.start - at);
    let right = after.clone().find(strong).map(|at| at + 1 - after.start);
    match left.into_iter().chain(right).min() {
        Some(0..=3) => 1,
        Some(4..=6) => 2,
        Some(_) => 3,
        None => 4,
    }
}

/// Whether the same words stand elsewhere in the text: what is said is seldom said twice.
fn is_repeated(passage: &Passage, text: &str) -> bool {
    let words = passage.span.of(text);
    let (start, end) = (passage.span.start as usize, passage.span.end as usize);
    let near = |from: usize, to: usize| {
        let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to));
        !words.is_empty() && text[from..to].contains(words)
    };
    words.len() <= LONGEST_REPEATED
        && (near(start.saturating_sub(WINDOW), start) || near(end, (end + WINDOW).min(text.len())))
}

fn key(at: Option<usize>, around: &Surroundings) -> u64 {
    at.and_then(|at| around.words.get(at))
        .map_or(0, |word| word.lower)
}

/// What stands before the opening mark: nothing, a mark, or which kind of word.
fn before(first: usize, around: &Surroundings) -> u64 {
    let Some(at) = first.checked_sub(2) else {
        return 1;
    };
    let token = around.segmentation.tokens[at];
    let opening = &around.segmentation.tokens[first - 1];
    let between = &around.text[token.span.end as usize..opening.span.start as usize];
    if between.contains('\n') {
        return 2;
    }
    match token.span.of(around.text).chars().next() {
        Some(':') => 3,
        Some(',') => 4,
        Some('.' | '!' | '?' | '…') => 5,
        Some('(') => 6,
        Some('-' | '–' | '—') => 7,
        _ if token.kind == TokenKind::Punctuation => 8,
        _ => 16 + tag(at, around),
    }
}

/// What stands after the closing mark.
fn after(passage: &Passage, around: &Surroundings) -> u64 {
    let Some(close) = passage.close else { return 1 };
    let rest = &around.text[close.end as usize..];
    let Some(sign) = rest
        .trim_start_matches([' ', '\u{a0}', '\u{202f}'])
        .chars()
        .next()
    else {
        return 2;
    };
    match sign {
        '\n' => 2,
        ',' => 3,
        '.' | '!' | '?' | '…' => 4,
        ':' => 5,
        ')' => 6,
        '-' | '–' | '—' => 7,
        _ if !sign.is_alphanumeric() => 8,
        _ => {
            let tokens = &around.segmentation.tokens;
            let at = tokens.partition_point(|token| token.span.start < close.end);
            16 + tag(at, around)
        }
    }
}

/// The mark inside the passage at its end.
fn ending(passage: &Passage, text: &str) -> u64 {
    match passage.span.of(text).chars().next_back() {
        Some('.') => 1,
        Some('!' | '?') => 2,
        Some('…') => 3,
        Some(',') => 4,
        _ => 0,
    }
}

/// How the words are written: how many of them with a capital.
fn shape(tokens: Range<usize>, around: &Surroundings) -> u64 {
    let words = around.words[tokens].iter();
    let cases: Vec<Case> = words
        .map(|word| word.case)
        .filter(|case| *case != Case::None)
        .collect();
    let Some(first) = cases.first() else { return 0 };
    let capitals = cases.iter().filter(|case| **case != Case::Lower).count();
    let share = (4 * capitals / cases.len()) as u64;
    1 + share * 2 + u64::from(*first != Case::Lower)
}

fn at_line_start(passage: &Passage, text: &str) -> bool {
    let before = text[..passage.open.start as usize].trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// Which mark opens the passage: a single one, a straight one, or another.
fn mark(passage: &Passage, text: &str) -> u64 {
    match passage.open.of(text) {
        "\"" => 1,
        "'" => 2,
        "‘" | "’" | "‚" | "‹" => 3,
        _ => 4,
    }
}

/// Whether somebody says "I" or "we" in the passage.
fn first_person(tokens: Range<usize>, around: &Surroundings) -> bool {
    let Some(pack) = around.pack else {
        return false;
    };
    let mut readings = around.words[tokens]
        .iter()
        .flat_map(|word| pack.words.pronouns.word(word.lower));
    readings.any(|pronoun| pronoun.person == 1)
}

/// How many words there are in `tokens`; two characters of a script without spaces count as one.
fn count_words(tokens: Range<usize>, around: &Surroundings) -> usize {
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

fn has_finite_verb(tokens: Range<usize>, around: &Surroundings) -> bool {
    let tags = around.tags.and_then(|tags| tags.get(tokens));
    tags.is_some_and(|tags| tags.iter().any(|tag| tag.is_finite()))
}

/// Whether sentences lie wholly inside the passage.
fn is_whole_sentence(tokens: &Range<usize>, around: &Surroundings) -> bool {
    let sentences = &around.segmentation.sentences;
    let at = sentences.partition_point(|sentence| sentence.tokens.end <= tokens.start);
    sentences.get(at).is_some_and(|sentence| {
        let edges = sentence.tokens.len() <= tokens.len() + 3;
        sentence.tokens.start + 1 >= tokens.start && edges && tokens.len() > 3
    })
}

/// 3 when a verb or phrase that reports stands outside the passage in its sentence, 1 for a weak one.
fn reported(passage: &Passage, tokens: &Range<usize>, around: &Surroundings) -> u64 {
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

fn cue_strength(at: usize, around: &Surroundings, pack: &Pack) -> u64 {
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
