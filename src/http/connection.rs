//! A connection: how much is read from it and when, how long it may stand
//! still, and what is said on it that is no answer to a request.
//!
//! | it waits for | reads at most | for at most |
//! |---|---|---|
//! | a head | 1 KiB at once | 5 s from its first byte, then 408; 5 s without a byte |
//! | a body | 8 KiB at once | what the route says |
//! | an answer | 32 KiB in all | what the route says |
//! | the client to take an answer | nothing | 30 s |
//!
//! All heads among the bytes that are read become requests at once, each in memory until its turn
//! comes. So not much is read while one is answered, but something: an end of the connection is to be seen.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use actix_web::web::Data;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::bare::{bare_error, meant, problem};
use super::problem::{ApiError, HEAD_TIME};
use super::service::Service;
use super::turn::{Phase, Turn};

/// The most bytes of a body that are read at once.
const BODY: usize = 8192;
/// The most bytes of a head that are read at once.
const HEAD: usize = 1024;
/// The most bytes that are read while answers are made. With less, the body of a request behind
/// would often be cut, which actix-http takes for an unread one of the request before, and closes.
const AHEAD: usize = 32 * 1024;
/// The longest time in which a client takes nothing of an answer.
pub(super) const STALL: Duration = Duration::from_secs(30);
/// How long a connection is kept on which nothing comes.
const IDLE: Duration = Duration::from_secs(5);

/// A connection, and what of a problem is still to be sent on it.
pub(super) struct Connection {
    stream: TcpStream,
    service: Data<Service>,
    turn: Turn,
    unsent: Vec<u8>,
    /// Whether something was read since the reader was last woken.
    has_read: bool,
    /// Bytes that were read while an answer is made.
    ahead: usize,
    /// When the last head began to arrive.
    head: Option<Instant>,
    /// Since when the client takes nothing.
    stalled: Option<Instant>,
    /// When the client last took something: what it could not send before does not count as late.
    taken: Instant,
    alarm: Pin<Box<Sleep>>,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, service: Data<Service>) -> Self {
        service.metrics.connected();
        Self {
            stream,
            service,
            turn: Turn::new(),
            unsent: Vec::new(),
            has_read: false,
            ahead: 0,
            head: None,
            stalled: None,
            taken: Instant::now(),
            alarm: Box::pin(sleep_until(Instant::now() + HEAD_TIME)),
        }
    }

    pub(super) fn turn(&self) -> Turn {
        self.turn.clone()
    }

    /// How many bytes may be read now.
    fn room(&mut self) -> usize {
        let phase = self.turn.phase();
        if phase == Phase::Head {
            self.ahead = 0;
        }
        match phase {
            // What the client does not take is not asked for.
            _ if self.stalled.is_some() => 0,
            Phase::Head => HEAD,
            Phase::Body => BODY,
            Phase::Answer => BODY.min(AHEAD - self.ahead),
            Phase::Over => 0,
        }
    }

    /// Takes note of `bytes` that were read.
    fn note(&mut self, bytes: usize) {
        self.has_read = bytes > 0;
        match self.turn.phase() {
            Phase::Head if bytes > 0 => {
                let begun = self.head_began().unwrap_or_else(Instant::now);
                self.head = Some(begun);
            }
            Phase::Answer => self.ahead += bytes,
            Phase::Head | Phase::Body | Phase::Over => {}
        }
    }

    /// When the head began to arrive that is awaited; an earlier one was that of the last request.
    fn head_began(&self) -> Option<Instant> {
        let answered = self.turn.answered();
        self.head
            .filter(|begun| answered.is_none_or(|answered| answered <= *begun))
    }

    /// Until when the connection may stand still. A route limits the time of its body and answer
    /// itself, and actix-http that of the first head.
    fn end(&self) -> Option<Instant> {
        if let Some(since) = self.stalled {
            return Some(since + STALL);
        }
        let answered = self.turn.answered()?.max(self.taken);
        let end = match self.head_began() {
            Some(begun) => begun.max(self.taken) + HEAD_TIME,
            None => answered + IDLE,
        };
        (self.turn.phase() == Phase::Head).then_some(end)
    }

    /// Whether the connection has stood still for too long; if not, the task is woken when it has.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let Some(end) = self.end() else { return false };
        if self.alarm.deadline() != end {
            self.alarm.as_mut().reset(end);
        }
        self.alarm.as_mut().poll(context).is_ready()
    }

    /// Ends a connection whose next head does not come: with a problem, if it has begun.
    fn give_up(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.turn.end();
        if self.head_began().is_some() {
            self.refuse(&ApiError::HeadTimeout);
            // What cannot be sent now is sent by the flush before the end.
            let _ = self.send_rest(context)?;
        }
        Poll::Ready(Ok(()))
    }

    /// Says this error in place of an answer.
    fn refuse(&mut self, error: &ApiError) {
        self.service.metrics.refused(error.row().status.as_u16());
        self.unsent = problem(error);
    }

    fn write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
        if poll.is_ready() {
            self.taken = Instant::now();
            if self.stalled.take().is_some() {
                // The reader may go on.
                context.waker().wake_by_ref();
            }
            return poll;
        }
        self.stalled.get_or_insert_with(Instant::now);
        if self.is_late(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Poll::Pending
    }

    fn send_rest(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.unsent.is_empty() {
            let mut unsent = std::mem::take(&mut self.unsent);
            let poll = self.write(context, &unsent);
            if let Poll::Ready(Ok(sent)) = poll {
                unsent.drain(..sent);
            }
            self.unsent = unsent;
            if ready!(poll)? == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.service.metrics.disconnected();
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.turn.wake_after_answer(context);
        if self.turn.phase() == Phase::Over {
            // For actix-http the client has hung up: it sends what it has, and ends.
            return Poll::Ready(Ok(()));
        }
        if self.has_read {
            self.has_read = false;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut bytes = [0; BODY];
        let room = self.room().min(buffer.remaining());
        let mut part = ReadBuf::new(&mut bytes[..room]);
        if room > 0
            && let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(context, &mut part)
        {
            read?;
            self.note(part.filled().len());
            buffer.put_slice(part.filled());
            return Poll::Ready(Ok(()));
        }
        if self.stalled.is_none() && self.is_late(context) {
            return self.give_up(context);
        }
        Poll::Pending
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
            None => self.write(context, bytes),
            // An answer to an earlier request goes first.
            Some((start @ 1.., _)) => self.write(context, &bytes[..start]),
            Some((0, status)) => {
                self.refuse(&meant(status));
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
