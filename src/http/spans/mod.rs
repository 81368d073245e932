//! Spans for OpenTelemetry, where a collector is configured: one for each request, under the trace
//! that the client names in `traceparent`, and below it one for each part of the work.
//!
//! ```text
//! POST /v1/analyze ├ wait ├ document ├ language ├ segment ├ … ├ answer
//! ```
//!
//! No span holds more than the log does: a method, a route, a status, times.

mod collector;
mod export;
mod post;

use std::time::{Duration, Instant, SystemTime};

use opentelemetry::trace::{
    Span, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceFlags, TraceId,
    TraceState, Tracer, TracerProvider,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::ExporterBuildError;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use prometheus_client::registry::Registry;

pub use collector::{Collector, NoCollector};

use super::stopwatch::Lap;
use super::trace::Trace;
use export::Tally;

/// How long the last spans may take to leave when the server stops.
const FAREWELL: Duration = Duration::from_secs(3);

/// Makes the spans of one server; without a collector none.
pub(super) struct Spans {
    provider: Option<SdkTracerProvider>,
}

/// What makes the spans below that of a request, kept in its context.
struct Below(SdkTracer);

/// What is known of a request when it is answered.
pub(super) struct Answered<'a> {
    pub(super) method: &'static str,
    pub(super) route: &'a str,
    pub(super) status: u16,
}

impl Spans {
    /// Spans that go to `collector`, and counters of what becomes of them.
    pub(super) fn new(
        collector: Option<&Collector>,
        counters: &mut Registry,
    ) -> Result<Self, ExporterBuildError> {
        let tally = Tally::register(counters);
        let provider = collector.map(|collector| export::provider(collector, tally));
        Ok(Self {
            provider: provider.transpose()?,
        })
    }

    /// The context of a request that begins now. That of a probe, or of any request where there is
    /// no collector, has no span.
    pub(super) fn begin(&self, trace: &Trace, route: Option<&str>) -> Context {
        let Some(provider) = self.provider.as_ref().filter(|_| !is_probe(route)) else {
            return Context::new();
        };
        let tracer = provider.tracer("copydesk");
        let parent = match trace.traceparent.as_deref().and_then(remote) {
            Some(parent) => Context::new().with_remote_span_context(parent),
            None => Context::new(),
        };
        let span = SpanBuilder::from_name("request")
            .with_kind(SpanKind::Server)
            .with_start_time(Clock::read().system);
        let span = tracer.build_with_context(span, &parent);
        parent.with_span(span).with_value(Below(tracer))
    }

    /// Sends what has not been sent, for a short time.
    pub(super) fn finish(&self) {
        if let Some(provider) = &self.provider {
            // What cannot be sent now is lost, as the counters say.
            let _ = provider.shutdown_with_timeout(FAREWELL);
        }
    }
}

/// The id of the trace that a context is in.
pub(super) fn trace_id(context: &Context) -> Option<String> {
    let span = context.span();
    let known = span.span_context();
    known.is_valid().then(|| known.trace_id().to_string())
}

/// The request of this context is answered.
pub(super) fn end(context: &Context, answered: &Answered) {
    let span = context.span();
    let status = i64::from(answered.status);
    span.update_name(format!("{} {}", answered.method, answered.route));
    span.set_attributes([
        KeyValue::new("http.request.method", answered.method),
        KeyValue::new("http.route", answered.route.to_owned()),
        KeyValue::new("http.response.status_code", status),
    ]);
    if answered.status >= 500 {
        span.set_attribute(KeyValue::new("error.type", status.to_string()));
        span.set_status(Status::error(""));
    }
    span.end_with_timestamp(Clock::read().system);
}

/// Parts of the work of the request of this context, which have ended.
pub(super) fn parts(context: &Context, laps: &[Lap]) {
    let Some(Below(tracer)) = context.get::<Below>() else {
        return;
    };
    let clock = Clock::read();
    for lap in laps {
        let span = SpanBuilder::from_name(lap.stage)
            .with_kind(SpanKind::Internal)
            .with_start_time(clock.at(lap.start));
        let mut span = tracer.build_with_context(span, context);
        span.end_with_timestamp(clock.at(lap.start + lap.took));
    }
}

/// Probes come every second or so, and say nothing.
fn is_probe(route: Option<&str>) -> bool {
    matches!(route, Some("/health/live" | "/health/ready" | "/metrics"))
}

/// The client's span, in a trace context that is known to be valid.
fn remote(traceparent: &str) -> Option<SpanContext> {
    let mut parts = traceparent.split('-').skip(1);
    let trace = TraceId::from_hex(parts.next()?).ok()?;
    let span = SpanId::from_hex(parts.next()?).ok()?;
    let flags = TraceFlags::new(u8::from_str_radix(parts.next()?, 16).ok()?);
    Some(SpanContext::new(trace, span, flags, true, TraceState::NONE))
}

/// The two clocks at the same moment: spans are told in the calendar's time, and measured in another.
struct Clock {
    system: SystemTime,
    steady: Instant,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "spans are told in the calendar's time; no finding depends on it"
    )]
    fn read() -> Self {
        Self {
            system: SystemTime::now(),
            steady: Instant::now(),
        }
    }

    /// The calendar's time of a moment that has been.
    fn at(&self, moment: Instant) -> SystemTime {
        self.system - self.steady.saturating_duration_since(moment)
    }
}
