//! One line out for one line in, as `POST /v1/batch` and `copydesk analyze`
//! write it: what was found, or the problem with the id that the request gave.

use serde::Serialize;
use serde_json::Value;

use super::problem::{ApiError, Problem};
use super::wire::Request;
use crate::formats::Format;

/// The media type of lines of JSON.
pub(super) const NDJSON: &str = "application/x-ndjson";

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

/// The id in a request of JSON, as far as it can be known where the request is not valid.
pub(crate) fn id_in(line: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(line).ok()?;
    let request: Value = serde_json::from_str(without_mark(text)).ok()?;
    Some(request.get("id")?.as_str()?.to_owned())
}

/// Whether nothing is on the line.
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// A request without the byte order mark that some programs write before the first one.
fn without_mark(request: &str) -> &str {
    request.strip_prefix('\u{feff}').unwrap_or(request)
}
