//! Links and roles of the news stories, as a reader judged them (`tests/links.tsv`,
//! `tests/roles.tsv`: places and identifiers, no text). What was not judged is not
//! counted. Without the stories the test says so and passes.

#![expect(clippy::disallowed_methods, reason = "the stories are files")]

use std::collections::HashMap;
use std::fs;

use copydesk::analysis::{Analyzer, Options};
use copydesk::entity::{Entity, Record, Thing};
use copydesk::language::rows;
use copydesk::text::{Document, Span};
use serde_json::Value;

use crate::source::root;

/// Per cent of the judged links and roles that are right. They only rise.
const LINKS: usize = 95;
const ROLES: usize = 92;

/// What was judged, by document, start, end and identifier (empty for a role).
type Judgements = HashMap<(String, usize, usize, String), bool>;

fn judgements(table: &str) -> Judgements {
    let text = fs::read_to_string(root().join(table)).unwrap();
    let judged = rows(&text).map(|row| {
        let (last, place) = row.split_last().unwrap();
        let number = |at: usize| place[at].parse().unwrap();
        let identifier = place.get(3).copied().unwrap_or_default().to_owned();
        let key = (place[0].to_owned(), number(1), number(2), identifier);
        (key, *last == "right")
    });
    judged.collect()
}

fn identifier(record: &Record) -> String {
    match record {
        Record { wikidata: 1.., .. } => format!("Q{}", record.wikidata),
        Record {
            thing: Thing::Party,
            ..
        } => format!("P{}", record.number),
        _ => format!("G{}", record.number),
    }
}

/// How many were judged, and how many of them right.
#[derive(Default)]
struct Count([usize; 2]);

impl Count {
    fn add(&mut self, judged: Option<&bool>) {
        if let Some(right) = judged {
            self.0[0] += 1;
            self.0[1] += usize::from(*right);
        }
    }

    fn hold(&self, what: &str, least: usize, floor: usize) {
        let [judged, right] = self.0;
        assert!(judged >= least, "{judged} {what} were judged");
        assert!(right * 100 >= floor * judged, "{right} of {judged} {what}");
    }
}

/// The entities of a story, and the code points of a span.
fn read(analyzer: &Analyzer, text: &str) -> Vec<Entity> {
    let document = Document::new(text);
    let analysis = analyzer.analyze(&document, &Options::default());
    analysis.unwrap().entities
}

fn place(text: &str, span: Span) -> (usize, usize) {
    let start = text[..span.start as usize].chars().count();
    (start, start + span.of(text).chars().count())
}

#[test]
fn links_and_roles_are_right() {
    let folder = root().join("../shared/corpora/news");
    let Ok(files) = fs::read_dir(folder) else {
        eprintln!("skipped: the news stories are not here");
        return;
    };
    let analyzer = Analyzer::load().unwrap();
    let (links, roles) = (judgements("tests/links.tsv"), judgements("tests/roles.tsv"));
    let (mut right_links, mut right_roles) = (Count::default(), Count::default());
    for file in files {
        let stories = fs::read_to_string(file.unwrap().path()).unwrap();
        for line in stories.lines() {
            let story: Value = serde_json::from_str(line).unwrap();
            let (id, text) = (
                story["id"].as_str().unwrap(),
                story["text"].as_str().unwrap(),
            );
            let judged = |known: &(String, usize, usize, String)| known.0 == id;
            if !links.keys().any(judged) && !roles.keys().any(judged) {
                continue;
            }
            for entity in read(&analyzer, text) {
                let key = |span, identifier| {
                    let (start, end) = place(text, span);
                    (id.to_owned(), start, end, identifier)
                };
                if let (Some(link), Some(first)) = (&entity.link, entity.mentions.first()) {
                    right_links.add(links.get(&key(first.span, identifier(link))));
                }
                if let Some(role) = entity.role {
                    right_roles.add(roles.get(&key(role, String::new())));
                }
            }
        }
    }
    right_links.hold("links", 500, LINKS);
    right_roles.hold("roles", 150, ROLES);
}
