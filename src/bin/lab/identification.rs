//! Language identification: softmax regression over hashed n-grams, trained
//! with stochastic gradient descent on sentences and on short pieces of them.

use std::collections::HashMap;

use copydesk::language::{Identifier, ngrams, reported};
use copydesk::model::{Header, ModelFile, write_classifier};

use crate::Setting;
use crate::card::{Card, save};
use crate::corpora::read;
use crate::quantise::{small, unit, wide, within};
use crate::random::Random;

/// The identification model may take this many bytes.
const BUDGET: usize = 5_500_000;
/// N-grams that occur less often are left out.
const FEWEST: u32 = 6;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct Data {
    labels: Vec<String>,
    train: Vec<(usize, String)>,
    dev: Vec<(usize, String)>,
}

/// Trains, measures and, when asked, writes the identification model.
pub(crate) fn train(setting: &Setting) -> Outcome<()> {
    let data = sentences(setting)?;
    eprintln!(
        "language: {} languages, {} sentences",
        data.labels.len(),
        data.train.len()
    );
    let mut model = Softmax::new(&data);
    let mut random = Random::new(7);
    let mut order: Vec<usize> = (0..data.train.len()).collect();
    for pass in 0..setting.passes {
        random.shuffle(&mut order);
        #[expect(clippy::cast_precision_loss, reason = "a handful of passes")]
        let rate = 2.0 * (1.0 - pass as f32 / setting.passes as f32) + 0.05;
        let loss: f32 = order
            .iter()
            .map(|&at| model.learn(&data.train[at], rate, &mut random))
            .sum();
        eprintln!("  pass {}/{}: loss {loss:.0}", pass + 1, setting.passes);
    }
    let header = Header {
        task: "language".into(),
        language: "und".into(),
        labels: data.labels.clone(),
    };
    let bytes = model.file(&header);
    let scores = measure(&data, bytes.clone())?;
    println!("language: {scores}, {} bytes", bytes.len());
    save(
        setting,
        &Card {
            task: "language",
            language: "und",
            scores: &scores,
            bytes: &bytes,
        },
    )
}

/// The tag that sentences of `code` are trained under: regional variants are one language, scripts are
/// kept only where one language has two of them in the corpora.
fn tag(code: &str) -> &str {
    if code.starts_with("sr-") {
        code
    } else {
        code.split('-').next().unwrap_or(code)
    }
}

fn sentences(setting: &Setting) -> Outcome<Data> {
    let mut data = Data {
        labels: Vec::new(),
        train: Vec::new(),
        dev: Vec::new(),
    };
    let mut long_codes = HashMap::new();
    for path in ntrex_files(setting)? {
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
            .to_owned();
        for line in read(&path)?.lines() {
            let [split, code, text] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else {
                continue;
            };
            let label = number(&mut data.labels, tag(code));
            long_codes.insert(stem.trim_start_matches("ntrex.").to_owned(), label);
            let part = if split == "dev" {
                &mut data.dev
            } else {
                &mut data.train
            };
            part.push((label, text.to_owned()));
        }
    }
    for line in read(&setting.corpora.join("lid/udhr.jsonl"))?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let code = value["lang"].as_str().unwrap_or_default();
        let known = data
            .labels
            .iter()
            .position(|label| label == code)
            .or_else(|| long_codes.get(code).copied());
        if let (Some(label), Some(text)) = (known, value["text"].as_str()) {
            data.train.push((label, text.to_owned()));
        }
    }
    Ok(data)
}

fn ntrex_files(setting: &Setting) -> Outcome<Vec<std::path::PathBuf>> {
    let folder = std::fs::read_dir(setting.corpora.join("lid"))?;
    let mut files: Vec<_> = folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "tsv"))
        .collect();
    files.sort();
    Ok(files)
}

fn number(labels: &mut Vec<String>, label: &str) -> usize {
    labels
        .iter()
        .position(|known| known == label)
        .unwrap_or_else(|| {
            labels.push(label.to_owned());
            labels.len() - 1
        })
}

fn features(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    ngrams(text, &mut |ngram| found.push(ngram));
    found
}

struct Softmax {
    ids: HashMap<u64, u32>,
    count: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Softmax {
    fn new(data: &Data) -> Self {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for (_, text) in &data.train {
            ngrams(text, &mut |ngram| *counts.entry(ngram).or_default() += 1);
        }
        let mut kept: Vec<u64> = counts
            .into_iter()
            .filter(|&(_, count)| count >= FEWEST)
            .map(|(ngram, _)| ngram)
            .collect();
        kept.sort_unstable();
        let count = data.labels.len();
        let ids: HashMap<u64, u32> = (0..).zip(kept).map(|(id, ngram)| (ngram, id)).collect();
        eprintln!("  {} n-grams", ids.len());
        Self {
            weights: vec![0.0; ids.len() * count],
            bias: vec![0.0; count],
            ids,
            count,
        }
    }

    /// One step of descent; every third sentence is cut to a few words, as short texts are harder.
    fn learn(&mut self, (label, text): &(usize, String), rate: f32, random: &mut Random) -> f32 {
        let text = if random.below(3) == 0 {
            piece(text, random)
        } else {
            text
        };
        let grams = features(text);
        let known: Vec<usize> = grams
            .iter()
            .filter_map(|gram| self.ids.get(gram))
            .map(|&id| id as usize * self.count)
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "the length of a sentence")]
        let scale = 1.0 / (grams.len().max(1) as f32).sqrt();
        let mut scores = self.bias.clone();
        for &row in &known {
            scores
                .iter_mut()
                .zip(&self.weights[row..row + self.count])
                .for_each(|(score, weight)| *score += weight);
        }
        let odds = softmax(&scores, scale);
        let loss = -odds[*label].max(1e-9).ln();
        if loss > 0.01 {
            let moves: Vec<f32> = odds
                .iter()
                .enumerate()
                .map(|(at, odd)| (f32::from(at == *label) - odd) * rate * scale)
                .collect();
            for &row in &known {
                self.weights[row..row + self.count]
                    .iter_mut()
                    .zip(&moves)
                    .for_each(|(weight, step)| *weight += step);
            }
        }
        loss
    }

    fn file(&self, header: &Header) -> Vec<u8> {
        let mut rows: Vec<(u64, Vec<f32>)> = self
            .ids
            .iter()
            .map(|(&gram, &id)| {
                (
                    gram,
                    self.weights[id as usize * self.count..(id as usize + 1) * self.count].to_vec(),
                )
            })
            .collect();
        rows.sort_unstable_by_key(|(gram, _)| *gram);
        let unit = unit(rows.iter().flat_map(|(_, row)| row.iter().copied()));
        let bias: Vec<i16> = self.bias.iter().map(|weight| wide(weight / unit)).collect();
        within(BUDGET, |smallest| {
            write_classifier(header, unit, &bias, &small(&rows, unit, smallest))
        })
    }
}

fn softmax(scores: &[f32], scale: f32) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f32> = scores
        .iter()
        .map(|score| ((score - highest) * scale).exp())
        .collect();
    let total: f32 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// Three to ten words from somewhere in `text`.
fn piece<'t>(text: &'t str, random: &mut Random) -> &'t str {
    let starts: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
        .collect();
    if starts.len() < 4 {
        return text;
    }
    let first = random.below(starts.len() - 2);
    let after = first + 3 + random.below(8);
    &text[starts[first]..starts.get(after).copied().unwrap_or(text.len())]
}

/// Accuracy on whole sentences and on their first five words, averaged over languages.
fn measure(data: &Data, bytes: Vec<u8>) -> Outcome<String> {
    let identifier = Identifier::load(ModelFile {
        path: "the model just trained",
        bytes: bytes.leak(),
    })?;
    let mut hits = vec![[0_u32; 3]; data.labels.len()];
    for (label, text) in &data.dev {
        let right = |text: &str| {
            identifier
                .candidates(text)
                .first()
                .is_some_and(|best| best.tag == reported(&data.labels[*label]))
        };
        let short: String = text
            .split_whitespace()
            .take(5)
            .collect::<Vec<_>>()
            .join(" ");
        hits[*label][0] += u32::from(right(text));
        hits[*label][1] += u32::from(right(&short));
        hits[*label][2] += 1;
    }
    let mean = |at: usize| {
        let shares = hits
            .iter()
            .filter(|row| row[2] > 0)
            .map(|row| f64::from(row[at]) / f64::from(row[2]));
        100.0 * shares.sum::<f64>() / f64::from(u32::try_from(hits.len()).unwrap_or(1))
    };
    let mut weakest: Vec<(u32, &String)> = hits
        .iter()
        .zip(&data.labels)
        .map(|(row, label)| (100 * row[0] / row[2].max(1), label))
        .collect();
    weakest.sort();
    eprintln!("  weakest: {:?}", &weakest[..weakest.len().min(14)]);
    Ok(format!(
        "macro accuracy {:.2} % on dev sentences, {:.2} % on their first five words",
        mean(0),
        mean(1)
    ))
}
