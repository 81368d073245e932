//! Which corpora a model is trained and measured on (`corpora.tsv`), and the
//! label maps between theirs and ours (`labels.tsv`).

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use copydesk::language::rows;

use crate::Setting;

/// Where the lab keeps its own lists and texts; files there are called `lab/…` in the lists.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bin/lab");

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
    /// Which part of the file is meant.
    pub(crate) cut: Cut,
    /// Which part of that is trained on, for learning curves.
    pub(crate) share: (usize, usize),
    /// From its labels to ours.
    pub(crate) labels: HashMap<String, String>,
}

impl Corpus {
    /// The items that are meant, and of those the part that is trained on.
    pub(crate) fn part<T>(&self, items: Vec<T>) -> Vec<T> {
        let items = self.cut.of(items);
        match self.weight {
            Some(_) => Cut::First(self.share.0, self.share.1).of(items),
            None => items,
        }
    }

    /// The name with the part that is meant.
    pub(crate) fn title(&self) -> String {
        format!("{}{}", self.name, self.cut)
    }
}

/// The part of a file that a role speaks of, as a share of its sentences or texts in their order:
/// the whole, `first 3/4`, `last 1/4`. `first a/b` and `last (b-a)/b` of a file have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Whole,
    First(usize, usize),
    Last(usize, usize),
}

impl Cut {
    /// Reads `first 3/4`; the whole when nothing is said.
    fn parse(words: &[&str]) -> Self {
        let share = |text: &str| {
            let (part, whole) = text.split_once('/')?;
            Some((
                part.parse().ok()?,
                whole.parse().ok().filter(|&whole| whole > 0)?,
            ))
        };
        match words {
            ["first", text] => {
                share(text).map_or(Self::Whole, |(part, whole)| Self::First(part, whole))
            }
            ["last", text] => {
                share(text).map_or(Self::Whole, |(part, whole)| Self::Last(part, whole))
            }
            _ => Self::Whole,
        }
    }

    /// The items that are in the part.
    pub(crate) fn of<T>(self, mut items: Vec<T>) -> Vec<T> {
        let count = items.len();
        match self {
            Self::Whole => {}
            Self::First(part, whole) => items.truncate(count * part / whole),
            Self::Last(part, whole) => {
                items.drain(..count * whole.saturating_sub(part) / whole);
            }
        }
        items
    }
}

impl std::fmt::Display for Cut {
    /// As a card says it after the role.
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::First(part, whole) => write!(formatter, ", first {part}/{whole}"),
            Self::Last(part, whole) => write!(formatter, ", last {part}/{whole}"),
        }
    }
}

/// The corpora for `task` in `language`.
pub(crate) fn corpora(setting: &Setting, task: &str, language: &str) -> Vec<Corpus> {
    rows(&list("corpora.tsv"))
        .filter(|row| row[0] == task && row[1] == language)
        .filter(|row| setting.without.as_deref() != Some(row[2]) || row[4].starts_with("dev"))
        .map(|row| {
            let role: Vec<&str> = row[4].split(' ').collect();
            Corpus {
                path: match row[2].strip_prefix("lab/") {
                    Some(own) => Path::new(OWN).join(own),
                    None => setting.corpora.join(row[2]),
                },
                name: row[2].to_owned(),
                format: row[3].to_owned(),
                weight: role[0].parse().ok(),
                cut: Cut::parse(&role[1..]),
                share: setting.share,
                labels: label_map(row[5]),
            }
        })
        .collect()
}

/// A list beside this file, as it is now: a mix can be tried without building anything.
#[expect(clippy::disallowed_methods, reason = "the lab reads its own lists")]
pub(crate) fn list(name: &str) -> String {
    std::fs::read_to_string(Path::new(OWN).join(name)).unwrap_or_default()
}

fn label_map(name: &str) -> HashMap<String, String> {
    rows(&list("labels.tsv"))
        .filter(|row| row[0] == name)
        .map(|row| (row[1].to_owned(), row[2].to_owned()))
        .collect()
}

/// The whole of a text file; the error names the file.
#[expect(clippy::disallowed_methods, reason = "the lab reads corpora")]
pub(crate) fn read(path: &Path) -> Result<String, Box<dyn std::error::Error>> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(role: &str, expected: &[u32]) {
        let words: Vec<&str> = role.split(' ').collect();
        assert_eq!(
            Cut::parse(&words[1..]).of((0..10).collect()),
            expected,
            "{role}"
        );
    }

    #[test]
    fn a_role_may_speak_of_a_part_of_a_file() {
        check("dev", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        check("1 first 3/4", &[0, 1, 2, 3, 4, 5, 6]);
        check("dev last 1/4", &[7, 8, 9]);
        check("1 first 1/3", &[0, 1, 2]);
        check("dev last 2/3", &[3, 4, 5, 6, 7, 8, 9]);
        check("1 first 0/1", &[]);
    }

    #[test]
    fn the_first_and_the_last_part_make_the_whole() {
        for (part, whole) in [(1, 3), (2, 5), (7, 8), (4, 4)] {
            for count in 0..20 {
                let mut items = Cut::First(part, whole).of((0..count).collect());
                items.extend(Cut::Last(whole - part, whole).of((0..count).collect()));
                assert!(items.into_iter().eq(0..count));
            }
        }
    }
}
