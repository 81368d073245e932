//! How good the names are: precision, recall and F1 by kind, span and kind
//! exact, and the misses in context.

use std::collections::BTreeMap;

use copydesk::text::Span;

use crate::readers::Annotated;

/// How many characters of context stand on either side of a miss.
const CONTEXT: usize = 60;

/// A found name: where it is and of what kind.
pub(super) type Found = (Span, &'static str);

/// Right, found and gold names by kind.
#[derive(Default)]
pub(super) struct Score(BTreeMap<String, [u32; 3]>);

impl Score {
    /// Counts the names of one text.
    pub(super) fn add(&mut self, text: &Annotated, found: &[Found]) {
        for (span, kind) in found {
            let right = text
                .spans
                .iter()
                .any(|(gold, label)| gold == span && label == kind);
            let row = self.0.entry((*kind).to_owned()).or_default();
            row[0] += u32::from(right);
            row[1] += 1;
        }
        for (_, label) in &text.spans {
            self.0.entry(label.clone()).or_default()[2] += 1;
        }
    }

    /// F1 of people, organisations and places.
    pub(super) fn core(&self) -> f64 {
        let core = ["PER", "ORG", "LOC"]
            .iter()
            .filter_map(|kind| self.0.get(*kind));
        f1(core.fold([0; 3], |sum, row| {
            std::array::from_fn(|at| sum[at] + row[at])
        }))
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let each = self
            .0
            .iter()
            .map(|(kind, row)| format!("{kind} {:.2}", f1(*row)));
        write!(
            out,
            "PER/ORG/LOC F1 {:.2} ({})",
            self.core(),
            each.collect::<Vec<_>>().join(", ")
        )
    }
}

fn f1([right, found, gold]: [u32; 3]) -> f64 {
    100.0 * f64::from(2 * right) / f64::from((found + gold).max(1))
}

/// The names of `text` that were missed, invented, cut elsewhere or given another kind: one line each,
/// that starts with what is wrong.
pub(super) fn misses(text: &Annotated, found: &[Found]) -> Vec<String> {
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
        lines.push(line(
            text,
            what,
            *span,
            &format!("{label} < {}", got.join(" + ")),
        ));
    }
    for (span, kind) in found {
        if !text.spans.iter().any(|(gold, _)| touches(*gold, *span)) {
            lines.push(line(text, "invented", *span, kind));
        }
    }
    lines
}

fn line(text: &Annotated, what: &str, span: Span, note: &str) -> String {
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
    let line = format!(
        "{what:9} {note:24} | {}[[{}]]{}",
        &before[from..],
        span.of(&text.text),
        &after[..to]
    );
    line.replace('\n', " ¶ ")
}
