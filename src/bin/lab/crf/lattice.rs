//! The sums over all label sequences of one sentence, as the forward-backward
//! algorithm builds them up (Rabiner 1989), each row scaled by itself.

/// What one sentence makes of the weights: all rows are probabilities up to a factor.
pub(super) struct Lattice {
    /// The features that this step sees.
    pub(super) features: Vec<Vec<u32>>,
    pub(super) emissions: Vec<f32>,
    pub(super) transitions: Vec<f32>,
    pub(super) forward: Vec<f32>,
    pub(super) backward: Vec<f32>,
    /// The logarithm of the sum over all sequences.
    pub(super) total: f32,
    /// The score of the gold labels by their tokens alone.
    pub(super) gold: f32,
}

impl Lattice {
    /// What token `at` and all after it weigh, by the label of `at`.
    pub(super) fn after(&self, at: usize, count: usize) -> Vec<f32> {
        let row = at * count..(at + 1) * count;
        let pairs = self.emissions[row.clone()].iter().zip(&self.backward[row]);
        pairs.map(|(emission, after)| emission * after).collect()
    }

    /// The probability of each label of token `at`.
    pub(super) fn marginals(&self, at: usize, count: usize) -> Vec<f32> {
        let row = at * count..(at + 1) * count;
        let pairs = self.forward[row.clone()].iter().zip(&self.backward[row]);
        let mut found: Vec<f32> = pairs.map(|(before, after)| before * after).collect();
        normalise(&mut found);
        found
    }
}

/// Divides `row` by its sum, and returns that.
pub(super) fn normalise(row: &mut [f32]) -> f32 {
    let sum: f32 = row.iter().sum();
    for value in row {
        *value /= sum;
    }
    sum
}
