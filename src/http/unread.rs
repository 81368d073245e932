//! The rest of a body that nobody reads on: too large, too slow.
//!
//! When a chunked body is dropped unread, actix-http reads on to its end, for as
//! long as the client likes to send. While something still holds the body, it
//! answers, listens for a moment, and closes the connection. So the problem that
//! is sent holds it.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BodyStream, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpMessage, HttpRequest};

/// The body of a request.
pub(super) type Incoming = BodyStream<Payload>;

/// The unread rest, kept with the request until the answer is made.
#[expect(dead_code, reason = "held for the time of its life, not read")]
struct Unread(Incoming);

/// An answer's body that holds the rest of the request's.
struct Holding {
    body: Option<Bytes>,
    _rest: Unread,
}

impl MessageBody for Holding {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        let length = self.body.as_ref().map_or(0, Bytes::len);
        BodySize::Sized(u64::try_from(length).unwrap_or(u64::MAX))
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.body.take().map(Ok))
    }
}

/// Keeps the rest of a body that is not read on.
pub(super) fn keep(request: &HttpRequest, rest: Incoming) {
    request.extensions_mut().insert(Unread(rest));
}

/// Ties the rest of the request's body, when it was kept, to the answer.
pub(super) fn hold(response: ServiceResponse) -> ServiceResponse {
    let rest = response.request().extensions_mut().remove::<Unread>();
    let Some(rest) = rest else {
        return response;
    };
    response.map_body(|_, body| {
        let body = body.try_into_bytes().ok();
        let holding = Holding { body, _rest: rest };
        holding.boxed()
    })
}
