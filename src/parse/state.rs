//! A sentence that is being parsed: the arc-hybrid transition system (Kuhlmann,
//! Gómez-Rodríguez, Satta 2011) with the root of the sentence behind its last
//! token (Ballesteros, Nivre 2013), so that every way to the end gives a tree
//! with exactly one root.
//!
//! ```text
//! stack                 front  rest
//! … third second first  | b0    b1 b2 … ROOT
//!
//! Shift   b0 goes onto the stack
//! Left    first becomes a child of b0
//! Right   first becomes a child of second
//! ```
//!
//! States share what they have in common: a change makes a new [`Part`] and
//! leaves the old one to the other states, so that keeping several states costs
//! no copying.

use super::Relation;

/// What may be done in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The front goes onto the stack.
    Shift,
    /// The first of the stack becomes a child of the front.
    Left,
    /// The first of the stack becomes a child of the second.
    Right,
}

impl Move {
    /// All moves, in the order of their numbers in a model file.
    pub const ALL: [Move; 3] = [Move::Shift, Move::Left, Move::Right];
}

/// A token with the children that it has so far, its outermost two on each side.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The token; the number of tokens for the root, one more for no token.
    pub token: usize,
    /// The part below it on the stack.
    pub below: PartId,
    /// Its leftmost child, and the one that was leftmost before.
    pub left: [Child; 2],
    /// Its rightmost child, and the one that was rightmost before.
    pub right: [Child; 2],
    /// How many children it has on its left.
    pub left_count: u8,
    /// How many children it has on its right.
    pub right_count: u8,
    /// The relations of its children on the left, a bit each.
    pub left_relations: u64,
    /// The relations of its children on the right, a bit each.
    pub right_relations: u64,
}

/// A child: its part, and its relation as a number, 255 for none.
#[derive(Clone, Copy, Debug)]
pub struct Child {
    /// Its part, or that of no token.
    pub part: PartId,
    /// The number of its relation.
    pub relation: u8,
}

/// Where a part is in [`Parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartId(u32);

/// One way through the sentence up to some step.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// The first part of the stack.
    pub top: PartId,
    /// The part at the front.
    pub front: PartId,
    /// The token at the front; the number of tokens when only the root is left.
    pub next: usize,
    /// The sum of the scores of its moves.
    pub score: i32,
}

/// The parts of all states of one sentence.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    count: usize,
    parts: Vec<Part>,
}

impl Parts {
    /// The parts of a sentence of `count` tokens, none with a child.
    pub fn start(&mut self, count: usize) -> State {
        self.count = count;
        self.parts.clear();
        let none = part_id(count + 1);
        let child = Child {
            part: none,
            relation: u8::MAX,
        };
        self.parts.extend((0..count + 2).map(|token| Part {
            token,
            below: none,
            left: [child; 2],
            right: [child; 2],
            left_count: 0,
            right_count: 0,
            left_relations: 0,
            right_relations: 0,
        }));
        self.fresh()
    }

    /// The state in which nothing was done yet.
    pub fn fresh(&self) -> State {
        State {
            top: self.none(),
            front: part_id(0),
            next: 0,
            score: 0,
        }
    }

    /// How many tokens the sentence has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The part at `id`.
    pub fn get(&self, id: PartId) -> &Part {
        &self.parts[id.0 as usize]
    }

    /// The part of no token.
    pub fn none(&self) -> PartId {
        part_id(self.count + 1)
    }

    /// Whether `action` can be done in `state`. Until the end there is always one that can.
    pub fn allows(&self, state: &State, action: Move) -> bool {
        let has_first = state.top != self.none();
        let has_second = has_first && self.get(state.top).below != self.none();
        match action {
            Move::Shift => state.next < self.count,
            Move::Left => has_first && (state.next < self.count || !has_second),
            Move::Right => has_second,
        }
    }

    /// The head and the dependent of the arc that `action` makes; none for a shift.
    pub fn arc(&self, state: &State, action: Move) -> Option<(PartId, PartId)> {
        match action {
            Move::Shift => None,
            Move::Left => Some((state.front, state.top)),
            Move::Right => Some((self.get(state.top).below, state.top)),
        }
    }

    /// The state after `action`, which must be allowed, and the relation of the arc that it makes.
    pub fn after(&mut self, state: &State, action: Move, relation: Relation) -> State {
        let first = *self.get(state.top);
        let child = Child {
            part: state.top,
            relation: relation.number(),
        };
        let bit = 1 << relation.number();
        match action {
            Move::Shift => {
                let shifted = Part {
                    below: state.top,
                    ..*self.get(state.front)
                };
                let next = state.next + 1;
                State {
                    top: self.add(shifted),
                    front: part_id(next),
                    next,
                    ..*state
                }
            }
            Move::Left => {
                let mut front = *self.get(state.front);
                front.left = [child, front.left[0]];
                front.left_count = front.left_count.saturating_add(1);
                front.left_relations |= bit;
                State {
                    top: first.below,
                    front: self.add(front),
                    ..*state
                }
            }
            Move::Right => {
                let mut second = *self.get(first.below);
                second.right = [child, second.right[0]];
                second.right_count = second.right_count.saturating_add(1);
                second.right_relations |= bit;
                State {
                    top: self.add(second),
                    ..*state
                }
            }
        }
    }

    fn add(&mut self, part: Part) -> PartId {
        self.parts.push(part);
        part_id(self.parts.len() - 1)
    }
}

/// A text has far fewer than 2^32 tokens, so that no number is cut.
fn part_id(number: usize) -> PartId {
    PartId(u32::try_from(number).unwrap_or(u32::MAX))
}
