//! From the bytes of a request to a [`Request`]: media type, charset, size and
//! the time that a body may take.
//!
//! ```text
//! POST /v1/analyze?include=date   content-type: text/plain; charset=windows-1252
//!      └ fields of a text body    └ how to read the bytes
//! ```

use std::future::poll_fn;
use std::pin::Pin;

use actix_web::body::MessageBody;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use actix_web::web::{Bytes, BytesMut, Payload};
use actix_web::{HttpMessage, HttpRequest};
use encoding_rs::{Encoding, UTF_8};
use tokio::time::timeout;

use super::accept::{self, FORMAT};
use super::budget::Share;
use super::charset::{decode, decode_page};
use super::patience::Patience;
use super::problem::ApiError;
use super::service::Service;
use super::settings::Limits;
use super::unread::{self, Incoming};
use super::wire::{Article, Request, quoted};

/// Reads the article and what is wanted of it; the share of the budget is held as long as they are.
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    service: &Service,
    patience: Patience,
) -> Result<(Request, Share), ApiError> {
    let format = accept::format(request)?;
    let media = Media::of(request)?;
    let mut parameters = query(request.query_string())?;
    parameters.retain(|(name, _)| name != FORMAT);
    let mut share = service.budget.share();
    let limits = &service.limits;
    let bytes = receive(request, payload, limits, &mut share, patience).await?;
    let text = match (media.encoding, &media.kind) {
        (Some(encoding), _) => decode(bytes, encoding)?,
        (None, Kind::Html) => decode_page(bytes)?,
        (None, Kind::Json | Kind::Text) => decode(bytes, UTF_8)?,
    };
    let request = match media.kind {
        Kind::Json => Request::from_json_with(&text, parameters)?,
        Kind::Text => Request::from_query(Article::Text(text), parameters)?,
        Kind::Html => Request::from_query(Article::Html(text), parameters)?,
    };
    Ok((request.in_format(format)?, share))
}

struct Media {
    kind: Kind,
    /// What the content type says.
    encoding: Option<&'static Encoding>,
}

enum Kind {
    Json,
    Text,
    Html,
}

impl Media {
    fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        if let Some(coding) = request.headers().get(CONTENT_ENCODING) {
            let coding = coding.to_str().unwrap_or_default();
            if !coding.eq_ignore_ascii_case("identity") {
                return Err(unsupported(
                    format!("content encoding {}", quoted(coding)),
                    SERVED,
                ));
            }
        }
        let kind = match request.content_type().to_ascii_lowercase().as_str() {
            "application/json" => Kind::Json,
            "text/plain" => Kind::Text,
            "text/html" => Kind::Html,
            "" => return Err(unsupported("no content type".to_owned(), SERVED)),
            other => return Err(unsupported(quoted(other), SERVED)),
        };
        let encoding = request.encoding();
        let encoding =
            encoding.map_err(|_| unsupported("an unknown charset".to_owned(), SERVED))?;
        let is_named = request.mime_type().ok().flatten();
        let is_named = is_named.is_some_and(|media| media.get_param("charset").is_some());
        let encoding = is_named.then_some(encoding);
        Ok(Self { kind, encoding })
    }
}

/// The media types of one article.
pub(super) const SERVED: &str = "application/json, text/plain, text/html";

/// What came is not of the types `served`.
pub(super) fn unsupported(got: String, served: &'static str) -> ApiError {
    ApiError::UnsupportedMediaType { got, served }
}

/// The whole body, within its limits of size and time. A stalled or trickling body
/// never ends by itself: the server's own time limit covers the head alone.
async fn receive(
    request: &HttpRequest,
    payload: Payload,
    limits: &Limits,
    share: &mut Share,
    patience: Patience,
) -> Result<Bytes, ApiError> {
    let limit = limits.body();
    let announced = request.headers().get(CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(ApiError::BodyTooLarge { limit });
    }
    let mut incoming = Incoming::new(payload);
    let whole = collect(Pin::new(&mut incoming), limit, share);
    let error = match timeout(patience.left(limits.deadline), whole).await {
        Ok(Ok(bytes)) => return Ok(bytes),
        Ok(Err(error)) => error,
        Err(_) => ApiError::BodyTimeout {
            deadline: patience.whole(limits.deadline),
        },
    };
    unread::keep(request, incoming);
    Err(error)
}

/// All bytes of `body`, at most `limit`, as far as there is room for them.
async fn collect(
    mut body: Pin<&mut Incoming>,
    limit: usize,
    share: &mut Share,
) -> Result<Bytes, ApiError> {
    let mut whole = BytesMut::new();
    while let Some(piece) = poll_fn(|context| body.as_mut().poll_next(context)).await {
        let piece = piece.map_err(|_| ApiError::MalformedTransfer)?;
        if whole.len() + piece.len() > limit {
            return Err(ApiError::BodyTooLarge { limit });
        }
        share.take(piece.len())?;
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

/// The parameters of a query, in their order.
pub(super) fn query(query: &str) -> Result<Vec<(String, String)>, ApiError> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((unescape(name)?, unescape(value)?))
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(pair).collect()
}

/// `application/x-www-form-urlencoded`, without replacing what is no UTF-8.
fn unescape(text: &str) -> Result<String, ApiError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next())? * 16 + hex(rest.next())?,
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| ApiError::MalformedQuery)
}

fn hex(digit: Option<u8>) -> Result<u8, ApiError> {
    let value = digit.and_then(|digit| char::from(digit).to_digit(16));
    value
        .and_then(|value| u8::try_from(value).ok())
        .ok_or(ApiError::MalformedQuery)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_unescaped_or_refused() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(unescape(text).ok().as_deref(), expected, "{text}");
        };
        check("", Some(""));
        check("a+b%20c%C3%A9", Some("a b cé"));
        check("%EF%BF%BD", Some("\u{fffd}"));
        check("%", None);
        check("%G0", None);
        check("%C3", None);
        check("%+1", None);
    }
}
