//! The documents of the repository, held to what the program does: the answer,
//! the flags and the examples of the README, and the sources in NOTICE.
//!
//! ```text
//! README: curl … -d '{request}'  →  the library's answer  =  the README's block of JSON
//! ```
#![expect(clippy::disallowed_methods, reason = "the documents are files")]

use std::fs;

use clap::CommandFactory;
use copydesk::analysis::{Analyzer, Options};
use copydesk::config::CommandLine;
use copydesk::http::wire::{Answer, Request, answer};
use copydesk::language::rows;
use serde::Serialize;

use crate::source::{LAYERS, files, relative, root};

fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// What lies between the first `start` and the next `end`.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// The JSON of a list, a line for each item.
fn list<T: Serialize>(items: &[T]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| format!("\n    {}", json(item)))
        .collect();
    let end = if items.is_empty() { "" } else { "\n  " };
    format!("[{}{end}]", items.join(","))
}

/// The answer's own JSON without `meta`, with line breaks between its fields and items.
fn laid_out(answer: &Answer) -> String {
    let fields = [
        ("language", json(&answer.language)),
        ("date", json(&answer.date)),
        ("dates", list(answer.dates.as_deref().unwrap())),
        ("entities", list(answer.entities.as_deref().unwrap())),
        (
            "attributions",
            list(answer.attributions.as_deref().unwrap()),
        ),
        ("quotes", list(answer.quotes.as_deref().unwrap())),
        ("warnings", list(&answer.warnings)),
        ("offsets", json(&answer.offsets)),
    ];
    let fields = fields.map(|(name, value)| format!("\n  \"{name}\":{value}"));
    format!("{{{}\n}}\n", fields.join(","))
}

#[test]
fn the_readme_shows_the_answer_to_its_request() {
    let readme = document("README.md");
    let request = Request::from_json(between(&readme, "-d '", "'\n```")).unwrap();
    let analyzer = Analyzer::load().unwrap();
    let cancelled = Options::default().cancelled;
    let found = answer(&request, &analyzer, cancelled, readme.len()).unwrap();
    let (found, shown) = (laid_out(&found), between(&readme, "```json\n", "```"));
    if found != shown && std::env::var("UPDATE_GOLDEN").is_ok() {
        let (before, after) = (
            format!("```json\n{shown}```"),
            format!("```json\n{found}```"),
        );
        fs::write(
            root().join("README.md"),
            readme.replacen(&before, &after, 1),
        )
        .unwrap();
        return;
    }
    assert_eq!(
        found, shown,
        "the README's answer is old; UPDATE_GOLDEN=1 cargo test documents rewrites it"
    );
}

#[test]
fn the_readme_lists_every_flag_with_its_variable_and_default() {
    let readme = document("README.md");
    let command = <CommandLine as CommandFactory>::command();
    let flags = command
        .get_subcommands()
        .flat_map(clap::Command::get_arguments);
    for flag in flags {
        let (Some(long), Some(variable)) = (flag.get_long(), flag.get_env()) else {
            continue;
        };
        let row = format!("| `--{long}` | `{}` | ", variable.to_str().unwrap());
        let (_, rest) = readme.split_once(&row).expect(&row);
        if let [default] = flag.get_default_values() {
            let default = format!("`{}` |", default.to_str().unwrap());
            assert!(rest.starts_with(&default), "{row}{default}");
        }
    }
}

#[test]
fn every_example_is_a_request_that_is_understood() {
    let articles = document("examples/articles.ndjson");
    for line in articles.lines() {
        assert!(Request::from_json(line).is_ok(), "{line}");
    }
    assert!(articles.lines().count() > 2);
}

#[test]
fn notice_names_every_corpus_that_a_model_was_trained_on() {
    let notice = document("NOTICE");
    let corpora = document("src/bin/lab/corpora.tsv");
    let own = |row: &Vec<&str>| row[2].starts_with("lab/");
    let trained = rows(&corpora).filter(|row| !row[4].starts_with("dev") && !own(row));
    for row in trained {
        let (folder, file) = row[2].split_once('/').unwrap();
        let stories = file.starts_with("ntrex.").then_some(match folder {
            "lid" => "lid/ntrex.*.tsv",
            _ => "news/ntrex.{de,en,es,fr,it,nl,pt}",
        });
        let named = format!("{folder}/{file}");
        assert!(notice.contains(stories.unwrap_or(&named)), "{named}");
    }
}

#[test]
fn notice_names_every_folder_that_the_gazetteer_is_made_of() {
    let notice = document("NOTICE");
    let source = document("src/bin/lab/gazetteer.rs");
    let folders = source.split("\"gaz/").skip(1);
    let folders: Vec<&str> = folders.filter_map(|path| path.split('/').next()).collect();
    assert!(folders.len() > 4);
    for folder in folders {
        assert!(notice.contains(&format!("gaz/{folder}")), "{folder}");
    }
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let documents = [
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "gazetteers/SOURCES.md",
        "docs/accuracy.md",
        "docs/adding-a-language.md",
        "docs/formats.md",
        "docs/models.md",
    ];
    for name in documents {
        let text = document(name);
        let folder = root().join(name).parent().unwrap().to_owned();
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http")) {
            assert!(folder.join(link).exists(), "{name}: {link}");
        }
    }
}

#[test]
fn the_architecture_lists_every_layer_and_where_to_start() {
    let text = document("ARCHITECTURE.md");
    let table = between(&text, "## Layers", "## Data");
    let files: Vec<String> = files("src").iter().map(|path| relative(path)).collect();
    for start in table
        .split('`')
        .filter(|piece| piece.contains(".rs") && !piece.starts_with("tests/"))
    {
        assert!(files.contains(&format!("src/{start}")), "{start}");
    }
    let exists = |layer: &&&str| {
        files
            .iter()
            .any(|file| file.starts_with(&format!("src/{layer}")))
    };
    for layer in LAYERS.iter().filter(exists) {
        assert!(table.contains(&format!("`{layer}`")), "{layer}");
    }
}
