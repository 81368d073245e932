//! `lab all`: from the corpora to every model of the repository, two at a time.
//! The models of one language follow each other, since each reads those before it;
//! languages do not wait for one another.
//!
//! ```text
//! ████████░░░░  23/43  names fr  41 min
//! ```

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use copydesk::language::Language;
use indicatif::{ProgressBar, ProgressStyle};

use crate::tasks::{Task, tasks};
use crate::{Outcome, Setting, card, gazetteer};

/// How many languages are trained side by side.
const WORKERS: usize = 2;

/// The models of one language, or that of all.
type Chain = (&'static str, Vec<Task>);

/// Trains and writes all models.
pub(crate) fn all(setting: &Setting) -> Outcome<()> {
    gazetteer::compile(setting)?;
    let chains = chains(setting);
    let count: usize = chains.iter().map(|(_, tasks)| tasks.len()).sum();
    let progress = ProgressBar::new(count as u64);
    progress.set_style(ProgressStyle::with_template(
        "{bar:30} {pos}/{len} {msg} {elapsed}",
    )?);
    let chains = Mutex::new(chains);
    let next = || {
        chains
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
    };
    let work = || -> Result<(), String> {
        while let Some((code, tasks)) = next() {
            for task in tasks {
                progress.set_message(format!("{} {code}", task.name()));
                make(setting, task, code).map_err(|error| error.to_string())?;
                progress.inc(1);
            }
        }
        Ok(())
    };
    let results = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|_| Err("a worker stopped".into()))
            })
            .collect::<Vec<_>>()
    });
    progress.finish();
    results.into_iter().collect::<Result<(), String>>()?;
    // Attribution reads what the models of all languages find.
    make(setting, Task::Speech, "und")?;
    make(setting, Task::Attribution, "und")?;
    card::write_all(setting, None)
}

fn make(setting: &Setting, task: Task, code: &str) -> Outcome<()> {
    let bytes = task.train(setting, code)?;
    card::save_model(task, code, &bytes)
}

/// The longest first, so that no worker is left alone with it.
fn chains(setting: &Setting) -> VecDeque<Chain> {
    let languages = Language::ALL.into_iter();
    let languages = languages.map(|language| (language.code(), tasks(setting, language.code())));
    std::iter::once(("und", vec![Task::Language]))
        .chain(languages)
        .collect()
}
