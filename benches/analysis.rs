//! How fast the whole analysis and each of its stages are, in bytes and tokens
//! ("items") a second, on a short and a long article in every language with a pack.
//!
//! ```text
//! cargo bench                       all of it
//! cargo bench -- stages::tag        one stage
//! ```
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on has failed"
)]

use std::sync::LazyLock;

use copydesk::analysis::{Analyzer, Options};
use copydesk::language::{Language, Packs};
use copydesk::segment::segment;
use copydesk::text::Document;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::load().unwrap());
static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::load().unwrap());

/// Two sample articles of a language as one.
macro_rules! sample {
    ($language:literal, $first:literal, $second:literal) => {
        concat!(
            include_str!(concat!("../tests/golden/", $language, "/", $first, ".txt")),
            "\n",
            include_str!(concat!("../tests/golden/", $language, "/", $second, ".txt"))
        )
    };
}

/// About 2 kB in each language.
const TEXTS: [(Language, &str); 8] = [
    (Language::French, include_str!("article.fr.txt")),
    (Language::English, include_str!("article.en.txt")),
    (
        Language::German,
        sample!("de", "separable-verbs", "anonymous-and-document-source"),
    ),
    (
        Language::Spanish,
        sample!("es", "angular-quotes", "cue-between-rayas"),
    ),
    (
        Language::Italian,
        sample!("it", "elisions-and-names", "according-to-many-ways"),
    ),
    (
        Language::Portuguese,
        sample!("pt", "guillemets", "curly-quotes-and-present-tense"),
    ),
    (
        Language::Dutch,
        sample!(
            "nl",
            "single-curly-quotes",
            "names-with-prefixes-and-titles"
        ),
    ),
    (
        Language::Swedish,
        sample!("sv", "particles-and-according-to", "dash-opens-speech"),
    ),
];

/// Each text once and 25 times over.
fn articles() -> impl Iterator<Item = Article> {
    let article = |times| {
        move |(language, text)| Article {
            language,
            text,
            times,
        }
    };
    TEXTS
        .into_iter()
        .flat_map(move |text| [1, 25].map(|times| article(times)(text)))
}

/// An article, repeated so many times.
#[derive(Clone, Copy)]
struct Article {
    language: Language,
    text: &'static str,
    times: usize,
}

impl std::fmt::Display for Article {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(out, "{} × {}", self.language.code(), self.times)
    }
}

impl Article {
    fn text(self) -> String {
        vec![self.text; self.times].join("\n")
    }
}

fn main() {
    divan::main();
}

#[divan::bench(args = articles())]
fn whole(bencher: Bencher, article: Article) {
    let text = article.text();
    let document = Document::new(text.as_str());
    let rules = &PACKS.get(article.language).tokens;
    let tokens = segment(&document, rules).tokens.len();
    bencher
        .counter(BytesCount::of_str(&text))
        .counter(ItemsCount::new(tokens))
        .bench(|| ANALYZER.analyze(black_box(&document), &Options::default()));
}

#[divan::bench]
fn load() -> Analyzer {
    Analyzer::load().unwrap()
}

/// Each stage on what those before it found.
mod stages {
    use copydesk::attribution::{self, attribute};
    use copydesk::date::{self, DateFinder, Dates};
    use copydesk::embedded;
    use copydesk::entity::{Entity, EntityFinder};
    use copydesk::language::{Identifier, Pack};
    use copydesk::model::OddsModel;
    use copydesk::parse::{Parser, Tree};
    use copydesk::quote::{Quote, Surroundings, quotes};
    use copydesk::segment::Segmentation;
    use copydesk::tag::{self, Tag, Tagger, WordForm};
    use copydesk::text::{NEVER, Span};

    use super::{
        Article, Bencher, BytesCount, Document, ItemsCount, Language, LazyLock, PACKS, articles,
        black_box, segment,
    };

    static IDENTIFIER: LazyLock<Identifier> =
        LazyLock::new(|| Identifier::load(embedded::model(None, "language").unwrap()).unwrap());
    static DATES: LazyLock<DateFinder> = LazyLock::new(|| DateFinder::load().unwrap());
    static TAGGERS: LazyLock<Vec<Tagger>> = LazyLock::new(|| {
        let tagger = |language| Tagger::load(embedded::tagger(language).unwrap()).unwrap();
        Language::ALL.into_iter().map(tagger).collect()
    });
    static ENTITIES: LazyLock<EntityFinder> = LazyLock::new(|| {
        let recognisers = Language::ALL
            .map(|language| (language, embedded::model(Some(language), "names").unwrap()));
        EntityFinder::load(*embedded::GAZETTEER, embedded::ATLAS, &recognisers).unwrap()
    });

    static VOICES: LazyLock<OddsModel> = LazyLock::new(|| odds("attribution"));
    static SPEECH: LazyLock<OddsModel> = LazyLock::new(|| odds("speech"));

    fn odds(task: &str) -> OddsModel {
        OddsModel::load(embedded::model(None, task).unwrap(), task).unwrap()
    }

    static PARSERS: LazyLock<Vec<Option<Parser>>> = LazyLock::new(|| {
        let file = |language| embedded::model(Some(language), "parse").ok();
        let parser = |language| file(language).map(|file| Parser::load(file).unwrap());
        Language::ALL.into_iter().map(parser).collect()
    });

    /// An article on its way through the stages.
    struct Work {
        language: Language,
        document: Document,
        segmentation: Segmentation,
        words: Vec<WordForm>,
        tags: Vec<Tag>,
    }

    impl Work {
        fn new(article: Article) -> Self {
            let language = article.language;
            let document = Document::new(article.text());
            let segmentation = segment(&document, &PACKS.get(language).tokens);
            let tagger = &TAGGERS[language as usize];
            let pack = PACKS.get(language);
            let words = tagger.forms(document.content(), &segmentation.tokens, pack);
            let tags = tagger.tag(&segmentation, &words);
            Self {
                language,
                document,
                segmentation,
                words,
                tags,
            }
        }

        fn pack(&self) -> &'static Pack {
            PACKS.get(self.language)
        }

        fn article(&self) -> tag::Article<'_> {
            tag::Article {
                text: self.document.content(),
                segmentation: &self.segmentation,
                words: &self.words,
                tags: &self.tags,
                pack: self.pack(),
                cancelled: &NEVER,
            }
        }

        fn dates(&self) -> Dates {
            DATES.find(&date::Input {
                document: &self.document,
                language: Some(self.language),
                segmentation: &self.segmentation,
                cancelled: &NEVER,
            })
        }

        fn entities(&self, dates: &Dates) -> Vec<Entity> {
            let times: Vec<Span> = dates.expressions.iter().map(|time| time.span).collect();
            ENTITIES.find(&self.article(), &times)
        }

        fn tree(&self) -> Tree {
            let words = (&self.words[..], &self.tags[..]);
            let parse = |parser: &Parser| parser.parse(&self.segmentation, words, &NEVER);
            PARSERS[self.language as usize]
                .as_ref()
                .map_or_else(Tree::default, parse)
        }

        fn quotes(&self) -> Vec<Quote> {
            let around = Surroundings {
                text: self.document.content(),
                body_start: self.document.body_start(),
                segmentation: &self.segmentation,
                words: &self.words,
                tags: Some(&self.tags),
                pack: Some(self.pack()),
            };
            quotes(&around, &self.pack().marks, &*SPEECH).items
        }
    }

    /// Measures `stage`, which reads the whole article.
    fn measure<T>(bencher: Bencher, article: Article, stage: impl Fn(&Work) -> T + Sync) {
        let work = Work::new(article);
        bencher
            .counter(BytesCount::of_str(work.document.content()))
            .counter(ItemsCount::new(work.segmentation.tokens.len()))
            .bench(|| stage(black_box(&work)));
    }

    #[divan::bench(args = articles())]
    fn identify(bencher: Bencher, article: Article) {
        measure(bencher, article, |work| IDENTIFIER.identify(&work.document));
    }

    #[divan::bench(args = articles())]
    fn cut(bencher: Bencher, article: Article) {
        measure(bencher, article, |work| {
            segment(&work.document, &work.pack().tokens)
        });
    }

    #[divan::bench(args = articles())]
    fn hash_words(bencher: Bencher, article: Article) {
        measure(bencher, article, |work| {
            let tagger = &TAGGERS[work.language as usize];
            tagger.forms(
                work.document.content(),
                &work.segmentation.tokens,
                work.pack(),
            )
        });
    }

    #[divan::bench(args = articles())]
    fn parse(bencher: Bencher, article: Article) {
        measure(bencher, article, Work::tree);
    }

    #[divan::bench(args = articles())]
    fn tag(bencher: Bencher, article: Article) {
        measure(bencher, article, |work| {
            TAGGERS[work.language as usize].tag(&work.segmentation, &work.words)
        });
    }

    #[divan::bench(args = articles())]
    fn find_dates(bencher: Bencher, article: Article) {
        measure(bencher, article, Work::dates);
    }

    #[divan::bench(args = articles())]
    fn find_entities(bencher: Bencher, article: Article) {
        let dates = Work::new(article).dates();
        measure(bencher, article, |work| work.entities(&dates));
    }

    #[divan::bench(args = articles())]
    fn find_quotes(bencher: Bencher, article: Article) {
        measure(bencher, article, Work::quotes);
    }

    #[divan::bench(args = articles())]
    fn find_attributions(bencher: Bencher, article: Article) {
        let work = Work::new(article);
        let dates = work.dates();
        let (entities, quotes, tree) = (work.entities(&dates), work.quotes(), work.tree());
        measure(bencher, article, |work| {
            let input = attribution::Input {
                article: work.article(),
                tree: &tree,
                entities: &entities,
                quotes: &quotes,
                dates: &dates,
            };
            attribute(&input, &*VOICES)
        });
    }
}
