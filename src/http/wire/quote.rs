//! Quotations, with the marks around them and who speaks.

use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Wanted;
use super::attribution::{self, speaker};
use super::span::TextSpan;
use super::{confidence, mirror};
use crate::attribution::{QuoteSource, Unattributed};
use crate::quote;

/// A passage in quotation marks, without the marks.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Quote {
    /// Unique in the answer.
    #[schema(example = "q1")]
    pub id: String,
    /// Where it is, without its marks.
    #[serde(flatten)]
    pub span: TextSpan,
    /// The opening and the closing mark; one alone when the passage is never closed.
    #[schema(example = json!(["«", "»"]))]
    pub marks: Vec<String>,
    /// What the passage is.
    pub kind: QuoteType,
    /// Id of the quotation around this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parent: Option<String>,
    /// Id of its attribution, when attributions were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub attribution: Option<String>,
    /// Who speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub speaker: Option<Speaker>,
    /// Why speech has no known speaker.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unattributed: Option<UnattributedReason>,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

/// Who speaks a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Speaker {
    /// Id of the entity, when entities were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "e1")]
    pub entity: Option<String>,
    /// The speaker's name, or the head of the description where there is no name.
    pub name: String,
}

mirror! {
    /// What a passage in quotation marks is.
    QuoteType of quote::QuoteKind {
        /// Words that somebody said or wrote.
        Speech,
        /// The title of a work.
        Title,
        /// A term, a nickname, a scare quote.
        Term,
    }
}

/// Why speech has no known speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnattributedReason {
    /// No cue stands near it, and there is no speaker to continue.
    NoCue,
    /// The article's language has no pack.
    NoPack,
    /// There is an attribution, but its source is not said.
    NoSource,
}

impl Quote {
    pub(super) fn new(index: usize, quote: &quote::Quote, wanted: &Wanted) -> Self {
        let Wanted { places, .. } = wanted;
        let source = wanted.analysis.attributions.quotes.get(index).copied();
        let (attribution, speaker, unattributed) = match source {
            Some(QuoteSource::Attribution(at)) => attributed(at, wanted),
            Some(QuoteSource::Unattributed(reason)) => (None, None, Some(reason.into())),
            Some(QuoteSource::NotSpeech) | None => (None, None, None),
        };
        let marks = [Some(quote.open), quote.close];
        Self {
            id: id(index),
            span: places.span(quote.span),
            marks: marks
                .into_iter()
                .flatten()
                .map(|mark| places.words(mark))
                .collect(),
            kind: quote.kind.into(),
            parent: quote.parent.map(id),
            attribution,
            speaker,
            unattributed,
            confidence: confidence(quote.confidence),
        }
    }
}

/// The id of the attribution, and the speaker or why there is none.
fn attributed(
    at: usize,
    wanted: &Wanted,
) -> (Option<String>, Option<Speaker>, Option<UnattributedReason>) {
    let Some(attribution) = wanted.analysis.attributions.items.get(at) else {
        return (None, None, Some(UnattributedReason::NoCue));
    };
    let id = wanted.include.attributions.then(|| attribution::id(at));
    match speaker(attribution, wanted) {
        (entity, Some(name)) => (id, Some(Speaker { entity, name }), None),
        (_, None) => (id, None, Some(UnattributedReason::NoSource)),
    }
}

impl From<Unattributed> for UnattributedReason {
    fn from(reason: Unattributed) -> Self {
        match reason {
            Unattributed::NoCue => Self::NoCue,
            Unattributed::NoPack => Self::NoPack,
        }
    }
}

/// The id of the quotation at `index`.
pub(super) fn id(index: usize) -> String {
    format!("q{}", index + 1)
}
