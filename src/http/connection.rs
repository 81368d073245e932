//! A connection whose bare errors become problems.
//!
//! What is no HTTP at all is answered by actix-http itself, with a status and
//! an empty body, before any route or middleware sees it. Those answers are
//! known by what they lack, the request's id that every other answer has, and
//! are replaced on their way out:
//!
//! ```text
//! HTTP/1.1 431 …\r\ncontent-length: 0\r\n\r\n  →  HTTP/1.1 431 …\r\ncontent-type: application/problem+json\r\n…
//! ```

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::rt::net::TcpStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};
use tracing::info;

use super::headers::HEADERS;
use super::problem::{ApiError, PROBLEM_TYPE};
use super::trace::Trace;

/// The longest head that actix-http gives to an answer of its own.
const LONGEST_HEAD: usize = 256;

/// The most bytes that are read at once. All heads among them become requests, so that this bounds
/// what a client can pile up that sends requests and reads no answers.
const MOST_READ: usize = 8192;

/// Longest time in which nothing is read from a connection and nothing is written to it. Longer than
/// any wait that has a limit of its own.
const STANDSTILL: Duration = Duration::from_secs(90);

/// A connection, and what of a problem is still to be sent on it.
pub(super) struct Connection {
    stream: TcpStream,
    unsent: Vec<u8>,
    /// Whether something was read since the reader was last woken.
    has_read: bool,
    moved: Instant,
    standstill: Pin<Box<Sleep>>,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            unsent: Vec::new(),
            has_read: false,
            moved: Instant::now(),
            standstill: Box::pin(sleep(STANDSTILL)),
        }
    }

    /// Waits for a poll that is pending, as long as the connection is not at a standstill.
    fn wait<T>(
        &mut self,
        context: &mut Context<'_>,
        poll: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.moved = Instant::now();
            return poll;
        }
        while self.standstill.as_mut().poll(context).is_ready() {
            let end = self.moved + STANDSTILL;
            if end <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.standstill.as_mut().reset(end);
        }
        Poll::Pending
    }

    fn send_rest(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.unsent.is_empty() {
            let stream = Pin::new(&mut self.stream);
            let sent = ready!(stream.poll_write(context, &self.unsent))?;
            if sent == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.unsent.drain(..sent);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.has_read {
            self.has_read = false;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut bytes = [0; MOST_READ];
        let mut part = ReadBuf::new(&mut bytes[..buffer.remaining().min(MOST_READ)]);
        let poll = Pin::new(&mut self.stream).poll_read(context, &mut part);
        ready!(self.wait(context, poll))?;
        buffer.put_slice(part.filled());
        self.has_read = true;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.send_rest(context))?;
        match bare_error(bytes) {
            None => {
                let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
                self.wait(context, poll)
            }
            // An answer to an earlier request goes first.
            Some((start @ 1.., _)) => {
                Pin::new(&mut self.stream).poll_write(context, &bytes[..start])
            }
            Some((0, status)) => {
                self.unsent = problem(status);
                // What cannot be sent now is sent by the flush that follows.
                if let Poll::Ready(Err(error)) = self.send_rest(context) {
                    return Poll::Ready(Err(error));
                }
                Poll::Ready(Ok(bytes.len()))
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.send_rest(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.send_rest(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Where in `bytes` a bare error starts that reaches to their end, and its status.
fn bare_error(bytes: &[u8]) -> Option<(usize, u16)> {
    let tail = bytes.len().saturating_sub(LONGEST_HEAD);
    let place = |pattern: &[u8]| {
        let mut windows = bytes[tail..].windows(pattern.len());
        windows.rposition(|window| window == pattern)
    };
    let start = tail + place(b"HTTP/1.1 ")?;
    let head = str::from_utf8(&bytes[start..]).ok()?;
    let bare = head.ends_with("\r\n\r\n")
        && head.contains("\r\ncontent-length: 0\r\n")
        && !head.contains("\r\nx-request-id: ");
    let status: u16 = head.get(9..12)?.parse().ok()?;
    (bare && status >= 400).then_some((start, status))
}

/// The whole answer with this status.
fn problem(status: u16) -> Vec<u8> {
    let error = match status {
        400 => ApiError::MalformedRequest,
        408 => ApiError::HeadTimeout,
        431 => ApiError::HeadTooLarge,
        _ => ApiError::Internal,
    };
    let status = error.row().status;
    let Trace { request_id, .. } = Trace::of(&HeaderMap::new());
    info!(request_id, status = status.as_u16(), "refused");
    let body = serde_json::to_string(&error.problem(&request_id)).unwrap_or_default();
    let length = body.len();
    let reason = StatusCode::canonical_reason(&status).unwrap_or_default();
    let status = status.as_u16();
    let guard = |(name, value): &(HeaderName, &str)| format!("{name}: {value}\r\n");
    let guards: String = HEADERS.iter().map(guard).collect();
    format!(
        "HTTP/1.1 {status} {reason}\r\ncontent-length: {length}\r\ncontent-type: {PROBLEM_TYPE}\r\n\
        connection: close\r\n{guards}x-request-id: {request_id}\r\n\r\n{body}"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_without_a_body_and_an_id_are_bare() {
        let check = |bytes: &str, expected: Option<(usize, u16)>| {
            assert_eq!(bare_error(bytes.as_bytes()), expected, "{bytes}");
        };
        let bare = "HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\ndate: now\r\n\r\n";
        let known = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nx-request-id: 7\r\n\r\n";
        let good = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        check(bare, Some((0, 431)));
        check(&format!("{known}{bare}"), Some((known.len(), 431)));
        check(&format!("{}{bare}", "é".repeat(300)), Some((600, 431)));
        check(known, None);
        check(good, None);
        check(
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\n{}",
            None,
        );
        check("", None);
    }
}
