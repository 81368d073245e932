//! The files of the repository, as the house rules see them.
//!
//! ```text
//! source file → code before the tests → statements without comments
//! ```
#![expect(clippy::disallowed_methods, reason = "the rules are about files")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer may use those before it. What is not listed, `main.rs`, `lib.rs`
/// and the binaries beside the server, may use all.
pub(crate) const LAYERS: [&str; 17] = [
    "text",
    "model",
    "language",
    "segment",
    "tag",
    "parse",
    "entity",
    "date",
    "quote",
    "attribution",
    "analysis",
    "scores",
    "formats",
    "telemetry",
    "http",
    "config",
    "command",
];

/// A Rust source file.
pub(crate) struct Source {
    /// From the root of the repository.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
}

impl Source {
    /// The layer that the file is in.
    pub(crate) fn layer(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let layer = inside.split(['/', '.']).next()?;
        LAYERS.contains(&layer).then_some(layer)
    }

    /// The lines before the tests, with their numbers.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self
            .text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line));
        lines.take_while(|(_, line)| line.trim_end() != "mod tests {")
    }

    /// The lines before the tests without comments.
    pub(crate) fn statements(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    pub(crate) fn finding(&self, line: usize, what: impl AsRef<str>) -> String {
        format!("{}:{line}: {}", self.path, what.as_ref())
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files under a folder of the repository, in order.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (vec![], vec![root().join(folder)]);
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn sources(folders: &[&str]) -> Vec<Source> {
    let files = folders.iter().flat_map(|folder| files(folder));
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| Source {
            text: fs::read_to_string(&path).unwrap(),
            path: relative(&path),
        })
        .collect()
}

pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap()
        .to_str()
        .unwrap()
        .replace('\\', "/")
}
