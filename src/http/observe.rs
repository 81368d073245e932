//! Around every request: its id, one line in the log, its metrics, the headers
//! that every answer has, and the last net under a panic.
//!
//! No line holds a text, a title or a query: only the route, the status, sizes
//! and times.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Instant;

use actix_cors::CorsError;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use opentelemetry::Context;
use opentelemetry::context::FutureExt;
use tracing::{Instrument, error, info, info_span};

use super::admit::Holder;
use super::failure::Failure;
use super::headers::guard;
use super::problem::ApiError;
use super::service::Service;
use super::spans::{self, Answered};
use super::trace::{REQUEST_ID, RequestId, TRACEPARENT, Trace};
use super::unread;

/// The middleware around the whole application.
pub(super) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let start = Instant::now();
    let trace = Trace::of(request.headers());
    RequestId::put(&request, &trace);
    let method = known(request.method());
    let service = request.app_data::<web::Data<Service>>().cloned();
    let _in_flight = service.as_ref().map(|service| service.metrics.enter());
    let route = request.match_pattern();
    let context = match &service {
        Some(service) => service.spans.begin(&trace, route.as_deref()),
        None => Context::new(),
    };
    let route = route.as_deref().unwrap_or("unmatched");
    let trace_id = spans::trace_id(&context);
    let span = info_span!(
        "request",
        request_id = trace.request_id,
        trace_id = trace_id.as_deref().or(trace.trace_id())
    );
    let answer = guarded(next.call(request)).instrument(span.clone());
    let answer = answer.with_context(context.clone()).await;
    let entered = span.enter();
    let end = |status| {
        let answered = Answered {
            method,
            route,
            status,
        };
        spans::end(&context, &answered);
    };
    let response = match answer {
        Some(Ok(response)) => finish(response, &trace),
        Some(Err(cause)) => {
            end(500);
            return Err(failed(&cause.to_string(), trace));
        }
        None => {
            end(500);
            return Err(failed("a handler panicked", trace));
        }
    };
    let (status, elapsed) = (response.status().as_u16(), start.elapsed());
    info!(
        method,
        route,
        status,
        key = Holder::of(response.request()),
        elapsed_ms = elapsed.as_secs_f64() * 1e3,
        "answered"
    );
    if let Some(service) = &service {
        service.metrics.answered(route, status, elapsed);
    }
    end(status);
    drop(entered);
    Ok(response)
}

/// The method as the log may show it: one that nobody knows could be any text.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT",
    ];
    let known = KNOWN.into_iter().find(|known| method.as_str() == *known);
    known.unwrap_or("other")
}

/// The answer; `None` when a handler panicked.
async fn guarded<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        // Nothing of the future is used again after a panic.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Some),
            Err(_) => Poll::Ready(None),
        }
    })
    .await
}

/// A defect: the cause goes to the log, the client learns the id under which it is there.
fn failed(cause: &str, trace: Trace) -> Error {
    error!(cause, status = 500, "failed");
    let failure = Failure {
        error: ApiError::Internal,
        request_id: trace.request_id,
    };
    failure.into()
}

/// The answer; an error becomes a problem that knows the request's id.
pub(super) fn told(response: ServiceResponse<impl MessageBody + 'static>) -> ServiceResponse {
    let (request, response) = response.into_parts();
    let problem = response.error().map(|error| {
        let known = error.as_error::<ApiError>().cloned();
        let refused = || {
            error
                .as_error::<CorsError>()
                .map(|_| ApiError::OriginRefused)
        };
        known.or_else(refused).unwrap_or_else(|| {
            error!(cause = %error, "the framework failed");
            ApiError::Internal
        })
    });
    let response = match problem {
        Some(error) => error.response(&RequestId::of(&request)),
        None => response.map_into_boxed_body(),
    };
    ServiceResponse::new(request, response)
}

/// The answer with its headers.
fn finish(response: ServiceResponse<impl MessageBody + 'static>, trace: &Trace) -> ServiceResponse {
    let (request, mut response) = told(response).into_parts();
    sign(response.headers_mut(), trace);
    unread::hold(ServiceResponse::new(request, response))
}

/// The headers that every answer has.
pub(super) fn sign(headers: &mut HeaderMap, trace: &Trace) {
    guard(headers);
    put(headers, REQUEST_ID, &trace.request_id);
    if let Some(traceparent) = &trace.traceparent {
        put(headers, TRACEPARENT, traceparent);
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
