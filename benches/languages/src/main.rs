//! Language identification beside other open programs, on the same sentences in
//! one run: whatlang, whichlang and lingua, each on the languages that it knows.
//!
//! ```text
//! cargo run --release -- [the corpora, ../../../shared/corpora by default]
//! ```

mod corpus;
mod programs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use corpus::{Sentence, sentences};
use programs::{Program, copydesk_restricted, programs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let corpora = std::env::args().nth(1).map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora")),
        PathBuf::from,
    );
    if !corpora.is_dir() {
        println!("skipped: there are no corpora at {}", corpora.display());
        return Ok(());
    }
    let whole = sentences(&corpora)?;
    let beginnings: Vec<Sentence> = whole.iter().map(Sentence::beginning).collect();
    let mut all = programs(&whole)?;
    let ours = all.remove(0);
    println!("| program | its languages | codes | program | Copydesk, all its classes | Copydesk, among the same languages | five words: program | Copydesk | Copydesk, among the same | MB/s: program | Copydesk | memory, MB: program | Copydesk |");
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for program in &all {
        row(program, &ours, &whole, &beginnings);
    }
    Ok(())
}

fn row(program: &Program, ours: &Program, whole: &[Sentence], beginnings: &[Sentence]) {
    let restricted = copydesk_restricted(ours, &program.tags);
    let known = |sentences: &[Sentence]| -> Vec<Sentence> {
        let mut found = sentences.to_vec();
        found.retain(|sentence| sentence.is_plain() && program.tags.contains(&sentence.tag));
        found
    };
    let (whole, beginnings) = (known(whole), known(beginnings));
    let codes: BTreeSet<&str> = whole.iter().map(|sentence| sentence.code.as_str()).collect();
    let mut fields = vec![
        program.name.to_owned(),
        program.tags.len().to_string(),
        codes.len().to_string(),
    ];
    for texts in [&whole, &beginnings] {
        for accuracy in [
            accuracy(texts, &program.tell),
            accuracy(texts, &ours.tell),
            accuracy(texts, &restricted),
        ] {
            fields.push(format!("{accuracy:.2}"));
        }
    }
    fields.push(format!("{:.1}", speed(&whole, &program.tell)));
    fields.push(format!("{:.1}", speed(&whole, &ours.tell)));
    fields.push(format!("{:.0}", program.memory));
    fields.push(format!("{:.0}", ours.memory));
    println!("| {} |", fields.join(" | "));
}

/// The share of right answers in percent, averaged over codes.
fn accuracy(sentences: &[Sentence], tell: &dyn Fn(&str) -> String) -> f64 {
    let mut hits: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for sentence in sentences {
        let (right, all) = hits.entry(&sentence.code).or_default();
        *right += u32::from(tell(&sentence.text) == sentence.tag);
        *all += 1;
    }
    let shares = hits.values().map(|&(right, all)| f64::from(right) / f64::from(all));
    100.0 * shares.sum::<f64>() / f64::from(u32::try_from(hits.len()).unwrap_or(u32::MAX)).max(1.0)
}

/// Millions of bytes a second on one core.
fn speed(sentences: &[Sentence], tell: &dyn Fn(&str) -> String) -> f64 {
    let start = Instant::now();
    let mut bytes = 0_u32;
    for sentence in sentences {
        std::hint::black_box(tell(&sentence.text));
        bytes += u32::try_from(sentence.text.len()).unwrap_or_default();
    }
    f64::from(bytes) / start.elapsed().as_secs_f64() / 1e6
}
