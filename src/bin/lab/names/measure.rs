//! How good the names are: precision, recall and F1 by kind, span and kind
//! exact, and the misses in context.

use std::collections::BTreeMap;

use copydesk::text::Span;

use crate::readers::Annotated;
use crate::score::{Matches, Miss};

/// How many characters of context stand on either side of a miss.
const CONTEXT: usize = 60;

/// A found name: where it is and of what kind.
pub(super) type Found = (Span, &'static str);

/// Right, found and gold names by kind.
#[derive(Default)]
pub(super) struct Counts(BTreeMap<String, Matches>);

impl Counts {
    /// Counts the names of one text.
    pub(super) fn add(&mut self, text: &Annotated, found: &[Found]) {
        for (span, kind) in found {
            let mut gold = text.spans.iter();
            let right = gold.any(|(gold, label)| gold == span && label == kind);
            let row = self.0.entry((*kind).to_owned()).or_default();
            row.right += usize::from(right);
            row.found += 1;
        }
        for (_, label) in &text.spans {
            self.0.entry(label.clone()).or_default().gold += 1;
        }
    }

    /// People, organisations and places together.
    pub(super) fn core(&self) -> Matches {
        let core = ["PER", "ORG", "LOC"]
            .iter()
            .filter_map(|kind| self.0.get(*kind));
        core.fold(Matches::default(), |sum, row| Matches {
            right: sum.right + row.right,
            found: sum.found + row.found,
            gold: sum.gold + row.gold,
        })
    }
}

/// The names of `text` that were missed, invented, cut elsewhere or given another kind.
pub(super) fn wrong(text: &Annotated, found: &[Found]) -> Vec<Miss> {
    let touches = |one: Span, other: Span| one.start < other.end && other.start < one.end;
    let mut lines = Vec::new();
    for (span, label) in &text.spans {
        let near: Vec<&Found> = found
            .iter()
            .filter(|(other, _)| touches(*span, *other))
            .collect();
        let got: Vec<String> = near
            .iter()
            .map(|(other, kind)| format!("{kind} {}", other.of(&text.text)))
            .collect();
        let what = match near.as_slice() {
            [] => "missed",
            [(other, kind)] if other == span && kind == label => continue,
            [(other, _)] if other == span => "kind",
            _ => "edges",
        };
        let kind = format!("{what} {label}");
        lines.push(miss(text, kind, *span, &got.join(" + ")));
    }
    for (span, kind) in found {
        if !text.spans.iter().any(|(gold, _)| touches(*gold, *span)) {
            lines.push(miss(text, format!("invented {kind}"), *span, ""));
        }
    }
    lines
}

fn miss(text: &Annotated, kind: String, span: Span, got: &str) -> Miss {
    let before = &text.text[..span.start as usize];
    let after = &text.text[span.end as usize..];
    let from = before
        .char_indices()
        .rev()
        .nth(CONTEXT)
        .map_or(0, |(at, _)| at);
    let to = after
        .char_indices()
        .nth(CONTEXT)
        .map_or(after.len(), |(at, _)| at);
    let context = format!(
        "{}[{}]{} {got}",
        &before[from..],
        span.of(&text.text),
        &after[..to]
    );
    Miss {
        kind,
        context: context.replace('\n', " ¶ "),
    }
}
