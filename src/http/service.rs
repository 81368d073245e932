//! What all workers share: the analyses, the limits, the metrics, and whether
//! new requests are welcome.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Semaphore;

use super::analyze::{Analyses, Analyze};
use super::budget::Budget;
use super::cors::Origin;
use super::keys::Keys;
use super::metrics::Metrics;
use super::openapi::openapi;
use super::settings::{Limits, Settings};
use super::spans::Spans;

/// What all workers share.
pub(super) struct Service {
    pub(super) keys: Option<Arc<Keys>>,
    pub(super) origins: Vec<Origin>,
    pub(super) limits: Limits,
    pub(super) analyses: Analyses,
    pub(super) budget: Budget,
    pub(super) metrics: Metrics,
    pub(super) spans: Spans,
    pub(super) openapi: String,
    /// Batches that may run at the same time: each holds some lines in memory.
    pub(super) batches: Arc<Semaphore>,
    stopping: AtomicBool,
}

/// Batches at the same time for each analysis at the same time.
const BATCHES: usize = 4;

impl Service {
    pub(super) fn new(analyzer: Arc<dyn Analyze>, settings: &Settings) -> io::Result<Self> {
        let limits = settings.limits;
        let mut metrics = Metrics::new(analyzer.as_ref(), limits.permits);
        let analyses = Analyses::new(analyzer, &limits, metrics.timings())?;
        let spans = Spans::new(settings.collector.as_ref(), metrics.registry());
        let spans = spans.map_err(io::Error::other)?;
        Ok(Self {
            spans,
            keys: settings.keys.clone(),
            origins: settings.origins.clone(),
            metrics,
            analyses,
            budget: Budget::new(&limits),
            openapi: openapi(),
            batches: Arc::new(Semaphore::new(BATCHES * limits.permits)),
            limits,
            stopping: AtomicBool::new(false),
        })
    }

    /// Says that no new request should come.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether new requests are welcome.
    pub(super) fn is_ready(&self) -> bool {
        !self.stopping.load(Ordering::Relaxed)
    }
}
