//! How a request is told apart: the id that the client sent or a new one, and
//! the client's W3C trace context.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::{HttpMessage, HttpRequest};

/// Carries the request's id, in both directions.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Carries the trace context (W3C), in both directions.
pub(super) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// What a request is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    pub(super) request_id: String,
    pub(super) traceparent: Option<String>,
}

impl Trace {
    /// The ids in the headers. One that is malformed could break a log, and counts as absent.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name)?.to_str().ok();
        let given = text(REQUEST_ID).filter(|id| is_request_id(id));
        let traceparent = text(TRACEPARENT).filter(|parent| is_traceparent(parent));
        Self {
            request_id: given.map_or_else(new_request_id, str::to_owned),
            traceparent: traceparent.map(str::to_owned),
        }
    }

    /// The trace's id: the second part of the trace context.
    pub(super) fn trace_id(&self) -> Option<&str> {
        self.traceparent.as_ref()?.split('-').nth(1)
    }
}

/// The request's id, kept with the request for handlers that name it.
#[derive(Clone)]
pub(super) struct RequestId(String);

impl RequestId {
    pub(super) fn put(request: &ServiceRequest, trace: &Trace) {
        let id = Self(trace.request_id.clone());
        request.extensions_mut().insert(id);
    }

    pub(super) fn of(request: &HttpRequest) -> String {
        let kept = request.extensions();
        kept.get::<Self>()
            .map(|id| id.0.clone())
            .unwrap_or_default()
    }
}

fn is_request_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(&byte);
    (1..=128).contains(&id.len()) && id.bytes().all(plain)
}

/// `00-<32 hex>-<16 hex>-<2 hex>`, lower case, neither id all zeros.
fn is_traceparent(parent: &str) -> bool {
    let parts: Vec<&str> = parent.split('-').collect();
    let hex = |part: &str, length: usize| {
        part.len() == length
            && part
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let some = |part: &str| part.bytes().any(|byte| byte != b'0');
    match parts[..] {
        [version, trace, span, flags] => {
            version == "00"
                && (hex(trace, 32) && some(trace))
                && (hex(span, 16) && some(span))
                && hex(flags, 2)
        }
        _ => false,
    }
}

/// 128 bits that no other request has: a counter under two random keys of this process.
fn new_request_id() -> String {
    static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(Default::default);
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let [high, low] = [&KEYS[0], &KEYS[1]].map(|key| key.hash_one(count));
    format!("{high:016x}{low:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_request_ids_are_taken() {
        for id in ["7", "01HF-x_y.z:1/2+3=", &"a".repeat(128)] {
            assert!(is_request_id(id), "{id}");
        }
        for id in ["", "a b", "é", "a\"b", "{}", &"a".repeat(129)] {
            assert!(!is_request_id(id), "{id}");
        }
    }

    #[test]
    fn only_valid_trace_contexts_are_taken() {
        let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        assert!(is_traceparent(&format!("00-{trace}-{span}-01")));
        for bad in [
            String::new(),
            format!("01-{trace}-{span}-01"),
            format!("00-{trace}-{span}"),
            format!("00-{}-{span}-01", "0".repeat(32)),
            format!("00-{}-{span}-01", trace.to_uppercase()),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{trace}-{span}-01-x"),
        ] {
            assert!(!is_traceparent(&bad), "{bad}");
        }
    }

    #[test]
    fn new_ids_differ() {
        assert_ne!(new_request_id(), new_request_id());
    }
}
