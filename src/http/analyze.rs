//! Analyses off the event loop: a bounded number at the same time, each with a
//! deadline, and none that can end the server.
//!
//! ```text
//! request ──► permit within the wait limit? ──► thread of the crew ──► answer within the deadline?
//!                 └ no: 503 overloaded             └ panic: 500        └ no: cancelled, 503
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use opentelemetry::Context;
use tokio::sync::oneshot::{Receiver, channel};
use tokio::time::timeout;
use tracing::Span;

use super::crew::{Crew, Place};
use super::patience::Patience;
use super::problem::ApiError;
use super::settings::Limits;
use super::stopwatch::Stopwatch;
use super::timings::Timings;
use crate::analysis::{Analysis, Analyzer, Cancelled, Options};
use crate::text::Document;

/// Something that analyses articles: the [`Analyzer`], or a stand-in for it in a test.
pub trait Analyze: Send + Sync {
    /// Finds in `document` what `options` asks for.
    fn analyze(&self, document: &Document, options: &Options) -> Result<Analysis, Cancelled>;

    /// The version of the models, a date: it changes when an answer may change.
    fn models(&self) -> &str;

    /// BCP 47 tags of the languages that can be told apart.
    fn identified(&self) -> Vec<&str>;
}

impl Analyze for Analyzer {
    fn analyze(&self, document: &Document, options: &Options) -> Result<Analysis, Cancelled> {
        Analyzer::analyze(self, document, options)
    }

    fn models(&self) -> &'static str {
        "2026-11-22"
    }

    fn identified(&self) -> Vec<&str> {
        let tags = self.identified_languages().iter();
        tags.map(String::as_str).collect()
    }
}

/// The analyzer and the threads that use it.
pub(super) struct Analyses {
    analyzer: Arc<dyn Analyze>,
    crew: Crew,
    wait: Duration,
    deadline: Duration,
    timings: Timings,
}

/// Work that was given to the crew, as its caller sees it.
struct Given<T> {
    caller: Caller,
    place: Place,
    /// Whether a thread was free for it.
    is_free: bool,
    begun: Receiver<()>,
    outcome: Receiver<Result<T, ApiError>>,
}

impl Analyses {
    pub(super) fn new(
        analyzer: Arc<dyn Analyze>,
        limits: &Limits,
        timings: Timings,
    ) -> std::io::Result<Self> {
        Ok(Self {
            analyzer,
            crew: Crew::new(limits.permits)?,
            wait: limits.wait,
            deadline: limits.deadline,
            timings,
        })
    }

    /// The languages that can be told apart.
    pub(super) fn identified(&self) -> Vec<&str> {
        self.analyzer.identified()
    }

    /// Permits that nobody holds or waits for.
    pub(super) fn free(&self) -> usize {
        self.crew.free()
    }

    /// Does `work` on a thread of the crew, within the time that the client gives. The permit is held
    /// until the work really ends; the work is told to stop when its caller no longer waits.
    pub(super) async fn run<T, W>(&self, patience: Patience, work: W) -> Result<T, ApiError>
    where
        T: Send + 'static,
        W: FnOnce(&dyn Analyze, &AtomicBool) -> Result<T, ApiError> + Send + 'static,
    {
        let waiting = self.timings.wait();
        let mut given = self.give(work);
        if !given.is_free {
            let begun = timeout(patience.left(self.wait), &mut given.begun);
            if begun.await.is_err() && given.place.leave() {
                let wait = patience.whole(self.wait);
                return Err(ApiError::Overloaded { wait });
            }
        }
        drop(waiting);
        self.outcome(given, patience).await
    }

    /// As [`run`](Self::run), for work that waits for its turn however long that takes. The
    /// client's time begins with the work.
    pub(super) async fn run_in_turn<T, W>(&self, patience: Patience, work: W) -> Result<T, ApiError>
    where
        T: Send + 'static,
        W: FnOnce(&dyn Analyze, &AtomicBool) -> Result<T, ApiError> + Send + 'static,
    {
        let waiting = self.timings.wait();
        let mut given = self.give(work);
        // Work that is dropped before it begins has no outcome either.
        let _ = (&mut given.begun).await;
        drop(waiting);
        self.outcome(given, patience.anew()).await
    }

    fn give<T, W>(&self, work: W) -> Given<T>
    where
        T: Send + 'static,
        W: FnOnce(&dyn Analyze, &AtomicBool) -> Result<T, ApiError> + Send + 'static,
    {
        let caller = Caller(Arc::new(AtomicBool::new(false)));
        let cancelled = Arc::clone(&caller.0);
        let analyzer = Arc::clone(&self.analyzer);
        let timings = self.timings.clone();
        let context = Context::current();
        let span = Span::current();
        let permit = self.crew.permit();
        let is_free = permit.is_free;
        let ((started, begun), (done, outcome)) = (channel(), channel());
        let place = self.crew.give(move || {
            // Nobody listens any more where the client has hung up.
            let _ = started.send(());
            let stopwatch = Stopwatch::start();
            let outcome = span.in_scope(|| work(&stopwatch.over(analyzer.as_ref()), &cancelled));
            timings.analysed(&stopwatch.stop(), &context);
            drop(permit);
            let _ = done.send(outcome);
        });
        Given {
            caller,
            place,
            is_free,
            begun,
            outcome,
        }
    }

    async fn outcome<T>(&self, given: Given<T>, patience: Patience) -> Result<T, ApiError> {
        let Given {
            caller: _caller,
            place: _place,
            outcome,
            ..
        } = given;
        match timeout(patience.left(self.deadline), outcome).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_panicked)) => Err(ApiError::Internal),
            Err(_) => Err(ApiError::AnalysisTimeout {
                deadline: patience.whole(self.deadline),
            }),
        }
    }
}

/// Tells the work to stop when the caller goes, be it by the deadline or because
/// the client hung up.
struct Caller(Arc<AtomicBool>);

impl Drop for Caller {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
