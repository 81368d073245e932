//! `POST /v1/batch`: many articles, a line of NDJSON each, and a line for each
//! in their order. Lines are read as fast as answers are taken, so memory does
//! not grow with the body.
//!
//! ```text
//! body ─► lines ─► some analyses at a time ─► answers in order ─► client
//!           └────────────── read on when one is taken ◄───────────────┘
//! ```

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use futures_util::StreamExt;
use opentelemetry::Context;
use opentelemetry::context::FutureExt;
use tracing::{Instrument, Span};

use super::analyze::written;
use crate::formats::Format;
use crate::http::accept;
use crate::http::body::{query, unsupported};
use crate::http::lines::{Line, lines};
use crate::http::ndjson::{NDJSON, ended, failure, id_in, request};
use crate::http::openapi::BatchProblems;
use crate::http::patience::Patience;
use crate::http::problem::{ApiError, FieldError};
use crate::http::service::Service;
use crate::http::trace::RequestId;
use crate::http::wire::{pointer, quoted};

/// The media types of lines of JSON that are in use.
const SERVED: [&str; 4] = [
    NDJSON,
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonlines",
];

/// Finds in many articles what is asked for. Each line is a request as `POST /v1/analyze` takes it,
/// each line of the answer what was found, or a problem with the line's id and number; the rest
/// goes on. Read while you write: the server takes more only as its answers are taken.
#[utoipa::path(
    post,
    path = "/v1/batch",
    operation_id = "batch",
    tag = "analysis",
    request_body(
        description = "Requests, one on each line; blank lines are passed over",
        content((String = "application/x-ndjson"))
    ),
    responses(
        (
            status = 200,
            description = "A line for each request, in order: an `Answer`, or a `Problem` with the `id` of the \
                request and, in `request_id`, the number of the line",
            body = String,
            content_type = "application/x-ndjson"
        ),
        BatchProblems
    ),
    security((), ("bearer" = []), ("header" = []))
)]
pub(in crate::http) async fn batch(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, ApiError> {
    check_media(&request)?;
    let format = format(&request)?;
    let patience = Patience::of(&request)?;
    let turn = Arc::clone(&service.batches).try_acquire_owned();
    let turn = turn.map_err(|_| ApiError::Overloaded {
        wait: Duration::ZERO,
    })?;
    let id = RequestId::of(&request);
    let ahead = 2 * service.limits.permits;
    let held = (service.metrics.enter(), turn);
    let (span, context) = (Span::current(), Context::current());
    let answers = lines(payload, service.limits.body())
        .map(move |line| {
            let service = Data::clone(&service);
            let line = Numbered {
                origin: format!("{id}:{}", line.number),
                line,
            };
            answer(line, service, format, patience)
                .instrument(span.clone())
                .with_context(context.clone())
        })
        .buffered(ahead)
        .map(move |line| {
            let _until_the_last_line = &held;
            Ok::<Bytes, Infallible>(line.into())
        });
    Ok(HttpResponse::Ok().content_type(NDJSON).streaming(answers))
}

fn check_media(request: &HttpRequest) -> Result<(), ApiError> {
    let coding = request.headers().get(CONTENT_ENCODING);
    let coding = coding.map(|coding| coding.to_str().unwrap_or_default());
    let media = request.content_type();
    let is_served = SERVED
        .iter()
        .any(|served| media.eq_ignore_ascii_case(served));
    let is_utf8 = request
        .encoding()
        .is_ok_and(|encoding| encoding == encoding_rs::UTF_8);
    let got = match coding {
        Some(coding) if !coding.eq_ignore_ascii_case("identity") => {
            format!("content encoding {}", quoted(coding))
        }
        _ if media.is_empty() => "no content type".to_owned(),
        _ if !is_served => quoted(media),
        _ if !is_utf8 => "another charset than UTF-8".to_owned(),
        _ => return Ok(()),
    };
    Err(unsupported(got, NDJSON))
}

/// The format of the lines, the only field that stands in the query.
fn format(request: &HttpRequest) -> Result<Format, ApiError> {
    let others = query(request.query_string())?.into_iter();
    let errors: Vec<FieldError> = others
        .filter(|(name, _)| name != accept::FORMAT)
        .map(|(name, _)| FieldError {
            pointer: pointer(&name),
            place: Some("query"),
            detail: "expected this field in each line, but got a query parameter".to_owned(),
        })
        .collect();
    if !errors.is_empty() {
        return Err(ApiError::InvalidFields(errors));
    }
    let format = accept::named(request)?.unwrap_or_default();
    if format.is_one_line() {
        return Ok(format);
    }
    let detail = format!("expected a format of one line, but got {}", format.name());
    Err(ApiError::invalid("/format", detail))
}

/// A line, and what it is called in a problem.
struct Numbered {
    origin: String,
    line: Line,
}

/// The line for a line: it waits for its turn, since the client waits too.
async fn answer(
    line: Numbered,
    service: Data<Service>,
    format: Format,
    patience: Patience,
) -> Vec<u8> {
    let Numbered { origin, line } = line;
    let content = match line.content {
        Ok(content) => content,
        Err(error) => return failure(line.id, error.problem(&origin)),
    };
    let id = id_in(&content);
    let shared = Data::clone(&service);
    let work = service
        .analyses
        .run_in_turn(patience, move |analyzer, cancelled| {
            let request = request(&content, format)?;
            let (_, line) = written(&shared, &request, (analyzer, cancelled))?;
            Ok(line)
        });
    match work.await {
        Ok(line) => ended(line),
        Err(error) => failure(id, error.problem(&origin)),
    }
}
