//! Tags for treebank sentences as a tagger gives them that has not seen the
//! sentence: the parser learns with the errors that it will meet.

use copydesk::model::{Header, ModelFile};
use copydesk::tag::{Tagger, tag_features, word_forms};

use crate::perceptron::{Example, train as train_weights};
use crate::quantise::{sequence_file, wide};
use crate::treebank::Treed;

/// A tagger may take this many bytes.
const BUDGET: usize = 1_600_000;
/// In how many parts the training sentences are tagged, each by a tagger trained on the others.
const FOLDS: usize = 5;
/// How many sentences in a row are in one part.
const RUN: usize = 10;
const PASSES: usize = 6;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A sentence with its tree and the tagger's labels.
pub(crate) struct Tagged {
    pub(crate) tree: Treed,
    pub(crate) labels: Vec<String>,
    pub(crate) weight: f32,
    /// Whether it is in the language of the model.
    pub(crate) is_own: bool,
}

impl Tagged {
    /// How far an error in the sentence moves whole-numbered weights.
    pub(crate) fn amount(&self) -> i32 {
        i32::from(wide(self.weight * 8.0)).max(1)
    }
}

/// Tags the training sentences; those of another language than `code` keep their gold tags.
pub(crate) fn tag_training(training: &[(Treed, f32)], code: &str) -> Outcome<Vec<Tagged>> {
    let own = |tree: &Treed| tree.language == code;
    let mut found: Vec<Tagged> = training
        .iter()
        .map(|(tree, weight)| Tagged {
            tree: tree.clone(),
            labels: tree.labels.clone(),
            weight: *weight,
            is_own: own(tree),
        })
        .collect();
    for fold in 0..FOLDS {
        let is_in = |at: usize| at / RUN % FOLDS == fold;
        let others = training
            .iter()
            .enumerate()
            .filter(|(at, (tree, _))| own(tree) && !is_in(*at));
        let tagger = train(others.map(|(_, sentence)| sentence))?;
        for (at, tagged) in found.iter_mut().enumerate() {
            if is_in(at) && tagged.is_own {
                tagged.labels = labels(&tagger, &tagged.tree);
            }
        }
    }
    Ok(found)
}

/// Tags the sentences of dev files by a tagger trained on all training sentences of their language.
pub(crate) fn tag_held_out(
    training: &[(Treed, f32)],
    dev: Vec<(String, Vec<Treed>)>,
) -> Outcome<Vec<(String, Vec<Tagged>)>> {
    let language = dev
        .iter()
        .flat_map(|(_, trees)| trees)
        .map(|tree| tree.language.clone())
        .next();
    let own = |(tree, _): &&(Treed, f32)| Some(&tree.language) == language.as_ref();
    let tagger = train(training.iter().filter(own))?;
    let tagged = |tree: Treed| Tagged {
        labels: labels(&tagger, &tree),
        tree,
        weight: 1.0,
        is_own: true,
    };
    Ok(dev
        .into_iter()
        .map(|(name, trees)| (name, trees.into_iter().map(tagged).collect()))
        .collect())
}

fn labels(tagger: &Tagger, tree: &Treed) -> Vec<String> {
    let segmentation = tree.segmentation();
    let words = word_forms(&tree.text, &segmentation.tokens);
    tagger
        .labels(&segmentation, &words)
        .into_iter()
        .cloned()
        .collect()
}

fn train<'t>(sentences: impl Iterator<Item = &'t (Treed, f32)>) -> Outcome<Tagger> {
    let mut labels: Vec<String> = Vec::new();
    let examples: Vec<Example> = sentences
        .map(|(tree, weight)| example(tree, *weight, &mut labels))
        .collect();
    let weights = train_weights(&examples, labels.len(), &|_, _| true, PASSES);
    let header = Header {
        task: "tag".into(),
        language: "und".into(),
        labels,
    };
    let bytes = sequence_file(&header, &weights, BUDGET);
    Ok(Tagger::load(ModelFile {
        path: "the tagger just trained",
        bytes: bytes.leak(),
    })?)
}

fn example(tree: &Treed, weight: f32, labels: &mut Vec<String>) -> Example {
    let words = word_forms(&tree.text, &tree.segmentation().tokens);
    let features = |at: usize| {
        let mut found = Vec::new();
        tag_features(&words, at, &mut found);
        found
    };
    let mut number = |label: &String| {
        labels
            .iter()
            .position(|known| known == label)
            .unwrap_or_else(|| {
                labels.push(label.clone());
                labels.len() - 1
            })
    };
    Example {
        features: (0..words.len()).map(features).collect(),
        labels: tree.labels.iter().map(&mut number).collect(),
        weight,
    }
}
