//! The morphology of tagged words, from treebanks: for each tag a choice among
//! the bundles of features that its words have there.

use std::collections::BTreeMap;

use copydesk::model::{Header, ModelFile, write_classifier};
use copydesk::tag::{Morphology, Tag, Tagger, TaggerFiles, morphology_features};

use crate::card::load;
use crate::perceptron::{Example, Weights, train as train_weights};
use crate::quantise::{small, unit, within};
use crate::score::{Score, share};
use crate::tags::{Weighted, treebanks};
use crate::tasks::Task;
use crate::{Outcome, Setting};

/// A model may take this many bytes.
const BUDGET: usize = 400_000;
/// The features of a treebank that are kept.
const KEPT: [&str; 5] = ["Gender", "Number", "Person", "Tense", "Mood"];
/// A bundle that is rarer is a slip.
const RARE: usize = 3;

/// The model file of the morphology of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<Vec<u8>> {
    let (train, _) = treebanks(setting, code)?;
    let choices = choices(&train);
    let mut labels = Vec::new();
    let mut weights: Vec<(u64, Vec<(usize, f32)>)> = Vec::new();
    for (tag, bundles) in &choices {
        let start = labels.len();
        labels.extend(bundles.iter().map(|bundle| format!("{tag} {bundle}")));
        if bundles.len() > 1 {
            let learned = learn(&train, tag, bundles, setting.passes(Task::Morphology));
            weights.extend(
                learned
                    .features
                    .into_iter()
                    .map(|(feature, row)| (feature, (start..).zip(row).collect())),
            );
        }
    }
    let header = Header {
        task: "morphology".into(),
        language: code.into(),
        labels,
    };
    Ok(file(&header, &weights))
}

/// For each tag its bundles, sorted.
fn choices(train: &Weighted) -> BTreeMap<String, Vec<String>> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (sentence, _) in train {
        for (label, features) in sentence.labels().zip(sentence.features()) {
            let bundle = (label.clone(), bundle(features));
            *counts.entry(bundle).or_default() += 1;
        }
    }
    let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((tag, bundle), _) in counts.into_iter().filter(|(_, count)| *count >= RARE) {
        choices.entry(tag).or_default().push(bundle);
    }
    choices
}

/// The features that are kept, in a fixed order.
fn bundle(features: &str) -> String {
    let value = |name: &&str| {
        let mut pairs = features.split('|').filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(known, _)| known == name);
        found.map(|(name, value)| format!("{name}={value}"))
    };
    KEPT.iter().filter_map(value).collect::<Vec<_>>().join("|")
}

/// Weights of the choice among `bundles` for words tagged `tag`.
fn learn(train: &Weighted, tag: &str, bundles: &[String], passes: usize) -> Weights {
    let mut examples = Vec::new();
    for (sentence, weight) in train {
        let tags: Vec<Tag> = sentence.labels().map(|label| Tag::parse(label)).collect();
        let gold = sentence.labels().zip(sentence.features());
        for (at, (label, features)) in gold.enumerate() {
            let known = bundles.iter().position(|known| *known == bundle(features));
            if let Some(choice) = known.filter(|_| label == tag) {
                let mut found = Vec::new();
                morphology_features(&sentence.words, &tags, at, &mut found);
                examples.push(Example {
                    features: vec![found],
                    labels: vec![choice],
                    weight: *weight,
                });
            }
        }
    }
    train_weights(&examples, bundles.len(), &|_, _| true, passes)
}

fn file(header: &Header, weights: &[(u64, Vec<(usize, f32)>)]) -> Vec<u8> {
    let all = weights
        .iter()
        .flat_map(|(_, row)| row.iter().map(|(_, weight)| *weight));
    let unit = unit(all);
    let bias = vec![0; header.labels.len()];
    let dense = |row: &[(usize, f32)]| {
        let mut dense = vec![0.0; header.labels.len()];
        for (label, weight) in row {
            dense[*label] = *weight;
        }
        dense
    };
    within(BUDGET, |smallest| {
        let features: Vec<_> = weights
            .iter()
            .flat_map(|(feature, row)| small(&[(*feature, dense(row))], unit, smallest))
            .collect();
        write_classifier(header, unit, &bias, &features)
    })
}

/// The share of dev tokens whose morphology is right, tags as the tagger gives them.
pub(crate) fn evaluate(setting: &Setting, code: &str, file: ModelFile) -> Outcome<Vec<Score>> {
    let tagger = Tagger::load(TaggerFiles {
        clusters: load(&format!("models/{code}/clusters.bin"))?,
        tags: load(&format!("models/{code}/tag.bin"))?,
        morphology: Some(file),
    })?;
    let mut scores = Vec::new();
    for (test_set, sentences) in treebanks(setting, code)?.1 {
        let (mut right, mut total) = (0, 0);
        for sentence in &sentences {
            let tags = tagger.tag(&sentence.segmentation, &sentence.words);
            for (tag, features) in tags.iter().zip(sentence.features()) {
                total += 1;
                right += usize::from(tag.morphology == Morphology::parse(features));
            }
        }
        scores.push(Score {
            measure: "morphology accuracy",
            value: share(right, total),
            test_set,
            size: format!("{total} tokens"),
        });
    }
    Ok(scores)
}
