//! `docs/accuracy.md` is what `lab card` measured of the models that are in the
//! repository: a model without a row of its own, or a table that says something
//! else, is stale.
//!
//! ```text
//! models/*/*.bin  ──  models/models.tsv, models/scores.tsv  ──  docs/accuracy.md
//! ```
#![expect(clippy::disallowed_methods, reason = "the tests read the repository")]

use std::collections::BTreeMap;
use std::fmt::Write;

use copydesk::language::rows;
use copydesk::model::ModelFile;

use crate::source::{files, relative, root};

/// What each task is called for people who use its findings.
const TASKS: [(&str, &str); 10] = [
    ("language", "language identification"),
    ("tokens", "tokens and sentences"),
    ("clusters", "word clusters"),
    ("tag", "parts of speech"),
    ("morphology", "morphology"),
    ("lemma", "lemmas"),
    ("parse", "dependency trees"),
    ("names", "names"),
    ("speech", "speech in quotation marks"),
    ("attribution", "who said what"),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn every_model_was_measured_as_it_is() {
    let table = read("models/models.tsv");
    let known: BTreeMap<String, (String, String)> = rows(&table)
        .map(|row| {
            let path = format!("models/{}/{}.bin", row[0], row[1]);
            (path, (row[2].to_owned(), row[3].to_owned()))
        })
        .collect();
    let models = files("models")
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "bin"))
        .map(|path| {
            let bytes: &'static [u8] = std::fs::read(&path).unwrap().leak();
            let sum = ModelFile { path: "", bytes }.checksum();
            let row = (bytes.len().to_string(), format!("{sum:016x}"));
            (relative(&path), row)
        });
    let found: BTreeMap<String, (String, String)> = models.collect();
    assert_eq!(
        found, known,
        "`lab card` measures the models and writes models/*.tsv"
    );
}

#[test]
fn the_accuracy_table_shows_what_was_measured() {
    let expected = page();
    let path = root().join("docs/accuracy.md");
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "docs/accuracy.md is old; UPDATE_GOLDEN=1 cargo test accuracy rewrites it"
    );
}

/// The page, from the tables of scores and of models.
fn page() -> String {
    let (scores, models) = (read("models/scores.tsv"), read("models/models.tsv"));
    let mut page = String::from(
        "# How accurate Copydesk is, and on what\n\n\
         Generated from `models/scores.tsv` and `models/models.tsv`, which `lab card` writes; a test compares them.\n\
         Every score is measured on texts that the model was not trained on: dev parts of the corpora, whose names \
         are those of `NOTICE`. Features and settings were chosen on these dev parts, so expect a little less on other texts. \
         Speeds are of one core of a shared machine, the quickest of five rounds.\n",
    );
    let mut languages: Vec<&str> = rows(&models).map(|row| row[0]).collect();
    languages.dedup();
    for language in languages {
        let title = if language == "und" {
            "All languages"
        } else {
            language
        };
        write!(
            page,
            "\n## {title}\n\n| task | measure | score | test set | size |\n|---|---|---|---|---|\n"
        )
        .unwrap();
        for row in rows(&scores).filter(|row| row[0] == language) {
            let [_, task, measure, value, set, size] = row[..] else {
                panic!("{row:?}")
            };
            writeln!(
                page,
                "| {} | {measure} | {value} | `{set}` | {size} |",
                name(task)
            )
            .unwrap();
        }
        page.push_str(
            "\n| model | bytes | tokens a second | trained on (× weight) |\n|---|---|---|---|\n",
        );
        for row in rows(&models).filter(|row| row[0] == language) {
            let [_, task, bytes, _, speed, corpora] = row[..] else {
                panic!("{row:?}")
            };
            writeln!(page, "| {} | {bytes} | {speed} | {corpora} |", name(task)).unwrap();
        }
    }
    page
}

fn name(task: &str) -> &str {
    let known = TASKS.iter().find(|(code, _)| *code == task);
    known.map_or(task, |(_, name)| name)
}
