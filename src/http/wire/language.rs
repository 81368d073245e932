//! The article's language, and passages in another one.

use serde::Serialize;
use utoipa::ToSchema;

use super::confidence;
use super::span::{Places, TextSpan};
use crate::language::{self, LanguageFinding};

/// The article's main language.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Language {
    /// BCP 47 tag; `und` when there is too little text to tell.
    #[schema(example = "fr")]
    pub tag: String,
    /// Probability, 0 to 1; 1 when the request gave the language.
    pub confidence: f64,
    /// The likeliest languages, best first.
    pub candidates: Vec<Candidate>,
    /// Passages in another language, such as a quotation that was not translated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub passages: Vec<Passage>,
}

/// A language that the text may be in.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Candidate {
    /// BCP 47 tag.
    pub tag: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

/// A passage in another language than the article's.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Passage {
    /// Where it is.
    #[serde(flatten)]
    pub span: TextSpan,
    /// BCP 47 tag of its language.
    pub tag: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

impl Language {
    pub(super) fn new(finding: &LanguageFinding, places: &Places) -> Self {
        let passage = |passage: &language::Passage| Passage {
            span: places.span(passage.span),
            tag: passage.tag.clone(),
            confidence: confidence(passage.confidence),
        };
        let candidate = |candidate: &language::Candidate| Candidate {
            tag: candidate.tag.clone(),
            confidence: confidence(candidate.confidence),
        };
        Self {
            tag: finding.tag.clone(),
            confidence: confidence(finding.confidence),
            candidates: finding.candidates.iter().map(candidate).collect(),
            passages: finding.passages.iter().map(passage).collect(),
        }
    }
}
