//! The averaged structured perceptron (Collins 2002): sequences are decoded
//! with the current weights, and what the best sequence got wrong moves them;
//! the weights of all steps are averaged.

use std::collections::HashMap;

use copydesk::model::FORBIDDEN;

use crate::random::Random;

/// A training sentence: the features and the label of each token.
pub(crate) struct Example {
    /// Features per token.
    pub(crate) features: Vec<Vec<u64>>,
    /// Label per token.
    pub(crate) labels: Vec<usize>,
    /// How far an error in it moves the weights.
    pub(crate) weight: f32,
}

/// Trained weights, still as fractions.
pub(crate) struct Weights {
    /// A row per feature.
    pub(crate) features: Vec<(u64, Vec<f32>)>,
    /// A row per label and one for the start, a column per label.
    pub(crate) transitions: Vec<f32>,
    /// Which of them can occur.
    pub(crate) allowed: Vec<bool>,
    /// Log-odds per 1 of margin.
    pub(crate) odds: f32,
}

/// Which label may follow which; the label count stands for the start.
pub(crate) type MayFollow<'a> = dyn Fn(usize, usize) -> bool + 'a;

/// Trains weights for `count` labels. Features that occur once are left out.
pub(crate) fn train(
    examples: &[Example],
    count: usize,
    may_follow: &MayFollow,
    passes: usize,
) -> Weights {
    let ids = frequent_features(examples);
    let interned = intern(examples, &ids);
    let allowed = (0..(count + 1) * count)
        .map(|pair| may_follow(pair / count, pair % count))
        .collect();
    let mut trainer = Trainer::new(ids.len(), count, allowed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(7);
    for pass in 1..=passes {
        random.shuffle(&mut order);
        let wrong: usize = order
            .iter()
            .map(|&at| trainer.learn(&interned[at], &examples[at]))
            .sum();
        eprintln!("  pass {pass}/{passes}: {wrong} tokens wrong");
    }
    trainer.finish(&ids)
}

/// The features of each token of each sentence as their numbers.
pub(crate) fn intern(examples: &[Example], ids: &HashMap<u64, u32>) -> Vec<Vec<Vec<u32>>> {
    let numbers = |row: &Vec<u64>| {
        row.iter()
            .filter_map(|feature| ids.get(feature).copied())
            .collect()
    };
    examples
        .iter()
        .map(|example| example.features.iter().map(numbers).collect())
        .collect()
}

/// A number for each feature that occurs more than once.
pub(crate) fn frequent_features(examples: &[Example]) -> HashMap<u64, u32> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for feature in examples
        .iter()
        .flat_map(|example| example.features.iter().flatten())
    {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut kept: Vec<u64> = counts
        .into_iter()
        .filter(|&(_, count)| count > 1)
        .map(|(feature, _)| feature)
        .collect();
    kept.sort_unstable();
    (0..).zip(kept).map(|(id, feature)| (feature, id)).collect()
}

struct Trainer {
    count: usize,
    weights: Vec<f32>,
    sums: Vec<f32>,
    transitions: Vec<f32>,
    transition_sums: Vec<f32>,
    allowed: Vec<bool>,
    before: Vec<Vec<usize>>,
    step: f32,
}

impl Trainer {
    fn new(features: usize, count: usize, allowed: Vec<bool>) -> Self {
        let before = (0..count)
            .map(|to| {
                (0..count)
                    .filter(|from| allowed[from * count + to])
                    .collect()
            })
            .collect();
        Self {
            count,
            weights: vec![0.0; features * count],
            sums: vec![0.0; features * count],
            transitions: vec![0.0; (count + 1) * count],
            transition_sums: vec![0.0; (count + 1) * count],
            allowed,
            before,
            step: 1.0,
        }
    }

    /// Decodes one sentence and moves the weights; returns how many tokens were wrong.
    fn learn(&mut self, features: &[Vec<u32>], example: &Example) -> usize {
        let found = self.decode(features);
        let wrong = found
            .iter()
            .zip(&example.labels)
            .filter(|(found, gold)| found != gold)
            .count();
        if wrong > 0 {
            self.update(features, &example.labels, example.weight);
            self.update(features, &found, -example.weight);
        }
        self.step += 1.0;
        wrong
    }

    fn update(&mut self, features: &[Vec<u32>], labels: &[usize], amount: f32) {
        let mut from = self.count;
        for (row, &label) in features.iter().zip(labels) {
            for &feature in row {
                let at = feature as usize * self.count + label;
                self.weights[at] += amount;
                self.sums[at] += amount * self.step;
            }
            let at = from * self.count + label;
            self.transitions[at] += amount;
            self.transition_sums[at] += amount * self.step;
            from = label;
        }
    }

    fn decode(&self, features: &[Vec<u32>]) -> Vec<usize> {
        let count = self.count;
        let mut best = vec![f32::NEG_INFINITY; features.len() * count];
        let mut back = vec![0_usize; features.len() * count];
        let mut scores = vec![0.0_f32; count];
        for (at, row) in features.iter().enumerate() {
            self.score(row, &mut scores);
            for label in 0..count {
                let (from, reached) = self.best_before(&best, at, label);
                best[at * count + label] = reached + scores[label];
                back[at * count + label] = from;
            }
        }
        trace(&best, &back, features.len(), count)
    }

    fn score(&self, features: &[u32], scores: &mut [f32]) {
        scores.fill(0.0);
        for &feature in features {
            let start = feature as usize * self.count;
            let row = &self.weights[start..start + self.count];
            scores
                .iter_mut()
                .zip(row)
                .for_each(|(score, weight)| *score += weight);
        }
    }

    fn best_before(&self, best: &[f32], at: usize, label: usize) -> (usize, f32) {
        let count = self.count;
        if at == 0 {
            let start = count * count + label;
            return (
                count,
                if self.allowed[start] {
                    self.transitions[start]
                } else {
                    f32::NEG_INFINITY
                },
            );
        }
        let mut found = (0, f32::NEG_INFINITY);
        for &from in &self.before[label] {
            let reached = best[(at - 1) * count + from] + self.transitions[from * count + label];
            if reached > found.1 {
                found = (from, reached);
            }
        }
        found
    }

    fn finish(self, ids: &HashMap<u64, u32>) -> Weights {
        let average = |weights: &[f32], sums: &[f32]| -> Vec<f32> {
            weights
                .iter()
                .zip(sums)
                .map(|(weight, sum)| weight - sum / self.step)
                .collect()
        };
        let mut features: Vec<(u64, Vec<f32>)> = ids
            .iter()
            .map(|(&feature, &id)| {
                let row = id as usize * self.count..(id as usize + 1) * self.count;
                (
                    feature,
                    average(&self.weights[row.clone()], &self.sums[row]),
                )
            })
            .collect();
        features.sort_unstable_by_key(|(feature, _)| *feature);
        let transitions = average(&self.transitions, &self.transition_sums);
        Weights {
            features,
            transitions,
            allowed: self.allowed,
            odds: 1.0,
        }
    }
}

fn trace(best: &[f32], back: &[usize], length: usize, count: usize) -> Vec<usize> {
    let mut labels = vec![0; length];
    let Some(last) = length.checked_sub(1) else {
        return labels;
    };
    let row = &best[last * count..];
    labels[last] = (0..count)
        .max_by(|&one, &other| row[one].total_cmp(&row[other]).then(other.cmp(&one)))
        .unwrap_or(0);
    for at in (0..last).rev() {
        labels[at] = back[(at + 1) * count + labels[at + 1]];
    }
    labels
}

/// The weight of a pair that cannot occur, in a model file.
pub(crate) const NEVER: i16 = FORBIDDEN;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A sentence whose words are numbers; each word has itself as its only feature.
    fn example(words: &[u64], labels: &[usize]) -> Example {
        Example {
            features: words.iter().map(|&word| vec![word]).collect(),
            labels: labels.to_vec(),
            weight: 1.0,
        }
    }

    /// Sentences where 10 is always 1 and 20 is 2 after a 1 alone.
    pub(crate) fn examples() -> Vec<Example> {
        let rows: [(&[u64], &[usize]); 3] = [
            (&[10, 20, 30], &[1, 2, 0]),
            (&[30, 10, 20], &[0, 1, 2]),
            (&[20, 30, 10], &[0, 0, 1]),
        ];
        rows.iter()
            .cycle()
            .take(12)
            .map(|(words, labels)| example(words, labels))
            .collect()
    }

    /// What `weights` choose for `words`, by trying everything.
    fn best(weights: &Weights, words: &[u64], count: usize) -> Vec<usize> {
        let feature = |word: u64| weights.features.iter().find(|(known, _)| *known == word);
        let score = |labels: &[usize]| {
            let mut from = count;
            let mut total = 0.0;
            for (&label, &word) in labels.iter().zip(words) {
                let pair = from * count + label;
                if !weights.allowed[pair] {
                    return f32::NEG_INFINITY;
                }
                total +=
                    weights.transitions[pair] + feature(word).map_or(0.0, |(_, row)| row[label]);
                from = label;
            }
            total
        };
        let mut all = vec![vec![]];
        for _ in words {
            all = all
                .iter()
                .flat_map(|labels: &Vec<usize>| {
                    (0..count).map(|label| labels.iter().copied().chain([label]).collect())
                })
                .collect();
        }
        all.into_iter()
            .max_by(|one, other| score(one).total_cmp(&score(other)))
            .unwrap()
    }

    #[test]
    fn a_toy_problem_is_learned() {
        let weights = train(&examples(), 3, &|_, _| true, 10);
        for example in examples().iter().take(3) {
            let words: Vec<u64> = example.features.iter().map(|row| row[0]).collect();
            assert_eq!(best(&weights, &words, 3), example.labels);
        }
        assert_eq!(best(&weights, &[30, 30, 10, 20], 3), [0, 0, 1, 2]);
    }

    #[test]
    fn training_twice_gives_the_same_weights() {
        let [one, other] = [(), ()].map(|()| train(&examples(), 3, &|_, _| true, 4));
        assert_eq!(one.features, other.features);
        assert_eq!(one.transitions, other.transitions);
    }

    #[test]
    fn what_may_not_follow_is_never_chosen() {
        let may_follow = |from: usize, to: usize| !(from == 1 && to == 2);
        let weights = train(&examples(), 3, &may_follow, 5);
        assert!(!weights.allowed[5]);
        assert_ne!(best(&weights, &[10, 20], 3), [1, 2]);
    }

    #[test]
    fn a_feature_that_occurs_once_is_left_out() {
        let mut examples = examples();
        examples.push(example(&[99], &[0]));
        let weights = train(&examples, 3, &|_, _| true, 1);
        let known: Vec<u64> = weights
            .features
            .iter()
            .map(|(feature, _)| *feature)
            .collect();
        assert_eq!(known, [10, 20, 30]);
    }
}
