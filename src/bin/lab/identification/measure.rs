//! What is measured of an identification model, on text that it was not trained on.

use std::fmt::Write;
use std::time::Instant;

use copydesk::language::{Identifier, UNDETERMINED, ngrams, reported};
use copydesk::text::Document;

use super::noise;
use super::sentences::{Data, Known};
use crate::random::Random;
use crate::score::Score;

/// The languages with a pack or soon to have one.
const SEVEN: [&str; 7] = ["fr", "en", "de", "es", "it", "pt", "nl"];
/// So many words are the beginning of a sentence.
const BEGINNING: usize = 5;
/// So many of the weakest languages are shown.
const WEAKEST: usize = 10;
/// The lowest confidence of each row of the reliability table.
const STEPS: [f32; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

/// What was found for one text.
struct Answer {
    right: bool,
    confidence: f32,
}

/// Measures everything: the scores for the card, and tables to read.
pub(super) fn report(data: &Data, identifier: &Identifier) -> (Vec<Score>, String) {
    let beginnings: Vec<Known> = data.sentences.iter().map(beginning).collect();
    let sets = [
        ("sentences", data.sentences.as_slice()),
        ("first five words", &beginnings),
        ("documents", &data.documents),
    ];
    let mut scores = Vec::new();
    let mut table = String::from(
        "| test | macro, all codes | the seven | calibration error | weakest codes |\n|---|---|---|---|---|\n",
    );
    let mut reliability = String::new();
    for (name, texts) in sets {
        let answers: Vec<Answer> = texts.iter().map(|text| ask(identifier, text)).collect();
        let codes = by_code(texts, &answers);
        let (all, seven) = (
            mean(&codes, |_| true),
            mean(&codes, |code| SEVEN.contains(&code)),
        );
        let (error, rows) = calibration(&answers);
        let score = |measure, value| Score {
            measure,
            value,
            test_set: format!("dev rows of lid/ntrex.*.tsv, {name}"),
            size: format!("{} texts", texts.len()),
        };
        scores.extend([
            score("macro accuracy, all codes", all),
            score("macro accuracy, seven languages", seven),
        ]);
        let _ = writeln!(
            table,
            "| {name} | {all:.2} | {seven:.2} | {error:.3} | {} |",
            weakest(&codes)
        );
        let _ = write!(
            reliability,
            "\n{name}\n\n| confidence from | texts | mean confidence | right |\n|---|---|---|---|\n{rows}"
        );
    }
    let rest = format!(
        "{table}{reliability}\n{}\n{}\n{}",
        no_language(data, identifier),
        passages(data, identifier),
        speed(data, identifier)
    );
    (scores, rest)
}

fn beginning(known: &Known) -> Known {
    let words: Vec<&str> = known.text.split_whitespace().take(BEGINNING).collect();
    Known {
        code: known.code.clone(),
        label: known.label,
        text: words.join(" "),
    }
}

/// An answer counts when the primary subtag is that of the language as it is reported.
fn ask(identifier: &Identifier, known: &Known) -> Answer {
    let finding = identifier.identify(&Document::new(known.text.as_str()));
    Answer {
        right: primary(&finding.tag) == primary(reported(primary(&known.code))),
        confidence: finding.confidence,
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// For each code in order, the share of right answers in percent.
fn by_code<'t>(texts: &'t [Known], answers: &[Answer]) -> Vec<(&'t str, f64)> {
    let mut hits: std::collections::BTreeMap<&str, (u32, u32)> = std::collections::BTreeMap::new();
    for (text, answer) in texts.iter().zip(answers) {
        let (right, all) = hits.entry(text.code.as_str()).or_default();
        *right += u32::from(answer.right);
        *all += 1;
    }
    let share = |(right, all): (u32, u32)| 100.0 * f64::from(right) / f64::from(all);
    hits.into_iter()
        .map(|(code, hits)| (code, share(hits)))
        .collect()
}

fn mean(codes: &[(&str, f64)], wanted: impl Fn(&str) -> bool) -> f64 {
    let shares: Vec<f64> = codes
        .iter()
        .filter(|(code, _)| wanted(code))
        .map(|(_, share)| *share)
        .collect();
    shares.iter().sum::<f64>() / count(shares.len())
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX)).max(1.0)
}

fn weakest(codes: &[(&str, f64)]) -> String {
    let mut sorted = codes.to_vec();
    sorted.sort_by(|one, other| one.1.total_cmp(&other.1));
    let shown = sorted.iter().take(WEAKEST);
    let shown: Vec<String> = shown
        .map(|(code, share)| format!("{code} {share:.0}"))
        .collect();
    shown.join(", ")
}

/// The expected calibration error (Naeini, Cooper and Hauskrecht 2015) over the rows of the
/// reliability table, and those rows.
fn calibration(answers: &[Answer]) -> (f64, String) {
    let (mut error, mut rows) = (0.0, String::new());
    for (at, &low) in STEPS.iter().enumerate() {
        let high = STEPS.get(at + 1).copied().unwrap_or(f32::INFINITY);
        let inside = |answer: &&Answer| (low..high).contains(&answer.confidence);
        let found: Vec<&Answer> = answers.iter().filter(inside).collect();
        let total = count(found.len());
        let sum: f64 = found
            .iter()
            .map(|answer| f64::from(answer.confidence))
            .sum();
        let right = count(found.iter().filter(|answer| answer.right).count());
        let right = if found.iter().any(|answer| answer.right) {
            right
        } else {
            0.0
        };
        error += (sum - right).abs() / count(answers.len());
        let _ = writeln!(
            rows,
            "| {low:.2} | {} | {:.3} | {:.3} |",
            found.len(),
            sum / total,
            right / total
        );
    }
    (error, rows)
}

/// How much of the text in no language is told as such, made with another seed than in training.
fn no_language(data: &Data, identifier: &Identifier) -> String {
    let texts = noise::texts(&data.train, 800, &mut Random::new(12));
    let told =
        |text: &&String| identifier.identify(&Document::new(text.as_str())).tag == UNDETERMINED;
    let share = 100.0 * count(texts.iter().filter(told).count()) / count(texts.len());
    let lost = |known: &&Known| {
        identifier.identify(&Document::new(known.text.as_str())).tag == UNDETERMINED
    };
    let lost = data.sentences.iter().filter(lost).count();
    format!(
        "text in no language told as such: {share:.1} % of {}; sentences taken for it: {lost} of {}",
        texts.len(),
        data.sentences.len()
    )
}

/// Passages in articles of one language, where there are none, and in articles into which a paragraph
/// of the next language was put.
fn passages(data: &Data, identifier: &Identifier) -> String {
    let (mut wrong, mut found, mut mixed) = (0, 0, 0);
    for (at, document) in data.documents.iter().enumerate() {
        let article = Document::new(document.text.as_str());
        wrong += identifier.identify(&article).passages.len();
        let other = &data.documents[(at + 271) % data.documents.len()];
        let Some(paragraph) = other.text.lines().find(|line| line.chars().count() >= 60) else {
            continue;
        };
        let article = Document::new(format!("{}\n{paragraph}", document.text));
        let passages = identifier.identify(&article).passages;
        mixed += 1;
        found += usize::from(passages.iter().any(|passage| {
            passage.span.of(article.content()) == paragraph
                && primary(&passage.tag) == primary(reported(primary(&other.code)))
        }));
    }
    format!(
        "passages: {wrong} reported in {} documents of one language; {found} of {mixed} foreign paragraphs found with their language",
        data.documents.len()
    )
}

/// Bytes a second on whole sentences, beside a pass that only makes the features.
fn speed(data: &Data, identifier: &Identifier) -> String {
    let bytes: usize = data.sentences.iter().map(|known| known.text.len()).sum();
    let measure = |work: &dyn Fn(&str) -> u64| {
        let start = Instant::now();
        let sum = data
            .sentences
            .iter()
            .fold(0_u64, |sum, known| sum.wrapping_add(work(&known.text)));
        std::hint::black_box(sum);
        count(bytes) / start.elapsed().as_secs_f64() / 1e6
    };
    let whole = measure(&|text| identifier.candidates(text).len() as u64);
    let features = measure(&|text| {
        let mut sum = 0_u64;
        ngrams(text, &mut |feature| sum = sum.wrapping_add(feature));
        sum
    });
    format!("speed on sentences: {whole:.1} MB/s; making their features alone: {features:.1} MB/s")
}
