//! A line of doccano's JSONL (<https://doccano.github.io/doccano/>): the text with its labels,
//! and the relations between them for a project that has relations.
//!
//! ```text
//! {"text": "…", "label": [[46, 57, "Person"]], "entities": [{"id": 1, "label": "Person", …}], "relations": […]}
//! ```
//!
//! `label` is read as "JSONL", `entities` and `relations` are read as "JSONL(Relation)". A mark in
//! several pieces becomes several labels, each tied to the first by the relation `continuation`.

use serde_json::{Value, json};

use super::found::{Found, name_of};
use super::graph::Graph;
use super::object::{object, text};

/// The article as one example.
pub(super) fn example(found: &Found) -> Value {
    let graph = Graph::new(found);
    let points = found.points();
    let (mut label, mut entities, mut continued) = (vec![], vec![], vec![]);
    let mut first = vec![];
    for mark in &graph.marks {
        first.push(entities.len() + 1);
        for (piece, span) in mark.spans.iter().enumerate() {
            let (start, end) = (points.at(span.start), points.at(span.end));
            let id = entities.len() + 1;
            label.push(json!([start, end, mark.label]));
            entities.push(json!({
                "id": id, "label": mark.label, "start_offset": start, "end_offset": end,
            }));
            if piece > 0 {
                continued.push((id, id - piece, "continuation".to_owned()));
            }
        }
    }
    let ties = graph.ties.iter();
    let ties = ties.map(|tie| (first[tie.from], first[tie.to], name_of(tie.role)));
    let relation = |(index, (from, to, role)): (usize, (usize, usize, String))| json!({"id": index + 1, "from_id": from, "to_id": to, "type": role});
    let relations: Vec<Value> = ties.chain(continued).enumerate().map(relation).collect();
    object([
        ("id", found.id.and_then(text)),
        ("language", found.language().and_then(text)),
        (
            "published",
            found.published().and_then(|date| text(&date.value)),
        ),
        ("text", Some(json!(found.content()))),
        ("label", Some(json!(label))),
        ("entities", Some(json!(entities))),
        ("relations", Some(json!(relations))),
    ])
}
