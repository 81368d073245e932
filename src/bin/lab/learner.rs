//! Learns to parse: the structured perceptron over whole searches, moved where
//! the best way is furthest above the gold one (Huang, Fayong, Guo 2012,
//! "max-violation"), and a perceptron for the relations of the gold arcs.

use copydesk::parse::{
    Beam, Move, PartId, Parts, Relation, Scorer, Search, Sentence, State, Step, best_relation,
    move_features, relation_features,
};

use crate::random::Random;
use crate::weights::Rows;

/// How many relations there are.
pub(crate) const RELATIONS: usize = 41;

/// A training sentence.
pub(crate) struct Lesson {
    pub(crate) sentence: Sentence,
    /// The head of each token; the number of tokens for the root.
    pub(crate) heads: Vec<usize>,
    pub(crate) relations: Vec<Relation>,
    /// How far an error in it moves the weights.
    pub(crate) amount: i32,
    /// Whether it is in the language of the model. The others teach what their features share with it.
    pub(crate) is_own: bool,
}

/// The weights in training.
pub(crate) struct Learner {
    pub(crate) moves: Rows<3>,
    pub(crate) relations: Rows<RELATIONS>,
    search: Search,
    features: Vec<u64>,
    width: usize,
}

/// The weights as a scorer sees them.
struct Judge<'a> {
    moves: &'a Rows<3>,
    relations: &'a Rows<RELATIONS>,
}

impl Scorer for Judge<'_> {
    fn moves(&self, features: &[u64]) -> [i32; 3] {
        self.moves.sum(features)
    }

    fn relation(&self, features: &[u64]) -> Relation {
        best_relation(&self.relations.sum(features))
    }
}

/// The first allowed move on the way to the gold tree: arcs as soon as the dependent is complete.
pub(crate) fn gold_move(parts: &Parts, state: &State, lesson: &Lesson, waiting: &[u32]) -> Move {
    for action in [Move::Left, Move::Right] {
        if let Some((head, dependent)) = parts
            .allows(state, action)
            .then(|| parts.arc(state, action))
            .flatten()
        {
            let (head, dependent) = (parts.get(head).token, parts.get(dependent).token);
            if lesson.heads[dependent] == head && waiting[dependent] == 0 {
                return action;
            }
        }
    }
    Move::Shift
}

impl Learner {
    pub(crate) fn new(lessons: &[Lesson], width: usize) -> Self {
        let mut learner = Self {
            moves: Rows::new(),
            relations: Rows::new(),
            search: Search::default(),
            features: Vec::new(),
            width,
        };
        for is_own in [false, true] {
            for lesson in lessons.iter().filter(|lesson| lesson.is_own == is_own) {
                learner.meet(lesson);
            }
        }
        learner.moves.close();
        learner.relations.close();
        learner
    }

    /// A learner that knows these features alone.
    pub(crate) fn of(moves: &[u64], relations: &[u64], width: usize) -> Self {
        Self {
            moves: Rows::of(moves),
            relations: Rows::of(relations),
            search: Search::default(),
            features: Vec::new(),
            width,
        }
    }

    /// Makes rows for the features of the gold way.
    fn meet(&mut self, lesson: &Lesson) {
        let parts = &mut self.search.parts;
        let mut state = parts.start(lesson.sentence.len());
        let mut waiting = waiting(lesson);
        for _ in 0..2 * lesson.sentence.len() {
            self.features.clear();
            move_features(&lesson.sentence, parts, &state, &mut self.features);
            self.moves.meet(&self.features, lesson.is_own);
            let action = gold_move(parts, &state, lesson, &waiting);
            let mut relation = Relation::Root;
            if let Some((head, dependent)) = parts.arc(&state, action) {
                relation = lesson.relations[parts.get(dependent).token];
                self.features.clear();
                relation_features(
                    &lesson.sentence,
                    parts,
                    (head, dependent),
                    &mut self.features,
                );
                self.relations.meet(&self.features, lesson.is_own);
                settle(parts, head, &mut waiting);
            }
            state = parts.after(&state, action, relation);
        }
    }

    /// Passes over the lessons in random orders.
    pub(crate) fn learn(&mut self, lessons: &[Lesson], passes: usize) {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let mut random = Random::new(7);
        for pass in 1..=passes {
            random.shuffle(&mut order);
            let wrong = order.iter().filter(|&&at| self.study(&lessons[at])).count();
            eprintln!("  pass {pass}/{passes}: {wrong} trees wrong");
        }
    }

    /// Parses one sentence and moves the weights; whether the tree was wrong.
    fn study(&mut self, lesson: &Lesson) -> bool {
        let judge = Judge {
            moves: &self.moves,
            relations: &self.relations,
        };
        self.search.run(
            &lesson.sentence,
            &judge,
            Beam {
                width: self.width,
                margin: i32::MAX,
            },
        );
        let gold = self.gold(lesson);
        let mut worst = (0, 0);
        for (index, (_, score)) in gold.iter().enumerate() {
            let violation = self.search.best_score(index + 1) - score;
            if violation > worst.0 || index == 0 || (violation == worst.0 && violation > 0) {
                worst = (violation, index + 1);
            }
        }
        let whole = self.search.way(gold.len());
        let is_wrong = whole
            .iter()
            .zip(&gold)
            .any(|(found, (gold, _))| found.action != gold.action);
        if is_wrong {
            let end = if worst.0 > 0 { worst.1 } else { gold.len() };
            let found = self.search.way(end);
            let same = found
                .iter()
                .zip(&gold)
                .take_while(|(found, (gold, _))| found.action == gold.action);
            let start = same.count();
            for (found, (gold, _)) in found.iter().zip(&gold).skip(start) {
                self.change(lesson, found, -lesson.amount);
                self.change(lesson, gold, lesson.amount);
            }
        }
        self.moves.tick();
        self.relations.tick();
        is_wrong
    }

    /// The gold way with the score of each of its states after the move, which moves the weights of
    /// the relations that it gets wrong.
    fn gold(&mut self, lesson: &Lesson) -> Vec<(Step, i32)> {
        let mut state = self.search.parts.fresh();
        let mut waiting = waiting(lesson);
        let mut way = Vec::with_capacity(2 * lesson.sentence.len());
        for _ in 0..2 * lesson.sentence.len() {
            let parts = &self.search.parts;
            let action = gold_move(parts, &state, lesson, &waiting);
            self.features.clear();
            move_features(&lesson.sentence, parts, &state, &mut self.features);
            let score = state.score + self.moves.sum(&self.features)[action as usize];
            let mut relation = Relation::Root;
            if let Some((head, dependent)) = parts.arc(&state, action) {
                settle(parts, head, &mut waiting);
                let gold = lesson.relations[parts.get(dependent).token];
                if gold != Relation::Root {
                    self.features.clear();
                    relation_features(
                        &lesson.sentence,
                        parts,
                        (head, dependent),
                        &mut self.features,
                    );
                    relation = best_relation(&self.relations.sum(&self.features));
                    if relation != gold {
                        let column = |relation: Relation| usize::from(relation.number());
                        self.relations
                            .change(&self.features, column(gold), lesson.amount);
                        self.relations
                            .change(&self.features, column(relation), -lesson.amount);
                    }
                }
            }
            way.push((
                Step {
                    state,
                    action,
                    relation,
                },
                score,
            ));
            state = State {
                score,
                ..self.search.parts.after(&state, action, relation)
            };
        }
        way
    }

    fn change(&mut self, lesson: &Lesson, step: &Step, amount: i32) {
        self.features.clear();
        move_features(
            &lesson.sentence,
            &self.search.parts,
            &step.state,
            &mut self.features,
        );
        self.moves
            .change(&self.features, step.action as usize, amount);
    }
}

/// How many children each token still waits for, the root's excluded.
fn waiting(lesson: &Lesson) -> Vec<u32> {
    let mut waiting = vec![0; lesson.heads.len() + 1];
    for &head in &lesson.heads {
        waiting[head] += 1;
    }
    waiting
}

/// Notes that the head has got one of its children.
fn settle(parts: &Parts, head: PartId, waiting: &mut [u32]) {
    waiting[parts.get(head).token] -= 1;
}

/// Lifts arcs until none cross: of two that cross, the shorter is hung one head higher (Nivre, Nilsson 2005).
pub(crate) fn projective(heads: &mut [usize]) {
    let root = heads.len();
    while let Some(token) = crossing(heads) {
        let head = heads[token];
        heads[token] = if head == root { root } else { heads[head] };
    }
}

/// The dependent of the shortest arc with a token inside that does not come from its head.
fn crossing(heads: &[usize]) -> Option<usize> {
    let root = heads.len();
    let comes_from = |token: usize, top: usize| {
        std::iter::successors(Some(token), |&at| (at < root).then(|| heads[at])).any(|at| at == top)
    };
    let crosses = |&token: &usize| {
        let head = heads[token];
        head != root
            && (token.min(head) + 1..token.max(head)).any(|inside| !comes_from(inside, head))
    };
    (0..root)
        .filter(crosses)
        .min_by_key(|&token| token.abs_diff(heads[token]))
}
