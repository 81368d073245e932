//! The texts that identification is trained and measured on.

use std::path::PathBuf;

use copydesk::language::rows;

use super::noise;
use super::regression::Example;
use crate::Setting;
use crate::corpora::{Corpus, corpora, read};
use crate::random::Random;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// So many sentences of a corpus besides the translations are read at most.
const MOST_SENTENCES: usize = 1500;
/// Sentences with fewer words say little.
const FEWEST_WORDS: usize = 5;
/// So many rows of a file make a document.
const DOCUMENT_ROWS: usize = 10;
/// So many texts in no language.
const NOISE: usize = 5000;

/// A text whose language is known, for measuring.
pub(super) struct Known {
    /// The language's code as the corpus has it (`pt-BR`).
    pub(super) code: String,
    /// Index of the label that it is trained under.
    pub(super) label: usize,
    /// The text.
    pub(super) text: String,
}

/// Everything that training and measuring read.
pub(super) struct Data {
    pub(super) labels: Vec<String>,
    pub(super) train: Vec<Example>,
    /// Sentences that are not trained on.
    pub(super) sentences: Vec<Known>,
    /// The same, some ten of them joined.
    pub(super) documents: Vec<Known>,
}

/// The tag that sentences of `code` are trained under: regional variants are one language, scripts are
/// kept only where one language has two of them in the corpora.
fn tag(code: &str) -> &str {
    if code.starts_with("sr-") {
        code
    } else {
        code.split('-').next().unwrap_or(code)
    }
}

/// Reads all of it.
pub(super) fn data(setting: &Setting) -> Outcome<Data> {
    let mut data = Data {
        labels: Vec::new(),
        train: Vec::new(),
        sentences: Vec::new(),
        documents: Vec::new(),
    };
    for path in translations(setting)? {
        add_translations(&mut data, &read(&path)?);
    }
    add_declaration(&mut data, &read(&setting.corpora.join("lid/udhr.jsonl"))?)?;
    for corpus in corpora(setting, "language", "und") {
        add_corpus(&mut data, &corpus)?;
    }
    let none = number(&mut data.labels, copydesk::language::UNDETERMINED);
    let texts = noise::texts(&data.train, NOISE, &mut Random::new(11));
    data.train
        .extend(texts.into_iter().map(|text| (none, text)));
    Ok(data)
}

fn translations(setting: &Setting) -> Outcome<Vec<PathBuf>> {
    let folder = std::fs::read_dir(setting.corpora.join("lid"))?;
    let mut files: Vec<_> = folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "tsv"))
        .collect();
    files.sort();
    Ok(files)
}

/// The rows of one file: `split TAB code TAB sentence`.
fn add_translations(data: &mut Data, content: &str) {
    let mut dev = Vec::new();
    for line in content.lines() {
        let [split, code, text] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        let label = number(&mut data.labels, tag(code));
        if split == "dev" {
            dev.push((label, code, text));
        } else {
            data.train.push((label, text.to_owned()));
        }
    }
    for rows in dev.chunks(DOCUMENT_ROWS) {
        let known = |(label, code, text): (usize, &str, &str)| Known {
            code: code.to_owned(),
            label,
            text: text.to_owned(),
        };
        data.sentences.extend(rows.iter().copied().map(known));
        let text: Vec<&str> = rows.iter().map(|(_, _, text)| *text).collect();
        let text = text.join("\n");
        data.documents.extend(
            rows.first()
                .map(|&(label, code, _)| known((label, code, &text))),
        );
    }
}

/// The Universal Declaration of Human Rights, in the languages that have a label.
fn add_declaration(data: &mut Data, content: &str) -> Outcome<()> {
    let table: Vec<Vec<&str>> = rows(include_str!("declaration.tsv")).collect();
    for line in content.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let code = value["lang"].as_str().unwrap_or_default();
        let tag = table
            .iter()
            .find(|row| row[0] == code)
            .map_or(code, |row| row[1]);
        let label = data.labels.iter().position(|label| label == tag);
        if let (Some(label), Some(text)) = (label, value["text"].as_str()) {
            data.train.push((label, text.to_owned()));
        }
    }
    Ok(())
}

/// Sentences of a corpus that was made for something else; its format is followed by its language: `iob:hr`.
fn add_corpus(data: &mut Data, corpus: &Corpus) -> Outcome<()> {
    let (format, tag) = corpus.format.split_once(':').unwrap_or_default();
    let content = match format {
        "" => return Ok(()),
        _ => read(&corpus.path)?,
    };
    let mut found = if format == "conllu" {
        let lines = content.lines();
        lines
            .filter_map(|line| line.strip_prefix("# text = "))
            .map(str::to_owned)
            .collect()
    } else {
        tokens(&content)
    };
    found.retain(|text| text.split_whitespace().count() >= FEWEST_WORDS);
    Random::new(3).shuffle(&mut found);
    let label = number(&mut data.labels, tag);
    let found = found.into_iter().take(MOST_SENTENCES);
    data.train.extend(found.map(|text| (label, text)));
    Ok(())
}

/// The sentences of a file with a token on each line, followed by a tab and what it is.
fn tokens(content: &str) -> Vec<String> {
    let sentences = content.split("\n\n").map(|block| {
        let forms = block.lines().filter_map(|line| line.split('\t').next());
        forms.collect::<Vec<_>>().join(" ")
    });
    sentences.collect()
}

fn number(labels: &mut Vec<String>, label: &str) -> usize {
    let known = labels.iter().position(|known| known == label);
    known.unwrap_or_else(|| {
        labels.push(label.to_owned());
        labels.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_split_into_training_sentences_and_documents() {
        let mut data = Data {
            labels: vec![],
            train: vec![],
            sentences: vec![],
            documents: vec![],
        };
        let rows: Vec<String> = (0..12).map(|at| format!("dev\tpt-BR\tRow {at}")).collect();
        let rows = rows.join("\n");
        add_translations(&mut data, &format!("train\tpt-BR\tUma\n{rows}\nbad\n"));
        assert_eq!(data.labels, ["pt"]);
        assert_eq!(data.train, [(0, "Uma".to_owned())]);
        assert_eq!((data.sentences.len(), data.documents.len()), (12, 2));
        assert_eq!(data.documents[1].text, "Row 10\nRow 11");
        assert_eq!(data.documents[1].code, "pt-BR");
    }

    #[test]
    fn tokens_are_joined_to_sentences() {
        assert_eq!(
            tokens("Il\tO\npleut\tO\n\nIci\tB-LOC\n"),
            ["Il pleut", "Ici"]
        );
    }
}
