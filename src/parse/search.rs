//! The way through a sentence with the best score, by beam search: of all
//! states that the moves of one step lead to, a few are kept (Zhang, Clark 2008).

use super::features::{move_features, relation_features};
use super::sentence::Sentence;
use super::state::{Move, Parts, State};
use super::{Relation, state::PartId};

/// What judges moves and relations by their features: a model, or one in training.
pub trait Scorer {
    /// The scores of the moves in the order of [`Move::ALL`].
    fn moves(&self, features: &[u64]) -> [i32; 3];

    /// The best relation, by the features of an arc.
    fn relation(&self, features: &[u64]) -> Relation;
}

/// How many states a search keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beam {
    /// At most so many.
    pub width: usize,
    /// None that is further behind the best.
    pub margin: i32,
}

/// One step of a way: the move, the relation of its arc, and the state that it was made in.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The state before.
    pub state: State,
    /// What was done there.
    pub action: Move,
    /// The relation of the arc that was made.
    pub relation: Relation,
}

/// A state of the beam and how it was reached.
#[derive(Clone, Copy, Debug)]
struct Reached {
    state: State,
    before: usize,
    action: Move,
    relation: Relation,
}

/// A search through one sentence, used again for the next so that its memory is.
#[derive(Debug, Default)]
pub struct Search {
    /// The parts of the sentence's states.
    pub parts: Parts,
    reached: Vec<Reached>,
    /// Where the states of each step start in `reached`.
    steps: Vec<usize>,
    candidates: Vec<(i32, usize, Move)>,
    features: Vec<u64>,
}

impl Search {
    /// Parses `sentence` to its end with as many states at a time as `beam` allows.
    pub fn run(&mut self, sentence: &Sentence, scorer: &impl Scorer, beam: Beam) {
        let state = self.parts.start(sentence.len());
        self.reached.clear();
        self.steps.clear();
        let relation = Relation::Root;
        self.reached.push(Reached {
            state,
            before: 0,
            action: Move::Shift,
            relation,
        });
        self.steps.extend([0, 1]);
        for _ in 0..2 * sentence.len() {
            self.weigh(sentence, scorer);
            self.keep(beam);
            self.advance(sentence, scorer);
        }
    }

    /// The score of the best state after `step` moves.
    pub fn best_score(&self, step: usize) -> i32 {
        self.reached[self.steps[step]].state.score
    }

    /// The best way to the state after `step` moves.
    pub fn way(&self, step: usize) -> Vec<Step> {
        let mut at = self.steps[step];
        let mut way = Vec::with_capacity(step);
        for _ in 0..step {
            let Reached {
                before,
                action,
                relation,
                ..
            } = self.reached[at];
            let state = self.reached[before].state;
            way.push(Step {
                state,
                action,
                relation,
            });
            at = before;
        }
        way.reverse();
        way
    }

    /// Scores every move that is allowed in a state of the last step.
    fn weigh(&mut self, sentence: &Sentence, scorer: &impl Scorer) {
        self.candidates.clear();
        for at in self.steps[self.steps.len() - 2]..self.reached.len() {
            let state = self.reached[at].state;
            let allowed = Move::ALL.map(|action| self.parts.allows(&state, action));
            self.features.clear();
            move_features(sentence, &self.parts, &state, &mut self.features);
            let weights = scorer.moves(&self.features);
            for ((action, score), may) in Move::ALL.into_iter().zip(weights).zip(allowed) {
                if may {
                    self.candidates.push((state.score + score, at, action));
                }
            }
        }
    }

    /// Keeps the best candidates, the best first; of two that are as good, the one found first.
    fn keep(&mut self, beam: Beam) {
        self.candidates
            .sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
        self.candidates.truncate(beam.width);
        if let Some(&(best, ..)) = self.candidates.first() {
            self.candidates
                .retain(|(score, ..)| best - score <= beam.margin);
        }
    }

    /// Makes the moves that were kept.
    fn advance(&mut self, sentence: &Sentence, scorer: &impl Scorer) {
        for index in 0..self.candidates.len() {
            let (score, before, action) = self.candidates[index];
            let state = self.reached[before].state;
            let relation = self.relation(sentence, scorer, (&state, action));
            let state = State {
                score,
                ..self.parts.after(&state, action, relation)
            };
            self.reached.push(Reached {
                state,
                before,
                action,
                relation,
            });
        }
        self.steps.push(self.reached.len());
    }

    /// The relation of the arc that a move makes; only the sentence's root hangs on the root.
    pub fn relation(
        &mut self,
        sentence: &Sentence,
        scorer: &impl Scorer,
        (state, action): (&State, Move),
    ) -> Relation {
        match self.parts.arc(state, action) {
            Some((head, dependent)) if self.parts.get(head).token < sentence.len() => {
                self.features.clear();
                let arc: (PartId, PartId) = (head, dependent);
                relation_features(sentence, &self.parts, arc, &mut self.features);
                scorer.relation(&self.features)
            }
            _ => Relation::Root,
        }
    }
}
