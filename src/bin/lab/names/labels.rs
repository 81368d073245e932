//! The labels of the recogniser in training: BILOU places of five kinds, and
//! the label of every token of an annotated text.

use copydesk::entity::EntityKind;
use copydesk::segment::Segmentation;

use crate::readers::Annotated;

/// The kinds of names, as the corpora's label maps write them.
pub(super) const KINDS: [&str; 5] = ["PER", "ORG", "LOC", "EVE", "PROD"];

/// `O`, and for each kind the four places in a name.
pub(super) fn labels() -> Vec<String> {
    let places = |kind| ["B", "I", "L", "U"].map(|place| format!("{place}-{kind}"));
    std::iter::once("O".to_owned())
        .chain(KINDS.into_iter().flat_map(places))
        .collect()
}

/// Whether `to` may come after `from` in the BILOU scheme.
pub(super) fn may_follow(from: &str, to: &str) -> bool {
    let open = from.starts_with(['B', 'I']);
    let goes_on = to.starts_with(['I', 'L']);
    open == goes_on && (!goes_on || from[1..] == to[1..])
}

/// How the label maps write `kind`.
pub(super) fn code(kind: EntityKind) -> &'static str {
    KINDS[kind as usize]
}

/// The gold label of each token; a name whose edges are not those of tokens takes the tokens it touches.
pub(super) fn gold(segmentation: &Segmentation, text: &Annotated, labels: &[String]) -> Vec<usize> {
    let mut gold = vec![0; segmentation.tokens.len()];
    for (span, kind) in &text.spans {
        let first = segmentation
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let after = segmentation
            .tokens
            .partition_point(|token| token.span.start < span.end);
        for (at, place) in gold.iter_mut().enumerate().take(after).skip(first) {
            let edge = match (at == first, at + 1 == after) {
                (true, true) => "U",
                (true, false) => "B",
                (false, true) => "L",
                (false, false) => "I",
            };
            let wanted = format!("{edge}-{kind}");
            *place = labels
                .iter()
                .position(|known| *known == wanted)
                .unwrap_or_default();
        }
    }
    gold
}

/// The labels of one sentence, with what a sentence break or an overlap tore apart set to `O`.
pub(super) fn well_formed(gold: &[usize], labels: &[String]) -> Vec<usize> {
    let fits = |from: usize, to: usize| may_follow(&labels[from], &labels[to]);
    let mut row = gold.to_vec();
    for at in 0..row.len() {
        let before = if at == 0 { 0 } else { row[at - 1] };
        if !fits(before, row[at]) {
            row[at] = if fits(before, 0) { 0 } else { before };
        }
    }
    row
}
