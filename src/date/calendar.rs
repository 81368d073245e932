//! The Gregorian calendar: days, ISO weeks and Easter, on top of `chrono`.
//! Every function says `None` where no such day exists.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::quantity::Unit;

/// Years that an article can mean; everything else is a number that looks like a date.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1..=2999;

/// The day, when the calendar has it and its year is one of [`YEARS`].
pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|date| YEARS.contains(&date.year()))
}

/// 1 Monday … 7 Sunday.
pub(super) fn weekday(date: NaiveDate) -> i64 {
    i64::from(date.weekday().number_from_monday())
}

/// `date` moved by `days`.
pub(super) fn plus_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let moved = if days < 0 {
        date.checked_sub_days(Days::new(days.unsigned_abs()))
    } else {
        date.checked_add_days(Days::new(days.unsigned_abs()))
    };
    moved.filter(|date| YEARS.contains(&date.year()))
}

/// `date` moved by `months`, held at the month's last day.
pub(super) fn plus_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let count = u32::try_from(months.unsigned_abs()).ok()?;
    let moved = if months < 0 {
        date.checked_sub_months(Months::new(count))
    } else {
        date.checked_add_months(Months::new(count))
    };
    moved.filter(|date| YEARS.contains(&date.year()))
}

/// `date` moved by `count` units, held at the month's last day for months and longer.
pub(super) fn plus(date: NaiveDate, count: i64, unit: Unit) -> Option<NaiveDate> {
    let days = |width: i64| plus_days(date, count.checked_mul(width)?);
    let months = |width: i64| plus_months(date, count.checked_mul(width)?);
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => None,
        Unit::Day => days(1),
        Unit::Week | Unit::Weekend => days(7),
        Unit::Fortnight => days(14),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Half => months(6),
        Unit::Year => months(12),
        Unit::Decade => months(120),
        Unit::Century => months(1200),
    }
}

/// The Monday of the week of `date`.
pub(super) fn monday(date: NaiveDate) -> Option<NaiveDate> {
    plus_days(date, 1 - weekday(date))
}

/// The day of an ISO week: weekday 1 Monday … 7 Sunday.
pub(super) fn of_week(year: i32, week: u32, weekday: u8) -> Option<NaiveDate> {
    let weekday = Weekday::try_from(weekday.checked_sub(1)?).ok()?;
    NaiveDate::from_isoywd_opt(year, week, weekday).filter(|date| YEARS.contains(&date.year()))
}

/// The `nth` such weekday between two days; from the end when `nth` is negative.
pub(super) fn nth_weekday(
    (first, last): (NaiveDate, NaiveDate),
    weekday: i64,
    nth: i64,
) -> Option<NaiveDate> {
    let found = if nth > 0 {
        let ahead = (weekday - self::weekday(first)).rem_euclid(7);
        plus_days(first, ahead + 7 * (nth - 1))?
    } else {
        let back = (self::weekday(last) - weekday).rem_euclid(7);
        plus_days(last, -back + 7 * (nth + 1))?
    };
    (first..=last).contains(&found).then_some(found)
}

/// Easter Sunday in the Western churches (anonymous Gregorian algorithm, Meeus 1991).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, rest) = (year / 100, year % 100);
    let skipped = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + skipped + 15) % 30;
    let offset = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let correction = (golden + 11 * epact + 22 * offset) / 451;
    let sum = epact + offset - 7 * correction + 114;
    day(
        year,
        u32::try_from(sum / 31).ok()?,
        u32::try_from(sum % 31 + 1).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_church_says() {
        for expected in [
            "1961-04-02",
            "2008-03-23",
            "2010-04-04",
            "2013-03-31",
            "2019-04-21",
        ] {
            let expected = iso(expected);
            assert_eq!(easter(expected.year()), Some(expected));
        }
    }

    #[test]
    fn weekdays_are_counted_from_either_end_of_a_month() {
        let october = (iso("2014-10-01"), iso("2014-10-31"));
        assert_eq!(nth_weekday(october, 3, 1), Some(iso("2014-10-01")));
        assert_eq!(nth_weekday(october, 3, 2), Some(iso("2014-10-08")));
        assert_eq!(nth_weekday(october, 5, -1), Some(iso("2014-10-31")));
        assert_eq!(nth_weekday(october, 1, 5), None);
    }

    #[test]
    fn months_are_added_without_leaving_the_month() {
        assert_eq!(plus_months(iso("2019-03-31"), -1), Some(iso("2019-02-28")));
        assert_eq!(
            plus(iso("2016-02-29"), 1, Unit::Year),
            Some(iso("2017-02-28"))
        );
    }
}
