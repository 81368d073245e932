//! [`SequenceModel`]: labels for a sequence of tokens by a linear model of
//! features and of pairs of neighbouring labels, decoded with Viterbi's
//! algorithm (Collins 2002 for the model; all sums are of integers).

use super::file::{ModelFile, Writer};
use super::table::{FeatureTable, Weight, write_table};
use super::{Header, LoadError};

/// The weight of a pair of labels that cannot stand beside each other.
pub const FORBIDDEN: i16 = i16::MIN;

/// A loaded sequence model.
#[derive(Debug)]
pub struct SequenceModel {
    header: Header,
    /// Log-odds per unit of margin, fitted on held-out text.
    odds: f32,
    table: FeatureTable,
    /// For each label, the labels that may come before it and the weight of the pair;
    /// the label after the last one stands for the start.
    before: Vec<Vec<(usize, i32)>>,
    /// The same pairs from the other side: for each label, those that may come after it.
    after: Vec<Vec<(usize, i32)>>,
}

/// The label of one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// Index into the labels of the model.
    pub label: usize,
    /// By how much the best sequence with this label beats the best one with another label here,
    /// in the model's own unit.
    pub margin: i32,
}

impl SequenceModel {
    /// Reads the model in `file`, which must be for `task`.
    pub fn load(file: ModelFile, task: &str) -> Result<Self, LoadError> {
        let (header, mut reader) = file.open(task)?;
        let count = header.labels.len();
        let odds = reader
            .u32()
            .map(f32::from_bits)
            .ok_or_else(|| file.broken())?;
        let transitions: Vec<i16> = (0..(count + 1) * count)
            .map(|_| reader.u16().map(u16::cast_signed))
            .collect::<Option<_>>()
            .ok_or_else(|| file.broken())?;
        let table = FeatureTable::read(&mut reader).ok_or_else(|| file.broken())?;
        let pairs = |from: usize, to: usize| {
            let weight = transitions[from * count + to];
            (weight != FORBIDDEN).then_some(i32::from(weight))
        };
        let before = (0..count)
            .map(|to| {
                (0..=count)
                    .filter_map(|from| Some((from, pairs(from, to)?)))
                    .collect()
            })
            .collect();
        let after = (0..=count)
            .map(|from| {
                (0..count)
                    .filter_map(|to| Some((to, pairs(from, to)?)))
                    .collect()
            })
            .collect();
        Ok(Self {
            header,
            odds,
            table,
            before,
            after,
        })
    }

    /// The labels that the model chooses from.
    pub fn labels(&self) -> &[String] {
        &self.header.labels
    }

    /// The probability that a label is right whose margin is `margin`.
    #[expect(clippy::cast_precision_loss, reason = "margins are far below 2^24")]
    pub fn probability(&self, margin: i32) -> f32 {
        1.0 / (1.0 + (-self.odds * margin as f32).exp())
    }

    /// Labels `length` tokens; `features` fills in those of the token at an index.
    pub fn decode(
        &self,
        length: usize,
        mut features: impl FnMut(usize, &mut Vec<u64>),
    ) -> Vec<Labelled> {
        let count = self.labels().len();
        let mut scores = vec![0; length * count];
        let mut active = Vec::with_capacity(64);
        for (at, row) in scores.chunks_exact_mut(count.max(1)).enumerate() {
            active.clear();
            features(at, &mut active);
            for &feature in &active {
                self.table.add_to(feature, |label, weight| {
                    if let Some(score) = row.get_mut(label) {
                        *score += weight
                    }
                });
            }
        }
        self.best(&scores, length)
    }

    /// Finds the best sequence under `scores` and the margin of each of its labels.
    fn best(&self, scores: &[i32], length: usize) -> Vec<Labelled> {
        let count = self.labels().len();
        let forward = self.forward(scores, length);
        let backward = self.backward(scores, length);
        (0..length)
            .map(|at| {
                let through = |label: usize| {
                    forward[at * count + label].saturating_add(backward[at * count + label])
                };
                let label = (0..count)
                    .max_by_key(|&label| (through(label), std::cmp::Reverse(label)))
                    .unwrap_or_default();
                let second = (0..count)
                    .filter(|&other| other != label)
                    .map(through)
                    .max()
                    .unwrap_or(UNREACHED);
                Labelled {
                    label,
                    margin: through(label).saturating_sub(second),
                }
            })
            .collect()
    }

    /// For each token and label, the best score of a prefix that ends there, the token's own included.
    fn forward(&self, scores: &[i32], length: usize) -> Vec<i32> {
        let count = self.labels().len();
        let mut best = vec![UNREACHED; length * count];
        for at in 0..length {
            for (label, before) in self.before.iter().enumerate() {
                let reach = |&(from, weight): &(usize, i32)| match (at, from == count) {
                    (0, true) => weight,
                    (0, false) | (_, true) => UNREACHED,
                    _ => best[(at - 1) * count + from].saturating_add(weight),
                };
                let score = before.iter().map(reach).max().unwrap_or(UNREACHED);
                best[at * count + label] = score
                    .saturating_add(scores[at * count + label])
                    .max(UNREACHED);
            }
        }
        best
    }

    /// For each token and label, the best score of what may follow it, the token's own excluded.
    fn backward(&self, scores: &[i32], length: usize) -> Vec<i32> {
        let count = self.labels().len();
        let mut best = vec![0; length * count];
        for at in (0..length.saturating_sub(1)).rev() {
            let next = (at + 1) * count;
            for label in 0..count {
                let reach = |&(to, weight): &(usize, i32)| {
                    weight
                        .saturating_add(scores[next + to])
                        .saturating_add(best[next + to])
                };
                best[at * count + label] = self.after[label]
                    .iter()
                    .map(reach)
                    .max()
                    .unwrap_or(UNREACHED)
                    .max(UNREACHED);
            }
        }
        best
    }
}

/// Far below any score, and far from overflow when two are added.
const UNREACHED: i32 = i32::MIN / 4;

/// The parts of a sequence model that training makes.
#[derive(Clone, Copy, Debug)]
pub struct SequenceParts<'a> {
    /// Log-odds per unit of margin.
    pub odds: f32,
    /// A row per label and one for the start, a column per label.
    pub transitions: &'a [i16],
    /// The weights of the labels by feature.
    pub features: &'a [(u64, Vec<Weight>)],
}

/// Writes a sequence model.
pub fn write_sequence(header: &Header, parts: SequenceParts) -> Vec<u8> {
    let SequenceParts {
        odds,
        transitions,
        features,
    } = parts;
    let mut writer = Writer::new(header);
    writer.u32(odds.to_bits() as usize);
    transitions.iter().for_each(|&weight| writer.i16(weight));
    write_table(&mut writer, features);
    writer.finish()
}
