//! How long each part of an analysis takes: a [`Stopwatch`] that is told of each stage as it begins
//! and looks at the clock, which the analysis itself does not have.
//!
//! ```text
//! document │ language │ segment │ dates │ tags │ quotes │ trees │ names │ attributions │ answer
//!     └ HTML to text, lines of JSON                                   the words of the wire ┘
//! ```

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::analyze::Analyze;
use crate::analysis::{Analysis, Cancelled, Observer, Options, Stage};
use crate::text::Document;

/// What comes before the analysis.
const DOCUMENT: &str = "document";
/// What comes after it.
const ANSWER: &str = "answer";

/// One part of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lap {
    pub(super) stage: &'static str,
    pub(super) start: Instant,
    pub(super) took: Duration,
}

/// Sees an analysis go by and notes the time.
#[derive(Debug)]
pub(super) struct Stopwatch(Mutex<Vec<(&'static str, Instant)>>);

impl Stopwatch {
    /// The work begins.
    pub(super) fn start() -> Self {
        Self(Mutex::new(vec![(DOCUMENT, Instant::now())]))
    }

    /// An analyzer that shows its stages to this stopwatch.
    pub(super) fn over<'a>(&'a self, analyzer: &'a dyn Analyze) -> Timed<'a> {
        Timed {
            analyzer,
            stopwatch: self,
        }
    }

    /// The work has ended: its parts, in their order.
    pub(super) fn stop(&self) -> Vec<Lap> {
        let begun = self.begun();
        let ends = begun.iter().skip(1).map(|&(_, at)| at);
        let ends = ends.chain([Instant::now()]);
        let lap = |(&(stage, start), end): (&(&'static str, Instant), Instant)| Lap {
            stage,
            start,
            took: end.saturating_duration_since(start),
        };
        begun.iter().zip(ends).map(lap).collect()
    }

    fn begin(&self, stage: &'static str) {
        self.begun().push((stage, Instant::now()));
    }

    /// A panic in an analysis leaves a list that is whole.
    fn begun(&self) -> MutexGuard<'_, Vec<(&'static str, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Stopwatch {
    fn enter(&self, stage: Stage) {
        self.begin(stage.name());
    }
}

/// An analyzer whose stages are timed.
pub(super) struct Timed<'a> {
    analyzer: &'a dyn Analyze,
    stopwatch: &'a Stopwatch,
}

impl Analyze for Timed<'_> {
    fn analyze(&self, document: &Document, options: &Options) -> Result<Analysis, Cancelled> {
        let observed = Options {
            include: options.include,
            cancelled: options.cancelled,
            observer: self.stopwatch,
        };
        let analysis = self.analyzer.analyze(document, &observed);
        self.stopwatch.begin(ANSWER);
        analysis
    }

    fn models(&self) -> &str {
        self.analyzer.models()
    }

    fn identified(&self) -> Vec<&str> {
        self.analyzer.identified()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_ends_where_the_next_begins() {
        let stopwatch = Stopwatch::start();
        stopwatch.enter(Stage::Language);
        std::thread::sleep(Duration::from_millis(5));
        stopwatch.enter(Stage::Segment);
        let laps = stopwatch.stop();
        let stages: Vec<&str> = laps.iter().map(|lap| lap.stage).collect();
        assert_eq!(stages, ["document", "language", "segment"]);
        assert!(laps[1].took >= Duration::from_millis(5));
        for pair in laps.windows(2) {
            assert_eq!(pair[0].start + pair[0].took, pair[1].start);
        }
    }
}
