//! The name recogniser: which stretches of a sentence are names, and of what
//! kind. Labels follow the BILOU scheme (Ratinov and Roth 2009): a name begins,
//! goes on and ends (`B-PER I-PER L-PER`) or is one token (`U-PER`).

use super::EntityKind;
use super::features::NameContext;
use crate::model::{Labelled, LoadError, ModelFile, SequenceModel};
use crate::segment::Segmentation;
use crate::tag::Article;
use crate::text::Span;

/// A name found in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Where it is.
    pub span: Span,
    /// Its tokens, as indices into the segmentation.
    pub tokens: std::ops::Range<usize>,
    /// What it names.
    pub kind: EntityKind,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

/// The recogniser of one language.
#[derive(Debug)]
pub struct Recogniser {
    model: SequenceModel,
    labels: Vec<NameLabel>,
}

/// A label of the model, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct NameLabel {
    kind: Option<EntityKind>,
    begins: bool,
    ends: bool,
}

impl Recogniser {
    /// Reads the recogniser's model.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let model = SequenceModel::load(file, "names")?;
        let labels = model
            .labels()
            .iter()
            .map(|label| NameLabel::parse(label))
            .collect();
        Ok(Self { model, labels })
    }

    /// The names of `article`, in order, until it is cancelled.
    pub fn names(&self, article: &Article, context: &NameContext) -> Vec<Name> {
        let segmentation = article.segmentation;
        let mut names = Vec::new();
        for sentence in &segmentation.sentences {
            if article.is_cancelled() {
                break;
            }
            let start = sentence.tokens.start;
            let found = self.model.decode(sentence.tokens.len(), |at, features| {
                context.features(&sentence.tokens, start + at, features);
            });
            self.collect(segmentation, start, &found, &mut names);
        }
        names
    }

    fn collect(
        &self,
        segmentation: &Segmentation,
        start: usize,
        found: &[Labelled],
        names: &mut Vec<Name>,
    ) {
        let mut first = 0;
        for (at, labelled) in found.iter().enumerate() {
            let label = self.labels[labelled.label];
            if label.begins {
                first = at;
            }
            if let (Some(kind), true) = (label.kind, label.ends) {
                let margin = found[first..=at]
                    .iter()
                    .map(|part| part.margin)
                    .min()
                    .unwrap_or_default();
                let tokens = start + first..start + at + 1;
                let span = segmentation.tokens[tokens.start]
                    .span
                    .to(segmentation.tokens[tokens.end - 1].span);
                names.push(Name {
                    span,
                    tokens,
                    kind,
                    confidence: self.model.probability(margin),
                });
            }
        }
    }
}

impl NameLabel {
    fn parse(label: &str) -> Self {
        let (place, kind) = label.split_once('-').unwrap_or((label, ""));
        let kind = match kind {
            "PER" => Some(EntityKind::Person),
            "ORG" => Some(EntityKind::Organization),
            "LOC" => Some(EntityKind::Location),
            "EVE" => Some(EntityKind::Event),
            "PROD" => Some(EntityKind::Product),
            _ => None,
        };
        Self {
            kind,
            begins: matches!(place, "B" | "U"),
            ends: matches!(place, "L" | "U"),
        }
    }
}
