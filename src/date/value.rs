//! [`Value`]: what an expression denotes once it is resolved, with its TIMEX3
//! spelling (ISO-TimeML) and its calendar bounds, both ends included:
//!
//! ```text
//! Month 2018-12   timex "2018-12"       2018-12-01 … 2018-12-31
//! Part  evening   timex "2012-11-06TEV" 2012-11-06T18:00 … 2012-11-06T23:59
//! ```

use std::fmt::{self, Display, Formatter};

use chrono::{Datelike, NaiveDate};

use super::calendar;
use super::frame::symbol;
use super::quantity::{Length, Unit, write_lengths};

/// A time of day, as fine as the text gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: Option<u8>,
    pub(super) second: Option<u8>,
    /// Minutes ahead of UTC.
    pub(super) zone: Option<i16>,
}

/// What an expression of time denotes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// The century's number; negative before the common era.
    Century(i32),
    /// The decade's first three digits.
    Decade(i32),
    Year(i32),
    Half(i32, u8),
    Quarter(i32, u8),
    /// 1 spring … 4 winter.
    Season(i32, u8),
    Month(i32, u32),
    Week(i32, u32),
    Weekend(i32, u32),
    Day(NaiveDate),
    /// A part of a day.
    Part(NaiveDate, i16),
    Instant(NaiveDate, Clock),
    /// A time of an unknown day.
    Clock(Clock),
    /// A part of an unknown day.
    AnyPart(i16),
    /// A day of an unknown year: month, then day.
    AnyYear(u32, Option<u32>),
    /// A weekday of an unknown week.
    AnyWeek(i64),
    /// A half, quarter or season of an unknown year.
    AnyYearPart(Unit, u8),
    /// A day, week, month … that nothing places on the calendar.
    Any(Unit),
    Duration(Vec<Length>),
    /// Something that repeats: how often, or on which weekday, day or time.
    Set(Repeat),
    /// The past, the present or the future.
    Reference(i16),
    /// From the first to the last, both included.
    Interval(Box<Value>, Box<Value>),
}

/// How something repeats.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Repeat {
    Every(Vec<Length>),
    Weekday(i64, Option<Clock>, Option<i16>),
    Part(i16),
    Clock(Clock),
    Date(u32, Option<u32>),
    DayOfMonth(u32),
}

const QUARTER_MONTHS: u32 = 3;
const HALF_MONTHS: u32 = 6;

impl Value {
    /// First and last day of the value, when it is on the calendar.
    pub(super) fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let years = |first, last| Some((calendar::day(first, 1, 1)?, calendar::day(last, 12, 31)?));
        let months = |year: i32, first: u32, count: u32| {
            let start = calendar::day(year, first, 1)?;
            let after = calendar::plus_months(start, i64::from(count))?;
            Some((start, calendar::plus_days(after, -1)?))
        };
        match *self {
            Value::Interval(ref first, ref last) => Some((first.days()?.0, last.days()?.1)),
            Value::Century(century) => years(
                (century.checked_sub(1)?).checked_mul(100)?.max(1),
                century * 100 - 1,
            ),
            Value::Decade(decade) => years(decade * 10, decade * 10 + 9),
            Value::Year(year) => years(year, year),
            Value::Half(year, half) => months(
                year,
                u32::from(half.checked_sub(1)?) * HALF_MONTHS + 1,
                HALF_MONTHS,
            ),
            Value::Quarter(year, quarter) => months(
                year,
                u32::from(quarter.checked_sub(1)?) * QUARTER_MONTHS + 1,
                QUARTER_MONTHS,
            ),
            Value::Season(year, season) => {
                months(year, u32::from(season) * QUARTER_MONTHS, QUARTER_MONTHS)
            }
            Value::Month(year, month) => months(year, month, 1),
            Value::Week(year, week) => Some((
                calendar::of_week(year, week, 1)?,
                calendar::of_week(year, week, 7)?,
            )),
            Value::Weekend(year, week) => Some((
                calendar::of_week(year, week, 6)?,
                calendar::of_week(year, week, 7)?,
            )),
            Value::Day(date) | Value::Part(date, _) | Value::Instant(date, _) => Some((date, date)),
            Value::Clock(_)
            | Value::AnyPart(_)
            | Value::AnyYear(..)
            | Value::AnyWeek(_)
            | Value::AnyYearPart(..)
            | Value::Any(_)
            | Value::Duration(_)
            | Value::Set(_)
            | Value::Reference(_) => None,
        }
    }

    /// The unit that the value is one of, when it is on the calendar.
    pub(super) fn grain(&self) -> Option<Unit> {
        match self {
            Value::Century(_) => Some(Unit::Century),
            Value::Decade(_) => Some(Unit::Decade),
            Value::Year(_) => Some(Unit::Year),
            Value::Half(..) => Some(Unit::Half),
            Value::Quarter(..) | Value::Season(..) => Some(Unit::Quarter),
            Value::Month(..) => Some(Unit::Month),
            Value::Week(..) => Some(Unit::Week),
            Value::Weekend(..) => Some(Unit::Weekend),
            Value::Day(_) => Some(Unit::Day),
            Value::Part(..) => Some(Unit::Hour),
            Value::Instant(_, clock) if clock.minute.is_none() => Some(Unit::Hour),
            Value::Instant(..) => Some(Unit::Minute),
            Value::Clock(_)
            | Value::AnyPart(_)
            | Value::AnyYear(..)
            | Value::AnyWeek(_)
            | Value::AnyYearPart(..)
            | Value::Any(_)
            | Value::Duration(_)
            | Value::Set(_)
            | Value::Reference(_)
            | Value::Interval(..) => None,
        }
    }

    /// The same month, quarter or season so many years on.
    pub(super) fn years_on(&self, years: i32) -> Option<Value> {
        if let Value::Month(year, month) = self {
            return Some(Value::Month(year + years, *month));
        }
        if let Value::Season(year, season) = self {
            return Some(Value::Season(year + years, *season));
        }
        if let Value::Quarter(year, quarter) = self {
            return Some(Value::Quarter(year + years, *quarter));
        }
        None
    }

    /// The value of `unit` that holds `date`.
    pub(super) fn around(date: NaiveDate, unit: Unit) -> Value {
        let week = date.iso_week();
        let month = date.month0();
        let ordinal = |width: u32| u8::try_from(month / width + 1).unwrap_or(1);
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Value::Day(date),
            Unit::Weekend => Value::Weekend(week.year(), week.week()),
            Unit::Week | Unit::Fortnight => Value::Week(week.year(), week.week()),
            Unit::Month => Value::Month(date.year(), date.month()),
            Unit::Quarter => Value::Quarter(date.year(), ordinal(QUARTER_MONTHS)),
            Unit::Half => Value::Half(date.year(), ordinal(HALF_MONTHS)),
            Unit::Year => Value::Year(date.year()),
            Unit::Decade => Value::Decade(date.year().div_euclid(10)),
            Unit::Century => Value::Century(date.year().div_euclid(100) + 1),
        }
    }
}

/// TIMEX3's letters for a part of the day.
fn part_letters(part: i16) -> &'static str {
    match part {
        symbol::MORNING => "TMO",
        symbol::MIDDAY => "TMI",
        symbol::AFTERNOON => "TAF",
        symbol::EVENING => "TEV",
        symbol::DAYTIME => "TDT",
        _ => "TNI",
    }
}

/// TIMEX3's pattern of a value of which only the unit is known.
fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Half => "XXXX-HX",
        Unit::Year | Unit::Decade | Unit::Century => "XXXX",
    }
}

fn season_letters(season: u8) -> &'static str {
    match season {
        1 => "SP",
        2 => "SU",
        3 => "FA",
        _ => "WI",
    }
}

impl Display for Clock {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "T{:02}:{:02}", self.hour, self.minute.unwrap_or(0))?;
        if let Some(second) = self.second {
            write!(f, ":{second:02}")?;
        }
        match self.zone {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60)
            }
        }
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Value::Century(century) if *century < 0 => write!(f, "-{:02}XX", -century - 1),
            Value::Century(century) => write!(f, "{:02}XX", century - 1),
            Value::Decade(decade) => write!(f, "{decade:03}X"),
            Value::Year(year) if *year < 0 => write!(f, "-{:04}", -year),
            Value::Year(year) => write!(f, "{year:04}"),
            Value::Half(year, half) => write!(f, "{year:04}-H{half}"),
            Value::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Value::Season(year, season) => write!(f, "{year:04}-{}", season_letters(*season)),
            Value::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Value::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Value::Weekend(year, week) => write!(f, "{year:04}-W{week:02}-WE"),
            Value::Day(date) => write!(f, "{date}"),
            Value::Part(date, part) => write!(f, "{date}{}", part_letters(*part)),
            Value::Instant(date, clock) => write!(f, "{date}{clock}"),
            Value::Clock(clock) => write!(f, "{clock}"),
            Value::AnyPart(part) => f.write_str(part_letters(*part)),
            Value::AnyYear(month, Some(day)) => write!(f, "XXXX-{month:02}-{day:02}"),
            Value::AnyYear(month, None) => write!(f, "XXXX-{month:02}"),
            Value::AnyWeek(weekday) => write!(f, "XXXX-WXX-{weekday}"),
            Value::AnyYearPart(Unit::Half, half) => write!(f, "XXXX-H{half}"),
            Value::AnyYearPart(Unit::Quarter, quarter) => write!(f, "XXXX-Q{quarter}"),
            Value::AnyYearPart(_, season) => write!(f, "XXXX-{}", season_letters(*season)),
            Value::Any(unit) => f.write_str(unknown(*unit)),
            Value::Duration(lengths) => write_lengths(lengths, f),
            Value::Set(repeat) => repeat.fmt(f),
            Value::Interval(first, last) => write!(f, "{first}/{last}"),
            Value::Reference(symbol::PAST) => f.write_str("PAST_REF"),
            Value::Reference(symbol::FUTURE) => f.write_str("FUTURE_REF"),
            Value::Reference(_) => f.write_str("PRESENT_REF"),
        }
    }
}

impl Display for Repeat {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Repeat::Every(lengths) => write_lengths(lengths, f),
            Repeat::Weekday(weekday, clock, part) => {
                write!(f, "XXXX-WXX-{weekday}")?;
                match (clock, part) {
                    (Some(clock), _) => write!(f, "{clock}"),
                    (None, Some(part)) => f.write_str(part_letters(*part)),
                    (None, None) => Ok(()),
                }
            }
            Repeat::Part(part) => f.write_str(part_letters(*part)),
            Repeat::Clock(clock) => write!(f, "{clock}"),
            Repeat::Date(month, Some(day)) => write!(f, "XXXX-{month:02}-{day:02}"),
            Repeat::Date(month, None) => write!(f, "XXXX-{month:02}"),
            Repeat::DayOfMonth(day) => write!(f, "XXXX-XX-{day:02}"),
        }
    }
}
