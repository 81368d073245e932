//! Word clusters from raw text: each word goes into the cluster whose words have
//! the most similar neighbours, by exchange (Martin, Liermann and Ney 1998; the
//! criterion is that of Uszkoreit and Brants 2008, with neighbours on both sides).
//!
//! ```text
//! Σ over contexts n(context, cluster) · log n(context, cluster) − Σ n(cluster) · log n(cluster)
//! ```

use std::collections::HashMap;

use copydesk::language::{Language, Packs};
use copydesk::model::{Header, Weight, write_lists};
use copydesk::segment::segment;
use copydesk::tag::word_forms;
use copydesk::text::Document;

use crate::corpora::{Corpus, corpora, read};
use crate::readers::texts;
use crate::treebank::trees;
use crate::{Outcome, Setting};

/// How many clusters.
const CLUSTERS: usize = 250;
/// How many of the most frequent words are contexts, and how many words get a cluster.
const CONTEXTS: usize = 4_000;
const WORDS: usize = 40_000;
/// Words seen less often get no cluster.
const RARE: usize = 3;
/// How often each word may change its cluster.
const ROUNDS: usize = 12;

/// The model file of the clusters of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<Vec<u8>> {
    let language = Language::from_tag(code).ok_or("expected a language with a pack")?;
    let packs = Packs::load()?;
    let mut sequences = Vec::new();
    for corpus in corpora(setting, "clusters", code) {
        for text in raw(&corpus)? {
            let segmentation = segment(&Document::new(text.as_str()), &packs.get(language).tokens);
            let words = word_forms(&text, &segmentation.tokens);
            let sentences = segmentation.sentences.iter();
            sequences.extend(sentences.map(|sentence| {
                let words = &words[sentence.tokens.clone()];
                words.iter().map(|word| word.lower).collect::<Vec<u64>>()
            }));
        }
    }
    let keys = frequent(&sequences);
    let mut exchange = Exchange::new(&sequences, &keys);
    for round in 1..=ROUNDS {
        let moved = exchange.round();
        eprintln!("  round {round}/{ROUNDS}: {moved} words moved");
    }
    let entry = |(key, cluster): (&u64, &usize)| {
        let label = u8::try_from(*cluster).unwrap_or_default();
        (*key, vec![Weight { label, weight: 1 }])
    };
    let entries: Vec<_> = keys.iter().zip(&exchange.clusters).map(entry).collect();
    let header = Header {
        task: "clusters".into(),
        language: code.into(),
        labels: Vec::new(),
    };
    Ok(write_lists(&header, &entries))
}

/// The texts of `corpus` without what is annotated in them.
fn raw(corpus: &Corpus) -> Outcome<Vec<String>> {
    Ok(match corpus.format.as_str() {
        "conllu" | "conllu-old" | "tagged" => {
            trees(corpus)?.into_iter().map(|tree| tree.text).collect()
        }
        "rows" => read(&corpus.path)?
            .lines()
            .filter_map(|row| row.strip_prefix("train\t")?.split_once('\t'))
            .map(|(_, text)| text.to_owned())
            .collect(),
        _ => texts(corpus)?.into_iter().map(|text| text.text).collect(),
    })
}

/// The words that get a cluster, the most frequent first.
fn frequent(sequences: &[Vec<u64>]) -> Vec<u64> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for word in sequences.iter().flatten() {
        *counts.entry(*word).or_default() += 1;
    }
    let mut counts: Vec<(u64, usize)> = counts.into_iter().collect();
    counts.retain(|(_, count)| *count >= RARE);
    counts.sort_unstable_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
    counts.truncate(WORDS);
    eprintln!("  {} words", counts.len());
    counts.into_iter().map(|(word, _)| word).collect()
}

/// The state of the exchange.
struct Exchange {
    /// For each word, how often it stands in which context.
    words: Vec<Vec<(usize, u32)>>,
    clusters: Vec<usize>,
    /// For each context and cluster, how often words of the cluster stand in the context.
    counts: Vec<u32>,
    totals: Vec<u32>,
    /// n · log n.
    entropy: Vec<f64>,
}

impl Exchange {
    fn new(sequences: &[Vec<u64>], keys: &[u64]) -> Self {
        let ids: HashMap<u64, usize> = keys.iter().copied().zip(0..).collect();
        let mut seen: Vec<HashMap<usize, u32>> = vec![HashMap::new(); keys.len()];
        let edge = CONTEXTS;
        let context = |word: Option<&u64>| match word {
            None => Some(edge),
            Some(word) => ids.get(word).copied().filter(|id| *id < CONTEXTS),
        };
        for sentence in sequences {
            for (at, word) in sentence.iter().enumerate() {
                let Some(&id) = ids.get(word) else {
                    continue;
                };
                let before = at.checked_sub(1).and_then(|at| sentence.get(at));
                let after = context(sentence.get(at + 1)).map(|after| after + CONTEXTS + 1);
                for place in [context(before), after].into_iter().flatten() {
                    *seen[id].entry(place).or_default() += 1;
                }
            }
        }
        let words = seen.into_iter().map(|row| {
            let mut row: Vec<(usize, u32)> = row.into_iter().collect();
            row.sort_unstable();
            row
        });
        Self::start(words.collect())
    }

    /// The most frequent words each start a cluster; the others go round.
    fn start(words: Vec<Vec<(usize, u32)>>) -> Self {
        let total: u32 = words.iter().flatten().map(|(_, count)| count).sum();
        let mut exchange = Self {
            clusters: (0..words.len()).map(|word| word % CLUSTERS).collect(),
            counts: vec![0; 2 * (CONTEXTS + 1) * CLUSTERS],
            totals: vec![0; CLUSTERS],
            entropy: (0..=total)
                .map(|count| f64::from(count) * f64::from(count.max(1)).ln())
                .collect(),
            words,
        };
        for word in 0..exchange.words.len() {
            exchange.put(word, exchange.clusters[word]);
        }
        exchange
    }

    fn put(&mut self, word: usize, cluster: usize) {
        for &(context, count) in &self.words[word] {
            self.counts[context * CLUSTERS + cluster] += count;
            self.totals[cluster] += count;
        }
        self.clusters[word] = cluster;
    }

    fn take(&mut self, word: usize) {
        let cluster = self.clusters[word];
        for &(context, count) in &self.words[word] {
            self.counts[context * CLUSTERS + cluster] -= count;
            self.totals[cluster] -= count;
        }
    }

    /// Moves every word to where it fits best; how many words moved.
    fn round(&mut self) -> usize {
        let mut moved = 0;
        for word in 0..self.words.len() {
            let before = self.clusters[word];
            self.take(word);
            let best = self.best(word, before);
            self.put(word, best);
            moved += usize::from(best != before);
        }
        moved
    }

    fn best(&self, word: usize, before: usize) -> usize {
        let mut gains = vec![0.0_f64; CLUSTERS];
        let mut size = 0;
        for &(context, count) in &self.words[word] {
            size += count;
            let row = &self.counts[context * CLUSTERS..(context + 1) * CLUSTERS];
            for (gain, now) in gains.iter_mut().zip(row) {
                *gain += self.growth(*now, count);
            }
        }
        for (gain, total) in gains.iter_mut().zip(&self.totals) {
            *gain -= self.growth(*total, size);
        }
        let better = |best: usize, other: usize| {
            if gains[other] > gains[best] {
                other
            } else {
                best
            }
        };
        (0..CLUSTERS).fold(before, better)
    }

    fn growth(&self, now: u32, more: u32) -> f64 {
        self.entropy[(now + more) as usize] - self.entropy[now as usize]
    }
}
