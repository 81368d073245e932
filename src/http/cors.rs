//! Which pages of other origins a browser lets ask (CORS): those on the operator's list, without
//! cookies; a page shows a key as any other client does.

use std::str::FromStr;

use actix_cors::Cors;
use actix_web::http::header::{
    ACCEPT, ALLOW, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, RETRY_AFTER,
    WWW_AUTHENTICATE,
};
use actix_web::http::{Method, Uri};

use super::keys::KEY_HEADER;
use super::routes::analyze::WARNINGS;
use super::trace::{REQUEST_ID, TRACEPARENT};

/// Seconds for which a browser remembers what it may ask.
const REMEMBERED: usize = 3600;

/// What a page may send, beside what every page may.
const ASKED: [HeaderName; 8] = [
    ACCEPT,
    AUTHORIZATION,
    CONTENT_TYPE,
    IF_NONE_MATCH,
    KEY_HEADER,
    REQUEST_ID,
    HeaderName::from_static("x-request-timeout-ms"),
    TRACEPARENT,
];

/// What a page may read, beside what every page may.
const ANSWERED: [HeaderName; 6] = [
    ALLOW,
    ETAG,
    REQUEST_ID,
    RETRY_AFTER,
    TRACEPARENT,
    WWW_AUTHENTICATE,
];

/// Where a page is from, as a browser says it: `https://desk.example`, `http://localhost:3000`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

/// A text that is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected origins as browsers send them, like https://desk.example or http://localhost:3000: \
     http or https, a host in small letters, a port where it is not the usual one, nothing behind it"
)]
pub struct NoOrigin;

impl FromStr for Origin {
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let address: Uri = text.parse().map_err(|_| NoOrigin)?;
        let (scheme, host) = address.scheme_str().zip(address.host()).ok_or(NoOrigin)?;
        let port = match (scheme, address.port_u16()) {
            ("http", Some(80)) | ("https", Some(443)) => return Err(NoOrigin),
            ("http" | "https", Some(port)) => format!(":{port}"),
            ("http" | "https", None) => String::new(),
            _ => return Err(NoOrigin),
        };
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let is_host = host
            .bytes()
            .all(|byte| plain(byte) || b"-.[:]_".contains(&byte));
        if host.is_empty() || !is_host || text != format!("{scheme}://{host}{port}") {
            return Err(NoOrigin);
        }
        Ok(Self(text.to_owned()))
    }
}

/// What these origins may do.
pub(super) fn cors(origins: &[Origin]) -> Cors {
    let cors = Cors::default()
        .allowed_methods([Method::GET, Method::HEAD, Method::POST])
        .allowed_headers(ASKED.iter())
        .expose_headers(ANSWERED.iter().chain([&HeaderName::from_static(WARNINGS)]))
        .max_age(REMEMBERED);
    origins
        .iter()
        .fold(cors, |cors, origin| cors.allowed_origin(&origin.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        let check = |text: &str, expected: bool| {
            assert_eq!(text.parse::<Origin>().is_ok(), expected, "{text}");
        };
        check("https://desk.example", true);
        check("http://localhost:3000", true);
        check("http://127.0.0.1:8080", true);
        check("http://[::1]:8080", true);
        check("https://xn--zrich-kva.example", true);
        for bad in [
            "",
            "*",
            "null",
            "desk.example",
            "https://",
            "https://desk.example/",
            "https://desk.example/page",
            "https://desk.example?x",
            "https://Desk.example",
            "https://user@desk.example",
            "https://desk.example:443",
            "http://desk.example:80",
            "https://desk.example:",
            "https://*.desk.example",
            "ftp://desk.example",
            "https://zürich.example",
            "https://a.example https://b.example",
        ] {
            check(bad, false);
        }
    }
}
