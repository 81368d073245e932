//! The format of language packs: tab-separated values, one item per line,
//! lines that start with `#` are remarks.

use crate::model::LoadError;

/// The rows of a table, each a list of its fields.
///
/// ```
/// let table = "# lemma\tkind\ndire\tstatement\n";
/// let rows: Vec<Vec<&str>> = copydesk::language::rows(table).collect();
/// assert_eq!(rows, [["dire", "statement"]]);
/// ```
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("# ") && *line != "#")
        .map(|line| line.split('\t').map(str::trim).collect())
}

/// One file of a language pack.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Path in the repository.
    pub path: &'static str,
    /// Content.
    pub text: &'static str,
}

impl Table {
    /// The rows, each with its first `N` fields; fields that are left out at the end are empty.
    pub fn rows<const N: usize>(self) -> impl Iterator<Item = [&'static str; N]> {
        rows(self.text)
            .map(|row| std::array::from_fn(|at| row.get(at).copied().unwrap_or_default()))
    }

    /// The error for a row of this file.
    pub fn error(self, expected: &str, got: &str) -> LoadError {
        LoadError::unexpected(self.path, expected, format!("\"{got}\""))
    }
}
