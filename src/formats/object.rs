//! JSON objects in which what is not known has no member.
//!
//! ```text
//! object([("name", Some("Vannes".into())), ("uri", None)])  →  {"name": "Vannes"}
//! ```

use serde_json::{Map, Value};

/// The object with the members that have a value.
pub(super) fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let members = members.into_iter();
    let known = members.filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(known.collect::<Map<String, Value>>())
}

/// A list, when there is anything in it.
pub(super) fn list(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}

/// A string, when it has any characters.
pub(super) fn text(text: impl Into<String>) -> Option<Value> {
    let text = text.into();
    (!text.is_empty()).then_some(Value::String(text))
}
