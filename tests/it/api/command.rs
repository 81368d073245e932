//! The program itself: its subcommands, its log, and how it stops.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use serde_json::Value;

use super::client::Client;
use super::raw::{Raw, head};

const PROGRAM: &str = env!("CARGO_BIN_EXE_copydesk");

/// A running `copydesk serve` on a free port.
pub(super) struct Running {
    child: Child,
    log: Option<JoinHandle<String>>,
    pub(super) address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails when the program has ended, as it should.
        let _ = self.child.kill();
    }
}

fn serve(flags: &[&str]) -> Running {
    serve_with(flags, &[])
}

pub(super) fn serve_with(flags: &[&str], variables: &[(&str, &str)]) -> Running {
    let mut child = Command::new(PROGRAM)
        .args(["--listen", "127.0.0.1:0", "--drain", "1"])
        .args(flags)
        .envs(variables.iter().copied())
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stdout.take().unwrap());
    let address = loop {
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let line: Value = serde_json::from_str(&line).unwrap();
        if let Some(address) = line["address"].as_str() {
            break address.parse().unwrap();
        }
    };
    // A pipe that nobody reads would stop the server.
    let log = thread::spawn(move || {
        let mut rest = String::new();
        log.read_to_string(&mut rest).map(|_| rest).unwrap()
    });
    Running {
        child,
        log: Some(log),
        address,
    }
}

impl Running {
    pub(super) fn tell(&self, signal: &str) {
        let process = self.child.id().to_string();
        let told = Command::new("kill")
            .args([signal, &process])
            .status()
            .unwrap();
        assert!(told.success());
    }

    /// Waits for a good end; all that was said on standard output and standard error.
    pub(super) fn end_aloud(mut self) -> (String, String) {
        assert!(self.child.wait().unwrap().success());
        let mut complaints = String::new();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut complaints).unwrap();
        let log = self.log.take().unwrap().join().unwrap();
        (log, complaints)
    }

    /// Waits for a good end; the lines that were logged.
    pub(super) fn end(self) -> Vec<Value> {
        let (log, complaints) = self.end_aloud();
        assert_eq!(complaints, "");
        log.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

#[test]
fn sigterm_finishes_what_has_begun_and_turns_ready_off() {
    let running = serve(&[]);
    let client = Client {
        address: running.address,
    };
    let body = br#"{"text":"Quimper","language":"fr"}"#;
    let mut raw = Raw::connect(running.address);
    raw.say(&[&head(body.len()), &body[..10]].concat());
    client.get("/health/ready").expect(200);
    running.tell("-TERM");
    while client.get("/health/ready").status == 200 {}
    client.get("/health/live").expect(200);
    raw.say(&body[10..]);
    raw.hear().expect(200);
    let log = running.end();
    assert_eq!(log.last().unwrap()["message"], "stopped");
}

#[test]
fn one_line_per_request_and_no_text_in_the_log() {
    let running = serve(&["--log", "trace"]);
    let client = Client {
        address: running.address,
    };
    let secret = "Quimper";
    let path = format!("/v1/analyze?title={secret}&id={secret}");
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let headers = [
        ("content-type", "text/plain"),
        ("x-request-id", "desk-7"),
        ("traceparent", parent),
    ];
    client
        .send("POST", &path, &headers, b"Quimper dit oui")
        .expect(200);
    client
        .send(
            "POST",
            &format!("/v1/analyze?{secret}=1"),
            &headers,
            b"Quimper",
        )
        .expect(422);
    client.get(&format!("/{secret}")).expect(404);
    let mut raw = Raw::connect(running.address);
    raw.say(b"Quimper / HTTP/1.1\r\nQuimper\r\n\r\n");
    assert_eq!(raw.hear().status, 400);
    running.tell("-INT");
    let log = running.end();
    let text = serde_json::to_string(&log).unwrap();
    assert!(!text.contains(secret), "{text}");
    let answered: Vec<&Value> = log
        .iter()
        .filter(|line| line["message"] == "answered")
        .collect();
    let statuses: Vec<&Value> = answered.iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, [200, 422, 404]);
    assert_eq!(answered[0]["span"]["request_id"], "desk-7");
    assert_eq!(
        answered[0]["span"]["trace_id"],
        "4bf92f3577b34da6a3ce929d0e0e4736"
    );
    assert_eq!(answered[0]["route"], "/v1/analyze");
    assert!(answered[0]["elapsed_ms"].is_number());
}

#[test]
fn the_log_filter_silences_requests() {
    let running = serve(&["--log", "info,copydesk::http::observe=warn"]);
    let client = Client {
        address: running.address,
    };
    client.get("/health/live").expect(200);
    running.tell("-INT");
    assert!(
        running
            .end()
            .iter()
            .all(|line| line["message"] != "answered")
    );
}

#[test]
fn health_exits_with_the_state_of_the_server() {
    let running = serve(&[]);
    let health = |address: &str| {
        let mut command = Command::new(PROGRAM);
        command
            .arg("health")
            .env("COPYDESK_LISTEN", address)
            .stderr(Stdio::null());
        command.status().unwrap().code()
    };
    let address = running.address.to_string();
    assert_eq!(health(&address), Some(0));
    assert_eq!(health(&address.replace("127.0.0.1", "0.0.0.0")), Some(0));
    running.tell("-TERM");
    while health(&address) == Some(0) {}
    running.end();
    assert_eq!(health(&address), Some(1));
}

#[test]
fn a_setting_that_makes_no_sense_stops_the_start_and_is_named() {
    let output = Command::new(PROGRAM)
        .env("COPYDESK_DEADLINE", "soon")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("--deadline") && message.contains("expected a number of seconds"),
        "{message}"
    );
}

#[test]
fn a_port_that_is_taken_is_named() {
    let running = serve(&[]);
    let address = running.address.to_string();
    let output = Command::new(PROGRAM)
        .args(["serve", "--listen", &address])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains(&address));
}

#[test]
fn openapi_prints_the_document() {
    let output = Command::new(PROGRAM).arg("openapi").output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        copydesk::http::openapi()
    );
}

#[test]
fn keys_that_cannot_be_read_are_named_by_file_and_line_and_never_shown() {
    let path = std::env::temp_dir().join(format!("copydesk-keys-{}", std::process::id()));
    std::fs::write(&path, "# ours\ndesk 5ecret\n").unwrap();
    let mut program = Command::new(PROGRAM);
    let outcome = program.arg("--keys").arg(&path).output().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(!outcome.status.success());
    let said = String::from_utf8([outcome.stdout, outcome.stderr].concat()).unwrap();
    assert!(
        said.contains(path.to_str().unwrap()) && said.contains("line 2"),
        "{said}"
    );
    assert!(
        !said.contains("5ecret") && !said.contains("desk "),
        "{said}"
    );
}
