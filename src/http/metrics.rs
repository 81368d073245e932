//! What the operator counts: requests, times, sizes and findings, in the text
//! format of Prometheus (OpenMetrics). No label holds a text or a name.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::analyze::Analyze;
use super::timings::Timings;
use super::wire::Answer;
use crate::language::Language;

/// The media type of [`Metrics::text`].
pub(super) const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Found {
    finding: &'static str,
    kind: String,
    language: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Article {
    language: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Holder {
    key: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Warned {
    code: String,
}

/// The counters of one server.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    connections: Gauge,
    free_permits: Gauge,
    sizes: Histogram,
    articles: Family<Article, Counter>,
    findings: Family<Found, Counter>,
    warnings: Family<Warned, Counter>,
    timings: Timings,
    /// The languages that an article can be in.
    languages: BTreeSet<String>,
    holders: Family<Holder, Counter>,
}

/// The label of a language that is not among those that the server knows. What a client calls its
/// article's language could be any text.
const OTHER: &str = "other";

/// One request that is being answered.
pub(super) struct InFlight(Gauge<i64, AtomicI64>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub(super) fn new(analyzer: &dyn Analyze, permits: usize) -> Self {
        let with_pack = Language::ALL.map(Language::code).into_iter();
        let languages = with_pack.chain(analyzer.identified()).chain(["und"]);
        let mut metrics = Self {
            registry: Registry::with_prefix("copydesk"),
            requests: Family::default(),
            // 1 ms to 16 s.
            durations: Family::new_with_constructor(|| {
                Histogram::new(exponential_buckets(0.001, 2.0, 15))
            }),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
            free_permits: Gauge::default(),
            // 256 bytes to 16 MiB.
            sizes: Histogram::new(exponential_buckets(256.0, 4.0, 9)),
            articles: Family::default(),
            findings: Family::default(),
            warnings: Family::default(),
            timings: Timings::new(),
            languages: languages.map(str::to_owned).collect(),
            holders: Family::default(),
        };
        metrics.register(analyzer.models(), permits);
        metrics
    }

    fn register(&mut self, models: &str, permits: usize) {
        let build = vec![
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("models", models.to_owned()),
        ];
        let limit: Gauge = Gauge::default();
        limit.set(i64::try_from(permits).unwrap_or(i64::MAX));
        let to = &mut self.registry;
        to.register("build", "What runs", Info::new(build));
        to.register(
            "requests",
            "Answers by route and status",
            self.requests.clone(),
        );
        to.register_with_unit(
            "request_duration",
            "Time from the head of a request to its answer",
            Unit::Seconds,
            self.durations.clone(),
        );
        to.register(
            "requests_in_flight",
            "Requests being answered",
            self.in_flight.clone(),
        );
        to.register(
            "connections",
            "Connections that are open",
            self.connections.clone(),
        );
        to.register("permits", "Analyses that may run at the same time", limit);
        to.register(
            "permits_free",
            "Analyses that could start now",
            self.free_permits.clone(),
        );
        to.register_with_unit(
            "document",
            "Size of articles",
            Unit::Bytes,
            self.sizes.clone(),
        );
        to.register(
            "articles",
            "Articles analysed, by language",
            self.articles.clone(),
        );
        to.register(
            "findings",
            "Items found, by finding, kind and language",
            self.findings.clone(),
        );
        to.register("warnings", "Warnings given, by code", self.warnings.clone());
        to.register(
            "key_requests",
            "Requests let in, by the name of their key",
            self.holders.clone(),
        );
        self.timings.register(to);
    }

    /// Where others register what they count.
    pub(super) fn registry(&mut self) -> &mut Registry {
        &mut self.registry
    }

    /// The metrics of time.
    pub(super) fn timings(&self) -> Timings {
        self.timings.clone()
    }

    /// A request has come.
    pub(super) fn enter(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// A request was let in with the key of this name, which is one of the operator's file.
    pub(super) fn admitted(&self, key: &str) {
        let key = key.to_owned();
        self.holders.get_or_create(&Holder { key }).inc();
    }

    /// A request was answered.
    pub(super) fn answered(&self, route: &str, status: u16, elapsed: Duration) {
        let route = route.to_owned();
        let answered = Answered {
            route: route.clone(),
            status,
        };
        self.requests.get_or_create(&answered).inc();
        let durations = self.durations.get_or_create(&Route { route });
        durations.observe(elapsed.as_secs_f64());
    }

    /// What was no request was refused: it has no route and no duration.
    pub(super) fn refused(&self, status: u16) {
        let route = "none".to_owned();
        self.requests
            .get_or_create(&Answered { route, status })
            .inc();
    }

    /// A connection was opened.
    pub(super) fn connected(&self) {
        self.connections.inc();
    }

    /// A connection was closed.
    pub(super) fn disconnected(&self) {
        self.connections.dec();
    }

    /// An article of `size` bytes in the language `tag` was analysed.
    pub(super) fn analysed(&self, size: usize, tag: &str, answer: &Answer) {
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        self.sizes.observe(f64::from(size));
        let language = self.known(tag).to_owned();
        self.articles.get_or_create(&Article { language }).inc();
        let language = with_pack(tag);
        for (finding, kind) in answer.kinds() {
            let found = Found {
                finding,
                kind,
                language,
            };
            self.findings.get_or_create(&found).inc();
        }
        for warning in &answer.warnings {
            let code = warning.code.clone();
            self.warnings.get_or_create(&Warned { code }).inc();
        }
    }

    /// The language as a label may show it.
    fn known<'a>(&'a self, tag: &'a str) -> &'a str {
        let known = [tag, primary(tag)];
        let mut known = known
            .into_iter()
            .filter(|tag| self.languages.contains(*tag));
        known.next().unwrap_or(OTHER)
    }

    /// All metrics as text, with `free` permits.
    pub(super) fn text(&self, free: usize) -> Result<String, std::fmt::Error> {
        self.free_permits
            .set(i64::try_from(free).unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// The language alone of a tag that may have a script or a region.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The language where it has a pack: only those have many kinds of findings.
fn with_pack(tag: &str) -> &'static str {
    let mut codes = Language::ALL.map(Language::code).into_iter();
    codes.find(|code| *code == primary(tag)).unwrap_or(OTHER)
}
