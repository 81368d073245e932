//! Language identification: a linear classifier over hashed character n-grams
//! and words (in the manner of Cavnar and Trenkle 1994, with trained weights).

use crate::model::{Classifier, LoadError, ModelFile, feature, hash_chars};
use crate::text::{Document, Span};

/// The tag of text that is in no language or too short to tell (BCP 47 / ISO 639-2).
pub const UNDETERMINED: &str = "und";

/// How much of an article is read to find its language, in characters.
const SAMPLE: usize = 6000;
/// The fewest letters from which a language is told.
const FEWEST_LETTERS: usize = 6;
/// The fewest letters of a paragraph that is looked at by itself.
const FEWEST_PASSAGE_LETTERS: usize = 60;
/// Below this probability a passage is left in the article's language.
const SURE_PASSAGE: f32 = 0.9;
/// The longest n-gram.
const LONGEST: usize = 4;

/// What was found about the article's language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanguageFinding {
    /// BCP 47 tag of the main language; `und` when there is too little text to tell.
    pub tag: String,
    /// Probability that the tag is right, 0 to 1; 1 when the request gave it.
    pub confidence: f32,
    /// The likeliest languages, best first.
    pub candidates: Vec<Candidate>,
    /// Stretches in another language than the article's.
    pub passages: Vec<Passage>,
}

/// One language that the text may be in.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// BCP 47 tag.
    pub tag: String,
    /// Probability, 0 to 1.
    pub confidence: f32,
}

/// A stretch of text in another language than the article's.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Where it is.
    pub span: Span,
    /// BCP 47 tag of its language.
    pub tag: String,
    /// Probability, 0 to 1.
    pub confidence: f32,
}

/// Tells languages apart.
#[derive(Debug)]
pub struct Identifier {
    model: Classifier,
}

impl Identifier {
    /// Reads the identification model.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        Ok(Self {
            model: Classifier::load(file, "language")?,
        })
    }

    /// The tags of all languages that can be told.
    pub fn tags(&self) -> &[String] {
        self.model.labels()
    }

    /// The language of `document`, unless the request gave it.
    pub fn identify(&self, document: &Document) -> LanguageFinding {
        if let Some(tag) = document.language() {
            let candidate = Candidate {
                tag: tag.to_owned(),
                confidence: 1.0,
            };
            return LanguageFinding {
                tag: tag.to_owned(),
                confidence: 1.0,
                candidates: vec![candidate],
                passages: vec![],
            };
        }
        let content = document.content();
        let candidates = self.candidates(sample(content));
        let Some(best) = candidates.first().cloned() else {
            return LanguageFinding {
                tag: UNDETERMINED.to_owned(),
                confidence: 1.0,
                candidates,
                passages: vec![],
            };
        };
        let passages = self.passages(content, &best.tag);
        LanguageFinding {
            tag: best.tag,
            confidence: best.confidence,
            candidates,
            passages,
        }
    }

    /// The likeliest languages of `text`, best first; none when it has too few letters.
    pub fn candidates(&self, text: &str) -> Vec<Candidate> {
        if text
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .take(FEWEST_LETTERS)
            .count()
            < FEWEST_LETTERS
        {
            return Vec::new();
        }
        let mut scores = self.model.start();
        let mut count = 0_u16;
        ngrams(text, &mut |ngram| {
            self.model.add(ngram, &mut scores);
            count = count.saturating_add(1);
        });
        let mut found = self.probabilities(&scores, f32::from(count.max(1)));
        found.retain(|candidate| candidate.confidence >= 0.001);
        found.truncate(5);
        found
    }

    /// The languages by probability. The evidence of n-grams is far from independent, so the score
    /// of a long text is scaled as that of a text with the square root as many (as in training).
    fn probabilities(&self, scores: &[i32], count: f32) -> Vec<Candidate> {
        #[expect(clippy::cast_precision_loss, reason = "scores are far below 2^24")]
        let logit = |score: i32| score as f32 * self.model.unit() / count.sqrt();
        let highest = scores.iter().copied().max().map_or(0.0, logit);
        let weights: Vec<f32> = scores
            .iter()
            .map(|&score| (logit(score) - highest).exp())
            .collect();
        let total: f32 = weights.iter().sum();
        let mut found: Vec<Candidate> = self
            .tags()
            .iter()
            .zip(&weights)
            .map(|(tag, weight)| Candidate {
                tag: tag.clone(),
                confidence: weight / total,
            })
            .collect();
        found.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
        found
    }

    /// The paragraphs that are surely in another language than `main`.
    fn passages(&self, content: &str, main: &str) -> Vec<Passage> {
        let mut passages = Vec::new();
        let mut start = 0;
        for line in content.split_inclusive('\n') {
            let span = Span::new(start, start + line.len()).trimmed(content);
            start += line.len();
            passages.extend(self.passage(content, span, main));
        }
        passages
    }

    fn passage(&self, content: &str, span: Span, main: &str) -> Option<Passage> {
        let text = span.of(content);
        let letters = text
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .take(FEWEST_PASSAGE_LETTERS)
            .count();
        if letters < FEWEST_PASSAGE_LETTERS {
            return None;
        }
        let best = self.candidates(sample(text)).into_iter().next()?;
        let other = best.tag != main && best.confidence >= SURE_PASSAGE;
        other.then_some(Passage {
            span,
            tag: best.tag,
            confidence: best.confidence,
        })
    }
}

/// The beginning of `text`, up to the sample's length.
fn sample(text: &str) -> &str {
    text.char_indices()
        .nth(SAMPLE)
        .map_or(text, |(end, _)| &text[..end])
}

/// Calls `found` with the feature of every n-gram of one to four characters and of every word of `text`.
/// Words are in lower case between spaces; digits and marks are left out.
pub fn ngrams(text: &str, found: &mut impl FnMut(u64)) {
    let mut window = [' '; LONGEST];
    let mut word = Vec::new();
    for letter in text
        .chars()
        .flat_map(char::to_lowercase)
        .map(letter_or_space)
        .chain([' '])
    {
        if letter == ' ' && window[LONGEST - 1] == ' ' {
            continue;
        }
        window.rotate_left(1);
        window[LONGEST - 1] = letter;
        for length in 1..=LONGEST {
            let gram = &window[LONGEST - length..];
            if length == 1 || gram[0] != ' ' || gram[1] != ' ' {
                found(feature(length as u64, &[hash_chars(gram.iter().copied())]));
            }
        }
        if letter == ' ' {
            found(feature(9, &[hash_chars(word.drain(..))]));
        } else {
            word.push(letter);
        }
    }
}

fn letter_or_space(letter: char) -> char {
    match letter {
        '\u{2019}' | '\'' | '\u{2bc}' => '\'',
        _ if letter.is_numeric() || !(letter.is_alphabetic() || is_mark(letter)) => ' ',
        _ => letter,
    }
}

/// Vowel signs and accents that are written inside words.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{e7f}' | '\u{e80}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}
