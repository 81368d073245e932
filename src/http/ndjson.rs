//! One line out for one line in, as `POST /v1/batch` and `copydesk analyze`
//! write it: what was found, or the problem with the id that the request gave.

use std::fmt;

use serde::Serialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::problem::{ApiError, Problem};
use super::wire::Request;
use crate::formats::Format;

/// The media type of lines of JSON.
pub(super) const NDJSON: &str = "application/x-ndjson";

/// The most bytes of a line that is too large in which its id is looked for.
const START: usize = 1 << 16;

/// A problem with the id of the article.
#[derive(Serialize)]
struct Failure {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(flatten)]
    problem: Problem,
}

/// The request in a line of UTF-8, for an answer in `format`.
pub(crate) fn request(line: &[u8], format: Format) -> Result<Request, ApiError> {
    let text = std::str::from_utf8(line).map_err(|error| ApiError::MalformedText {
        encoding: "UTF-8",
        position: error.valid_up_to(),
    })?;
    Request::from_json(without_mark(text))?.in_format(format)
}

/// The line that says why there are no findings.
pub(crate) fn failure(id: Option<String>, problem: Problem) -> Vec<u8> {
    ended(serde_json::to_vec(&Failure { id, problem }).unwrap_or_default())
}

/// `line` with the line feed that ends it.
pub(crate) fn ended(mut line: Vec<u8>) -> Vec<u8> {
    if !line.ends_with(b"\n") {
        line.push(b'\n');
    }
    line
}

/// The id in a request of JSON, as far as it can be known where the request is not valid: not UTF-8,
/// broken behind the id, or only the beginning of a line.
pub(crate) fn id_in(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let mut reader = serde_json::Deserializer::from_str(without_mark(&text));
    let mut id = None;
    // What comes behind the id, or in place of an object, is no matter here.
    let _ = reader.deserialize_map(FindId(&mut id));
    id.filter(|id| !id.contains('\u{fffd}'))
}

/// The same for a line that is too large, as far as its beginning shows it.
pub(crate) fn id_at_start(line: &[u8]) -> Option<String> {
    id_in(&line[..line.len().min(START)])
}

/// Keeps the first member `id`, as soon as it is read.
struct FindId<'a>(&'a mut Option<String>);

impl<'de> Visitor<'de> for FindId<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key::<String>()? {
            if name == "id" && self.0.is_none() {
                *self.0 = Some(object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Whether nothing is on the line.
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// A request without the byte order mark that some programs write before the first one.
fn without_mark(request: &str) -> &str {
    request.strip_prefix('\u{feff}').unwrap_or(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_line_is_known_as_soon_as_it_is_read() {
        let check = |line: &[u8], expected: Option<&str>| {
            assert_eq!(id_in(line).as_deref(), expected, "{line:?}");
        };
        check(br#"{"id":"7","text":"a"}"#, Some("7"));
        check(br#"{"text":"a","x":{"id":"no"},"id":"7"}"#, Some("7"));
        check("\u{feff}{\"id\":\"é\"}".as_bytes(), Some("é"));
        check(br#"{"id":"7","text":"cut off"#, Some("7"));
        check(b"{\"id\":\"7\",\"text\":\"\xff\"}", Some("7"));
        check(br#"{"id":"7",}"#, Some("7"));
        check(b"{\"id\":\"\xff\"}", None);
        check(br#"{"id":"7"#, None);
        check(br#"{"text":"cut off","#, None);
        check(br#"{"id":7}"#, None);
        check(br#"["id","7"]"#, None);
        check(b"", None);
    }
}
