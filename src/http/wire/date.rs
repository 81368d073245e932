//! The publication date, and the dates, times, durations and repeated times in
//! the text.

use serde::Serialize;
use utoipa::ToSchema;

use super::span::{OptionalSpan, Places, TextSpan};
use super::{confidence, mirror};
use crate::date::{self, Anchor};

/// When the article was published.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PublicationDate {
    /// The date and what shows it.
    #[serde(flatten)]
    pub shown: ShownDate,
    /// When it was last changed; absent where nothing shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub updated: Option<ShownDate>,
}

/// A date of the article itself, with what shows it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ShownDate {
    /// EDTF.
    #[schema(example = "2019-02")]
    pub value: String,
    /// The finest part of the date that is known.
    pub precision: PublicationPrecision,
    /// What shows it.
    pub basis: PublicationBasis,
    /// Where the text shows it; absent when the request or the markup does.
    #[serde(flatten)]
    pub span: OptionalSpan,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

mirror! {
    /// The finest part of a date that is known.
    #[expect(missing_docs, reason = "the names say it")]
    PublicationPrecision of date::Precision { Second, Minute, Day, Month, Year }
}

mirror! {
    /// What shows the publication date.
    PublicationBasis of date::DateBasis {
        /// The request gave it.
        Given,
        /// A line above the article's first words.
        Header,
        /// The dateline, as agencies write it.
        Dateline,
        /// A line that names the author.
        Byline,
        /// HTML metadata.
        Markup,
        /// Only the text's own dates fit.
        Inferred,
    }
}

/// A date, time, duration or repeated time in the text.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DateExpression {
    /// Unique in the answer.
    #[schema(example = "d1")]
    pub id: String,
    /// Where it is.
    #[serde(flatten)]
    pub span: TextSpan,
    /// What it denotes.
    #[serde(rename = "type")]
    pub kind: DateType,
    /// TIMEX3 value.
    #[schema(example = "2019-02-09")]
    pub value: String,
    /// First day or instant of the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub earliest: Option<String>,
    /// Last day or instant of the period, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub latest: Option<String>,
    /// What it was resolved against: `publication`, the id of another date, or `none`.
    #[schema(example = "publication")]
    pub anchor: String,
    /// `true` when the date is used as the name of what happened then ("le 11-Septembre").
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub event: bool,
    /// The ids of the dates that an interval runs from and to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub parts: Vec<String>,
    /// `true` when more than one reading remains.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub ambiguous: bool,
    /// The other readings, TIMEX3 values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub alternatives: Vec<String>,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

mirror! {
    /// The types of TIMEX3, in lower case.
    #[expect(missing_docs, reason = "the names are TimeML's own")]
    DateType of date::DateKind { Date, Time, Duration, Set }
}

impl PublicationDate {
    /// The date of publication, which `dates` have, and that of the last change.
    pub(super) fn new(dates: &date::Dates, places: &Places) -> Option<Self> {
        let shown = |date: &date::PublicationDate| ShownDate::new(date, places);
        Some(Self {
            shown: shown(dates.publication.as_ref()?),
            updated: dates.updated.as_ref().map(shown),
        })
    }
}

impl ShownDate {
    fn new(date: &date::PublicationDate, places: &Places) -> Self {
        Self {
            value: date.value.clone(),
            precision: date.precision.into(),
            basis: date.basis.into(),
            span: date.span.map(|span| places.span(span)).into(),
            confidence: confidence(date.confidence),
        }
    }
}

impl DateExpression {
    pub(super) fn new(index: usize, date: &date::DateExpression, places: &Places) -> Self {
        Self {
            id: id(index),
            span: places.span(date.span),
            kind: date.kind.into(),
            value: date.value.clone(),
            earliest: date.earliest.clone(),
            latest: date.latest.clone(),
            anchor: match date.anchor {
                Anchor::None => "none".to_owned(),
                Anchor::Publication => "publication".to_owned(),
                Anchor::Expression(other) => id(other),
            },
            event: date.event,
            parts: date.parts.iter().map(|part| id(*part)).collect(),
            ambiguous: !date.alternatives.is_empty(),
            alternatives: date.alternatives.clone(),
            confidence: confidence(date.confidence),
        }
    }
}

fn id(index: usize) -> String {
    format!("d{}", index + 1)
}
