//! Two models as one: the weights of two learners over the same features are added,
//! each on the scale on which its weights are of the same size. They err in
//! different places, so that the sum errs less than either.
//!
//! ```text
//! perceptron  (w₁, w₂, …) / rms   +   random field  (v₁, v₂, …) / rms
//! ```

use std::collections::BTreeMap;

use crate::perceptron::Weights;

/// The sum of `one` and `other`, which have the same labels.
pub(crate) fn blend(one: Weights, other: &Weights) -> Weights {
    let (own, others) = (1.0 / size(&one), 1.0 / size(other));
    let mut rows: BTreeMap<u64, Vec<f32>> = BTreeMap::new();
    for (weights, scale) in [(&one, own), (other, others)] {
        for (feature, row) in &weights.features {
            let sum = rows.entry(*feature).or_insert_with(|| vec![0.0; row.len()]);
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += weight * scale;
            }
        }
    }
    let pairs = one.transitions.iter().zip(&other.transitions);
    Weights {
        features: rows.into_iter().collect(),
        transitions: pairs
            .map(|(one, other)| one * own + other * others)
            .collect(),
        ..one
    }
}

/// The root of the mean square of the hundred thousand largest weights: a learner that prunes has none
/// of the small ones.
fn size(weights: &Weights) -> f32 {
    let all = weights.features.iter().flat_map(|(_, row)| row);
    let mut squares: Vec<f32> = all.map(|weight| weight * weight).collect();
    squares.sort_by(|one, other| other.total_cmp(one));
    squares.truncate(100_000);
    let count: f32 = squares.iter().map(|_| 1.0).sum();
    (squares.iter().sum::<f32>() / count.max(1.0))
        .sqrt()
        .max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(features: Vec<(u64, Vec<f32>)>) -> Weights {
        Weights {
            features,
            transitions: vec![1.0, 0.0],
            allowed: vec![true, true],
            odds: 1.0,
        }
    }

    #[test]
    fn each_learner_counts_alike_whatever_its_scale() {
        let one = weights(vec![(1, vec![300.0, -300.0]), (2, vec![300.0, 300.0])]);
        let other = weights(vec![(1, vec![-0.5, 0.5]), (3, vec![0.5, 0.5])]);
        let found = blend(one, &other).features;
        assert_eq!(found[0], (1, vec![0.0, 0.0]));
        assert_eq!(found[1], (2, vec![1.0, 1.0]));
        assert_eq!(found[2], (3, vec![1.0, 1.0]));
    }
}
