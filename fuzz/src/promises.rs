//! The promises of docs/api.md that hold for any answer to any article: a span is
//! where it says and what it says, an id is unique and everything that is referred
//! to exists, a confidence is a probability, a second asking gets the same.
//!
//! ```text
//! {"start":0,"end":2,"text":"le"}  the article's characters from 0 to 2 are "le"
//! {"attribution":"a7"}             there is an attribution a7
//! ```

use std::collections::BTreeSet;

use copydesk::http::wire::{Article, Request};
use copydesk::text::OffsetUnit;
use serde_json::{Map, Value};

use crate::answered;

/// The fields whose value is the id of another finding, or several.
const REFERENCES: [&str; 6] = [
    "attribution",
    "entity",
    "parent",
    "parts",
    "quotes",
    "anchor",
];

/// Asks twice, and panics where an answer breaks a promise.
pub fn keep(request: &Request) {
    let Some(answer) = answered(request) else {
        return;
    };
    let texts = Texts::of(request, &answer);
    let ids = ids(&answer);
    each_object(&answer, &mut |object| {
        check_span(object, &texts);
        check_confidence(object);
        check_references(object, &ids);
    });
    let again = answered(request).expect("it was not too large before");
    assert_eq!(without_time(answer), without_time(again));
}

/// What spans are spans of.
struct Texts<'a> {
    article: &'a str,
    title: &'a str,
    html: Option<&'a str>,
    unit: OffsetUnit,
}

impl<'a> Texts<'a> {
    fn of(request: &'a Request, answer: &'a Value) -> Self {
        let title = request.title.as_deref().unwrap_or_default();
        let unit = request.unit;
        match &request.article {
            Article::Text(article) => Self {
                article,
                title,
                html: None,
                unit,
            },
            Article::Html(html) => {
                let article = answer["text"].as_str().expect("HTML gives a text");
                Self {
                    article,
                    title,
                    html: Some(html),
                    unit,
                }
            }
        }
    }
}

/// Calls `look` with every object in `value`.
fn each_object(value: &Value, look: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            look(object);
            object.values().for_each(|inner| each_object(inner, look));
        }
        Value::Array(items) => items.iter().for_each(|inner| each_object(inner, look)),
        _ => {}
    }
}

fn offset(object: &Map<String, Value>, name: &str) -> Option<usize> {
    object.get(name)?.as_u64()?.try_into().ok()
}

/// The byte that is `offset` units into `text`; none inside a character or after the end.
fn byte(text: &str, offset: usize, unit: OffsetUnit) -> Option<usize> {
    let size = |character: char| match unit {
        OffsetUnit::CodePoint => 1,
        OffsetUnit::Utf16 => character.len_utf16(),
        OffsetUnit::Utf8 => character.len_utf8(),
    };
    let mut counted = 0;
    for (at, character) in text.char_indices() {
        if counted >= offset {
            return (counted == offset).then_some(at);
        }
        counted += size(character);
    }
    (counted == offset).then_some(text.len())
}

fn slice<'t>(text: &'t str, object: &Map<String, Value>, unit: OffsetUnit) -> &'t str {
    let end = |name| offset(object, name).and_then(|offset| byte(text, offset, unit));
    let range = end("start").zip(end("end")).map(|(start, end)| start..end);
    range
        .and_then(|range| text.get(range))
        .unwrap_or_else(|| panic!("no place in the text: {object:?}"))
}

fn check_span(object: &Map<String, Value>, texts: &Texts) {
    let (Some(_), Some(text)) = (object.get("start"), object.get("text")) else {
        return;
    };
    let field = object.get("field").and_then(Value::as_str);
    let whole = if field == Some("title") {
        texts.title
    } else {
        texts.article
    };
    assert_eq!(text, slice(whole, object, texts.unit), "{object:?}");
    match (texts.html, object.get("html")) {
        (Some(html), Some(Value::Object(place))) => {
            slice(html, place, texts.unit);
        }
        (Some(_), None) => assert!(field == Some("title"), "no place in the HTML: {object:?}"),
        (_, place) => assert_eq!(place, None, "{object:?}"),
    }
}

fn check_confidence(object: &Map<String, Value>) {
    for name in ["confidence", "salience"] {
        if let Some(value) = object.get(name) {
            assert!(
                value
                    .as_f64()
                    .is_some_and(|value| (0.0..=1.0).contains(&value)),
                "{object:?}"
            );
        }
    }
}

/// The ids of all findings, each once.
fn ids(answer: &Value) -> BTreeSet<String> {
    let findings = ["dates", "entities", "attributions", "quotes"].map(|name| &answer[name]);
    let mut ids = BTreeSet::new();
    for item in findings.into_iter().filter_map(Value::as_array).flatten() {
        let id = item["id"].as_str().expect("every finding has an id");
        assert!(ids.insert(id.to_owned()), "{id} twice");
    }
    ids
}

fn check_references(object: &Map<String, Value>, ids: &BTreeSet<String>) {
    for name in REFERENCES {
        let named = match object.get(name) {
            Some(Value::String(id)) => vec![Some(id.as_str())],
            Some(Value::Array(items)) => items.iter().map(Value::as_str).collect(),
            _ => vec![],
        };
        for id in named.into_iter().flatten() {
            let is_a_word = name == "anchor" && ["publication", "none"].contains(&id);
            assert!(is_a_word || ids.contains(id), "{name} {id} is not there");
        }
    }
}

fn without_time(mut answer: Value) -> Value {
    answer["meta"]["elapsed_ms"] = Value::Null;
    answer
}
