//! `lab pack`: reads a language pack from the disk as the service would, so that
//! its tables can be checked without building anything.
//!
//! ```text
//! lab pack de   →   de: 214 reporting verbs, …   or   lang/de/roles.tsv: expected a gender, but got "q"
//! ```

use std::path::Path;

use copydesk::date::DateFinder;
use copydesk::language::{Folder, Language, Pack, Table};

use crate::corpora::read;

/// Parses `lang/<code>/` below `root` and says how large it is.
pub(crate) fn check(root: &Path, code: &str) -> Result<(), Box<dyn std::error::Error>> {
    let language = Language::from_tag(code).unwrap_or(Language::English);
    let folder = folder(root, code)?;
    let pack = Pack::parse(language, &folder)?;
    DateFinder::parse([(language, folder)])?;
    println!(
        "{code}: {} reporting verbs; the pack is sound",
        pack.verbs.verbs.len()
    );
    Ok(())
}

/// The tables of `code` on the disk.
pub(crate) fn folder(root: &Path, code: &str) -> Result<Folder, Box<dyn std::error::Error>> {
    let mut tables = Vec::new();
    for inner in [code.to_owned(), format!("{code}/dates")] {
        for entry in std::fs::read_dir(root.join("lang").join(&inner))? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if path.extension().is_some_and(|extension| extension == "tsv") {
                tables.push(Table {
                    path: format!("{inner}/{name}").leak(),
                    text: read(&path)?.leak(),
                });
            }
        }
    }
    Ok(Folder::new(code, tables))
}
