//! Lengths of time that lead from one point to another: "il y a trois jours",
//! "two months later". The result is as coarse as the length: thirty years ago
//! is a year, three months later a month.

use chrono::NaiveDate;

use super::super::calendar;
use super::super::frame::{Field, Frame, symbol};
use super::super::quantity::{Length, Quantity, Unit};
use super::super::value::{Clock, Value};
use super::{Against, Outlook, Resolved, Resolver};

const MINUTES_A_DAY: i64 = 24 * 60;

impl Resolver {
    /// The moment that lies the frame's lengths before (-1) or after (1) its origin.
    pub(super) fn shifted(
        &self,
        frame: &Frame,
        direction: i64,
        outlook: Outlook,
    ) -> Option<Resolved> {
        let vague = match direction {
            ..0 => Value::Reference(symbol::PAST),
            // "Some hours later" in what is told lies in the past as well.
            _ if frame.is(Field::Origin, symbol::ANTECEDENT) => Value::Any(Unit::Day),
            0.. => Value::Reference(symbol::FUTURE),
        };
        let vague = Resolved::new(vague, Against::Nothing);
        let mut counts = Vec::new();
        for length in &frame.lengths {
            match whole(*length) {
                Some((count, unit)) => counts.push((count * direction, unit)),
                None => return Some(vague),
            }
        }
        let finest = frame.lengths.iter().map(|length| grain(*length)).min()?;
        let named = self.named_start(frame, outlook);
        // "a year after Christmas" is as exact as Christmas.
        let grain = named.as_ref().map_or(finest, |_| Unit::Day);
        let Some((start, against)) = named.or_else(|| self.start(frame, finest)) else {
            return Some(vague);
        };
        let moved = if finest.is_clock() {
            by_the_clock(&start, &counts)
        } else {
            by_the_calendar(&start, &counts, grain)
        };
        moved
            .map(|value| Resolved::new(value, against))
            .or(Some(vague))
    }

    /// "three Fridays from now", "two Sundays ago".
    pub(super) fn weekdays_away(&self, frame: &Frame, direction: i64) -> Option<Resolved> {
        let today = self.published_day()?;
        let weekday = i64::from(frame.get(Field::Weekday)?);
        let count = frame.quantity?.whole().filter(|count| *count > 0)?;
        let towards = (weekday - calendar::weekday(today)) * direction;
        let nearest = match towards.rem_euclid(7) {
            0 => 7,
            days => days,
        };
        let days = direction * (nearest + 7 * (count - 1));
        let date = calendar::plus_days(today, days)?;
        Some(Resolved::new(Value::Day(date), Against::Published))
    }

    /// "the first nine months of 2018": where the lengths lie in their year or month.
    fn days_within(&self, frame: &Frame, outlook: Outlook) -> Option<(Value, Value)> {
        let from_the_end = frame.get(Field::Nth)? < 0;
        let mut whole_frame = frame.clone();
        whole_frame.lengths.clear();
        whole_frame.clear(Field::Nth);
        let (first, last) = self.calendar(&whole_frame, outlook)?.value.days()?;
        let (mut from, mut to) = (first, calendar::plus_days(last, 1)?);
        for length in &frame.lengths {
            let (count, unit) = whole(*length).filter(|(_, unit)| !unit.is_clock())?;
            if from_the_end {
                to = calendar::plus(to, -count, unit)?;
            } else {
                from = calendar::plus(from, count, unit)?;
            }
        }
        let (from, to) = if from_the_end {
            (to, last)
        } else {
            (first, calendar::plus_days(from, -1)?)
        };
        (first <= from && from <= to && to <= last).then_some((Value::Day(from), Value::Day(to)))
    }

    /// A length of time; "the past four years" are the four up to the anchor.
    pub(super) fn duration(&self, frame: &Frame, outlook: Outlook) -> Resolved {
        let value = Value::Duration(frame.lengths.clone());
        if let Some(bounds) = self.days_within(frame, outlook) {
            return Resolved {
                bounds: Some(bounds),
                ..Resolved::new(value, Against::Published)
            };
        }
        let bounds = frame.get(Field::Sense).and_then(|sense| {
            self.days_beside(&frame.lengths, sense)
                .or_else(|| self.hours_beside(&frame.lengths, sense))
        });
        let against = if bounds.is_some() {
            Against::Published
        } else {
            Against::Nothing
        };
        Resolved {
            bounds,
            ..Resolved::new(value, against)
        }
    }

    /// The hours and minutes that come before or after a publication by the clock.
    fn hours_beside(&self, lengths: &[Length], sense: i16) -> Option<(Value, Value)> {
        let published = self.published?;
        let now = Value::Instant(published.date, published.clock?);
        let direction = if sense == symbol::LAST { -1 } else { 1 };
        let count = |length: &Length| whole(*length).map(|(count, unit)| (count * direction, unit));
        let counts: Vec<(i64, Unit)> = lengths.iter().map(count).collect::<Option<_>>()?;
        let other = by_the_clock(&now, &counts)?;
        Some(if sense == symbol::LAST {
            (other, now)
        } else {
            (now, other)
        })
    }

    /// The days of the lengths that come before or after the publication's day.
    fn days_beside(&self, lengths: &[Length], sense: i16) -> Option<(Value, Value)> {
        let today = self.published_day()?;
        let (mut first, mut last) = (today, today);
        for length in lengths {
            let (count, unit) = whole(*length).filter(|(_, unit)| !unit.is_clock())?;
            first = calendar::plus(first, -count, unit)?;
            last = calendar::plus(last, count, unit)?;
        }
        let (first, last) = if sense == symbol::LAST {
            (first, calendar::plus_days(today, -1)?)
        } else {
            (calendar::plus_days(today, 1)?, last)
        };
        Some((Value::Day(first), Value::Day(last)))
    }

    /// The value to count from.
    fn start(&self, frame: &Frame, finest: Unit) -> Option<(Value, Against)> {
        if frame.is(Field::Origin, symbol::ANTECEDENT) {
            let grain = if finest.is_clock() {
                Unit::Hour
            } else {
                result_grain(finest)
            };
            if let Some((index, value)) = self.antecedent(grain) {
                return Some((value.clone(), Against::Expression(index)));
            }
        }
        let published = self.published?;
        let value = match published.clock.filter(|_| finest.is_clock()) {
            Some(clock) => Value::Instant(published.date, clock),
            None => Value::around(published.date, published.known),
        };
        Some((value, Against::Published))
    }

    /// "deux jours avant hier", "a week from Christmas": the frame's own date.
    fn named_start(&self, frame: &Frame, outlook: Outlook) -> Option<(Value, Against)> {
        let named = [
            Field::Steps,
            Field::Month,
            Field::Year,
            Field::Weekday,
            Field::Easter,
            Field::Feast,
        ];
        named.iter().find(|field| frame.has(**field))?;
        let mut date = frame.clone();
        date.lengths.clear();
        // "Friday three weeks ago" counts from this Friday, "before Easter" from the one told of.
        let outlook = if frame.has(Field::Weekday) && !frame.has(Field::Month) {
            Outlook::Unknown
        } else {
            outlook
        };
        let found = self.calendar(&date, outlook)?;
        Some((found.value, found.against))
    }
}

/// How exact a length is: half a month is no more exact than a month.
fn grain(length: Length) -> Unit {
    match whole(length) {
        Some((_, unit)) if length.unit != Unit::Month => unit,
        _ => length.unit,
    }
}

/// A length as a whole number of units; halves become smaller units.
fn whole(length: Length) -> Option<(i64, Unit)> {
    let Quantity::Hundredths(hundredths) = length.quantity else {
        return None;
    };
    if hundredths % 100 == 0 {
        return Some((hundredths / 100, length.unit));
    }
    let (factor, unit) = match length.unit {
        Unit::Minute => (60, Unit::Second),
        Unit::Hour => (60, Unit::Minute),
        Unit::Day => (24, Unit::Hour),
        Unit::Week => (7, Unit::Day),
        Unit::Month => (30, Unit::Day),
        Unit::Year => (12, Unit::Month),
        Unit::Decade => (10, Unit::Year),
        Unit::Century => (100, Unit::Year),
        Unit::Second | Unit::Weekend | Unit::Fortnight | Unit::Quarter | Unit::Half => return None,
    };
    Some((hundredths.checked_mul(factor)? / 100, unit))
}

fn by_the_calendar(start: &Value, counts: &[(i64, Unit)], finest: Unit) -> Option<Value> {
    let mut date = start.days()?.0;
    for (count, unit) in counts {
        date = calendar::plus(date, *count, *unit)?;
    }
    let known = start.grain()?.max(Unit::Day);
    Some(Value::around(date, result_grain(finest).max(known)))
}

/// How fine a date is that lies so many of a unit away.
fn result_grain(finest: Unit) -> Unit {
    match finest {
        Unit::Second | Unit::Minute | Unit::Hour => Unit::Hour,
        Unit::Day | Unit::Week | Unit::Weekend | Unit::Fortnight => Unit::Day,
        Unit::Month | Unit::Quarter | Unit::Half => Unit::Month,
        Unit::Year | Unit::Decade | Unit::Century => Unit::Year,
    }
}

fn by_the_clock(start: &Value, counts: &[(i64, Unit)]) -> Option<Value> {
    let mut minutes: i64 = 0;
    let mut days: i64 = 0;
    for (count, unit) in counts {
        match unit {
            Unit::Second => minutes += count / 60,
            Unit::Minute => minutes = minutes.checked_add(*count)?,
            Unit::Hour => minutes = minutes.checked_add(count.checked_mul(60)?)?,
            Unit::Day => days = days.checked_add(*count)?,
            Unit::Week => days = days.checked_add(count.checked_mul(7)?)?,
            Unit::Weekend
            | Unit::Fortnight
            | Unit::Month
            | Unit::Quarter
            | Unit::Half
            | Unit::Year
            | Unit::Decade
            | Unit::Century => return None,
        }
    }
    if let Value::Instant(date, clock) = start {
        return instant(*date, *clock, days, minutes);
    }
    let whole_days = minutes % MINUTES_A_DAY == 0 && start.grain() == Some(Unit::Day);
    let days = days.checked_add(minutes / MINUTES_A_DAY)?;
    whole_days
        .then(|| calendar::plus_days(start.days()?.0, days))
        .flatten()
        .map(Value::Day)
}

fn instant(date: NaiveDate, clock: Clock, days: i64, minutes: i64) -> Option<Value> {
    let start = i64::from(clock.hour) * 60 + i64::from(clock.minute.unwrap_or(0));
    let total = start.checked_add(minutes)?;
    let days = days.checked_add(total.div_euclid(MINUTES_A_DAY))?;
    let minute = total.rem_euclid(MINUTES_A_DAY);
    let clock = Clock {
        hour: u8::try_from(minute / 60).ok()?,
        minute: u8::try_from(minute % 60).ok(),
        second: None,
        zone: clock.zone,
    };
    Some(Value::Instant(calendar::plus_days(date, days)?, clock))
}
