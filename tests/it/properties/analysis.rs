//! Analysing random articles: no panic, sound spans and references, findings in
//! order, and the same answer again, whatever else is asked for.

use std::sync::LazyLock;

use copydesk::analysis::{Analysis, Analyzer, Include, Options, Syntax};
use copydesk::attribution::{Attribution, QuoteSource};
use copydesk::date::Anchor;
use copydesk::language::Packs;
use copydesk::segment::segment;
use copydesk::text::{Document, Span};
use proptest::prelude::*;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::load().unwrap());
static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::load().unwrap());

/// What the stages look for, and what gets in their way.
static PIECES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let marks = "« | »|«|»|“|”|‘|’|\"|'|„|‹|›|— |– |- |. |, | : |… |... |! |? |(|)";
    let spaces = "\n|\r\n|\n\n|\t| |\u{a0}|\u{202f}|\u{2028}|\0|\u{301}|\u{200d}|\u{202e}|\u{2066}";
    let letters = "\u{feff}|\u{ad}|🙂|👩\u{200d}🚀|é|ß|İ|ﬁ|漢字|مرحبا|दिन|Ǆ|ŉ";
    let cues = "a déclaré |dit-il |a-t-elle ajouté |selon |d’après |que |qu’il |said |says |told |\
        according to |that |didn't |denied |cannot say ";
    let sources = "il |elle |he |she |they |ils |le maire |the mayor |Zoé Lantier |M. Roy |Mr. Smith |\
        J.-P. Roy |O’Brien |FDS |Forces démocratiques (FDS) |Vannes |U.S. |une source |a spokesman ";
    let dates = "le 9 février 2019 |February 9, 2019 |lundi |yesterday |à 14h30 |2019-02-30 |\
        99999999999999999999 |31/02/2019 |deux semaines |the 1980s |next ";
    let all = [marks, spaces, letters, cues, sources, dates];
    all.iter()
        .flat_map(|list| list.split('|'))
        .map(str::to_owned)
        .collect()
});

pub(super) fn article() -> impl Strategy<Value = Document> {
    let piece = prop_oneof![
        12 => proptest::sample::select(PIECES.clone()),
        1 => ".{0,6}",
        1 => "[a-zé]{1,8} ",
    ];
    let text = proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat());
    let language = proptest::sample::select(vec![
        None,
        Some("de"),
        Some("en"),
        Some("es"),
        Some("fr"),
        Some("it"),
        Some("nl"),
        Some("pt"),
        Some("sv"),
    ]);
    let published = proptest::sample::select(vec![None, Some("2019-02-11"), Some("2019")]);
    let title = proptest::option::of(proptest::sample::select(PIECES.clone()));
    (text, title, language, published).prop_map(|(text, title, language, published)| {
        let mut document = Document::new(text);
        if let Some(title) = title {
            document = document.with_title(&title);
        }
        if let Some(language) = language {
            document = document.with_language(language);
        }
        if let Some(published) = published {
            document = document.with_published(published);
        }
        document
    })
}

pub(super) fn analyze(document: &Document, include: Include) -> Analysis {
    let options = Options {
        include,
        ..Options::default()
    };
    ANALYZER.analyze(document, &options).unwrap()
}

fn attribution_spans(attribution: &Attribution) -> Vec<Span> {
    let cue = attribution.cue.iter().flat_map(|cue| cue.spans.clone());
    let source = attribution.source.iter().map(|source| source.span);
    cue.chain(source)
        .chain(attribution.content.clone())
        .collect()
}

/// Every span of an analysis.
fn spans(analysis: &Analysis) -> Vec<Span> {
    let mut spans: Vec<Span> = vec![];
    spans.extend(
        analysis
            .language
            .passages
            .iter()
            .map(|passage| passage.span),
    );
    spans.extend(
        analysis
            .dates
            .publication
            .iter()
            .filter_map(|date| date.span),
    );
    spans.extend(analysis.dates.expressions.iter().map(|date| date.span));
    for entity in &analysis.entities {
        spans.extend(entity.role);
        spans.extend(entity.mentions.iter().map(|mention| mention.span));
    }
    for quote in &analysis.quotes {
        spans.extend([quote.span, quote.open]);
        spans.extend(quote.close);
    }
    spans.extend(
        analysis
            .attributions
            .items
            .iter()
            .flat_map(attribution_spans),
    );
    spans
}

fn check_spans(content: &str, analysis: &Analysis) -> Result<(), TestCaseError> {
    for span in spans(analysis) {
        prop_assert!(span.start <= span.end);
        prop_assert!(content.get(span.range()).is_some(), "{:?}", span);
    }
    let is_empty = |span: Span| span.of(content).trim().is_empty();
    let mentions = analysis.entities.iter().flat_map(|entity| &entity.mentions);
    prop_assert!(!mentions.map(|mention| mention.span).any(is_empty));
    prop_assert!(
        !analysis
            .dates
            .expressions
            .iter()
            .any(|date| is_empty(date.span))
    );
    Ok(())
}

/// Where an attribution stands in the text: at its cue, else its source, else its content.
fn place(attribution: &Attribution) -> Option<u32> {
    let cue = attribution.cue.as_ref().and_then(|cue| cue.spans.first());
    let source = attribution.source.as_ref().map(|source| &source.span);
    let span = cue.or(source).or(attribution.content.first());
    span.map(|span| span.start)
}

fn check_order(analysis: &Analysis) -> Result<(), TestCaseError> {
    let dates = analysis.dates.expressions.iter().map(|date| date.span);
    prop_assert!(dates.is_sorted());
    prop_assert!(analysis.quotes.iter().map(|quote| quote.open).is_sorted());
    for entity in &analysis.entities {
        prop_assert!(
            entity
                .mentions
                .iter()
                .map(|mention| mention.span)
                .is_sorted()
        );
        prop_assert!(!entity.mentions.is_empty() && !entity.name.is_empty());
    }
    let first = |entity: &copydesk::entity::Entity| {
        entity.mentions.first().map(|mention| mention.span.start)
    };
    prop_assert!(analysis.entities.iter().map(first).is_sorted());
    prop_assert!(analysis.attributions.items.iter().map(place).is_sorted());
    Ok(())
}

fn check_references(analysis: &Analysis) -> Result<(), TestCaseError> {
    let (quotes, items) = (&analysis.quotes, &analysis.attributions.items);
    for (at, quote) in quotes.iter().enumerate() {
        prop_assert!(quote.parent.is_none_or(|parent| parent < at));
        if let Some(outer) = quote.parent.map(|parent| &quotes[parent]) {
            prop_assert!(outer.open.end <= quote.open.start, "{:?}", quote);
            let ends_before = |close: Span| quote.span.end <= close.start;
            prop_assert!(outer.close.is_none_or(ends_before), "{:?}", quote);
        }
    }
    let owner = |quote: &usize| analysis.attributions.quotes[*quote];
    for (at, attribution) in items.iter().enumerate() {
        let own = QuoteSource::Attribution(at);
        prop_assert!(attribution.quotes.iter().all(|quote| owner(quote) == own));
        prop_assert!(attribution.quotes.iter().all(|&quote| quote < quotes.len()));
        prop_assert!(
            attribution
                .entity
                .is_none_or(|entity| entity < analysis.entities.len())
        );
    }
    prop_assert_eq!(analysis.attributions.quotes.len(), quotes.len());
    for source in &analysis.attributions.quotes {
        if let QuoteSource::Attribution(attribution) = source {
            prop_assert!(*attribution < items.len());
        }
    }
    let dates = &analysis.dates.expressions;
    for (at, date) in dates.iter().enumerate() {
        if let Anchor::Expression(other) = date.anchor {
            prop_assert!(other < dates.len() && other != at);
        }
    }
    Ok(())
}

/// A tag for each token, and in each sentence a tree with one root.
fn check_syntax(analysis: &Analysis) -> Result<(), TestCaseError> {
    let Syntax {
        segmentation,
        tags,
        tree,
    } = &analysis.syntax;
    let tokens = segmentation.tokens.len();
    prop_assert!(tags.as_ref().is_none_or(|tags| tags.len() == tokens));
    prop_assert!(tree.is_empty() || tree.len() == tokens);
    let sentences = segmentation.sentences.iter().filter(|_| !tree.is_empty());
    for sentence in sentences {
        let heads = || sentence.tokens.clone().map(|token| tree.head(token));
        prop_assert_eq!(heads().filter(Option::is_none).count(), 1);
        prop_assert!(
            heads()
                .flatten()
                .all(|head| sentence.tokens.contains(&head))
        );
    }
    Ok(())
}

/// That one finding alone is the same as together with the others.
fn check_parts(document: &Document, whole: &Analysis) -> Result<(), TestCaseError> {
    let none = Include {
        language: false,
        date: false,
        entities: false,
        attributions: false,
        quotes: false,
    };
    prop_assert_eq!(&analyze(document, none).language, &whole.language);
    let dates = analyze(document, Include { date: true, ..none }).dates;
    prop_assert_eq!(&dates, &whole.dates);
    let entities = analyze(
        document,
        Include {
            entities: true,
            ..none
        },
    )
    .entities;
    prop_assert_eq!(&entities, &whole.entities);
    let attributions = analyze(
        document,
        Include {
            attributions: true,
            ..none
        },
    )
    .attributions;
    prop_assert_eq!(&attributions, &whole.attributions);
    let quotes = analyze(
        document,
        Include {
            quotes: true,
            ..none
        },
    )
    .quotes;
    prop_assert_eq!(&quotes, &whole.quotes);
    Ok(())
}

fn check(document: &Document) -> Result<(), TestCaseError> {
    let analysis = analyze(document, Include::default());
    check_spans(document.content(), &analysis)?;
    check_order(&analysis)?;
    check_references(&analysis)?;
    check_syntax(&analysis)?;
    prop_assert_eq!(&analyze(document, Include::default()), &analysis);
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_analysed_into_sound_findings(text in ".{0,200}") {
        check(&Document::new(text))?;
    }

    #[test]
    fn any_words_and_marks_are_analysed_into_sound_findings(document in article()) {
        check(&document)?;
    }

    #[test]
    fn a_finding_alone_is_the_same_as_with_the_others(document in article()) {
        check_parts(&document, &analyze(&document, Include::default()))?;
    }

    #[test]
    fn tokens_and_white_space_tile_the_text(document in article()) {
        let pack = document.language().and_then(|tag| PACKS.for_tag(tag));
        let rules = pack.map_or(PACKS.common_tokens(), |pack| &pack.tokens);
        let found = segment(&document, rules);
        let content = document.content();
        let mut end = 0;
        for token in &found.tokens {
            let range = token.span.range();
            prop_assert!(content[end..range.start].trim().is_empty());
            prop_assert!(!token.span.is_empty());
            end = range.end;
        }
        prop_assert!(content[end..].trim().is_empty());
        let held = found.sentences.iter().flat_map(|sentence| sentence.tokens.clone());
        prop_assert!(held.eq(0..found.tokens.len()));
    }
}
