//! Feasts whose days no rule of the Gregorian calendar gives: lunar calendars, and
//! those that depend on what was seen of the moon. `lang/und/dates/feasts.tsv` lists
//! them year by year; the tables of a language call them by name (`feast=diwali`).

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::calendar;
use super::value::Value;
use crate::language::{Folder, Table, rows};
use crate::model::LoadError;

static FEASTS: LazyLock<Result<Vec<Feast>, LoadError>> =
    LazyLock::new(|| parse(Folder::embedded("und").table("dates/feasts")?));

/// The days of one feast: for each year from `first` on, first and last day.
#[derive(Debug)]
struct Feast {
    name: String,
    first: i32,
    years: Vec<Option<(NaiveDate, NaiveDate)>>,
}

/// The number of the feast that tables call `name`.
pub(super) fn by_name(name: &str) -> Option<i16> {
    let feasts = FEASTS.as_ref().ok()?;
    let index = feasts.iter().position(|feast| feast.name == name)?;
    i16::try_from(index).ok()
}

/// The day or days of a feast in `year`; the first, where a year has it twice.
pub(super) fn days(feast: i16, year: i32) -> Option<Value> {
    let feasts = FEASTS.as_ref().ok()?;
    let feast = feasts.get(usize::try_from(feast).ok()?)?;
    let index = usize::try_from(year - feast.first).ok()?;
    let (first, last) = (*feast.years.get(index)?)?;
    Some(if first == last {
        Value::Day(first)
    } else {
        Value::Interval(Box::new(Value::Day(first)), Box::new(Value::Day(last)))
    })
}

fn parse(table: Table) -> Result<Vec<Feast>, LoadError> {
    let feast = |row: Vec<&str>| {
        let [name, first, days] = row.as_slice() else {
            return None;
        };
        let first: i32 = first.parse().ok()?;
        let years: Option<Vec<_>> = (first..)
            .zip(days.split(' '))
            .map(|(year, days)| match days {
                "-" => Some(None),
                _ => period(year, days.split('+').next()?).map(Some),
            })
            .collect();
        let (name, years) = ((*name).to_owned(), years?);
        Some(Feast { name, first, years })
    };
    rows(table.text)
        .map(|row| {
            let shown = row.first().copied().unwrap_or_default().to_owned();
            feast(row).ok_or_else(|| {
                table.error(
                    "name, first year, days as MM-DD or MM-DD/MM-DD or -",
                    &shown,
                )
            })
        })
        .collect()
}

/// `03-30/04-06`: a last day before the first is one of the next year.
fn period(year: i32, days: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = days.split_once('/').unwrap_or((days, days));
    let day = |year, text: &str| {
        let (month, day) = text.split_once('-')?;
        calendar::day(year, month.parse().ok()?, day.parse().ok()?)
    };
    let next = i32::from(last < first);
    Some((day(year, first)?, day(year + next, last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_feasts_have_their_days() {
        let shown = |name, year| days(by_name(name)?, year).map(|value| value.to_string());
        assert_eq!(shown("eid-al-fitr", 2018).as_deref(), Some("2018-06-15"));
        assert_eq!(
            shown("hanukkah", 2024).as_deref(),
            Some("2024-12-26/2025-01-02")
        );
        assert_eq!(shown("diwali", 1900), None);
        assert_eq!(by_name("no-such-feast"), None);
    }
}
