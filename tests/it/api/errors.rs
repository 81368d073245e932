//! Every kind of problem that a client can cause. The test client checks the
//! form of each.

use serde_json::{Value, json};

use super::client::Client;
use super::raw::{Raw, head};
use super::server::{shared, start};

#[test]
fn an_unknown_path_is_404() {
    for path in [
        "/nowhere",
        "/v1",
        "/v1/analyze/",
        "/docs/nothing.js",
        "/%00",
        "/..%2f",
    ] {
        shared().get(path).problem(404, "not-found");
    }
}

#[test]
fn a_wrong_method_is_405_and_names_the_right_ones() {
    for (method, path, allow) in [
        ("GET", "/v1/analyze", "POST"),
        ("DELETE", "/v1/analyze", "POST"),
        ("TRACE", "/v1/analyze", "POST"),
        ("OPTIONS", "/v1/analyze", "POST"),
        ("POST", "/health/live", "GET, HEAD"),
        ("PUT", "/docs", "GET, HEAD"),
        ("PATCH", "/", "GET, HEAD"),
    ] {
        let answer = shared().send(method, path, &[], b"");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
        answer.problem(405, "method-not-allowed");
    }
}

#[test]
fn what_is_no_json_is_400_with_line_and_column() {
    for (body, line, column) in [
        ("", 1, 0),
        ("{\n  \"text\": nope}", 2, 12),
        ("{\"text\": \"a\"", 1, 12),
        ("{\"text\": \"\\ud800\"}", 1, 17),
    ] {
        let answer = shared().post("", "application/json", body.as_bytes());
        let problem = answer.problem(400, "malformed-json");
        assert_eq!(
            (&problem["line"], &problem["column"]),
            (&json!(line), &json!(column)),
            "{body}"
        );
        let place = format!("line {line} column {column}");
        assert!(
            problem["detail"].as_str().unwrap().contains(&place),
            "{problem}"
        );
    }
}

#[test]
fn deep_or_wide_json_is_an_error_like_any_other() {
    let deep = format!("{{\"text\": {}", "[".repeat(5000));
    shared()
        .post("", "application/json", deep.as_bytes())
        .problem(400, "malformed-json");
    let wide = format!("{{\"text\": [{}1]}}", "1,".repeat(30_000));
    shared()
        .post("", "application/json", wide.as_bytes())
        .problem(422, "invalid-fields");
}

#[test]
fn bytes_that_are_no_text_are_400_with_their_position() {
    for media in ["text/plain", "text/html", "application/json"] {
        let problem = shared()
            .post("", media, b"{\"a\xff")
            .problem(400, "malformed-text");
        assert_eq!(problem["position"], 3);
    }
    let problem = shared().post("", "text/plain; charset=shift_jis", b"a\x81\xff");
    assert_eq!(problem.problem(400, "malformed-text")["position"], 1);
}

#[test]
fn a_query_that_cannot_be_decoded_is_400() {
    for query in ["?id=%", "?id=%zz", "?%ff=1"] {
        shared()
            .post(query, "text/plain", b"a")
            .problem(400, "malformed-query");
    }
}

#[test]
fn another_media_type_is_415_and_lists_those_that_are_served() {
    let check = |headers: &[(&str, &str)]| {
        let answer = shared().send("POST", "/v1/analyze", headers, b"a");
        let accepted = "application/json, text/plain, text/html";
        assert_eq!(answer.header("accept-post"), Some(accepted), "{headers:?}");
        let detail = answer.problem(415, "unsupported-media-type")["detail"].clone();
        assert!(
            detail
                .as_str()
                .unwrap()
                .contains("application/json, text/plain, text/html")
        );
    };
    check(&[]);
    check(&[("content-type", "application/xml")]);
    check(&[("content-type", "application/x-www-form-urlencoded")]);
    check(&[("content-type", "text/plain; charset=klingon")]);
    check(&[("content-type", "text/plain"), ("content-encoding", "gzip")]);
}

fn pointers(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect()
}

#[test]
fn invalid_fields_are_422_and_named() {
    let check = |json: Value, expected: &[&str]| {
        let problem = shared().analyze(&json).problem(422, "invalid-fields");
        assert_eq!(pointers(&problem), expected, "{json}");
    };
    check(json!({}), &[""]);
    check(json!([]), &[""]);
    check(json!({"text": "a", "html": "a"}), &[""]);
    check(json!({"text": "a", "unit": "utf8"}), &["/unit"]);
    check(json!({"text": ["a"]}), &["/text"]);
    check(json!({"text": "a", "language": "fr_FR"}), &["/language"]);
    check(
        json!({"text": "a", "published": "2019-02-30"}),
        &["/published"],
    );
    check(json!({"text": "a", "include": ["dates"]}), &["/include"]);
    check(
        json!({"text": "a", "offsets": "grapheme", "id": 1}),
        &["/id", "/offsets"],
    );
}

#[test]
fn an_unknown_parameter_is_422_and_named() {
    let check = |query: &str, media: &str, pointer: &str| {
        let answer = shared().post(query, media, b"{\"text\":\"a\"}");
        let problem = answer.problem(422, "invalid-fields");
        assert_eq!(pointers(&problem), [pointer], "{query}");
        assert_eq!(problem["errors"][0]["in"], "query");
    };
    check("?langauge=fr", "text/plain", "/langauge");
    check("?text=a", "text/html", "/text");
    check("?language=fr", "application/json", "/language");
}

#[test]
fn no_problem_repeats_what_was_sent() {
    let secret = "La ministre démissionne";
    for json in [
        json!({"text": "a", "language": secret}),
        json!({"text": "a", "published": secret}),
        json!({"text": "a", "offsets": secret}),
        json!({"text": "a", "include": [secret]}),
        json!(secret),
    ] {
        let answer = shared().analyze(&json).expect(422);
        assert!(!answer.text().contains("ministre"), "{}", answer.text());
    }
}

#[test]
fn a_panic_is_500_and_the_next_request_works() {
    let (client, _stop) = start(&super::server::settings());
    let works = |client: Client| client.analyze(&json!({"text": "a"})).expect(200);
    for _ in 0..5 {
        let answer = client.analyze(&json!({"text": "panic"}));
        assert!(!answer.text().contains("quotes"), "{}", answer.text());
        answer.problem(500, "internal");
        works(client);
    }
}

#[test]
fn what_is_no_http_is_a_problem_too() {
    let check = |request: &str, status: u16, slug: &str| {
        let mut raw = Raw::connect(shared().address);
        raw.say(request.as_bytes());
        let answer = raw.hear();
        answer.check("POST", "/v1/analyze");
        answer.problem(status, slug);
        assert!(raw.is_closed());
    };
    let post = "POST /v1/analyze HTTP/1.1\r\nhost: test\r\n";
    check("Quimper\r\n\r\n", 400, "malformed-request");
    check("GET / HTTP/3.7\r\n\r\n", 400, "malformed-request");
    check(&format!("{post}a b: c\r\n\r\n"), 400, "malformed-request");
    let twice = "content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n";
    check(&format!("{post}{twice}"), 400, "malformed-request");
    let long = format!("{post}x: {}\r\n\r\n", "a".repeat(200_000));
    check(&long, 431, "head-too-large");
}

#[test]
fn a_head_that_stalls_is_408() {
    let mut raw = Raw::connect(shared().address);
    raw.say(b"POST /v1/analyze HTTP/1.1\r\nhost:");
    let answer = raw.hear();
    answer.check("POST", "/v1/analyze");
    answer.problem(408, "head-timeout");
}

#[test]
fn an_answer_before_what_is_no_http_is_left_alone() {
    let mut raw = Raw::connect(shared().address);
    raw.say(b"GET /health/live HTTP/1.1\r\nhost: test\r\n\r\nQuimper\r\n\r\n");
    raw.hear().expect(200);
    raw.hear().problem(400, "malformed-request");
}

#[test]
fn a_broken_transfer_is_400() {
    let mut raw = Raw::connect(shared().address);
    raw.say(b"POST /v1/analyze HTTP/1.1\r\nhost: test\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n");
    let answer = raw.hear();
    answer.check("POST", "/v1/analyze");
    assert_eq!(answer.status, 400);
}

#[test]
fn a_request_after_an_error_works_on_the_same_connection() {
    let mut raw = Raw::connect(shared().address);
    let (bad, good) = (br#"{"text":1}"#, br#"{"text":"a"}"#);
    for (body, status) in [(&bad[..], 422), (&good[..], 200), (&bad[..], 422)] {
        raw.say(&[&head(body.len()), body].concat());
        let answer = raw.hear();
        answer.check("POST", "/v1/analyze");
        assert_eq!(answer.status, status);
    }
}
