//! Bytes on a connection, for clients that no library imitates.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::client::Answer;

/// A connection that says whatever it is told to.
pub(super) struct Raw {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Raw {
    pub(super) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        Self {
            stream,
            heard: vec![],
        }
    }

    /// Sends bytes; a server that has already answered may have closed its ear.
    pub(super) fn say(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// Reads one answer with a content length.
    pub(super) fn hear(&mut self) -> Answer {
        let head = loop {
            let mut windows = self.heard.windows(4);
            if let Some(end) = windows.position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            assert!(self.read(), "no answer: {:?}", self.heard);
        };
        let rest = self.heard.split_off(head);
        let head = String::from_utf8(std::mem::replace(&mut self.heard, rest)).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap()[9..12].parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_ascii_lowercase(), value.to_owned()))
        };
        let mut answer = Answer {
            status,
            headers: lines.filter_map(header).collect(),
            body: vec![],
        };
        let length: usize = answer.header("content-length").unwrap().parse().unwrap();
        while self.heard.len() < length {
            assert!(self.read(), "the answer broke off");
        }
        let rest = self.heard.split_off(length);
        answer.body = std::mem::replace(&mut self.heard, rest);
        answer
    }

    /// Everything that comes until the server closes the connection.
    pub(super) fn hear_all(mut self) -> String {
        while self.read() {}
        String::from_utf8(self.heard).unwrap()
    }

    /// Whether the server closes the connection within some seconds.
    pub(super) fn is_closed(&mut self) -> bool {
        self.stream
            .set_read_timeout(Some(Duration::from_secs(8)))
            .unwrap();
        match self.stream.read(&mut [0]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }

    fn read(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let count = self.stream.read(&mut buffer).unwrap();
        self.heard.extend_from_slice(&buffer[..count]);
        count > 0
    }
}

/// The head of a request with a JSON body of `length` bytes.
pub(super) fn head(length: usize) -> Vec<u8> {
    format!(
        "POST /v1/analyze HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
    .into_bytes()
}
