//! Softmax regression over hashed features: stochastic gradient descent with a
//! rate for each feature that falls with what it has moved (`AdaGrad`, Duchi, Hazan
//! and Singer 2011). After some passes only the weights that matter most are
//! kept, and the next passes move those alone, so that they make up for the rest.
//!
//! ```text
//! dense passes  →  keep(budget)  →  sparse passes  →  file
//! ```

use copydesk::language::ngrams;
use copydesk::model::{Header, KeyMap, write_classifier};

use crate::quantise::{small, unit};
use crate::random::Random;

/// Weights of a feature, one for each label; a power of two for speed.
const STRIDE: usize = 128;
/// Features that occur less often are left out.
const FEWEST: u32 = 6;
/// A sentence that is told so surely moves nothing.
const SURE: f32 = 0.99;
/// A feature weighs at most so many labels, those for which it says most: what a text costs is mostly the
/// weights of its commonest n-grams.
const MOST_LABELS: usize = 20;
/// What a feature with a weight takes of a model file besides its weights, in bytes.
const FEATURE_BYTES: usize = 5;
/// What a weight takes.
const WEIGHT_BYTES: usize = 2;

/// The label of a text, and the text.
pub(super) type Example = (usize, String);

/// The model in training.
pub(super) struct Regression {
    ids: KeyMap<u32>,
    frequencies: Vec<u32>,
    labels: usize,
    weights: Vec<f32>,
    /// For each feature, the sum of the squares of what moved it.
    moved: Vec<f32>,
    /// For each feature, the labels that it may weigh, one bit each.
    support: Vec<u128>,
}

impl Regression {
    /// A model that knows nothing, for the features of `examples` and so many labels, at most 128.
    pub(super) fn new(examples: &[Example], labels: usize) -> Self {
        let mut counts: KeyMap<u32> = KeyMap::default();
        for (_, text) in examples {
            ngrams(text, &mut |feature| {
                *counts.entry(feature).or_default() += 1;
            });
        }
        let mut kept: Vec<(u64, u32)> = counts
            .into_iter()
            .filter(|&(_, count)| count >= FEWEST)
            .collect();
        kept.sort_unstable();
        let rows = kept.len();
        Self {
            ids: (0..).zip(&kept).map(|(id, &(key, _))| (key, id)).collect(),
            frequencies: kept.into_iter().map(|(_, count)| count).collect(),
            labels,
            weights: vec![0.0; rows * STRIDE],
            moved: vec![0.01; rows],
            support: vec![u128::MAX; rows],
        }
    }

    /// How many features it has.
    pub(super) fn features(&self) -> usize {
        self.ids.len()
    }

    /// One pass over `examples` in a random order, half of them cut to a few words, as short texts
    /// are harder; gives the mean loss.
    pub(super) fn pass(&mut self, examples: &[Example], rate: f32, random: &mut Random) -> f32 {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for at in order {
            let (label, text) = &examples[at];
            let cut = random.below(2) == 0;
            let text = if cut { piece(text, random) } else { text };
            loss += self.learn(*label, text, rate);
        }
        #[expect(clippy::cast_precision_loss, reason = "a mean for the eye")]
        let count = examples.len().max(1) as f32;
        loss / count
    }

    fn learn(&mut self, label: usize, text: &str, rate: f32) -> f32 {
        let (rows, scale) = self.rows(text);
        let odds = self.odds(&rows, scale);
        let loss = -odds[label].max(1e-9).ln();
        if odds[label] > SURE {
            return loss;
        }
        let mut slope = odds.map(|odd| -odd * scale);
        slope[label] += scale;
        let length: f32 = slope.iter().map(|part| part * part).sum();
        for row in rows {
            let step = rate / self.moved[row].sqrt();
            self.moved[row] += length;
            let weights = &mut self.weights[row * STRIDE..(row + 1) * STRIDE];
            if self.support[row] == u128::MAX {
                weights
                    .iter_mut()
                    .zip(&slope)
                    .for_each(|(weight, part)| *weight += step * part);
            } else {
                each_bit(self.support[row], |at| weights[at] += step * slope[at]);
            }
        }
        loss
    }

    /// The features of `text` that the model has, and the scale of its score: one over the square root
    /// of how many features there are.
    fn rows(&self, text: &str) -> (Vec<usize>, f32) {
        let mut rows = Vec::new();
        let mut count: u16 = 0;
        ngrams(text, &mut |feature| {
            count = count.saturating_add(1);
            rows.extend(self.ids.get(&feature).map(|&id| id as usize));
        });
        (rows, 1.0 / f32::from(count.max(1)).sqrt())
    }

    fn odds(&self, rows: &[usize], scale: f32) -> [f32; STRIDE] {
        let mut odds = self.sums(rows);
        let highest = odds.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        odds[self.labels..].fill(f32::NEG_INFINITY);
        odds = odds.map(|score| ((score - highest) * scale).exp());
        let total: f32 = odds.iter().sum();
        odds.map(|odd| odd / total)
    }

    fn sums(&self, rows: &[usize]) -> [f32; STRIDE] {
        let mut sums = [0.0; STRIDE];
        for row in rows {
            sums.iter_mut()
                .zip(&self.weights[row * STRIDE..(row + 1) * STRIDE])
                .for_each(|(sum, weight)| *sum += weight);
        }
        sums
    }

    /// The log-odds of each label for `text`, up to what they have in common.
    pub(super) fn log_odds(&self, text: &str) -> Vec<f32> {
        let (rows, scale) = self.rows(text);
        let sums = self.sums(&rows);
        sums[..self.labels].iter().map(|sum| sum * scale).collect()
    }

    /// Keeps the weights that matter most, as many as go into `budget` bytes: those that are large and
    /// whose feature comes often.
    pub(super) fn keep(&mut self, budget: usize) {
        (0..self.support.len()).for_each(|row| self.thin(row));
        let (mut low, mut high) = (0.0_f32, self.largest());
        for _ in 0..30 {
            let middle = f32::midpoint(low, high);
            if self.bytes(middle) > budget {
                low = middle;
            } else {
                high = middle;
            }
        }
        for row in 0..self.support.len() {
            self.support[row] = self.above(row, high);
            for at in 0..STRIDE {
                if self.support[row] >> at & 1 == 0 {
                    self.weights[row * STRIDE + at] = 0.0;
                }
            }
            self.moved[row] = self.moved[row] / 10.0 + 0.01;
        }
    }

    /// Leaves a feature the largest of its weights.
    fn thin(&mut self, row: usize) {
        let weights = &mut self.weights[row * STRIDE..(row + 1) * STRIDE];
        let mut sizes: [f32; STRIDE] = std::array::from_fn(|at| weights[at].abs());
        sizes.sort_unstable_by(|one, other| other.total_cmp(one));
        let least = sizes[MOST_LABELS];
        weights
            .iter_mut()
            .filter(|weight| weight.abs() <= least)
            .for_each(|weight| *weight = 0.0);
    }

    fn importance(&self, row: usize, at: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a rank, not a count")]
        let frequency = self.frequencies[row] as f32;
        self.weights[row * STRIDE + at].abs() * frequency.sqrt()
    }

    fn largest(&self) -> f32 {
        let all = (0..self.support.len()).flat_map(|row| (0..self.labels).map(move |at| (row, at)));
        all.map(|(row, at)| self.importance(row, at))
            .fold(0.0, f32::max)
    }

    /// The labels for which the weight of a feature is at least so important.
    fn above(&self, row: usize, least: f32) -> u128 {
        let labels = 0..self.labels;
        labels
            .filter(|&at| self.importance(row, at) >= least)
            .fold(0, |bits, at| bits | 1 << at)
    }

    fn bytes(&self, least: f32) -> usize {
        let labels =
            (0..self.support.len()).map(|row| self.above(row, least).count_ones() as usize);
        labels
            .filter(|&labels| labels > 0)
            .map(|labels| FEATURE_BYTES + WEIGHT_BYTES * labels)
            .sum()
    }

    /// The model file; log-odds are divided by `temperature`.
    pub(super) fn file(&self, header: &Header, temperature: f32) -> Vec<u8> {
        let row = |id: u32| {
            let start = id as usize * STRIDE;
            self.weights[start..start + self.labels].to_vec()
        };
        let mut rows: Vec<(u64, Vec<f32>)> =
            self.ids.iter().map(|(&key, &id)| (key, row(id))).collect();
        rows.sort_unstable_by_key(|(key, _)| *key);
        let unit = unit(rows.iter().flat_map(|(_, row)| row.iter().copied()));
        let bias = vec![0; self.labels];
        write_classifier(header, unit / temperature, &bias, &small(&rows, unit, 1))
    }
}

fn each_bit(mut bits: u128, mut call: impl FnMut(usize)) {
    while bits != 0 {
        call(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

/// Two to nine words from somewhere in `text`.
fn piece<'t>(text: &'t str, random: &mut Random) -> &'t str {
    let starts: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
        .collect();
    if starts.len() < 4 {
        return text;
    }
    let first = random.below(starts.len() - 2);
    let after = first + 2 + random.below(8);
    &text[starts[first]..starts.get(after).copied().unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use copydesk::language::Identifier;
    use copydesk::model::ModelFile;

    use super::*;

    const TEXTS: [&str; 3] = [
        "le pont est ouvert et la foule est venue",
        "the bridge is open and the crowd has come",
        "die Brücke ist offen und die Menge ist da",
    ];

    fn trained(budget: usize) -> Regression {
        let examples: Vec<Example> = (0..60)
            .map(|number| (number % 3, TEXTS[number % 3].to_owned()))
            .collect();
        let mut model = Regression::new(&examples, 3);
        let mut random = Random::new(7);
        for _ in 0..3 {
            model.pass(&examples, 0.3, &mut random);
        }
        model.keep(budget);
        for _ in 0..3 {
            model.pass(&examples, 0.3, &mut random);
        }
        model
    }

    fn file(model: &Regression) -> Vec<u8> {
        let header = Header {
            task: "language".into(),
            language: "und".into(),
            labels: ["fr", "en", "de"].map(String::from).to_vec(),
        };
        model.file(&header, 1.0)
    }

    #[test]
    fn a_trained_model_tells_its_texts_apart() {
        let bytes = file(&trained(2000)).leak();
        let path = "a.bin";
        let identifier = Identifier::load(ModelFile { path, bytes }).unwrap();
        for (tag, text) in ["fr", "en", "de"].iter().zip(TEXTS) {
            assert_eq!(identifier.candidates(text)[0].tag, *tag);
        }
    }

    #[test]
    fn fewer_weights_are_kept_when_the_budget_is_small() {
        let (large, small) = (file(&trained(4000)).len(), file(&trained(400)).len());
        assert!(small < large && small < 900, "{small} {large}");
    }

    #[test]
    fn the_same_seed_gives_the_same_file() {
        assert_eq!(file(&trained(1000)), file(&trained(1000)));
    }
}
