//! The whole pipeline on one screen: [`Analyzer::analyze`] calls each stage in
//! turn and hands it what the stages before it found.

mod options;
mod warning;

pub use options::{Cancelled, Include, Options};
pub use warning::Warning;

use crate::attribution::{Attributions, Input, attribute, mentions};
use crate::date::{self, DateFinder, Dates};
use crate::embedded;
use crate::entity::{Entity, EntityFinder};
use crate::language::{Identifier, Language, LanguageFinding, Pack, Packs};
use crate::model::LoadError;
use crate::quote::{Quote, Surroundings, quotes};
use crate::segment::{Segmentation, segment};
use crate::tag::{Article, Tagger, word_forms};
use crate::text::{Document, Span};

/// Reads articles. Loaded once, shared by all requests.
#[derive(Debug)]
pub struct Analyzer {
    packs: Packs,
    identifier: Identifier,
    taggers: Vec<Tagger>,
    entities: EntityFinder,
    dates: DateFinder,
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
    /// What the reader of this analysis should know.
    pub warnings: Vec<Warning>,
}

impl Analyzer {
    /// Reads and checks every model and language pack.
    pub fn load() -> Result<Self, LoadError> {
        let taggers = Language::ALL.map(|language| Tagger::load(embedded::tagger(language)?));
        let recognisers =
            Language::ALL.map(|language| Ok((language, embedded::model(Some(language), "names")?)));
        let recognisers: Vec<_> = recognisers.into_iter().collect::<Result<_, LoadError>>()?;
        Ok(Self {
            packs: Packs::load()?,
            identifier: Identifier::load(embedded::model(None, "language")?)?,
            taggers: taggers.into_iter().collect::<Result<_, _>>()?,
            entities: EntityFinder::load(embedded::GAZETTEER, &recognisers)?,
            dates: DateFinder::load()?,
        })
    }

    /// The tags of all languages that can be told, in the order of the model.
    pub fn identified_languages(&self) -> &[String] {
        self.identifier.tags()
    }

    /// Finds in `document` what `options` asks for.
    pub fn analyze(&self, document: &Document, options: &Options) -> Result<Analysis, Cancelled> {
        let wanted = options.include;
        let mut analysis = Analysis {
            language: self.identifier.identify(document),
            ..Analysis::default()
        };
        let pack = self.packs.for_tag(&analysis.language.tag);
        analysis.has_pack = pack.is_some();
        let mut unpaired = 0;
        if wanted.date || wanted.voices() {
            options.go_on()?;
            let segmentation = segment(
                document,
                pack.map_or(self.packs.common_tokens(), |pack| &pack.tokens),
            );
            options.go_on()?;
            let language = pack.map(|pack| pack.language);
            analysis.dates = self.dates.find(&date::Input {
                document,
                language,
                segmentation: &segmentation,
                names: &[],
            });
            if wanted.voices() {
                unpaired = self.voices(document, &segmentation, (pack, options), &mut analysis)?;
            }
        }
        analysis.warnings = warning::warnings(&analysis, wanted, unpaired);
        Ok(analysis)
    }

    /// Names, quotations and who speaks; returns how many quotation marks were left over.
    fn voices(
        &self,
        document: &Document,
        segmentation: &Segmentation,
        (pack, options): (Option<&Pack>, &Options),
        analysis: &mut Analysis,
    ) -> Result<usize, Cancelled> {
        let text = document.content();
        let tagger = pack.map(|pack| &self.taggers[pack.language as usize]);
        let words = match pack.zip(tagger) {
            Some((pack, tagger)) => tagger.forms(text, &segmentation.tokens, pack),
            None => word_forms(text, &segmentation.tokens),
        };
        options.go_on()?;
        let tags = tagger.map(|tagger| tagger.tag(segmentation, &words));
        options.go_on()?;
        let around = Surroundings {
            text,
            segmentation,
            words: &words,
            tags: tags.as_deref(),
            pack,
        };
        let quotes = quotes(
            &around,
            pack.map_or(self.packs.common_marks(), |pack| &pack.marks),
        );
        analysis.quotes = quotes.items;
        if let (Some(pack), Some(tags)) = (pack, &tags) {
            let article = Article {
                text,
                segmentation,
                words: &words,
                tags,
                pack,
            };
            options.go_on()?;
            let times: Vec<Span> = analysis
                .dates
                .expressions
                .iter()
                .map(|time| time.span)
                .collect();
            analysis.entities = self.entities.find(&article, &times);
            options.go_on()?;
            analysis.attributions = attribute(&Input {
                article,
                entities: &analysis.entities,
                quotes: &analysis.quotes,
                dates: &analysis.dates,
            });
            mentions(&analysis.attributions, &mut analysis.entities);
        } else {
            analysis.attributions = Attributions::without_pack(&analysis.quotes);
        }
        Ok(quotes.unpaired.len())
    }
}
