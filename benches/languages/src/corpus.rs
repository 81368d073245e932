//! The dev sentences of `corpora/lid`, in every language.

use std::path::Path;

use copydesk::language::reported;

/// Varieties that the other programs do not claim to tell, or in a script in which they do not.
const LEFT_OUT: [&str; 4] = ["mey", "prs", "yue", "sr-Latn"];
/// So many words are the beginning of a sentence.
const BEGINNING: usize = 5;

/// A sentence and its language.
#[derive(Clone)]
pub struct Sentence {
    /// The code in the name of its file (ISO 639-3 and a variety).
    pub file: String,
    /// The code as the corpus has it (`pt-BR`).
    pub code: String,
    /// The primary subtag that is to be found.
    pub tag: String,
    /// The text.
    pub text: String,
}

impl Sentence {
    /// The first words alone.
    pub fn beginning(&self) -> Self {
        let words: Vec<&str> = self.text.split_whitespace().take(BEGINNING).collect();
        Self {
            text: words.join(" "),
            ..self.clone()
        }
    }

    /// Whether the other programs may be asked for it.
    pub fn is_plain(&self) -> bool {
        !LEFT_OUT.contains(&self.code.as_str())
    }
}

/// The primary subtag of a language as it is reported.
pub fn primary(tag: &str) -> String {
    let primary = tag.split('-').next().unwrap_or(tag);
    reported(primary).to_owned()
}

/// All dev rows.
pub fn sentences(corpora: &Path) -> std::io::Result<Vec<Sentence>> {
    let mut paths: Vec<_> = std::fs::read_dir(corpora.join("lid"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "tsv"))
        .collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let file = stem.unwrap_or_default().trim_start_matches("ntrex.").to_owned();
        for line in std::fs::read_to_string(&path)?.lines() {
            if let ["dev", code, text] = line.splitn(3, '\t').collect::<Vec<_>>()[..] {
                found.push(Sentence {
                    file: file.clone(),
                    code: code.to_owned(),
                    tag: primary(code),
                    text: text.to_owned(),
                });
            }
        }
    }
    Ok(found)
}
