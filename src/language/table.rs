//! The format of language packs: tab-separated values, one item per line,
//! lines that start with `#` are remarks.

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
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').map(str::trim).collect())
}
