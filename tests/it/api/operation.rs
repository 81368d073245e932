//! What operators, tools and readers of the documentation ask for.

use serde_json::{Value, json};

use super::server::{real, settings, shared, start};
use crate::source::root;

#[test]
fn probes_are_answered_until_a_stop_is_announced() {
    let (client, stop) = start(&settings());
    assert_eq!(
        client.get("/health/live").expect(200).json(),
        json!({"status": "live"})
    );
    assert_eq!(
        client.get("/health/ready").expect(200).json(),
        json!({"status": "ready"})
    );
    stop.announce();
    client.get("/health/live").expect(200);
    client.get("/health/ready").problem(503, "shutting-down");
    client.analyze(&json!({"text": "a"})).expect(200);
}

#[test]
fn head_is_get_without_a_body() {
    for path in [
        "/",
        "/health/live",
        "/docs",
        "/docs/swagger-ui.css",
        "/openapi.json",
    ] {
        let head = shared().send("HEAD", path, &[], b"").expect(200);
        assert_eq!(head.body, b"");
        let get = shared().get(path).expect(200);
        assert_eq!(head.header("content-type"), get.header("content-type"));
    }
}

#[test]
fn the_playground_is_served_whole_and_sent_again_only_when_it_has_changed() {
    let folder = root().join("web/playground");
    let files = std::fs::read_dir(folder).unwrap();
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let route = format!("/playground/{name}");
        let answer = shared().get(&route).expect(200);
        #[expect(clippy::disallowed_methods, reason = "the files are what is served")]
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(answer.body, bytes, "{name}");
        let tag = answer.header("etag").unwrap();
        let again = shared().send("GET", &route, &[("if-none-match", tag)], b"");
        assert_eq!(again.expect(304).body, b"");
        let other = shared().send("GET", &route, &[("if-none-match", "\"other\"")], b"");
        other.expect(200);
    }
    let page = shared().get("/").expect(200);
    assert_eq!(
        page.body,
        shared().get("/playground/index.html").expect(200).body
    );
    for name in ["none.js", "..%2Fdocs%2Fstart.js", "tests"] {
        shared()
            .get(&format!("/playground/{name}"))
            .problem(404, "not-found");
    }
}

#[test]
fn metrics_count_requests_and_findings_without_any_text() {
    let (client, _stop) = start(&settings());
    client
        .analyze(&json!({"text": "Quimper rayonne", "title": "Quimper"}))
        .expect(200);
    client.analyze(&json!({"text": 1})).expect(422);
    client.get("/secret-path").expect(404);
    let metrics = client.get("/metrics").expect(200);
    assert!(
        metrics
            .header("content-type")
            .unwrap()
            .starts_with("application/openmetrics-text")
    );
    let text = metrics.text();
    for line in [
        r#"copydesk_build_info{version="0.1.0",models="none"} 1"#,
        r#"copydesk_requests_total{route="/v1/analyze",status="200"} 1"#,
        r#"copydesk_requests_total{route="/v1/analyze",status="422"} 1"#,
        r#"copydesk_requests_total{route="unmatched",status="404"} 1"#,
        r#"copydesk_request_duration_seconds_count{route="/v1/analyze"} 2"#,
        r#"copydesk_findings_total{finding="entities",kind="product",language="other"} 3"#,
        r#"copydesk_articles_total{language="und"} 1"#,
        r#"copydesk_stage_seconds_count{stage="answer"} 1"#,
        "copydesk_requests_waiting 0",
        "copydesk_wait_seconds_count 1",
        "copydesk_document_bytes_sum 15.0",
        "copydesk_requests_in_flight 1",
        "copydesk_permits 2",
        "copydesk_permits_free 2",
        "# EOF",
    ] {
        let line = line.replace("0.1.0", env!("CARGO_PKG_VERSION"));
        assert!(text.lines().any(|got| got == line), "{line}\n{text}");
    }
    assert!(!text.contains("Quimper") && !text.contains("secret"));
}

#[test]
fn metrics_time_every_stage_and_count_only_languages_that_are_known() {
    let french =
        json!({"text": "« La digue tiendra », a déclaré lundi Zoé Lantier.", "language": "fr-CA"});
    real().analyze(&french).expect(200);
    let client = start(&settings()).0;
    for tag in ["sw", "sw-KE", "tlh", "x-quimper"] {
        client.analyze(&json!({"text": "a", "language": tag}));
    }
    let text = real().get("/metrics").text().to_owned();
    let stages = "document language segment dates tags quotes trees names attributions answer";
    for stage in stages.split(' ') {
        let line = format!("copydesk_stage_seconds_count{{stage=\"{stage}\"}} ");
        assert!(text.contains(&line), "{line}\n{text}");
    }
    assert!(
        text.contains(r#"copydesk_findings_total{finding="quotes",kind="speech",language="fr"} "#)
    );
    let text = client.get("/metrics").text().to_owned();
    let articles = text
        .lines()
        .filter(|line| line.starts_with("copydesk_articles_total"));
    let mut articles: Vec<&str> = articles.collect();
    articles.sort_unstable();
    assert_eq!(
        articles,
        [
            r#"copydesk_articles_total{language="other"} 1"#,
            r#"copydesk_articles_total{language="sw"} 2"#
        ]
    );
}

#[test]
fn a_request_id_is_taken_checked_and_echoed() {
    let send = |headers: &[(&str, &str)]| shared().send("GET", "/health/live", headers, b"");
    let echoed = |id: &str| {
        send(&[("x-request-id", id)])
            .header("x-request-id")
            .unwrap()
            .to_owned()
    };
    assert_eq!(echoed("desk-7:a/b"), "desk-7:a/b");
    assert_ne!(echoed("a b"), "a b");
    assert_ne!(echoed(&"a".repeat(129)), "a".repeat(129));
    assert_ne!(echoed(""), echoed(""));
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    assert_eq!(
        send(&[("traceparent", parent)]).header("traceparent"),
        Some(parent)
    );
    assert_eq!(send(&[("traceparent", "00-x")]).header("traceparent"), None);
}

#[test]
fn languages_say_what_is_found_in_them() {
    let languages = shared().get("/v1/languages").expect(200).json();
    let findings = |tag: &str| -> Value {
        let mut all = languages["languages"].as_array().unwrap().iter();
        all.find(|language| language["tag"] == tag).unwrap()["findings"].clone()
    };
    let all = json!(["language", "date", "entities", "attributions", "quotes"]);
    assert_eq!(findings("fr"), all);
    assert_eq!(findings("en"), all);
    assert_eq!(findings("sw"), json!(["language"]));
    real().get("/v1/languages").expect(200);
}

#[test]
fn the_openapi_document_is_the_one_in_the_repository() {
    let served = shared().get("/openapi.json").expect(200);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    if update_golden() {
        std::fs::write(path, &served.body).unwrap();
    }
    let kept = golden(path);
    assert!(
        kept == served.text(),
        "openapi/openapi.json is old; UPDATE_GOLDEN=1 cargo test openapi rewrites it"
    );
}

#[expect(clippy::disallowed_methods, reason = "a test asks its caller")]
fn update_golden() -> bool {
    std::env::var("UPDATE_GOLDEN").is_ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test reads what it compares with"
)]
fn golden(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn every_operation_of_the_document_is_named_tagged_and_exemplified() {
    let document = shared().get("/openapi.json").expect(200).json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut names = std::collections::BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            assert!(
                names.insert(operation["operationId"].as_str().unwrap()),
                "{path}"
            );
            assert!(
                operation["tags"][0].is_string() && operation["summary"].is_string(),
                "{path}"
            );
            for (status, response) in operation["responses"].as_object().unwrap() {
                let problem = &response["content"]["application/problem+json"];
                assert!(
                    status.starts_with(['2', '3']) || problem["examples"].is_object(),
                    "{path} {status}"
                );
            }
        }
    }
    let analyze = &document["paths"]["/v1/analyze"]["post"];
    let answer = &analyze["responses"]["200"]["content"]["application/json"]["example"];
    for media in ["application/json", "text/plain", "text/html"] {
        assert!(
            !analyze["requestBody"]["content"][media]["example"].is_null(),
            "{media}"
        );
    }
    assert_eq!(answer["quotes"][0]["speaker"]["name"], "Zoé Lantier");
}

#[test]
fn the_documentation_loads_nothing_from_elsewhere() {
    for (path, root) in [
        ("/", ""),
        ("/docs", ""),
        ("/docs/", "/docs/"),
        ("/docs/problems", "/docs/"),
    ] {
        let page = shared().get(path).expect(200);
        assert!(
            page.header("content-security-policy")
                .unwrap()
                .starts_with("default-src 'none'")
        );
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        for attribute in page
            .text()
            .split(['<', ' '])
            .filter_map(|part| part.strip_prefix("src=\""))
        {
            let file = attribute.split('"').next().unwrap();
            let file = if root.is_empty() {
                format!("/{file}")
            } else {
                resolved(root, file)
            };
            shared().get(&file).expect(200);
        }
    }
}

fn resolved(root: &str, file: &str) -> String {
    file.strip_prefix("../")
        .map_or_else(|| format!("{root}{file}"), |file| format!("/{file}"))
}

#[test]
fn large_files_are_packed_only_for_clients_that_unpack() {
    for file in ["/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css"] {
        let plain = shared()
            .send("GET", file, &[("accept-encoding", "identity")], b"")
            .expect(200);
        assert_eq!(plain.header("content-encoding"), None);
        assert!(plain.text().len() > 100_000);
        let packed = shared()
            .send("GET", file, &[("accept-encoding", "br, gzip;q=0.5")], b"")
            .expect(200);
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert_eq!(packed.header("vary"), Some("accept-encoding"));
        assert!(packed.body.starts_with(b"\x1f\x8b") && packed.body.len() < plain.body.len() / 3);
        let refused = shared()
            .send("GET", file, &[("accept-encoding", "gzip;q=0")], b"")
            .expect(200);
        assert_eq!(refused.body, plain.body);
    }
}

#[test]
fn every_problem_is_explained_where_its_type_leads() {
    let page = shared().get("/docs/problems").expect(200);
    for error in copydesk::http::ApiError::samples() {
        let anchor = format!("<h2 id=\"{}\">", error.row().slug);
        assert!(page.text().contains(&anchor), "{anchor}");
    }
}
