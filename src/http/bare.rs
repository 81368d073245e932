//! Bare errors, which become problems.
//!
//! What is no HTTP at all is answered by actix-http itself, with a status and
//! an empty body, before any route or middleware sees it. Those answers are
//! known by what they lack, the request's id that every other answer has, and
//! are replaced on their way out:
//!
//! ```text
//! HTTP/1.1 431 …\r\ncontent-length: 0\r\n\r\n  →  HTTP/1.1 431 …\r\ncontent-type: application/problem+json\r\n…
//! ```

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName};
use tracing::info;

use super::headers::HEADERS;
use super::problem::{ApiError, PROBLEM_TYPE};
use super::trace::Trace;

/// The longest head that actix-http gives to an answer of its own.
const LONGEST_HEAD: usize = 256;

/// Where in `bytes` a bare error starts that reaches to their end, and its status.
pub(super) fn bare_error(bytes: &[u8]) -> Option<(usize, u16)> {
    let tail = bytes.len().saturating_sub(LONGEST_HEAD);
    let place = |pattern: &[u8]| {
        let mut windows = bytes[tail..].windows(pattern.len());
        windows.rposition(|window| window == pattern)
    };
    let start = tail + place(b"HTTP/1.1 ")?;
    let head = str::from_utf8(&bytes[start..]).ok()?;
    let bare = head.ends_with("\r\n\r\n")
        && head.contains("\r\ncontent-length: 0\r\n")
        && !head.contains("\r\nx-request-id: ");
    let status: u16 = head.get(9..12)?.parse().ok()?;
    (bare && status >= 400).then_some((start, status))
}

/// The whole answer that says this error.
pub(super) fn problem(error: &ApiError) -> Vec<u8> {
    let status = error.row().status;
    let Trace { request_id, .. } = Trace::of(&HeaderMap::new());
    info!(request_id, status = status.as_u16(), "refused");
    let body = serde_json::to_string(&error.problem(&request_id)).unwrap_or_default();
    let length = body.len();
    let reason = StatusCode::canonical_reason(&status).unwrap_or_default();
    let status = status.as_u16();
    let guard = |(name, value): &(HeaderName, &str)| format!("{name}: {value}\r\n");
    let guards: String = HEADERS.iter().map(guard).collect();
    format!(
        "HTTP/1.1 {status} {reason}\r\ncontent-length: {length}\r\ncontent-type: {PROBLEM_TYPE}\r\n\
        connection: close\r\n{guards}x-request-id: {request_id}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// What a bare error with this status says.
pub(super) fn meant(status: u16) -> ApiError {
    match status {
        400 => ApiError::MalformedRequest,
        408 => ApiError::HeadTimeout,
        431 => ApiError::HeadTooLarge,
        _ => ApiError::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_without_a_body_and_an_id_are_bare() {
        let check = |bytes: &str, expected: Option<(usize, u16)>| {
            assert_eq!(bare_error(bytes.as_bytes()), expected, "{bytes}");
        };
        let bare = "HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\ndate: now\r\n\r\n";
        let known = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nx-request-id: 7\r\n\r\n";
        let good = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        check(bare, Some((0, 431)));
        check(&format!("{known}{bare}"), Some((known.len(), 431)));
        check(&format!("{}{bare}", "é".repeat(300)), Some((600, 431)));
        check(known, None);
        check(good, None);
        check(
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\n{}",
            None,
        );
        check("", None);
    }
}
