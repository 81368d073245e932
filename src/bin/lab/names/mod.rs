//! The name recogniser: people, organisations, places, events and products
//! from annotated news, weighted per corpus.

mod bench;
mod labels;
mod measure;
mod workshop;

use copydesk::entity::{Family, Recogniser};
use copydesk::model::{Header, ModelFile};

use self::bench::Bench;
use self::labels::{labels, may_follow};
use self::measure::misses;
use self::workshop::Workshop;
use crate::Setting;
use crate::augment::Names;
use crate::card::{Card, load, save};
use crate::corpora::corpora;
use crate::crf::{Schedule, train as train_weights};
use crate::perceptron::{Example, Weights};
use crate::quantise::sequence_file;
use crate::random::Random;
use crate::readers::{Annotated, texts};

/// A recogniser may take this many bytes.
const BUDGET: usize = 2_600_000;
/// How large the first step of a weight is.
const RATE: f32 = 0.1;
/// How many of its features a token does without in each step of training, in percent.
const DROPOUT: usize = 45;
/// Corpora of this weight or more are copied with other names.
const OWN_NEWS: f32 = 2.0;
/// The weight of such a copy, against that of the text itself.
const SWAPPED: f32 = 0.25;
/// Log-odds per 1 of margin before they are fitted: so small that no probability saturates.
const UNFITTED: f32 = 0.001;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A corpus with its texts.
struct Read {
    name: String,
    texts: Vec<Annotated>,
    weight: Option<f32>,
}

/// Measures the recogniser of `code` that is in the repository, sentence by sentence and with the
/// steps over the whole article.
pub(crate) fn evaluate(setting: &Setting, code: &str) -> Outcome<()> {
    let bench = Bench::open(code, load(&format!("models/{code}/names.bin"))?)?;
    let all = mix(setting, code)?;
    bench
        .scores(held_out(&all))
        .iter()
        .for_each(|score| println!("names {code}: {score}"));
    Ok(())
}

/// Prints what the recogniser of `code` with its steps over the whole article gets wrong on the dev
/// files, grouped by what is wrong.
pub(crate) fn errors(setting: &Setting, code: &str) -> Outcome<()> {
    let bench = Bench::open(code, load(&format!("models/{code}/names.bin"))?)?;
    for corpus in held_out(&mix(setting, code)?) {
        println!("== {}", corpus.name);
        let missed = |text: &Annotated| misses(text, &bench.article_names(text));
        let mut lines: Vec<String> = corpus.texts.iter().flat_map(missed).collect();
        lines.sort();
        lines.iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

/// Trains, measures and, when asked, writes the recogniser of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<()> {
    let workshop = Workshop::open(code)?;
    let mix = mix(setting, code)?;
    let bytes = model(setting, &workshop, &mix, None)?;
    let scores = Bench::open(code, file(bytes.clone()))?.scores(held_out(&mix));
    for score in &scores {
        println!("names {code}: {score}");
    }
    println!("names {code}: {} bytes", bytes.len());
    save(
        setting,
        &Card {
            task: "names",
            language: code,
            scores: &scores.join("; "),
            bytes: &bytes,
        },
    )
}

/// Trains the recogniser of `code` without each family of templates and without each corpus in turn,
/// and prints how each does on the dev files.
pub(crate) fn ablate(setting: &Setting, code: &str) -> Outcome<()> {
    let workshop = Workshop::open(code)?;
    let mut mix = mix(setting, code)?;
    let report = |what: &str, mix: &[Read], family: Option<Family>| -> Outcome<()> {
        let bytes = model(setting, &workshop, mix, family)?;
        for score in Bench::open(code, file(bytes))?.scores(held_out(mix)) {
            println!("{what}: {score}");
        }
        Ok(())
    };
    report("all", &mix, None)?;
    for family in Family::ALL {
        report(&format!("without {family:?}"), &mix, Some(family))?;
    }
    for at in 0..mix.len() {
        if let Some(weight) = mix[at].weight {
            mix[at].weight = Some(0.0);
            report(&format!("without {}", mix[at].name), &mix, None)?;
            mix[at].weight = Some(weight);
        }
    }
    Ok(())
}

/// The corpora of `code`, read.
fn mix(setting: &Setting, code: &str) -> Outcome<Vec<Read>> {
    let read = |corpus: crate::corpora::Corpus| {
        Ok(Read {
            name: corpus.title(),
            texts: texts(&corpus)?,
            weight: corpus.weight,
        })
    };
    corpora(setting, "names", code)
        .into_iter()
        .map(read)
        .collect()
}

fn held_out(mix: &[Read]) -> impl Iterator<Item = &Read> {
    mix.iter().filter(|corpus| corpus.weight.is_none())
}

/// The file of the model learned from `mix` without the features of the family `without`.
fn model(
    setting: &Setting,
    workshop: &Workshop,
    mix: &[Read],
    without: Option<Family>,
) -> Outcome<Vec<u8>> {
    let labels = labels();
    let header = Header {
        task: "names".into(),
        language: workshop.language.code().into(),
        labels: labels.clone(),
    };
    let examples = examples(setting, workshop, mix, without)?;
    let mut weights = weights(setting, &examples, &labels);
    let draft = Recogniser::load(file(sequence_file(&header, &weights, BUDGET)))?;
    weights.odds = workshop.fitted_odds(&draft, held_out(mix).flat_map(|corpus| &corpus.texts));
    Ok(sequence_file(&header, &weights, BUDGET))
}

/// The sentences of the mix, and of copies of its own news with other names.
fn examples(
    setting: &Setting,
    workshop: &Workshop,
    mix: &[Read],
    without: Option<Family>,
) -> Outcome<Vec<Example>> {
    let labels = labels();
    let weighted = |corpus: &'_ &Read| corpus.weight.is_some_and(|weight| weight > 0.0);
    let read: Vec<&Read> = mix.iter().filter(weighted).collect();
    let names = Names::read(setting, read.iter().flat_map(|corpus| &corpus.texts))?;
    let mut random = Random::new(11);
    let mut examples = Vec::new();
    for Read { texts, weight, .. } in read {
        let weight = weight.unwrap_or_default();
        let mut add = |text: &Annotated, weight: f32| {
            examples.extend(workshop.examples(text, &labels, weight, without));
        };
        texts.iter().for_each(|text| add(text, weight));
        if weight >= OWN_NEWS {
            for text in texts.iter().flat_map(|text| [text, text]) {
                add(&names.swap(text, &mut random), weight * SWAPPED);
            }
        }
    }
    Ok(examples)
}

fn weights(setting: &Setting, examples: &[Example], labels: &[String]) -> Weights {
    eprintln!("names: {} sentences", examples.len());
    let allowed = |from: usize, to: usize| {
        may_follow(labels.get(from).map_or("O", String::as_str), &labels[to])
    };
    let schedule = Schedule {
        passes: setting.passes,
        rate: RATE,
        dropout: DROPOUT,
        budget: BUDGET,
    };
    let mut weights = train_weights(examples, labels.len(), &allowed, schedule);
    weights.odds = UNFITTED;
    weights
}

/// A model just made, as a file.
fn file(bytes: Vec<u8>) -> ModelFile {
    ModelFile {
        path: "the model just trained",
        bytes: bytes.leak(),
    }
}
