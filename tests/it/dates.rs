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
use copydesk::text::{Document, NEVER, Span};

use crate::source::root;

/// What is found in a text of lines, given its language and when it was published.
pub(crate) fn find(text: &str, language: Option<Language>, published: Option<&str>) -> Dates {
    let mut document = Document::new(text);
    if let Some(published) = published {
        document = document.with_published(published);
    }
    find_in(&document, language)
}

fn find_in(document: &Document, language: Option<Language>) -> Dates {
    let finder = DateFinder::load().unwrap();
    finder.find(&Input {
        document,
        language,
        segmentation: &lines(document.content()),
        cancelled: &NEVER,
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

/// The rows of a language's golden files that are found otherwise.
fn differences(language: Language) -> Vec<String> {
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
                cancelled: &NEVER,
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
    wrong
}

#[test]
fn dates_are_as_in_the_golden_files() {
    let wrong: Vec<String> = Language::ALL.into_iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
fn without_a_language_there_are_iso_dates_only_unless_the_text_is_short() {
    let long = "El 3 de mayo, 2019-05-03, lunes. ".repeat(4);
    let dates = find(&long, None, None);
    assert_eq!((dates.expressions.len(), dates.read_as), (4, None));
    assert_eq!(dates.expressions[0].value, "2019-05-03");
    let short = find("El lunes 3 de mayo", None, Some("2021-05-10"));
    assert_eq!(short.expressions[0].value, "2021-05-03");
    assert_eq!(short.read_as, Some(Language::Spanish));
}

#[test]
fn the_date_of_the_last_change_is_kept_apart() {
    let check = |text: &str, published: &str, updated: &str| {
        let dates = find(text, Some(Language::English), None);
        let value = |date: &Option<copydesk::date::PublicationDate>| {
            date.as_ref()
                .map(|date| date.value.clone())
                .unwrap_or_default()
        };
        let found = (value(&dates.publication), value(&dates.updated));
        assert_eq!(found, (published.to_owned(), updated.to_owned()), "{text}");
    };
    check(
        "Published 4:05 p.m. ET May 4, 2011 | Updated 9:10 a.m. ET May 5, 2011\nA bridge fell.",
        "2011-05-04T16:05",
        "2011-05-05T09:10",
    );
    // Where nothing else is shown, the change stands in, and says so by its confidence.
    let only = "Last updated: 5 May 2011\nA bridge fell in Leeds.";
    check(only, "2011-05-05", "2011-05-05");
    let stands_in = find(only, Some(Language::English), None).publication;
    assert!(stands_in.is_some_and(|date| date.confidence < 0.7));
    check(
        "A bridge fell.\n2011-05-04T10:12:00+02:00\nIn Leeds.",
        "2011-05-04T10:12:00+02:00",
        "",
    );
}

#[test]
fn a_date_that_names_what_happened_says_so() {
    let dates = find(
        "Since 9/11 much has changed.",
        Some(Language::English),
        None,
    );
    let found = &dates.expressions[0];
    assert_eq!((found.value.as_str(), found.event), ("2001-09-11", true));
}

#[test]
fn the_ends_of_an_interval_complete_each_other() {
    let check = |text: &str, published: &str, expected: &str| {
        let dates = find(text, Some(Language::English), Some(published));
        let whole = dates
            .expressions
            .iter()
            .find(|found| found.parts.len() == 2);
        assert_eq!(
            whole.map(|found| found.value.as_str()),
            Some(expected),
            "{text}"
        );
    };
    check(
        "It ran from 28 to 3 November.",
        "2018-12-01",
        "2018-10-28/2018-11-03",
    );
    check(
        "It ran from December 28, 2017 to January 3.",
        "2018-12-01",
        "2017-12-28/2018-01-03",
    );
    check(
        "It ran from Monday to Thursday.",
        "2021-03-17",
        "2021-03-08/2021-03-11",
    );
    check(
        "Open on Monday from 9.30 to 4.30 pm.",
        "2021-03-17",
        "2021-03-15T09:30/2021-03-15T16:30",
    );
    check(
        "It lasted from 10 pm to 2 am on 5 May 2020.",
        "2021-03-17",
        "2020-05-05T22:00/2020-05-06T02:00",
    );
    check(
        "It ran from January to September.",
        "2018-10-01",
        "2018-01/2018-09",
    );
}

#[test]
fn a_month_in_a_name_is_no_date() {
    let check = |text: &str, expected: &str| {
        let dates = find(text, Some(Language::English), Some("2018-10-01"));
        assert_eq!(shown(text, &dates), expected, "{text}");
    };
    let named = "Theresa May spoke in May 2017. Critics of May left; support for May fell.";
    check(named, "May 2017 | date | 2017-05");
    check("Support for May fell.", "May | date | 2018-05");
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

/// Texts without a date, one JSON object per line.
const NEGATIVES: &str = "../shared/corpora/dates/duckling_negative.";

#[test]
#[expect(clippy::disallowed_methods, reason = "the texts are in files")]
fn texts_without_a_date_have_none() {
    for language in Language::ALL {
        let path = root().join(format!("{NEGATIVES}{}.dev.jsonl", language.code()));
        let Ok(lines) = std::fs::read_to_string(&path) else {
            println!("skipped: there is no {}", path.display());
            continue;
        };
        for line in lines.lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = case["text"].as_str().unwrap();
            let dates = find(text, Some(language), Some("2013-02-12"));
            assert_eq!(shown(text, &dates), "", "{text}");
        }
    }
}
