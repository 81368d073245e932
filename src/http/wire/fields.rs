//! Reads a JSON object as a list of named fields without yet asking what they
//! mean, so that every wrong field can be named, a repeated one is seen, and a
//! huge value in the wrong place costs no memory.
//!
//! ```text
//! {"text": "…", "include": ["date", 1]}  →  text: Text("…"), include: List([Text("date"), Other("a number")])
//! ```

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::http::problem::ApiError;

/// Longer lists and objects are read to their end, but not kept; no valid request has one.
const LONGEST: usize = 64;

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<Value>),
    Null,
    /// Anything that no field takes, by its name in a message.
    Other(&'static str),
}

impl Value {
    /// What the value is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Null => "null",
            Value::Other(kind) => kind,
        }
    }
}

/// A field's name and value, as they came.
pub(super) type Field = (String, Value);

/// The fields of the JSON object in `json`.
pub(super) fn read(json: &str) -> Result<Vec<Field>, ApiError> {
    // RFC 8259 lets a reader skip a byte order mark.
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let top: Top = serde_json::from_str(json).map_err(|error| malformed(&error))?;
    match top {
        Top::Object(fields) => Ok(fields),
        Top::Other(kind) => Err(ApiError::invalid(
            "",
            format!("expected a JSON object, but got {kind}"),
        )),
    }
}

/// What a client reads about JSON that is none.
pub(super) fn malformed(error: &serde_json::Error) -> ApiError {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    ApiError::MalformedJson {
        reason: reason.to_owned(),
        line: error.line(),
        column: error.column(),
    }
}

enum Top {
    Object(Vec<Field>),
    Other(&'static str),
}

impl<'de> Deserialize<'de> for Top {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TopVisitor)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct TopVisitor;
struct ValueVisitor;

/// The scalars that no field takes, the same for both visitors.
macro_rules! scalars {
    ($of:expr) => {
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("JSON")
        }
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($of("a boolean"))
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($of("a number"))
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($of("a number"))
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($of("a number"))
        }
    };
}

impl<'de> Visitor<'de> for TopVisitor {
    type Value = Top;

    scalars!(Top::Other);

    fn visit_str<E>(self, _: &str) -> Result<Top, E> {
        Ok(Top::Other("a string"))
    }

    fn visit_unit<E>(self) -> Result<Top, E> {
        Ok(Top::Other("null"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Top, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Top::Other("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Top, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = object.next_key::<String>()? {
            if fields.len() < LONGEST {
                fields.push((name, object.next_value()?));
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Top::Object(fields))
    }
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    scalars!(Value::Other);

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while values.len() < LONGEST {
            let Some(value) = list.next_element()? else {
                return Ok(Value::List(values));
            };
            values.push(value);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other("a very long list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other("an object"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_read_field_by_field() {
        let fields = read(r#"{"text":"é","include":["date",1],"id":null,"x":{"y":[]}}"#).unwrap();
        let include = Value::List(vec![
            Value::Text("date".to_owned()),
            Value::Other("a number"),
        ]);
        assert_eq!(
            fields,
            [
                ("text".to_owned(), Value::Text("é".to_owned())),
                ("include".to_owned(), include),
                ("id".to_owned(), Value::Null),
                ("x".to_owned(), Value::Other("an object")),
            ]
        );
    }

    #[test]
    fn what_is_no_json_is_placed_by_line_and_column() {
        let check = |json: &str, line: usize, column: usize| match read(json) {
            Err(ApiError::MalformedJson {
                line: got_line,
                column: got_column,
                reason,
            }) => {
                assert_eq!((got_line, got_column), (line, column), "{json}: {reason}");
            }
            other => panic!("{json}: {other:?}"),
        };
        check("", 1, 0);
        check("{\n  \"text\": }", 2, 11);
        check(r#"{"text":"\ud83d"}"#, 1, 16);
        check(r#"{"text":"\udc00"}"#, 1, 15);
        check("{\"text\":\"a\nb\"}", 2, 0);
        check(r#"{"text":"a"} x"#, 1, 14);
    }

    #[test]
    fn what_is_json_but_no_object_is_named() {
        for (json, kind) in [
            ("[1,[2]]", "a list"),
            ("\"secret\"", "a string"),
            ("null", "null"),
            ("1e3", "a number"),
        ] {
            let expected = ApiError::invalid("", format!("expected a JSON object, but got {kind}"));
            assert_eq!(read(json), Err(expected), "{json}");
        }
    }
}
