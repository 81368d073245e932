//! The feature templates of the parser, for training and for serving, after
//! Zhang and Nivre (2011): words and tags of the first tokens of the stack and
//! of the text ahead, their children, and how far apart they are.

use super::sentence::{Atom, Sentence};
use super::state::{Part, PartId, Parts, State};

/// Adds the features of `state`, by which a move is chosen, to `found`.
pub fn move_features(sentence: &Sentence, parts: &Parts, state: &State, found: &mut Vec<u64>) {
    let view = View::new(sentence, parts, state);
    let mut template = 0;
    let mut add = |atoms: &[u64]| {
        template += 1;
        found.push(combine(template, atoms));
    };
    view.words(&mut add);
    view.pairs(&mut add);
    view.triples(&mut add);
    view.children(&mut add);
    view.shape(&mut add);
    view.ahead(&mut add);
}

/// Adds the features of the arc from a head to a dependent, by which its relation is chosen.
pub fn relation_features(
    sentence: &Sentence,
    parts: &Parts,
    (head, dependent): (PartId, PartId),
    found: &mut Vec<u64>,
) {
    let (head, dependent) = (parts.get(head), parts.get(dependent));
    let is_left = u64::from(dependent.token < head.token);
    let mut template = 100 + 100 * is_left;
    let mut add = |atoms: &[u64]| {
        template += 1;
        found.push(combine(template, atoms));
    };
    let (h, d) = (sentence.atom(head.token), sentence.atom(dependent.token));
    let child = |child: &super::state::Child| *sentence.atom(parts.get(child.part).token);
    let inner = child(&dependent.left[0]);
    let inner_second = child(&dependent.left[1]);
    let outer = child(&dependent.right[0]);
    let (first, last) = (
        head.token.min(dependent.token),
        head.token.max(dependent.token),
    );
    let apart = distance(first, last);
    let between = sentence.between(first, last);
    let before = sentence.atom(dependent.token.wrapping_sub(1));
    let after = sentence.atom(dependent.token + 1);
    let own = dependent.left_relations | dependent.right_relations << 1;
    let siblings = [head.left_relations, head.right_relations];
    arc_words(h, d, &mut add);
    add(&[h.tag, d.tag, apart]);
    add(&[h.tag, d.tag, between]);
    add(&[h.tag, d.tag, inner.word]);
    add(&[h.word, d.tag, inner.word]);
    add(&[d.word, inner.word]);
    add(&[h.tag, d.tag, inner.tag, outer.tag]);
    add(&[h.tag, d.tag, inner.word, inner_second.word]);
    add(&[h.tag, d.tag, before.tag]);
    add(&[h.tag, d.tag, after.tag]);
    add(&[h.tag, d.tag, own]);
    add(&[h.word, d.tag, own]);
    add(&[h.tag, d.tag, siblings[0], siblings[1]]);
    add(&[h.word, d.tag, siblings[0], siblings[1]]);
    add(&[d.word, siblings[0], siblings[1]]);
    add(&[h.tag, d.tag, before.word]);
    add(&[
        h.tag,
        d.tag,
        sentence.atom(head.token + 1).tag,
        sentence.atom(head.token.wrapping_sub(1)).tag,
    ]);
    add(&[own, siblings[0], siblings[1], h.tag, d.tag]);
    add(&[d.tag, outer.both]);
}

/// Of an arc, the head and the dependent by themselves.
fn arc_words(h: &Atom, d: &Atom, add: &mut impl FnMut(&[u64])) {
    add(&[]);
    add(&[d.word]);
    add(&[d.both]);
    add(&[d.ending]);
    add(&[d.tag]);
    add(&[h.word]);
    add(&[h.both]);
    add(&[h.ending]);
    add(&[h.tag, d.tag]);
    add(&[h.both, d.tag]);
    add(&[h.tag, d.both]);
    add(&[h.word, d.word]);
    add(&[h.ending, d.ending]);
    add(&[h.ending, d.word]);
    add(&[d.look, h.tag]);
    add(&[d.look, h.look]);
    add(&[d.cluster, h.tag]);
    add(&[h.cluster, d.tag]);
    add(&[d.cluster, h.cluster]);
    add(&[d.class, h.class]);
}

/// What the templates look at in a state.
struct View<'a> {
    sentence: &'a Sentence,
    parts: &'a Parts,
    first: &'a Part,
    second: &'a Part,
    front: &'a Part,
    /// Atoms of the first three of the stack.
    s: [Atom; 3],
    /// Atoms of the first four of the text ahead.
    b: [Atom; 4],
}

impl<'a> View<'a> {
    fn new(sentence: &'a Sentence, parts: &'a Parts, state: &State) -> Self {
        let first = parts.get(state.top);
        let second = parts.get(first.below);
        let third = parts.get(second.below);
        let next = state.next;
        Self {
            sentence,
            parts,
            first,
            second,
            front: parts.get(state.front),
            s: [first, second, third].map(|part| *sentence.atom(part.token)),
            b: [next, next + 1, next + 2, next + 3].map(|token| *sentence.atom(token)),
        }
    }

    fn words(&self, add: &mut impl FnMut(&[u64])) {
        for atom in [&self.s[0], &self.s[1], &self.b[0], &self.b[1]] {
            add(&[atom.word]);
            add(&[atom.both]);
            add(&[atom.ending]);
            add(&[atom.look]);
            add(&[atom.cluster]);
            add(&[atom.class, atom.tag]);
        }
        add(&[self.b[2].both]);
        add(&[self.s[2].both]);
    }

    fn pairs(&self, add: &mut impl FnMut(&[u64])) {
        let [s0, s1, s2] = &self.s;
        let [b0, b1, ..] = &self.b;
        for (one, other) in [(s0, b0), (s1, s0), (s1, b0)] {
            add(&[one.both, other.both]);
            add(&[one.both, other.tag]);
            add(&[one.tag, other.both]);
            add(&[one.tag, other.tag]);
            add(&[one.ending, other.ending]);
            add(&[one.look, other.look]);
            add(&[one.cluster, other.cluster]);
            add(&[one.cluster, other.tag]);
            add(&[one.tag, other.cluster]);
            add(&[one.class, other.class]);
        }
        add(&[b0.both, b1.tag]);
        add(&[b0.tag, b1.both]);
        add(&[s0.both, b1.tag]);
        add(&[s0.tag, b1.both]);
        add(&[s2.tag, b0.both]);
        add(&[s2.both, s0.tag]);
    }

    fn triples(&self, add: &mut impl FnMut(&[u64])) {
        let [s0, s1, s2] = &self.s;
        let [b0, b1, b2, b3] = &self.b;
        add(&[s1.tag, s0.tag, b0.tag]);
        add(&[s1.both, s0.tag, b0.tag]);
        add(&[s1.tag, s0.both, b0.tag]);
        add(&[s1.tag, s0.tag, b0.both]);
        add(&[s1.word, s0.tag, b0.word]);
        add(&[s0.tag, b0.tag, b1.tag]);
        add(&[s0.both, b0.tag, b1.tag]);
        add(&[s0.tag, b0.both, b1.tag]);
        add(&[s1.tag, b0.tag, b1.tag]);
        add(&[s2.tag, s1.tag, s0.tag]);
        add(&[s2.tag, s1.tag, s0.tag, b0.tag]);
        add(&[s1.tag, s0.tag, b0.tag, b1.tag]);
        add(&[s1.tag, s0.tag, b0.tag, b1.tag, b2.tag]);
        add(&[b0.tag, b1.tag, b2.tag]);
        add(&[s0.tag, b0.tag, b1.tag, b2.tag]);
        add(&[b0.tag, b1.tag, b2.tag, b3.tag]);
    }

    fn child(&self, child: super::state::Child) -> &Atom {
        self.sentence.atom(self.parts.get(child.part).token)
    }

    fn children(&self, add: &mut impl FnMut(&[u64])) {
        let [s0, s1, _] = &self.s;
        let b0 = &self.b[0];
        let (first, second, front) = (self.first, self.second, self.front);
        let atom = |child| self.child(child);
        add(&[s0.tag, b0.tag, atom(first.left[0]).tag]);
        add(&[s0.tag, b0.tag, atom(first.right[0]).tag]);
        add(&[s0.tag, b0.tag, atom(front.left[0]).tag]);
        add(&[s0.tag, b0.tag, atom(front.left[0]).word]);
        add(&[s1.tag, s0.tag, atom(second.left[0]).tag]);
        add(&[s1.tag, s0.tag, atom(second.right[0]).tag]);
        add(&[s1.tag, s0.tag, atom(first.left[0]).tag]);
        add(&[s1.tag, s0.tag, atom(first.right[0]).tag]);
        add(&[s1.tag, s0.tag, atom(first.left[0]).word]);
        add(&[s1.word, s0.tag, atom(first.left[0]).word]);
        add(&[s1.tag, s0.word, atom(first.left[0]).word]);
        add(&[s0.tag, b0.word, atom(first.left[0]).word]);
        add(&[s0.tag, atom(first.left[0]).tag, atom(first.left[1]).tag]);
        add(&[s0.tag, atom(first.right[0]).tag, atom(first.right[1]).tag]);
        add(&[b0.tag, atom(front.left[0]).tag, atom(front.left[1]).tag]);
        add(&[s1.tag, atom(second.right[0]).tag, atom(second.right[1]).tag]);
        add(&[s1.tag, s0.tag, b0.tag, atom(second.right[0]).tag]);
        add(&[s1.tag, s0.tag, b0.tag, atom(first.left[0]).tag]);
        add(&[s1.tag, s0.tag, b0.tag, atom(first.right[0]).tag]);
    }

    /// Valency, relations, distances and what stands between.
    fn shape(&self, add: &mut impl FnMut(&[u64])) {
        let [s0, s1, _] = &self.s;
        let b0 = &self.b[0];
        let (first, second, front) = (self.first, self.second, self.front);
        let counts = |part: &Part| u64::from(part.left_count) << 8 | u64::from(part.right_count);
        let all = |part: &Part| part.left_relations.rotate_left(20) ^ part.right_relations;
        let near = distance(first.token, front.token);
        let far = distance(second.token, first.token);
        add(&[s0.both, counts(first)]);
        add(&[s0.tag, counts(first), b0.tag]);
        add(&[s1.tag, counts(second), s0.tag]);
        add(&[b0.tag, counts(front), s0.tag]);
        add(&[s0.both, all(first)]);
        add(&[s0.tag, all(first), b0.tag]);
        add(&[s1.tag, all(second), s0.tag]);
        add(&[s1.both, all(second)]);
        add(&[b0.tag, all(front), s0.tag]);
        add(&[s1.tag, all(second), s0.tag, all(first)]);
        add(&[s0.tag, all(first), b0.tag, all(front)]);
        add(&[s0.both, near]);
        add(&[b0.both, near]);
        add(&[s0.tag, b0.tag, near]);
        add(&[s1.tag, s0.tag, far]);
        add(&[s1.tag, s0.tag, b0.tag, far, near]);
        add(&[
            s0.tag,
            b0.tag,
            self.sentence.between(first.token, front.token),
        ]);
        add(&[
            s1.tag,
            s0.tag,
            self.sentence.between(second.token, first.token),
        ]);
        add(&[
            s1.tag,
            s0.tag,
            b0.tag,
            self.sentence.between(second.token, front.token),
        ]);
    }

    /// The next token that stands alone, and the neighbours in the text.
    fn ahead(&self, add: &mut impl FnMut(&[u64])) {
        let [s0, s1, _] = &self.s;
        let [b0, b1, ..] = &self.b;
        let next = self.front.token;
        let content = self.sentence.content_from(next);
        let further = self.sentence.content_from(content + 1);
        let (content, further) = (self.sentence.atom(content), self.sentence.atom(further));
        let behind = self.sentence.atom(next.wrapping_sub(1));
        let after = self.sentence.atom(self.first.token + 1);
        add(&[s0.tag, b0.tag, content.tag]);
        add(&[s0.tag, b0.word, content.word]);
        add(&[s0.word, b0.word, content.word]);
        add(&[s1.tag, s0.tag, b0.word, content.tag]);
        add(&[s1.word, b0.word, content.tag]);
        add(&[s0.tag, b0.tag, content.tag, further.tag]);
        add(&[s0.tag, b0.tag, b1.tag, further.tag]);
        add(&[s0.tag, b0.tag, behind.tag]);
        add(&[s0.tag, b0.tag, after.tag]);
    }
}

/// How far two tokens are apart, in steps that grow.
fn distance(first: usize, last: usize) -> u64 {
    match last.saturating_sub(first) {
        near @ 0..=4 => near as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        _ => 8,
    }
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// The feature of a template over what it looks at. One multiplication for each, as templates are many.
fn combine(template: u64, atoms: &[u64]) -> u64 {
    let state = atoms
        .iter()
        .fold(template.wrapping_mul(FACTOR), |state, atom| {
            (state.rotate_left(23) ^ atom).wrapping_mul(FACTOR)
        });
    let state = (state ^ (state >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}
