//! Speech, titles and terms in quotation marks, as a reader labelled those of the
//! development stories (`tests/quote_kinds.tsv`: places and hashes, no text).
//! Without the stories the test says so and passes.

#![expect(clippy::disallowed_methods, reason = "the stories are files")]

use std::collections::BTreeMap;
use std::fs;

use copydesk::analysis::{Analyzer, Options};
use copydesk::language::rows;
use copydesk::quote::QuoteKind;
use copydesk::text::Document;
use serde_json::Value;

use crate::source::root;

/// Per cent of the passages whose kind, and whose being speech or not, must be told right. They only rise.
const KINDS: usize = 88;
const SPEECH: usize = 89;

/// The labelled passages of each story: start and end in code points, and the label.
type Labels = BTreeMap<String, Vec<(usize, usize, String)>>;

fn labels() -> Labels {
    let table = fs::read_to_string(root().join("tests/quote_kinds.tsv")).unwrap();
    let mut labels = Labels::new();
    for row in rows(table.leak()) {
        let [id, start, end, label, _] = row[..] else {
            panic!("expected five columns");
        };
        let place = (
            start.parse().unwrap(),
            end.parse().unwrap(),
            label.to_owned(),
        );
        labels.entry(id.to_owned()).or_default().push(place);
    }
    labels
}

/// Adds what is right of one story's passages: their number, the kinds, speech or not.
fn count(analyzer: &Analyzer, story: &Value, labels: &Labels, counts: &mut [usize; 3]) {
    let Some(labels) = story["id"].as_str().and_then(|id| labels.get(id)) else {
        return;
    };
    let text = story["text"].as_str().unwrap();
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let analysis = analyzer
        .analyze(&Document::new(text), &Options::default())
        .unwrap();
    for (start, end, label) in labels {
        let (start, end) = (bytes[*start], bytes[*end]);
        let common = |quote: &copydesk::quote::Quote| {
            (quote.span.end as usize)
                .min(end)
                .saturating_sub((quote.span.start as usize).max(start))
        };
        let nearest = analysis
            .quotes
            .iter()
            .filter(|quote| common(quote) > 0)
            .max_by_key(|quote| (common(quote), std::cmp::Reverse(quote.span.len())));
        let found = nearest.map_or("none", |quote| match quote.kind {
            QuoteKind::Speech => "speech",
            QuoteKind::Title => "title",
            QuoteKind::Term => "term",
        });
        counts[0] += 1;
        counts[1] += usize::from(found == label);
        counts[2] += usize::from((found == "speech") == (label == "speech"));
    }
}

#[test]
fn speech_in_marks_is_told_from_titles_and_terms() {
    let folder = root().join("../shared/corpora/news");
    let Ok(files) = fs::read_dir(folder) else {
        eprintln!("skipped: the development stories are not here");
        return;
    };
    let (analyzer, labels) = (Analyzer::load().unwrap(), labels());
    let mut counts = [0; 3];
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".dev.jsonl"))
    {
        for line in fs::read_to_string(path).unwrap().lines() {
            count(
                &analyzer,
                &serde_json::from_str(line).unwrap(),
                &labels,
                &mut counts,
            );
        }
    }
    let [all, kinds, speech] = counts;
    println!("{kinds} of {all} kinds, {speech} of {all} speech or not");
    assert!(all > 600 && kinds * 100 >= all * KINDS && speech * 100 >= all * SPEECH);
}
