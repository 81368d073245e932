//! Who may ask: keys, pages of other origins, and the operator's port.

use std::sync::Arc;

use copydesk::http::{Keys, Settings};
use serde_json::Value;

use super::client::{Answer, Client};
use super::raw::Raw;
use super::server::{settings, shared, start, start_with_admin};

/// `desk` has the key `test`, `wire` the key `abc`.
fn locked() -> Settings {
    let keys = "desk 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n\
        wire ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Settings {
        keys: Some(Arc::new(Keys::parse(keys).unwrap())),
        ..settings()
    }
}

/// Pages of two origins may ask.
fn shared_with_pages() -> Settings {
    let origin = |text: &str| text.parse().unwrap();
    Settings {
        origins: vec![
            origin("https://desk.example"),
            origin("http://localhost:3000"),
        ],
        ..settings()
    }
}

const ARTICLE: &[u8] = br#"{"text":"a"}"#;

fn analyze(client: Client, headers: &[(&str, &str)]) -> Answer {
    let media = [("content-type", "application/json")];
    let headers = [&media, headers].concat();
    client.send("POST", "/v1/analyze", &headers, ARTICLE)
}

#[test]
fn a_key_opens_what_reads_articles_and_nothing_tells_a_wrong_one_from_none() {
    let client = start(&locked()).0;
    for shown in [
        ("authorization", "Bearer test"),
        ("authorization", "bearer abc"),
        ("x-api-key", "test"),
    ] {
        analyze(client, &[shown]).expect(200);
    }
    let strip = |answer: Answer| {
        let mut problem = answer.clone().problem(401, "unauthorized");
        problem["request_id"] = Value::Null;
        let volatile = ["x-request-id", "date"];
        let mut headers = answer.headers;
        headers.retain(|(name, _)| !volatile.contains(&name.as_str()));
        headers.sort();
        (problem, headers)
    };
    let missing = strip(analyze(client, &[]));
    let challenge = ("www-authenticate", "Bearer realm=\"copydesk\"");
    let challenge = (challenge.0.to_owned(), challenge.1.to_owned());
    assert!(missing.1.contains(&challenge), "{:?}", missing.1);
    for shown in [
        ("authorization", "Bearer wrong"),
        ("authorization", "Basic test"),
        ("x-api-key", ""),
        (
            "x-api-key",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ),
    ] {
        assert_eq!(strip(analyze(client, &[shown])), missing, "{shown:?}");
    }
    let batch = [("content-type", "application/x-ndjson")];
    client
        .send("POST", "/v1/batch", &batch, ARTICLE)
        .problem(401, "unauthorized");
    client.get("/metrics").problem(401, "unauthorized");
    client.get("/v1/analyze").problem(401, "unauthorized");
    client.get("/v1/none").problem(404, "not-found");
    let metrics = client.send("GET", "/metrics", &[("x-api-key", "abc")], b"");
    let metrics = metrics.expect(200);
    for line in [
        r#"copydesk_key_requests_total{key="desk"} 2"#,
        r#"copydesk_key_requests_total{key="wire"} 2"#,
        r#"copydesk_requests_total{route="/v1/analyze",status="401"} 6"#,
    ] {
        assert!(
            metrics.text().lines().any(|got| got == line),
            "{line}\n{}",
            metrics.text()
        );
    }
}

#[test]
fn probes_pages_and_documents_need_no_key() {
    let client = start(&locked()).0;
    for path in [
        "/",
        "/playground/main.js",
        "/docs",
        "/docs/",
        "/docs/problems",
        "/docs/start.js",
        "/openapi.json",
        "/v1/languages",
        "/health/live",
        "/health/ready",
    ] {
        client.get(path).expect(200);
    }
}

#[test]
fn the_rest_of_a_body_without_a_key_is_not_waited_for() {
    let client = start(&locked()).0;
    let mut raw = Raw::connect(client.address);
    raw.say(b"POST /v1/analyze HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n");
    let answer = raw.hear();
    assert_eq!(answer.header("connection"), Some("close"));
    answer.problem(401, "unauthorized");
    assert!(raw.is_closed());
}

#[test]
fn the_admin_port_has_probes_and_metrics_and_the_public_one_no_metrics() {
    let (client, admin) = start_with_admin(&locked());
    analyze(client, &[("x-api-key", "test")]).expect(200);
    client.get("/metrics").problem(404, "not-found");
    let metrics = admin.get("/metrics").expect(200);
    assert!(
        metrics
            .text()
            .contains(r#"{route="/v1/analyze",status="200"} 1"#)
    );
    for asked in [client, admin] {
        asked.get("/health/live").expect(200);
        asked.get("/health/ready").expect(200);
    }
    for path in ["/", "/v1/languages", "/openapi.json", "/docs"] {
        let missing = admin.send_unlisted("GET", path, &[]);
        missing.problem(404, "not-found");
    }
}

const PAGE: (&str, &str) = ("origin", "https://desk.example");
const OTHER: (&str, &str) = ("origin", "https://other.example");

/// Asks for leave to post JSON with a key, as a browser does.
fn preflight(client: Client, origin: (&str, &str), method: &str, headers: &str) -> Answer {
    let headers = [
        origin,
        ("access-control-request-method", method),
        ("access-control-request-headers", headers),
    ];
    client.send_unlisted("OPTIONS", "/v1/analyze", &headers)
}

#[test]
fn pages_of_allowed_origins_may_ask_and_read() {
    let client = start(&shared_with_pages()).0;
    let allowed = |answer: &Answer| {
        let origin = answer
            .header("access-control-allow-origin")
            .map(str::to_owned);
        assert!(
            answer.header("vary").unwrap().contains("Origin"),
            "{:?}",
            answer.headers
        );
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        origin
    };
    let desk = Some("https://desk.example".to_owned());
    let good = analyze(client, &[PAGE]).expect(200);
    assert_eq!(allowed(&good), desk);
    let exposed = good.header("access-control-expose-headers").unwrap();
    for name in ["x-request-id", "copydesk-warnings", "retry-after"] {
        assert!(exposed.contains(name), "{exposed}");
    }
    let problem = client
        .send("POST", "/v1/analyze", &[PAGE], b"{}")
        .expect(415);
    assert_eq!(allowed(&problem), desk);
    assert_eq!(allowed(&analyze(client, &[OTHER]).expect(200)), None);
    assert_eq!(allowed(&analyze(client, &[]).expect(200)), None);
    let leave = preflight(client, PAGE, "POST", "content-type,x-api-key,authorization");
    let leave = leave.expect(200);
    assert_eq!(allowed(&leave), desk);
    assert_eq!(leave.header("access-control-max-age"), Some("3600"));
    assert!(
        leave
            .header("access-control-allow-methods")
            .unwrap()
            .contains("POST")
    );
    for refused in [
        preflight(client, OTHER, "POST", "content-type"),
        preflight(client, PAGE, "DELETE", "content-type"),
        preflight(client, PAGE, "POST", "x-other"),
    ] {
        assert_eq!(refused.header("access-control-allow-origin"), None);
        refused.problem(403, "origin-refused");
    }
}

#[test]
fn a_page_reads_why_its_key_is_missing_and_asks_for_leave_without_one() {
    let settings = Settings {
        origins: shared_with_pages().origins,
        ..locked()
    };
    let client = start(&settings).0;
    let refused = analyze(client, &[PAGE]).expect(401);
    assert_eq!(refused.header("access-control-allow-origin"), Some(PAGE.1));
    preflight(client, PAGE, "POST", "x-api-key").expect(200);
}

#[test]
fn no_page_of_another_origin_may_ask_by_default() {
    let answer = analyze(shared(), &[PAGE]).expect(200);
    for (name, _) in &answer.headers {
        assert!(!name.starts_with("access-control-"), "{name}");
    }
    preflight(shared(), PAGE, "POST", "content-type").problem(405, "method-not-allowed");
}

/// The client holds each answer to them, wherever a test asks: here each route is asked.
#[test]
fn every_route_and_every_problem_has_the_headers_that_guard_it() {
    let document = shared().get("/openapi.json").expect(200).json();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{file}", "start.js")
            .replace("/playground/start.js", "/playground/main.js");
        for method in operations.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            shared().send(&method, &path, &[("content-type", "text/plain")], b"a");
        }
        shared()
            .send("DELETE", &path, &[], b"")
            .problem(405, "method-not-allowed");
    }
    shared().get("/nowhere").problem(404, "not-found");
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["bearer"]["scheme"], "bearer");
    assert_eq!(schemes["header"]["name"], "x-api-key");
}
