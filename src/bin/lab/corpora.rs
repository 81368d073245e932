//! Which corpora a model is trained and measured on (`corpora.tsv`), and the
//! label maps between theirs and ours (`labels.tsv`).

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use copydesk::language::rows;

use crate::Setting;

/// One corpus of a model's mix.
#[derive(Debug)]
pub(crate) struct Corpus {
    /// The file.
    pub(crate) path: PathBuf,
    /// The file's name as in the corpora's own list.
    pub(crate) name: String,
    /// How it is written: conllu, iob, spans, news.
    pub(crate) format: String,
    /// Its weight in training; none for a dev file.
    pub(crate) weight: Option<f32>,
    /// From its labels to ours.
    pub(crate) labels: HashMap<String, String>,
}

/// The corpora for `task` in `language`.
pub(crate) fn corpora(setting: &Setting, task: &str, language: &str) -> Vec<Corpus> {
    rows(include_str!("corpora.tsv"))
        .filter(|row| row[0] == task && row[1] == language)
        .map(|row| Corpus {
            path: setting.corpora.join(row[2]),
            name: row[2].to_owned(),
            format: row[3].to_owned(),
            weight: row[4].parse().ok(),
            labels: label_map(row[5]),
        })
        .collect()
}

fn label_map(name: &str) -> HashMap<String, String> {
    rows(include_str!("labels.tsv"))
        .filter(|row| row[0] == name)
        .map(|row| (row[1].to_owned(), row[2].to_owned()))
        .collect()
}

/// The whole of a text file; the error names the file.
#[expect(clippy::disallowed_methods, reason = "the lab reads corpora")]
pub(crate) fn read(path: &Path) -> Result<String, Box<dyn std::error::Error>> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
