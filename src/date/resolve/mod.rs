//! Resolution: from frames to values. What is missing in a frame comes from the
//! anchor (when the article was published) or from an antecedent (the last date
//! in the text that fits):
//!
//! ```text
//! published 2018-10-01, a Monday
//! "jeudi"                →  2018-09-27   the last one: news tells what happened
//! "vendredi", "sera"     →  2018-10-05   unless the sentence looks ahead
//! "le lendemain"         →  2018-09-28   the day after the antecedent
//! ```

mod calendar_fields;
mod partial;
mod shift;
mod time_of_day;

pub(in crate::date) use time_of_day::clock;

use chrono::{Datelike, NaiveDate};

use super::calendar;
use super::frame::{Field, Frame, symbol};
use super::quantity::Unit;
use super::value::{Clock, Repeat, Value};

/// When the article was published, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Published {
    /// The day; the middle of the period when only that is known.
    pub(super) date: NaiveDate,
    /// How much of the date is known: day, month or year.
    pub(super) known: Unit,
    /// The time of day, when it is known.
    pub(super) clock: Option<Clock>,
    /// The latest day of the period that the text names, when the day is not known.
    pub(super) latest_named: Option<NaiveDate>,
}

/// What a value was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Against {
    Nothing,
    Published,
    /// An expression, by its number in the text.
    Expression(usize),
}

/// A value and how it was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) value: Value,
    pub(super) against: Against,
    pub(super) alternatives: Vec<Value>,
    /// First and last day or time of a length that ends or begins at the anchor.
    pub(super) bounds: Option<(Value, Value)>,
}

impl Resolved {
    fn new(value: Value, against: Against) -> Self {
        Self {
            value,
            against,
            alternatives: Vec::new(),
            bounds: None,
        }
    }
}

/// Which way the words around an expression look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    Past,
    Future,
    Unknown,
}

/// Resolves the frames of one text, in its order.
#[derive(Debug, Default)]
pub(super) struct Resolver {
    pub(super) published: Option<Published>,
    history: Vec<(usize, Value)>,
}

/// How many days around the publication an article's own day may lie.
const NARRATED_DAYS: i64 = 3;

impl Resolver {
    /// A resolver for an article that was published then.
    pub(super) fn new(published: Option<Published>) -> Self {
        Self {
            published,
            history: Vec::new(),
        }
    }

    /// Notes that expression `index` denotes `value`, for what refers to it later.
    pub(super) fn note(&mut self, index: usize, value: &Value) {
        if value.grain().is_some() {
            self.history.push((index, value.clone()));
        }
    }

    /// What `frame` denotes; `None` when no calendar has it.
    pub(super) fn resolve(&self, frame: &Frame, outlook: Outlook) -> Option<Resolved> {
        let plain = |value| Some(Resolved::new(value, Against::Nothing));
        if let Some(reference) = frame.get(Field::Reference) {
            return plain(Value::Reference(reference));
        }
        if frame.has(Field::Set) {
            return plain(Value::Set(repeat(frame)?));
        }
        let direction = frame.get(Field::Direction);
        if let Some(direction) = direction.filter(|_| frame.lengths.is_empty()) {
            return self.weekdays_away(frame, i64::from(direction).signum());
        }
        if !frame.lengths.is_empty() {
            return match direction {
                Some(symbol::AHEAD) if outlook == Outlook::Future => self
                    .shifted(frame, 1, outlook)
                    .filter(|found| found.against != Against::Nothing)
                    .or_else(|| Some(self.duration(frame, outlook))),
                Some(symbol::AHEAD) | None => Some(self.duration(frame, outlook)),
                Some(direction) => self.shifted(frame, i64::from(direction), outlook),
            };
        }
        if frame.has(Field::Hour) || frame.has(Field::Part) {
            return self.time(frame, outlook);
        }
        self.calendar(frame, outlook)
    }

    /// The publication date, when the day is known.
    fn published_day(&self) -> Option<NaiveDate> {
        self.published
            .filter(|published| published.known <= Unit::Day)
            .map(|published| published.date)
    }

    /// The last expression that is at least as fine as `unit`.
    fn antecedent(&self, unit: Unit) -> Option<(usize, &Value)> {
        let mut found = self.history.iter().rev();
        found
            .find(|(_, value)| value.grain().is_some_and(|grain| grain <= unit))
            .map(|(index, value)| (*index, value))
    }

    /// The last expression on the calendar.
    fn last(&self) -> Option<(usize, &Value)> {
        self.history.last().map(|(index, value)| (*index, value))
    }

    /// The day that the article tells of here: the last one that it named near
    /// its publication, else the publication's.
    fn narrated_day(&self) -> Option<(NaiveDate, Against)> {
        let published = self.published_day();
        let near = |date: NaiveDate| {
            published.is_none_or(|published| {
                (published - date).num_days().unsigned_abs() <= NARRATED_DAYS.unsigned_abs()
            })
        };
        let named = self.history.iter().rev().find_map(|(index, value)| {
            let fine = value.grain().is_some_and(|grain| grain <= Unit::Day);
            let (date, _) = value.days().filter(|_| fine)?;
            near(date).then_some((date, Against::Expression(*index)))
        });
        named.or_else(|| published.map(|date| (date, Against::Published)))
    }

    /// The date that relative words count from.
    fn origin(&self, frame: &Frame, unit: Unit) -> Option<(NaiveDate, Against)> {
        if frame.is(Field::Origin, symbol::ANTECEDENT)
            && let Some((index, value)) = self.antecedent(unit)
        {
            return Some((value.days()?.0, Against::Expression(index)));
        }
        let published = self.published?;
        let known = published.known <= unit.max(Unit::Day);
        known.then_some((published.date, Against::Published))
    }
}

/// How something repeats.
fn repeat(frame: &Frame) -> Option<Repeat> {
    let small = |field| frame.get(field).and_then(|value| u32::try_from(value).ok());
    let clock = time_of_day::clock(frame);
    if let Some(weekday) = frame.get(Field::Weekday) {
        return Some(Repeat::Weekday(
            weekday.into(),
            clock,
            frame.get(Field::Part),
        ));
    }
    if let Some(month) = small(Field::Month) {
        return Some(Repeat::Date(month, small(Field::Day)));
    }
    if let Some(day) = small(Field::Day) {
        return Some(Repeat::DayOfMonth(day));
    }
    if let Some(clock) = clock {
        return Some(Repeat::Clock(clock));
    }
    if let Some(part) = frame.get(Field::Part) {
        return Some(Repeat::Part(part));
    }
    (!frame.lengths.is_empty()).then(|| Repeat::Every(frame.lengths.clone()))
}

/// The year of `date` and its ISO week.
fn iso_week(date: NaiveDate) -> (i32, u32) {
    (date.iso_week().year(), date.iso_week().week())
}

/// `date` moved by whole units, from the first day of the unit that it lies in.
fn stepped(date: NaiveDate, unit: Unit, steps: i64) -> Option<Value> {
    let first = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return None,
        Unit::Day => date,
        Unit::Week | Unit::Weekend | Unit::Fortnight => calendar::monday(date)?,
        Unit::Month | Unit::Quarter | Unit::Half | Unit::Year | Unit::Decade | Unit::Century => {
            Value::around(date, unit).days()?.0
        }
    };
    Some(Value::around(calendar::plus(first, steps, unit)?, unit))
}
