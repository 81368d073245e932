//! The programs under one interface: from a text to the primary subtag of its language.

use std::collections::{BTreeMap, BTreeSet};

use copydesk::embedded;
use copydesk::language::Identifier;
use lingua::{IsoCode639_1, LanguageDetectorBuilder};

use crate::corpus::{Sentence, primary};

/// Codes of ISO 639-3 that stand for another one in the names of the corpus's files.
const OTHER_CODES: [(&str, &str); 8] = [
    ("cmn", "zho"),
    ("pes", "fas"),
    ("ara", "arb"),
    ("aze", "aze-Latn"),
    ("srp", "srp-Cyrl"),
    ("tgl", "fil"),
    ("sna", "sna-Latn"),
    ("hbs", "hrv"),
];

type Tell = Box<dyn Fn(&str) -> String>;

/// A program that tells languages.
pub struct Program {
    /// What it is called.
    pub name: &'static str,
    /// The primary subtags that it knows.
    pub tags: BTreeSet<String>,
    /// From a text to a primary subtag, empty when it does not say.
    pub tell: Tell,
    /// Its likeliest languages, where it says.
    likeliest: Option<Box<dyn Fn(&str) -> Vec<String>>>,
    /// By how much the process grew when it was loaded and had told a few sentences, in MB.
    pub memory: f64,
}

/// All programs, ours first.
pub fn programs(sentences: &[Sentence]) -> Result<Vec<Program>, Box<dyn std::error::Error>> {
    let codes = codes(sentences);
    let mut programs = vec![loaded(sentences, copydesk)?];
    programs.push(loaded(sentences, || Ok(whatlang(codes.clone())))?);
    programs.push(loaded(sentences, || Ok(whichlang(codes.clone())))?);
    programs.push(loaded(sentences, || Ok(lingua()))?);
    Ok(programs)
}

/// From a code of ISO 639-3 to a primary subtag.
fn codes(sentences: &[Sentence]) -> BTreeMap<String, String> {
    let mut codes: BTreeMap<String, String> = sentences
        .iter()
        .map(|sentence| {
            let code = sentence.file.split('-').next().unwrap_or_default();
            (code.to_owned(), sentence.tag.clone())
        })
        .collect();
    for (code, file) in OTHER_CODES {
        let sentence = sentences.iter().find(|sentence| {
            sentence.file == file || sentence.file.split('-').next() == Some(file)
        });
        if let Some(sentence) = sentence {
            codes.insert(code.to_owned(), sentence.tag.clone());
        }
    }
    codes
}

fn loaded(
    sentences: &[Sentence],
    load: impl FnOnce() -> Result<Program, Box<dyn std::error::Error>>,
) -> Result<Program, Box<dyn std::error::Error>> {
    let before = resident();
    let mut program = load()?;
    for sentence in sentences.iter().step_by(50) {
        (program.tell)(&sentence.text);
    }
    program.memory = resident() - before;
    Ok(program)
}

/// The resident memory of this process in MB, 0 where the system does not say.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    number.unwrap_or_default() / 1000.0
}

fn copydesk() -> Result<Program, Box<dyn std::error::Error>> {
    let identifier: &'static Identifier =
        Box::leak(Box::new(Identifier::load(embedded::model(None, "language")?)?));
    let tags = identifier.tags().iter().map(|tag| primary(tag)).collect();
    let likeliest = |text: &str| -> Vec<String> {
        let candidates = identifier.candidates(text).into_iter();
        candidates.map(|candidate| primary(&candidate.tag)).collect()
    };
    Ok(Program {
        name: "Copydesk",
        tags,
        tell: Box::new(move |text| likeliest(text).into_iter().next().unwrap_or_default()),
        likeliest: Some(Box::new(likeliest)),
        memory: 0.0,
    })
}

/// Copydesk when it may only answer one of `tags`.
pub fn copydesk_restricted(ours: &Program, tags: &BTreeSet<String>) -> impl Fn(&str) -> String {
    move |text| {
        let candidates = ours.likeliest.as_ref().map(|likeliest| likeliest(text));
        let mut candidates = candidates.unwrap_or_default().into_iter();
        candidates.find(|tag| tags.contains(tag)).unwrap_or_default()
    }
}

fn whatlang(codes: BTreeMap<String, String>) -> Program {
    let known = whatlang::Lang::all().iter();
    Program {
        name: "whatlang 0.18",
        tags: known.filter_map(|language| codes.get(language.code()).cloned()).collect(),
        tell: Box::new(move |text| {
            let found = whatlang::detect_lang(text);
            let tag = found.and_then(|language| codes.get(language.code()).cloned());
            tag.unwrap_or_default()
        }),
        likeliest: None,
        memory: 0.0,
    }
}

fn whichlang(codes: BTreeMap<String, String>) -> Program {
    let known = whichlang::LANGUAGES.iter();
    Program {
        name: "whichlang 0.1",
        tags: known
            .filter_map(|language| codes.get(language.three_letter_code()).cloned())
            .collect(),
        tell: Box::new(move |text| {
            let code = whichlang::detect_language(text).three_letter_code();
            codes.get(code).cloned().unwrap_or_default()
        }),
        likeliest: None,
        memory: 0.0,
    }
}

fn lingua() -> Program {
    let detector = LanguageDetectorBuilder::from_all_languages()
        .with_preloaded_language_models()
        .build();
    let tag = |code: IsoCode639_1| {
        let code = code.to_string().to_lowercase();
        if code == "tl" { "fil".to_owned() } else { code }
    };
    let known = lingua::Language::all().into_iter();
    Program {
        name: "lingua 1.8",
        tags: known.map(|language| tag(language.iso_code_639_1())).collect(),
        tell: Box::new(move |text| {
            let found = detector.detect_language_of(text);
            let found = found.map(|language| tag(language.iso_code_639_1()));
            found.unwrap_or_default()
        }),
        likeliest: None,
        memory: 0.0,
    }
}
