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
use self::measure::wrong;
use self::workshop::Workshop;
use crate::augment::Names;
use crate::blend::blend;
use crate::corpora::corpora;
use crate::crf::{self, Schedule};
use crate::perceptron::{self, Example, Weights};
use crate::quantise::sequence_file;
use crate::random::Random;
use crate::readers::{Annotated, texts};
use crate::score::{Miss, Score};
use crate::tasks::Task;
use crate::{Outcome, Setting, just_made};

/// A recogniser may take this many bytes.
const BUDGET: usize = 2_300_000;
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
/// The folder of the dev files that probabilities are fitted on: whole articles, as the service gets
/// them. Shuffled sentences from the web would make every name look doubtful.
const ARTICLES: &str = "news/";

/// A corpus with its texts.
struct Read {
    name: String,
    texts: Vec<Annotated>,
    weight: Option<f32>,
}

/// The model file of the recogniser of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<Vec<u8>> {
    train_without(setting, code, None)
}

/// The model file of a recogniser of `code` that does without the templates of a family.
pub(crate) fn train_without(
    setting: &Setting,
    code: &str,
    family: Option<Family>,
) -> Outcome<Vec<u8>> {
    let workshop = Workshop::open(code)?;
    model(setting, &workshop, &mix(setting, code)?, family)
}

/// How `file` does on the dev files, sentence by sentence and with the steps over the whole article.
pub(crate) fn evaluate(setting: &Setting, code: &str, file: ModelFile) -> Outcome<Vec<Score>> {
    let bench = Bench::open(code, file)?;
    Ok(bench.scores(held_out(&mix(setting, code)?)))
}

/// What `file` with the steps over the whole article gets wrong on the dev files.
pub(crate) fn misses(setting: &Setting, code: &str, file: ModelFile) -> Outcome<Vec<Miss>> {
    let bench = Bench::open(code, file)?;
    let mix = mix(setting, code)?;
    let texts = held_out(&mix).flat_map(|corpus| &corpus.texts);
    Ok(texts
        .flat_map(|text| wrong(text, &bench.article_names(text)))
        .collect())
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
    let draft = Recogniser::load(just_made(sequence_file(&header, &weights, BUDGET)))?;
    let articles = held_out(mix).filter(|corpus| corpus.name.starts_with(ARTICLES));
    weights.odds = workshop.fitted_odds(&draft, articles.flat_map(|corpus| &corpus.texts));
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
        for text in texts {
            add(text, weight);
        }
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
        passes: setting.passes(Task::Names),
        rate: RATE,
        dropout: DROPOUT,
        budget: BUDGET + BUDGET / 10,
    };
    let passes = setting.passes(Task::Names);
    let linear = perceptron::train(examples, labels.len(), &allowed, passes);
    let field = crf::train(examples, labels.len(), &allowed, schedule);
    let mut weights = blend(linear, &field);
    weights.odds = UNFITTED;
    weights
}
