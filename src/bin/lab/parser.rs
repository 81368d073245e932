//! The parser: dependency trees from treebanks, learned with tags as the tagger
//! gives them to a sentence that it has not seen.
//!
//! Training has two rounds: the first learns with every feature that the gold
//! trees show twice, the second anew with the strongest of them, as many as the
//! model file holds.

use std::collections::HashSet;
use std::time::Instant;

use copydesk::model::ModelFile;
use copydesk::parse::{Parser, Sentence, Tree};
use copydesk::tag::{Tag, WordForm, word_forms};

use crate::Setting;
use crate::card::{Card, save};
use crate::corpora::corpora;
use crate::jackknife::{Tagged, tag_held_out, tag_training};
use crate::learner::{Learner, Lesson, projective};
use crate::quantise::{Room, transition_file};
use crate::treebank::{Treed, trees};

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

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Trains, measures and, when asked, writes the parser of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<()> {
    let (training, dev) = read(setting, code)?;
    let clock = Instant::now();
    let tagged = tag_training(&training, code)?;
    let dev: Vec<(String, Vec<Tagged>)> = tag_held_out(&training, dev)?;
    let lessons: Vec<Lesson> = tagged.iter().map(lesson).collect();
    eprintln!(
        "parse {code}: {} sentences, tagged in {:.0?}",
        lessons.len(),
        clock.elapsed()
    );
    let bytes = transition_file(code, &learn(&lessons, setting.passes), ROOM);
    let file = ModelFile {
        path: "the model just trained",
        bytes: bytes.clone().leak(),
    };
    let parser = Parser::load(file)?;
    let scores: Vec<String> = dev
        .iter()
        .map(|(name, dev)| measure(&parser, name, dev))
        .collect();
    let scores = scores.join("; ");
    println!(
        "parse {code}: {scores}, {} bytes, {:.0?}",
        bytes.len(),
        clock.elapsed()
    );
    save(
        setting,
        &Card {
            task: "parse",
            language: code,
            scores: &scores,
            bytes: &bytes,
        },
    )
}

/// The training sentences with their weights, without those that are in a dev file too, and the dev
/// files by name.
#[expect(clippy::type_complexity, reason = "two lists, read together")]
fn read(setting: &Setting, code: &str) -> Outcome<(Vec<(Treed, f32)>, Vec<(String, Vec<Treed>)>)> {
    let (mut training, mut dev) = (Vec::new(), Vec::new());
    for corpus in corpora(setting, "parse", code) {
        let found = trees(&corpus)?;
        match corpus.weight {
            Some(weight) => training.extend(found.into_iter().map(|tree| (tree, weight))),
            None => dev.push((corpus.name.clone(), found)),
        }
    }
    let held: HashSet<String> = dev
        .iter()
        .flat_map(|(_, trees): &(_, Vec<Treed>)| trees.iter().map(Treed::spaced))
        .collect();
    training.retain(|(tree, _): &(Treed, f32)| !held.contains(&tree.spaced()));
    for (tree, _) in training.iter_mut().step_by(HEADLINE) {
        tree.drop_final_mark();
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
        sentence: Sentence::new(&words(tree), &tags(&tagged.labels)),
        heads,
        relations: tree.relations.clone(),
        amount: tagged.amount(),
        is_own: tagged.is_own,
    }
}

fn words(tree: &Treed) -> Vec<WordForm> {
    word_forms(&tree.text, &tree.segmentation().tokens)
}

fn tags(labels: &[String]) -> Vec<Tag> {
    labels.iter().map(|label| Tag::parse(label)).collect()
}

/// Right heads, right heads with their relations, and the like, in counts.
#[derive(Default)]
struct Score {
    tokens: u32,
    tags: u32,
    heads: u32,
    /// With the right universal relation too.
    labelled: u32,
    /// With the right subtype too.
    exact: u32,
    /// The relation alone, whatever the head.
    relations: u32,
}

impl Score {
    fn add(&mut self, gold: &Tagged, found: &Tree) {
        for at in 0..gold.tree.heads.len() {
            let wanted = gold.tree.relations[at];
            let is_head = found.head(at) == gold.tree.heads[at];
            let is_relation = found.relation(at).universal() == wanted.universal();
            let part = |label: &str| label.split('.').next().unwrap_or_default().to_owned();
            self.tokens += 1;
            self.tags += u32::from(part(&gold.labels[at]) == part(&gold.tree.labels[at]));
            self.heads += u32::from(is_head);
            self.relations += u32::from(is_relation);
            self.labelled += u32::from(is_head && is_relation);
            self.exact += u32::from(is_head && found.relation(at) == wanted);
        }
    }

    fn share(&self, count: u32) -> f64 {
        100.0 * f64::from(count) / f64::from(self.tokens.max(1))
    }
}

/// How well and how quickly the sentences of a dev file are parsed.
fn measure(parser: &Parser, name: &str, dev: &[Tagged]) -> String {
    let inputs: Vec<_> = dev
        .iter()
        .map(|tagged| {
            (
                tagged.tree.segmentation(),
                words(&tagged.tree),
                tags(&tagged.labels),
            )
        })
        .collect();
    let clock = Instant::now();
    let trees: Vec<Tree> = inputs
        .iter()
        .map(|(segmentation, words, tags)| parser.parse(segmentation, words, tags))
        .collect();
    let seconds = clock.elapsed().as_secs_f64();
    let mut score = Score::default();
    dev.iter()
        .zip(&trees)
        .for_each(|(gold, tree)| score.add(gold, tree));
    format!(
        "`{name}` LAS {:.2} UAS {:.2} (with the kept subtypes LAS {:.2}; relations alone {:.2}; on UPOS of {:.2} %) of {} tokens, {:.0} tokens a second",
        score.share(score.labelled),
        score.share(score.heads),
        score.share(score.exact),
        score.share(score.relations),
        score.share(score.tags),
        score.tokens,
        f64::from(score.tokens) / seconds,
    )
}
