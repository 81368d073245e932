//! Frames with fields of the calendar: which year, month, week or day they mean.

use chrono::{Datelike, NaiveDate};

use super::super::calendar;
use super::super::feasts;
use super::super::frame::{Field, Frame, symbol};
use super::super::quantity::Unit;
use super::super::value::Value;
use super::{Against, Outlook, Resolved, Resolver, stepped};

/// Until this day (Wednesday) "this weekend" is the one that is over, in the news.
const LAST_DAY_AFTER_WEEKEND: i64 = 3;
/// A year of two digits is at most this far ahead.
const YEARS_AHEAD: i32 = 15;
/// The year that those are seen from when nothing says when the article was published.
const OUR_TIME: i32 = 2025;

/// What is known of a date before the missing parts are sought.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub(super) year: Option<i32>,
    pub(super) month: Option<u32>,
}

impl Resolver {
    /// The value of a frame without a time of day.
    pub(super) fn calendar(&self, frame: &Frame, outlook: Outlook) -> Option<Resolved> {
        if let Some(unit) = frame.get(Field::Around).and_then(Unit::from_index) {
            return self.around(frame, unit, outlook);
        }
        if let Some(value) = self.ages(frame) {
            return Some(Resolved::new(value?, Against::Nothing));
        }
        let Some(steps) = frame.get(Field::Steps) else {
            if frame.is(Field::Origin, symbol::ANTECEDENT) {
                let Some((index, value)) = self.last() else {
                    return Some(Resolved::new(Value::Any(Unit::Day), Against::Nothing));
                };
                return Some(Resolved::new(value.clone(), Against::Expression(index)));
            }
            return self.dated(frame, Known::default(), outlook);
        };
        let unit = frame.unit()?;
        let Some((origin, against)) = self.origin(frame, unit) else {
            return Some(Resolved::new(unplaced(frame, unit), Against::Nothing));
        };
        let weekend_over = unit == Unit::Weekend
            && steps == 0
            && outlook != Outlook::Future
            && calendar::weekday(origin) <= LAST_DAY_AFTER_WEEKEND;
        let steps = i64::from(steps) - i64::from(weekend_over);
        let value = stepped(origin, unit, steps)?;
        let value = if let Value::Year(year) = value {
            let known = Known {
                year: Some(year),
                month: None,
            };
            self.inside(frame, known, outlook, value)?
        } else if let Value::Month(year, month) = value {
            let known = Known {
                year: Some(year),
                month: Some(month),
            };
            self.inside(frame, known, outlook, value)?
        } else if let (Value::Week(year, week), Some(weekday)) = (&value, weekday(frame)) {
            Value::Day(calendar::of_week(*year, *week, weekday)?)
        } else {
            value
        };
        Some(Resolved::new(value, against))
    }

    /// "the week of 10 April": the whole unit in which the day lies.
    fn around(&self, frame: &Frame, unit: Unit, outlook: Outlook) -> Option<Resolved> {
        let mut day = frame.clone();
        day.take(Field::Around);
        let found = self.calendar(&day, outlook)?;
        let day = found.value.days()?.0;
        // The weekend of a Monday is the one before it.
        let monday = unit == Unit::Weekend && calendar::weekday(day) == 1;
        let day = calendar::plus_days(day, -i64::from(monday))?;
        let value = Value::around(day, unit);
        Some(Resolved { value, ..found })
    }

    /// The part of a known year or month that the frame names, or all of it.
    fn inside(&self, frame: &Frame, known: Known, outlook: Outlook, whole: Value) -> Option<Value> {
        let finer = [
            Field::Half,
            Field::Quarter,
            Field::Season,
            Field::Month,
            Field::Week,
            Field::Day,
            Field::Weekday,
            Field::Easter,
            Field::Feast,
            Field::Nth,
        ];
        if finer.iter().any(|field| frame.has(*field)) {
            self.dated(frame, known, outlook).map(|found| found.value)
        } else {
            Some(whole)
        }
    }

    /// Centuries and decades; the inner option is empty where none exists.
    #[expect(clippy::option_option, reason = "not an age, or an age that cannot be")]
    fn ages(&self, frame: &Frame) -> Option<Option<Value>> {
        let sign = if frame.is(Field::Era, 1) { -1 } else { 1 };
        if let Some(century) = frame.get(Field::Century) {
            let century = i32::from(century);
            return Some(
                (1..=30)
                    .contains(&century)
                    .then_some(Value::Century(sign * century)),
            );
        }
        let decade = i32::from(frame.get(Field::Decade)?);
        if decade >= 100 {
            return Some(Some(Value::Decade(decade / 10)));
        }
        // "les années 20" are the last ones that are over, seen from the article.
        let now = self
            .published
            .map_or(2000, |published| published.date.year());
        let century = if 2000 + decade + 9 < now { 2000 } else { 1900 };
        Some(Some(Value::Decade((century + decade) / 10)))
    }

    /// The value of a frame that counts from nothing but what is missing in it.
    fn dated(&self, frame: &Frame, known: Known, outlook: Outlook) -> Option<Resolved> {
        let known = Known {
            year: known.year.or_else(|| self.full_year(frame)),
            month: known.month.or_else(|| small(frame, Field::Month)),
        };
        if known
            .year
            .is_some_and(|year| frame.is(Field::Era, 1) || year < 1)
        {
            let year = known.year.unwrap_or_default();
            return Some(Resolved::new(Value::Year(-year.abs()), Against::Nothing));
        }
        if frame.has(Field::Nth) {
            return self.counted(frame, known, outlook);
        }
        let year_part = |field, make: fn(i32, u8) -> Value| {
            let part = u8::try_from(frame.get(field)?).ok()?;
            Some(self.in_year(known.year, |year| Some(make(year, part)), frame, outlook))
        };
        let parts = year_part(Field::Half, Value::Half)
            .or_else(|| year_part(Field::Quarter, Value::Quarter))
            .or_else(|| year_part(Field::Season, Value::Season));
        if let Some(found) = parts {
            return found;
        }
        if let Some(week) = small(frame, Field::Week) {
            let make = |year| calendar::of_week(year, week, 1).map(|_| Value::Week(year, week));
            return self.in_year(known.year, make, frame, outlook);
        }
        if let Some(offset) = frame.get(Field::Easter) {
            let make =
                |year| calendar::plus_days(calendar::easter(year)?, offset.into()).map(Value::Day);
            return self.in_year(known.year, make, frame, outlook);
        }
        if let Some(feast) = frame.get(Field::Feast) {
            return self.in_year(known.year, |year| feasts::days(feast, year), frame, outlook);
        }
        if let Some(nth) = frame.get(Field::Onward) {
            return self.onward(frame, known, nth.into(), outlook);
        }
        self.day_or_month(frame, known, outlook)
    }

    /// "the first Sunday on or after 27 November": feasts that are counted from a date.
    fn onward(&self, frame: &Frame, known: Known, nth: i64, outlook: Outlook) -> Option<Resolved> {
        let (month, day) = (known.month?, small(frame, Field::Day)?);
        let weekday = i64::from(weekday(frame)?);
        let make = |year| {
            let first = calendar::day(year, month, day)?;
            let ahead = (weekday - calendar::weekday(first)).rem_euclid(7);
            calendar::plus_days(first, ahead + 7 * (nth - 1)).map(Value::Day)
        };
        self.in_year(known.year, make, frame, outlook)
    }

    fn day_or_month(&self, frame: &Frame, known: Known, outlook: Outlook) -> Option<Resolved> {
        let weekday = weekday(frame);
        match (known.month, small(frame, Field::Day)) {
            (Some(month), Some(day)) => {
                let mut found = self.month_and_day(frame, known.year, (month, day), outlook)?;
                if frame.is(Field::Order, 1) && day <= 12 && day != month {
                    let swapped = self.month_and_day(frame, known.year, (day, month), outlook);
                    found.alternatives.extend(swapped.map(|other| other.value));
                }
                Some(found)
            }
            (Some(month), None) => {
                let make = |year| Some(Value::Month(year, month));
                let known_month = calendar::day(2000, month, 1).is_some();
                known_month.then(|| self.in_year(known.year, make, frame, outlook))?
            }
            (None, Some(day)) => self.day_of_month(day, weekday, outlook),
            (None, None) => match (weekday, known.year) {
                (Some(weekday), _) => self.weekday(weekday, frame, outlook),
                (None, Some(year)) => {
                    let known = calendar::YEARS.contains(&year);
                    known.then(|| Resolved::new(Value::Year(year), Against::Nothing))
                }
                (None, None) => None,
            },
        }
    }

    /// A day and month, in the given year or in the nearest one that agrees.
    fn month_and_day(
        &self,
        frame: &Frame,
        year: Option<i32>,
        (month, day): (u32, u32),
        outlook: Outlook,
    ) -> Option<Resolved> {
        let make = |year| calendar::day(year, month, day).map(Value::Day);
        let agreeing = |year| {
            let date = calendar::day(year, month, day)?;
            let agrees =
                weekday(frame).is_none_or(|weekday| calendar::weekday(date) == i64::from(weekday));
            agrees.then_some(Value::Day(date))
        };
        if year.is_some() {
            return self.in_year(year, make, frame, outlook);
        }
        self.in_year(None, agreeing, frame, outlook)
            .filter(|found| weekday(frame).is_none() || !matches!(found.value, Value::AnyYear(..)))
            .or_else(|| self.in_year(None, make, frame, outlook))
    }

    /// The year as it is written; of two digits, the last that is not far ahead.
    fn full_year(&self, frame: &Frame) -> Option<i32> {
        if let Some(year) = frame.get(Field::Year) {
            return Some(year.into());
        }
        let short = i32::from(frame.get(Field::ShortYear)?);
        let now = self
            .published
            .map_or(OUR_TIME, |published| published.date.year());
        let latest = now + YEARS_AHEAD;
        Some(latest - (latest - short).rem_euclid(100))
    }

    /// "premier lundi d'octobre", "last week of 2015", "third day of May".
    fn counted(&self, frame: &Frame, known: Known, outlook: Outlook) -> Option<Resolved> {
        let nth = i64::from(frame.get(Field::Nth)?);
        let unit = frame.get(Field::NthUnit).and_then(Unit::from_index);
        let weekday = weekday(frame);
        let make = |year: i32| {
            let scope = match known.month {
                Some(month) => Value::Month(year, month),
                None => Value::Year(year),
            };
            counted_in(scope.days()?, nth, unit, weekday)
        };
        if known.year.is_none() && known.month.is_none() {
            let (date, against) = self.origin(frame, Unit::Month)?;
            let scope = Value::around(date, Unit::Month).days()?;
            return Some(Resolved::new(
                counted_in(scope, nth, unit, weekday)?,
                against,
            ));
        }
        self.in_year(known.year, make, frame, outlook)
    }
}

/// What a date that counts from an unknown day is known to be.
fn unplaced(frame: &Frame, unit: Unit) -> Value {
    let month = small(frame, Field::Month).filter(|month| (1..=12).contains(month));
    match (weekday(frame), month) {
        (_, Some(month)) => Value::AnyYear(month, small(frame, Field::Day)),
        (Some(weekday), None) => Value::AnyWeek(weekday.into()),
        (None, None) => Value::Any(unit),
    }
}

/// The `nth` day, weekday, week or month of a period.
fn counted_in(
    period: (NaiveDate, NaiveDate),
    nth: i64,
    unit: Option<Unit>,
    weekday: Option<u8>,
) -> Option<Value> {
    let (first, last) = period;
    if let Some(weekday) = weekday {
        return calendar::nth_weekday(period, weekday.into(), nth).map(Value::Day);
    }
    let unit = unit?;
    let date = match unit {
        // A week belongs to the month or year that its Thursday lies in (ISO 8601).
        Unit::Week | Unit::Fortnight => calendar::nth_weekday(period, 4, nth)?,
        Unit::Weekend => calendar::nth_weekday(period, 6, nth)?,
        Unit::Second
        | Unit::Minute
        | Unit::Hour
        | Unit::Day
        | Unit::Month
        | Unit::Quarter
        | Unit::Half
        | Unit::Year
        | Unit::Decade
        | Unit::Century => {
            let (start, steps) = if nth > 0 {
                (first, nth - 1)
            } else {
                (last, nth + 1)
            };
            calendar::plus(start, steps, unit)?
        }
    };
    let inside = (first..=last).contains(&date);
    inside.then(|| Value::around(date, unit))
}

pub(super) fn weekday(frame: &Frame) -> Option<u8> {
    u8::try_from(frame.get(Field::Weekday)?).ok()
}

pub(super) fn small(frame: &Frame, field: Field) -> Option<u32> {
    u32::try_from(frame.get(field)?).ok()
}
