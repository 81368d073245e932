//! From trained fractions to the small integers of a model file: one unit for
//! all weights, rounding, and the smallest weights left out until the file is
//! within its budget.

use copydesk::model::{
    Header, LARGEST_WEIGHT, SequenceParts, TransitionParts, Triple, Weight, write_sequence,
    write_transition,
};
use copydesk::parse::Relation;

use crate::learner::Learner;
use crate::perceptron::{NEVER, Weights};

/// The model file of a sequence model, at most `budget` bytes.
pub(crate) fn sequence_file(header: &Header, weights: &Weights, budget: usize) -> Vec<u8> {
    let unit = unit(
        weights
            .features
            .iter()
            .flat_map(|(_, row)| row.iter().copied()),
    );
    let transitions: Vec<i16> = weights
        .transitions
        .iter()
        .zip(&weights.allowed)
        .map(|(weight, allowed)| if *allowed { wide(weight / unit) } else { NEVER })
        .collect();
    within(budget, |smallest| {
        let features = small(&weights.features, unit, smallest);
        write_sequence(
            header,
            SequenceParts {
                odds: weights.odds * unit,
                transitions: &transitions,
                features: &features,
            },
        )
    })
}

/// The file of at most `budget` bytes that leaves out the fewest weights; `file` writes one without
/// the weights below a size. Empty when there is none.
pub(crate) fn within(budget: usize, file: impl Fn(i16) -> Vec<u8>) -> Vec<u8> {
    let (mut smallest, mut largest) = (1, LARGEST_WEIGHT);
    while smallest < largest {
        let middle = i16::midpoint(smallest, largest);
        if file(middle).len() <= budget {
            largest = middle;
        } else {
            smallest = middle + 1;
        }
    }
    Some(file(smallest))
        .filter(|file| file.len() <= budget)
        .unwrap_or_default()
}

/// How much a parser's file may hold.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    /// Buckets of eight features for the moves.
    pub(crate) buckets: usize,
    /// Bytes for the relations.
    pub(crate) relation_bytes: usize,
}

/// The model file of the parser of `code`.
pub(crate) fn transition_file(code: &str, learner: &Learner, room: Room) -> Vec<u8> {
    let moves = learner.moves.averages();
    let move_unit = unit(moves.iter().flat_map(|(_, row)| row.iter().copied()));
    let triple = |(feature, row): &(u64, Vec<f32>)| -> Triple {
        let weight = |at: usize| row.get(at).map_or(0, |weight| narrow(weight / move_unit));
        (*feature, std::array::from_fn(weight))
    };
    let moves: Vec<Triple> = moves.iter().map(triple).collect();
    let relations = learner.relations.averages();
    let relation_unit = unit(relations.iter().flat_map(|(_, row)| row.iter().copied()));
    let header = Header {
        task: "parse".into(),
        language: code.into(),
        labels: Relation::ALL
            .iter()
            .map(|relation| relation.label().into())
            .collect(),
    };
    let write = |relations: &[(u64, Vec<Weight>)]| {
        write_transition(
            &header,
            TransitionParts {
                moves: &moves,
                buckets: room.buckets,
                relations,
            },
        )
    };
    let limit = write(&[]).len() + room.relation_bytes;
    within(limit, |smallest| {
        write(&small(&relations, relation_unit, smallest))
    })
}

/// The value of a weight of 1: all but one weight in 20,000 are in the range of a table.
pub(crate) fn unit(weights: impl Iterator<Item = f32>) -> f32 {
    let mut sizes: Vec<f32> = weights.map(f32::abs).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 20_000));
    largest.copied().unwrap_or(1.0) / f32::from(LARGEST_WEIGHT)
}

/// The weights of each feature in units, without those smaller than `smallest`, and the features that keep any.
pub(crate) fn small(
    features: &[(u64, Vec<f32>)],
    unit: f32,
    smallest: i16,
) -> Vec<(u64, Vec<Weight>)> {
    features
        .iter()
        .map(|(feature, row)| {
            let pairs = (0_u8..).zip(row).map(|(label, weight)| Weight {
                label,
                weight: narrow(weight / unit),
            });
            (
                *feature,
                pairs
                    .filter(|pair| pair.weight.saturating_abs() >= smallest)
                    .collect::<Vec<_>>(),
            )
        })
        .filter(|(_, pairs)| !pairs.is_empty())
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the type's range"
)]
fn narrow(weight: f32) -> i16 {
    let largest = f32::from(LARGEST_WEIGHT);
    weight.round().clamp(-largest, largest) as i16
}

/// A weight in units as 16 bits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the type's range"
)]
pub(crate) fn wide(weight: f32) -> i16 {
    weight.round().clamp(-32_000.0, 32_000.0) as i16
}

#[cfg(test)]
mod tests {
    use copydesk::model::{ModelFile, SequenceModel};

    use super::*;

    fn header() -> Header {
        Header {
            task: "tag".into(),
            language: "fr".into(),
            labels: vec!["A".into(), "B".into()],
        }
    }

    /// As many features as asked for, one of which is far stronger than the others.
    fn weights(count: u16) -> Weights {
        let row = |number: u16| {
            (
                copydesk::model::feature(1, &[u64::from(number)]),
                vec![0.1, -0.1],
            )
        };
        let mut features: Vec<(u64, Vec<f32>)> = (1..count).map(row).collect();
        features.push((copydesk::model::feature(1, &[0]), vec![-1.0, 1.0]));
        Weights {
            features,
            transitions: vec![-0.5, 0.5, 0.0, 0.0, 0.0, 0.0],
            allowed: vec![true, true, false, true, true, true],
            odds: 1.0,
        }
    }

    #[test]
    fn a_model_file_keeps_what_the_weights_choose() {
        let bytes = sequence_file(&header(), &weights(10), 10_000).leak();
        let model = SequenceModel::load(
            ModelFile {
                path: "a.bin",
                bytes,
            },
            "tag",
        )
        .unwrap();
        let feature = |number: u64| copydesk::model::feature(1, &[number]);
        let labels = model.decode_labels(2, |at, found| found.push(feature(1 - at as u64)));
        assert_eq!(labels, [0, 1]);
    }

    #[test]
    fn the_smallest_weights_go_first_when_the_budget_is_small() {
        let whole = sequence_file(&header(), &weights(500), usize::MAX);
        let small = sequence_file(&header(), &weights(500), whole.len() / 2);
        assert!(!small.is_empty() && small.len() <= whole.len() / 2);
        assert!(sequence_file(&header(), &weights(500), 10).is_empty());
    }

    #[test]
    fn weights_are_rounded_to_units_and_held_to_their_range() {
        let rows = [(7, vec![1.0, -0.26, 0.1, 900.0])];
        let found = small(&rows, 0.5, 1);
        let weights: Vec<(u8, i16)> = found[0]
            .1
            .iter()
            .map(|pair| (pair.label, pair.weight))
            .collect();
        assert_eq!(weights, [(0, 2), (1, -1), (3, 1800)]);
        assert_eq!((wide(1e9), wide(-1e9), wide(2.4)), (32_000, -32_000, 2));
    }

    #[test]
    fn the_unit_lets_nearly_all_weights_fit() {
        let weights = (1..=40_000_u16).map(f32::from).chain([1e6]);
        assert!((unit(weights) * f32::from(LARGEST_WEIGHT) - 39_999.0).abs() < 20.0);
        assert!(unit(std::iter::empty()) > 0.0);
    }
}
