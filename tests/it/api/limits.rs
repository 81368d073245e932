//! Limits of size, time and number, each with an answer that says so.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::client::Client;
use super::raw::{Raw, head};
use super::server::{settings, shared, start};

/// The head of a request whose body comes in chunks.
const CHUNKED: &str = "POST /v1/analyze HTTP/1.1\r\nhost: test\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n";

/// Waits until no permit is free.
fn until_busy(client: &Client) {
    while !client
        .get("/metrics")
        .text()
        .contains("copydesk_permits_free 0")
    {
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_text_over_the_limit_is_413_and_says_the_limit() {
    let check = |text: &str, title: &str, status: u16| {
        let answer = shared()
            .analyze(&json!({"text": text, "title": title}))
            .expect(status);
        if status == 413 {
            assert_eq!(answer.problem(413, "text-too-large")["limit"], 1000);
        }
    };
    check(&"a".repeat(1000), "", 200);
    check(&"a".repeat(1001), "", 413);
    check(&"é".repeat(500), "", 200);
    check(&"é".repeat(500), "t", 413);
    check(&"\u{1}".repeat(1000), "", 200);
}

#[test]
fn of_a_page_the_readable_text_counts() {
    let page = |words: usize| format!("<p>{}</p><!--{}-->", "a".repeat(words), "b".repeat(2000));
    shared().analyze(&json!({"html": page(1000)})).expect(200);
    let answer = shared().analyze(&json!({"html": page(1001)}));
    answer.problem(413, "text-too-large");
}

#[test]
fn a_body_over_the_limit_is_413_before_it_is_read() {
    let limit = settings().limits.body();
    let mut raw = Raw::connect(shared().address);
    raw.say(&head(limit + 1));
    let answer = raw.hear();
    answer.check("POST", "/v1/analyze");
    assert_eq!(answer.problem(413, "body-too-large")["limit"], limit);
    assert!(raw.is_closed());
}

#[test]
fn a_chunked_body_over_the_limit_is_413_and_the_connection_ends() {
    let mut raw = Raw::connect(shared().address);
    raw.say(CHUNKED.as_bytes());
    let chunk = [b"4000\r\n".to_vec(), vec![b'a'; 0x4000], b"\r\n".to_vec()].concat();
    for _ in 0..8 {
        raw.say(&chunk);
    }
    let answer = raw.hear();
    answer.check("POST", "/v1/analyze");
    answer.problem(413, "body-too-large");
    assert!(raw.is_closed());
}

#[test]
fn a_body_that_stalls_or_trickles_is_408() {
    let mut settings = settings();
    settings.limits.deadline = Duration::from_millis(400);
    let (client, _stop) = start(&settings);
    let chunked = CHUNKED.as_bytes();
    for (head, piece) in [
        (&head(1000)[..], &b""[..]),
        (&head(1000), b" "),
        (chunked, b"1\r\na\r\n"),
    ] {
        let begin = Instant::now();
        let mut raw = Raw::connect(client.address);
        raw.say(head);
        while begin.elapsed() < Duration::from_millis(600) && raw.say(piece) {
            thread::sleep(Duration::from_millis(20));
        }
        let answer = raw.hear();
        answer.check("POST", "/v1/analyze");
        answer.problem(408, "body-timeout");
        assert!(begin.elapsed() < Duration::from_secs(5));
        assert!(raw.is_closed());
    }
}

#[test]
fn an_analysis_over_the_deadline_is_stopped_and_503() {
    let mut settings = settings();
    settings.limits.permits = 1;
    settings.limits.deadline = Duration::from_millis(300);
    let (client, _stop) = start(&settings);
    client
        .analyze(&json!({"text": "slow"}))
        .problem(503, "analysis-timeout");
    // The permit is free again, so the work has really ended.
    client.analyze(&json!({"text": "a"})).expect(200);
}

#[test]
fn a_client_that_does_not_wait_long_has_its_answer_in_time() {
    let (client, _stop) = start(&settings());
    let ask = |time: &str, text: &str| {
        let headers = [
            ("content-type", "text/plain"),
            ("x-request-timeout-ms", time),
        ];
        client.send("POST", "/v1/analyze", &headers, text.as_bytes())
    };
    ask("60000", "Quimper").expect(200);
    ask("99999999999999999999999", "Quimper").expect(200);
    for time in ["1", "100"] {
        let begin = Instant::now();
        let problem = ask(time, "slow").problem(503, "analysis-timeout");
        assert!(begin.elapsed() < Duration::from_secs(2), "{time}");
        let seconds = f64::from(time.parse::<u16>().unwrap()) / 1e3;
        let detail = problem["detail"].as_str().unwrap();
        assert!(
            detail.contains(&format!("deadline of {seconds} s")),
            "{detail}"
        );
    }
    for time in ["0", "-1", "1.5", "1s", ""] {
        let problem = ask(time, "Quimper").problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["pointer"], "/x-request-timeout-ms");
        assert_eq!(problem["errors"][0]["in"], "header");
    }
}

#[test]
fn a_short_time_bounds_the_body_and_the_wait_as_well() {
    let mut settings = settings();
    settings.limits.permits = 1;
    let (client, _stop) = start(&settings);
    let begin = Instant::now();
    let mut raw = Raw::connect(client.address);
    let head = String::from_utf8(head(1000)).unwrap();
    raw.say(
        head.replacen("\r\n", "\r\nx-request-timeout-ms: 50\r\n", 1)
            .as_bytes(),
    );
    raw.hear().problem(408, "body-timeout");
    let slow = thread::spawn(move || client.analyze(&json!({"text": "slow"})));
    until_busy(&client);
    let headers = [
        ("content-type", "text/plain"),
        ("x-request-timeout-ms", "50"),
    ];
    let answer = client.send("POST", "/v1/analyze", &headers, b"Quimper");
    answer.problem(503, "overloaded");
    assert!(begin.elapsed() < Duration::from_secs(5));
    drop(slow);
}

#[test]
fn in_a_batch_each_line_has_the_time() {
    let headers = [
        ("content-type", "application/x-ndjson"),
        ("x-request-timeout-ms", "200"),
    ];
    let lines = b"{\"text\":\"slow\",\"id\":\"a\"}\n{\"text\":\"Quimper\",\"id\":\"b\"}\n";
    let (client, _stop) = start(&settings());
    let begin = Instant::now();
    let answer = client
        .send("POST", "/v1/batch", &headers, lines)
        .expect(200);
    assert!(begin.elapsed() < Duration::from_secs(5));
    let mut lines = answer.text().lines();
    assert!(lines.next().unwrap().contains("#analysis-timeout"));
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("{\"id\":\"b\",\"language\""),
        "{}",
        answer.text()
    );
}

#[test]
fn a_request_without_a_permit_is_503_after_the_wait_limit() {
    let mut settings = settings();
    settings.limits.permits = 1;
    settings.limits.wait = Duration::from_millis(50);
    settings.limits.deadline = Duration::from_secs(2);
    let (client, _stop) = start(&settings);
    let slow = thread::spawn(move || client.analyze(&json!({"text": "slow"})));
    until_busy(&client);
    client
        .analyze(&json!({"text": "a"}))
        .problem(503, "overloaded");
    client.get("/health/ready").expect(200);
    slow.join().unwrap().problem(503, "analysis-timeout");
    client.analyze(&json!({"text": "a"})).expect(200);
}

#[test]
fn a_client_that_hangs_up_frees_its_permit() {
    let mut settings = settings();
    settings.limits.permits = 1;
    let (client, _stop) = start(&settings);
    let body = br#"{"text":"slow"}"#;
    let mut raw = Raw::connect(client.address);
    raw.say(&[&head(body.len()), &body[..]].concat());
    until_busy(&client);
    drop(raw);
    let begin = Instant::now();
    client.analyze(&json!({"text": "a"})).expect(200);
    assert!(begin.elapsed() < settings.limits.deadline / 2);
}
