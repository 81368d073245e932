//! Which format an answer has: `?format=` says it by name, `Accept` (RFC 9110, section 12.5.1) by
//! media type.
//!
//! ```text
//! ?format=brat                                             → brat, whatever is accepted
//! Accept: application/ld+json;q=0.9, application/json;q=0.5  → jsonld
//! Accept: image/png                                        → 406
//! ```

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT;

use super::body::query;
use super::problem::{ApiError, FieldError};
use super::wire::quoted;
use crate::formats::Format;

/// The query parameter that names a format.
pub(super) const FORMAT: &str = "format";

/// The formats with a media type of their own, the preferred ones first.
const TYPED: [Format; 4] = [
    Format::Native,
    Format::JsonLd,
    Format::WebAnnotation,
    Format::Conllu,
];

/// The format that a request asks for.
pub(super) fn format(request: &HttpRequest) -> Result<Format, ApiError> {
    if let Some(format) = named(request)? {
        return Ok(format);
    }
    let fields = request.headers().get_all(ACCEPT);
    let fields: Vec<&str> = fields.filter_map(|field| field.to_str().ok()).collect();
    negotiate(&fields.join(",")).ok_or(ApiError::NotAcceptable)
}

/// The format that `?format=` names.
pub(super) fn named(request: &HttpRequest) -> Result<Option<Format>, ApiError> {
    let parameters = query(request.query_string())?.into_iter();
    let mut named = parameters.filter(|(name, _)| name == FORMAT);
    let Some((_, name)) = named.next() else {
        return Ok(None);
    };
    match (Format::named(&name), named.next()) {
        (Some(format), None) => Ok(Some(format)),
        (None, _) => Err(misnamed(format!(
            "expected one of {}, but got {}",
            names().join(", "),
            quoted(&name)
        ))),
        (Some(_), Some(_)) => Err(misnamed(
            "expected the field once, but got it again".to_owned(),
        )),
    }
}

/// The names of all formats.
pub(super) fn names() -> Vec<&'static str> {
    Format::ALL.into_iter().map(Format::name).collect()
}

/// The media types that can be asked for.
pub(super) fn media_types() -> Vec<&'static str> {
    TYPED.into_iter().map(essence).collect()
}

fn misnamed(detail: String) -> ApiError {
    ApiError::InvalidFields(vec![FieldError {
        pointer: format!("/{FORMAT}"),
        place: Some("query"),
        detail,
    }])
}

/// The media type without the charset, which is no matter of choice.
fn essence(format: Format) -> &'static str {
    let media = format.media_type();
    media.strip_suffix("; charset=utf-8").unwrap_or(media)
}

/// The format that `accept` likes best; the native one when it says nothing, none when it likes none.
fn negotiate(accept: &str) -> Option<Format> {
    let ranges: Vec<Range> = split(accept, ',')
        .into_iter()
        .filter_map(Range::read)
        .collect();
    if accept.trim().is_empty() {
        return Some(Format::Native);
    }
    let mut best: Option<(f32, Format)> = None;
    for format in TYPED {
        let weight = weight(&ranges, format);
        if weight > best.map_or(0.0, |(weight, _)| weight) {
            best = Some((weight, format));
        }
    }
    best.map(|(_, format)| format)
}

/// How much a format is liked: the range that describes it most closely says so.
fn weight(ranges: &[Range], format: Format) -> f32 {
    let offer = Range::read(essence(format));
    let fitting = offer.iter().flat_map(|offer| {
        let fits = |range: &&Range| range.covers(offer);
        ranges.iter().filter(fits)
    });
    let closest = fitting.max_by_key(|range| range.closeness());
    closest.map_or(0.0, |range| range.weight)
}

/// A weight from 0 to 1.
fn read_weight(value: &str) -> Option<f32> {
    let weight = value.parse().ok();
    weight.filter(|weight| (0.0..=1.0).contains(weight))
}

/// A media range with its weight.
#[derive(Debug, PartialEq)]
struct Range {
    main: String,
    sub: String,
    profile: Option<String>,
    weight: f32,
}

impl Range {
    fn read(text: &str) -> Option<Self> {
        let mut parts = split(text, ';').into_iter();
        let (main, sub) = parts.next()?.trim().split_once('/')?;
        let (mut profile, mut weight) = (None, 1.0);
        for part in parts {
            let (name, value) = part.split_once('=')?;
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "q" => weight = read_weight(value)?,
                "profile" => profile = Some(value.to_owned()),
                _ => {}
            }
        }
        Some(Self {
            main: main.to_ascii_lowercase(),
            sub: sub.to_ascii_lowercase(),
            profile,
            weight,
        })
    }

    /// Whether the media type of an offer lies in this range. The profile of Web Annotation asks for it
    /// alone, and other profiles (compacted, schema.org) for linked data.
    fn covers(&self, offer: &Range) -> bool {
        let is_sub = self.sub == "*" || self.sub == offer.sub;
        let is_type = self.main == "*" && self.sub == "*" || self.main == offer.main && is_sub;
        let annotation =
            Range::read(essence(Format::WebAnnotation)).and_then(|range| range.profile);
        let is_annotation = self.profile == annotation;
        is_type && (self.profile.is_none() || is_annotation == offer.profile.is_some())
    }

    fn closeness(&self) -> usize {
        let is_known = [self.main != "*", self.sub != "*", self.profile.is_some()];
        is_known.into_iter().filter(|is_known| *is_known).count()
    }
}

/// The parts between marks that stand outside of quotation marks.
fn split(text: &str, mark: char) -> Vec<&str> {
    let mut is_quoted = false;
    let outside = |letter: char| {
        is_quoted ^= letter == '"';
        letter == mark && !is_quoted
    };
    text.split(outside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_format_is_chosen() {
        let linked = Some(Format::JsonLd);
        let cases = [
            ("", Some(Format::Native)),
            ("*/*", Some(Format::Native)),
            ("application/*", Some(Format::Native)),
            ("Application/JSON", Some(Format::Native)),
            ("text/html, */*;q=0.8", Some(Format::Native)),
            ("application/ld+json", linked),
            (
                "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
                Some(Format::WebAnnotation),
            ),
            (
                "application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted\"",
                linked,
            ),
            (
                "application/json;q=0.5, application/ld+json;profile=\"a,b;c\"",
                linked,
            ),
            (
                "text/x-conllu, application/json;q=0.9",
                Some(Format::Conllu),
            ),
            ("text/*", Some(Format::Conllu)),
            ("application/json;q=0, */*;q=0.1", linked),
            ("application/json; charset=utf-8", Some(Format::Native)),
            ("image/png", None),
            ("application/json;q=0", None),
            ("application/json;q=2", None),
            ("nonsense", None),
        ];
        for (accept, expected) in cases {
            assert_eq!(negotiate(accept), expected, "{accept}");
        }
    }
}
