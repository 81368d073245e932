//! Language identification: trains the model of all languages, fits its
//! confidence and measures it.
//!
//! ```text
//! lab -- --passes 8 train language
//! ```

mod measure;
mod noise;
mod regression;
mod sentences;

use copydesk::language::Identifier;
use copydesk::model::{Header, ModelFile};

use crate::random::Random;
use crate::score::Score;
use crate::tasks::Task;
use crate::{Outcome, Setting};
use regression::Regression;
use sentences::{Data, Known, data};

/// The weights of the identification model may take this many bytes.
const BUDGET: usize = 5_200_000;
/// How far a weight moves at first.
const FIRST_RATE: f32 = 0.8;
const LAST_RATE: f32 = 0.02;

/// The file of the identification model.
pub(crate) fn train(setting: &Setting) -> Outcome<Vec<u8>> {
    let data = data(setting)?;
    let model = trained(&data, setting.passes(Task::Language));
    let header = Header {
        task: "language".into(),
        language: "und".into(),
        labels: data.labels.clone(),
    };
    Ok(model.file(&header, temperature(&model, &data)))
}

/// How the model in `file` does on the dev rows; tables of what it gets wrong go to the screen.
pub(crate) fn evaluate(setting: &Setting, file: ModelFile) -> Outcome<Vec<Score>> {
    let (scores, tables) = measure::report(&data(setting)?, &Identifier::load(file)?);
    eprintln!("{tables}");
    Ok(scores)
}

/// Half of the passes find out which weights matter, the other half train those.
fn trained(data: &Data, passes: usize) -> Regression {
    let mut model = Regression::new(&data.train, data.labels.len());
    let mut random = Random::new(7);
    eprintln!(
        "language: {} labels, {} texts, {} features",
        data.labels.len(),
        data.train.len(),
        model.features()
    );
    let dense = passes.div_ceil(2);
    for (first, last) in [(0, dense), (dense, passes)] {
        if first > 0 {
            model.keep(BUDGET);
        }
        for pass in first..last {
            #[expect(clippy::cast_precision_loss, reason = "a handful of passes")]
            let gone = (pass - first) as f32 / (last - first) as f32;
            let rate = FIRST_RATE * (1.0 - gone) + LAST_RATE;
            let loss = model.pass(&data.train, rate, &mut random);
            eprintln!("  pass {}/{passes}: loss {loss:.4}", pass + 1);
        }
    }
    model
}

/// What log-odds must be divided by so that probabilities are right (Guo et al. 2017), fitted on every
/// other dev sentence and its first half.
fn temperature(model: &Regression, data: &Data) -> f32 {
    let half = |known: &Known| {
        let middle = known.text.floor_char_boundary(known.text.len() / 2);
        [
            (known.label, model.log_odds(&known.text)),
            (known.label, model.log_odds(&known.text[..middle])),
        ]
    };
    let known: Vec<(usize, Vec<f32>)> = data.sentences.iter().step_by(2).flat_map(half).collect();
    let candidates = (10..80_u8).map(|step| f32::from(step) / 20.0);
    let best = candidates.min_by(|one, other| loss(&known, *one).total_cmp(&loss(&known, *other)));
    let best = best.unwrap_or(1.0);
    eprintln!("  temperature {best}");
    best
}

/// The negative log-likelihood of the right labels.
fn loss(known: &[(usize, Vec<f32>)], temperature: f32) -> f64 {
    let one = |(label, odds): &(usize, Vec<f32>)| {
        let highest = odds.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = odds
            .iter()
            .map(|odd| ((odd - highest) / temperature).exp())
            .sum();
        f64::from(total.ln() - (odds[*label] - highest) / temperature)
    };
    known.iter().map(one).sum()
}
