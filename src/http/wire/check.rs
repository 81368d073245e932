//! The values of a request's fields: each is checked here, once, at the door.
//! `null` stands for an absent field. An error is the end of a sentence that a
//! person reads: "expected X, but got Y".

use super::fields::Value;
use crate::analysis::Include;
use crate::text::OffsetUnit;

/// A string of any content.
pub(super) fn text(value: Value) -> Result<Option<String>, String> {
    match value {
        Value::Text(text) => Ok(Some(text)),
        Value::Null => Ok(None),
        Value::List(_) | Value::Other(_) => Err(unlike("a string", &value)),
    }
}

/// A well-formed BCP 47 tag. `und` says that the language is not known, as if it were absent.
pub(super) fn language(value: Value) -> Result<Option<String>, String> {
    let Some(tag) = text(value)? else {
        return Ok(None);
    };
    if !is_language_tag(&tag) {
        let expected = "a BCP 47 language tag (fr, pt-BR)";
        return Err(format!("expected {expected}, but got {}", quoted(&tag)));
    }
    Ok(Some(tag).filter(|tag| !tag.eq_ignore_ascii_case("und")))
}

/// A date or date-time, ISO 8601 or EDTF.
pub(super) fn published(value: Value) -> Result<Option<String>, String> {
    let Some(date) = text(value)? else {
        return Ok(None);
    };
    if !is_date(&date) {
        let expected =
            "an ISO 8601 or EDTF date (2019, 2019-02, 2019-02-09, 2019-02-09T14:30:00+01:00)";
        return Err(format!("expected {expected}, but got {}", quoted(&date)));
    }
    // ISO 8601 has a T there, and what people and databases write a space.
    Ok(Some(date.replacen(' ', "T", 1)))
}

/// A list of findings, added to those `before`.
pub(super) fn include(value: Value, before: Option<Include>) -> Result<Option<Include>, String> {
    let expected = "a list of language, date, entities, attributions, quotes";
    let items = match value {
        Value::List(items) => items,
        Value::Null => return Ok(before),
        Value::Text(_) | Value::Other(_) => return Err(unlike(expected, &value)),
    };
    if items.is_empty() {
        return Err(format!("expected {expected}, but got an empty one"));
    }
    let mut include = before.unwrap_or(Include {
        language: false,
        date: false,
        entities: false,
        attributions: false,
        quotes: false,
    });
    for item in items {
        let Value::Text(name) = &item else {
            return Err(format!(
                "expected {expected}, but got {} in it",
                item.kind()
            ));
        };
        match name.as_str() {
            "language" => include.language = true,
            "date" => include.date = true,
            "entities" => include.entities = true,
            "attributions" => include.attributions = true,
            "quotes" => include.quotes = true,
            other => {
                return Err(format!(
                    "expected {expected}, but got {} in it",
                    quoted(other)
                ));
            }
        }
    }
    Ok(Some(include))
}

/// The unit of offsets.
pub(super) fn unit(value: Value) -> Result<Option<OffsetUnit>, String> {
    let Some(name) = text(value)? else {
        return Ok(None);
    };
    match name.as_str() {
        "code_point" => Ok(Some(OffsetUnit::CodePoint)),
        "utf16" => Ok(Some(OffsetUnit::Utf16)),
        "utf8" => Ok(Some(OffsetUnit::Utf8)),
        other => Err(format!(
            "expected code_point, utf16 or utf8, but got {}",
            quoted(other)
        )),
    }
}

/// The JSON pointer (RFC 6901) of a top-level field, cut where a name is absurdly long.
pub(crate) fn pointer(name: &str) -> String {
    let name: String = name.chars().take(64).collect();
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A short plain token as it came; anything else may be an article and is only described.
pub(crate) fn quoted(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_:.+~?%/".contains(&byte);
    if !value.is_empty() && value.len() <= 40 && value.bytes().all(plain) {
        format!("\"{value}\"")
    } else {
        format!("a string of {} characters", value.chars().count())
    }
}

fn unlike(expected: &str, value: &Value) -> String {
    format!("expected {expected}, but got {}", value.kind())
}

/// Whether a tag has the form of RFC 5646: subtags of 1 to 8 letters and digits,
/// a primary one of 2 to 8 letters. Whether its subtags are registered is not asked.
fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    let letters = primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    let subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    tag.len() <= 35 && (2..=8).contains(&primary.len()) && letters && subtags.all(subtag)
}

/// Whether a date has one of the forms `2019`, `2019-02`, `2019-02-09`, with a time
/// of day behind `T` or a space and an offset after a full date, or an EDTF qualifier (`?`, `~`, `%`) after
/// a date without a time.
fn is_date(value: &str) -> bool {
    match value.split_once(['T', 't', ' ']) {
        Some((date, time)) => date.len() == 10 && is_calendar_date(date) && is_time(time),
        None => is_calendar_date(value.strip_suffix(['?', '~', '%']).unwrap_or(value)),
    }
}

fn is_calendar_date(date: &str) -> bool {
    let mut parts = date.split('-');
    let year = parts.next().and_then(|year| number(year, 4));
    let month = parts.next().map(|month| number(month, 2));
    let day = parts.next().map(|day| number(day, 2));
    let (Some(year), None) = (year, parts.next()) else {
        return false;
    };
    match (month, day) {
        (None, _) => true,
        (Some(Some(month)), None) => (1..=12).contains(&month),
        (Some(Some(month)), Some(Some(day))) => (1..=days(year, month)).contains(&day),
        _ => false,
    }
}

/// Days of a month of the Gregorian calendar; 0 when there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

/// `14:30`, `14:30:00`, `14:30:00.25`, each with `Z`, `+01:00`, `+0100`, `+01` or without a zone.
fn is_time(time: &str) -> bool {
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, "Z"),
    };
    let mut parts = clock.split(':');
    let hour = parts.next().and_then(|part| number(part, 2));
    let minute = parts.next().and_then(|part| number(part, 2));
    let second = parts.next().map_or(Some(0), whole_second);
    let within = |part: Option<u32>, most: u32| part.is_some_and(|part| part <= most);
    // 60 is a leap second.
    let fits = within(hour, 23) && within(minute, 59) && within(second, 60);
    fits && parts.next().is_none() && is_zone(zone)
}

fn whole_second(part: &str) -> Option<u32> {
    let (whole, fraction) = part.split_once(['.', ',']).unwrap_or((part, "0"));
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    number(whole, 2).filter(|_| digits && (1..=9).contains(&fraction.len()))
}

fn is_zone(zone: &str) -> bool {
    if matches!(zone, "Z" | "z") {
        return true;
    }
    let Some(zone) = zone.strip_prefix(['+', '-']) else {
        return false;
    };
    let (hours, minutes) = match zone.len() {
        2 => (zone, "00"),
        4 if zone.is_ascii() => zone.split_at(2),
        5 => zone.split_once(':').unwrap_or_default(),
        _ => return false,
    };
    number(hours, 2).is_some_and(|hours| hours <= 23)
        && number(minutes, 2).is_some_and(|minutes| minutes <= 59)
}

/// A number of exactly `digits` ASCII digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let good = "2019 2019-02 2019-02-09 2020-02-29 2019-02-09T14:30 2019-02-09T14:30:00Z \
            2019-02-09T14:30:00.1234567+01:00 2019-02-09T23:59:60-0330 2019-02-09t00:00+01 2019-02~ 2019?";
        let spaced = ["2019-02-09 14:30", "2019-02-09 14:30:00+01:00"];
        for date in good.split_whitespace().chain(spaced) {
            assert!(is_date(date), "{date}");
        }
        let bad = "19 2019-2 2019-13 2019-00 2019-02-30 2019-02-29 1900-02-29 20190209 2019-02-09T 2019-02T10:00 \
            2019-02-09T24:00 2019-02-09T14 2019-02-09T14:30+1 2019-02-09T14:30:00. 2019-02-09-01 +2019 \
            ２０１９ 2019-02-09T14:30+éa 09/02/2019 2019-02-09T14:30:00Z~";
        for date in bad
            .split_whitespace()
            .chain([
                "",
                " 2019",
                "2019-02-09 ",
                "2019-02 14:30",
                "2019-02-09  14:30",
            ])
            .chain(["2019-02-09 14:30 +01:00", "2019-02-09T 14:30"])
        {
            assert!(!is_date(date), "{date}");
        }
    }

    #[test]
    fn language_tags_have_the_form_of_rfc_5646() {
        for tag in [
            "fr",
            "FR",
            "pt-BR",
            "zh-Hant-TW",
            "sr-Latn",
            "de-1996",
            "en-x-news",
            "gsw",
        ] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in [
            "",
            "f",
            "fr_FR",
            "fr-",
            "-fr",
            "français",
            "fr FR",
            "12",
            "abcdefghi",
        ] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }

    #[test]
    fn an_unknown_language_is_no_hint() {
        assert_eq!(language(Value::Text("und".to_owned())), Ok(None));
    }

    #[test]
    fn only_short_plain_tokens_are_repeated() {
        assert_eq!(quoted("fr_FR"), "\"fr_FR\"");
        assert_eq!(quoted("Le maire a"), "a string of 10 characters");
        assert_eq!(quoted(&"a".repeat(41)), "a string of 41 characters");
    }
}
