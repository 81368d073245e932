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
    /// The weights of pairs of labels: a row for each label that comes before and one for the start,
    /// a column for each label that comes after; [`UNREACHED`] for a pair that cannot be.
    transitions: Vec<i32>,
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
        if count == 0 {
            return Err(LoadError::unexpected(file.path, "labels", "none"));
        }
        let odds = reader
            .u32()
            .map(f32::from_bits)
            .ok_or_else(|| file.broken())?;
        let transition = |weight: u16| match weight.cast_signed() {
            FORBIDDEN => UNREACHED,
            weight => i32::from(weight),
        };
        let transitions = (0..(count + 1) * count)
            .map(|_| reader.u16().map(transition))
            .collect::<Option<_>>()
            .ok_or_else(|| file.broken())?;
        let table = FeatureTable::read(&mut reader).ok_or_else(|| file.broken())?;
        Ok(Self {
            header,
            odds,
            table,
            transitions,
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
        features: impl FnMut(usize, &mut Vec<u64>),
    ) -> Vec<Labelled> {
        let scores = self.scores(length, features);
        let backward = self.backward(&scores);
        let forward = self.forward(&scores);
        let width = self.labels().len();
        let rows = forward
            .chunks_exact(width)
            .zip(backward.chunks_exact(width));
        let path = self.path(&scores, &backward).into_iter().zip(rows);
        path.map(|(label, (before, after))| Labelled {
            label,
            margin: margin(label, before, after),
        })
        .collect()
    }

    /// Labels `length` tokens as [`SequenceModel::decode`] does, without margins: in half the time.
    pub fn decode_labels(
        &self,
        length: usize,
        features: impl FnMut(usize, &mut Vec<u64>),
    ) -> Vec<usize> {
        let scores = self.scores(length, features);
        self.path(&scores, &self.backward(&scores))
    }

    /// A row of scores for each token, one for each label, by the token's features alone.
    fn scores(&self, length: usize, mut features: impl FnMut(usize, &mut Vec<u64>)) -> Vec<i32> {
        let width = self.labels().len();
        let mut scores = vec![0; length * width];
        let mut active = Vec::with_capacity(64);
        for (at, row) in scores.chunks_exact_mut(width).enumerate() {
            active.clear();
            features(at, &mut active);
            self.table.add_all(&active, |label, weight| {
                if let Some(score) = row.get_mut(label) {
                    *score += weight;
                }
            });
        }
        scores
    }

    /// The best sequence of labels; of several that are as good, the one with the first labels.
    fn path(&self, scores: &[i32], backward: &[i32]) -> Vec<usize> {
        let width = self.labels().len();
        let rows = scores.chunks_exact(width).zip(backward.chunks_exact(width));
        let mut from = self.labels().len();
        rows.map(|(score, after)| {
            let sums = self.after(from).iter().zip(score).zip(after);
            from = first_highest(sums.map(|((weight, score), after)| weight + score + after));
            from
        })
        .collect()
    }

    /// The weights of the labels after the label `from`.
    fn after(&self, from: usize) -> &[i32] {
        let count = self.labels().len();
        &self.transitions[from * count..(from + 1) * count]
    }

    /// For each token and label, how far the best beginning that ends there is behind the best
    /// beginning of all.
    fn forward(&self, scores: &[i32]) -> Vec<i32> {
        let width = self.labels().len();
        let mut reached = vec![UNREACHED; scores.len()];
        for (at, score) in scores.chunks_exact(width).enumerate() {
            let (done, rest) = reached.split_at_mut(at * width);
            let row = &mut rest[..width];
            match done.len().checked_sub(width) {
                None => row.copy_from_slice(self.after(width)),
                Some(last) => self.step(&done[last..], row),
            }
            row.iter_mut()
                .zip(score)
                .for_each(|(best, score)| *best += score);
            level(row);
        }
        reached
    }

    /// Raises `row` to the best beginnings that go on from `before`.
    fn step(&self, before: &[i32], row: &mut [i32]) {
        for (from, &reached) in before.iter().enumerate() {
            let best = row.iter_mut().zip(self.after(from));
            best.for_each(|(best, weight)| *best = (*best).max(reached + weight));
        }
    }

    /// For each token and label, how far the best continuation after it is behind the best
    /// continuation of all, the token's own score excluded.
    fn backward(&self, scores: &[i32]) -> Vec<i32> {
        let width = self.labels().len();
        let mut reached = vec![0; scores.len()];
        let mut next = vec![0; width];
        for start in (0..scores.len().saturating_sub(width)).step_by(width).rev() {
            let (row, after) = reached[start..start + 2 * width].split_at_mut(width);
            let own = &scores[start + width..start + 2 * width];
            let sums = after.iter().zip(own).map(|(after, own)| after + own);
            next.iter_mut()
                .zip(sums)
                .for_each(|(next, sum)| *next = sum);
            for (label, best) in row.iter_mut().enumerate() {
                let sums = self.after(label).iter().zip(&next);
                *best = sums.map(|(weight, next)| weight + next).max().unwrap_or(0);
            }
            level(row);
        }
        reached
    }
}

/// Subtracts the highest of `row` from all of it, so that no sum grows with the length of the text,
/// and holds what cannot be at [`UNREACHED`].
fn level(row: &mut [i32]) {
    let highest = row.iter().copied().max().unwrap_or(0);
    for score in row {
        *score = (*score - highest).max(UNREACHED);
    }
}

/// By how much the best sequence through `label` beats the best one through another label.
fn margin(label: usize, before: &[i32], after: &[i32]) -> i32 {
    let through = |at: usize| before[at] + after[at];
    let others = (0..before.len()).filter(|&other| other != label);
    let second = others.map(through).max().unwrap_or(UNREACHED);
    (through(label) - second).max(0)
}

/// The index of the highest of `scores`, the first of several.
fn first_highest(scores: impl Iterator<Item = i32>) -> usize {
    let indexed = scores.enumerate();
    let highest = indexed.max_by_key(|&(at, score)| (score, std::cmp::Reverse(at)));
    highest.map_or(0, |(at, _)| at)
}

/// Far below any score, and far from overflow when three are added.
const UNREACHED: i32 = i32::MIN / 8;

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
    for &weight in transitions {
        writer.i16(weight);
    }
    write_table(&mut writer, features);
    writer.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A model with the labels `0`, `1`, … and one feature per token and label, which weighs as
    /// `emissions` says.
    fn model(count: usize, transitions: &[i16], emissions: &[Vec<i8>]) -> SequenceModel {
        let header = Header {
            task: "tag".into(),
            language: "und".into(),
            labels: (0..count).map(|label| label.to_string()).collect(),
        };
        let row = |(at, row): (usize, &Vec<i8>)| {
            let weights = (0..).zip(row).map(|(label, &weight)| Weight {
                label,
                weight: i16::from(weight),
            });
            (feature_of(at), weights.collect())
        };
        let features: Vec<(u64, Vec<Weight>)> = emissions.iter().enumerate().map(row).collect();
        let parts = SequenceParts {
            odds: 0.5,
            transitions,
            features: &features,
        };
        let bytes = write_sequence(&header, parts).leak();
        SequenceModel::load(
            ModelFile {
                path: "a.bin",
                bytes,
            },
            "tag",
        )
        .unwrap()
    }

    fn feature_of(at: usize) -> u64 {
        crate::model::feature(1, &[at as u64])
    }

    /// The scores of all sequences that the transitions allow.
    fn all_sequences(
        count: usize,
        transitions: &[i16],
        emissions: &[Vec<i8>],
    ) -> Vec<(Vec<usize>, i32)> {
        let mut found = vec![(vec![], 0)];
        for row in emissions {
            let extend = |(labels, score): (Vec<usize>, i32)| {
                let from = labels.last().copied().unwrap_or(count);
                let next = (0..count).filter_map(move |label| {
                    let weight = transitions[from * count + label];
                    let total = score + i32::from(weight) + i32::from(row[label]);
                    let labels = labels.iter().copied().chain([label]).collect();
                    (weight != FORBIDDEN).then_some((labels, total))
                });
                next.collect::<Vec<_>>()
            };
            found = found.into_iter().flat_map(extend).collect();
        }
        found
    }

    fn decode(model: &SequenceModel, length: usize) -> Vec<Labelled> {
        model.decode(length, |at, found| found.push(feature_of(at)))
    }

    fn case() -> impl Strategy<Value = (usize, Vec<i16>, Vec<Vec<i8>>)> {
        (1..4_usize).prop_flat_map(|count| {
            let weight = prop_oneof![4 => -5..5_i16, 1 => Just(FORBIDDEN), 1 => any::<i16>()];
            let emission = prop_oneof![4 => -5..5_i8, 1 => -16..=16_i8];
            (
                Just(count),
                proptest::collection::vec(weight, (count + 1) * count),
                proptest::collection::vec(proptest::collection::vec(emission, count), 0..6),
            )
        })
    }

    proptest! {
        #[test]
        fn decoding_finds_the_best_of_all_sequences((count, transitions, emissions) in case()) {
            let model = model(count, &transitions, &emissions);
            let found = decode(&model, emissions.len());
            prop_assert_eq!(found.len(), emissions.len());
            let all = all_sequences(count, &transitions, &emissions);
            let Some(best) = all.iter().map(|(_, score)| *score).max() else {
                return Ok(());
            };
            let labels: Vec<usize> = found.iter().map(|found| found.label).collect();
            prop_assert!(all.contains(&(labels.clone(), best)), "{:?}", labels);
            for (at, found) in found.iter().enumerate() {
                let others = all.iter().filter(|(labels, _)| labels[at] != found.label);
                match others.map(|(_, score)| *score).max() {
                    Some(second) => prop_assert_eq!(found.margin, best - second),
                    None => prop_assert!(found.margin > 1 << 24),
                }
            }
        }

        #[test]
        fn labels_are_the_same_without_margins((count, transitions, emissions) in case()) {
            let model = model(count, &transitions, &emissions);
            let labels = model.decode_labels(emissions.len(), |at, found| found.push(feature_of(at)));
            let with_margins = decode(&model, emissions.len()).into_iter().map(|found| found.label);
            prop_assert_eq!(labels, with_margins.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_very_long_sequence_does_not_overflow() {
        let model = model(2, &[i16::MAX, 0, 0, i16::MIN + 1, 0, 0], &[vec![127, -128]]);
        let found = model.decode(200_000, |_, found| found.push(feature_of(0)));
        assert!(
            found
                .iter()
                .all(|found| found.label == 0 && found.margin > 0)
        );
    }

    #[test]
    fn a_margin_of_nothing_is_an_even_chance_and_a_larger_one_a_better_chance() {
        let model = model(1, &[0, 0], &[]);
        assert!((model.probability(0) - 0.5).abs() < 1e-6);
        assert!(model.probability(4) > model.probability(2));
        assert!(model.probability(i32::MAX) <= 1.0);
    }
}
