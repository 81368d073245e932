//! `Expect: 100-continue`: a client that asks before it sends a large body is told
//! at once that it is too large, and sends nothing.
//!
//! ```text
//! POST /v1/analyze  expect: 100-continue  content-length: 99999999  →  413
//! ```
//!
//! actix-http asks here before any middleware, so that the answer is made and counted here.

use std::time::{Duration, Instant};

use actix_http::{Request, Response};
use actix_web::body::BoxBody;
use actix_web::http::header::CONTENT_LENGTH;
use tracing::info;

use super::observe::sign;
use super::problem::ApiError;
use super::service::Service;
use super::trace::Trace;

/// The route whose bodies have a largest size; those of others are not read, or line by line.
const ROUTE: &str = "/v1/analyze";

/// The answer in place of `100 Continue`.
#[derive(Debug)]
pub(super) struct Refused(Response<BoxBody>);

impl From<Refused> for Response<BoxBody> {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}

/// The request, when its body may be sent.
pub(super) fn expect(request: Request, service: &Service) -> Result<Request, Refused> {
    let start = Instant::now();
    let limit = service.limits.body();
    let length = request.head().headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.trim().parse::<usize>().ok());
    let is_too_large = length.is_some_and(|length| length > limit);
    if request.path() != ROUTE || !is_too_large {
        return Ok(request);
    }
    Err(refuse(&request, service, start.elapsed()))
}

fn refuse(request: &Request, service: &Service, elapsed: Duration) -> Refused {
    let trace = Trace::of(request.head().headers());
    let error = ApiError::BodyTooLarge {
        limit: service.limits.body(),
    };
    let mut response = error.response(&trace.request_id);
    sign(response.headers_mut(), &trace);
    let status = response.status().as_u16();
    let request_id = &trace.request_id;
    info!(
        request_id,
        route = ROUTE,
        status,
        "answered before its body"
    );
    service.metrics.answered(ROUTE, status, elapsed);
    Refused(response.into())
}
