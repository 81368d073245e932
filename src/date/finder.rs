//! [`DateFinder`]: the stage itself, from a document to its [`Dates`].

use crate::language::{Folder, Language};
use crate::model::LoadError;
use crate::segment::Segmentation;
use crate::text::{Document, Span};

use super::bounds::bounds;
use super::calendar;
use super::chart::{self, Candidate, CandidateKind, Extent};
use super::frame::{Field, Frame};
use super::lexeme::{Lexeme, LexemeKind, lexemes};
use super::publication::{Publication, publication};
use super::quantity::Unit;
use super::resolve::{Against, Outlook, Published, Resolved, Resolver};
use super::tables::LanguageDates;
use super::value::Value;
use super::{Anchor, DateExpression, DateKind, Dates};

/// Finds dates. Loaded once, shared by all analyses.
///
/// ```
/// use copydesk::date::{DateFinder, Input};
/// use copydesk::language::Language;
/// use copydesk::segment::Segmentation;
/// use copydesk::text::Document;
///
/// let finder = DateFinder::load()?;
/// let document = Document::new("The bridge opened on 3 May 2019.");
/// let dates = finder.find(&Input {
///     document: &document,
///     language: Some(Language::English),
///     segmentation: &Segmentation::default(),
///     names: &[],
/// });
/// assert_eq!(dates.expressions[0].value, "2019-05-03");
/// # Ok::<(), copydesk::model::LoadError>(())
/// ```
#[derive(Debug)]
pub struct DateFinder {
    languages: Vec<(Language, LanguageDates)>,
    everywhere: LanguageDates,
}

/// What the stage reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The article, and what the request and the markup say about its date.
    pub document: &'a Document,
    /// Its language; without one only ISO 8601 dates are found.
    pub language: Option<Language>,
    /// Its sentences: no expression reaches from one line into the next sentence.
    pub segmentation: &'a Segmentation,
    /// Where names of people and things are, in the order of the text: "May" in a
    /// name is no month.
    pub names: &'a [Span],
}

/// An expression before it is resolved.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) frame: Frame,
    extent: Extent,
}

impl DateFinder {
    /// Parses and compiles the tables of all languages.
    pub fn load() -> Result<DateFinder, LoadError> {
        let folder = |language: Language| (language, Folder::embedded(language.code()));
        Self::parse(Language::ALL.map(folder))
    }

    /// Parses and compiles the tables of the languages in `folders`.
    pub fn parse(
        folders: impl IntoIterator<Item = (Language, Folder)>,
    ) -> Result<DateFinder, LoadError> {
        let parse = |(language, folder)| Ok((language, LanguageDates::parse(&folder)?));
        Ok(DateFinder {
            languages: folders.into_iter().map(parse).collect::<Result<_, _>>()?,
            everywhere: LanguageDates::common()?,
        })
    }

    /// The publication date and the expressions of time of `input`.
    pub fn find(&self, input: &Input) -> Dates {
        let known = self
            .languages
            .iter()
            .find(|(language, _)| Some(*language) == input.language);
        let language = known.map_or(&self.everywhere, |(_, language)| language);
        let content = input.document.content();
        let lexemes = lexemes(content, input.segmentation, &language.grammar.vocabulary);
        let candidates = chart::read(content, &lexemes, &language.grammar);
        let mut found = expressions(&candidates, &lexemes);
        found.retain(|expression| !is_in_name(expression, input.names, &lexemes));
        let published = publication(input.document, &found, &language.cues);
        resolved(content, &lexemes, &found, published, language)
    }
}

/// The expressions of the candidates; those of a range complete each other.
fn expressions(candidates: &[Candidate], lexemes: &[Lexeme]) -> Vec<Found> {
    let found = |extent: Extent, frame: Frame| {
        let first = lexemes.get(extent.0)?;
        let last = lexemes.get(extent.1.checked_sub(1)?)?;
        Some(Found {
            span: first.span.to(last.span),
            frame,
            extent,
        })
    };
    let mut all = Vec::new();
    for candidate in candidates {
        match &candidate.kind {
            CandidateKind::Nothing => {}
            CandidateKind::Expression(frame) => {
                all.extend(found(candidate.extent, frame.clone()));
            }
            CandidateKind::Several(parts) => {
                for (extent, frame) in completed(parts) {
                    all.extend(found(extent, frame));
                }
            }
        }
    }
    all
}

/// What the ends of a range share, coarsest last.
const SHARED: [Field; 7] = [
    Field::Month,
    Field::Year,
    Field::ShortYear,
    Field::Unit,
    Field::Steps,
    Field::Sense,
    Field::Meridiem,
];

/// "du 9 au 10 juillet": the first day takes the month of the second.
fn completed(parts: &[(Extent, Frame)]) -> Vec<(Extent, Frame)> {
    let mut completed = parts.to_vec();
    for index in (1..completed.len()).rev() {
        let later = completed[index].1.clone();
        complete(&mut completed[index - 1].1, &later);
        let before = completed[index - 1].1.get(Field::Month);
        let crosses = before > later.get(Field::Month) && later.has(Field::Month);
        let own_year = parts[index - 1].1.has(Field::Year);
        if let Some(year) = completed[index - 1].1.get(Field::Year)
            && crosses
            && !own_year
        {
            completed[index - 1]
                .1
                .set(Field::Year, year.saturating_sub(1));
        }
    }
    for index in 1..completed.len() {
        let earlier = completed[index - 1].1.clone();
        complete(&mut completed[index].1, &earlier);
    }
    completed
}

/// Fills in `frame` what `other` says about coarser parts of the same date.
fn complete(frame: &mut Frame, other: &Frame) {
    let lacks_month = frame.has(Field::Day) && !frame.has(Field::Month);
    let lacks_year = frame.has(Field::Month) && !frame.has(Field::Year);
    let lacks_unit = frame.quantity.is_some() && frame.lengths.is_empty();
    for field in SHARED {
        let wanted = if field == Field::Meridiem {
            frame.has(Field::Hour)
        } else {
            lacks_month || (lacks_year && field != Field::Month)
        };
        if let Some(value) = other.get(field).filter(|_| wanted && !frame.has(field)) {
            frame.set(field, value);
        }
    }
    if let (true, Some(length)) = (lacks_unit, other.lengths.last())
        && let Some(quantity) = frame.quantity.take()
    {
        let mut length = *length;
        length.quantity = quantity;
        frame.lengths.push(length);
    }
}

/// Whether an expression of words alone is a name or a part of one.
fn is_in_name(expression: &Found, names: &[Span], lexemes: &[Lexeme]) -> bool {
    let words = &lexemes[expression.extent.0..expression.extent.1];
    let numbered = words.iter().any(|lexeme| lexeme.kind == LexemeKind::Digits);
    let after = names.partition_point(|name| name.start <= expression.span.start);
    let within = after
        .checked_sub(1)
        .and_then(|at| names.get(at))
        .is_some_and(|name| name.contains(expression.span));
    within && !numbered
}

/// The found expressions with their values.
fn resolved(
    content: &str,
    lexemes: &[Lexeme],
    found: &[Found],
    published: Option<Publication>,
    language: &LanguageDates,
) -> Dates {
    let shown = published.as_ref().and_then(|publication| publication.shown);
    let mut anchor = published
        .as_ref()
        .and_then(|publication| publication.anchor);
    if let Some(anchor) = anchor.as_mut().filter(|anchor| anchor.known > Unit::Day) {
        anchor.latest_named = latest_named(found, anchor);
    }
    let mut resolver = Resolver::new(anchor);
    let mut expressions: Vec<DateExpression> = Vec::new();
    for (index, expression) in found.iter().enumerate() {
        let outlook = language.outlook.around(content, lexemes, expression.extent);
        let Some(meaning) = resolver.resolve(&expression.frame, outlook) else {
            continue;
        };
        resolver.note(expressions.len(), &meaning.value);
        let span = shown
            .filter(|(shown, span)| *shown == index && is_labelled(content, *span, expression.span))
            .map_or(expression.span, |(_, span)| span);
        let edge = expression.frame.get(Field::Edge);
        let days = meaning
            .days
            .map(|(first, last)| (first.to_string(), last.to_string()));
        let limits = days.or_else(|| bounds(&meaning.value, edge, &language.hours));
        expressions.push(DateExpression {
            span,
            kind: kind(&meaning.value, &expression.frame),
            value: meaning.value.to_string(),
            earliest: limits.as_ref().map(|(earliest, _)| earliest.clone()),
            latest: limits.map(|(_, latest)| latest),
            anchor: anchored(meaning.against),
            confidence: confidence(&meaning, &expression.frame, outlook),
            alternatives: meaning.alternatives.iter().map(Value::to_string).collect(),
        });
    }
    Dates {
        publication: published.map(|publication| publication.date),
        expressions,
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
