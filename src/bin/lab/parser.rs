//! The parser: dependency trees from treebanks, learned with tags as the tagger
//! gives them to a sentence that it has not seen.
//!
//! Training has two rounds: the first learns with every feature that the gold
//! trees show twice, the second anew with the strongest of them, as many as the
//! model file holds.

use std::collections::HashSet;

use copydesk::language::{Language, Packs};
use copydesk::model::ModelFile;
use copydesk::parse::{Parser, Sentence, Tree};
use copydesk::tag::{Clusters, Lexicon, Tag};
use copydesk::text::NEVER;

use crate::card::model;
use crate::corpora::corpora;
use crate::jackknife::{Tagged, tag_training};
use crate::learner::{Learner, Lesson, projective};
use crate::quantise::{Room, transition_file};
use crate::score::{Score, share};
use crate::tags::tagger;
use crate::tasks::Task;
use crate::treebank::{Treed, trees};
use crate::{Outcome, Setting};

/// What a parser's file holds at most: 40 bytes for eight features of moves, and bytes for relations.
const ROOM: Room = Room {
    buckets: 30_000,
    relation_bytes: 660_000,
};
/// How many features the second round learns with.
const MOVES: usize = 8 * ROOM.buckets;
const RELATIONS: usize = 60_000;
/// How many states the search keeps in training.
const WIDTH: usize = 4;
/// Every so many sentences one loses the mark at its end, as headlines have none.
const HEADLINE: usize = 10;

/// The model file of the parser of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<Vec<u8>> {
    let language = Language::from_tag(code).ok_or("expected a language with a pack")?;
    let packs = Packs::load()?;
    let clusters = Clusters::load(model(Task::Clusters, code)?)?;
    let lexicon = Lexicon {
        classes: &packs.get(language).classes,
        clusters: &clusters,
    };
    let (training, dev) = read(setting, code)?;
    let held: HashSet<String> = dev
        .iter()
        .flat_map(|(_, trees)| trees.iter().map(Treed::spaced))
        .collect();
    let mut training: Vec<(Treed, f32)> = training
        .into_iter()
        .filter(|(tree, _)| !held.contains(&tree.spaced()))
        .collect();
    for (tree, _) in training.iter_mut().step_by(HEADLINE) {
        tree.drop_final_mark();
    }
    let tagged = tag_training(&training, code, &lexicon)?;
    let lessons: Vec<Lesson> = tagged.iter().map(lesson).collect();
    Ok(transition_file(
        code,
        &learn(&lessons, setting.passes(Task::Parse)),
        ROOM,
    ))
}

/// Sentences with their weights.
type Training = Vec<(Treed, f32)>;
/// Sentences by the name of their test set.
type TestSets = Vec<(String, Vec<Treed>)>;

fn read(setting: &Setting, code: &str) -> Outcome<(Training, TestSets)> {
    let (mut training, mut dev) = (Training::new(), TestSets::new());
    for corpus in corpora(setting, "parse", code) {
        let found = trees(&corpus)?;
        match corpus.weight {
            Some(weight) => training.extend(found.into_iter().map(|tree| (tree, weight))),
            None => dev.push((corpus.title(), found)),
        }
    }
    Ok((training, dev))
}

fn learn(lessons: &[Lesson], passes: usize) -> Learner {
    let mut first = Learner::new(lessons, WIDTH);
    first.learn(lessons, passes.div_ceil(2));
    let mut second = Learner::of(
        &first.moves.strongest(MOVES),
        &first.relations.strongest(RELATIONS),
        WIDTH,
    );
    drop(first);
    second.learn(lessons, passes);
    second
}

fn lesson(tagged: &Tagged) -> Lesson {
    let tree = &tagged.tree;
    let count = tree.heads.len();
    let mut heads: Vec<usize> = tree
        .heads
        .iter()
        .map(|head| head.unwrap_or(count))
        .collect();
    projective(&mut heads);
    Lesson {
        sentence: Sentence::new(&tagged.words, &tags(&tagged.labels)),
        heads,
        relations: tree.relations.clone(),
        amount: tagged.amount(),
        is_own: tagged.is_own,
    }
}

fn tags(labels: &[String]) -> Vec<Tag> {
    labels.iter().map(|label| Tag::parse(label)).collect()
}

/// Right heads, right heads with their relations, and the like, in counts.
#[derive(Default)]
struct Counts {
    tokens: usize,
    heads: usize,
    /// With the right universal relation too.
    labelled: usize,
    /// With the right subtype too.
    exact: usize,
}

impl Counts {
    fn add(&mut self, gold: &Treed, found: &Tree) {
        for at in 0..gold.heads.len() {
            let wanted = gold.relations[at];
            let is_head = found.head(at) == gold.heads[at];
            let is_relation = found.relation(at).universal() == wanted.universal();
            self.tokens += 1;
            self.heads += usize::from(is_head);
            self.labelled += usize::from(is_head && is_relation);
            self.exact += usize::from(is_head && found.relation(at) == wanted);
        }
    }
}

/// Attachment scores on the dev files, tokens as the treebank has them, tags as the tagger gives them.
pub(crate) fn evaluate(setting: &Setting, code: &str, file: ModelFile) -> Outcome<Vec<Score>> {
    let language = Language::from_tag(code).ok_or("expected a language with a pack")?;
    let packs = Packs::load()?;
    let tagger = tagger(code)?;
    let parser = Parser::load(file)?;
    let mut scores = Vec::new();
    for (test_set, trees) in read(setting, code)?.1 {
        let mut counts = Counts::default();
        for tree in &trees {
            let segmentation = tree.segmentation();
            let words = tagger.forms(&tree.text, &segmentation.tokens, packs.get(language));
            let tags = tagger.tag(&segmentation, &words);
            counts.add(tree, &parser.parse(&segmentation, (&words, &tags), &NEVER));
        }
        let score = |measure, right| Score {
            measure,
            value: share(right, counts.tokens),
            test_set: test_set.clone(),
            size: format!("{} tokens", counts.tokens),
        };
        scores.extend([
            score("LAS", counts.labelled),
            score("UAS", counts.heads),
            score("LAS with subtypes", counts.exact),
        ]);
    }
    Ok(scores)
}
