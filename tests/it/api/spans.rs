//! Spans that go to a collector, and collectors that do not take them.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;

use super::client::Client;
use super::collector::{Collector, Manner};
use super::command::{Running, serve_with};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const UNSAMPLED: &str = "00-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b7-00";
const ARTICLE: &[u8] =
    "« La digue tiendra », a déclaré Zoé Lantier, la maire de Vannes.".as_bytes();

fn serve(address: &str) -> (Running, Client) {
    let patience = ("OTEL_BSP_SCHEDULE_DELAY", "100");
    let running = serve_with(&[], &[("OTEL_EXPORTER_OTLP_ENDPOINT", address), patience]);
    let client = Client {
        address: running.address,
    };
    (running, client)
}

fn analyze(client: Client, traceparent: &str) -> u16 {
    let headers = [("content-type", "text/plain"), ("traceparent", traceparent)];
    client.send("POST", "/v1/analyze", &headers, ARTICLE).status
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

fn attribute(span: &Span, name: &str) -> String {
    let mut attributes = span.attributes.iter();
    let found = attributes.find(|attribute| attribute.key == name);
    format!("{:?}", found.unwrap().value.as_ref().unwrap().value)
}

#[test]
fn a_request_is_a_span_under_its_client_with_one_for_each_stage() {
    let collector = Collector::start();
    let (running, client) = serve(&collector.address());
    assert_eq!(analyze(client, PARENT), 200);
    assert_eq!(analyze(client, UNSAMPLED), 200);
    client.get("/health/live").expect(200);
    client.get("/nowhere").expect(404);
    running.tell("-INT");
    let log = running.end();
    let (spans, resources) = collector.spans();
    let named = |name: &str| {
        let mut named = spans.iter().filter(|span| span.name == name);
        (named.next().unwrap(), named.count())
    };
    let (request, others) = named("POST /v1/analyze");
    assert_eq!(others, 0, "the client did not want the other one");
    assert_eq!(hex(&request.trace_id), TRACE);
    assert_eq!(hex(&request.parent_span_id), "00f067aa0ba902b7");
    assert_eq!(request.kind, SpanKind::Server as i32);
    assert!(
        request.status.is_none()
            || request.status.as_ref().unwrap().code == StatusCode::Unset as i32
    );
    assert!(attribute(request, "http.route").contains("/v1/analyze"));
    assert!(attribute(request, "http.response.status_code").contains("200"));
    let below = spans
        .iter()
        .filter(|span| span.parent_span_id == request.span_id);
    let stages: BTreeSet<&str> = below.clone().map(|span| span.name.as_str()).collect();
    let expected =
        "answer attributions dates document language names quotes segment tags trees wait";
    assert_eq!(stages, expected.split(' ').collect());
    for span in below {
        assert_eq!(hex(&span.trace_id), TRACE);
        assert!(span.start_time_unix_nano <= span.end_time_unix_nano);
        assert!(span.end_time_unix_nano <= request.end_time_unix_nano + 1_000_000);
    }
    let (nowhere, _) = named("GET unmatched");
    assert_eq!(hex(&nowhere.parent_span_id), "");
    let told = log
        .iter()
        .find(|line| line["route"] == "unmatched")
        .unwrap();
    assert_eq!(told["span"]["trace_id"], hex(&nowhere.trace_id));
    assert!(spans.iter().all(|span| !span.name.contains("health")));
    assert!(
        format!("{resources:?}").contains("copydesk"),
        "{resources:?}"
    );
}

#[test]
fn a_collector_that_is_gone_or_says_nothing_changes_nothing_for_requests() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let silent = Collector::with(Manner::Hangs);
    for (address, outcome) in [(gone, "failed"), (silent.address(), "exported")] {
        let (running, client) = serve(&address);
        for _ in 0..20 {
            assert_eq!(analyze(client, PARENT), 200);
        }
        let begun = Instant::now();
        let counted = |outcome: &str| {
            let metrics = client.get("/metrics").expect(200);
            let name = format!("copydesk_spans_total{{outcome=\"{outcome}\"}} ");
            let mut lines = metrics.text().lines();
            let count = lines.find_map(|line| line.strip_prefix(&name)).unwrap();
            count.parse::<u64>().unwrap()
        };
        while outcome == "failed" && counted("failed") == 0 {
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "no span has failed"
            );
        }
        assert_eq!(counted("exported"), 0);
        // 12 spans each: more than the queue holds.
        for _ in 0..200 {
            assert_eq!(analyze(client, PARENT), 200);
        }
        // A collector that is gone is told fast, or it is not: then spans may be dropped too.
        assert!(outcome == "failed" || counted("dropped") > 0);
        let begun = Instant::now();
        running.tell("-INT");
        running.end();
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn nothing_is_exported_without_an_address() {
    let (running, client) = serve("");
    assert_eq!(analyze(client, PARENT), 200);
    let metrics = client.get("/metrics").expect(200);
    for outcome in ["exported", "dropped", "failed"] {
        let line = format!("copydesk_spans_total{{outcome=\"{outcome}\"}} 0");
        assert!(metrics.text().contains(&line), "{line}");
    }
    running.tell("-INT");
    running.end();
}
