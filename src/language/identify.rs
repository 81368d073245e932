//! Language identification: a linear classifier over hashed character n-grams
//! and words (in the manner of Cavnar and Trenkle 1994, with trained weights).
//!
//! ```
//! use copydesk::{embedded, language::Identifier, text::Document};
//! let identifier = Identifier::load(embedded::model(None, "language")?)?;
//! let document = Document::new("Le maire a inauguré le pont.\nqwzx vbnk jklp");
//! assert_eq!(identifier.identify(&document).tag, "fr");
//! # Ok::<(), copydesk::model::LoadError>(())
//! ```

mod features;
mod stretches;

use super::marks::MarkRules;
use super::table::rows;
use crate::model::{Classifier, LoadError, ModelFile};
use crate::text::{Document, Span};

pub use features::ngrams;
use stretches::{letters, paragraphs, quoted, samples};

/// The tag of text that is in no language or too short to tell (BCP 47 / ISO 639-2).
pub const UNDETERMINED: &str = "und";

/// The fewest letters from which a language is told.
const FEWEST_LETTERS: usize = 6;
/// The fewest letters of a passage that is looked at by itself.
const FEWEST_PASSAGE_LETTERS: usize = 40;
/// Below this probability a passage is left in the article's language.
const SURE_PASSAGE: f32 = 0.9;
/// Above this probability of the article's language a passage is left in it.
const LIKELY_MAIN: f32 = 0.02;
/// So many candidates are given at most.
const MOST_CANDIDATES: usize = 5;
/// Less likely languages are no candidates.
const LEAST_CANDIDATE: f32 = 0.001;
/// So many features are looked up together.
const BATCH: usize = 256;

/// What was found about the article's language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanguageFinding {
    /// BCP 47 tag of the main language; `und` when the text is in no language that is known here, or
    /// too short to tell.
    pub tag: String,
    /// Probability that the tag is right, 0 to 1; 1 when the request gave it.
    pub confidence: f32,
    /// The likeliest languages, best first.
    pub candidates: Vec<Candidate>,
    /// Stretches in another language than the article's, in the order of the text.
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
    /// For each label of the model, the index of the tag that it is reported under; that after the last
    /// for text in no language.
    reported: Vec<usize>,
    marks: MarkRules,
}

/// The tag that the language `tag` of the model is reported under.
pub fn reported(tag: &str) -> &str {
    let table = include_str!("../../lang/und/macrolanguages.tsv");
    let mut row = rows(table).filter(|row| row.first() == Some(&tag));
    row.find_map(|row| row.get(1).copied()).unwrap_or(tag)
}

impl LanguageFinding {
    fn without_passages(tag: &str, candidates: Vec<Candidate>) -> Self {
        Self {
            tag: tag.to_owned(),
            confidence: 1.0,
            candidates,
            passages: vec![],
        }
    }
}

impl Identifier {
    /// Reads the identification model.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let model = Classifier::load(file, "language")?;
        let mut tags: Vec<String> = Vec::new();
        for label in model.labels().iter().map(|label| reported(label)) {
            if label != UNDETERMINED && !tags.iter().any(|known| known == label) {
                tags.push(label.to_owned());
            }
        }
        let place = |label: &String| {
            let place = tags.iter().position(|known| known == reported(label));
            place.unwrap_or(tags.len())
        };
        let reported = model.labels().iter().map(place).collect();
        Ok(Self {
            model,
            tags,
            reported,
            marks: MarkRules::common()?,
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
            return LanguageFinding::without_passages(tag, vec![candidate]);
        }
        let content = document.content();
        let candidates = self.candidates_in(&samples(content));
        let Some(best) = candidates.first().cloned() else {
            return LanguageFinding::without_passages(UNDETERMINED, candidates);
        };
        LanguageFinding {
            passages: self.passages(content, &best.tag),
            tag: best.tag,
            confidence: best.confidence,
            candidates,
        }
    }

    /// The likeliest languages of `text`, best first; none when it has too few letters. `und` stands
    /// among them with the probability that the text is in no language that is known here.
    pub fn candidates(&self, text: &str) -> Vec<Candidate> {
        self.candidates_in(&[text])
    }

    fn candidates_in(&self, texts: &[&str]) -> Vec<Candidate> {
        let counts = texts.iter().map(|text| letters(text, FEWEST_LETTERS));
        if counts.sum::<usize>() < FEWEST_LETTERS {
            return Vec::new();
        }
        let probabilities = self.probabilities(texts);
        let mut likely: Vec<(usize, f32)> = probabilities
            .into_iter()
            .enumerate()
            .filter(|(_, confidence)| *confidence >= LEAST_CANDIDATE)
            .collect();
        likely.sort_by(|one, other| other.1.total_cmp(&one.1));
        let candidate = |(place, confidence): (usize, f32)| Candidate {
            tag: self
                .tags
                .get(place)
                .map_or(UNDETERMINED, String::as_str)
                .to_owned(),
            confidence,
        };
        likely
            .into_iter()
            .take(MOST_CANDIDATES)
            .map(candidate)
            .collect()
    }

    /// The probability of each tag, and after the last that of no language. The evidence of n-grams is
    /// far from independent, so the score of a long text is scaled as that of a text with the square
    /// root as many (as in training).
    fn probabilities(&self, texts: &[&str]) -> Vec<f32> {
        let (scores, count) = self.scores(texts);
        let scale = self.model.unit() / count.sqrt();
        let highest = scores.iter().copied().max().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "scores are far below 2^24")]
        let weigh = |score: &i32| ((score - highest) as f32 * scale).exp();
        let weights: Vec<f32> = scores.iter().map(weigh).collect();
        let total: f32 = weights.iter().sum();
        let mut found = vec![0.0_f32; self.tags.len() + 1];
        for (&place, weight) in self.reported.iter().zip(&weights) {
            found[place] = (found[place] + weight / total).min(1.0);
        }
        found
    }

    /// The score of each label, and how many features the texts have.
    fn scores(&self, texts: &[&str]) -> (Vec<i32>, f32) {
        let mut scores = self.model.start();
        let mut batch = Vec::with_capacity(BATCH);
        let mut count: u16 = 0;
        for text in texts {
            ngrams(text, &mut |feature| {
                batch.push((feature, 1));
                count = count.saturating_add(1);
                if batch.len() == BATCH {
                    self.model.add(&batch, &mut scores);
                    batch.clear();
                }
            });
        }
        self.model.add(&batch, &mut scores);
        (scores, f32::from(count.max(1)))
    }

    /// The paragraphs that are surely in another language than `main`, and in other paragraphs what
    /// stands between quotation marks and is.
    fn passages(&self, content: &str, main: &str) -> Vec<Passage> {
        let mut passages = Vec::new();
        for paragraph in paragraphs(content) {
            if let Some(passage) = self.passage(content, paragraph, main) {
                passages.push(passage);
            } else {
                let inner = quoted(content, paragraph, &self.marks);
                passages.extend(inner.filter_map(|span| self.passage(content, span, main)));
            }
        }
        passages
    }

    fn passage(&self, content: &str, span: Span, main: &str) -> Option<Passage> {
        let text = span.of(content);
        if letters(text, FEWEST_PASSAGE_LETTERS) < FEWEST_PASSAGE_LETTERS {
            return None;
        }
        let candidates = self.candidates_in(&samples(text));
        let may_be_main = candidates
            .iter()
            .any(|candidate| candidate.tag == main && candidate.confidence > LIKELY_MAIN);
        let best = candidates.into_iter().next()?;
        let sure = best.tag != UNDETERMINED && best.confidence >= SURE_PASSAGE && !may_be_main;
        sure.then_some(Passage {
            span,
            tag: best.tag,
            confidence: best.confidence,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

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
    fn text_in_no_language_is_undetermined() {
        for text in [
            "qxvbz kjwqp zzxkv pqwjx mvbnq xkcdz",
            "ASDFGHJK QWERTZUIOP YXCVBNM ASDF",
            "dGhpcyBpcyBub3QgYSBzZW50ZW5jZSBidXQgYSBzdHJpbmcgb2YgYnl0ZXM=",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "https://www.qzvx.example/abxk/plmt?id=77&ref=zkq www.bvxq.example",
            "let total: u32 = values.iter().map(|v| v.len() as u32).sum();",
            "<td class=\"num\"><a href=\"#n\">1</a></td><td class=\"num\">2</td>",
        ] {
            let found = identify(text);
            assert_eq!(found.tag, UNDETERMINED, "{text} {:?}", found.candidates);
            assert!(found.passages.is_empty());
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
    fn a_quotation_in_another_language_is_a_passage() {
        let (french, english) = (SENTENCES[1].1, SENTENCES[0].1);
        for (open, close) in [("« ", " »"), ("“", "”"), ("\"", "\"")] {
            let text = format!("{french} {french} {open}{english}{close}, dit-il. {french}");
            let found = identify(&text);
            assert_eq!(found.tag, "fr");
            let passages: Vec<(&str, &str)> = found
                .passages
                .iter()
                .map(|passage| (passage.tag.as_str(), passage.span.of(&text).trim()))
                .collect();
            assert_eq!(passages, [("en", english)], "{open}");
        }
    }

    #[test]
    fn a_short_quotation_and_text_in_no_language_are_no_passages() {
        let french = SENTENCES[1].1;
        for other in [
            "« The mayor said so »",
            "qxvbz kjwqp zzxkv pqwjx mvbnq xkcdz qqwrt zkvbp nmxqw",
        ] {
            let found = identify(&format!("{french} {french}\n{other}\n{french}"));
            assert_eq!(found.passages, []);
        }
    }

    #[test]
    fn the_main_language_of_a_long_article_is_that_of_most_of_it() {
        let (french, english) = (SENTENCES[1].1, SENTENCES[0].1);
        let text = format!(
            "{}\n{}",
            format!("{english} ").repeat(20),
            format!("{french} ").repeat(200)
        );
        let found = identify(&text);
        assert_eq!((found.tag.as_str(), found.passages.len()), ("fr", 1));
        assert_eq!(found.passages[0].tag, "en");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn any_text_has_a_finding_that_holds_together(
            text in "([a-zA-Z éß«»“”\"\n]|[а-я市长ก-ฮ]|.){0,300}",
        ) {
            let found = identify(&text);
            prop_assert!((0.0..=1.0).contains(&found.confidence));
            let best = found.candidates.first().map_or(UNDETERMINED, |best| best.tag.as_str());
            prop_assert_eq!(&found.tag, best);
            let total: f32 = found.candidates.iter().map(|candidate| candidate.confidence).sum();
            prop_assert!(total < 1.0001 && found.candidates.len() <= MOST_CANDIDATES);
            let mut after = 0;
            for passage in &found.passages {
                prop_assert!(passage.span.start >= after && text.get(passage.span.range()).is_some());
                prop_assert!(passage.tag != found.tag && passage.tag != UNDETERMINED);
                after = passage.span.end;
            }
            prop_assert_eq!(identify(&text), found);
        }

        #[test]
        fn any_two_paragraphs_of_known_languages_are_told_apart(
            first in 0..SENTENCES.len(),
            second in 0..SENTENCES.len(),
        ) {
            let ((main, long), (other, short)) = (SENTENCES[first], SENTENCES[second]);
            let text = format!("{}\n{short}", format!("{long} ").repeat(9));
            let found = identify(&text);
            prop_assert_eq!(&found.tag, main);
            let passages: Vec<&str> = found.passages.iter().map(|passage| passage.tag.as_str()).collect();
            if main == other {
                prop_assert!(passages.is_empty());
            } else {
                prop_assert!(passages.is_empty() || passages == [other]);
            }
        }
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
