//! How spans leave: a bounded queue, a thread that sends them in batches, and a tally of what became
//! of each. A collector that is slow or gone costs spans, never a request.
//!
//! ```text
//! request ─► queue of 2048 ─► thread ─► POST /v1/traces
//!              └ full: dropped           └ failed
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use opentelemetry::{Context, Key, KeyValue};
use opentelemetry_otlp::{
    ExporterBuildError, Protocol, SpanExporter, WithExportConfig, WithHttpConfig,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    self, BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider, Span, SpanData, SpanProcessor,
};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;
use tracing::warn;

use super::collector::Collector;
use super::post::Post;

/// Spans that wait to be sent, or are on their way.
const QUEUE: usize = 2048;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

/// What became of the spans.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    waiting: Arc<AtomicUsize>,
    exported: Counter,
    dropped: Counter,
    failed: Counter,
}

impl Tally {
    pub(super) fn register(counters: &mut Registry) -> Self {
        let spans: Family<Outcome, Counter> = Family::default();
        let count = |outcome| spans.get_or_create(&Outcome { outcome }).clone();
        let tally = Self {
            waiting: Arc::default(),
            exported: count("exported"),
            dropped: count("dropped"),
            failed: count("failed"),
        };
        counters.register("spans", "Spans by what became of them", spans);
        tally
    }

    /// Whether there is room for one more.
    fn admit(&self) -> bool {
        let more = |waiting: usize| (waiting < QUEUE).then_some(waiting + 1);
        let order = Ordering::Relaxed;
        let is_room = self.waiting.fetch_update(order, order, more).is_ok();
        if !is_room {
            self.dropped.inc();
        }
        is_room
    }

    fn left(&self, count: usize, outcome: &OTelSdkResult) {
        self.waiting.fetch_sub(count, Ordering::Relaxed);
        let counter = match outcome {
            Ok(()) => &self.exported,
            Err(_) => &self.failed,
        };
        counter.inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }
}

/// What makes spans and sends them to `collector`. Names, samplers and headers are as the
/// environment variables of OpenTelemetry say.
pub(super) fn provider(
    collector: &Collector,
    tally: Tally,
) -> Result<SdkTracerProvider, ExporterBuildError> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Post)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(collector.address())
        .build()?;
    let exporter = Counted {
        exporter,
        tally: tally.clone(),
    };
    // Never fuller than the tally allows, so that no span is dropped unseen.
    let config = BatchConfigBuilder::default().with_max_queue_size(QUEUE);
    let batches = BatchSpanProcessor::builder(exporter).with_batch_config(config.build());
    let processor = Bounded {
        batches: batches.build(),
        tally,
    };
    let provider = SdkTracerProvider::builder().with_span_processor(processor);
    Ok(provider.with_resource(resource()).build())
}

/// What the spans are of: `copydesk`, where the environment gives it no other name.
fn resource() -> Resource {
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let named = Resource::builder().with_attribute(version.clone()).build();
    let name = named.get(&Key::from_static_str("service.name"));
    let is_named = name.is_some_and(|name| !name.as_str().starts_with("unknown_service"));
    if is_named {
        return named;
    }
    let nameless = Resource::builder().with_attribute(version);
    nameless.with_service_name("copydesk").build()
}

/// Lets as many spans in as there is room for.
#[derive(Debug)]
struct Bounded {
    batches: BatchSpanProcessor,
    tally: Tally,
}

impl SpanProcessor for Bounded {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.batches.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        if self.tally.admit() {
            self.batches.on_end(span);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.batches.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.batches.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.batches.set_resource(resource);
    }
}

/// Counts what was sent.
#[derive(Debug)]
struct Counted {
    exporter: SpanExporter,
    tally: Tally,
}

impl trace::SpanExporter for Counted {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let count = batch.len();
        let outcome = self.exporter.export(batch).await;
        self.tally.left(count, &outcome);
        if let Err(error) = &outcome {
            warn!(%error, count, "spans were not taken");
        }
        outcome
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}
