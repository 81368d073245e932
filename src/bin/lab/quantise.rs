//! From trained fractions to the small integers of a model file: one unit for
//! all weights, rounding, and the smallest weights left out until the file is
//! within its budget.

use copydesk::model::{Header, SequenceParts, Weight, write_sequence};

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
    (1..=i8::MAX)
        .map(|smallest| {
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
        .find(|file| file.len() <= budget)
        .unwrap_or_default()
}

/// The value of a weight of 1: all but one weight in 2,000 fit into a signed byte.
pub(crate) fn unit(weights: impl Iterator<Item = f32>) -> f32 {
    let mut sizes: Vec<f32> = weights.map(f32::abs).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes
        .get(sizes.len().saturating_sub(1 + sizes.len() / 2000))
        .copied()
        .unwrap_or(1.0);
    largest / 127.0
}

/// The weights of each feature in units, without those smaller than `smallest`, and the features that keep any.
pub(crate) fn small(
    features: &[(u64, Vec<f32>)],
    unit: f32,
    smallest: i8,
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
fn narrow(weight: f32) -> i8 {
    weight.round().clamp(-127.0, 127.0) as i8
}

/// A weight in units as 16 bits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the type's range"
)]
pub(crate) fn wide(weight: f32) -> i16 {
    weight.round().clamp(-32_000.0, 32_000.0) as i16
}
