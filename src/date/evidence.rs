//! Evidence: what in the text makes one of its dates the publication date. A
//! line that is nothing but a date, a word like "published" before it, a dateline,
//! a byline:
//!
//! ```text
//! Publié le 12 mars 2021          header, by the cue
//! PARIS, 12 févr. (AFP) – Le …    dateline
//! By Ann Roe, 4 May 2011          byline
//! ```

use crate::language::{Table, rows};
use crate::model::LoadError;
use crate::text::{Document, Span};

use super::finder::Found;
use super::publication::{Publication, anchor, past};
use super::resolve::{Outlook, Resolver};
use super::value::Value;
use super::{DateBasis, Precision, PublicationDate};

/// Lines at the top of an article that may show its date.
const TOP_LINES: usize = 8;
/// Lines at the end that may show it after a word that says so.
const LAST_LINES: usize = 3;
/// Longest text before the date in a dateline or byline, in bytes.
const LONGEST_LEAD: usize = 80;

/// Longest article or preposition in a dateline, in bytes.
const LONGEST_ARTICLE: usize = 3;
/// Most words of a place and an agency in a dateline.
const MOST_PLACE_WORDS: usize = 5;

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
                return Err(table.error(expected, &row.join(" · ")));
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

/// A line of the text and where it is.
struct Line {
    span: Span,
    top: bool,
    bottom: bool,
}

/// What the text itself shows: when it was published, and when it was last changed.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) published: Option<Publication>,
    pub(super) updated: Option<Publication>,
}

/// The dates of publication and of the last change that the text shows.
pub(super) fn shown(document: &Document, found: &[Found], cues: &PublicationCues) -> Shown {
    let lines = lines(document.content());
    let resolver = Resolver::new(None);
    let mut shown = Shown::default();
    for (index, expression) in found.iter().enumerate() {
        let line = lines
            .iter()
            .find(|line| line.span.contains(expression.span));
        let value = resolver
            .resolve(&expression.frame, Outlook::Unknown)
            .map(|resolved| resolved.value)
            .filter(dates_an_article);
        let (Some(line), Some(value)) = (line, value) else {
            continue;
        };
        let Some(evidence) = evidence(document.content(), line, expression.span, cues) else {
            continue;
        };
        let Some(date) = past(of_text(&value, evidence.basis, evidence.span)) else {
            continue;
        };
        let place = if evidence.updated {
            &mut shown.updated
        } else {
            &mut shown.published
        };
        let known = place.as_ref().map(|known| rank(known.date.basis));
        if known.is_none_or(|known| rank(evidence.basis) < known) {
            *place = Some(Publication {
                anchor: anchor(&date.value),
                date,
                shown: Some((index, evidence.span)),
            });
        }
    }
    shown
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
    let (precision, confidence) = if let Value::Month(..) = value {
        (Precision::Month, 0.9)
    } else if let Value::Instant(_, clock) = value {
        let precision = clock
            .second
            .map_or(Precision::Minute, |_| Precision::Second);
        (precision, 0.97)
    } else {
        (Precision::Day, 0.97)
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

/// What in its line makes a date one of publication or of a change.
struct Evidence {
    basis: DateBasis,
    /// The date and the word that says what it is.
    span: Span,
    updated: bool,
}

impl Evidence {
    fn of(basis: DateBasis, span: Span) -> Self {
        Self {
            basis,
            span,
            updated: false,
        }
    }
}

/// What the line of a date says about it.
fn evidence(content: &str, line: &Line, date: Span, cues: &PublicationCues) -> Option<Evidence> {
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
        let header = Evidence::of(DateBasis::Header, span);
        return match cue {
            Cue::Label if line.top && at_line_start => Some(header),
            Cue::Published if lead.len() <= LONGEST_LEAD => Some(header),
            Cue::Updated if lead.len() <= 2 * LONGEST_LEAD => Some(Evidence {
                updated: true,
                ..header
            }),
            Cue::Label | Cue::Published | Cue::Updated | Cue::Byline => None,
        };
    }
    if !line.top {
        return None;
    }
    if !has_words(lead) && !has_words(rest) {
        return Some(Evidence::of(DateBasis::Header, date));
    }
    if dash_follows(rest) && (lead.is_empty() || is_place(lead)) {
        return Some(Evidence::of(DateBasis::Dateline, date));
    }
    let short = lead.len() + rest.len() <= 2 * LONGEST_LEAD;
    if short && cues.is_byline(lead) && !rest.contains(['.', '!', '?']) {
        return Some(Evidence::of(DateBasis::Byline, date));
    }
    let dateline = stop_follows(rest) && is_place_alone(lead);
    dateline.then(|| Evidence::of(DateBasis::Dateline, date))
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
        Some((agency, after)) if agency.len() <= LONGEST_LEAD => {
            after.trim_start().trim_start_matches('.').trim_start()
        }
        _ => rest,
    };
    rest.starts_with(['-', '–', '—', '―'])
}

/// Whether the date ends its line or its sentence.
fn stop_follows(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with(['.', ':'])
}

/// Whether nothing but a place or an agency stands before the date, and perhaps an
/// article: "Bogotá,", "Stockholm, den", "MALMÖ (TT)".
fn is_place_alone(lead: &str) -> bool {
    let lead = lead.trim();
    let core = match lead.rsplit_once(", ") {
        Some((place, article)) if article.len() <= LONGEST_ARTICLE => place,
        _ => lead,
    };
    let is_name = |word: &str| {
        let word = word.trim_matches(|mark: char| !mark.is_alphanumeric());
        word.len() <= LONGEST_ARTICLE || word.starts_with(char::is_uppercase)
    };
    let ends = core.len() < lead.len() || lead.ends_with([',', ')', '-', '–', '—', '/']);
    ends && lead.len() <= LONGEST_LEAD
        && core.starts_with(|first: char| first.is_uppercase())
        && core.split_whitespace().count() <= MOST_PLACE_WORDS
        && core.split_whitespace().all(is_name)
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
