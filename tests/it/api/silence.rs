//! Nothing of an article, a headline, a query or a key is said by the program anywhere but in the
//! answer with the findings: not on standard output or error, not in the metrics, not in a span,
//! and not in a problem.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::collector::Collector;
use super::command::{Running, serve_with};
use super::raw::{Raw, head};

/// Words that no other text has; each stands at a place of its own in the requests.
const WORDS: [&str; 11] = [
    TEXT, TITLE, ID, JSON, HTML, LINE, WRONG, KEY, QUERY, PATH, REST,
];
const TEXT: &str = "Zwartveldt";
const TITLE: &str = "Quillonbray";
const ID: &str = "Ostrimund";
const JSON: &str = "Brackfennow";
const HTML: &str = "Ylvathorne";
const LINE: &str = "Krummeldorf";
const WRONG: &str = "Vexandrine";
const KEY: &str = "Tollumgate";
const QUERY: &str = "Phandorique";
const PATH: &str = "Grizzelwick";
const REST: &str = "Jarrowmunde";

/// The SHA-256 of [`KEY`], as `sha256sum` says.
const HASH: &str = "4e56965a61ecc0586800496365f45ccc62933fa67ff19ad5f152d8bf07c2c033";

/// A file with the key.
fn keys() -> PathBuf {
    let path = std::env::temp_dir().join(format!("copydesk-silence-{}", std::process::id()));
    writeln!(File::create(&path).unwrap(), "desk {HASH}").unwrap();
    path
}

fn serve(keys: &Path, collector: &Collector) -> Running {
    let keys = keys.to_str().unwrap();
    let origins = "https://desk.example";
    let flags = ["--log", "trace", "--cors", origins, "--keys", keys];
    let address = collector.address();
    serve_with(&flags, &[("OTEL_EXPORTER_OTLP_ENDPOINT", &address)])
}

fn article() -> String {
    format!(r#"{{"text":"« {TEXT} tiendra », a dit {TEXT}.","title":"{TITLE}","id":"{ID}"}}"#)
}

/// Articles in all media types, whole and broken: what follows the media type in the head, and the body.
fn articles() -> Vec<(String, String)> {
    let json = "application/json";
    [
        (json, article()),
        (json, format!(r#"{{"text":"{JSON}" {JSON}}}"#)),
        (json, format!(r#"{{"text":["{JSON}"]}}"#)),
        (json, format!(r#"{{"text":"{JSON}","title":7}}"#)),
        (json, format!("\"{JSON}\"")),
        ("text/plain; charset=utf-16", JSON.to_owned()),
        (
            "text/html",
            format!("<p>{HTML} said <b>no</b>.</p><script>{HTML}</script>"),
        ),
    ]
    .into_iter()
    .map(|(media, body)| {
        let start = format!("POST /v1/analyze HTTP/1.1\r\nx-api-key: {KEY}");
        (format!("{start}\r\ncontent-type: {media}"), body)
    })
    .collect()
}

/// Words in queries, paths, keys, origins, methods and what is no HTTP.
fn oddities() -> Vec<(String, String)> {
    let key = format!("HTTP/1.1\r\nx-api-key: {KEY}\r\ncontent-type: text/plain");
    [
        format!("POST /v1/analyze?title={QUERY}&id={QUERY} {key}"),
        format!("POST /v1/{PATH} {key}"),
        format!("{PATH} /v1/analyze {key}"),
        format!("POST /v1/analyze HTTP/1.1\r\nx-api-key: {WRONG}"),
        format!("POST /v1/analyze HTTP/1.1\r\nauthorization: Bearer {WRONG}"),
        format!("GET /metrics HTTP/1.1\r\nauthorization: Basic {WRONG}"),
        format!(
            "OPTIONS /v1/analyze HTTP/1.1\r\norigin: https://{PATH}.example\r\n\
            access-control-request-method: POST"
        ),
        format!("POST /v1/analyze HTTP/9.9\r\n{REST}"),
    ]
    .map(|head| (head, article()))
    .into()
}

fn send(running: &Running, head: &str, body: &str) -> Raw {
    let mut raw = Raw::connect(running.address);
    let length = body.len();
    let text = format!("{head}\r\nhost: x\r\ncontent-length: {length}\r\n\r\n{body}");
    raw.say(text.as_bytes());
    raw
}

/// Asks all of it; the problems and the metrics that came back.
fn ask_all(running: &Running) -> String {
    let mut said = String::new();
    for (head, body) in articles().into_iter().chain(oddities()) {
        let answer = send(running, &head, &body).hear();
        if answer.status >= 400 {
            said += answer.text();
        }
    }
    let key = format!("HTTP/1.1\r\nx-api-key: {KEY}");
    let media = "content-type: application/x-ndjson\r\nconnection: close";
    let body = format!("{{\"text\":\"{LINE}\"}}\n{{{LINE}\n{{\"text\":1,\"id\":\"{LINE}\"}}\n");
    let batch = send(running, &format!("POST /v1/batch {key}\r\n{media}"), &body);
    assert!(batch.hear_all().starts_with("HTTP/1.1 200 OK"));
    let mut broken = Raw::connect(running.address);
    broken.say(&[head(100), REST.as_bytes().to_vec()].concat());
    drop(broken);
    let metrics = send(running, &format!("GET /metrics {key}"), "").hear();
    said + metrics.expect(200).text()
}

#[test]
fn no_word_of_a_request_is_said_anywhere_but_in_its_findings() {
    let (keys, collector) = (keys(), Collector::start());
    let running = serve(&keys, &collector);
    let told = ask_all(&running);
    running.tell("-INT");
    let (log, complaints) = running.end_aloud();
    std::fs::remove_file(keys).unwrap();
    let spans = collector.bodies();
    assert!(!spans.is_empty(), "no span was exported");
    assert!(told.contains("malformed-json") && told.contains("unauthorized"));
    assert!(log.contains("\"key\":\"desk\""));
    for word in WORDS.into_iter().chain([HASH]) {
        let is_said = |text: &str| text.to_lowercase().contains(&word.to_lowercase());
        assert!(
            !is_said(&told),
            "{word} is in a problem or the metrics:\n{told}"
        );
        assert!(
            !is_said(&log) && !is_said(&complaints),
            "{word} is in the log"
        );
        let has = |body: &Vec<u8>| is_said(&String::from_utf8_lossy(body));
        assert!(!spans.iter().any(has), "{word} is in a span");
    }
}
