//! Conditional log-linear choice: of several candidates the right ones get most
//! of the chance. Stochastic gradient descent with a rate for each fact that
//! falls with what it has moved (`AdaGrad`, Duchi, Hazan and Singer 2011).

use std::collections::HashMap;

use copydesk::attribution::Choice;
use copydesk::model::{Header, Judge, write_classifier};

use crate::quantise::{small, unit, within};
use crate::random::Random;

/// How far a weight moves at first; this and the decay by cross-validation.
const RATE: f32 = 0.03;
/// How strongly weights are drawn to zero, at each step that touches them.
const DECAY: f32 = 1e-4;

/// What has moved less than this moves no further at a time.
const LEAST: f32 = 0.3;

/// Candidates, and which of them are right.
pub(crate) struct Lesson {
    pub(crate) choice: Choice,
    pub(crate) right: Vec<bool>,
}

impl Lesson {
    /// Whether `judge` puts a right candidate first.
    pub(crate) fn is_right(&self, judge: &impl Judge) -> bool {
        let scored = self
            .choice
            .iter()
            .map(|facts| judge.score(facts))
            .zip(&self.right);
        let best = scored.max_by(|one, other| one.0.total_cmp(&other.0));
        best.is_some_and(|(_, right)| *right)
    }
}

/// The weights in training.
#[derive(Default)]
pub(crate) struct Weights {
    rows: HashMap<u64, usize>,
    values: Vec<f32>,
    moved: Vec<f32>,
}

impl Judge for Weights {
    fn score(&self, facts: &[u64]) -> f32 {
        let rows = facts.iter().filter_map(|fact| self.rows.get(fact));
        rows.map(|&row| self.values[row]).sum()
    }
}

impl Weights {
    /// Learns `lessons` in so many passes, on top of what is known.
    pub(crate) fn learn(&mut self, lessons: &[&Lesson], passes: usize) {
        self.meet(lessons);
        let known: Vec<Vec<Vec<usize>>> = lessons.iter().map(|lesson| self.known(lesson)).collect();
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let mut random = Random::new(7);
        let mut sums = vec![0.0_f64; self.values.len()];
        let mut counted = 0.0;
        for pass in 0..passes {
            random.shuffle(&mut order);
            for &at in &order {
                self.study(&known[at], &lessons[at].right);
            }
            // The mean of the later passes' weights is steadier than the last.
            if pass * 2 >= passes {
                counted += 1.0;
                for (sum, weight) in sums.iter_mut().zip(&self.values) {
                    *sum += f64::from(*weight);
                }
            }
        }
        let mut own: Vec<usize> = known.into_iter().flatten().flatten().collect();
        own.sort_unstable();
        own.dedup();
        for row in own {
            #[expect(clippy::cast_possible_truncation, reason = "a mean of such weights")]
            let mean = (sums[row] / f64::max(counted, 1.0)) as f32;
            self.values[row] = mean;
        }
    }

    /// Makes rows for the facts.
    fn meet(&mut self, lessons: &[&Lesson]) {
        for &fact in lessons
            .iter()
            .flat_map(|lesson| lesson.choice.iter().flatten())
        {
            let next = self.values.len();
            if *self.rows.entry(fact).or_insert(next) == next {
                self.values.push(0.0);
                self.moved.push(0.0);
            }
        }
    }

    fn known(&self, lesson: &Lesson) -> Vec<Vec<usize>> {
        let rows = |facts: &Vec<u64>| {
            facts
                .iter()
                .filter_map(|fact| self.rows.get(fact).copied())
                .collect()
        };
        lesson.choice.iter().map(rows).collect()
    }

    fn study(&mut self, candidates: &[Vec<usize>], right: &[bool]) {
        let score = |rows: &Vec<usize>| -> f32 { rows.iter().map(|&row| self.values[row]).sum() };
        let scores: Vec<f32> = candidates.iter().map(score).collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let odds: Vec<f32> = scores.iter().map(|score| (score - top).exp()).collect();
        let all: f32 = odds.iter().sum();
        let good: f32 = odds
            .iter()
            .zip(right)
            .filter(|(_, right)| **right)
            .map(|(odds, _)| odds)
            .sum();
        if good <= 0.0 {
            return;
        }
        for ((rows, odds), &right) in candidates.iter().zip(&odds).zip(right) {
            let wanted = if right { odds / good } else { 0.0 };
            let gradient = wanted - odds / all;
            if gradient.abs() < 1e-4 {
                continue;
            }
            for &row in rows {
                self.moved[row] += gradient * gradient;
                let weight = self.values[row];
                let rate = RATE / (1e-6 + self.moved[row].sqrt()).max(LEAST);
                self.values[row] = weight + rate * gradient - DECAY * weight;
            }
        }
    }

    /// The model file, of at most `budget` bytes.
    pub(crate) fn file(&self, header: &Header, budget: usize) -> Vec<u8> {
        let mut features: Vec<(u64, Vec<f32>)> = self
            .rows
            .iter()
            .map(|(&fact, &row)| (fact, vec![self.values[row]]))
            .collect();
        features.sort_unstable_by_key(|(fact, _)| *fact);
        let unit = unit(self.values.iter().copied());
        within(budget, |smallest| {
            write_classifier(header, unit, &[0], &small(&features, unit, smallest))
        })
    }
}
