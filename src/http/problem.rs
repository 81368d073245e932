//! Every answer that is not 2xx: one error type, one table from error to
//! problem (RFC 9457).
//!
//! ```text
//! {"type":"/docs/problems#text-too-large","title":"The text is too large","status":413,
//!  "detail":"expected at most 1048576 bytes of text, but got 1048577","request_id":"…","limit":1048576}
//! ```
//!
//! No message repeats what a client sent beyond the names of fields and short
//! tokens, so that no article's text reaches a log.

use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use super::accept;

/// The media type of every problem.
pub const PROBLEM_TYPE: &str = "application/problem+json";

/// Seconds after which a client that met an overload may try again.
const RETRY_AFTER: u64 = 1;

/// How a client shows its key.
const CHALLENGE: &str = "Bearer realm=\"copydesk\"";

/// How long the head of a request may take to arrive.
pub(super) const HEAD_TIME: Duration = Duration::from_secs(5);

/// Why a request has no 2xx answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ApiError {
    /// The body is not JSON.
    #[error("expected a JSON object, but got {reason} at line {line} column {column}")]
    MalformedJson {
        /// What the JSON parser says.
        reason: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
    },
    /// The body is not text in the encoding that its content type names.
    #[error("expected text in {encoding}, but got an invalid sequence at byte {position}")]
    MalformedText {
        /// The encoding's name.
        encoding: &'static str,
        /// Bytes before the invalid sequence.
        position: usize,
    },
    /// The query string cannot be decoded.
    #[error("expected a query of percent-encoded UTF-8, but got one that cannot be decoded")]
    MalformedQuery,
    /// The transfer of the body is broken.
    #[error("expected a complete body, but the transfer broke off or is wrongly encoded")]
    MalformedTransfer,
    /// What came is no HTTP.
    #[error("expected an HTTP/1.1 request, but got something else")]
    MalformedRequest,
    /// The head of the request did not arrive in time.
    #[error("expected the whole head of a request within {} s, but it did not arrive", HEAD_TIME.as_secs())]
    HeadTimeout,
    /// The head of the request is larger than the server reads.
    #[error("expected a shorter head, but got more header fields than the server reads")]
    HeadTooLarge,
    /// The request shows no key, or none that is known.
    #[error(
        "expected an API key in Authorization (Bearer) or X-API-Key, but got none, or one that is not known"
    )]
    Unauthorized,
    /// A page of this origin may not ask, or not in this way.
    #[error(
        "expected an origin, a method and headers that this service allows to pages of other origins, but got others"
    )]
    OriginRefused,
    /// Nothing lives at this path.
    #[error("expected a path of this service (see /openapi.json), but got another one")]
    NotFound,
    /// The path does not know the method.
    #[error("expected one of the methods {allow}, but got another one")]
    MethodNotAllowed {
        /// The methods that it knows, as `Allow` lists them.
        allow: &'static str,
    },
    /// The body did not arrive in time.
    #[error("expected the whole body within {} s, but it did not arrive", .deadline.as_secs_f64())]
    BodyTimeout {
        /// The time that a body has.
        deadline: Duration,
    },
    /// The body, whatever it holds, is larger than the server reads.
    #[error("expected a body of at most {limit} bytes, but got a larger one")]
    BodyTooLarge {
        /// The largest body, in bytes.
        limit: usize,
    },
    /// The article is larger than the server analyses.
    #[error("expected at most {limit} bytes of text (UTF-8, title included), but got {got}")]
    TextTooLarge {
        /// The largest text, in bytes of UTF-8.
        limit: usize,
        /// The size of the text that came.
        got: usize,
    },
    /// The content type, its charset or the content encoding is not served.
    #[error(
        "expected a body of type {served}, unencoded, in a charset of the WHATWG list, but got {got}"
    )]
    UnsupportedMediaType {
        /// What came, when it is short and plain.
        got: String,
        /// The media types that are served there.
        served: &'static str,
    },
    /// No answer has a media type that the client accepts.
    #[error(
        "expected to be allowed one of {} (or a ?format= of {}), but got other media types in Accept",
        accept::media_types().join(", "),
        accept::names().join(", ")
    )]
    NotAcceptable,
    /// The request can be read, but not followed.
    #[error("expected a valid request, but got {} (see errors)", count(.0.len()))]
    InvalidFields(Vec<FieldError>),
    /// All permits are taken.
    #[error("expected a free place for the analysis within {} s, but all are taken", .wait.as_secs_f64())]
    Overloaded {
        /// The time that a request waits for a permit.
        wait: Duration,
    },
    /// The analysis took too long and was stopped.
    #[error("expected an analysis within the deadline of {} s, but it takes longer; it was stopped", .deadline.as_secs_f64())]
    AnalysisTimeout {
        /// The time that an analysis has.
        deadline: Duration,
    },
    /// The server is about to stop.
    #[error("expected a server that takes requests, but this one is shutting down")]
    ShuttingDown,
    /// A defect of the server. The cause is in its log.
    #[error(
        "expected an answer, but the server failed; its log has the cause under this request_id"
    )]
    Internal,
}

/// What is wrong with one field of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) of the field; empty for the whole request.
    #[schema(example = "/langauge")]
    pub pointer: String,
    /// `query` when the field came as a query parameter, `header` when it is a header.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub place: Option<&'static str>,
    /// What was expected there.
    pub detail: String,
}

/// Why there is no 2xx answer (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Where this kind of problem is explained, relative to the service.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What was expected, and what came instead.
    pub detail: String,
    /// The id of the request, as in `x-request-id` and in the server's log.
    pub request_id: String,
    /// The fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
    /// Line of the error in the JSON that was sent, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub line: Option<usize>,
    /// Column of the error in the JSON that was sent, from 1, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub column: Option<usize>,
    /// Bytes before the sequence that is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub position: Option<usize>,
    /// The limit that was passed, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub limit: Option<usize>,
}

/// One row of the table from error to problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The HTTP status.
    pub status: StatusCode,
    /// The fragment of the problem's type.
    pub slug: &'static str,
    /// The problem's title.
    pub title: &'static str,
}

impl ApiError {
    /// The error of one field of a JSON body, named by its pointer.
    pub fn invalid(pointer: &str, detail: String) -> Self {
        Self::InvalidFields(vec![FieldError {
            pointer: pointer.to_owned(),
            place: None,
            detail,
        }])
    }

    /// The table: status, type and title of every error.
    pub fn row(&self) -> Row {
        let (status, slug, title) = match self {
            Self::MalformedJson { .. } => (400, "malformed-json", "The body is not JSON"),
            Self::MalformedText { .. } => (400, "malformed-text", "The body is not text"),
            Self::MalformedQuery => (400, "malformed-query", "The query cannot be read"),
            Self::MalformedTransfer => (400, "malformed-transfer", "The body is broken"),
            Self::MalformedRequest => (400, "malformed-request", "The request is not HTTP"),
            Self::HeadTimeout => (408, "head-timeout", "The head came too slowly"),
            Self::HeadTooLarge => (431, "head-too-large", "The head is too large"),
            Self::Unauthorized => (401, "unauthorized", "A key is needed"),
            Self::OriginRefused => (403, "origin-refused", "The origin may not ask"),
            Self::NotFound => (404, "not-found", "There is nothing here"),
            Self::MethodNotAllowed { .. } => (405, "method-not-allowed", "Wrong method"),
            Self::BodyTimeout { .. } => (408, "body-timeout", "The body came too slowly"),
            Self::BodyTooLarge { .. } => (413, "body-too-large", "The body is too large"),
            Self::TextTooLarge { .. } => (413, "text-too-large", "The text is too large"),
            Self::UnsupportedMediaType { .. } => (
                415,
                "unsupported-media-type",
                "The media type is not served",
            ),
            Self::NotAcceptable => (406, "not-acceptable", "No such format is accepted"),
            Self::InvalidFields(_) => (422, "invalid-fields", "A field is not valid"),
            Self::Internal => (500, "internal", "The server failed"),
            Self::Overloaded { .. } => (503, "overloaded", "The server is busy"),
            Self::AnalysisTimeout { .. } => (503, "analysis-timeout", "The analysis took too long"),
            Self::ShuttingDown => (503, "shutting-down", "The server is stopping"),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Row {
            status,
            slug,
            title,
        }
    }

    /// What a client reads about this error.
    pub fn problem(&self, request_id: &str) -> Problem {
        let row = self.row();
        let mut problem = Problem {
            kind: format!("/docs/problems#{}", row.slug),
            title: row.title,
            status: row.status.as_u16(),
            detail: self.to_string(),
            request_id: request_id.to_owned(),
            errors: vec![],
            line: None,
            column: None,
            position: None,
            limit: None,
        };
        match self {
            Self::MalformedJson { line, column, .. } => {
                (problem.line, problem.column) = (Some(*line), Some(*column));
            }
            Self::MalformedText { position, .. } => problem.position = Some(*position),
            Self::BodyTooLarge { limit } | Self::TextTooLarge { limit, .. } => {
                problem.limit = Some(*limit);
            }
            Self::InvalidFields(errors) => problem.errors.clone_from(errors),
            Self::MalformedQuery
            | Self::MalformedTransfer
            | Self::MalformedRequest
            | Self::HeadTimeout
            | Self::HeadTooLarge
            | Self::Unauthorized
            | Self::OriginRefused
            | Self::NotFound
            | Self::MethodNotAllowed { .. }
            | Self::BodyTimeout { .. }
            | Self::UnsupportedMediaType { .. }
            | Self::NotAcceptable
            | Self::Overloaded { .. }
            | Self::AnalysisTimeout { .. }
            | Self::ShuttingDown
            | Self::Internal => {}
        }
        problem
    }

    /// The whole answer, with the headers that belong to the status.
    pub fn response(&self, request_id: &str) -> HttpResponse {
        let mut response = HttpResponseBuilder::new(self.row().status);
        match self {
            Self::MethodNotAllowed { allow } => {
                response.insert_header((header::ALLOW, *allow));
            }
            Self::UnsupportedMediaType { served, .. } => {
                response.insert_header(("accept-post", *served));
                response.insert_header((header::ACCEPT_ENCODING, "identity"));
            }
            Self::Unauthorized => {
                response.insert_header((header::WWW_AUTHENTICATE, CHALLENGE));
                // The body is not read.
                response.force_close();
            }
            Self::NotAcceptable => {
                response.insert_header((header::VARY, "accept"));
            }
            Self::Overloaded { .. } => {
                response.insert_header((header::RETRY_AFTER, RETRY_AFTER));
                // Some of the body may be left.
                response.force_close();
            }
            Self::AnalysisTimeout { .. } | Self::ShuttingDown => {
                response.insert_header((header::RETRY_AFTER, RETRY_AFTER));
            }
            // What is left of the body would be taken for the next request.
            Self::BodyTimeout { .. }
            | Self::BodyTooLarge { .. }
            | Self::MalformedTransfer
            | Self::MalformedRequest
            | Self::HeadTimeout
            | Self::HeadTooLarge => {
                response.force_close();
            }
            Self::MalformedJson { .. }
            | Self::MalformedText { .. }
            | Self::MalformedQuery
            | Self::OriginRefused
            | Self::NotFound
            | Self::TextTooLarge { .. }
            | Self::InvalidFields(_)
            | Self::Internal => {}
        }
        let body = serde_json::to_vec(&self.problem(request_id)).unwrap_or_default();
        response.content_type(PROBLEM_TYPE).body(body)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.row().status
    }

    /// The middleware, which knows the request's id, renders the error again.
    fn error_response(&self) -> HttpResponse {
        self.response("")
    }
}

fn count(errors: usize) -> String {
    match errors {
        1 => "one invalid field".to_owned(),
        _ => format!("{errors} invalid fields"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_of_error_has_a_type_of_its_own() {
        let samples = ApiError::samples();
        let slugs: BTreeSet<&str> = samples.iter().map(|error| error.row().slug).collect();
        assert_eq!(slugs.len(), samples.len());
    }

    #[test]
    fn every_message_says_what_was_expected() {
        for error in ApiError::samples() {
            assert!(error.to_string().starts_with("expected "), "{error}");
        }
    }
}
