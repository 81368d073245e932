//! The name recogniser: people, organisations, places, events and products
//! from annotated news, weighted per corpus.

mod labels;
mod measure;
mod workshop;

use copydesk::entity::{EntityFinder, NameContext, Recogniser};
use copydesk::model::{Header, ModelFile};

use self::labels::{code, labels, may_follow};
use self::measure::{Found, Score, found, misses};
use self::workshop::Workshop;
use crate::Setting;
use crate::augment::Names;
use crate::card::{Card, load, save};
use crate::corpora::corpora;
use crate::perceptron::train as train_weights;
use crate::quantise::sequence_file;
use crate::random::Random;
use crate::readers::{Annotated, texts};

/// A recogniser may take this many bytes.
const BUDGET: usize = 3_200_000;
/// Corpora of this weight or more are copied with other names.
const OWN_NEWS: f32 = 2.0;
/// The weight of such a copy, against that of the text itself.
const SWAPPED: f32 = 0.25;
/// Log-odds per 1 of margin before they are fitted: so small that no probability saturates.
const UNFITTED: f32 = 0.001;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Measures the recogniser of `code` that is in the repository, sentence by sentence and with the
/// steps over the whole article.
pub(crate) fn evaluate(setting: &Setting, code: &str) -> Outcome<()> {
    let bench = Bench::open(code, load(&format!("models/{code}/names.bin"))?)?;
    for (name, texts) in dev(setting, code)? {
        println!("names {code}: {name} {}", bench.score(&texts));
        println!(
            "names {code}: {name}, articles: {}",
            bench.document_score(&texts)
        );
    }
    Ok(())
}

/// Prints what the recogniser of `code` with its steps over the whole article gets wrong on the dev
/// files, grouped by what is wrong.
pub(crate) fn errors(setting: &Setting, code: &str) -> Outcome<()> {
    let bench = Bench::open(code, load(&format!("models/{code}/names.bin"))?)?;
    for (name, texts) in dev(setting, code)? {
        println!("== {name}");
        let missed = |text: &Annotated| misses(text, &bench.document_names(text));
        let mut lines: Vec<String> = texts.iter().flat_map(missed).collect();
        lines.sort();
        lines.iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

fn dev(setting: &Setting, code: &str) -> Outcome<Vec<(String, Vec<Annotated>)>> {
    let files = corpora(setting, "names", code).into_iter();
    let held_out = files.filter(|corpus| corpus.weight.is_none());
    held_out
        .map(|corpus| Ok((corpus.name.clone(), texts(&corpus)?)))
        .collect()
}

/// A recogniser on the bench.
struct Bench {
    workshop: Workshop,
    recogniser: Recogniser,
    finder: EntityFinder,
}

impl Bench {
    fn open(code: &str, file: ModelFile) -> Outcome<Self> {
        let workshop = Workshop::open(code)?;
        let gazetteer = load("gazetteers/names.bin")?;
        Ok(Self {
            recogniser: Recogniser::load(file)?,
            finder: EntityFinder::load(gazetteer, &[(workshop.language, file)])?,
            workshop,
        })
    }

    /// The names of each sentence by itself.
    fn names(&self, text: &Annotated) -> Vec<Found> {
        let prepared = self.workshop.prepare(text);
        let context = NameContext::new(&self.workshop.article(&prepared), &self.workshop.gazetteer);
        let names = self.recogniser.names(&prepared.segmentation, &context);
        names
            .iter()
            .map(|name| found(name.span, name.kind))
            .collect()
    }

    /// The names of the article after all steps.
    fn document_names(&self, text: &Annotated) -> Vec<Found> {
        let prepared = self.workshop.prepare(text);
        let entities = self.finder.find(&self.workshop.article(&prepared), &[]);
        let mentions = entities.iter().flat_map(|entity| {
            entity
                .mentions
                .iter()
                .map(|mention| found(mention.span, entity.kind))
        });
        mentions.collect()
    }

    fn score(&self, texts: &[Annotated]) -> Score {
        let mut score = Score::default();
        texts
            .iter()
            .for_each(|text| score.add(text, &self.names(text)));
        score
    }

    fn document_score(&self, texts: &[Annotated]) -> Score {
        let mut score = Score::default();
        texts
            .iter()
            .for_each(|text| score.add(text, &self.document_names(text)));
        score
    }
}

/// Trains, measures and, when asked, writes the recogniser of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<()> {
    let workshop = Workshop::open(code)?;
    let labels = labels();
    let (mut train, mut dev) = (Vec::new(), Vec::new());
    for corpus in corpora(setting, "names", code) {
        let texts = texts(&corpus)?;
        match corpus.weight {
            Some(weight) => train.push((texts, weight)),
            None => dev.push((corpus.name, texts)),
        }
    }
    let names = Names::read(setting, train.iter().flat_map(|(texts, _)| texts))?;
    let mut random = Random::new(11);
    let mut examples = Vec::new();
    for (texts, weight) in &train {
        for text in texts {
            examples.extend(workshop.examples(text, &labels, *weight));
        }
        if *weight >= OWN_NEWS {
            let copies = texts
                .iter()
                .flat_map(|text| [names.swap(text, &mut random), names.swap(text, &mut random)])
                .collect::<Vec<_>>();
            for text in &copies {
                examples.extend(workshop.examples(text, &labels, weight * SWAPPED));
            }
        }
    }
    eprintln!("names {code}: {} sentences", examples.len());
    let allowed = |from: usize, to: usize| {
        may_follow(labels.get(from).map_or("O", String::as_str), &labels[to])
    };
    let env = |name: &str, default: f32| std::env::var(name).ok().and_then(|v| v.parse::<f32>().ok()).unwrap_or(default);
    let mut weights = if env("CRF", 0.0) > 0.0 {
        crate::crf::train(&examples, labels.len(), &allowed, crate::crf::Schedule { passes: setting.passes, rate: env("RATE", 0.1), dropout: env("DROP", 40.0) as usize, budget: env("BUDGET", BUDGET as f32) as usize })
    } else { train_weights(&examples, labels.len(), &allowed, setting.passes) };
    weights.odds = UNFITTED;
    let header = Header {
        task: "names".into(),
        language: code.into(),
        labels: labels.clone(),
    };
    let draft = Recogniser::load(file(sequence_file(&header, &weights, env("BUDGET", BUDGET as f32) as usize)))?;
    weights.odds = workshop.fitted_odds(&draft, dev.iter().flat_map(|(_, texts)| texts));
    let bytes = sequence_file(&header, &weights, env("BUDGET", BUDGET as f32) as usize);
    let bench = Bench::open(code, file(bytes.clone()))?;
    let scores: Vec<String> = dev
        .iter()
        .map(|(name, texts)| {
            format!(
                "{name} {}; as articles {}",
                bench.score(texts),
                bench.document_score(texts)
            )
        })
        .collect();
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

/// A model just made, as a file.
fn file(bytes: Vec<u8>) -> ModelFile {
    ModelFile {
        path: "the model just trained",
        bytes: bytes.leak(),
    }
}

impl Workshop {
    /// The log-odds per 1 of margin under which the dev files' names, right and wrong, are likeliest.
    fn fitted_odds<'t>(
        &self,
        draft: &Recogniser,
        texts: impl Iterator<Item = &'t Annotated>,
    ) -> f32 {
        let mut outcomes = Vec::new();
        for text in texts {
            let prepared = self.prepare(text);
            let context = NameContext::new(&self.article(&prepared), &self.gazetteer);
            for name in draft.names(&prepared.segmentation, &context) {
                let right = text
                    .spans
                    .iter()
                    .any(|(span, label)| *span == name.span && label == code(name.kind));
                let margin = (name.confidence / (1.0 - name.confidence)).ln() / UNFITTED;
                outcomes.push((margin, right));
            }
        }
        let loss = |odds: f32| -> f32 {
            outcomes
                .iter()
                .map(|(margin, right)| {
                    (if *right {
                        -odds * margin
                    } else {
                        odds * margin
                    })
                    .exp()
                    .ln_1p()
                })
                .sum()
        };
        let steps = (1_u8..=120).map(|step| 0.9_f32.powi(i32::from(step)));
        steps
            .min_by(|one, other| loss(*one).total_cmp(&loss(*other)))
            .unwrap_or(1.0)
    }
}
