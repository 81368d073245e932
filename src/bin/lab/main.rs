//! `lab`: where Copydesk's judgement is made. It reads the corpora, trains a
//! model, measures it on held-out text and writes it with its card.
//!
//! ```text
//! cargo run --profile quick --features lab --bin lab -- train names fr
//! ```
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to its user"
)]

mod augment;
mod card;
mod corpora;
mod gazetteer;
mod guidelines;
mod identification;
mod jackknife;
mod learner;
mod names;
mod parser;
mod perceptron;
mod quantise;
mod random;
mod readers;
mod tags;
mod treebank;
mod weights;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(about = "Trains and measures Copydesk's models")]
struct Arguments {
    /// Where the corpora are.
    #[arg(long, default_value = "../shared/corpora", global = true)]
    corpora: PathBuf,
    /// Write the model only when asked; otherwise train and measure.
    #[arg(long, global = true)]
    save: bool,
    /// Passes over the training data.
    #[arg(long, default_value_t = 10, global = true)]
    passes: usize,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train a model and measure it on its dev files.
    Train {
        /// What the model does.
        task: Task,
        /// The language's code; ignored for `language`.
        #[arg(default_value = "und")]
        language: String,
    },
    /// Measure the name recogniser in the repository on its dev files.
    Eval {
        /// The language's code.
        language: String,
    },
    /// Compile the gazetteer of names from open data.
    Gazetteer,
}

#[derive(Clone, Copy, ValueEnum)]
enum Task {
    /// Language identification, one model for all languages.
    Language,
    /// Parts of speech and verb forms.
    Tag,
    /// Dependency trees.
    Parse,
    /// Names of people, organisations, places, events and products.
    Names,
}

/// What every command needs to know.
pub(crate) struct Setting {
    corpora: PathBuf,
    save: bool,
    passes: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let setting = Setting {
        corpora: arguments.corpora,
        save: arguments.save,
        passes: arguments.passes,
    };
    match arguments.command {
        Command::Train {
            task: Task::Language,
            ..
        } => identification::train(&setting),
        Command::Train {
            task: Task::Tag,
            language,
        } => tags::train(&setting, &language),
        Command::Train {
            task: Task::Parse,
            language,
        } => parser::train(&setting, &language),
        Command::Train {
            task: Task::Names,
            language,
        } => names::train(&setting, &language),
        Command::Eval { language } => names::evaluate(&setting, &language),
        Command::Gazetteer => gazetteer::compile(&setting),
    }
}
