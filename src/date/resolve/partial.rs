//! Partial dates: which year a month means, which week a weekday, which month a day.
//! What the words say ("dernier", "next") decides; then which way the sentence looks;
//! then what lies near, and the past before the future.

use chrono::{Datelike, NaiveDate};

use super::super::calendar;
use super::super::frame::{Field, Frame, symbol};
use super::super::quantity::Unit;
use super::super::value::Value;
use super::{Against, Outlook, Published, Resolved, Resolver, iso_week};

/// A date without a year that is at most this far ahead is not looked for in the past.
const NEAR_DAYS: i64 = 122;
/// The same in a sentence that looks back.
const NEAR_DAYS_IN_THE_PAST: i64 = 31;
/// The same in one that looks ahead, unless the date has just passed.
const NEAR_DAYS_IN_THE_FUTURE: i64 = 200;
/// A date that passed less than this many days ago has just passed.
const JUST_PASSED: i64 = 31;
/// A weekday further ahead than this is the one that was yesterday.
const WEEKDAY_AHEAD: i64 = 5;
/// Years that a weekday with day and month is sought in: in eleven years every
/// weekday falls on every day but 29 February at least once.
const YEARS_AROUND: i32 = 11;
/// Months that a weekday with a day is sought in.
const MONTHS_AROUND: i64 = 14;

impl Resolver {
    /// The value that `make` gives for the year, or for the year that fits best.
    pub(super) fn in_year(
        &self,
        year: Option<i32>,
        make: impl Fn(i32) -> Option<Value>,
        frame: &Frame,
        outlook: Outlook,
    ) -> Option<Resolved> {
        if let Some(year) = year {
            let known = calendar::YEARS.contains(&year);
            let value = known.then(|| make(year))?;
            return value.map(|value| Resolved::new(value, Against::Nothing));
        }
        let Some(published) = self.published else {
            return unanchored(frame).map(|value| Resolved::new(value, Against::Nothing));
        };
        let around = published.date.year() - YEARS_AROUND..=published.date.year() + YEARS_AROUND;
        let dates: Vec<Value> = around.filter_map(make).collect();
        let value = choose(dates, &published, frame, outlook)?;
        Some(Resolved::new(value, Against::Published))
    }

    /// A weekday: of this week, the last or the next one.
    pub(super) fn weekday(&self, weekday: u8, frame: &Frame, outlook: Outlook) -> Option<Resolved> {
        let of = |value, against| Some(Resolved::new(value, against));
        let unknown = || of(Value::AnyWeek(weekday.into()), Against::Nothing);
        let Some(published) = self.published else {
            return unknown();
        };
        let wanted = i64::from(weekday);
        if published.known > Unit::Day {
            let Some(latest) = published.latest_named else {
                return unknown();
            };
            return of(
                Value::Day(after_named(latest, wanted, &published)?),
                Against::Published,
            );
        }
        let today = published.date;
        let back = (calendar::weekday(today) - wanted).rem_euclid(7);
        let ahead = (wanted - calendar::weekday(today)).rem_euclid(7);
        let date = match frame.get(Field::Sense) {
            Some(symbol::LAST) => calendar::plus_days(today, -if back == 0 { 7 } else { back }),
            Some(symbol::NEXT) => calendar::plus_days(today, if ahead == 0 { 7 } else { ahead }),
            Some(_) => match outlook {
                Outlook::Past => calendar::plus_days(today, -back),
                Outlook::Future => calendar::plus_days(today, ahead),
                Outlook::Unknown => {
                    let (year, week) = iso_week(today);
                    calendar::of_week(year, week, weekday)
                }
            },
            None if outlook == Outlook::Future && ahead <= WEEKDAY_AHEAD => {
                calendar::plus_days(today, ahead)
            }
            None => calendar::plus_days(today, -back),
        };
        of(Value::Day(date?), Against::Published)
    }

    /// A day of the month, perhaps with a weekday that must agree.
    pub(super) fn day_of_month(
        &self,
        day: u32,
        weekday: Option<u8>,
        outlook: Outlook,
    ) -> Option<Resolved> {
        let Some(published) = self.published.filter(|it| it.known <= Unit::Month) else {
            let known = (1..=31).contains(&day);
            return known.then(|| Resolved::new(Value::Any(Unit::Day), Against::Nothing));
        };
        let agrees = |date: &NaiveDate| {
            weekday.is_none_or(|weekday| calendar::weekday(*date) == i64::from(weekday))
        };
        let first = published.date.with_day(1)?;
        let dates = (-MONTHS_AROUND..=MONTHS_AROUND).filter_map(|months| {
            let month = calendar::plus_months(first, months)?;
            calendar::day(month.year(), month.month(), day).filter(agrees)
        });
        let (mut past, mut future) = (None, None);
        for date in dates {
            if date <= published.date {
                past = Some(date);
            } else if future.is_none() {
                future = Some(date);
            }
        }
        let distance = |date: Option<NaiveDate>| {
            date.map_or(i64::MAX, |date| (published.date - date).num_days().abs())
        };
        // A month-precise publication date knows no past within its month.
        let same_month = |date: &NaiveDate| date.with_day(1) == Some(first);
        let inside = future.filter(|date| published.known > Unit::Day && same_month(date));
        let date = match outlook {
            _ if inside.is_some() => inside,
            Outlook::Future => future.or(past),
            _ if weekday.is_some() && distance(future) < distance(past) => future,
            Outlook::Past | Outlook::Unknown => past.or(future),
        };
        Some(Resolved::new(Value::Day(date?), Against::Published))
    }
}

/// The first such weekday on or after the latest day that the text names, but not
/// after the period in which it was published.
fn after_named(latest: NaiveDate, weekday: i64, published: &Published) -> Option<NaiveDate> {
    let ahead = (weekday - calendar::weekday(latest)).rem_euclid(7);
    let date = calendar::plus_days(latest, ahead)?;
    let (_, last) = Value::around(published.date, published.known).days()?;
    if date <= last {
        Some(date)
    } else {
        calendar::plus_days(date, -7)
    }
}

/// What a partial date is worth when nothing says which year.
fn unanchored(frame: &Frame) -> Option<Value> {
    let number = |field| frame.get(field).and_then(|value| u32::try_from(value).ok());
    for (field, unit) in [
        (Field::Half, Unit::Half),
        (Field::Quarter, Unit::Quarter),
        (Field::Season, Unit::Year),
    ] {
        if let Some(part) = frame.get(field).and_then(|part| u8::try_from(part).ok()) {
            return Some(Value::AnyYearPart(unit, part));
        }
    }
    if frame.has(Field::Easter) || frame.has(Field::Feast) {
        return Some(Value::Any(Unit::Day));
    }
    let month = number(Field::Month).filter(|month| (1..=12).contains(month))?;
    let day = number(Field::Day);
    // 2000 was a leap year: every day that any year has.
    let exists = day.is_none_or(|day| calendar::day(2000, month, day).is_some());
    exists.then_some(Value::AnyYear(month, day))
}

/// The best of several values in ascending order.
fn choose(
    values: Vec<Value>,
    published: &Published,
    frame: &Frame,
    outlook: Outlook,
) -> Option<Value> {
    let today = published.date;
    let sense = frame.get(Field::Sense);
    let by_weekday = frame.has(Field::Weekday);
    let (mut past, mut future, mut now) = (None, None, None);
    for value in values {
        let (first, last) = value.days()?;
        if last < today {
            past = Some((value, (today - last).num_days()));
        } else if first <= today {
            now = Some(value);
        } else if future.is_none() {
            future = Some((value, (first - today).num_days()));
        }
    }
    let value = |found: Option<(Value, i64)>| found.map(|(value, _)| value);
    match sense {
        Some(symbol::LAST) => return value(past),
        Some(symbol::NEXT) => return value(future),
        Some(_) | None => {}
    }
    if now.is_some() {
        return now;
    }
    let (Some((_, back)), Some((_, ahead))) = (&past, &future) else {
        return value(past).or(value(future));
    };
    let forward = match (sense, outlook) {
        // "this May" is May of this year.
        (Some(_), _) => year_of(future.as_ref()) == Some(today.year()),
        (None, _) if by_weekday => ahead < back,
        (None, Outlook::Future) => *ahead <= NEAR_DAYS_IN_THE_FUTURE && *back > JUST_PASSED,
        (None, Outlook::Past) => ahead < back && *ahead <= NEAR_DAYS_IN_THE_PAST,
        (None, Outlook::Unknown) => ahead < back && *ahead <= NEAR_DAYS,
    };
    if forward { value(future) } else { value(past) }
}

fn year_of(found: Option<&(Value, i64)>) -> Option<i32> {
    found.and_then(|(value, _)| Some(value.days()?.0.year()))
}
