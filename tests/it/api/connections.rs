//! What happens on a connection between and beside requests. `tests/faults` has what takes long.

use super::raw::Raw;
use super::server::{settings, shared, start};

const HEALTH: &str = "GET /health/live HTTP/1.1\r\nhost: test\r\n\r\n";
const POST: &str = "POST /v1/analyze HTTP/1.1\r\nhost: test\r\ncontent-type: text/plain\r\n";

/// The first answer to `request`, behind which nothing may come, though another request does.
fn last(request: &str) -> u16 {
    let mut raw = Raw::connect(shared().address);
    raw.say(format!("{request}{HEALTH}").as_bytes());
    let answer = raw.hear();
    assert_eq!(answer.header("connection"), Some("close"), "{request}");
    assert!(raw.is_closed(), "{request}");
    answer.status
}

#[test]
fn after_connection_close_nothing_is_answered() {
    let get = |fields: &str| HEALTH.replacen("\r\n\r\n", fields, 1);
    assert_eq!(last(&get("\r\nconnection: close\r\n\r\n")), 200);
    assert_eq!(last(&get("\r\ncontent-length: 5\r\n\r\nabcde")), 200);
    let chunked = "\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    assert_eq!(last(&get(chunked)), 200);
    let unread = format!(
        "{}content-length: 3\r\n\r\nabc",
        POST.replace("plain", "none")
    );
    assert_eq!(last(&unread), 415);
}

#[test]
fn an_upgrade_is_passed_over_and_ends_the_connection() {
    for protocol in ["websocket", "h2c"] {
        let fields = format!("connection: upgrade\r\nupgrade: {protocol}\r\ncontent-length: 3\r\n");
        assert_eq!(last(&format!("{POST}{fields}\r\nabc")), 200);
        let fields = format!("upgrade: {protocol}\r\ntransfer-encoding: chunked\r\n");
        let mut raw = Raw::connect(shared().address);
        raw.say(format!("{POST}{fields}\r\n1\r\na\r\n0\r\n\r\n").as_bytes());
        raw.hear().expect(200);
    }
    assert_eq!(last(&format!("{POST}upgrade: websocket\r\n\r\n")), 200);
}

#[test]
fn a_body_that_is_too_large_is_not_asked_for() {
    let mut raw = Raw::connect(shared().address);
    let fields = "expect: 100-continue\r\nx-request-id: asked\r\ncontent-length: 9999999\r\n";
    raw.say(format!("{POST}{fields}\r\n").as_bytes());
    let answer = raw.hear();
    answer.check("POST", "/v1/analyze");
    assert_eq!(answer.header("x-request-id"), Some("asked"));
    answer.problem(413, "body-too-large");
    assert!(raw.is_closed());
}

#[test]
fn requests_that_were_sent_together_are_answered_one_after_the_other() {
    let mut raw = Raw::connect(shared().address);
    // More than is read ahead.
    raw.say(HEALTH.repeat(200).as_bytes());
    for _ in 0..200 {
        raw.hear().expect(200);
    }
    raw.say(HEALTH.as_bytes());
    raw.hear().expect(200);
    // A body of which a part has arrived behind another request may end the connection, as an answer says.
    let article = format!("{POST}content-length: 200\r\n\r\n{}", "a".repeat(200));
    raw.say(article.repeat(60).as_bytes());
    for _ in 0..60 {
        let answer = raw.hear().expect(200);
        if answer.header("connection") == Some("close") {
            break;
        }
    }
}

#[test]
fn connections_and_what_was_no_request_are_counted() {
    let (client, _stop) = start(&settings());
    let mut raw = Raw::connect(client.address);
    raw.say(HEALTH.as_bytes());
    raw.hear().expect(200);
    let mut other = Raw::connect(client.address);
    other.say(b"nonsense\r\n\r\n");
    other.hear().problem(400, "malformed-request");
    assert!(other.is_closed());
    let has = |line: &str| {
        let metrics = client.get("/metrics");
        metrics.text().lines().any(|known| known == line)
    };
    assert!(has(
        "copydesk_requests_total{route=\"none\",status=\"400\"} 1"
    ));
    // The idle one, and the one that asks; others are forgotten a moment after their end.
    while !has("copydesk_connections 2") {}
    drop(raw);
    while !has("copydesk_connections 1") {}
}
