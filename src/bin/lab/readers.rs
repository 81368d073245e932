//! Readers of the corpora's formats. Each gives texts with labelled spans, so
//! that the service's own tokens are what a model is trained on.

use copydesk::language::rows;
use copydesk::text::Span;
use serde_json::Value;

use crate::corpora::{Corpus, list, read};

/// A text and the spans in it that carry a label of ours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Annotated {
    /// The text.
    pub(crate) text: String,
    /// Labelled spans in bytes, in the order of the text.
    pub(crate) spans: Vec<(Span, String)>,
}

/// All texts of `corpus`.
pub(crate) fn texts(corpus: &Corpus) -> Result<Vec<Annotated>, Box<dyn std::error::Error>> {
    let content = read(&corpus.path)?;
    Ok(corpus.part(match corpus.format.as_str() {
        format if format.starts_with("iob") => iob(&joined(&content, format), corpus),
        "spans" => json_lines(&content)
            .map(|value| spans(&value, corpus))
            .collect(),
        "news" => json_lines(&content)
            .map(|value| news(&value, corpus))
            .collect(),
        // A format that is not read would otherwise be an empty corpus, and nobody would notice.
        other => {
            let name = &corpus.name;
            return Err(format!("{name}: expected iob, spans or news, but got {other}").into());
        }
    }))
}

fn json_lines(content: &str) -> impl Iterator<Item = Value> {
    content
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
}

/// The rows of `content` with what the treebanks take apart put together again: contractions
/// ("de les" is "des") by the rules of the language after the hyphen of `format`, and brackets.
fn joined(content: &str, format: &str) -> String {
    let language = format.split_once('-').map_or("", |(_, language)| language);
    let contractions = list("contractions.tsv");
    let rules: Vec<[&str; 4]> = rows(&contractions)
        .filter(|row| row[0] == language)
        .map(|row| [row[0], row[1], row[2], row[3]])
        .collect();
    let mut lines: Vec<String> = Vec::new();
    for line in content.lines() {
        let (token, tag) = line.split_once('\t').unwrap_or((line, ""));
        let token = match token {
            "-Fpa-" => "(",
            "-Fpt-" => ")",
            token => token,
        };
        let whole = lines.last().and_then(|last| {
            let (first, first_tag) = last.split_once('\t')?;
            let rule = rules.iter().find(|[_, one, other, _]| {
                first.to_lowercase() == *one && token.to_lowercase() == *other
            })?;
            let agrees = tag == first_tag || (tag.starts_with('I') && first_tag[1..] == tag[1..]);
            let capital = first.starts_with(char::is_uppercase);
            agrees.then(|| format!("{}\t{first_tag}", cased(rule[3], capital)))
        });
        match (whole, lines.last_mut()) {
            (Some(whole), Some(last)) => *last = whole,
            _ => lines.push(format!("{token}\t{tag}")),
        }
    }
    lines.join("\n").replace("\n\t\n", "\n\n")
}

/// `word` with a capital when it is wanted.
fn cased(word: &str, capital: bool) -> String {
    let mut letters = word.chars();
    match letters.next().filter(|_| capital) {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => word.to_owned(),
    }
}

/// Token and tag in two columns, blank lines between sentences; ten sentences make a text.
fn iob(content: &str, corpus: &Corpus) -> Vec<Annotated> {
    let sentences: Vec<Annotated> = content
        .split("\n\n")
        .map(|block| iob_sentence(block, corpus))
        .collect();
    sentences.chunks(10).map(join).collect()
}

fn iob_sentence(block: &str, corpus: &Corpus) -> Annotated {
    let mut found = Annotated::default();
    let mut open = false;
    for (token, tag) in block.lines().filter_map(|line| line.split_once('\t')) {
        if !found.text.is_empty() {
            found.text.push(' ');
        }
        let start = found.text.len();
        found.text.push_str(token);
        let end = found.text.len();
        let label = tag.get(2..).and_then(|label| corpus.labels.get(label));
        match label {
            Some(label)
                if open
                    && tag.starts_with("I-")
                    && found.spans.last().is_some_and(|(_, last)| last == label) =>
            {
                if let Some((span, _)) = found.spans.last_mut() {
                    *span = span.to(Span::new(start, end));
                }
            }
            Some(label) => found.spans.push((Span::new(start, end), label.clone())),
            None => {}
        }
        open = label.is_some();
    }
    found
}

fn join(sentences: &[Annotated]) -> Annotated {
    let mut whole = Annotated::default();
    for sentence in sentences {
        let base = whole.text.len();
        whole.text.push_str(&sentence.text);
        whole.text.push('\n');
        whole
            .spans
            .extend(sentence.spans.iter().map(|(span, label)| {
                (
                    Span::new(base + span.start as usize, base + span.end as usize),
                    label.clone(),
                )
            }));
    }
    whole
}

/// `{text, entities: [{start, end, type}]}` in code points.
fn spans(value: &Value, corpus: &Corpus) -> Annotated {
    let text = value["text"].as_str().unwrap_or_default().to_owned();
    let bytes = byte_offsets(&text);
    let found = items(&value["entities"])
        .iter()
        .filter_map(|entity| {
            Some((
                span(&bytes, &entity["start"], &entity["end"])?,
                our_label(entity, corpus)?,
            ))
        })
        .collect();
    sorted(Annotated { text, spans: found })
}

/// `{text, entities: [{type, mentions: [[start, end]]}]}` in code points.
fn news(value: &Value, corpus: &Corpus) -> Annotated {
    let text = value["text"].as_str().unwrap_or_default().to_owned();
    let bytes = byte_offsets(&text);
    let found = items(&value["entities"])
        .iter()
        .filter_map(|entity| Some((entity, our_label(entity, corpus)?)))
        .flat_map(|(entity, label)| {
            items(&entity["mentions"])
                .iter()
                .map(move |mention| (mention, label.clone()))
        })
        .filter_map(|(mention, label)| Some((span(&bytes, &mention[0], &mention[1])?, label)))
        .collect();
    sorted(Annotated { text, spans: found })
}

pub(crate) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn our_label(entity: &Value, corpus: &Corpus) -> Option<String> {
    corpus.labels.get(entity["type"].as_str()?).cloned()
}

pub(crate) fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect()
}

pub(crate) fn span(bytes: &[usize], start: &Value, end: &Value) -> Option<Span> {
    let at = |value: &Value| bytes.get(usize::try_from(value.as_u64()?).ok()?).copied();
    Some(Span::new(at(start)?, at(end)?))
}

fn sorted(mut text: Annotated) -> Annotated {
    text.spans.sort_by_key(|(span, _)| *span);
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    fn corpus() -> Corpus {
        let labels = [("PER", "PER"), ("GPE", "LOC"), ("person", "PER")];
        Corpus {
            path: "a.conllu".into(),
            name: "a.conllu".into(),
            format: "conllu".into(),
            weight: Some(1.0),
            cut: crate::corpora::Cut::Whole,
            share: (1, 1),
            labels: labels
                .into_iter()
                .map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned()))
                .collect::<HashMap<_, _>>(),
        }
    }

    /// Each span as `words/LABEL`.
    fn check(found: &Annotated, text: &str, spans: &[&str]) {
        assert_eq!(found.text, text);
        let found: Vec<String> = found
            .spans
            .iter()
            .map(|(span, label)| format!("{}/{label}", span.of(&found.text)))
            .collect();
        assert_eq!(found, spans);
    }

    #[test]
    fn columns_of_tags_give_names_that_go_on_while_the_label_stays() {
        let rows = [
            "Zoé\tB-PER",
            "Roy\tI-PER",
            "et\tO",
            "Luc\tI-PER",
            "à\tO",
            "Brest\tB-GPE",
            "Vannes\tB-GPE",
            "le\tI-DATE",
            "Roy\tI-PER",
        ];
        let found = iob(&rows.join("\n"), &corpus());
        check(
            &found[0],
            "Zoé Roy et Luc à Brest Vannes le Roy\n",
            &[
                "Zoé Roy/PER",
                "Luc/PER",
                "Brest/LOC",
                "Vannes/LOC",
                "Roy/PER",
            ],
        );
    }

    #[test]
    fn ten_sentences_of_tags_make_a_text() {
        let content = ["Zoé\tB-PER"; 12].join("\n\n");
        let found = iob(&content, &corpus());
        assert_eq!(found.len(), 2);
        check(&found[1], "Zoé\nZoé\n", &["Zoé/PER", "Zoé/PER"]);
    }

    #[test]
    fn offsets_in_code_points_become_bytes() {
        let value = json!({"text": "🙂 Zoé à Brest", "entities": [
            {"start": 8, "end": 13, "type": "GPE"},
            {"start": 2, "end": 5, "type": "PER"},
            {"start": 0, "end": 1, "type": "EMOJI"},
            {"start": 3, "end": 99, "type": "PER"},
        ]});
        let found = spans(&value, &corpus());
        check(&found, "🙂 Zoé à Brest", &["Zoé/PER", "Brest/LOC"]);
    }

    #[test]
    fn every_mention_of_a_cluster_is_a_name() {
        let value = json!({"text": "Zoé Roy dort. Roy ronfle.", "entities": [
            {"type": "person", "mentions": [[14, 17], [0, 7]]},
            {"type": "date", "mentions": [[0, 3]]},
        ]});
        let found = news(&value, &corpus());
        check(
            &found,
            "Zoé Roy dort. Roy ronfle.",
            &["Zoé Roy/PER", "Roy/PER"],
        );
    }

    #[test]
    fn a_row_without_text_or_names_is_read_as_empty() {
        check(&news(&json!({}), &corpus()), "", &[]);
        check(
            &spans(&json!({"text": "a", "entities": 3}), &corpus()),
            "a",
            &[],
        );
        assert_eq!(json_lines("{\"a\": 1}\nnot json\n\n{}").count(), 2);
    }
}
