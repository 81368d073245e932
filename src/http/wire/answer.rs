//! The answer: an [`Analysis`] in the words of the wire, with only what was
//! asked for, and every id that is referred to in it.
//!
//! ```
//! use copydesk::analysis::{Analyzer, Options};
//! use copydesk::http::wire::{Request, answer};
//!
//! let analyzer = Analyzer::load()?;
//! let request = Request::text("Il pleut sur Brest, a dit la maire.");
//! let cancelled = Options::default().cancelled;
//! let answer = answer(&request, &analyzer, cancelled, 1000).expect("a short text, never cancelled");
//! assert_eq!(answer.meta.version, env!("CARGO_PKG_VERSION"));
//! # Ok::<(), copydesk::model::LoadError>(())
//! ```

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use serde::Serialize;
use utoipa::ToSchema;

use super::attribution::Attribution;
use super::date::{DateExpression, PublicationDate};
use super::entity::Entity;
use super::language::Language;
use super::mirror;
use super::page::Page;
use super::quote::Quote;
use super::request::{Article, Request};
use super::span::Places;
use crate::analysis::{self, Analysis, Cancelled, Include, Options};
use crate::formats::Found;
use crate::http::analyze::Analyze;
use crate::http::problem::ApiError;
use crate::text::{Document, OffsetUnit};

/// What was found in one article.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Answer {
    /// The id that the request gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The article's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<Language>,
    /// When the article was published; absent when nothing shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub date: Option<PublicationDate>,
    /// The dates, times, durations and repeated times in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub dates: Option<Vec<DateExpression>>,
    /// The people, organisations, places, events and products.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub entities: Option<Vec<Entity>>,
    /// Who said what.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub attributions: Option<Vec<Attribution>>,
    /// The passages in quotation marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub quotes: Option<Vec<Quote>>,
    /// The readable text of the HTML that was sent, which the spans index.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// Limits, fallbacks and findings that the article's language does not have.
    pub warnings: Vec<Warning>,
    /// What offsets count.
    pub offsets: OffsetUnitName,
    /// What made this answer.
    pub meta: Meta,
}

/// Something that the reader of an answer should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    /// Stable and machine-readable.
    pub code: String,
    /// One sentence for a person.
    pub detail: String,
}

/// What made an answer.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Meta {
    /// The version of the service.
    #[schema(example = "1.0.0")]
    pub version: String,
    /// The version of its models.
    #[schema(example = "2026-11-22")]
    pub models: String,
    /// Milliseconds that the analysis took.
    #[schema(example = 3.1)]
    pub elapsed_ms: f64,
}

mirror! {
    /// What offsets count.
    OffsetUnitName of OffsetUnit {
        /// Unicode code points.
        CodePoint,
        /// UTF-16 code units.
        Utf16,
        /// Bytes of UTF-8.
        Utf8,
    }
}

/// What of an analysis is wanted, and how its spans are told.
pub(super) struct Wanted<'a> {
    pub(super) places: Places<'a>,
    pub(super) analysis: &'a Analysis,
    pub(super) include: Include,
}

/// Why an article that could be read has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text is larger than the limit.
    #[error("expected at most {limit} bytes of text, but got {got}")]
    TooLarge {
        /// The largest text, in bytes of UTF-8.
        limit: usize,
        /// The size of this one, headline included.
        got: usize,
    },
    /// The work was stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// An article that was analysed, before that is put into words.
pub struct Analysed<'r> {
    request: &'r Request,
    page: Option<Page<'r>>,
    document: Document,
    analysis: Analysis,
    models: String,
    elapsed_ms: f64,
}

/// Analyses the article of a request, when its readable text and headline have at
/// most `limit` bytes of UTF-8.
pub fn analyse<'r>(
    request: &'r Request,
    analyzer: &dyn Analyze,
    cancelled: &AtomicBool,
    limit: usize,
) -> Result<Analysed<'r>, Refusal> {
    let start = Instant::now();
    let page = match &request.article {
        Article::Html(html) => Some(Page::new(html)),
        Article::Text(_) => None,
    };
    let document = request.document(page.as_ref());
    let got = document.text().len() + document.title().map_or(0, str::len);
    if got > limit {
        return Err(Refusal::TooLarge { limit, got });
    }
    let include = request.format.needs(request.include);
    let options = Options {
        include,
        cancelled,
        ..Options::default()
    };
    let analysis = analyzer.analyze(&document, &options)?;
    let elapsed = start.elapsed().as_secs_f64() * 1e5;
    Ok(Analysed {
        request,
        page,
        document,
        analysis,
        models: analyzer.models().to_owned(),
        elapsed_ms: elapsed.round() / 100.0,
    })
}

/// [`analyse`], and what was found in the native format.
pub fn answer(
    request: &Request,
    analyzer: &dyn Analyze,
    cancelled: &AtomicBool,
    limit: usize,
) -> Result<Answer, Refusal> {
    let analysed = analyse(request, analyzer, cancelled, limit)?;
    Ok(analysed.answer())
}

impl Analysed<'_> {
    /// The article's language, be it asked for or not.
    pub fn language(&self) -> &str {
        &self.analysis.language.tag
    }

    /// What was found, in the native format.
    pub fn answer(&self) -> Answer {
        let page = self.page.as_ref();
        let answer = Answer::new(self.request, &self.document, page, &self.analysis);
        Answer {
            meta: Meta {
                models: self.models.clone(),
                elapsed_ms: self.elapsed_ms,
                ..answer.meta
            },
            ..answer
        }
    }

    /// What was found, in the format of the request; `answer` is [`Analysed::answer`].
    pub fn write(&self, answer: &Answer) -> Result<Vec<u8>, ApiError> {
        let found = Found {
            document: &self.document,
            analysis: &self.analysis,
            include: self.request.include,
            id: self.request.id.as_deref(),
        };
        match self.request.format.write(&found) {
            Some(text) => Ok(text.into_bytes()),
            None => serde_json::to_vec(answer).map_err(|_| ApiError::Internal),
        }
    }
}

impl Answer {
    /// What `analysis` found in `document`, the text of `page` if it came as one, as
    /// `request` wants it.
    pub(super) fn new(
        request: &Request,
        document: &Document,
        page: Option<&Page>,
        analysis: &Analysis,
    ) -> Self {
        let include = request.include;
        let wanted = &Wanted {
            places: Places::new(document, page, request.unit),
            analysis,
            include,
        };
        let Wanted { places, .. } = wanted;
        let dates = &analysis.dates;
        let date = |index: usize, date: &_| DateExpression::new(index, date, places);
        let entity = |index: usize, entity: &_| Entity::new(index, entity, places);
        let attribution = |index: usize, item: &_| Attribution::new(index, item, wanted);
        let quote = |index: usize, quote: &_| Quote::new(index, quote, wanted);
        let publication = PublicationDate::new(dates, places).filter(|_| include.date);
        let language = || Language::new(&analysis.language, places);
        let attributions = || list(&analysis.attributions.items, attribution);
        let found = analysis.warnings.iter().map(Warning::from);
        Self {
            id: request.id.clone(),
            language: include.language.then(language),
            date: publication,
            dates: include.date.then(|| list(&dates.expressions, date)),
            entities: include.entities.then(|| list(&analysis.entities, entity)),
            attributions: include.attributions.then(attributions),
            quotes: include.quotes.then(|| list(&analysis.quotes, quote)),
            text: page.map(|page| page.reduced.text.clone()),
            warnings: request.warnings.iter().cloned().chain(found).collect(),
            offsets: request.unit.into(),
            meta: Meta {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                models: String::new(),
                elapsed_ms: 0.0,
            },
        }
    }
}

impl Answer {
    /// Each item found: the finding that it belongs to, and its kind.
    pub(in crate::http) fn kinds(&self) -> Vec<(&'static str, String)> {
        let dates = self
            .dates
            .iter()
            .flatten()
            .map(|date| ("dates", name(date.kind)));
        let entities = self.entities.iter().flatten();
        let entities = entities.map(|entity| ("entities", name(entity.kind)));
        let attributions = self.attributions.iter().flatten();
        let attributions = attributions.map(|item| ("attributions", name(item.kind)));
        let quotes = self
            .quotes
            .iter()
            .flatten()
            .map(|quote| ("quotes", name(quote.kind)));
        dates
            .chain(entities)
            .chain(attributions)
            .chain(quotes)
            .collect()
    }
}

/// The name of a kind of one word.
fn name(kind: impl std::fmt::Debug) -> String {
    format!("{kind:?}").to_lowercase()
}

impl From<&analysis::Warning> for Warning {
    fn from(warning: &analysis::Warning) -> Self {
        Self {
            code: warning.code.to_owned(),
            detail: warning.detail.clone(),
        }
    }
}

/// Each item with its index.
fn list<I, O>(items: &[I], item: impl Fn(usize, &I) -> O) -> Vec<O> {
    let each = items.iter().enumerate();
    each.map(|(index, one)| item(index, one)).collect()
}
