//! The tagger: parts of speech and verb forms from treebanks.

use copydesk::language::{Language, Packs};
use copydesk::model::{Header, ModelFile};
use copydesk::segment::segment;
use copydesk::tag::{Tagger, tag_features, word_forms};
use copydesk::text::Document;

use crate::Setting;
use crate::card::{Card, save};
use crate::corpora::corpora;
use crate::perceptron::{Example, Weights, train as train_weights};
use crate::quantise::sequence_file;
use crate::readers::{Annotated, texts};

/// A tagger may take this many bytes.
const BUDGET: usize = 1_600_000;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Trains, measures and, when asked, writes the tagger of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<()> {
    let language = Language::from_tag(code).ok_or("expected a language with a pack")?;
    let packs = Packs::load()?;
    let mut labels: Vec<String> = Vec::new();
    let (mut examples, mut dev) = (Vec::new(), Vec::new());
    for corpus in corpora(setting, "tag", code) {
        for text in texts(&corpus)? {
            match corpus.weight {
                Some(weight) => {
                    examples.push(example(&packs, language, &text, &mut labels, weight));
                }
                None => dev.push(text),
            }
        }
    }
    eprintln!(
        "tag {code}: {} sentences, {} labels",
        examples.len(),
        labels.len()
    );
    let mut weights: Weights = train_weights(&examples, labels.len(), &|_, _| true, setting.passes);
    weights.odds = 1.0;
    let header = Header {
        task: "tag".into(),
        language: code.into(),
        labels,
    };
    let bytes = sequence_file(&header, &weights, BUDGET);
    let scores = measure(&packs, language, &dev, bytes.clone())?;
    println!("tag {code}: {scores}, {} bytes", bytes.len());
    save(
        setting,
        &Card {
            task: "tag",
            language: code,
            scores: &scores,
            bytes: &bytes,
        },
    )
}

/// The gold label of each token of `text`, by the first of the treebank's words that it covers.
fn gold(
    packs: &Packs,
    language: Language,
    text: &Annotated,
) -> (
    Document,
    copydesk::segment::Segmentation,
    Vec<Option<String>>,
) {
    let document = Document::new(text.text.clone());
    let mut segmentation = segment(&document, &packs.get(language).tokens);
    if let (Some(first), Some(last)) = (segmentation.tokens.first(), segmentation.tokens.last()) {
        let span = first.span.to(last.span);
        let tokens = 0..segmentation.tokens.len();
        segmentation.sentences = vec![copydesk::segment::Sentence {
            span,
            tokens,
            paragraph: 0,
        }];
    }
    let labels = segmentation
        .tokens
        .iter()
        .map(|token| {
            text.spans
                .iter()
                .rfind(|(span, _)| span.overlaps(token.span))
                .map(|(_, label)| label.clone())
        })
        .collect();
    (document, segmentation, labels)
}

fn example(
    packs: &Packs,
    language: Language,
    text: &Annotated,
    labels: &mut Vec<String>,
    weight: f32,
) -> Example {
    let (document, segmentation, gold) = gold(packs, language, text);
    let words = word_forms(document.content(), &segmentation.tokens);
    let features = (0..words.len())
        .map(|at| {
            let mut found = Vec::new();
            tag_features(&words, at, &mut found);
            found
        })
        .collect();
    let mut number = |label: String| {
        labels
            .iter()
            .position(|known| *known == label)
            .unwrap_or_else(|| {
                labels.push(label);
                labels.len() - 1
            })
    };
    let labels = gold
        .into_iter()
        .map(|label| number(label.unwrap_or_else(|| "X".into())))
        .collect();
    Example {
        features,
        labels,
        weight,
    }
}

/// The share of dev tokens whose part of speech, and whose whole label, is right.
fn measure(
    packs: &Packs,
    language: Language,
    dev: &[Annotated],
    bytes: Vec<u8>,
) -> Outcome<String> {
    let tagger = Tagger::load(ModelFile {
        path: "the model just trained",
        bytes: bytes.leak(),
    })?;
    let (mut parts, mut whole, mut total) = (0_u32, 0_u32, 0_u32);
    for text in dev {
        let (document, segmentation, gold) = gold(packs, language, text);
        let words = word_forms(document.content(), &segmentation.tokens);
        for (label, gold) in tagger.labels(&segmentation, &words).iter().zip(gold) {
            let gold = gold.unwrap_or_else(|| "X".into());
            total += 1;
            whole += u32::from(**label == gold);
            parts += u32::from(label.split('.').next() == gold.split('.').next());
        }
    }
    let share = |count: u32| 100.0 * f64::from(count) / f64::from(total.max(1));
    Ok(format!(
        "UPOS {:.2} %, with verb form {:.2} % of {total} dev tokens",
        share(parts),
        share(whole)
    ))
}
