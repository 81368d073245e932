//! The date stage on the golden files under `tests/golden/<code>/dates/`: one
//! phenomenon per file, one text per row. A row is the publication date that is
//! given, the text, and what is to be found in it:
//!
//! ```text
//! 2021-03-17 → Il a plu hier. → hier | date | 2021-03-16
//! ```

use copydesk::date::{Anchor, DateBasis, DateFinder, DateKind, Dates, Input};
use copydesk::language::{Language, rows};
use copydesk::segment::{Segmentation, Sentence};
use copydesk::text::{Document, Span};
use proptest::prelude::*;

fn find(text: &str, language: Option<Language>, published: Option<&str>) -> Dates {
    let mut document = Document::new(text);
    if let Some(published) = published {
        document = document.with_published(published);
    }
    find_in(&document, language, &[])
}

fn find_in(document: &Document, language: Option<Language>, names: &[Span]) -> Dates {
    let finder = DateFinder::load().unwrap();
    finder.find(&Input {
        document,
        language,
        segmentation: &lines(document.content()),
        names,
    })
}

/// Every line as a sentence.
fn lines(text: &str) -> Segmentation {
    let mut at = 0;
    let mut segmentation = Segmentation::default();
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trimmed(text);
        at += line.len();
        if !span.is_empty() {
            segmentation.sentences.push(Sentence {
                span,
                tokens: 0..0,
                paragraph: 0,
            });
        }
    }
    segmentation
}

fn shown(text: &str, dates: &Dates) -> String {
    let kind = |kind| match kind {
        DateKind::Date => "date",
        DateKind::Time => "time",
        DateKind::Duration => "duration",
        DateKind::Set => "set",
    };
    let shown = dates.expressions.iter().map(|found| {
        let words = found.span.of(text);
        format!("{words} | {} | {}", kind(found.kind), found.value)
    });
    shown.collect::<Vec<_>>().join(" ; ")
}

fn check_folder(language: Language) {
    let folder = format!("tests/golden/{}/dates", language.code());
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 20, "at least 20 phenomena in {folder}");
    let finder = DateFinder::load().unwrap();
    let mut wrong = Vec::new();
    for file in files {
        #[expect(clippy::disallowed_methods, reason = "a test reads its golden files")]
        let table = std::fs::read_to_string(&file).unwrap();
        for row in rows(&table) {
            let (published, text, expected) = (row[0], row[1], row.get(2).unwrap_or(&""));
            let document = Document::new(text).with_published(published);
            let dates = finder.find(&Input {
                document: &document,
                language: Some(language),
                segmentation: &lines(text),
                names: &[],
            });
            let found = shown(text, &dates);
            if found != *expected {
                let name = file.display();
                wrong.push(format!(
                    "{name}\n  {text}\n  expected {expected}\n  but got  {found}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn french_dates_are_as_in_the_golden_files() {
    check_folder(Language::French);
}

#[test]
fn english_dates_are_as_in_the_golden_files() {
    check_folder(Language::English);
}

#[test]
fn the_publication_date_comes_with_what_shows_it() {
    let check = |language, text: &str, expected: Option<(&str, DateBasis, &str)>| {
        let dates = find(text, Some(language), None);
        let found = dates.publication.as_ref().map(|date| {
            let evidence = date.span.map_or("", |span| span.of(text));
            (date.value.as_str(), date.basis, evidence)
        });
        assert_eq!(found, expected, "{text}");
    };
    let (english, french) = (Language::English, Language::French);
    check(
        french,
        " date 2017-05 Un accord a été signé entre les deux rives.",
        Some(("2017-05", DateBasis::Header, "date 2017-05")),
    );
    check(
        french,
        "Crue à Vannes\n\nPublié le 12 mars 2020 à 14 h 05, mis à jour le 13 mars 2020\n\nL’eau monte.",
        Some((
            "2020-03-12T14:05",
            DateBasis::Header,
            "Publié le 12 mars 2020 à 14 h 05",
        )),
    );
    check(
        french,
        "5 juin 2012. - Un avion s’est posé à Brest.",
        Some(("2012-06-05", DateBasis::Dateline, "5 juin 2012")),
    );
    check(
        french,
        "PARIS, 12 févr. 2019 (AFP) – Le ministre a démissionné.",
        Some(("2019-02-12", DateBasis::Dateline, "12 févr. 2019")),
    );
    check(
        english,
        "Storm over Leeds\nMarch 01, 2008\nThe roof fell in.",
        Some(("2008-03-01", DateBasis::Header, "March 01, 2008")),
    );
    check(
        english,
        "Storm over Leeds\nBy Ann Roe, 4 May 2011\nThe roof fell in.",
        Some(("2011-05-04", DateBasis::Byline, "4 May 2011")),
    );
    check(english, "On 3 May 2019, a storm hit Leeds.", None);
    check(
        french,
        "Publié le 12 mars 2199\n\nUn texte venu d’ailleurs.",
        None,
    );
    check(
        french,
        "Le pont a cédé en décembre 2018. Le samedi 9 février, il a rouvert.",
        Some(("2019-02", DateBasis::Inferred, "")),
    );
}

#[test]
fn a_month_as_publication_date_leaves_weekdays_to_the_named_days() {
    let text = " date 2017-05 Un accord a été signé. Le mardi, il fut rompu. Depuis le lundi 15 mai, on se tait.";
    let dates = find(text, Some(Language::French), None);
    let values: Vec<&str> = dates
        .expressions
        .iter()
        .map(|found| found.value.as_str())
        .collect();
    assert_eq!(values, ["2017-05", "2017-05-16", "2017-05-15"]);
    assert_eq!(dates.expressions[1].anchor, Anchor::Publication);
}

#[test]
fn without_a_language_there_are_iso_dates_only() {
    let dates = find("El 3 de mayo, 2019-05-03, lunes.", None, None);
    assert_eq!(dates.expressions.len(), 1);
    assert_eq!(dates.expressions[0].value, "2019-05-03");
}

#[test]
fn a_month_in_a_name_is_no_date() {
    let text = "Theresa May spoke in May 2017.";
    let dates = find_in(
        &Document::new(text),
        Some(Language::English),
        &[Span::new(0, 11)],
    );
    assert_eq!(shown(text, &dates), "May 2017 | date | 2017-05");
}

#[test]
fn a_date_that_can_be_read_in_two_ways_says_so() {
    let dates = find("Reçu le 04/03/2021.", Some(Language::French), None);
    assert_eq!(dates.expressions[0].value, "2021-03-04");
    assert_eq!(dates.expressions[0].alternatives, ["2021-04-03"]);
}

#[test]
fn hostile_texts_take_no_longer_than_their_length_warrants() {
    for piece in [
        "1", "1/1/", "1 ", "un ", "lundi ", "de ", "du 1 au ", "12:00 ", "mai ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let started = std::time::Instant::now();
        find(&text, Some(Language::French), Some("2020-01-01"));
        let elapsed = started.elapsed();
        assert!(elapsed.as_secs() < 20, "{piece:?} took {elapsed:?}");
    }
}

/// Pieces of which texts are made that look like dates.
const PIECES: [&str; 40] = [
    "1",
    "12",
    "31",
    "2019",
    "0000",
    "9999",
    "99999999999",
    "/",
    "-",
    ".",
    ":",
    "h",
    " ",
    "\n",
    "\u{a0}",
    "’",
    "lundi",
    "mai",
    "March",
    "il y a",
    "ago",
    "ans",
    "years",
    "du",
    "au",
    "le",
    "prochain",
    "last",
    "mille",
    "vingt",
    "hundred",
    "siècle",
    "XXe",
    "fin",
    "demain",
    "T",
    "Z",
    "🙂",
    "e\u{301}",
    "Pâques",
];

fn dated_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        "\\PC{0,3}",
        Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_gives_sound_dates(text in dated_text(), published in "(19|20)[0-9]{2}-(0[1-9]|1[0-2])") {
        for language in [None, Some(Language::French), Some(Language::English)] {
            let dates = find(&text, language, Some(&published));
            let mut end = 0;
            for found in &dates.expressions {
                prop_assert!(found.span.start >= end && !found.span.is_empty());
                prop_assert!(text.get(found.span.range()).is_some());
                end = found.span.end;
                prop_assert!(is_timex(&found.value), "{}", found.value);
                if let (Some(earliest), Some(latest)) = (&found.earliest, &found.latest) {
                    prop_assert!(earliest <= latest, "{earliest} {latest}");
                }
            }
        }
    }
}

/// Whether a value is one of TIMEX3's forms.
fn is_timex(value: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-:+._".contains(letter);
    if !value.chars().all(allowed) || value.is_empty() {
        return false;
    }
    if let Some(length) = value.strip_prefix('P') {
        return length.ends_with(|end: char| end.is_ascii_uppercase()) || value == "PAST_REF";
    }
    if let Some(clock) = value.strip_prefix('T') {
        return clock.len() >= 5;
    }
    if value == "FUTURE_REF" {
        return true;
    }
    let (date, _) = value.split_once('T').unwrap_or((value, ""));
    let exact = date.len() == 10 && !date.contains('X');
    !exact || date.parse::<chrono::NaiveDate>().is_ok()
}
