//! Properties of dates: any text gives sound ones, values parse back, and a later
//! anchor gives no earlier date.

use copydesk::language::Language;
use proptest::prelude::*;

use crate::dates::find;

/// Pieces of which texts are made that look like dates.
const PIECES: [&str; 40] = [
    "1",
    "12",
    "31",
    "2019",
    "0000",
    "9999",
    "99999999999",
    "/",
    "-",
    ".",
    ":",
    "h",
    " ",
    "\n",
    "\u{a0}",
    "’",
    "lundi",
    "mai",
    "March",
    "il y a",
    "ago",
    "ans",
    "years",
    "du",
    "au",
    "le",
    "prochain",
    "last",
    "mille",
    "vingt",
    "hundred",
    "siècle",
    "XXe",
    "fin",
    "demain",
    "T",
    "Z",
    "🙂",
    "e\u{301}",
    "Pâques",
];

fn dated_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        "\\PC{0,3}",
        Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Phrases that count from the day of publication.
const RELATIVE: [(Language, &str); 24] = [
    (Language::French, "hier"),
    (Language::French, "il y a trois semaines"),
    (Language::French, "dans cinq jours"),
    (Language::French, "lundi dernier"),
    (Language::French, "jeudi"),
    (Language::French, "le 9 février"),
    (Language::French, "samedi 9 février"),
    (Language::French, "en mai"),
    (Language::French, "l’an prochain"),
    (Language::French, "ce week-end"),
    (Language::French, "à Pâques"),
    (Language::French, "du 28 décembre au 3 janvier"),
    (Language::English, "two years ago"),
    (Language::English, "next month"),
    (Language::English, "last Friday"),
    (Language::English, "on the third Monday of October"),
    (Language::English, "this summer"),
    (Language::English, "in the last quarter of the year"),
    (Language::English, "early last week"),
    (Language::English, "from Monday to Thursday"),
    (Language::English, "on 29 February"),
    (Language::English, "at Thanksgiving"),
    (Language::English, "during Ramadan"),
    (Language::English, "next Tuesday at 3 pm"),
];

/// A day between 1990 and 2040.
fn any_day() -> impl Strategy<Value = chrono::NaiveDate> {
    (0..18_000_u64).prop_map(|days| {
        let first = chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap();
        first + chrono::Days::new(days)
    })
}

proptest! {
    #[test]
    fn any_text_gives_sound_dates(text in dated_text(), published in "(19|20)[0-9]{2}-(0[1-9]|1[0-2])") {
        for language in [None, Some(Language::French), Some(Language::English)] {
            let dates = find(&text, language, Some(&published));
            let mut end = 0;
            for found in &dates.expressions {
                prop_assert!(!found.span.is_empty() && text.get(found.span.range()).is_some());
                prop_assert!(is_timex(&found.value), "{}", found.value);
                if let [first, last] = found.parts.as_slice() {
                    let (first, last) = (&dates.expressions[*first], &dates.expressions[*last]);
                    prop_assert!(found.span.contains(first.span) && found.span.contains(last.span));
                } else {
                    prop_assert!(found.parts.is_empty() && found.span.start >= end);
                }
                end = found.span.end;
                if let (Some(earliest), Some(latest)) = (&found.earliest, &found.latest) {
                    prop_assert!(earliest <= latest, "{} {earliest} {latest}", found.value);
                    if let Some((first, last)) = days(&found.value) {
                        prop_assert!(first <= earliest[..10].parse().unwrap(), "{}", found.value);
                        prop_assert!(latest[..10].parse::<chrono::NaiveDate>().unwrap() <= last, "{}", found.value);
                    }
                }
            }
        }
    }

    #[test]
    fn a_later_anchor_gives_no_earlier_date((language, text) in prop::sample::select(RELATIVE.to_vec()), one in any_day(), other in any_day()) {
        let (before, after) = (one.min(other), one.max(other));
        let values = |anchor: chrono::NaiveDate| {
            let dates = find(text, Some(language), Some(&anchor.to_string()));
            let bounds = |found: &copydesk::date::DateExpression| (found.earliest.clone(), found.latest.clone());
            dates.expressions.iter().map(bounds).collect::<Vec<_>>()
        };
        let (early, late) = (values(before), values(after));
        prop_assert_eq!(early.len(), late.len());
        prop_assert!(!early.is_empty(), "{} has no date", text);
        for (early, late) in early.iter().zip(&late) {
            prop_assert!(early.0 <= late.0 && early.1 <= late.1, "{text}: {before} {early:?}, {after} {late:?}");
        }
    }
}

/// Whether a value is one of TIMEX3's forms, or an interval of two of them.
fn is_timex(value: &str) -> bool {
    if let Some((first, last)) = value.split_once('/') {
        return is_timex(first) && is_timex(last);
    }
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-:+._".contains(letter);
    if !value.chars().all(allowed) || value.is_empty() {
        return false;
    }
    if let Some(length) = value.strip_prefix('P') {
        return length.ends_with(|end: char| end.is_ascii_uppercase()) || value == "PAST_REF";
    }
    if let Some(clock) = value.strip_prefix('T') {
        return clock.len() >= 5 || ["MO", "MI", "AF", "EV", "NI", "DT"].contains(&clock);
    }
    if value == "FUTURE_REF" {
        return true;
    }
    value.contains('X') || value.starts_with('-') || days(value).is_some()
}

/// First and last day of a value that is on the calendar, read back from its spelling.
fn days(value: &str) -> Option<(chrono::NaiveDate, chrono::NaiveDate)> {
    if let Some((first, last)) = value.split_once('/') {
        return Some((days(first)?.0, days(last)?.1));
    }
    let (date, _) = value.split_once('T').unwrap_or((value, ""));
    let of = chrono::NaiveDate::from_ymd_opt;
    let months = |year: i32, first: u32, count: u32| {
        let start = of(year, first, 1)?;
        Some((
            start,
            start + chrono::Months::new(count) - chrono::Days::new(1),
        ))
    };
    if let Ok(day) = date.parse::<chrono::NaiveDate>() {
        // A night ends in the morning after.
        let next = u64::from(value.ends_with("TNI"));
        return Some((day, day + chrono::Days::new(next)));
    }
    let (year, part) = date.split_once('-').unwrap_or((date, ""));
    let year: i32 = year.parse().ok()?;
    match part {
        "" => months(year, 1, 12),
        "SP" | "SU" | "FA" | "WI" => {
            let season = ["SP", "SU", "FA", "WI"]
                .iter()
                .position(|known| *known == part)?;
            months(year, u32::try_from(season).ok()? * 3 + 3, 3)
        }
        _ if part.starts_with('W') => {
            let week = part[1..].trim_end_matches("-WE").parse().ok()?;
            let day = |weekday| chrono::NaiveDate::from_isoywd_opt(year, week, weekday);
            let first = if part.ends_with("WE") {
                chrono::Weekday::Sat
            } else {
                chrono::Weekday::Mon
            };
            Some((day(first)?, day(chrono::Weekday::Sun)?))
        }
        _ if part.starts_with('Q') => months(year, part[1..].parse::<u32>().ok()? * 3 - 2, 3),
        _ if part.starts_with('H') => months(year, part[1..].parse::<u32>().ok()? * 6 - 5, 6),
        _ => months(year, part.parse().ok()?, 1),
    }
}
