//! Tokens and sentences against the raw text of the treebanks: the sentences of
//! a file one after another, and what the service cuts them into.
//!
//! ```text
//! gold   Il dort. | Elle lit.        found   Il dort. | Elle lit.      F1 of spans
//! ```

use std::collections::HashSet;

use copydesk::language::{Language, Packs};
use copydesk::segment::segment;
use copydesk::text::{Document, Span};

use crate::corpora::{Corpus, corpora, read};
use crate::score::{Matches, Score};
use crate::treebank::sentence;
use crate::{Outcome, Setting};

/// F1 of token spans and of sentence spans on the dev treebanks of `code`.
pub(crate) fn evaluate(setting: &Setting, code: &str) -> Outcome<Vec<Score>> {
    let language = Language::from_tag(code).ok_or("expected a language with a pack")?;
    let packs = Packs::load()?;
    let mut scores = Vec::new();
    for corpus in corpora(setting, "tag", code) {
        // Sentences that were written token by token have no raw text.
        if corpus.weight.is_some() || corpus.format == "tagged" {
            continue;
        }
        let gold = raw(&corpus)?;
        let found = segment(
            &Document::new(gold.text.as_str()),
            &packs.get(language).tokens,
        );
        let tokens = found.tokens.iter().map(|token| token.span);
        let sentences = found.sentences.iter().map(|sentence| sentence.span);
        let score = |measure, found: Vec<Span>, gold: &[Span], unit| Score {
            measure,
            value: matches(&found, gold).f1(),
            test_set: corpus.title(),
            size: format!("{} {unit}", gold.len()),
        };
        scores.extend([
            score("token F1", tokens.collect(), &gold.tokens, "tokens"),
            score(
                "sentence F1",
                sentences.collect(),
                &gold.sentences,
                "sentences",
            ),
        ]);
    }
    Ok(scores)
}

/// A text and the spans that it is made of.
#[derive(Default)]
struct Raw {
    text: String,
    tokens: Vec<Span>,
    sentences: Vec<Span>,
}

/// The text of a treebank; an empty line before what it calls a new paragraph or document.
fn raw(corpus: &Corpus) -> Outcome<Raw> {
    let mut raw = Raw::default();
    let content = read(&corpus.path)?;
    for block in corpus.part(content.split("\n\n").collect::<Vec<_>>()) {
        let Some(tree) = sentence(block) else {
            continue;
        };
        let opens = block.lines().any(|line| line.starts_with("# new"));
        let apart = if opens && !raw.text.is_empty() {
            "\n\n"
        } else {
            ""
        };
        raw.text.push_str(apart);
        let base = raw.text.len();
        let moved = |span: Span| Span::new(base + span.start as usize, base + span.end as usize);
        let text = tree.text.trim_end();
        raw.tokens.extend(tree.spans.iter().copied().map(moved));
        raw.sentences.push(moved(Span::new(0, text.len())));
        raw.text.push_str(text);
        raw.text.push(' ');
    }
    Ok(raw)
}

fn matches(found: &[Span], gold: &[Span]) -> Matches {
    let known: HashSet<Span> = gold.iter().copied().collect();
    Matches {
        right: found.iter().filter(|span| known.contains(span)).count(),
        found: found.len(),
        gold: gold.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_right_when_both_its_ends_are() {
        let span = Span::new;
        let found = matches(
            &[span(0, 2), span(3, 9)],
            &[span(0, 2), span(3, 7), span(8, 9)],
        );
        assert_eq!((found.right, found.found, found.gold), (1, 2, 3));
        assert!((found.f1() - 40.0).abs() < 1e-9);
    }
}
