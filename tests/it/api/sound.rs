//! What holds for every answer: spans cut out their text, ids are unique, and
//! what is referred to is there.

use std::collections::BTreeSet;

use serde_json::Value;

/// What a client of `unit` cuts out of `text`.
pub(super) fn slice(text: &str, unit: &str, start: usize, end: usize) -> String {
    match unit {
        "code_point" => text.chars().skip(start).take(end - start).collect(),
        "utf16" => {
            let units: Vec<u16> = text.encode_utf16().collect();
            String::from_utf16(&units[start..end]).unwrap()
        }
        "utf8" => text[start..end].to_owned(),
        other => panic!("{other}"),
    }
}

/// Checks an answer about `text`; the number of its spans.
pub(super) fn check(text: &str, title: &str, answer: &Value) -> usize {
    let unit = answer["offsets"].as_str().unwrap();
    let mut seen = Seen::default();
    seen.walk(answer);
    for span in &seen.spans {
        let offset = |end: &str| usize::try_from(span[end].as_u64().unwrap()).unwrap();
        let part = if span["field"] == "title" {
            title
        } else {
            text
        };
        let cut = slice(part, unit, offset("start"), offset("end"));
        assert_eq!(span["text"], cut, "{span}");
    }
    for id in &seen.references {
        assert!(seen.ids.contains(id), "{id} is not there");
    }
    seen.spans.len()
}

#[derive(Default)]
struct Seen {
    spans: Vec<Value>,
    ids: BTreeSet<String>,
    references: BTreeSet<String>,
}

impl Seen {
    fn walk(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Object(members) => {
                if members.contains_key("start") && members.contains_key("text") {
                    self.spans.push(value.clone());
                }
                for (name, member) in members {
                    assert!(!member.is_null(), "{name} is null");
                    self.name(name, member);
                    self.walk(member);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn name(&mut self, name: &str, member: &Value) {
        let Some(text) = member.as_str() else { return };
        match name {
            "id" => assert!(self.ids.insert(text.to_owned()), "{text} is there twice"),
            "entity" | "attribution" | "parent" => {
                self.references.insert(text.to_owned());
            }
            "anchor" if text != "none" && text != "publication" => {
                self.references.insert(text.to_owned());
            }
            _ => {}
        }
    }
}
