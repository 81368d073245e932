//! Speech behind a dash at the start of a line, as novels and interviews have it:
//!
//! ```text
//! — Vous partez ?
//! — Demain, répond Zoé.
//! ```
//!
//! A single line behind a dash may be an item of a list; two in a row, or one
//! that asks or exclaims, are taken for speech.

use super::{Quote, QuoteKind, Surroundings};
use crate::language::MarkRules;
use crate::text::Span;

/// Adds the turns of dialogues to `quotes`, which stay in the order of the text.
pub(super) fn add_turns(
    around: &Surroundings,
    rules: &MarkRules,
    quotes: Vec<Quote>,
) -> Vec<Quote> {
    let turns = turns(around, rules);
    if turns.is_empty() {
        quotes
    } else {
        merge(quotes, turns)
    }
}

fn turns(around: &Surroundings, rules: &MarkRules) -> Vec<Quote> {
    let paragraphs = &around.segmentation.paragraphs;
    let dashes: Vec<Option<Span>> = paragraphs
        .iter()
        .map(|paragraph| dash(around.text, *paragraph, rules))
        .collect();
    let has_dash =
        |at: Option<usize>| at.is_some_and(|at| dashes.get(at).is_some_and(Option::is_some));
    let turn = |(at, open): (usize, &Option<Span>)| {
        let open = (*open)?;
        let span = Span {
            start: open.end,
            end: paragraphs[at].end,
        }
        .trimmed(around.text);
        let said = span.of(around.text);
        let beside = has_dash(at.checked_sub(1)) || has_dash(Some(at + 1));
        let speech = said.contains(['?', '!']) || (beside && said.ends_with(['.', '…', '»']));
        speech.then_some(Quote {
            span,
            open,
            close: None,
            is_turn: true,
            kind: QuoteKind::Speech,
            parent: None,
            confidence: 0.7,
        })
    };
    dashes.iter().enumerate().filter_map(turn).collect()
}

/// Both lists in the order of the text; a passage inside a turn becomes its child,
/// a turn inside a passage is left out.
fn merge(quotes: Vec<Quote>, turns: Vec<Quote>) -> Vec<Quote> {
    let mut merged: Vec<Quote> = Vec::with_capacity(quotes.len() + turns.len());
    let mut places = Vec::with_capacity(quotes.len());
    let mut turns = turns.into_iter().peekable();
    let mut turn: Option<usize> = None;
    let mut covered = 0;
    for mut quote in quotes {
        while let Some(next) = turns.next_if(|next| next.open.start < quote.open.start) {
            if next.open.start >= covered {
                turn = Some(merged.len());
                merged.push(next);
            }
        }
        let inside = turn.filter(|&at| merged[at].span.end >= quote.span.end);
        quote.parent = quote.parent.map(|parent: usize| places[parent]).or(inside);
        covered = covered.max(quote.span.end);
        places.push(merged.len());
        merged.push(quote);
    }
    merged.extend(turns.filter(|next| next.open.start >= covered));
    merged
}

/// The dash that opens `paragraph`: a long one, or another that a space follows.
fn dash(text: &str, paragraph: Span, rules: &MarkRules) -> Option<Span> {
    let inside = paragraph.of(text);
    let first = inside
        .chars()
        .next()
        .filter(|sign| rules.dashes.contains(sign))?;
    // The Spanish raya stands at its word: "—No sé".
    let spaced = first == '—' || inside[first.len_utf8()..].starts_with(char::is_whitespace);
    let start = paragraph.start as usize;
    spaced.then(|| Span::new(start, start + first.len_utf8()))
}
