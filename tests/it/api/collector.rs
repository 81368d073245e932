//! A collector of spans on the loopback: takes them, says nothing, or is not there.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

/// What came to a collector.
pub(super) struct Collector {
    address: SocketAddr,
    came: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// How a collector treats who comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Takes,
    Hangs,
}

impl Collector {
    pub(super) fn start() -> Self {
        Self::with(Manner::Takes)
    }

    pub(super) fn with(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let came = Arc::new(Mutex::new(vec![]));
        let kept = Arc::clone(&came);
        thread::spawn(move || {
            let mut held = vec![];
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                if manner == Manner::Takes {
                    take(&mut stream, &kept);
                } else {
                    held.push(stream);
                }
            }
        });
        Self { address, came }
    }

    pub(super) fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bodies that came.
    pub(super) fn bodies(&self) -> Vec<Vec<u8>> {
        self.came.lock().unwrap().clone()
    }

    /// The spans that came, and what they are of.
    pub(super) fn spans(&self) -> (Vec<Span>, Vec<Resource>) {
        let (mut spans, mut resources) = (vec![], vec![]);
        for body in self.bodies() {
            let request = ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
            for of_resource in request.resource_spans {
                resources.extend(of_resource.resource);
                spans.extend(of_resource.scope_spans.into_iter().flat_map(|of| of.spans));
            }
        }
        (spans, resources)
    }
}

/// Reads one request and thanks for it.
fn take(stream: &mut TcpStream, kept: &Mutex<Vec<Vec<u8>>>) {
    let mut got = vec![];
    let mut buffer = [0; 8192];
    loop {
        let count = stream.read(&mut buffer).unwrap();
        got.extend_from_slice(&buffer[..count]);
        let end = got.windows(4).position(|window| window == b"\r\n\r\n");
        let Some(end) = end else { continue };
        let head = String::from_utf8(got[..end].to_vec()).unwrap();
        assert!(head.starts_with("POST /v1/traces HTTP/1.1\r\n"), "{head}");
        assert!(
            head.contains("content-type: application/x-protobuf"),
            "{head}"
        );
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.unwrap().parse().unwrap();
        let body = &got[end + 4..];
        if body.len() >= length {
            kept.lock().unwrap().push(body.to_vec());
            break;
        }
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        .unwrap();
}
