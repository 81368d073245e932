//! The publication date, from what shows it. In order of trust:
//!
//! 1. `given`: the request says so;
//! 2. `markup`: the page's metadata say so;
//! 3. `header`: a line that is nothing but a date, or a date after a word like
//!    "published" ("date 2019-02", "Publié le 12 mars 2021 à 14 h 05");
//! 4. `dateline`: "PARIS, 12 février 2021 (AFP) –", "5 juin 2012. - Un avion …";
//! 5. `byline`: a line with the author's name and a date;
//! 6. `inferred`: a weekday with day and month that agree in one year only,
//!    counted from the latest year that the text names.
//!
//! The date of the last change is kept apart, and stands in where nothing says when
//! the article was published. What a text shows is never later than the day on which
//! Copydesk was built.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};

use crate::text::{Document, Span};

use super::calendar;
use super::evidence::{PublicationCues, shown};
use super::frame::{Field, Frame};
use super::quantity::Unit;
use super::resolve::{Outlook, Published, Resolver};
use super::value::Clock;
use super::{DateBasis, Found, Precision, PublicationDate};

/// The day on which this program was built.
const BUILD_DATE: &str = env!("COPYDESK_BUILD_DATE");

/// A publication date and, where the text shows it, which of its dates it is.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    pub(super) date: PublicationDate,
    pub(super) anchor: Option<Published>,
    /// The expression that shows it, and how far a label reaches before it.
    pub(super) shown: Option<(usize, Span)>,
}

/// When an article was published and when it was last changed.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) published: Option<Publication>,
    pub(super) updated: Option<PublicationDate>,
}

/// How sure a date of publication is that is only known to be one of a change.
const CHANGE_STANDS_IN: f32 = 0.6;

/// The history of `document`, in whose text `found` lies.
pub(super) fn history(document: &Document, found: &[Found], cues: &PublicationCues) -> History {
    let shown = shown(document, found, cues);
    let markup = |updated| {
        let mut dates = document.markup_dates().iter();
        dates.find_map(|date| {
            let wanted = date.updated == updated;
            past(stated(&date.value, DateBasis::Markup).filter(|_| wanted)?)
        })
    };
    let given = document
        .published()
        .and_then(|text| stated(text, DateBasis::Given));
    let updated =
        markup(true).or_else(|| shown.updated.as_ref().map(|updated| updated.date.clone()));
    let published = match given.or_else(|| markup(false)) {
        Some(date) => Some(beside(date, shown.published.as_ref())),
        None => shown
            .published
            .or_else(|| stands_in(shown.updated.as_ref(), updated.as_ref()))
            .or_else(|| inferred(found)),
    };
    let updated = updated.filter(|updated| {
        let published = published.as_ref().map(|published| &published.date.value);
        published.is_none_or(|published| updated.value.get(..10) >= published.get(..10))
    });
    History { published, updated }
}

/// A date from outside of the text, with the place where the text shows the same.
fn beside(date: PublicationDate, shown: Option<&Publication>) -> Publication {
    let same = |shown: &&Publication| shown.date.value.get(..10) == date.value.get(..10);
    let shown = shown.filter(same).and_then(|shown| shown.shown);
    Publication {
        anchor: anchor(&date.value),
        date,
        shown,
    }
}

/// The date of a change, where nothing else says when the article was published.
fn stands_in(
    shown: Option<&Publication>,
    updated: Option<&PublicationDate>,
) -> Option<Publication> {
    let updated = updated?.clone();
    let confidence = CHANGE_STANDS_IN.min(updated.confidence);
    let date = PublicationDate {
        confidence,
        ..updated
    };
    Some(beside(date, shown))
}

/// A date that somebody states in ISO 8601, EDTF or as e-mail has it (RFC 2822).
fn stated(text: &str, basis: DateBasis) -> Option<PublicationDate> {
    let text = text.trim();
    let value = match DateTime::parse_from_rfc2822(text) {
        Ok(moment) => moment.to_rfc3339(),
        Err(_) => text.trim_end_matches(['~', '?', '%']).replacen(' ', "T", 1),
    };
    let (_, _, precision) = parse(&value)?;
    Some(PublicationDate {
        value,
        precision,
        basis,
        span: None,
        confidence: if basis == DateBasis::Given { 1.0 } else { 0.95 },
    })
}

/// The date, unless it is later than the day of the build.
pub(super) fn past(date: PublicationDate) -> Option<PublicationDate> {
    let (first, _, _) = parse(&date.value)?;
    let built: NaiveDate = BUILD_DATE.parse().ok()?;
    (first <= built).then_some(date)
}

/// First day, time and precision of an ISO 8601 date or date-time.
fn parse(value: &str) -> Option<(NaiveDate, Option<Clock>, Precision)> {
    let (date, time) = match value.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (value, None),
    };
    let Some(time) = time else {
        let (padded, precision) = match date.len() {
            4 => (format!("{date}-01-01"), Precision::Year),
            7 => (format!("{date}-01"), Precision::Month),
            _ => (date.to_owned(), Precision::Day),
        };
        let first: NaiveDate = padded.parse().ok()?;
        return calendar::YEARS
            .contains(&first.year())
            .then_some((first, None, precision));
    };
    let date: NaiveDate = date.parse().ok()?;
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, _) = time.split_at(zone_at);
    let seconds = clock.matches(':').count() == 2;
    let full = if seconds {
        clock.to_owned()
    } else {
        format!("{clock}:00")
    };
    let moment: NaiveDateTime = format!("{date}T{full}").parse().ok()?;
    let clock = clock_of(&moment)?;
    let precision = if seconds {
        Precision::Second
    } else {
        Precision::Minute
    };
    calendar::YEARS
        .contains(&date.year())
        .then_some((date, Some(clock), precision))
}

fn clock_of(moment: &NaiveDateTime) -> Option<Clock> {
    use chrono::Timelike;
    Some(Clock {
        hour: u8::try_from(moment.hour()).ok()?,
        minute: u8::try_from(moment.minute()).ok(),
        second: None,
        zone: None,
    })
}

/// What relative words count from when `value` is the publication date.
pub(super) fn anchor(value: &str) -> Option<Published> {
    let (date, clock, precision) = parse(value)?;
    let (date, known) = match precision {
        Precision::Year => (date.with_ordinal(183)?, Unit::Year),
        Precision::Month => (date.with_day(15)?, Unit::Month),
        Precision::Day | Precision::Minute | Precision::Second => (date, Unit::Day),
    };
    Some(Published {
        date,
        known,
        clock,
        latest_named: None,
    })
}

/// What a weekday that agrees with its day in one year only says about the year.
fn inferred(found: &[Found]) -> Option<Publication> {
    let resolver = Resolver::new(None);
    let built: NaiveDate = BUILD_DATE.parse().ok()?;
    let latest_year = found
        .iter()
        .filter_map(|expression| resolver.resolve(&expression.frame, Outlook::Unknown))
        .filter_map(|resolved| Some(resolved.value.days()?.0))
        .filter(|first| *first <= built)
        .map(|first| first.year())
        .max()?;
    let agreeing: Vec<&Frame> = found
        .iter()
        .map(|expression| &expression.frame)
        .filter(|frame| frame.has(Field::Weekday) && frame.has(Field::Day))
        .filter(|frame| frame.has(Field::Month) && !frame.has(Field::Year))
        .collect();
    let latest_in = |year: i32| {
        let dates: Option<Vec<NaiveDate>> =
            agreeing.iter().map(|frame| agreed(frame, year)).collect();
        dates?.into_iter().max().filter(|date| *date <= built)
    };
    let date = latest_in(latest_year).or_else(|| latest_in(latest_year + 1))?;
    let value = format!("{:04}-{:02}", date.year(), date.month());
    Some(Publication {
        anchor: anchor(&value),
        date: PublicationDate {
            value,
            precision: Precision::Month,
            basis: DateBasis::Inferred,
            span: None,
            confidence: 0.5,
        },
        shown: None,
    })
}

/// The day that the frame names, in a year in which its weekday agrees.
fn agreed(frame: &Frame, year: i32) -> Option<NaiveDate> {
    let number = |field| frame.get(field).and_then(|value| u32::try_from(value).ok());
    let date = calendar::day(year, number(Field::Month)?, number(Field::Day)?)?;
    let weekday = frame.get(Field::Weekday).map(i64::from);
    (weekday == Some(calendar::weekday(date))).then_some(date)
}
