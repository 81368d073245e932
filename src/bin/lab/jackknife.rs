//! Tags for treebank sentences as a tagger gives them that has not seen the
//! sentence: the parser learns with the errors that it will meet.

use copydesk::model::ModelFile;
use copydesk::tag::{Lexicon, Tagger, WordForm, known_forms};

use crate::Outcome;
use crate::perceptron::Example;
use crate::quantise::wide;
use crate::tags::{example, model, with};
use crate::treebank::Treed;

/// In how many parts the training sentences are tagged, each by a tagger trained on the others.
const FOLDS: usize = 5;
/// How many sentences in a row are in one part.
const RUN: usize = 10;
const PASSES: usize = 6;

/// A sentence with its tree and the tagger's labels.
pub(crate) struct Tagged {
    pub(crate) tree: Treed,
    pub(crate) words: Vec<WordForm>,
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

/// Tags the training sentences of `lexicon`'s language; those of another keep their gold tags.
pub(crate) fn tag_training(
    training: &[(Treed, f32)],
    code: &str,
    lexicon: &Lexicon,
) -> Outcome<Vec<Tagged>> {
    let tagged = |(tree, weight): &(Treed, f32)| Tagged {
        words: known_forms(&tree.text, &tree.segmentation().tokens, lexicon),
        tree: tree.clone(),
        labels: tree.labels.clone(),
        weight: *weight,
        is_own: tree.language == code,
    };
    let mut found: Vec<Tagged> = training.iter().map(tagged).collect();
    for fold in 0..FOLDS {
        let is_in = |at: usize| at / RUN % FOLDS == fold;
        let others = found.iter().enumerate();
        let others = others.filter(|(at, sentence)| sentence.is_own && !is_in(*at));
        let learned = train(others.map(|(_, sentence)| sentence), code)?;
        let own = (0..found.len()).filter(|&at| is_in(at) && found[at].is_own);
        for at in own.collect::<Vec<_>>() {
            found[at].labels = labels(&learned, &found[at].tree, &found[at].words);
        }
    }
    Ok(found)
}

fn labels(tagger: &Tagger, tree: &Treed, words: &[WordForm]) -> Vec<String> {
    let labels = tagger.labels(&tree.segmentation(), words);
    labels.into_iter().cloned().collect()
}

fn train<'t>(sentences: impl Iterator<Item = &'t Tagged>, code: &str) -> Outcome<Tagger> {
    let mut labels: Vec<String> = Vec::new();
    let examples: Vec<Example> = sentences
        .map(|sentence| {
            let gold = sentence.tree.labels.iter();
            example(&sentence.words, gold, &mut labels, sentence.weight)
        })
        .collect();
    let file = ModelFile {
        path: "the tagger just trained",
        bytes: model(code, labels, &examples, PASSES).leak(),
    };
    with(code, file)
}
