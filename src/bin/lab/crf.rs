//! A linear-chain conditional random field (Lafferty, `McCallum` and Pereira
//! 2001): the weights under which the gold labels of the sentences are likeliest,
//! by stochastic gradient steps whose size each weight sets for itself (`AdaGrad`,
//! Duchi, Hazan and Singer 2011). Each step sees only some of a token's features
//! (dropout, Srivastava et al. 2014), so that no name is learned by heart where
//! its surroundings would do. Half-way the smallest weights are dropped until the
//! model fits its budget, and the others learn to do without them.
//!
//! ```text
//! passes  1 … n/2      all features
//! then                 weights below a threshold are nothing from here on
//! passes  n/2+1 … n    the weights that are left, from there on in several orders; the last three
//!                      passes of each are averaged
//! ```

mod lattice;

use std::collections::HashMap;

use self::lattice::{Lattice, normalise};
use crate::perceptron::{Example, MayFollow, Weights, frequent_features, intern};
use crate::random::Random;

/// How the field is trained.
#[derive(Clone, Copy)]
pub(crate) struct Schedule {
    /// Passes over the sentences.
    pub(crate) passes: usize,
    /// The first step's size.
    pub(crate) rate: f32,
    /// How many of a token's features a step does not see, in percent.
    pub(crate) dropout: usize,
    /// How large the model file may be, in bytes.
    pub(crate) budget: usize,
}

/// Gradients smaller than this are not worth a step.
const NEGLIGIBLE: f32 = 0.001;
/// The weights at the end of this many last passes are averaged.
const AVERAGED: usize = 3;
/// The second half is learned once with each of these seeds: two trainings that differ in the order of
/// the sentences alone differ by up to 2 points, and their average is as good as the better of them.
const SEEDS: [u64; 3] = [7, 8, 9];
/// What a feature costs in a model file besides its weights, in bytes.
const ENTRY: usize = 5;
/// What a weight costs in a model file, in bytes.
const PAIR: usize = 2;

/// Trains weights for `count` labels, at most 32. Features that occur once are left out.
pub(crate) fn train(
    examples: &[Example],
    count: usize,
    may_follow: &MayFollow,
    schedule: Schedule,
) -> Weights {
    let ids = frequent_features(examples);
    let mut interned = intern(examples, &ids);
    let allowed = (0..(count + 1) * count)
        .map(|pair| may_follow(pair / count, pair % count))
        .collect();
    let mut field = Field::new(ids.len(), count, allowed, schedule);
    let dense = schedule.passes / 2;
    let mut random = Random::new(7);
    for pass in 1..=dense {
        field.pass(pass, &interned, examples, &mut random);
    }
    field.prune();
    interned
        .iter_mut()
        .flatten()
        .for_each(|row| row.retain(|&feature| field.kept[feature as usize] != 0));
    let mut average = Average::default();
    for seed in SEEDS {
        let mut field = field.clone();
        let mut random = Random::new(seed);
        for pass in dense + 1..=schedule.passes {
            field.pass(pass, &interned, examples, &mut random);
            if pass + AVERAGED > schedule.passes {
                average.add(&field);
            }
        }
    }
    average.settle(&mut field);
    field.finish(&ids)
}

/// The weights at the end of several passes.
#[derive(Default)]
struct Average {
    weights: Vec<f32>,
    transitions: Vec<f32>,
    count: f32,
}

impl Average {
    fn add(&mut self, field: &Field) {
        self.weights.resize(field.weights.len(), 0.0);
        self.transitions.resize(field.transitions.len(), 0.0);
        let pairs = self.weights.iter_mut().zip(&field.weights);
        let transitions = self.transitions.iter_mut().zip(&field.transitions);
        pairs
            .chain(transitions)
            .for_each(|(sum, weight)| *sum += weight);
        self.count += 1.0;
    }

    /// Gives `field` the average.
    fn settle(self, field: &mut Field) {
        let share = 1.0 / self.count;
        field.weights = self.weights.iter().map(|sum| sum * share).collect();
        field.transitions = self.transitions.iter().map(|sum| sum * share).collect();
    }
}

#[derive(Clone)]
struct Field {
    count: usize,
    schedule: Schedule,
    weights: Vec<f32>,
    squares: Vec<f32>,
    /// For each feature a bit per label whose weight may be other than nothing.
    kept: Vec<u32>,
    transitions: Vec<f32>,
    transition_squares: Vec<f32>,
    allowed: Vec<bool>,
    /// Pairs of labels that can follow each other.
    pairs: Vec<(usize, usize)>,
}

impl Field {
    fn new(features: usize, count: usize, allowed: Vec<bool>, schedule: Schedule) -> Self {
        let pairs = (0..count * count)
            .filter(|&pair| allowed[pair])
            .map(|pair| (pair / count, pair % count))
            .collect();
        Self {
            count,
            schedule,
            weights: vec![0.0; features * count],
            squares: vec![1e-8; features * count],
            kept: vec![u32::MAX; features],
            transitions: vec![0.0; (count + 1) * count],
            transition_squares: vec![1e-8; (count + 1) * count],
            allowed,
            pairs,
        }
    }

    /// A step for every sentence, in a random order.
    fn pass(
        &mut self,
        number: usize,
        features: &[Vec<Vec<u32>>],
        examples: &[Example],
        random: &mut Random,
    ) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for at in order {
            loss += self.learn(&features[at], &examples[at], random);
        }
        eprintln!("  pass {number}/{}: loss {loss:.0}", self.schedule.passes);
    }

    /// One step for one sentence; returns by how much the gold labels fall short of certainty.
    fn learn(&mut self, features: &[Vec<u32>], example: &Example, random: &mut Random) -> f32 {
        if features.is_empty() {
            return 0.0;
        }
        let mut lattice = self.lattice(features, &example.labels, random);
        self.forward(&mut lattice);
        self.backward(&mut lattice);
        let gold = lattice.gold + self.gold_transitions(&example.labels);
        let pairs = self.pair_gradients(&lattice, &example.labels);
        self.move_features(&lattice, example);
        self.move_transitions(&pairs, example.weight);
        (lattice.total - gold) * example.weight
    }

    fn lattice(&self, features: &[Vec<u32>], labels: &[usize], random: &mut Random) -> Lattice {
        let dropout = self.schedule.dropout;
        let seen = |row: &Vec<u32>| -> Vec<u32> {
            let kept = row.iter().copied();
            kept.filter(|_| dropout == 0 || random.below(100) >= dropout)
                .collect()
        };
        let features: Vec<Vec<u32>> = features.iter().map(seen).collect();
        let mut emissions = vec![0.0; features.len() * self.count];
        let (mut total, mut gold) = (0.0, 0.0);
        let rows = emissions.chunks_exact_mut(self.count).zip(&features);
        for ((scores, row), &label) in rows.zip(labels) {
            self.score(row, scores);
            gold += scores[label];
            let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for score in scores {
                *score = (*score - highest).exp();
            }
            total += highest;
        }
        let possible = self.transitions.iter().zip(&self.allowed);
        Lattice {
            transitions: possible
                .map(|(weight, allowed)| if *allowed { weight.exp() } else { 0.0 })
                .collect(),
            forward: vec![0.0; emissions.len()],
            backward: vec![1.0; emissions.len()],
            features,
            emissions,
            total,
            gold,
        }
    }

    /// The scores of a token with `features`, as if none had been dropped.
    fn score(&self, features: &[u32], scores: &mut [f32]) {
        for &feature in features {
            let start = feature as usize * self.count;
            let row = &self.weights[start..start + self.count];
            scores
                .iter_mut()
                .zip(row)
                .for_each(|(score, weight)| *score += weight);
        }
        let scale = self.scale();
        for score in scores {
            *score *= scale;
        }
    }

    /// What makes up for the features that a step does not see.
    #[expect(clippy::cast_precision_loss, reason = "a percentage")]
    fn scale(&self) -> f32 {
        100.0 / (100 - self.schedule.dropout.min(99)) as f32
    }

    fn forward(&self, lattice: &mut Lattice) {
        let count = self.count;
        let Lattice {
            emissions,
            transitions,
            forward,
            ..
        } = lattice;
        for (at, emission) in emissions.chunks_exact(count).enumerate() {
            let (done, rest) = forward.split_at_mut(at * count);
            let row = &mut rest[..count];
            match done.len().checked_sub(count) {
                None => row.copy_from_slice(&transitions[count * count..]),
                Some(last) => {
                    for &(from, to) in &self.pairs {
                        row[to] += done[last + from] * transitions[from * count + to];
                    }
                }
            }
            row.iter_mut()
                .zip(emission)
                .for_each(|(value, emission)| *value *= emission);
            lattice.total += normalise(row).ln();
        }
    }

    fn backward(&self, lattice: &mut Lattice) {
        let count = self.count;
        for at in (0..lattice.features.len().saturating_sub(1)).rev() {
            let next = lattice.after(at + 1, count);
            let row = &mut lattice.backward[at * count..(at + 1) * count];
            row.fill(0.0);
            for &(from, to) in &self.pairs {
                row[from] += lattice.transitions[from * count + to] * next[to];
            }
            normalise(row);
        }
    }

    fn gold_transitions(&self, labels: &[usize]) -> f32 {
        let before = std::iter::once(self.count).chain(labels.iter().copied());
        before
            .zip(labels)
            .map(|(from, to)| self.transitions[from * self.count + to])
            .sum()
    }

    /// How much more often than in the gold labels each pair of labels is expected.
    fn pair_gradients(&self, lattice: &Lattice, labels: &[usize]) -> Vec<f32> {
        let count = self.count;
        let mut gradients = vec![0.0; (count + 1) * count];
        let mut from = count;
        for &label in labels {
            gradients[from * count + label] -= 1.0;
            from = label;
        }
        let first = lattice.marginals(0, count);
        gradients[count * count..]
            .iter_mut()
            .zip(first)
            .for_each(|(gradient, expected)| *gradient += expected);
        for at in 1..labels.len() {
            let before = &lattice.forward[(at - 1) * count..at * count];
            let next = lattice.after(at, count);
            let share = |(from, to): (usize, usize)| {
                before[from] * lattice.transitions[from * count + to] * next[to]
            };
            let sum: f32 = self.pairs.iter().map(|&pair| share(pair)).sum();
            for &pair in &self.pairs {
                gradients[pair.0 * count + pair.1] += share(pair) / sum;
            }
        }
        gradients
    }

    fn move_features(&mut self, lattice: &Lattice, example: &Example) {
        let factor = example.weight * self.scale();
        for (at, (row, &gold)) in lattice.features.iter().zip(&example.labels).enumerate() {
            let mut gradients = lattice.marginals(at, self.count);
            gradients[gold] -= 1.0;
            for (label, gradient) in gradients.into_iter().enumerate() {
                if gradient.abs() > NEGLIGIBLE {
                    self.step(row, label, gradient * factor);
                }
            }
        }
    }

    fn step(&mut self, features: &[u32], label: usize, gradient: f32) {
        for &feature in features {
            if self.kept[feature as usize] >> label & 1 == 1 {
                let place = feature as usize * self.count + label;
                self.squares[place] += gradient * gradient;
                self.weights[place] -= self.schedule.rate * gradient / self.squares[place].sqrt();
            }
        }
    }

    fn move_transitions(&mut self, gradients: &[f32], weight: f32) {
        for (place, gradient) in gradients.iter().enumerate() {
            let gradient = gradient * weight;
            if self.allowed[place] && gradient != 0.0 {
                self.transition_squares[place] += gradient * gradient;
                self.transitions[place] -=
                    self.schedule.rate * gradient / self.transition_squares[place].sqrt();
            }
        }
    }

    /// Sets the smallest weights to nothing for good, so that a file of the others is within the budget.
    fn prune(&mut self) {
        let (mut low, mut high) = (0.0_f32, 8.0_f32);
        for _ in 0..16 {
            let middle = f32::midpoint(low, high);
            if self.size(middle) > self.schedule.budget {
                low = middle;
            } else {
                high = middle;
            }
        }
        let rows = self.weights.chunks_exact_mut(self.count);
        for (kept, row) in self.kept.iter_mut().zip(rows) {
            *kept = 0;
            for (label, weight) in row.iter_mut().enumerate() {
                if weight.abs() >= high {
                    *kept |= 1 << label;
                } else {
                    *weight = 0.0;
                }
            }
        }
    }

    /// About how many bytes the weights of `smallest` or more take in a file.
    fn size(&self, smallest: f32) -> usize {
        let cost = |row: &[f32]| {
            let count = row.iter().filter(|weight| weight.abs() >= smallest).count();
            if count == 0 { 0 } else { ENTRY + PAIR * count }
        };
        self.weights.chunks_exact(self.count).map(cost).sum()
    }

    fn finish(self, ids: &HashMap<u64, u32>) -> Weights {
        let row = |id: u32| {
            let start = id as usize * self.count;
            self.weights[start..start + self.count].to_vec()
        };
        let mut features: Vec<(u64, Vec<f32>)> = ids
            .iter()
            .filter(|(_, id)| self.kept[**id as usize] != 0)
            .map(|(&feature, &id)| (feature, row(id)))
            .collect();
        features.sort_unstable_by_key(|(feature, _)| *feature);
        Weights {
            features,
            transitions: self.transitions,
            allowed: self.allowed,
            odds: 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::perceptron::tests::examples;

    const SCHEDULE: Schedule = Schedule {
        passes: 20,
        rate: 0.5,
        dropout: 0,
        budget: 10_000,
    };

    #[test]
    fn the_words_and_the_order_of_labels_are_learned() {
        let weights = train(&examples(), 3, &|_, _| true, SCHEDULE);
        let best = |word: u64| {
            let (_, row) = weights
                .features
                .iter()
                .find(|(known, _)| *known == word)
                .unwrap();
            (0..3)
                .max_by(|&one, &other| row[one].total_cmp(&row[other]))
                .unwrap()
        };
        assert_eq!((best(10), best(30)), (1, 0));
        assert!(weights.transitions[3 + 2] > weights.transitions[2]);
    }

    #[test]
    fn training_twice_gives_the_same_weights() {
        let schedule = Schedule {
            dropout: 30,
            ..SCHEDULE
        };
        let [one, other] = [(), ()].map(|()| train(&examples(), 3, &|_, _| true, schedule));
        assert_eq!(one.features, other.features);
        assert_eq!(one.transitions, other.transitions);
    }

    #[test]
    fn a_small_budget_leaves_few_weights() {
        let schedule = Schedule {
            budget: 8,
            ..SCHEDULE
        };
        let weights = train(&examples(), 3, &|_, _| true, schedule);
        let rows = weights.features.iter().flat_map(|(_, row)| row);
        assert!(rows.filter(|weight| **weight != 0.0).count() <= 2);
    }
}
