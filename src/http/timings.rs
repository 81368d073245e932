//! The metrics of time: how long requests wait for their turn, and how long each part of an
//! analysis takes.

use std::time::Instant;

use opentelemetry::Context;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use super::spans;
use super::stopwatch::Lap;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Part {
    stage: &'static str,
}

/// The times of one server; its clones count together.
#[derive(Clone)]
pub(super) struct Timings {
    stages: Family<Part, Histogram, fn() -> Histogram>,
    waiting: Gauge,
    waits: Histogram,
}

/// One request that waits for its turn.
pub(super) struct Waiting {
    since: Instant,
    timings: Timings,
}

impl Timings {
    pub(super) fn new() -> Self {
        Self {
            // 10 µs to 10 s.
            stages: Family::new_with_constructor(|| {
                Histogram::new(exponential_buckets(0.000_01, 4.0, 11))
            }),
            waiting: Gauge::default(),
            // 1 ms to 4 s.
            waits: Histogram::new(exponential_buckets(0.001, 4.0, 7)),
        }
    }

    pub(super) fn register(&self, to: &mut Registry) {
        to.register_with_unit(
            "stage",
            "Time of one part of an analysis, by stage",
            Unit::Seconds,
            self.stages.clone(),
        );
        to.register(
            "requests_waiting",
            "Articles that wait for a permit",
            self.waiting.clone(),
        );
        to.register_with_unit(
            "wait",
            "Time that an article waited for a permit",
            Unit::Seconds,
            self.waits.clone(),
        );
    }

    /// An article waits for its turn, until the value is dropped.
    pub(super) fn wait(&self) -> Waiting {
        self.waiting.inc();
        Waiting {
            since: Instant::now(),
            timings: self.clone(),
        }
    }

    /// An analysis has ended, in the context of this request.
    pub(super) fn analysed(&self, laps: &[Lap], context: &Context) {
        spans::parts(context, laps);
        for lap in laps {
            let stage = self.stages.get_or_create(&Part { stage: lap.stage });
            stage.observe(lap.took.as_secs_f64());
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.timings.waiting.dec();
        let waits = &self.timings.waits;
        let took = self.since.elapsed();
        waits.observe(took.as_secs_f64());
        let lap = Lap {
            stage: "wait",
            start: self.since,
            took,
        };
        spans::parts(&Context::current(), &[lap]);
    }
}
