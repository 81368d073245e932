//! `POST /v1/batch`: a line for a line.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::server::shared;

const NDJSON: &str = "application/x-ndjson";

fn post(client: Client, query: &str, media: &str, body: &[u8]) -> Answer {
    let path = format!("/v1/batch{query}");
    client.send("POST", &path, &[("content-type", media)], body)
}

/// The lines of the answer to these lines.
fn lines(body: &str) -> Vec<Value> {
    let answer = post(shared(), "", NDJSON, body.as_bytes()).expect(200);
    assert_eq!(answer.header("content-type"), Some(NDJSON));
    let lines = answer.text().lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_line_has_its_answer_in_order() {
    let articles =
        (0..200).map(|number| json!({"id": number.to_string(), "text": "Quimper rayonne"}));
    let body: Vec<String> = articles.map(|article| article.to_string()).collect();
    let found = lines(&body.join("\n"));
    assert_eq!(found.len(), 200);
    for (number, line) in found.iter().enumerate() {
        assert_eq!(line["id"], number.to_string());
        assert_eq!(line["entities"][0]["name"], "Quimper");
    }
}

#[test]
fn a_line_answers_as_a_request_of_its_own() {
    let request = json!({"id": "a", "text": "Quimper rayonne", "include": ["entities"]});
    let mut line = lines(&format!("{request}\n"))[0].take();
    let mut alone = shared().analyze(&request).json();
    for answer in [&mut line, &mut alone] {
        answer["meta"]["elapsed_ms"] = Value::Null;
    }
    assert_eq!(line, alone);
}

#[test]
fn a_bad_line_is_a_problem_with_its_id_and_number_and_the_rest_goes_on() {
    let long = format!("{{\"id\": \"long\", \"text\": \"{}\"}}", "a".repeat(1001));
    let huge = "b".repeat(200_000);
    let body = format!(
        "{{\"id\": \"1\", \"text\": \"a\"}}\r\n\n{{\"id\": \"2\", \"txt\": \"a\"}}\n   \n{{\n{long}\n{huge}\n\u{feff}{{\"id\": \"8\", \"text\": \"\\ud83d\"}}\n{{\"id\": \"9\", \"text\": \"a\"}}"
    );
    let found = lines(&body);
    let shown: Vec<(&Value, &Value, &str)> = found
        .iter()
        .map(|line| {
            let request = line["request_id"].as_str().unwrap_or_default();
            let number = request.rsplit(':').next().unwrap_or_default();
            (&line["id"], &line["type"], number)
        })
        .collect();
    let none = &Value::Null;
    let (unknown, broken) = (
        &json!("/docs/problems#invalid-fields"),
        &json!("/docs/problems#malformed-json"),
    );
    assert_eq!(
        shown,
        [
            (&json!("1"), none, ""),
            (&json!("2"), unknown, "3"),
            (none, broken, "5"),
            (&json!("long"), &json!("/docs/problems#text-too-large"), "6"),
            (none, &json!("/docs/problems#body-too-large"), "7"),
            (&json!("8"), broken, "8"),
            (&json!("9"), none, ""),
        ]
    );
}

#[test]
fn a_batch_that_cannot_be_read_is_a_problem() {
    let line = b"{\"text\": \"a\"}";
    for media in [
        "application/json",
        "text/plain",
        "application/x-ndjson; charset=utf-16",
    ] {
        let problem = post(shared(), "", media, line);
        assert_eq!(problem.header("accept-post"), Some(NDJSON));
        problem.problem(415, "unsupported-media-type");
    }
    for media in [
        "application/ndjson",
        "application/jsonl",
        "application/x-ndjson; charset=utf-8",
    ] {
        post(shared(), "", media, line).expect(200);
    }
    for query in [
        "?include=date",
        "?format=brat",
        "?format=none",
        "?format=native&format=native",
    ] {
        post(shared(), query, NDJSON, line).problem(422, "invalid-fields");
    }
    shared().get("/v1/batch").problem(405, "method-not-allowed");
    assert_eq!(post(shared(), "", NDJSON, b"").expect(200).text(), "");
}

#[test]
fn lines_come_in_the_format_that_is_asked_for() {
    let line = b"{\"id\": \"a\", \"text\": \"Quimper rayonne\"}\n{\"id\": \"b\"}\n";
    let answer = post(shared(), "?format=jsonld", NDJSON, line).expect(200);
    let lines: Vec<Value> = answer
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["@type"], "NewsArticle");
    assert_eq!(lines[1]["status"], 422);
}

/// A client that sends a line only when the one before has its answer.
#[test]
fn an_answer_does_not_wait_for_the_end_of_the_body() {
    let mut stream = TcpStream::connect(shared().address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let head = format!(
        "POST /v1/batch HTTP/1.1\r\nhost: test\r\ncontent-type: {NDJSON}\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answers = String::new();
    for number in 0..5 {
        let line = format!("{{\"id\": \"line {number}\", \"text\": \"a\"}}\n");
        let chunk = format!("{:x}\r\n{line}\r\n", line.len());
        stream.write_all(chunk.as_bytes()).unwrap();
        while !answers.contains(&format!("line {number}\"")) {
            let mut buffer = [0; 4096];
            let count = stream.read(&mut buffer).unwrap();
            assert!(count > 0, "closed after {answers}");
            answers.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
        }
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    while !answers.ends_with("\r\n0\r\n\r\n") {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "closed after {answers}");
        answers.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
    }
}
