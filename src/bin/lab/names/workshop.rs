//! What training and measuring names share: the packs, tagger and gazetteer of
//! a language, and annotated texts made ready for the templates.

use std::ops::Range;

use copydesk::entity::{Family, Gazetteer, NameContext};
use copydesk::language::{Language, Packs};
use copydesk::segment::{Segmentation, segment};
use copydesk::tag::{Article, Tag, Tagger, WordForm};
use copydesk::text::{Document, NEVER};

use super::labels::{gold, well_formed};
use crate::Outcome;
use crate::card::load;
use crate::perceptron::Example;
use crate::readers::Annotated;
use crate::tags::tagger;

/// Everything below the recogniser of one language.
pub(super) struct Workshop {
    packs: Packs,
    pub(super) language: Language,
    tagger: Tagger,
    pub(super) gazetteer: Gazetteer,
}

/// A text as far as the tagger takes it.
pub(super) struct Prepared {
    text: String,
    pub(super) segmentation: Segmentation,
    words: Vec<WordForm>,
    tags: Vec<Tag>,
}

impl Workshop {
    pub(super) fn open(code: &str) -> Outcome<Self> {
        Ok(Self {
            packs: Packs::load()?,
            language: Language::from_tag(code).ok_or("expected a language with a pack")?,
            tagger: tagger(code)?,
            gazetteer: Gazetteer::load(load("gazetteers/names.bin")?)?,
        })
    }

    pub(super) fn prepare(&self, text: &Annotated) -> Prepared {
        let document = Document::new(text.text.clone());
        let pack = self.packs.get(self.language);
        let segmentation = segment(&document, &pack.tokens);
        let words = self
            .tagger
            .forms(document.content(), &segmentation.tokens, pack);
        let tags = self.tagger.tag(&segmentation, &words);
        Prepared {
            text: text.text.clone(),
            segmentation,
            words,
            tags,
        }
    }

    pub(super) fn article<'a>(&'a self, prepared: &'a Prepared) -> Article<'a> {
        let Prepared {
            text,
            segmentation,
            words,
            tags,
        } = prepared;
        Article {
            text,
            segmentation,
            words,
            tags,
            pack: self.packs.get(self.language),
            cancelled: &NEVER,
        }
    }

    /// The sentences of `text` with their gold labels and their features, but for those of the family
    /// `without`.
    pub(super) fn examples(
        &self,
        text: &Annotated,
        labels: &[String],
        weight: f32,
        without: Option<Family>,
    ) -> Vec<Example> {
        let prepared = self.prepare(text);
        let context = NameContext::new(&self.article(&prepared), &self.gazetteer);
        let segmentation = &prepared.segmentation;
        let gold = gold(segmentation, text, labels);
        let example = |tokens: &Range<usize>| Example {
            features: tokens
                .clone()
                .map(|at| {
                    let mut found = Vec::new();
                    let families = Family::ALL.into_iter();
                    for family in families.filter(|family| Some(*family) != without) {
                        context.family_features(family, tokens, at, &mut found);
                    }
                    found
                })
                .collect(),
            labels: well_formed(&gold[tokens.clone()], labels),
            weight,
        };
        segmentation
            .sentences
            .iter()
            .map(|sentence| example(&sentence.tokens))
            .collect()
    }
}
