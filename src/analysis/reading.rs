//! [`Reader`]: the stages before attribution, each in its turn, and [`Reading`]:
//! what they found in one article.
//!
//! ```text
//! segment → dates → tags → quotations → trees → names
//! ```

use std::panic::resume_unwind;
use std::sync::atomic::AtomicBool;

use super::{Cancelled, Options, Stage};
use crate::attribution::Input;
use crate::date::{self, DateFinder, Dates};
use crate::embedded;
use crate::entity::{Entity, EntityFinder};
use crate::language::{Language, Pack, Packs};
use crate::model::{LoadError, ModelFile, OddsModel};
use crate::parse::{Parser, Tree};
use crate::quote::{Quotes, Surroundings, quotes};
use crate::segment::{Segmentation, segment};
use crate::tag::{Article, Tag, Tagger, TaggerFiles, WordForm, word_forms};
use crate::text::{Document, Span};

/// Finds the model of a language for a task.
pub type FindModel = dyn Fn(Option<Language>, &str) -> Result<ModelFile, LoadError>;

/// Reads articles up to attribution. Loaded once, shared by all requests.
#[derive(Debug)]
pub struct Reader {
    packs: Packs,
    taggers: Vec<Tagger>,
    /// None for a language without a treebank.
    parsers: Vec<Option<Parser>>,
    entities: EntityFinder,
    dates: DateFinder,
    speech: OddsModel,
}

/// An article as attribution reads it. In a language without a pack there are neither tags nor names.
#[derive(Debug, Default)]
pub struct Reading {
    /// Tokens, sentences and paragraphs.
    pub segmentation: Segmentation,
    /// A form per token.
    pub words: Vec<WordForm>,
    /// A tag per token.
    pub tags: Option<Vec<Tag>>,
    /// The trees of the sentences; without arcs where no parser reads the language.
    pub tree: Tree,
    /// Publication date and dates.
    pub dates: Dates,
    /// The quoted passages.
    pub quotes: Quotes,
    /// The names.
    pub entities: Vec<Entity>,
}

/// What of a [`Reading`] outlives the analysis, for those who count in tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Syntax {
    /// Tokens, sentences and paragraphs.
    pub segmentation: Segmentation,
    /// A tag per token, in a language with a pack.
    pub tags: Option<Vec<Tag>>,
    /// The trees of the sentences; without arcs where no parser reads the language.
    pub tree: Tree,
}

impl Reading {
    /// The tagged article, whose text is `text`.
    pub fn article<'a>(
        &'a self,
        text: &'a str,
        pack: &'a Pack,
        cancelled: &'a AtomicBool,
    ) -> Article<'a> {
        Article {
            text,
            segmentation: &self.segmentation,
            words: &self.words,
            tags: self.tags.as_deref().unwrap_or_default(),
            pack,
            cancelled,
        }
    }

    /// What attribution reads.
    pub fn input<'a>(
        &'a self,
        document: &'a Document,
        pack: &'a Pack,
        cancelled: &'a AtomicBool,
    ) -> Input<'a> {
        Input {
            article: self.article(document.content(), pack, cancelled),
            tree: &self.tree,
            entities: &self.entities,
            quotes: &self.quotes.items,
            dates: &self.dates,
        }
    }
}

impl Reader {
    /// Reads and checks the models of the binary and the language packs.
    pub fn load() -> Result<Self, LoadError> {
        Self::load_from(&embedded::model)
    }

    /// Reads and checks the language packs and the models that `model` finds.
    pub fn load_from(model: &FindModel) -> Result<Self, LoadError> {
        let tagger =
            |language| Tagger::load(TaggerFiles::find(|task| model(Some(language), task))?);
        let parser = |language| match model(Some(language), "parse") {
            Ok(file) => Parser::load(file).map(Some),
            Err(_) => Ok(None),
        };
        let recogniser = |language| Ok((language, model(Some(language), "names")?));
        let languages = || Language::ALL.into_iter();
        let recognisers: Result<Vec<_>, LoadError> = languages().map(recogniser).collect();
        // Most of the start goes into reading tables of words, which is done beside all else.
        std::thread::scope(|scope| {
            let packs = scope.spawn(Packs::load);
            let dates = scope.spawn(DateFinder::load);
            let taggers = languages().map(tagger).collect::<Result<_, _>>()?;
            let parsers = languages().map(parser).collect::<Result<_, _>>()?;
            let entities =
                EntityFinder::load(*embedded::GAZETTEER, embedded::ATLAS, &recognisers?)?;
            Ok(Self {
                packs: packs.join().unwrap_or_else(|panic| resume_unwind(panic))?,
                taggers,
                parsers,
                entities,
                dates: dates.join().unwrap_or_else(|panic| resume_unwind(panic))?,
                speech: OddsModel::load(model(None, "speech")?, "speech")?,
            })
        })
    }

    /// The pack for a BCP 47 tag, when there is one.
    pub fn pack(&self, tag: &str) -> Option<&Pack> {
        self.packs.for_tag(tag)
    }

    /// Reads `document`, in the language of `pack` if there is one: what attribution needs, and of that
    /// what `options` asks for.
    pub fn read(
        &self,
        document: &Document,
        pack: Option<&Pack>,
        options: &Options,
    ) -> Result<Reading, Cancelled> {
        options.enter(Stage::Segment)?;
        let text = document.content();
        let rules = pack.map_or(self.packs.common_tokens(), |pack| &pack.tokens);
        let segmentation = segment(document, rules);
        options.enter(Stage::Dates)?;
        let dates = self.dates.find(&date::Input {
            document,
            language: pack.map(|pack| pack.language),
            segmentation: &segmentation,
            cancelled: options.cancelled,
        });
        let mut reading = Reading {
            segmentation,
            dates,
            ..Reading::default()
        };
        if options.include.voices() {
            options.enter(Stage::Tags)?;
            let tagger = pack.map(|pack| (pack, &self.taggers[pack.language as usize]));
            let tokens = &reading.segmentation.tokens;
            reading.words = match tagger {
                Some((pack, tagger)) => tagger.forms(text, tokens, pack),
                None => word_forms(text, tokens),
            };
            options.go_on()?;
            reading.tags =
                tagger.map(|(_, tagger)| tagger.tag(&reading.segmentation, &reading.words));
            self.read_voices(document, pack, options, &mut reading)?;
        }
        Ok(reading)
    }

    /// Quotations, trees and names.
    fn read_voices(
        &self,
        document: &Document,
        pack: Option<&Pack>,
        options: &Options,
        reading: &mut Reading,
    ) -> Result<(), Cancelled> {
        options.enter(Stage::Quotes)?;
        let text = document.content();
        let around = Surroundings {
            text,
            body_start: document.body_start(),
            segmentation: &reading.segmentation,
            words: &reading.words,
            tags: reading.tags.as_deref(),
            pack,
        };
        let marks = pack.map_or(self.packs.common_marks(), |pack| &pack.marks);
        reading.quotes = quotes(&around, marks, &self.speech);
        let (Some(pack), Some(tags)) = (pack, &reading.tags) else {
            return Ok(());
        };
        options.enter(Stage::Trees)?;
        if let Some(parser) = &self.parsers[pack.language as usize] {
            reading.tree = parser.parse(
                &reading.segmentation,
                (&reading.words, tags),
                options.cancelled,
            );
        }
        options.enter(Stage::Names)?;
        let times = reading.dates.expressions.iter();
        let times: Vec<Span> = times.map(|time| time.span).collect();
        let article = reading.article(text, pack, options.cancelled);
        reading.entities = self.entities.find(&article, &times);
        options.go_on()
    }
}
