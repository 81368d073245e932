//! `lab ablate`: what each part of a model's training brings, by training without
//! it: every corpus in turn, every family of features (of names), and the learning
//! curve over an eighth, a quarter and half of the data. The table is ready for
//! `docs/models.md`.

use copydesk::entity::Family;

use crate::corpora::corpora;
use crate::tasks::Task;
use crate::{Outcome, Setting, just_made, names};

/// Prints the table for `task` in `code`.
pub(crate) fn ablate(setting: &Setting, task: Task, code: &str) -> Outcome<()> {
    println!("| {} {code} | dev scores |\n|---|---|", task.name());
    let row = |what: &str, setting: &Setting| -> Outcome<()> {
        print_row(what, setting, (task, code), task.train(setting, code)?)
    };
    row("all", setting)?;
    for parts in [2, 4, 8] {
        let setting = Setting {
            share: (1, parts),
            ..setting.clone()
        };
        row(&format!("1/{parts} of each corpus"), &setting)?;
    }
    let all = corpora(setting, task.name(), code).into_iter();
    for corpus in all.filter(|corpus| corpus.weight.is_some()) {
        let setting = Setting {
            without: Some(corpus.name.clone()),
            ..setting.clone()
        };
        row(&format!("without `{}`", corpus.name), &setting)?;
    }
    if task == Task::Names {
        for family in Family::ALL {
            let bytes = names::train_without(setting, code, Some(family))?;
            print_row(&format!("without {family:?}"), setting, (task, code), bytes)?;
        }
    }
    Ok(())
}

fn print_row(
    what: &str,
    setting: &Setting,
    (task, code): (Task, &str),
    bytes: Vec<u8>,
) -> Outcome<()> {
    let scores = task.evaluate(setting, code, just_made(bytes))?;
    let scores = scores.iter().map(|score| format!("{:.2}", score.value));
    println!("| {what} | {} |", scores.collect::<Vec<_>>().join(" · "));
    Ok(())
}
