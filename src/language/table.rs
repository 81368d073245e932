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

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = Table {
        path: "lang/xx/words.tsv",
        text: "# form\tkind\n\ndire\tstatement\textra\r\n  \n#\n#hash\n nier \t denial\nseul\n",
    };

    #[test]
    fn rows_are_lines_without_remarks_and_blank_ones() {
        let rows: Vec<[&str; 2]> = TABLE.rows().collect();
        let expected = [
            ["dire", "statement"],
            ["#hash", ""],
            ["nier", "denial"],
            ["seul", ""],
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn an_error_names_the_file() {
        let error = TABLE.error("a kind", "x").to_string();
        assert_eq!(error, "lang/xx/words.tsv: expected a kind, but got \"x\"");
    }
}
