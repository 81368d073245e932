//! Whose turn it is on a connection: the client's, to send a request, or the
//! server's, to answer it. The connection moves bytes and knows no requests, the
//! middleware here knows requests and no bytes; what they share is this.
//!
//! ```text
//! Head ──► Body ──► Answer ──┬► Head      the next request
//!   ▲                        └► Over      the answer said `connection: close`
//! ```
//!
//! actix-http alone decides where a request ends. From the turn the connection takes
//! only how much it reads and how long it waits, so that nothing here can disagree
//! with actix-http about that.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

use actix_http::{ConnectionType, Response};
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_LENGTH, UPGRADE};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage};
use futures_util::Stream;
use tokio::time::Instant;

/// What is awaited on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The head of a request.
    Head,
    /// The rest of its body.
    Body,
    /// Its answer.
    Answer,
    /// Nothing: the last answer is made.
    Over,
}

/// The turn on one connection, which both sides hold.
#[derive(Clone)]
pub(super) struct Turn(Rc<State>);

struct State {
    phase: Cell<Phase>,
    /// When the last answer was made.
    answered: Cell<Option<Instant>>,
    /// Whether the answer that is being made is the last one.
    is_last: Cell<bool>,
    reader: RefCell<Option<Waker>>,
}

impl Turn {
    pub(super) fn new() -> Self {
        Self(Rc::new(State {
            phase: Cell::new(Phase::Head),
            answered: Cell::new(None),
            is_last: Cell::new(false),
            reader: RefCell::new(None),
        }))
    }

    pub(super) fn phase(&self) -> Phase {
        self.0.phase.get()
    }

    /// When the last answer was made.
    pub(super) fn answered(&self) -> Option<Instant> {
        self.0.answered.get()
    }

    /// Wakes the reader of the connection with each answer that is made.
    pub(super) fn wake_after_answer(&self, context: &Context<'_>) {
        let mut reader = self.0.reader.borrow_mut();
        let is_known = reader.as_ref();
        if !is_known.is_some_and(|known| known.will_wake(context.waker())) {
            *reader = Some(context.waker().clone());
        }
    }

    /// Nothing more is taken from this connection.
    pub(super) fn end(&self) {
        self.0.phase.set(Phase::Over);
    }

    fn begin(&self) -> Answering {
        self.0.phase.set(Phase::Body);
        self.0.is_last.set(false);
        Answering(self.clone())
    }

    fn body_has_ended(&self) {
        if self.phase() == Phase::Body {
            self.0.phase.set(Phase::Answer);
        }
    }
}

/// Held from the head of a request to the last byte of its answer.
struct Answering(Turn);

impl Drop for Answering {
    fn drop(&mut self) {
        let Self(Turn(state)) = self;
        let is_last = state.is_last.get();
        state
            .phase
            .set(if is_last { Phase::Over } else { Phase::Head });
        state.answered.set(Some(Instant::now()));
        if let Some(reader) = state.reader.take() {
            reader.wake();
        }
    }
}

/// The middleware around all others: requests in turn, and none after the last answer.
///
/// Of requests that were sent together, actix-http answers those behind a `connection: close` as
/// well. A client has to send them again elsewhere, so here they are not begun.
pub(super) async fn in_turn(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(turn) = request.conn_data::<Turn>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if turn.phase() == Phase::Over {
        return pending().await;
    }
    let answering = turn.begin();
    watch(&mut request, &turn);
    let is_kept = request.head().connection_type() == ConnectionType::KeepAlive;
    let (request, response) = next.call(request).await?.into_parts();
    let mut response = Response::from(response);
    let head = response.head_mut();
    if !is_kept || turn.0.is_last.get() || head.connection_type() == ConnectionType::Close {
        head.set_connection_type(ConnectionType::Close);
        turn.0.is_last.set(true);
    }
    let response = response.map_body(|_, body| {
        let body = body.boxed();
        let whole = Whole { body, answering };
        whole.boxed()
    });
    Ok(ServiceResponse::new(request, response.into()))
}

/// Follows the body of a request to its end.
fn watch(request: &mut ServiceRequest, turn: &Turn) {
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        turn.body_has_ended();
        return;
    }
    let watched = Watched {
        payload,
        turn: turn.clone(),
        left: endless(request),
    };
    request.set_payload(Payload::Stream {
        payload: Box::pin(watched),
    });
}

/// The length of the body that actix-http would read for as long as the connection lasts: that of
/// `upgrade: websocket`, whatever its length says, and of CONNECT. Here nothing is upgraded, which
/// RFC 9110 (section 7.8) lets a server pass over.
fn endless(request: &ServiceRequest) -> Option<u64> {
    let headers = request.headers();
    let is_chunked = request.chunked().unwrap_or(false);
    let is_endless = headers.contains_key(UPGRADE) || request.method() == Method::CONNECT;
    let length = headers.get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.trim().parse().ok());
    (is_endless && !is_chunked).then(|| length.unwrap_or(0))
}

/// A body that tells when it has ended, and whether its rest was left unread: what follows such a
/// body is no head, so that its answer is the last one.
struct Watched {
    payload: Payload,
    turn: Turn,
    left: Option<u64>,
}

impl Stream for Watched {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        let mut next = ready!(Pin::new(&mut self.payload).poll_next(context));
        match (&mut next, &mut self.left) {
            (Some(Ok(bytes)), Some(left)) => {
                bytes.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= u64::try_from(bytes.len()).unwrap_or(*left);
            }
            (None, _) => self.turn.body_has_ended(),
            (Some(_), _) => {}
        }
        Poll::Ready(next)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if self.turn.phase() == Phase::Body {
            self.turn.0.is_last.set(true);
        }
    }
}

/// The body of an answer, whose end is that of the turn.
struct Whole {
    body: BoxBody,
    #[expect(dead_code, reason = "held for the time of its life, not read")]
    answering: Answering,
}

impl MessageBody for Whole {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
