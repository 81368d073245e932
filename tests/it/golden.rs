//! The golden articles: one phenomenon per file under `tests/golden/<folder>/`,
//! and what a careful reader finds in it (`tests/golden/README.md`). What is not
//! found, or found beyond that, must be exactly what `NAME.open.tsv` records:
//!
//! ```text
//! expected.tsv  entity  person  Zoé Lantier  Zoé Lantier        missing  entity  person  Zoé Lantier  …
//! found         entity  person  Zoé          Zoé           →    extra    entity  person  Zoé  …
//! ```
//!
//! `UPDATE_GOLDEN=1 cargo test golden` writes the differences of today, and the
//! share that is found is held to the floors below.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use copydesk::analysis::{Analysis, Analyzer, Options};
use copydesk::attribution::{Attribution, QuoteSource};
use copydesk::entity::{Entity, MentionKind};
use copydesk::text::{Document, Span};

use crate::source::{files, relative, root};

/// Per cent of the expected rows that must be found, for each folder and kind of row;
/// 100 for what is not listed. They only rise.
const FLOORS: [(&str, &str, usize); 53] = [
    ("fr", "attribution", 48),
    ("fr", "date", 92),
    ("fr", "entity", 82),
    ("fr", "language", 100),
    ("fr", "published", 100),
    ("fr", "quote", 63),
    ("en", "attribution", 47),
    ("en", "date", 90),
    ("en", "entity", 85),
    ("en", "language", 100),
    ("en", "published", 100),
    ("en", "quote", 72),
    ("de", "attribution", 44),
    ("de", "date", 96),
    ("de", "entity", 75),
    ("de", "language", 100),
    ("de", "published", 100),
    ("de", "quote", 63),
    ("es", "attribution", 51),
    ("es", "date", 85),
    ("es", "entity", 86),
    ("es", "language", 100),
    ("es", "published", 100),
    ("es", "quote", 60),
    ("it", "attribution", 38),
    ("it", "date", 89),
    ("it", "entity", 75),
    ("it", "language", 100),
    ("it", "published", 100),
    ("it", "quote", 59),
    ("nl", "attribution", 46),
    ("nl", "date", 90),
    ("nl", "entity", 80),
    ("nl", "language", 100),
    ("nl", "published", 100),
    ("nl", "quote", 70),
    ("pt", "attribution", 47),
    ("pt", "date", 93),
    ("pt", "entity", 82),
    ("pt", "language", 100),
    ("pt", "published", 100),
    ("pt", "quote", 63),
    ("sv", "attribution", 45),
    ("sv", "date", 80),
    ("sv", "entity", 92),
    ("sv", "language", 100),
    ("sv", "published", 100),
    ("sv", "quote", 66),
    ("und", "date", 66),
    ("und", "language", 100),
    ("und", "published", 100),
    ("und", "quote", 90),
    ("und", "warning", 100),
];

/// How many rows of one kind a folder has.
#[derive(Default)]
struct Count {
    expected: usize,
    right: usize,
    extra: usize,
}

/// What an article is to have and has, as rows.
struct Comparison {
    right: Vec<String>,
    /// `missing` and `extra`, sorted, as `NAME.open.tsv` has them.
    open: Vec<String>,
}

/// The name of a variant, as the golden files write it.
fn name(variant: impl Debug) -> String {
    format!("{variant:?}").to_lowercase()
}

fn pieces(text: &str, spans: &[Span]) -> String {
    let pieces: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
    pieces.join(" || ")
}

fn entity_row(text: &str, entity: &Entity) -> Vec<String> {
    let names = entity.mentions.iter();
    let names: Vec<&str> = names
        .filter(|mention| mention.kind == MentionKind::Name)
        .map(|mention| mention.span.of(text))
        .collect();
    let kind = name(entity.kind);
    vec!["entity".into(), kind, entity.name.clone(), names.join("|")]
}

fn attribution_row(text: &str, attribution: &Attribution) -> Vec<String> {
    let cue = attribution.cue.as_ref().map(|cue| pieces(text, &cue.spans));
    let source = attribution.source.map(|source| source.span.of(text));
    vec![
        "attribution".into(),
        name(attribution.kind),
        pieces(text, &attribution.content),
        cue.unwrap_or_default(),
        source.unwrap_or_default().to_owned(),
        attribution.speaker.clone().unwrap_or_default(),
    ]
}

fn quote_row(text: &str, analysis: &Analysis, index: usize) -> Vec<String> {
    let quote = &analysis.quotes[index];
    let speaker = match analysis.attributions.quotes[index] {
        QuoteSource::Attribution(at) => analysis.attributions.items[at].speaker.clone(),
        QuoteSource::Unattributed(_) | QuoteSource::NotSpeech => None,
    };
    let words = quote.span.of(text).to_owned();
    let speaker = speaker.unwrap_or_default();
    vec!["quote".into(), name(quote.kind), words, speaker]
}

/// Everything that was found in `text`, one row each.
fn found_rows(text: &str, analysis: &Analysis) -> Vec<String> {
    let mut rows = vec![vec!["language".to_owned(), analysis.language.tag.clone()]];
    let published = analysis.dates.publication.iter();
    rows.extend(published.map(|date| vec!["published".into(), date.value.clone()]));
    let dates = analysis.dates.expressions.iter();
    rows.extend(dates.map(|date| {
        let words = date.span.of(text).to_owned();
        vec!["date".into(), words, name(date.kind), date.value.clone()]
    }));
    let entities = analysis.entities.iter();
    rows.extend(entities.map(|entity| entity_row(text, entity)));
    let quotes = 0..analysis.quotes.len();
    rows.extend(quotes.map(|index| quote_row(text, analysis, index)));
    let attributions = analysis.attributions.items.iter();
    rows.extend(attributions.map(|attribution| attribution_row(text, attribution)));
    let warnings = analysis.warnings.iter();
    rows.extend(warnings.map(|warning| vec!["warning".into(), warning.code.to_owned()]));
    let line = |fields: Vec<String>| fields.join("\t").replace('\n', "\\n");
    rows.into_iter()
        .map(|fields| line(fields).trim_end_matches('\t').to_owned())
        .collect()
}

fn compare(expected: Vec<String>, found: Vec<String>) -> Comparison {
    let (mut right, mut open, mut extra) = (vec![], vec![], found);
    for row in expected {
        if let Some(at) = extra.iter().position(|found| *found == row) {
            right.push(extra.swap_remove(at));
        } else {
            open.push(format!("missing\t{row}"));
        }
    }
    open.extend(extra.into_iter().map(|row| format!("extra\t{row}")));
    open.sort();
    Comparison { right, open }
}

/// The lines of a file of rows; none where there is no file.
#[expect(clippy::disallowed_methods, reason = "a test reads its golden files")]
fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let rows = text.lines().map(|line| line.trim_end_matches('\t'));
    rows.map(str::to_owned).collect()
}

/// What is to be found in the article at `path`, and what is.
///
/// In the folder of a language with a pack the language goes without saying,
/// and warnings are no matter of reading.
#[expect(clippy::disallowed_methods, reason = "a test reads its golden files")]
fn read(analyzer: &Analyzer, folder: &str, path: &Path) -> (Vec<String>, Vec<String>) {
    let mut expected = lines(&path.with_extension("expected.tsv"));
    assert!(!expected.is_empty(), "{} has no rows", relative(path));
    let text = fs::read_to_string(path).unwrap();
    let analysis = analyzer
        .analyze(&Document::new(text.as_str()), &Options::default())
        .unwrap();
    let mut found = found_rows(&text, &analysis);
    if folder != "und" {
        expected.push(format!("language\t{folder}"));
        found.retain(|row| !row.starts_with("warning\t"));
    }
    (expected, found)
}

/// What is wrong with the recorded differences, which are rewritten when that is asked for.
#[expect(clippy::disallowed_methods, reason = "a test writes its golden files")]
fn check_open(article: &Path, open: &[String]) -> Option<String> {
    let path = article.with_extension("open.tsv");
    let recorded = lines(&path);
    if recorded == open {
        return None;
    }
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        if open.is_empty() {
            fs::remove_file(&path).unwrap();
        } else {
            fs::write(&path, open.join("\n") + "\n").unwrap();
        }
        return None;
    }
    let only = |rows: &[String], others: &[String], mark: &str| -> Vec<String> {
        let rows = rows.iter().filter(|row| !others.contains(row));
        rows.map(|row| format!("\n  {mark} {row}")).collect()
    };
    let changes = [only(&recorded, open, "-"), only(open, &recorded, "+")].concat();
    Some(format!("{}{}\n", relative(&path), changes.concat()))
}

fn count<'c>(counts: &'c mut BTreeMap<String, Count>, row: &str) -> &'c mut Count {
    let kind = row.split('\t').next().unwrap_or_default();
    counts.entry(kind.to_owned()).or_default()
}

#[expect(clippy::print_stdout, reason = "what a test run reports")]
fn check_floors(folder: &str, counts: &BTreeMap<String, Count>) {
    for (kind, count) in counts {
        let Count {
            expected,
            right,
            extra,
        } = count;
        let share = right * 100 / (*expected).max(1);
        println!("{folder} {kind}: {right} of {expected} found ({share} %), {extra} extra");
        let floor = FLOORS
            .iter()
            .find(|floor| floor.0 == folder && floor.1 == kind);
        let floor = floor.map_or(100, |floor| floor.2);
        assert!(
            share >= floor,
            "expected at least {floor} % of the rows of kind {kind} in {folder}, but got {share} %"
        );
    }
}

fn check_folder(folder: &str) {
    let analyzer = Analyzer::load().unwrap();
    let in_folder = root().join("tests/golden").join(folder);
    let articles = files(&format!("tests/golden/{folder}"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .filter(|path| path.parent() == Some(&in_folder));
    let (mut counts, mut wrong) = (BTreeMap::new(), String::new());
    for article in articles {
        let (expected, found) = read(&analyzer, folder, &article);
        for row in &expected {
            count(&mut counts, row).expected += 1;
        }
        let Comparison { right, open } = compare(expected, found);
        for row in &right {
            count(&mut counts, row).right += 1;
        }
        for row in open.iter().filter_map(|row| row.strip_prefix("extra\t")) {
            count(&mut counts, row).extra += 1;
        }
        wrong.extend(check_open(&article, &open));
    }
    check_floors(folder, &counts);
    assert!(
        wrong.is_empty(),
        "the findings are not those on record (UPDATE_GOLDEN=1 cargo test golden rewrites them)\n{wrong}"
    );
}

#[test]
fn french_articles_are_read_as_on_record() {
    check_folder("fr");
}

#[test]
fn english_articles_are_read_as_on_record() {
    check_folder("en");
}

#[test]
fn articles_in_the_younger_packs_are_read_as_on_record() {
    for folder in ["de", "es", "it", "nl", "pt", "sv"] {
        check_folder(folder);
    }
}

#[test]
fn articles_in_other_languages_are_read_as_on_record() {
    check_folder("und");
}

#[test]
fn every_record_of_differences_has_an_article() {
    for path in files("tests/golden") {
        let Some(stem) = path
            .to_str()
            .and_then(|path| path.strip_suffix(".open.tsv"))
        else {
            continue;
        };
        let article = format!("{stem}.txt");
        assert!(Path::new(&article).is_file(), "there is no {article}");
    }
}
