//! Where spans go: the address of a collector that takes OTLP over HTTP.

use std::str::FromStr;

use actix_web::http::Uri;

/// The path of spans below a collector's address (OpenTelemetry, "OTLP Exporter").
const TRACES: &str = "/v1/traces";

/// The whole address to which spans are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collector(String);

/// A text that is no address of a collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the address of a collector like http://127.0.0.1:4318; TLS is not spoken, so a \
     collector that wants it needs one beside the server"
)]
pub struct NoCollector;

impl Collector {
    /// The collector with this base address, to which the path of spans is added.
    pub fn below(base: &str) -> Result<Self, NoCollector> {
        format!("{}{TRACES}", base.trim_end_matches('/')).parse()
    }

    /// The whole address.
    pub(super) fn address(&self) -> &str {
        &self.0
    }
}

impl FromStr for Collector {
    type Err = NoCollector;

    fn from_str(text: &str) -> Result<Self, NoCollector> {
        let address: Uri = text.parse().map_err(|_| NoCollector)?;
        let has_user = address
            .authority()
            .is_some_and(|own| own.as_str().contains('@'));
        let is_plain = address.scheme_str() == Some("http") && address.query().is_none();
        if !is_plain || has_user || address.host().is_none_or(str::is_empty) {
            return Err(NoCollector);
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_whole_or_refused() {
        let check = |base: &str, expected: Option<&str>| {
            let found = Collector::below(base).ok();
            assert_eq!(found.as_ref().map(Collector::address), expected, "{base}");
        };
        let whole = Some("http://127.0.0.1:4318/v1/traces");
        check("http://127.0.0.1:4318", whole);
        check("http://127.0.0.1:4318/", whole);
        check(
            "http://[::1]:4318/otel",
            Some("http://[::1]:4318/otel/v1/traces"),
        );
        for bad in [
            "",
            "127.0.0.1:4318",
            "https://a.example",
            "http://",
            "http://u:p@a.example",
            "http://a?b",
        ] {
            check(bad, None);
        }
    }
}
