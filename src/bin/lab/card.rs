//! Where models are kept: `models/<language>/<task>.bin`, each beside a card that
//! says what it was trained on and how it scores; and `models/scores.tsv`, the
//! scores of all of them, which `GET /v1/languages` serves and `docs/accuracy.md` shows.

use std::path::{Path, PathBuf};

use copydesk::language::Language;
use copydesk::model::{LoadError, ModelFile};

use crate::corpora::corpora;
use crate::score::Score;
use crate::tasks::{Task, models};
use crate::{Outcome, Setting, speed};

/// Writes a model.
pub(crate) fn save_model(task: Task, code: &str, bytes: &[u8]) -> Outcome<()> {
    let path = path(task, code, "bin");
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, bytes)?)
}

/// Measures the models of the repository, or those of one task, and writes their cards and their rows in
/// the tables of scores.
pub(crate) fn write_all(setting: &Setting, only: Option<Task>) -> Outcome<()> {
    let mut scores = Table::read("models/scores.tsv", only)?;
    let mut sizes = Table::read("models/models.tsv", only)?;
    for (task, code) in models(setting) {
        if only.is_some_and(|only| only != task) {
            scores.keep(code, task);
            sizes.keep(code, task);
            continue;
        }
        let file = model(task, code)?;
        let measured = task.evaluate(setting, code, file)?;
        let card = card(setting, (task, code), file, &measured);
        std::fs::write(path(task, code, "md"), card)?;
        scores.add(measured.iter().map(|score| row(code, task, score)));
        sizes.add([size(setting, (task, code), file)?]);
        if task == Task::Clusters {
            let tokens = Task::Tokens.evaluate(setting, code, file)?;
            scores.add(tokens.iter().map(|score| row(code, Task::Tokens, score)));
        }
        eprintln!("{} {code}", task.name());
    }
    scores.write()?;
    sizes.write()
}

/// A table of the repository that is written anew, with rows that it had.
struct Table {
    path: &'static str,
    old: Vec<String>,
    new: Vec<String>,
}

impl Table {
    #[expect(
        clippy::disallowed_methods,
        reason = "the lab reads tables that it wrote"
    )]
    /// The table at `path`; nothing of it is kept when everything is measured.
    fn read(path: &'static str, only: Option<Task>) -> Outcome<Self> {
        let text = std::fs::read_to_string(path)?;
        let mut lines = text.lines().map(str::to_owned);
        Ok(Self {
            path,
            new: lines.next().into_iter().collect(),
            old: lines.filter(|_| only.is_some()).collect(),
        })
    }

    /// Keeps the rows of a task; those of the tokens go with the clusters.
    fn keep(&mut self, code: &str, task: Task) {
        let mut tasks = vec![task];
        tasks.extend((task == Task::Clusters).then_some(Task::Tokens));
        for task in tasks {
            let start = format!("{code}\t{}\t", task.name());
            let rows = self.old.iter().filter(|row| row.starts_with(&start));
            self.new.extend(rows.cloned());
        }
    }

    fn add(&mut self, rows: impl IntoIterator<Item = String>) {
        self.new.extend(rows);
    }

    fn write(self) -> Outcome<()> {
        Ok(std::fs::write(self.path, self.new.join("\n") + "\n")?)
    }
}

fn row(code: &str, task: Task, score: &Score) -> String {
    let Score {
        measure,
        value,
        test_set,
        size,
    } = score;
    let task = task.name();
    format!("{code}\t{task}\t{measure}\t{value:.2}\t{test_set}\t{size}")
}

fn size(setting: &Setting, (task, code): (Task, &str), file: ModelFile) -> Outcome<String> {
    let corpora = corpora(setting, task.rows(), code).into_iter();
    let trained: Vec<String> = corpora
        .filter_map(|corpus| Some(format!("{} × {}", corpus.title(), corpus.weight?)))
        .collect();
    let speed = speed::tokens_a_second(setting, task, code)?
        .map_or("-".to_owned(), |speed| speed.to_string());
    Ok(format!(
        "{code}\t{}\t{}\t{:016x}\t{speed}\t{}",
        task.name(),
        file.bytes.len(),
        file.checksum(),
        trained.join("; ")
    ))
}

fn card(
    setting: &Setting,
    (task, code): (Task, &str),
    file: ModelFile,
    scores: &[Score],
) -> String {
    let name = task.name();
    let mut lines = vec![
        format!("# {name}, {code}"),
        String::new(),
        format!(
            "- Size: {} bytes, checksum {:016x}.",
            file.bytes.len(),
            file.checksum()
        ),
        format!(
            "- Made by: `cargo run --profile quick --features lab --bin lab -- --save train {name} {code}`."
        ),
        "- The seed is fixed: the same corpora give the same file.".to_owned(),
        "- Scores on texts that it was not trained on:".to_owned(),
    ];
    lines.extend(scores.iter().map(|score| format!("  - {score}")));
    lines.push("- Training data and weights (licences in `NOTICE`):".to_owned());
    for corpus in corpora(setting, task.rows(), code) {
        let role = corpus
            .weight
            .map_or("dev, not trained on".to_owned(), |weight| {
                format!("weight {weight}")
            });
        lines.push(format!("  - `{}`: {role}", corpus.title()));
    }
    lines.join("\n") + "\n"
}

/// The model file at `path` of the repository.
#[expect(
    clippy::disallowed_methods,
    reason = "the lab reads models that it just wrote"
)]
pub(crate) fn load(path: &str) -> Outcome<ModelFile> {
    let bytes = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(ModelFile {
        path: path.to_owned().leak(),
        bytes: bytes.leak(),
    })
}

/// The model of `task` for `code` that is in the repository.
pub(crate) fn model(task: Task, code: &str) -> Outcome<ModelFile> {
    load(&path(task, code, "bin").to_string_lossy())
}

/// The model of a language for a task as it is on the disk.
pub(crate) fn find(language: Option<Language>, task: &str) -> Result<ModelFile, LoadError> {
    let path = format!(
        "models/{}/{task}.bin",
        language.map_or("und", Language::code)
    );
    load(&path).map_err(|_| LoadError::unexpected(&path, "a model", "no file"))
}

fn path(task: Task, code: &str, ending: &str) -> PathBuf {
    Path::new("models")
        .join(code)
        .join(format!("{}.{ending}", task.name()))
}
