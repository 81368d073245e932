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
//! What a text shows is never later than the day on which Copydesk was built.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::language::rows;
use crate::model::LoadError;
use crate::text::{Document, Span};

use super::calendar;
use super::frame::{Field, Frame};
use super::grammar::Table;
use super::quantity::Unit;
use super::resolve::{Outlook, Published, Resolver};
use super::value::{Clock, Value};
use super::{DateBasis, Found, Precision, PublicationDate};

/// The day on which this program was built.
const BUILD_DATE: &str = env!("COPYDESK_BUILD_DATE");
/// Lines at the top of an article that may show its date.
const TOP_LINES: usize = 8;
/// Lines at the end that may show it after a word that says so.
const LAST_LINES: usize = 3;
/// Longest text before the date in a dateline or byline, in bytes.
const LONGEST_LEAD: usize = 80;

/// The words that introduce a publication date.
#[derive(Clone, Debug, Default)]
pub(super) struct PublicationCues(Vec<(String, Cue)>);

/// What a word in front of a date says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    /// A label that belongs to the date ("date 2019-02").
    Label,
    Published,
    Updated,
    /// The beginning of a line that names the author.
    Byline,
}

impl PublicationCues {
    /// Reads the table: phrase, kind.
    pub(super) fn parse(table: Table) -> Result<Self, LoadError> {
        let mut found = Vec::new();
        for row in rows(table.text) {
            let cue = match row.get(1).copied() {
                Some("label") => Some(Cue::Label),
                Some("published") => Some(Cue::Published),
                Some("updated") => Some(Cue::Updated),
                Some("byline") => Some(Cue::Byline),
                _ => None,
            };
            let (Some(phrase), Some(cue)) = (row.first(), cue) else {
                let expected = "phrase, label or published or updated or byline";
                return Err(LoadError::unexpected(table.file, expected, row.join(" · ")));
            };
            found.push((phrase.to_lowercase(), cue));
        }
        Ok(Self(found))
    }

    /// The cue that ends `lead`, and its length in bytes with what follows it.
    fn ending(&self, lead: &str) -> Option<(Cue, usize)> {
        let core = lead.trim_end_matches(|mark: char| !mark.is_alphanumeric());
        let mut fitting = self.0.iter().filter_map(|(phrase, cue)| {
            let at = core.len().checked_sub(phrase.len())?;
            let tail = core.get(at..)?;
            let before = core[..at].chars().next_back();
            let whole = before.is_none_or(|letter| !letter.is_alphanumeric());
            (whole && tail.to_lowercase() == *phrase).then_some((*cue, lead.len() - at))
        });
        let first = fitting.next()?;
        Some(fitting.fold(
            first,
            |best, next| if next.1 > best.1 { next } else { best },
        ))
    }

    fn is_byline(&self, line: &str) -> bool {
        let line = line.trim_start().to_lowercase();
        let mut bylines = self.0.iter().filter(|(_, cue)| *cue == Cue::Byline);
        bylines.any(|(phrase, _)| {
            line.strip_prefix(phrase.as_str())
                .is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })
    }
}

/// A publication date and, where the text shows it, which of its dates it is.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    pub(super) date: PublicationDate,
    pub(super) anchor: Option<Published>,
    /// The expression that shows it, and how far a label reaches before it.
    pub(super) shown: Option<(usize, Span)>,
}

/// The publication date of `document`, in whose text `found` lies.
pub(super) fn publication(
    document: &Document,
    found: &[Found],
    cues: &PublicationCues,
) -> Option<Publication> {
    let shown = shown(document, found, cues);
    let beside = |date: PublicationDate| {
        let anchor = anchor(&date.value);
        let same = |shown: &Publication| shown.date.value.get(..10) == date.value.get(..10);
        let shown = shown
            .as_ref()
            .filter(|shown| same(shown))
            .and_then(|shown| shown.shown);
        Some(Publication {
            date,
            anchor,
            shown,
        })
    };
    let given = document
        .published()
        .and_then(|text| stated(text, DateBasis::Given));
    if let Some(date) = given {
        return beside(date);
    }
    let mut markup = document.markup_dates().iter().filter(|date| !date.updated);
    if let Some(date) = markup.find_map(|date| past(stated(&date.value, DateBasis::Markup)?)) {
        return beside(date);
    }
    shown.or_else(|| inferred(found))
}

/// A date that somebody states in ISO 8601 or EDTF.
fn stated(text: &str, basis: DateBasis) -> Option<PublicationDate> {
    let value = text
        .trim()
        .trim_end_matches(['~', '?', '%'])
        .replacen(' ', "T", 1);
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
fn past(date: PublicationDate) -> Option<PublicationDate> {
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
fn anchor(value: &str) -> Option<Published> {
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

/// A line of the text and where it is.
struct Line {
    span: Span,
    top: bool,
    bottom: bool,
}

/// The publication date that the text itself shows.
fn shown(document: &Document, found: &[Found], cues: &PublicationCues) -> Option<Publication> {
    let lines = lines(document.content());
    let resolver = Resolver::new(None);
    let mut best: Option<(u8, Publication)> = None;
    for (index, expression) in found.iter().enumerate() {
        let Some(line) = lines
            .iter()
            .find(|line| line.span.contains(expression.span))
        else {
            continue;
        };
        let value = resolver.resolve(&expression.frame, Outlook::Unknown);
        let Some(value) = value
            .map(|resolved| resolved.value)
            .filter(dates_an_article)
        else {
            continue;
        };
        let Some((basis, span)) = evidence(document.content(), line, expression.span, cues) else {
            continue;
        };
        let Some(date) = past(of_text(&value, basis, span)) else {
            continue;
        };
        let rank = rank(basis);
        if best.as_ref().is_none_or(|(known, _)| rank < *known) {
            let anchor = anchor(&date.value);
            let shown = Some((index, span));
            best = Some((
                rank,
                Publication {
                    date,
                    anchor,
                    shown,
                },
            ));
        }
    }
    best.map(|(_, publication)| publication)
}

fn rank(basis: DateBasis) -> u8 {
    match basis {
        DateBasis::Given => 0,
        DateBasis::Markup => 1,
        DateBasis::Header => 2,
        DateBasis::Dateline => 3,
        DateBasis::Byline => 4,
        DateBasis::Inferred => 5,
    }
}

fn dates_an_article(value: &Value) -> bool {
    matches!(value, Value::Day(_) | Value::Month(..) | Value::Instant(..))
}

fn of_text(value: &Value, basis: DateBasis, span: Span) -> PublicationDate {
    let (precision, confidence) = match value.grain() {
        Some(Unit::Month) => (Precision::Month, 0.9),
        Some(Unit::Minute | Unit::Hour) => (Precision::Minute, 0.97),
        _ => (Precision::Day, 0.97),
    };
    PublicationDate {
        value: value.to_string(),
        precision,
        basis,
        span: Some(span),
        confidence,
    }
}

/// The lines at the top and at the end that are not empty.
fn lines(content: &str) -> Vec<Line> {
    let mut at = 0;
    let mut spans = Vec::new();
    for text in content.split_inclusive('\n') {
        let span = Span::new(at, at + text.len()).trimmed(content);
        if !span.is_empty() {
            spans.push(span);
        }
        at += text.len();
    }
    let count = spans.len();
    let line = |(index, span)| Line {
        span,
        top: index < TOP_LINES,
        bottom: index + LAST_LINES >= count,
    };
    spans
        .into_iter()
        .enumerate()
        .map(line)
        .filter(|line| line.top || line.bottom)
        .collect()
}

/// What in its line makes a date the publication date, and the span that shows it.
fn evidence(
    content: &str,
    line: &Line,
    date: Span,
    cues: &PublicationCues,
) -> Option<(DateBasis, Span)> {
    let lead = Span {
        start: line.span.start,
        end: date.start,
    }
    .of(content);
    let rest = Span {
        start: date.end,
        end: line.span.end,
    }
    .of(content);
    if let Some((cue, length)) = cues.ending(lead) {
        let at_line_start = lead.len() == length;
        let start = date.start - u32::try_from(length).unwrap_or(0);
        let span = Span {
            start,
            end: date.end,
        };
        return match cue {
            Cue::Label if line.top && at_line_start => Some((DateBasis::Header, span)),
            Cue::Published if lead.len() <= LONGEST_LEAD => Some((DateBasis::Header, span)),
            Cue::Label | Cue::Published | Cue::Updated | Cue::Byline => None,
        };
    }
    if !line.top {
        return None;
    }
    if !has_words(lead) && !has_words(rest) {
        return Some((DateBasis::Header, date));
    }
    let dashed = dash_follows(rest);
    if dashed && (lead.is_empty() || is_place(lead)) {
        return Some((DateBasis::Dateline, date));
    }
    let short = lead.len() + rest.len() <= 2 * LONGEST_LEAD;
    let byline = short && cues.is_byline(lead) && !rest.contains(['.', '!', '?']);
    byline.then_some((DateBasis::Byline, date))
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Whether a dash follows, after a full stop or an agency in brackets at most.
fn dash_follows(rest: &str) -> bool {
    let rest = rest
        .trim_start()
        .trim_start_matches(['.', ','])
        .trim_start();
    let rest = match rest
        .strip_prefix('(')
        .and_then(|inside| inside.split_once(')'))
    {
        Some((agency, after)) if agency.len() <= LONGEST_LEAD => after.trim_start(),
        _ => rest,
    };
    rest.starts_with(['-', '–', '—', '―'])
}

/// Whether a dateline's beginning is a place or an agency: a few capitalised words and a comma.
fn is_place(lead: &str) -> bool {
    let lead = lead.trim();
    let mut words = lead.split_whitespace();
    lead.len() <= LONGEST_LEAD
        && lead.ends_with([',', '(', '-', '–', '—', '/'])
        && words.next().is_some_and(|word| {
            word.starts_with(|first: char| first.is_uppercase() || first == '(')
        })
        && words.count() < 6
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
