//! Language identification: a linear classifier over hashed character n-grams
//! and words (in the manner of Cavnar and Trenkle 1994, with trained weights).

use super::table::rows;
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
    tags: Vec<String>,
    /// For each label of the model, the index of the tag that it is reported under.
    reported: Vec<usize>,
}

/// The tag that the language `tag` of the model is reported under.
pub fn reported(tag: &str) -> &str {
    let table = include_str!("../../lang/und/macrolanguages.tsv");
    let mut row = rows(table).filter(|row| row.first() == Some(&tag));
    row.find_map(|row| row.get(1).copied()).unwrap_or(tag)
}

impl Identifier {
    /// Reads the identification model.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let model = Classifier::load(file, "language")?;
        let mut tags: Vec<String> = Vec::new();
        let place = |label: &String| {
            let tag = reported(label);
            tags.iter()
                .position(|known| known == tag)
                .unwrap_or_else(|| {
                    tags.push(tag.to_owned());
                    tags.len() - 1
                })
        };
        let reported = model.labels().iter().map(place).collect();
        Ok(Self {
            model,
            tags,
            reported,
        })
    }

    /// The tags of all languages that can be told.
    pub fn tags(&self) -> &[String] {
        &self.tags
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
        let mut tally = Tally::new();
        ngrams(text, &mut |ngram| tally.count(ngram));
        let count = u16::try_from(tally.total).unwrap_or(u16::MAX);
        self.model.add(&tally.pairs(), &mut scores);
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
        let candidate = |tag: &String| Candidate {
            tag: tag.clone(),
            confidence: 0.0,
        };
        let mut found: Vec<Candidate> = self.tags.iter().map(candidate).collect();
        for (&place, weight) in self.reported.iter().zip(&weights) {
            let confidence = &mut found[place].confidence;
            *confidence = (*confidence + weight / total).min(1.0);
        }
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

/// Counts features. A feature that comes often is mostly counted in one place, which saves looking
/// it up again; one that is pushed out of its place is counted anew.
struct Tally {
    places: Vec<(u64, i32)>,
    pushed_out: Vec<(u64, i32)>,
    total: usize,
}

impl Tally {
    /// As many places as two to this power.
    const BITS: u32 = 11;

    fn new() -> Self {
        Self {
            places: vec![(0, 0); 1 << Self::BITS],
            pushed_out: Vec::new(),
            total: 0,
        }
    }

    fn count(&mut self, feature: u64) {
        self.total += 1;
        let number = usize::try_from(feature >> (64 - Self::BITS)).unwrap_or_default();
        let place = &mut self.places[number];
        if place.0 == feature {
            place.1 += 1;
        } else {
            let before = std::mem::replace(place, (feature, 1));
            self.pushed_out.push(before);
        }
    }

    /// Every feature with a count; the counts of one feature add up to how often it came.
    fn pairs(self) -> Vec<(u64, i32)> {
        let mut pairs = self.pushed_out;
        pairs.extend(self.places);
        pairs.retain(|(_, count)| *count > 0);
        pairs
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::embedded;

    static IDENTIFIER: LazyLock<Identifier> =
        LazyLock::new(|| Identifier::load(embedded::model(None, "language").unwrap()).unwrap());

    const SENTENCES: [(&str, &str); 26] = [
        (
            "en",
            "The mayor opened the new bridge this morning in front of a large crowd.",
        ),
        (
            "fr",
            "Le maire a inauguré le nouveau pont ce matin devant une foule nombreuse.",
        ),
        (
            "de",
            "Der Bürgermeister hat heute Morgen die neue Brücke vor vielen Leuten eröffnet.",
        ),
        (
            "es",
            "El alcalde inauguró esta mañana el puente nuevo ante una gran multitud.",
        ),
        (
            "it",
            "Il sindaco ha inaugurato stamattina il nuovo ponte davanti a una grande folla.",
        ),
        (
            "pt",
            "O presidente da câmara inaugurou a ponte nova esta manhã perante uma multidão.",
        ),
        (
            "nl",
            "De burgemeester heeft vanochtend de nieuwe brug geopend voor een grote menigte.",
        ),
        (
            "pl",
            "Burmistrz otworzył dziś rano nowy most przed tłumem mieszkańców.",
        ),
        (
            "ru",
            "Мэр сегодня утром открыл новый мост перед большой толпой жителей.",
        ),
        (
            "uk",
            "Мер сьогодні вранці відкрив новий міст перед великим натовпом мешканців.",
        ),
        (
            "sv",
            "Borgmästaren invigde den nya bron i morse inför en stor folkmassa.",
        ),
        (
            "da",
            "Borgmesteren åbnede den nye bro i morges foran en stor menneskemængde.",
        ),
        (
            "fi",
            "Pormestari avasi uuden sillan tänä aamuna suuren väkijoukon edessä.",
        ),
        (
            "cs",
            "Starosta dnes ráno otevřel nový most před velkým davem obyvatel.",
        ),
        (
            "hu",
            "A polgármester ma reggel nagy tömeg előtt nyitotta meg az új hidat.",
        ),
        (
            "ro",
            "Primarul a inaugurat podul cel nou azi-dimineață în fața unei mulțimi mari.",
        ),
        (
            "tr",
            "Belediye başkanı bu sabah yeni köprüyü büyük bir kalabalığın önünde açtı.",
        ),
        (
            "el",
            "Ο δήμαρχος εγκαινίασε σήμερα το πρωί τη νέα γέφυρα μπροστά σε πλήθος κόσμου.",
        ),
        (
            "ar",
            "افتتح رئيس البلدية الجسر الجديد صباح اليوم أمام حشد كبير من الناس.",
        ),
        (
            "he",
            "ראש העיר פתח הבוקר את הגשר החדש מול קהל גדול של תושבים.",
        ),
        ("ja", "市長は今朝、大勢の市民の前で新しい橋を開通させた。"),
        ("zh", "市长今天早上在许多市民面前为新桥揭幕。"),
        (
            "ko",
            "시장은 오늘 아침 많은 시민들 앞에서 새 다리를 개통했다.",
        ),
        ("hi", "महापौर ने आज सुबह बड़ी भीड़ के सामने नए पुल का उद्घाटन किया।"),
        (
            "vi",
            "Sáng nay thị trưởng đã khánh thành cây cầu mới trước đông đảo người dân.",
        ),
        (
            "ca",
            "L'alcalde ha inaugurat aquest matí el pont nou davant d'una gran multitud.",
        ),
    ];

    fn identify(text: &str) -> LanguageFinding {
        IDENTIFIER.identify(&Document::new(text))
    }

    #[test]
    fn a_sentence_tells_its_language() {
        for (tag, sentence) in SENTENCES {
            let found = identify(sentence);
            assert_eq!(found.tag, tag, "{sentence} {:?}", found.candidates);
            assert_eq!(found.tag, found.candidates[0].tag);
            assert!(found.passages.is_empty());
        }
    }

    #[test]
    fn a_language_is_reported_under_its_macrolanguage() {
        let cases = [
            ("mey", "ar"),
            ("prs", "fa"),
            ("yue", "zh"),
            ("fr", "fr"),
            ("", ""),
        ];
        for (tag, expected) in cases {
            assert_eq!(reported(tag), expected);
        }
        let tags = IDENTIFIER.tags();
        assert!(tags.contains(&"ar".to_owned()) && !tags.contains(&"mey".to_owned()));
        assert!(tags.len() > 90);
    }

    #[test]
    fn a_longer_text_is_surer() {
        let (_, sentence) = SENTENCES[1];
        let long = identify(&format!("{sentence} ").repeat(20));
        assert!(long.confidence >= identify(sentence).confidence);
        assert!(long.confidence > 0.99);
    }

    #[test]
    fn text_without_enough_letters_is_undetermined() {
        for text in [
            "",
            "12 345,67 — 2019-02-09",
            "… !?",
            "🙂🙂🙂🙂🙂🙂🙂",
            "Oui",
            "\n\0",
        ] {
            let found = identify(text);
            assert_eq!(
                (found.tag.as_str(), found.candidates.len()),
                (UNDETERMINED, 0),
                "{text}"
            );
        }
    }

    #[test]
    fn a_given_language_is_taken_as_it_is() {
        let document = Document::new(SENTENCES[0].1).with_language("fr-CA");
        let found = IDENTIFIER.identify(&document);
        assert_eq!(
            (found.tag.as_str(), found.confidence.to_bits()),
            ("fr-CA", 1.0_f32.to_bits())
        );
    }

    #[test]
    fn a_title_counts_as_text() {
        let document = Document::new("2019").with_title(SENTENCES[2].1);
        assert_eq!(IDENTIFIER.identify(&document).tag, "de");
    }

    #[test]
    fn a_paragraph_in_another_language_is_a_passage() {
        let (french, english) = (SENTENCES[1].1, SENTENCES[0].1);
        let english = format!("{english} {english}");
        let text = format!("{french} {french}\n\n{english}\n\n{french}");
        let found = identify(&text);
        assert_eq!(found.tag, "fr");
        let passages: Vec<(&str, &str)> = found
            .passages
            .iter()
            .map(|passage| (passage.tag.as_str(), passage.span.of(&text)))
            .collect();
        assert_eq!(passages, [("en", english.as_str())]);
    }

    #[test]
    fn candidates_fall_in_probability_and_add_up_to_at_most_one() {
        for (_, sentence) in SENTENCES {
            let found = identify(sentence).candidates;
            assert!(found.is_sorted_by(|one, other| one.confidence >= other.confidence));
            let total: f32 = found.iter().map(|candidate| candidate.confidence).sum();
            assert!(found.len() <= 5 && total < 1.0001);
        }
    }
}
