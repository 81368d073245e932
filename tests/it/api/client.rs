//! A client that trusts nothing: each answer must be listed in the OpenAPI
//! document, be a proper problem when it is not 2xx, and have the headers of
//! every answer.

use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use ureq::http::Request;

/// Talks to one server.
#[derive(Clone, Copy)]
pub(super) struct Client {
    pub(super) address: SocketAddr,
}

/// What a server said.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// Headers that every answer has.
const GUARDS: [&str; 9] = [
    "x-request-id",
    "cache-control",
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
];

/// The document that answers are held against.
static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&copydesk::http::openapi()).unwrap());

impl Client {
    pub(super) fn get(self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// Posts JSON to `/v1/analyze`.
    pub(super) fn analyze(self, json: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send("POST", "/v1/analyze", &headers, json.to_string().as_bytes())
    }

    /// Posts any body to `/v1/analyze`, with a query.
    pub(super) fn post(self, query: &str, media: &str, body: &[u8]) -> Answer {
        let path = format!("/v1/analyze{query}");
        self.send("POST", &path, &[("content-type", media)], body)
    }

    pub(super) fn send(
        self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let answer = self.exchange(method, path, headers, body);
        answer.check(method, path);
        answer
    }

    /// Asks for what the document does not list: leave to ask, and routes of another port.
    pub(super) fn send_unlisted(
        self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let answer = self.exchange(method, path, headers, b"");
        answer.check_sound(method, path);
        answer
    }

    fn exchange(self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build()
            .into();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if matches!(method, "POST" | "PUT" | "PATCH") {
            agent.run(request.body(body).unwrap())
        } else {
            agent.run(request.body(()).unwrap())
        };
        let mut response = response.unwrap();
        let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap().to_owned())
        };
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().iter().map(header).collect(),
            body: response
                .body_mut()
                .with_config()
                .limit(1 << 30)
                .read_to_vec()
                .unwrap(),
        }
    }
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The answer, when it has this status.
    pub(super) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?} {}", self.headers, self.text());
        self
    }

    /// The problem of this status and type.
    pub(super) fn problem(self, status: u16, slug: &str) -> Value {
        let problem = self.expect(status).json();
        assert_eq!(problem["type"], format!("/docs/problems#{slug}"));
        problem
    }

    /// Holds the answer against the document and the rules for all answers.
    pub(super) fn check(&self, method: &str, path: &str) {
        self.check_listed(path.split('?').next().unwrap());
        self.check_sound(method, path);
    }

    /// Holds the answer against the rules for all answers.
    fn check_sound(&self, method: &str, path: &str) {
        for name in GUARDS {
            assert!(self.header(name).is_some(), "{method} {path}: no {name}");
        }
        let policy = self.header("content-security-policy").unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        if self.status < 300 {
            assert_ne!(
                self.header("content-type"),
                Some("application/problem+json")
            );
        } else if method != "HEAD" && self.status != 304 {
            self.check_problem();
        }
    }

    fn check_listed(&self, path: &str) {
        let paths = DOCUMENT["paths"].as_object().unwrap();
        let folders = ["/docs/", "/playground/"].into_iter();
        let mut folders = folders.filter(|folder| path.len() > folder.len());
        let template = match folders.find(|folder| path.starts_with(folder)) {
            Some(folder) if !paths.contains_key(path) => format!("{folder}{{file}}"),
            _ => path.to_owned(),
        };
        let Some(operations) = paths.get(&template) else {
            assert_eq!(self.status, 404, "{path} is not in the document");
            return;
        };
        let status = self.status.to_string();
        let mut operations = operations.as_object().unwrap().values();
        let listed = operations.any(|operation| operation["responses"].get(&status).is_some());
        assert!(listed, "{path}: {status} is not in the document");
    }

    fn check_problem(&self) {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        let problem = self.json();
        for member in ["type", "title", "detail", "request_id"] {
            assert!(problem[member].is_string(), "{member}: {problem}");
        }
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"));
        if self.status == 503 {
            let seconds = self.header("retry-after").unwrap();
            assert!(seconds.parse::<u32>().is_ok(), "{seconds}");
        }
    }
}
