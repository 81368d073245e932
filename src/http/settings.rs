//! What the server is told: where to listen, and its limits.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::cors::Origin;
use super::keys::Keys;
use super::spans::Collector;

/// What the server is told at its start. The command line fills it in.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The address and port to listen on; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The address and port for probes and metrics; the metrics are there alone then.
    pub admin: Option<SocketAddr>,
    /// The keys that let clients in; without them everybody may ask.
    pub keys: Option<Arc<Keys>>,
    /// The origins of pages that may ask from a browser.
    pub origins: Vec<Origin>,
    /// The collector of spans; without one there are none.
    pub collector: Option<Collector>,
    /// Threads that read and write connections.
    pub workers: usize,
    /// How long the server goes on serving after SIGTERM, while `/health/ready` says no.
    pub drain: Duration,
    /// What a request may use.
    pub limits: Limits,
}

/// What a request may use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Analyses at the same time.
    pub permits: usize,
    /// How long a request waits for its turn.
    pub wait: Duration,
    /// How long a body may take to arrive, and, again, an analysis to end.
    pub deadline: Duration,
    /// The largest article, in bytes of UTF-8, headline included.
    pub text: usize,
}

impl Limits {
    /// The largest body, in bytes.
    pub fn body(&self) -> usize {
        largest_body(self.text)
    }
}

/// The largest body, in bytes, with a text of at most `text` bytes. An escape of JSON takes six
/// bytes for one (`\u0000`), so that every text within its limit fits, and the rest is room for
/// the other fields.
pub fn largest_body(text: usize) -> usize {
    text.saturating_mul(6).saturating_add(65_536)
}
