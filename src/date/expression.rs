//! From what was found to [`DateExpression`]s: values, bounds, anchors, and how sure
//! each is.

use crate::text::Span;

use super::bounds::bounds;
use super::calendar;
use super::finder::{Found, Role};
use super::frame::{Field, Frame, symbol};
use super::lexeme::Lexeme;
use super::publication::History;
use super::quantity::Unit;
use super::resolve::{Against, Outlook, Published, Resolved, Resolver};
use super::tables::LanguageDates;
use super::value::Value;
use super::{Anchor, DateExpression, DateKind, Dates};

/// The found expressions with their values.
pub(super) fn resolved(
    content: &str,
    lexemes: &[Lexeme],
    found: &[Found],
    history: History,
    language: &LanguageDates,
) -> Dates {
    let published = history.published;
    let shown = published.as_ref().and_then(|publication| publication.shown);
    let mut anchor = published
        .as_ref()
        .and_then(|publication| publication.anchor);
    if let Some(anchor) = anchor.as_mut().filter(|anchor| anchor.known > Unit::Day) {
        anchor.latest_named = latest_named(found, anchor);
    }
    let mut resolver = Resolver::new(anchor);
    let mut writer = Writer {
        language,
        today: anchor
            .filter(|anchor| anchor.known <= Unit::Day)
            .map(|anchor| anchor.date),
        expressions: Vec::new(),
        ends: Vec::new(),
    };
    for (index, expression) in found.iter().enumerate() {
        let outlook = outlook(content, lexemes, expression, language);
        if expression.role == Role::Interval {
            writer.interval(expression);
            continue;
        }
        let meaning = resolver.resolve(&expression.frame, outlook);
        let meaning = match (found.get(index + 1), writer.ends.last()) {
            (Some(last), _) if last.role == Role::LastEnd => {
                let last = resolver.resolve(&last.frame, outlook);
                meaning.map(|first| not_after(first, &expression.frame, last.as_ref()))
            }
            (_, Some(Some(first))) if expression.role == Role::LastEnd => {
                meaning.map(|last| not_before(&first.0, last))
            }
            _ => meaning,
        };
        let Some(meaning) = meaning else {
            writer.ends.push(None);
            continue;
        };
        resolver.note(writer.expressions.len(), &meaning.value);
        let span = shown
            .filter(|(shown, span)| *shown == index && is_labelled(content, *span, expression.span))
            .map_or(expression.span, |(_, span)| span);
        writer.expression(span, &expression.frame, meaning, outlook);
    }
    Dates {
        publication: published.map(|publication| publication.date),
        updated: history.updated,
        expressions: writer.expressions,
        read_as: None,
    }
}

/// Which way the words around an expression look. "In two weeks …" at the beginning
/// of a sentence looks ahead, unless a word says otherwise.
fn outlook(
    content: &str,
    lexemes: &[Lexeme],
    expression: &Found,
    language: &LanguageDates,
) -> Outlook {
    let extent = expression.whole;
    let around = language.outlook.around(content, lexemes, extent);
    let begins = |at: usize| at == 0 || lexemes.get(at).is_some_and(|lexeme| lexeme.apart);
    // "In" may lie outside of the expression.
    let opens = begins(extent.0) || begins(extent.0.saturating_sub(1));
    let may_look_ahead = expression.frame.is(Field::Direction, symbol::AHEAD);
    match around {
        Outlook::Unknown if opens && may_look_ahead => Outlook::Future,
        Outlook::Unknown | Outlook::Past | Outlook::Future => around,
    }
}

/// The expressions as they are written out one after the other.
struct Writer<'a> {
    language: &'a LanguageDates,
    /// The day of publication.
    today: Option<chrono::NaiveDate>,
    expressions: Vec<DateExpression>,
    /// Value and index of what was found, for the interval that it may be an end of.
    ends: Vec<Option<(Value, usize)>>,
}

impl Writer<'_> {
    fn expression(&mut self, span: Span, frame: &Frame, meaning: Resolved, outlook: Outlook) {
        let edge = frame.get(Field::Edge);
        let beside = meaning
            .bounds
            .as_ref()
            .map(|(first, last)| (first.to_string(), last.to_string()));
        let limits = beside
            .or_else(|| self.rest(&meaning.value, edge))
            .or_else(|| bounds(&meaning.value, edge, &self.language.hours));
        let (earliest, latest) = limits.unzip();
        self.expressions.push(DateExpression {
            span,
            kind: kind(&meaning.value, frame),
            value: meaning.value.to_string(),
            earliest,
            latest,
            anchor: anchored(meaning.against),
            event: frame.has(Field::Event),
            parts: Vec::new(),
            confidence: confidence(&meaning, frame, outlook),
            alternatives: meaning.alternatives.iter().map(Value::to_string).collect(),
        });
        let index = self.expressions.len() - 1;
        let value = match (meaning.value, self.today) {
            (Value::Reference(symbol::PRESENT), Some(today)) => Value::Day(today),
            (value, _) => value,
        };
        self.ends.push(Some((value, index)));
    }

    /// "The rest of the week" begins on the day of publication.
    fn rest(&self, value: &Value, edge: Option<i16>) -> Option<(String, String)> {
        let (first, last) = value.days().filter(|_| edge == Some(symbol::REST))?;
        let today = self.today?;
        (first..=last)
            .contains(&today)
            .then(|| (today.to_string(), last.to_string()))
    }

    /// The interval whose ends were written last; nothing where one of them is missing.
    fn interval(&mut self, whole: &Found) {
        let ends = self.ends.split_off(self.ends.len().saturating_sub(2));
        let [Some((first, from)), Some((last, to))] = ends.as_slice() else {
            return;
        };
        if first == last {
            return;
        }
        let value = Value::Interval(Box::new(first.clone()), Box::new(last.clone()));
        let (start, end) = (&self.expressions[*from], &self.expressions[*to]);
        // "until 4 pm" ends when the clock strikes, not when the hour is over.
        let latest = if matches!(last, Value::Instant(..)) {
            &end.earliest
        } else {
            &end.latest
        };
        let day = |value: &Value| value.days().map(|(_, day)| day.to_string());
        let written = DateExpression {
            span: whole.span,
            kind: kind(&value, &whole.frame),
            value: value.to_string(),
            earliest: start.earliest.clone().or_else(|| day(first)),
            latest: latest.clone().or_else(|| day(last)),
            anchor: end.anchor,
            event: false,
            parts: vec![*from, *to],
            confidence: start.confidence.min(end.confidence),
            alternatives: Vec::new(),
        };
        self.expressions.push(written);
    }
}

/// The first end of an interval: the last day, month or season before the other end
/// that is called so.
fn not_after(first: Resolved, frame: &Frame, last: Option<&Resolved>) -> Resolved {
    let Some((end, _)) = last.and_then(|last| last.value.days()) else {
        return first;
    };
    let fits = |value: &Value| value.days().is_some_and(|(start, _)| start <= end);
    let same = |steps| same_name(&first.value, frame, steps);
    let moved = if fits(&first.value) {
        same(1).filter(fits)
    } else {
        same(-1).filter(fits)
    };
    match moved {
        Some(value) => Resolved { value, ..first },
        None => first,
    }
}

/// What is called like `value`, so many of the periods away in which it comes once.
fn same_name(value: &Value, frame: &Frame, steps: i32) -> Option<Value> {
    if frame.has(Field::Year) || frame.has(Field::ShortYear) {
        return None;
    }
    let count = i64::from(steps);
    if let Value::Day(date) = *value {
        let moved = if frame.has(Field::Month) {
            calendar::plus_months(date, 12 * count)
        } else if frame.has(Field::Weekday) {
            calendar::plus_days(date, 7 * count)
        } else if frame.has(Field::Day) {
            calendar::plus_months(date, count)
        } else {
            None
        };
        return moved.map(Value::Day);
    }
    value.years_on(steps)
}

/// The last end of an interval; on the day after, if its hour is before the first's.
fn not_before(first: &Value, last: Resolved) -> Resolved {
    let (Value::Instant(a, from), Value::Instant(b, to)) = (first, &last.value) else {
        return last;
    };
    let earlier = a == b && (to.hour, to.minute) < (from.hour, from.minute);
    let moved = calendar::plus_days(*b, 1).filter(|_| earlier);
    match moved {
        Some(date) => Resolved {
            value: Value::Instant(date, *to),
            ..last
        },
        None => last,
    }
}

/// Whether one word alone stands before the date: a label, which belongs to it.
fn is_labelled(content: &str, shown: Span, date: Span) -> bool {
    let label = Span {
        start: shown.start,
        end: date.start,
    };
    label.of(content).split_whitespace().count() == 1
}

/// How many days before its month of publication an article still tells of.
const TOLD_DAYS: i64 = 31;

/// The latest day that the text names before or in the publication's month or year.
fn latest_named(found: &[Found], published: &Published) -> Option<chrono::NaiveDate> {
    let resolver = Resolver::new(Some(*published));
    let period = Value::around(published.date, published.known).days()?;
    let earliest = calendar::plus_days(period.0, -TOLD_DAYS)?;
    found
        .iter()
        .filter(|expression| expression.frame.has(Field::Day))
        .filter_map(|expression| resolver.resolve(&expression.frame, Outlook::Past))
        .filter(|found| found.value.grain() == Some(Unit::Day))
        .filter_map(|found| Some(found.value.days()?.0))
        .filter(|date| (earliest..=period.1).contains(date))
        .max()
}

fn anchored(against: Against) -> Anchor {
    match against {
        Against::Nothing => Anchor::None,
        Against::Published => Anchor::Publication,
        Against::Expression(index) => Anchor::Expression(index),
    }
}

fn kind(value: &Value, frame: &Frame) -> DateKind {
    let by_the_clock = frame.lengths.iter().any(|length| length.unit.is_clock());
    match value {
        Value::Duration(_) => DateKind::Duration,
        Value::Set(_) => DateKind::Set,
        Value::Part(..) | Value::Instant(..) | Value::Clock(_) | Value::AnyPart(_) => {
            DateKind::Time
        }
        Value::Interval(_, last) => kind(last, frame),
        Value::Reference(_) if by_the_clock => DateKind::Time,
        Value::Reference(_)
        | Value::Century(_)
        | Value::Decade(_)
        | Value::Year(_)
        | Value::Half(..)
        | Value::Quarter(..)
        | Value::Season(..)
        | Value::Month(..)
        | Value::Week(..)
        | Value::Weekend(..)
        | Value::Day(_)
        | Value::AnyYear(..)
        | Value::AnyWeek(_)
        | Value::AnyYearPart(..)
        | Value::Any(_) => DateKind::Date,
    }
}

/// How sure a value is: written out, relative, guessed from the context, ambiguous.
fn confidence(resolved: &Resolved, frame: &Frame, outlook: Outlook) -> f32 {
    if !resolved.alternatives.is_empty() {
        return 0.5;
    }
    let guessed = !frame.has(Field::Steps) && !frame.has(Field::Sense);
    match (resolved.against, &resolved.value) {
        (_, Value::AnyYear(..) | Value::AnyWeek(_) | Value::AnyPart(_)) => 0.6,
        (_, Value::AnyYearPart(..)) => 0.55,
        (_, Value::Any(_)) => 0.5,
        (Against::Nothing, Value::Year(_)) => 0.9,
        (Against::Nothing, Value::Reference(_)) => 0.8,
        (Against::Nothing, _) => 0.98,
        (Against::Published, _) if !guessed => 0.95,
        (Against::Published, Value::Day(_)) if frame.has(Field::Month) => 0.95,
        (Against::Published, _) if outlook == Outlook::Unknown => 0.8,
        (Against::Published, _) => 0.85,
        (Against::Expression(_), _) => 0.75,
    }
}
