//! What identifies the article, its findings and the things of the world: URIs.
//!
//! ```text
//! "https://example.org/a/7"  →  https://example.org/a/7       an id that is a URI
//! "harbour-17"               →  urn:uuid:4f2b…                made from the id, the same for the same id
//! q1                         →  urn:uuid:4f2b…#q1
//! ```

use super::found::Found;
use crate::entity::{Code, NO_CODE, Record, Thing};
use crate::model::{feature, hash};

/// The URI of the article: its id, when that is one; else a UUID (RFC 9562, version 8)
/// made from the id, or from the article where there is no id.
pub(super) fn article_uri(found: &Found) -> String {
    match found.id {
        Some(id) if is_uri(id) => id.to_owned(),
        Some(id) => uuid(&[hash(id)]),
        None => uuid(&[
            hash(found.content()),
            u64::from(found.document.body_start()),
        ]),
    }
}

/// The id of the article, when it is no URI and thus needs a place of its own.
pub(super) fn plain_id<'a>(found: &Found<'a>) -> Option<&'a str> {
    found.id.filter(|id| !is_uri(id))
}

/// The id of a finding in all formats, as the native one has it.
pub(super) fn id(letter: char, index: usize) -> String {
    format!("{letter}{}", index + 1)
}

/// The URI of a finding, when `article` is the URI of its article.
pub(super) fn fragment(article: &str, letter: char, index: usize) -> String {
    let base = article.split('#').next().unwrap_or_default();
    format!("{base}#{}", id(letter, index))
}

fn uuid(parts: &[u64]) -> String {
    let high = feature(1, parts) & !0xf000 | 0x8000;
    let low = feature(2, parts) >> 2 | 1 << 63;
    format!(
        "urn:uuid:{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff,
    )
}

/// Whether a string has the form of an absolute URI (RFC 3986): a scheme, a colon, and of the
/// characters that it allows at least one.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(scheme_byte);
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    let mut escapes = rest.split('%').skip(1);
    let is_escape = |escape: &str| {
        let digits = escape.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    is_scheme
        && !rest.is_empty()
        && rest.bytes().all(allowed)
        && rest.matches('#').count() < 2
        && !rest.contains(['[', ']'])
        && escapes.all(is_escape)
}

/// The Wikidata item of a thing.
pub(super) fn wikidata(record: &Record) -> Option<String> {
    (record.wikidata > 0).then(|| format!("Q{}", record.wikidata))
}

/// The database beside Wikidata that knows a thing, and its number there.
pub(super) fn number(record: &Record) -> Option<(&'static str, u32)> {
    let database = if record.thing == Thing::Party {
        "partyfacts"
    } else {
        "geonames"
    };
    (record.number > 0).then_some((database, record.number))
}

/// The URIs of a thing, the best known first.
pub(super) fn uris(record: &Record) -> Vec<String> {
    let wikidata = wikidata(record).map(|item| format!("http://www.wikidata.org/entity/{item}"));
    let geonames = number(record).filter(|(database, _)| *database == "geonames");
    let geonames = geonames.map(|(_, number)| format!("https://sws.geonames.org/{number}/"));
    wikidata.into_iter().chain(geonames).collect()
}

/// The country of a thing, ISO 3166-1, and the region in it, ISO 3166-2.
pub(super) fn country(record: &Record) -> (Option<String>, Option<String>) {
    let letters = |code: Code| String::from_utf8_lossy(&code).into_owned();
    let country = (record.country != NO_CODE).then(|| letters(record.country));
    let region = country
        .as_ref()
        .filter(|_| record.region != NO_CODE)
        .map(|country| format!("{country}-{}", letters(record.region)));
    (country, region)
}

/// Latitude and longitude in degrees.
pub(super) fn coordinates(record: &Record) -> Option<(f64, f64)> {
    let degrees = |hundredths: i16| f64::from(hundredths) / 100.0;
    let (latitude, longitude) = record.coordinates?;
    Some((degrees(latitude), degrees(longitude)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uri_or_not() {
        let uris = ["https://example.org/a/7?b=%20#c", "urn:x:1", "tag:a,2019:b"];
        assert!(uris.iter().all(|id| is_uri(id)));
        let others = [
            "harbour-17",
            "",
            "a:",
            ":a",
            "1a:b",
            "a b:c",
            "a:b c",
            "a:%2",
            "a:é",
            "a:b#c#d",
        ];
        for id in others {
            assert!(!is_uri(id), "{id}");
        }
    }

    #[test]
    fn a_made_uri_is_a_uuid_of_version_8() {
        let uri = uuid(&[hash("harbour-17")]);
        let digits: Vec<&str> = uri.trim_start_matches("urn:uuid:").split('-').collect();
        let lengths: Vec<usize> = digits.iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{uri}");
        assert!(digits[2].starts_with('8') && "89ab".contains(&digits[3][..1]));
        assert_ne!(uri, uuid(&[hash("harbour-18")]));
    }

    #[test]
    fn a_finding_takes_the_place_of_a_fragment() {
        assert_eq!(
            fragment("https://example.org/a#b", 'q', 0),
            "https://example.org/a#q1"
        );
    }
}
