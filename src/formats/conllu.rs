//! CoNLL-U (<https://universaldependencies.org/format.html>): sentences and tokens with what
//! the pipeline knows of them, and the findings in the last column.
//!
//! ```text
//! # text = Zoé Lantier left.
//! 1  Zoé      _  PROPN  _  …  3  nsubj  _  Entity=B-PER|EntityId=e1|TokenRange=0:3
//! 2  Lantier  _  PROPN  _  …  1  flat   _  Entity=I-PER|EntityId=e1|TokenRange=4:11
//! ```
//!
//! A token has a finding when they share a character. Where findings lie in one another, as
//! quotations may, their values stand side by side: `Quote=I-speech,B-term|QuoteId=q1,q2`.
//! Lemmas and language-specific tags are not computed and stay empty.

mod columns;
mod findings;

use std::fmt::Write;

use self::columns::{escaped, features, part};
use self::findings::Findings;
use super::found::Found;
use super::identity::article_uri;
use crate::parse::Relation;
use crate::segment::{Segmentation, Sentence};
use crate::tag::Tag;
use crate::text::{Offsets, Span};

/// All sentences; nothing for a text without tokens.
pub(super) fn sentences(found: &Found) -> String {
    let syntax = &found.analysis.syntax;
    let writer = Writer {
        found,
        segmentation: &syntax.segmentation,
        points: found.points(),
        findings: Findings::new(found, &syntax.segmentation.tokens),
    };
    let mut text = String::new();
    for index in 0..syntax.segmentation.sentences.len() {
        // Writing to a string does not fail.
        let _ = writer.sentence(index, &mut text);
    }
    text
}

struct Writer<'a> {
    found: &'a Found<'a>,
    segmentation: &'a Segmentation,
    points: Offsets<'a>,
    findings: Findings,
}

impl Writer<'_> {
    fn sentence(&self, index: usize, text: &mut String) -> std::fmt::Result {
        let sentence = &self.segmentation.sentences[index];
        if index == 0 {
            self.head(text)?;
        }
        let before = index
            .checked_sub(1)
            .map(|before| &self.segmentation.sentences[before]);
        if before.is_none_or(|before| before.paragraph != sentence.paragraph) {
            writeln!(text, "# newpar id = p{}", sentence.paragraph + 1)?;
        }
        writeln!(text, "# sent_id = s{}", index + 1)?;
        writeln!(text, "# text = {}", self.text(sentence))?;
        for at in sentence.tokens.clone() {
            self.token(sentence, at, text)?;
        }
        text.push('\n');
        Ok(())
    }

    /// What is known of the whole article.
    fn head(&self, text: &mut String) -> std::fmt::Result {
        let id = self
            .found
            .id
            .map_or_else(|| article_uri(self.found), on_one_line);
        writeln!(text, "# newdoc id = {id}")?;
        if let Some(language) = self.found.language() {
            writeln!(text, "# language = {language}")?;
        }
        let dates = [
            ("published", self.found.published()),
            ("updated", self.found.updated()),
        ];
        for (name, date) in dates {
            if let Some(date) = date {
                writeln!(text, "# {name} = {}", date.value)?;
            }
        }
        Ok(())
    }

    /// The sentence on one line: the tokens with a space where there is white space between them.
    fn text(&self, sentence: &Sentence) -> String {
        let mut text = String::new();
        for at in sentence.tokens.clone() {
            text.push_str(&self.form(at));
            if at + 1 < sentence.tokens.end && !self.space_after(at).is_empty() {
                text.push(' ');
            }
        }
        text
    }

    fn span(&self, at: usize) -> Span {
        self.segmentation.tokens[at].span
    }

    fn form(&self, at: usize) -> String {
        columns::form(self.found.words(self.span(at)))
    }

    /// The white space behind a token.
    fn space_after(&self, at: usize) -> &str {
        let end = self.span(at).end as usize;
        let content = self.found.content();
        let next = self.segmentation.tokens.get(at + 1);
        let next = next.map_or(content.len(), |next| next.span.start as usize);
        content.get(end..next).unwrap_or_default()
    }

    fn token(&self, sentence: &Sentence, at: usize, text: &mut String) -> std::fmt::Result {
        let syntax = &self.found.analysis.syntax;
        let tag = syntax.tags.as_ref().and_then(|tags| tags.get(at)).copied();
        let upos = tag.map_or("_", |tag| part(tag.part));
        let feats = tag.map_or("_".to_owned(), features);
        let (head, relation) = self.head_of(sentence, at, tag);
        let (number, form, misc) = (at - sentence.tokens.start + 1, self.form(at), self.misc(at));
        writeln!(
            text,
            "{number}\t{form}\t_\t{upos}\t_\t{feats}\t{head}\t{relation}\t_\t{misc}"
        )
    }

    /// The number of the head in its sentence and the relation to it, where there is a tree.
    fn head_of(&self, sentence: &Sentence, at: usize, tag: Option<Tag>) -> (String, &'static str) {
        let tree = &self.found.analysis.syntax.tree;
        if tag.is_none() || at >= tree.len() {
            return ("_".to_owned(), "_");
        }
        match tree.head(at).filter(|head| sentence.tokens.contains(head)) {
            Some(head) => (
                (head - sentence.tokens.start + 1).to_string(),
                tree.relation(at).label(),
            ),
            None => ("0".to_owned(), Relation::Root.label()),
        }
    }

    fn misc(&self, at: usize) -> String {
        let mut members = self.findings.of(at);
        let (span, space) = (self.span(at), self.space_after(at));
        let (start, end) = (self.points.at(span.start), self.points.at(span.end));
        let is_last = at + 1 == self.segmentation.tokens.len();
        match space {
            "" if is_last => {}
            "" => members.push("SpaceAfter=No".to_owned()),
            " " => {}
            other => members.push(format!("SpacesAfter={}", escaped(other))),
        }
        members.push(format!("TokenRange={start}:{end}"));
        members.sort_by_key(|member| member.to_lowercase());
        members.join("|")
    }
}

fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(char::is_control, " ")
}
