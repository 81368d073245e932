//! [`Judge`]: whoever can say how likely something is by the facts about it;
//! [`OddsModel`]: a linear model that does.

use super::classifier::Classifier;
use super::{LoadError, ModelFile};

/// Whoever can say how good a candidate is: a model, or weights in training.
pub trait Judge {
    /// The log-odds that the facts give a candidate.
    fn score(&self, facts: &[u64]) -> f32;
}

/// A linear model of log-odds.
#[derive(Debug)]
pub struct OddsModel(Classifier);

impl OddsModel {
    /// Reads the model in `file`, which must be for `task`.
    pub fn load(file: ModelFile, task: &str) -> Result<Self, LoadError> {
        Classifier::load(file, task).map(Self)
    }
}

impl Judge for OddsModel {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a sum of some hundred small weights"
    )]
    fn score(&self, facts: &[u64]) -> f32 {
        let mut scores = [0];
        self.0.add_once(facts, &mut scores);
        scores[0] as f32 * self.0.unit()
    }
}

/// The likeliest of several candidates, and its chance.
pub fn best(judge: &impl Judge, choice: &[Vec<u64>]) -> Option<(usize, f32)> {
    let scores: Vec<f32> = choice.iter().map(|facts| judge.score(facts)).collect();
    let mut best = 0;
    for (place, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = place;
        }
    }
    let top = *scores.get(best)?;
    let sum: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    Some((best, 1.0 / sum))
}

/// The chance of something with these log-odds.
pub fn chance(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
