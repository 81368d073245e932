//! The formats of other tools: the golden files, the members of ninjs, and what
//! holds of every answer in any format ([`check`]).
//!
//! ```text
//! tests/golden/formats/NAME.request.json  →  NAME.ninjs2.json, NAME.brat, NAME.conllu, …
//! ```
//!
//! `UPDATE_GOLDEN=1 cargo test formats` rewrites them.
#![expect(clippy::disallowed_methods, reason = "a test reads its golden files")]

use std::fs;
use std::path::PathBuf;

use copydesk::analysis::{Analyzer, Options};
use copydesk::formats::Format;
use copydesk::http::wire::{Article, Request, analyse};
use serde_json::Value;

use crate::source::{files, relative, root};

/// Holds an answer about `content` to what its format promises.
pub(crate) fn check(format: Format, content: &str, written: &str) {
    assert!(written.is_empty() || written.ends_with('\n'), "{format:?}");
    match format {
        Format::WebAnnotation => check_selectors(&json(written), content),
        Format::Brat => written.lines().for_each(|line| check_mark(line, content)),
        Format::Doccano => check_labels(&json(written), content),
        Format::Conllu => written.lines().for_each(|line| check_token(line, content)),
        Format::Native | Format::Ninjs2 | Format::Ninjs3 | Format::JsonLd => {
            json(written);
        }
    }
}

fn json(written: &str) -> Value {
    assert_eq!(written.matches('\n').count(), 1, "not one line: {written}");
    serde_json::from_str(written).unwrap()
}

/// What lies between two places that are counted in code points.
fn cut(content: &str, start: usize, end: usize) -> String {
    assert!(
        start < end && end <= content.chars().count(),
        "{start} {end}"
    );
    content.chars().skip(start).take(end - start).collect()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn check_selectors(value: &Value, content: &str) {
    match value {
        Value::Array(values) => values
            .iter()
            .for_each(|value| check_selectors(value, content)),
        Value::Object(members) => {
            if let Some(Value::Array(selectors)) = members.get("selector") {
                let [position, quote] = selectors.as_slice() else {
                    panic!("{selectors:?}");
                };
                check_place(position, quote, content);
            }
            members
                .values()
                .for_each(|value| check_selectors(value, content));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn check_place(position: &Value, quote: &Value, content: &str) {
    let (start, end) = (number(&position["start"]), number(&position["end"]));
    let words = quote["exact"].as_str().unwrap();
    if start < end {
        assert_eq!(cut(content, start, end), words);
    }
    let around = |name: &str| quote[name].as_str().unwrap_or_default().to_owned();
    let (prefix, suffix) = (around("prefix"), around("suffix"));
    let whole = format!("{prefix}{words}{suffix}");
    let from = start - prefix.chars().count();
    let found: String = content
        .chars()
        .skip(from)
        .take(whole.chars().count())
        .collect();
    assert_eq!(found, whole);
    assert!(prefix.chars().count() <= 32 && suffix.chars().count() <= 32);
}

/// A line of brat that marks text: `T1 <tab> Person 0 4;5 9 <tab> words`.
fn check_mark(line: &str, content: &str) {
    let columns: Vec<&str> = line.split('\t').collect();
    let controls = line.matches(char::is_control).count();
    assert!(columns.len() > 1 && controls + 1 == columns.len(), "{line}");
    if !line.starts_with('T') {
        return;
    }
    let [_, place, words] = columns.as_slice() else {
        panic!("expected three columns, but got {line}");
    };
    let (_, pieces) = place.split_once(' ').unwrap();
    let cut = |piece: &str| {
        let (start, end) = piece.split_once(' ').unwrap();
        cut(content, start.parse().unwrap(), end.parse().unwrap())
    };
    let pieces: Vec<String> = pieces.split(';').map(cut).collect();
    assert_eq!(pieces.join(" "), *words);
}

fn check_labels(example: &Value, content: &str) {
    assert_eq!(example["text"], content);
    let labels = example["label"].as_array().unwrap();
    let entities = example["entities"].as_array().unwrap();
    assert_eq!(labels.len(), entities.len());
    for (label, entity) in labels.iter().zip(entities) {
        cut(content, number(&label[0]), number(&label[1]));
        let own = [
            &entity["start_offset"],
            &entity["end_offset"],
            &entity["label"],
        ];
        assert_eq!(own, [&label[0], &label[1], &label[2]]);
    }
    for relation in example["relations"].as_array().unwrap() {
        for end in ["from_id", "to_id"] {
            assert!(
                (1..=entities.len()).contains(&number(&relation[end])),
                "{relation}"
            );
        }
    }
}

/// A line of CoNLL-U with a token, which says in its last column where it is.
fn check_token(line: &str, content: &str) {
    if line.is_empty() || line.starts_with("# ") {
        return;
    }
    let columns: Vec<&str> = line.split('\t').collect();
    assert_eq!(columns.len(), 10, "{line}");
    let mut members = columns[9].split('|');
    let range = members.find_map(|member| member.strip_prefix("TokenRange="));
    let (start, end) = range.unwrap().split_once(':').unwrap();
    let word = cut(content, start.parse().unwrap(), end.parse().unwrap());
    let plain = |letter: char| letter.is_control() || letter.is_whitespace();
    assert_eq!(word.replace(plain, " "), columns[1]);
}

/// The golden files: the request and, for each format, what is written.
fn golden(analyzer: &Analyzer, path: &PathBuf) -> Vec<(Format, PathBuf, String)> {
    let request = Request::from_json(&fs::read_to_string(path).unwrap()).unwrap();
    let Article::Text(text) = request.article.clone() else {
        panic!("{} has no text", path.display());
    };
    let title = request.title.clone();
    let content = title.map_or(text.clone(), |title| format!("{title}\n\n{text}"));
    let stem = path
        .to_str()
        .unwrap()
        .strip_suffix(".request.json")
        .unwrap();
    let formats = Format::ALL.into_iter().skip(1);
    let written = formats.map(|format| {
        let request = request.clone().in_format(format).unwrap();
        let analysed = analyse(&request, analyzer, Options::default().cancelled, 1 << 20).unwrap();
        let written = String::from_utf8(analysed.write(&analysed.answer()).unwrap()).unwrap();
        check(format, &content, &written);
        let is_json = format.is_one_line();
        let end = if is_json { ".json" } else { "" };
        let laid_out = serde_json::from_str::<Value>(&written);
        let written = laid_out.map_or(written, |value| format!("{value:#}\n"));
        (
            format,
            PathBuf::from(format!("{stem}.{}{end}", format.name())),
            written,
        )
    });
    written.collect()
}

fn requests() -> Vec<PathBuf> {
    let is_request = |path: &PathBuf| {
        path.to_str()
            .is_some_and(|path| path.ends_with(".request.json"))
    };
    files("tests/golden/formats")
        .into_iter()
        .filter(is_request)
        .collect()
}

#[test]
fn articles_are_written_as_on_record() {
    let analyzer = Analyzer::load().unwrap();
    let requests = requests();
    assert!(requests.len() > 1);
    for request in requests {
        for (format, path, written) in golden(&analyzer, &request) {
            let recorded = fs::read_to_string(&path).unwrap_or_default();
            if recorded != written && std::env::var("UPDATE_GOLDEN").is_ok() {
                fs::write(&path, &written).unwrap();
                continue;
            }
            let name = relative(&path);
            assert!(
                recorded == written,
                "{name} is old, see what changed in {format:?}; UPDATE_GOLDEN=1 cargo test formats rewrites it"
            );
        }
    }
}

/// The members of ninjs 3.3 that are written, taken from the standard: the object, the member,
/// its type. An object in an object or list is `object:NAME`, a list `[…]`.
const NINJS: &str = "\
item standard object:standard
item uri string
item type string
item representationType string
item language string
item firstCreated string
item versionCreated string
item headlines [headline]
item bodies [body]
item people [concept]
item organisations [concept]
item places [place]
item events [concept]
item objects [concept]
item infoSources [source]
item associations [association]
item altIds [altId]
association uri string
association type string
association profile string
association name string
association rel string
association bodies [body]
association infoSources [source]
standard name string
standard version string
standard schema string
headline role string
headline contentType string
headline value string
body role string
body contentType string
body charCount number
body value string
concept name string
concept rel string
concept uri string
concept literal string
place name string
place rel string
place uri string
place literal string
place geoJSON object:geometry
geometry type string
geometry coordinates numbers
source name string
source role string
source uri string
altId role string
altId value string";

/// The types of the members of an object, those of 2.x in small letters.
fn members(object: &str, is_small: bool) -> Vec<(String, &'static str)> {
    let rows = NINJS.lines().map(|row| row.split(' ').collect::<Vec<_>>());
    let own = rows.filter(|row| row[0] == object);
    let known = own.filter(|row| !(is_small && row[..2] == ["association", "rel"]));
    let name = |name: &str| {
        if is_small {
            name.to_lowercase()
        } else {
            name.to_owned()
        }
    };
    known.map(|row| (name(row[1]), row[2])).collect()
}

fn check_object(value: &Value, object: &str, is_small: bool) {
    let known = members(object, is_small);
    for (name, member) in value.as_object().unwrap() {
        let kind = known.iter().find(|(known, _)| known == name);
        let (_, kind) = kind.unwrap_or_else(|| panic!("{object} has no {name}"));
        let inner = kind
            .strip_prefix('[')
            .and_then(|kind| kind.strip_suffix(']'));
        match (kind, member) {
            (&"string", Value::String(_)) | (&"number", Value::Number(_)) => {}
            (&"numbers", Value::Array(items)) => assert!(items.iter().all(Value::is_number)),
            (kind, Value::Object(_)) if kind.starts_with("object:") => {
                check_object(member, &kind[7..], is_small);
            }
            (_, Value::Array(items)) if inner.is_some() && !items.is_empty() => {
                let inner = inner.unwrap();
                for item in items {
                    check_object(item, inner, is_small);
                }
            }
            (kind, other) => panic!("expected {object} {name} to be {kind}, but got {other}"),
        }
    }
}

#[test]
fn the_documentation_lists_every_format() {
    let page = fs::read_to_string(root().join("docs/formats.md")).unwrap();
    for format in Format::ALL {
        let row = format!("| `{}` |", format.name());
        let row = page.lines().find(|line| line.starts_with(&row)).unwrap();
        let media = format.media_type().split("; charset").next().unwrap();
        assert!(row.contains(&format!("| `{media}` |")), "{row}");
        assert_eq!(row.ends_with("| yes |"), format.is_one_line(), "{row}");
    }
}

#[test]
fn news_items_have_the_members_of_the_standard_alone() {
    for request in requests() {
        let stem = request
            .to_str()
            .unwrap()
            .strip_suffix(".request.json")
            .unwrap();
        for (name, is_small) in [("ninjs2", true), ("ninjs3", false)] {
            let item = fs::read_to_string(format!("{stem}.{name}.json")).unwrap();
            let item: Value = serde_json::from_str(&item).unwrap();
            check_object(&item, "item", is_small);
            assert!(item["uri"].is_string() && item["bodies"][0]["value"].is_string());
            for part in item["associations"].as_array().into_iter().flatten() {
                assert!(part["uri"].is_string() && part["name"].is_string());
            }
        }
    }
}
