//! `X-Request-Timeout-Ms`: how long a client waits for its answer. What it would not
//! wait for is not done.
//!
//! ```text
//! x-request-timeout-ms: 800   body, wait and analysis together take at most 800 ms, and none longer than its limit
//! ```

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use tokio::time::Instant;

use super::problem::{ApiError, FieldError};
use super::wire::quoted;

/// The header's name.
pub(super) const REQUEST_TIMEOUT: HeaderName = HeaderName::from_static("x-request-timeout-ms");

/// The time that a client gives for its answer; without a header, any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Patience {
    given: Option<Duration>,
    since: Instant,
}

impl Patience {
    /// What the header says, counted from now.
    pub(super) fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        let mut values = request.headers().get_all(REQUEST_TIMEOUT);
        let given = match (values.next(), values.next()) {
            (None, _) => None,
            (Some(value), None) => Some(milliseconds(value.to_str().unwrap_or("?"))?),
            (Some(_), Some(_)) => return Err(wrong("it again")),
        };
        let since = Instant::now();
        Ok(Self { given, since })
    }

    /// The same time, counted from now: each line of a batch has it.
    pub(super) fn anew(self) -> Self {
        let since = Instant::now();
        Self { since, ..self }
    }

    /// What is left of it, at most `limit`.
    pub(super) fn left(self, limit: Duration) -> Duration {
        let left = |given: Duration| given.saturating_sub(self.since.elapsed());
        self.given.map_or(limit, |given| left(given).min(limit))
    }

    /// The whole of it, at most `limit`: what a problem says was given.
    pub(super) fn whole(self, limit: Duration) -> Duration {
        self.given.map_or(limit, |given| given.min(limit))
    }
}

/// A positive whole number. One that is too large to count is as good as none.
fn milliseconds(value: &str) -> Result<Duration, ApiError> {
    let is_whole = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if !is_whole || value.bytes().all(|byte| byte == b'0') {
        return Err(wrong(&quoted(value)));
    }
    Ok(Duration::from_millis(value.parse().unwrap_or(u64::MAX)))
}

fn wrong(got: &str) -> ApiError {
    ApiError::InvalidFields(vec![FieldError {
        pointer: format!("/{}", REQUEST_TIMEOUT.as_str()),
        place: Some("header"),
        detail: format!("expected a positive whole number of milliseconds, but got {got}"),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_positive_whole_number_is_a_time() {
        let check = |value: &str, expected: Option<u64>| {
            let expected = expected.map(Duration::from_millis);
            assert_eq!(milliseconds(value).ok(), expected, "{value}");
        };
        check("1", Some(1));
        check("0800", Some(800));
        check("99999999999999999999999", Some(u64::MAX));
        for bad in ["", "0", "00", "-1", "+1", "1.5", "1e3", "1 s", "0x1", "١"] {
            check(bad, None);
        }
    }

    #[test]
    fn the_shorter_time_counts() {
        let since = Instant::now();
        let patience = |given: Option<u64>| Patience {
            given: given.map(Duration::from_millis),
            since,
        };
        let limit = Duration::from_secs(5);
        assert_eq!(patience(None).left(limit), limit);
        assert_eq!(patience(Some(60_000)).left(limit), limit);
        assert_eq!(patience(Some(60_000)).whole(limit), limit);
        assert_eq!(patience(Some(10)).whole(limit), Duration::from_millis(10));
        assert!(patience(Some(10)).left(limit) <= Duration::from_millis(10));
        std::thread::sleep(Duration::from_millis(2));
        assert_eq!(patience(Some(1)).left(limit), Duration::ZERO);
    }
}
