//! The whole pipeline on one screen: [`Analyzer::analyze`] calls each stage in
//! turn and hands it what the stages before it found.

mod options;
mod reading;
mod stage;
mod warning;

pub use options::{Cancelled, Include, Options};
pub use reading::{FindModel, Reader, Reading, Syntax};
pub use stage::{Observer, Stage};
pub use warning::Warning;

use crate::attribution::{Attributions, attribute, mentions};
use crate::date::Dates;
use crate::embedded;
use crate::entity::{Entity, weigh};
use crate::language::{Identifier, LanguageFinding};
use crate::model::{LoadError, OddsModel};
use crate::quote::Quote;
use crate::text::Document;

/// Reads articles. Loaded once, shared by all requests.
#[derive(Debug)]
pub struct Analyzer {
    identifier: Identifier,
    reader: Reader,
    voices: OddsModel,
}

/// Everything that was found in one article. Findings refer to each other by index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The article's language.
    pub language: LanguageFinding,
    /// Whether that language has a pack, and with it names, attributions and dates in words.
    pub has_pack: bool,
    /// Publication date and dates.
    pub dates: Dates,
    /// The entities, in order of first mention.
    pub entities: Vec<Entity>,
    /// The quoted passages, in the order of the text.
    pub quotes: Vec<Quote>,
    /// The attributions, in the order of the text.
    pub attributions: Attributions,
    /// Its tokens and what is known of each, where some finding needed them.
    pub syntax: Syntax,
    /// What the reader of this analysis should know.
    pub warnings: Vec<Warning>,
}

impl Analyzer {
    /// Reads and checks every model and language pack.
    pub fn load() -> Result<Self, LoadError> {
        Ok(Self {
            identifier: Identifier::load(embedded::model(None, "language")?)?,
            reader: Reader::load()?,
            voices: OddsModel::load(embedded::model(None, "attribution")?, "attribution")?,
        })
    }

    /// The tags of all languages that can be told, in the order of the model.
    pub fn identified_languages(&self) -> &[String] {
        self.identifier.tags()
    }

    /// Finds in `document` what `options` asks for.
    pub fn analyze(&self, document: &Document, options: &Options) -> Result<Analysis, Cancelled> {
        let wanted = options.include;
        options.enter(Stage::Language)?;
        let mut analysis = Analysis {
            language: self.identifier.identify(document),
            ..Analysis::default()
        };
        let pack = self.reader.pack(&analysis.language.tag);
        analysis.has_pack = pack.is_some();
        let mut unpaired = 0;
        if wanted.date || wanted.voices() {
            let reading = self.reader.read(document, pack, options)?;
            if let Some(pack) = pack.filter(|_| wanted.voices()) {
                options.enter(Stage::Attributions)?;
                analysis.attributions = attribute(&reading.input(document, pack), &self.voices);
            } else {
                analysis.attributions = Attributions::without_pack(&reading.quotes.items);
            }
            unpaired = reading.quotes.unpaired.len();
            analysis.dates = reading.dates;
            analysis.quotes = reading.quotes.items;
            analysis.entities = reading.entities;
            analysis.syntax = Syntax {
                segmentation: reading.segmentation,
                tags: reading.tags,
                tree: reading.tree,
            };
            mentions(&analysis.attributions, &mut analysis.entities);
            let speaks = analysis.attributions.speakers(analysis.entities.len());
            weigh(&mut analysis.entities, document, &speaks);
        }
        analysis.warnings = warning::warnings(&analysis, wanted, unpaired);
        Ok(analysis)
    }
}
