//! Logs: one JSON object per line on standard output, with the id of the request
//! that it belongs to.
//!
//! ```text
//! {"timestamp":"…","level":"INFO","message":"answered","route":"/v1/analyze","status":200,…,"span":{"request_id":"…"}}
//! ```

use std::panic;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts the log. `filter` is a level (`info`) or levels by module
/// (`warn,copydesk=debug`).
pub fn start(filter: &Targets) {
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false);
    // To actix-http every malformed request is an error; the client is told, the operator need not be.
    let filter = filter
        .clone()
        .with_target("actix_server", LevelFilter::WARN)
        .with_target("actix_http", LevelFilter::OFF);
    let registry = tracing_subscriber::registry().with(lines).with(filter);
    // A log that was started before goes on.
    let _ = registry.try_init();
    panic::set_hook(Box::new(log_panic));
}

/// Where a panic happened. Its message may quote an article (a slice that does not
/// fit quotes the whole string), so only a message fixed in the source is logged.
fn log_panic(info: &panic::PanicHookInfo) {
    let place = info.location().map(ToString::to_string);
    let message = info.payload().downcast_ref::<&'static str>();
    tracing::error!(
        place = place.as_deref().unwrap_or("unknown"),
        message = message
            .copied()
            .unwrap_or("a formatted message, not logged"),
        "panicked"
    );
}
