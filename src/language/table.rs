//! The files of language packs: tab-separated values, one item per line, lines
//! that start with `#` are remarks; a [`Folder`] for each language.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

use crate::model::LoadError;

/// `lang/` as it was when the crate was built, unpacked once (`build.rs` packs it).
static EMBEDDED: LazyLock<Vec<Table>> =
    LazyLock::new(|| unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/lang.gz"))));

/// The rows of a table, each a list of its fields.
///
/// ```
/// let table = "# lemma\tkind\ndire\tstatement\n";
/// let rows: Vec<Vec<&str>> = copydesk::language::rows(table).collect();
/// assert_eq!(rows, [["dire", "statement"]]);
/// ```
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    lines(table).map(|line| fields(line).collect())
}

/// The lines that are not empty and no remarks.
fn lines(table: &str) -> impl Iterator<Item = &str> {
    table
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("# ") && *line != "#")
}

fn fields(line: &str) -> impl Iterator<Item = &str> {
    line.split('\t').map(str::trim)
}

/// One file of a language pack.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Path below `lang/`.
    pub path: &'static str,
    /// Content.
    pub text: &'static str,
}

impl Table {
    /// The rows, each with its first `N` fields; fields that are left out at the end are empty.
    pub fn rows<const N: usize>(self) -> impl Iterator<Item = [&'static str; N]> {
        lines(self.text).map(|line| {
            let mut fields = fields(line);
            std::array::from_fn(|_| fields.next().unwrap_or_default())
        })
    }

    /// The error for a row of this file.
    pub fn error(self, expected: &str, got: &str) -> LoadError {
        let path = format!("lang/{}", self.path);
        LoadError::unexpected(&path, expected, format!("\"{got}\""))
    }
}

/// The tables of one language: those of the binary, or others that are to be tried.
///
/// ```
/// let folder = copydesk::language::Folder::embedded("fr");
/// assert_eq!(folder.table("elisions")?.path, "fr/elisions.tsv");
/// let error = folder.table("spells").unwrap_err().to_string();
/// assert_eq!(error, "lang/fr/spells.tsv: expected a file, but got none");
/// # Ok::<(), copydesk::model::LoadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Folder {
    code: String,
    tables: Vec<Table>,
}

impl Folder {
    /// The folder `lang/<code>/` of the binary; empty when there is none. A binary
    /// with the feature `lab` reads it below `$COPYDESK_LANG` instead, where that is
    /// set, so that tables can be tried without building.
    pub fn embedded(code: &str) -> Self {
        let mut tables = Vec::new();
        #[cfg(feature = "lab")]
        if let Some(root) = std::env::var_os("COPYDESK_LANG") {
            let root = std::path::PathBuf::from(root);
            on_disk(&root, &root.join(code), &mut tables);
            return Self::new(code, tables);
        }
        let folder = format!("{code}/");
        let own = EMBEDDED
            .iter()
            .filter(|table| table.path.starts_with(&folder));
        tables.extend(own.copied());
        Self::new(code, tables)
    }

    /// The folder of the language `code` with the files `tables`.
    pub fn new(code: &str, tables: Vec<Table>) -> Self {
        let code = code.to_owned();
        Self { code, tables }
    }

    /// The file `<name>.tsv`.
    pub fn table(&self, name: &str) -> Result<Table, LoadError> {
        let path = format!("{}/{name}.tsv", self.code);
        let mut tables = self.tables.iter();
        let found = tables.find(|table| table.path == path).copied();
        found.ok_or_else(|| LoadError::unexpected(&format!("lang/{path}"), "a file", "none"))
    }
}

/// The tables of an archive of paths and texts, each with a NUL behind it. They are
/// kept for good, since packs hold on to them.
fn unpacked(archive: &[u8]) -> Vec<Table> {
    let mut text = String::new();
    if GzDecoder::new(archive).read_to_string(&mut text).is_err() {
        return Vec::new();
    }
    let text: &'static str = text.leak();
    let mut parts = text.split('\0');
    let table = || {
        Some(Table {
            path: parts.next()?,
            text: parts.next()?,
        })
    };
    std::iter::from_fn(table).collect()
}

/// The files below `folder` on the disk. They are kept for good: packs are read once.
#[cfg(feature = "lab")]
#[expect(
    clippy::disallowed_methods,
    reason = "only the workbench's build reads tables from the disk"
)]
fn on_disk(root: &std::path::Path, folder: &std::path::Path, tables: &mut Vec<Table>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            on_disk(root, &path, tables);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let below = path.strip_prefix(root).unwrap_or(&path);
            tables.push(Table {
                path: below.to_string_lossy().into_owned().leak(),
                text: text.leak(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table = Table {
        path: "xx/words.tsv",
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
