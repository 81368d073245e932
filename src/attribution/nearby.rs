//! Which of many reports lie near a place, so that a long article is not
//! compared with itself: each is listed in every block of text that it touches.

use std::collections::HashMap;

use crate::text::Span;

/// Bytes of a block.
const BLOCK: u32 = 512;

/// Numbers of reports by the blocks that their pieces touch.
#[derive(Debug, Default)]
pub(super) struct Nearby(HashMap<u32, Vec<usize>>);

impl Nearby {
    /// Lists the report `number` with these `pieces`.
    pub(super) fn add(&mut self, number: usize, pieces: &[Span]) {
        for block in blocks(pieces) {
            self.0.entry(block).or_default().push(number);
        }
    }

    /// The reports that may touch `pieces`, in the order of their numbers. All that do are among them.
    pub(super) fn of(&self, pieces: &[Span]) -> Vec<usize> {
        let listed = blocks(pieces).filter_map(|block| self.0.get(&block));
        let mut near: Vec<usize> = listed.flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Which part of `pieces` lies in `others`.
#[expect(clippy::cast_precision_loss, reason = "lengths of sentences")]
pub(super) fn overlap(pieces: &[Span], others: &[Span]) -> f32 {
    let whole: u32 = pieces.iter().map(|piece| piece.end - piece.start).sum();
    let common = |one: &Span, other: &Span| {
        one.end
            .min(other.end)
            .saturating_sub(one.start.max(other.start))
    };
    let inside: u32 = pieces
        .iter()
        .map(|piece| others.iter().map(|other| common(piece, other)).sum::<u32>())
        .sum();
    inside as f32 / whole.max(1) as f32
}

fn blocks(pieces: &[Span]) -> impl Iterator<Item = u32> {
    let of = |piece: &Span| piece.start / BLOCK..=piece.end / BLOCK;
    pieces.iter().flat_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_near() {
        let mut nearby = Nearby::default();
        nearby.add(0, &[Span::new(0, 2000)]);
        nearby.add(1, &[Span::new(5000, 5010), Span::new(9000, 9001)]);
        assert_eq!(nearby.of(&[Span::new(1999, 1999)]), [0]);
        assert_eq!(nearby.of(&[Span::new(100, 5005)]), [0, 1]);
        assert_eq!(nearby.of(&[Span::new(3000, 3100)]), [0; 0]);
        assert_eq!(nearby.of(&[Span::new(9000, 9001)]), [1]);
    }
}
