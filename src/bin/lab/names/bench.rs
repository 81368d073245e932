//! A recogniser on the bench: what it finds in annotated texts, by itself and
//! with the steps over the whole article, and how sure it may be of it.

use copydesk::entity::{EntityFinder, NameContext, Recogniser};
use copydesk::model::ModelFile;

use super::labels::code;
use super::measure::{Counts, Found};
use super::workshop::Workshop;
use super::{Read, UNFITTED};
use crate::Outcome;
use crate::card::load;
use crate::readers::Annotated;
use crate::score::Score;

/// A recogniser with all that it needs.
pub(super) struct Bench {
    workshop: Workshop,
    recogniser: Recogniser,
    finder: EntityFinder,
}

impl Bench {
    pub(super) fn open(language: &str, file: ModelFile) -> Outcome<Self> {
        let workshop = Workshop::open(language)?;
        let gazetteer = load("gazetteers/names.bin")?;
        Ok(Self {
            recogniser: Recogniser::load(file)?,
            finder: EntityFinder::load(
                gazetteer,
                copydesk::embedded::ATLAS,
                &[(workshop.language, file)],
            )?,
            workshop,
        })
    }

    /// The scores on each of `corpora`, sentence by sentence and with the steps over the article.
    pub(super) fn scores<'r>(&self, corpora: impl Iterator<Item = &'r Read>) -> Vec<Score> {
        let score = |measure, read: &Read, names: &dyn Fn(&Annotated) -> Vec<Found>| {
            let mut counts = Counts::default();
            let texts = read.texts.iter();
            texts.for_each(|text| counts.add(text, &names(text)));
            Score {
                measure,
                value: counts.core().f1(),
                test_set: read.name.clone(),
                size: format!("{} names", counts.core().gold),
            }
        };
        let both = |read: &Read| {
            [
                score("PER/ORG/LOC F1, sentences", read, &|text| self.names(text)),
                score("PER/ORG/LOC F1, articles", read, &|text| {
                    self.article_names(text)
                }),
            ]
        };
        corpora.flat_map(both).collect()
    }

    /// The names of each sentence by itself.
    fn names(&self, text: &Annotated) -> Vec<Found> {
        let prepared = self.workshop.prepare(text);
        let context = NameContext::new(&self.workshop.article(&prepared), &self.workshop.gazetteer);
        let names = self
            .recogniser
            .names(&self.workshop.article(&prepared), &context);
        names
            .iter()
            .map(|name| (name.span, code(name.kind)))
            .collect()
    }

    /// The names of the article after all steps.
    pub(super) fn article_names(&self, text: &Annotated) -> Vec<Found> {
        let prepared = self.workshop.prepare(text);
        let entities = self.finder.find(&self.workshop.article(&prepared), &[]);
        let mentions = entities.iter().flat_map(|entity| {
            let places = entity.mentions.iter();
            places.map(|mention| (mention.span, code(entity.kind)))
        });
        mentions.collect()
    }
}

impl Workshop {
    /// The log-odds per 1 of margin under which the dev files' names, right and wrong, are likeliest.
    pub(super) fn fitted_odds<'t>(
        &self,
        draft: &Recogniser,
        texts: impl Iterator<Item = &'t Annotated>,
    ) -> f32 {
        let mut outcomes = Vec::new();
        for text in texts {
            let prepared = self.prepare(text);
            let article = self.article(&prepared);
            let context = NameContext::new(&article, &self.gazetteer);
            for name in draft.names(&article, &context) {
                let right = text
                    .spans
                    .iter()
                    .any(|(span, label)| *span == name.span && label == code(name.kind));
                let margin = (name.confidence / (1.0 - name.confidence)).ln() / UNFITTED;
                outcomes.push((margin, right));
            }
        }
        let loss = |odds: f32| -> f32 {
            outcomes
                .iter()
                .map(|(margin, right)| {
                    (if *right {
                        -odds * margin
                    } else {
                        odds * margin
                    })
                    .exp()
                    .ln_1p()
                })
                .sum()
        };
        let steps = (1_u8..=120).map(|step| 0.9_f32.powi(i32::from(step)));
        steps
            .min_by(|one, other| loss(*one).total_cmp(&loss(*other)))
            .unwrap_or(1.0)
    }
}
