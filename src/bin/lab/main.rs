//! `lab`: where Copydesk's judgement is made. It reads the corpora, trains a
//! model, measures it on held-out text and writes it with its card.
//!
//! ```text
//! cargo run --profile quick --features lab --bin lab -- train names fr
//! cargo run --profile quick --features lab --bin lab -- all
//! ```
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to its user"
)]

mod ablate;
mod all;
mod atlas;
mod attribution;
mod augment;
mod blend;
mod card;
mod choices;
mod clusters;
mod corpora;
mod crf;
mod gazetteer;
mod guidelines;
mod identification;
mod jackknife;
mod learner;
mod lemmas;
mod morphology;
mod names;
mod packs;
mod parser;
mod perceptron;
mod quantise;
mod random;
mod readers;
mod score;
mod speech;
mod speed;
mod tags;
mod tasks;
mod tokenised;
mod tokens;
mod treebank;
mod weights;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use copydesk::model::ModelFile;

use self::score::{Score, print_misses};
use self::tasks::Task;

#[derive(Parser)]
#[command(about = "Trains and measures Copydesk's models")]
struct Arguments {
    /// Where the corpora are.
    #[arg(long, default_value = "../shared/corpora", global = true)]
    corpora: PathBuf,
    /// Write the model to `models/`; otherwise train and measure.
    #[arg(long, global = true)]
    save: bool,
    /// Passes over the training data; each task has its own number.
    #[arg(long, global = true)]
    passes: Option<usize>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train a model and measure it on its dev files.
    Train(Which),
    /// Measure the model in the repository on its dev files.
    Eval(Which),
    /// Measure the model in the repository beside another file on the same dev files.
    Compare {
        #[command(flatten)]
        which: Which,
        /// The other model file.
        #[arg(long)]
        with: String,
    },
    /// Show what the model in the repository gets wrong on its dev files, by kind.
    Errors {
        #[command(flatten)]
        which: Which,
        /// The most examples of one kind.
        #[arg(long, default_value_t = 5)]
        most: usize,
    },
    /// Train with less and less: each corpus left out, each family of features, half of the data.
    Ablate(Which),
    /// Train attribution on some of its stories and measure it on the others, in turn.
    Cross,
    /// Measure every model in the repository, or those of one task; write cards and tables of scores.
    Card {
        /// The task.
        task: Option<Task>,
    },
    /// Train and write everything, from the gazetteer to the cards.
    All,
    /// Read the pack of a language from the disk and say what is wrong with it.
    Pack {
        /// The language's code.
        language: String,
        /// Where `lang/` is.
        #[arg(long, default_value = ".")]
        root: PathBuf,
    },
    /// Compile the gazetteer of names and the atlas from open data.
    Gazetteer,
}

/// A model of the repository.
#[derive(clap::Args)]
struct Which {
    /// What the model does.
    task: Task,
    /// The language's code; none for the model of all languages.
    #[arg(default_value = "und")]
    language: String,
}

/// What every command needs to know.
#[derive(Clone)]
pub(crate) struct Setting {
    corpora: PathBuf,
    /// Passes that were asked for instead of the task's own.
    passes: Option<usize>,
    /// A corpus to train without.
    without: Option<String>,
    /// Train on the first so many of so many parts of each corpus.
    share: (usize, usize),
}

impl Setting {
    /// How often `task` passes over its training data.
    pub(crate) fn passes(&self, task: Task) -> usize {
        self.passes.unwrap_or(task.passes())
    }
}

/// What a command ends with.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let setting = Setting {
        corpora: arguments.corpora,
        passes: arguments.passes,
        without: None,
        share: (1, 1),
    };
    match arguments.command {
        Command::Train(which) => train(&setting, &which, arguments.save),
        Command::Eval(which) => {
            let file = which.file()?;
            print(&which.scores(&setting, file)?);
            Ok(())
        }
        Command::Compare { which, with } => compare(&setting, &which, &with),
        Command::Errors { which, most } => {
            let misses = which
                .task
                .misses(&setting, &which.language, which.file()?)?;
            print_misses(&misses, most);
            Ok(())
        }
        Command::Ablate(which) => ablate::ablate(&setting, which.task, &which.language),
        Command::Cross => attribution::cross_validate(&setting),
        Command::Card { task } => card::write_all(&setting, task),
        Command::All => all::all(&setting),
        Command::Pack { language, root } => packs::check(&root, &language),
        Command::Gazetteer => gazetteer::compile(&setting).and_then(|()| atlas::compile(&setting)),
    }
}

impl Which {
    /// The model in the repository; for a task without models an empty file.
    fn file(&self) -> Outcome<ModelFile> {
        if self.task == Task::Tokens {
            return Ok(just_made(Vec::new()));
        }
        card::model(self.task, &self.language)
    }

    fn scores(&self, setting: &Setting, file: ModelFile) -> Outcome<Vec<Score>> {
        self.task.evaluate(setting, &self.language, file)
    }
}

fn train(setting: &Setting, which: &Which, save: bool) -> Outcome<()> {
    let bytes = which.task.train(setting, &which.language)?;
    println!(
        "{} {}: {} bytes",
        which.task.name(),
        which.language,
        bytes.len()
    );
    print(&which.scores(setting, just_made(bytes.clone()))?);
    if save {
        card::save_model(which.task, &which.language, &bytes)?;
    }
    Ok(())
}

/// Both models' scores, and by how much the other is better.
fn compare(setting: &Setting, which: &Which, with: &str) -> Outcome<()> {
    let ours = which.scores(setting, which.file()?)?;
    let theirs = which.scores(setting, card::load(with)?)?;
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let gain = theirs.value - ours.value;
        println!("{ours}: {gain:+.2} with {with}");
    }
    Ok(())
}

fn print(scores: &[Score]) {
    for score in scores {
        println!("  {score}");
    }
}

/// A model that is in no file yet.
pub(crate) fn just_made(bytes: Vec<u8>) -> ModelFile {
    ModelFile {
        path: "the model just trained",
        bytes: bytes.leak(),
    }
}
