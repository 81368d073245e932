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
mod crf;
mod gazetteer;
mod identification;
mod lemmas;
mod morphology;
mod names;
mod packs;
mod perceptron;
mod quantise;
mod random;
mod readers;
mod score;
mod tags;
mod treebank;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use copydesk::model::ModelFile;
use score::Score;

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
    /// Read the pack of a language from the disk and say what is wrong with it.
    Pack {
        /// The language's code.
        language: String,
        /// Where `lang/` is.
        #[arg(long, default_value = ".")]
        root: PathBuf,
    },
    /// Print what the name recogniser in the repository gets wrong on its dev files.
    Errors {
        /// The language's code.
        language: String,
    },
    /// Train the name recogniser without each family of features and each corpus in turn.
    Ablate {
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
    /// Gender, number, person, tense and mood of tagged words.
    Morphology,
    /// Rules from a tagged word to its lemma.
    Lemma,
    /// Names of people, organisations, places, events and products.
    Names,
}

/// What every command needs to know.
pub(crate) struct Setting {
    corpora: PathBuf,
    save: bool,
    passes: usize,
}

/// What a command ends with.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn made(
    task: &str,
    setting: &Setting,
    language: &str,
    train: impl Fn(&Setting, &str) -> Outcome<Vec<u8>>,
    evaluate: impl Fn(&Setting, &str, ModelFile) -> Outcome<Vec<Score>>,
) -> Outcome<()> {
    let bytes = train(setting, language)?;
    let file = ModelFile {
        path: "the model just trained",
        bytes: bytes.clone().leak(),
    };
    let scores: Vec<String> = evaluate(setting, language, file)?
        .iter()
        .map(ToString::to_string)
        .collect();
    println!(
        "{task} {language}: {}; {} bytes",
        scores.join("; "),
        bytes.len()
    );
    card::save(
        setting,
        &card::Card {
            task,
            language,
            scores: &scores.join("; "),
            bytes: &bytes,
        },
    )
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
        } => made("tag", &setting, &language, tags::train, tags::evaluate),
        Command::Train {
            task: Task::Morphology,
            language,
        } => made(
            "morphology",
            &setting,
            &language,
            morphology::train,
            morphology::evaluate,
        ),
        Command::Train {
            task: Task::Lemma,
            language,
        } => made(
            "lemma",
            &setting,
            &language,
            lemmas::train,
            lemmas::evaluate,
        ),
        Command::Train {
            task: Task::Names,
            language,
        } => names::train(&setting, &language),
        Command::Eval { language } => names::evaluate(&setting, &language),
        Command::Pack { language, root } => packs::check(&root, &language),
        Command::Errors { language } => names::errors(&setting, &language),
        Command::Ablate { language } => names::ablate(&setting, &language),
        Command::Gazetteer => gazetteer::compile(&setting),
    }
}
