//! Attributions: who said what, by which cue.

use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Wanted;
use super::span::{OptionalSpan, TextSpan};
use super::{confidence, entity, mirror, quote};
use crate::analysis::Analysis;
use crate::attribution;

/// One reported statement.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Attribution {
    /// Unique in the answer.
    #[schema(example = "a1")]
    pub id: String,
    /// How much of the content stands in quotation marks.
    #[serde(rename = "type")]
    pub kind: AttributionType,
    /// Who said it; absent when nobody can be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source: Option<Source>,
    /// The words that report it; absent for a floating quotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cue: Option<Cue>,
    /// What was said, in one or more pieces.
    pub content: Vec<TextSpan>,
    /// Ids of the quotations in the content; absent when quotes were not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub quotes: Option<Vec<String>>,
    /// How the speaker of a floating quotation, which has no cue, was resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub basis: Option<Resolution>,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

/// Who is reported to have said something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// Where the text names the source; absent for a floating quotation.
    #[serde(flatten)]
    pub span: OptionalSpan,
    /// How the source is written there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kind: Option<SourceType>,
    /// Id of the entity that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "e1")]
    pub entity: Option<String>,
    /// The speaker's name, or the head of the description where there is no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
}

/// The words that report a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cue {
    /// Where they are.
    pub spans: Vec<TextSpan>,
    /// Dictionary form.
    pub lemma: String,
    /// What kind of report it makes.
    pub kind: CueType,
    /// `true` when it says that something was not said.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub negated: bool,
}

mirror! {
    /// How much of a statement stands in quotation marks.
    AttributionType of attribution::AttributionKind {
        /// All of it.
        Direct,
        /// A part of it.
        Mixed,
        /// Nothing.
        Indirect,
    }
}

mirror! {
    /// How a source is written.
    SourceType of attribution::SourceKind {
        /// By a name.
        Name,
        /// By a description.
        Description,
        /// By a pronoun.
        Pronoun,
        /// Without saying who.
        Anonymous,
        /// A document.
        Document,
    }
}

mirror! {
    /// What kind of report a cue makes.
    #[expect(missing_docs, reason = "the names say it")]
    CueType of attribution::CueKind {
        Statement, Claim, Announcement, Question, Request, Denial, Accusation, Belief, AccordingTo, Other,
    }
}

mirror! {
    /// How a speaker was resolved.
    Resolution of attribution::Basis {
        /// The source is a name.
        Name,
        /// The source is a description of the entity.
        Description,
        /// The source is a pronoun that stands for the entity.
        Pronoun,
        /// The quotation goes on from the speaker before it.
        Continuation,
        /// The source stands for nobody that the article names.
        Unresolved,
    }
}

impl Attribution {
    pub(super) fn new(
        index: usize,
        attribution: &attribution::Attribution,
        wanted: &Wanted,
    ) -> Self {
        let Wanted { places, .. } = wanted;
        let spans = |spans: &[_]| spans.iter().map(|&span| places.span(span)).collect();
        let quotes = || attribution.quotes.iter().map(|&at| quote::id(at)).collect();
        Self {
            id: id(index),
            kind: attribution.kind.into(),
            source: Source::new(attribution, wanted),
            cue: attribution.cue.as_ref().map(|cue| Cue {
                spans: spans(&cue.spans),
                lemma: cue.lemma.clone(),
                kind: cue.kind.into(),
                negated: cue.negated,
            }),
            content: spans(&attribution.content),
            quotes: wanted.include.quotes.then(quotes),
            basis: attribution.cue.is_none().then(|| attribution.basis.into()),
            confidence: confidence(attribution.confidence),
        }
    }
}

impl Source {
    fn new(attribution: &attribution::Attribution, wanted: &Wanted) -> Option<Self> {
        let (entity, name) = speaker(attribution, wanted);
        if attribution.source.is_none() && entity.is_none() && name.is_none() {
            return None;
        }
        let source = attribution.source;
        let span = source.map(|source| wanted.places.span(source.span));
        Some(Self {
            span: span.into(),
            kind: source.map(|source| source.kind.into()),
            entity,
            name,
        })
    }
}

/// The speaker's entity, when entities were asked for, and name.
pub(super) fn speaker(
    attribution: &attribution::Attribution,
    wanted: &Wanted,
) -> (Option<String>, Option<String>) {
    let Analysis { entities, .. } = wanted.analysis;
    let entity = attribution.entity.filter(|&index| index < entities.len());
    let name = entity.map(|index| entities[index].name.clone());
    let id = entity.filter(|_| wanted.include.entities).map(entity::id);
    (id, attribution.speaker.clone().or(name))
}

/// The id of the attribution at `index`.
pub(super) fn id(index: usize) -> String {
    format!("a{}", index + 1)
}
