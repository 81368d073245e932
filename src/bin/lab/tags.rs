//! The tagger: parts of speech and verb forms from treebanks.

use copydesk::language::{Language, Packs};
use copydesk::model::{Header, ModelFile};
use copydesk::tag::{Clusters, Tagger, TaggerFiles, WordForm, tag_features};

use crate::card::load;
use crate::corpora::corpora;
use crate::crf::{Schedule, train as train_weights};
use crate::perceptron::Example;
use crate::quantise::sequence_file;
use crate::score::{Miss, Score, share};
use crate::tasks::Task;
use crate::tokenised::Tokenised;
use crate::treebank::trees;
use crate::{Outcome, Setting};

/// A tagger may take this many bytes.
const BUDGET: usize = 1_300_000;

/// Sentences with the weight of their corpus in training.
pub(crate) type Weighted = Vec<(Tokenised, f32)>;
/// Sentences by the name of their test set.
pub(crate) type TestSets = Vec<(String, Vec<Tokenised>)>;

/// The tagger of `code` that is in the repository, without morphology.
pub(crate) fn tagger(code: &str) -> Outcome<Tagger> {
    with(code, load(&format!("models/{code}/tag.bin"))?)
}

/// The tagger of `code` with the tags of `file`.
pub(crate) fn with(code: &str, tags: ModelFile) -> Outcome<Tagger> {
    Ok(Tagger::load(TaggerFiles {
        clusters: load(&format!("models/{code}/clusters.bin"))?,
        tags,
        morphology: None,
    })?)
}

/// The model file of the tagger of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<Vec<u8>> {
    let (train, _) = treebanks(setting, code)?;
    Ok(trained(setting, code, &train))
}

/// The tagger learned from `train`.
fn trained(setting: &Setting, code: &str, train: &Weighted) -> Vec<u8> {
    let mut labels: Vec<String> = Vec::new();
    let examples: Vec<Example> = train
        .iter()
        .map(|(sentence, weight)| example(&sentence.words, sentence.labels(), &mut labels, *weight))
        .collect();
    model(code, labels, &examples, setting.passes(Task::Tag))
}

/// The model file learned from `examples`.
pub(crate) fn model(
    code: &str,
    labels: Vec<String>,
    examples: &[Example],
    passes: usize,
) -> Vec<u8> {
    let schedule = Schedule {
        passes,
        rate: 0.1,
        dropout: 0,
        budget: BUDGET,
    };
    let mut weights = train_weights(examples, labels.len(), &|_, _| true, schedule);
    weights.odds = 1.0;
    let header = Header {
        task: "tag".into(),
        language: code.into(),
        labels,
    };
    sequence_file(&header, &weights, BUDGET)
}

/// The treebanks of `code`, to train on and to measure on.
pub(crate) fn treebanks(setting: &Setting, code: &str) -> Outcome<(Weighted, TestSets)> {
    let language = Language::from_tag(code).ok_or("expected a language with a pack")?;
    let packs = Packs::load()?;
    let clusters = Clusters::load(load(&format!("models/{code}/clusters.bin"))?)?;
    let (mut train, mut dev) = (Weighted::new(), TestSets::new());
    for corpus in corpora(setting, "tag", code) {
        let found = trees(&corpus)?.into_iter();
        let found = found.filter_map(|tree| Tokenised::new(tree, &packs, language, &clusters));
        match corpus.weight {
            Some(weight) => train.extend(found.map(|sentence| (sentence, weight))),
            None => dev.push((corpus.title(), found.collect())),
        }
    }
    Ok((train, dev))
}

/// The share of dev tokens whose part of speech, and whose whole label, is right.
pub(crate) fn evaluate(setting: &Setting, code: &str, file: ModelFile) -> Outcome<Vec<Score>> {
    let tagger = with(code, file)?;
    let mut scores = Vec::new();
    for (test_set, sentences) in treebanks(setting, code)?.1 {
        let (mut parts, mut whole, mut total) = (0, 0, 0);
        for sentence in &sentences {
            let labels = tagger.labels(&sentence.segmentation, &sentence.words);
            for (label, gold) in labels.into_iter().zip(sentence.labels()) {
                total += 1;
                whole += usize::from(label == gold);
                parts += usize::from(label.split('.').next() == gold.split('.').next());
            }
        }
        let score = |measure, right| Score {
            measure,
            value: share(right, total),
            test_set: test_set.clone(),
            size: format!("{total} tokens"),
        };
        scores.extend([
            score("UPOS accuracy", parts),
            score("UPOS and verb form accuracy", whole),
        ]);
    }
    Ok(scores)
}

/// A sentence to learn from; labels that are new get the next number.
pub(crate) fn example<'l>(
    words: &[WordForm],
    gold: impl Iterator<Item = &'l String>,
    labels: &mut Vec<String>,
    weight: f32,
) -> Example {
    let features = (0..words.len()).map(|at| {
        let mut found = Vec::new();
        tag_features(words, at, &mut found);
        found
    });
    let mut number = |label: &String| {
        let known = labels.iter().position(|known| known == label);
        known.unwrap_or_else(|| {
            labels.push(label.clone());
            labels.len() - 1
        })
    };
    Example {
        features: features.collect(),
        labels: gold.map(&mut number).collect(),
        weight,
    }
}

/// The dev tokens whose label is wrong, with the words around them.
pub(crate) fn misses(setting: &Setting, code: &str, file: ModelFile) -> Outcome<Vec<Miss>> {
    let tagger = with(code, file)?;
    let mut misses = Vec::new();
    for (_, sentences) in treebanks(setting, code)?.1 {
        for sentence in &sentences {
            let labels = tagger.labels(&sentence.segmentation, &sentence.words);
            let both = labels.into_iter().zip(sentence.labels()).enumerate();
            misses.extend(both.filter(|(_, (label, gold))| label != gold).map(
                |(at, (label, gold))| Miss {
                    kind: format!("{label} for {gold}"),
                    context: sentence.around(at..at + 1),
                },
            ));
        }
    }
    Ok(misses)
}
