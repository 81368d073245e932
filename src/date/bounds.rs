//! Calendar bounds of a [`Value`], both ends included: days for dates, minutes
//! or seconds for times. "Early", "mid" and "late" narrow them; parts of the day
//! begin and end where CLDR's day periods of the language do (`parts.tsv`).

use chrono::{Datelike, NaiveDate};

use super::calendar;
use super::frame::symbol;
use super::quantity::Unit;
use super::value::{Clock, Value};

/// Hours at which the parts of the day begin and end, by part.
#[derive(Clone, Debug, Default)]
pub(super) struct PartHours(Vec<(i16, u8, u8)>);

impl PartHours {
    /// Hours from rows of part, first hour, hour after the last.
    pub(super) fn new(rows: Vec<(i16, u8, u8)>) -> Self {
        Self(rows)
    }

    fn of(&self, part: i16) -> Option<(u8, u8)> {
        let row = self.0.iter().find(|(known, _, _)| *known == part)?;
        Some((row.1, row.2))
    }
}

/// First and last moment of `value`, ISO 8601.
pub(super) fn bounds(
    value: &Value,
    edge: Option<i16>,
    hours: &PartHours,
) -> Option<(String, String)> {
    if let Value::Part(date, part) = value {
        let (from, to) = hours.of(*part)?;
        // A night runs over midnight into the next day.
        let day = if to <= from {
            calendar::plus_days(*date, 1)?
        } else {
            *date
        };
        let hour = to.checked_sub(1)?;
        return Some((
            format!("{date}T{from:02}:00"),
            format!("{day}T{hour:02}:59"),
        ));
    }
    if let Value::Instant(date, clock) = value {
        let last = Clock {
            minute: clock.minute.or(Some(59)),
            ..*clock
        };
        return Some((format!("{date}{clock}"), format!("{date}{last}")));
    }
    let days = value.days()?;
    let (first, last) = narrowed(value, days, edge).unwrap_or(days);
    Some((first.to_string(), last.to_string()))
}

/// The third of a month, the quarter of a year or the half of a week that an edge names.
fn narrowed(
    value: &Value,
    (first, last): (NaiveDate, NaiveDate),
    edge: Option<i16>,
) -> Option<(NaiveDate, NaiveDate)> {
    let (start, end): ((u32, u32), (u32, u32)) = match (value.grain()?, edge?) {
        (Unit::Month, symbol::START) => ((0, 0), (0, 9)),
        (Unit::Month, symbol::MIDDLE) => ((0, 10), (0, 19)),
        (Unit::Month, symbol::END) => return Some((first.with_day(21)?, last)),
        (Unit::Month, symbol::FIRST_HALF) => ((0, 0), (0, 14)),
        (Unit::Month, symbol::SECOND_HALF) => return Some((first.with_day(16)?, last)),
        (Unit::Week, symbol::START) => ((0, 0), (0, 2)),
        (Unit::Week, symbol::MIDDLE) => ((0, 1), (0, 4)),
        (Unit::Week, symbol::END) => return Some((calendar::plus_days(last, -2)?, last)),
        (Unit::Year, symbol::START) => ((0, 0), (2, 30)),
        (Unit::Year, symbol::MIDDLE) => ((4, 0), (7, 30)),
        (Unit::Year, symbol::END) => ((9, 0), (11, 30)),
        _ => return None,
    };
    let at = |(months, days): (u32, u32)| {
        let month = calendar::plus_months(first, i64::from(months))?;
        calendar::plus_days(month, i64::from(days))
    };
    Some((at(start)?, at(end)?.min(last)))
}
