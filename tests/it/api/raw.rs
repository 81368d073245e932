//! Bytes on a connection, for clients that no library imitates.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::client::Answer;

/// A connection that says whatever it is told to.
pub(super) struct Raw(TcpStream);

impl Raw {
    pub(super) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        Self(stream)
    }

    /// Sends bytes; a server that has already answered may have closed its ear.
    pub(super) fn say(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).is_ok()
    }

    /// Reads one answer with a content length.
    pub(super) fn hear(&mut self) -> Answer {
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            assert!(self.read(&mut bytes), "no answer: {bytes:?}");
        };
        let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
        let mut lines = text.lines();
        let status = lines.next().unwrap()[9..12].parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_ascii_lowercase(), value.to_owned()))
        };
        let mut answer = Answer {
            status,
            headers: lines.filter_map(header).collect(),
            body: bytes.split_off(head),
        };
        let length: usize = answer.header("content-length").unwrap().parse().unwrap();
        while answer.body.len() < length {
            assert!(self.read(&mut answer.body), "the answer broke off");
        }
        answer
    }

    /// Whether the server closes the connection within some seconds.
    pub(super) fn is_closed(&mut self) -> bool {
        self.0
            .set_read_timeout(Some(Duration::from_secs(8)))
            .unwrap();
        match self.0.read(&mut [0]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }

    fn read(&mut self, bytes: &mut Vec<u8>) -> bool {
        let mut buffer = [0; 4096];
        let count = self.0.read(&mut buffer).unwrap();
        bytes.extend_from_slice(&buffer[..count]);
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
