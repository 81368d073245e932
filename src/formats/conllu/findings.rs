//! The findings of each token, as members of its last column.

use std::collections::BTreeMap;

use super::columns::escaped;
use crate::entity::{EntityKind, MentionKind};
use crate::formats::found::{Found, name_of};
use crate::formats::identity::{id, wikidata};
use crate::segment::Token;
use crate::text::Span;

/// For each token its members and their values.
pub(super) struct Findings {
    tokens: Vec<BTreeMap<&'static str, Vec<String>>>,
}

/// A finding on the way to its tokens: the member with its label, and what its first token says besides.
struct Finding<'f> {
    member: &'static str,
    label: String,
    /// The member that says on every token which finding it is.
    id: Option<(&'static str, String)>,
    first: Vec<(&'static str, &'f str)>,
}

impl Findings {
    /// What is found at each of `tokens`.
    pub(super) fn new(found: &Found, tokens: &[Token]) -> Self {
        let mut findings = Self {
            tokens: vec![BTreeMap::new(); tokens.len()],
        };
        findings.add_dates(found, tokens);
        findings.add_entities(found, tokens);
        findings.add_quotes(found, tokens);
        findings.add_attributions(found, tokens);
        findings
    }

    /// The members of a token: `Entity=B-PER`.
    pub(super) fn of(&self, token: usize) -> Vec<String> {
        let members = self.tokens.get(token).into_iter().flatten();
        members
            .map(|(name, values)| format!("{name}={}", values.join(",")))
            .collect()
    }

    fn add(&mut self, tokens: &[Token], span: Span, finding: &Finding) {
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let end = tokens.partition_point(|token| token.span.start < span.end);
        for token in first..end {
            let members = &mut self.tokens[token];
            let mut put = |name, value: String| members.entry(name).or_default().push(value);
            let edge = if token == first { 'B' } else { 'I' };
            put(finding.member, format!("{edge}-{}", finding.label));
            if let Some((name, id)) = &finding.id {
                put(name, id.clone());
            }
            for (name, value) in finding.first.iter().filter(|_| token == first) {
                // A comma stands between the values of several findings.
                put(name, escaped(value).replace(',', "\\c"));
            }
        }
    }

    fn add_dates(&mut self, found: &Found, tokens: &[Token]) {
        for (index, date) in found.dates().iter().enumerate() {
            let finding = Finding {
                member: "Date",
                label: name_of(date.kind),
                id: Some(("DateId", id('d', index))),
                first: vec![("DateValue", &date.value)],
            };
            self.add(tokens, date.span, &finding);
        }
        for passage in found.passages() {
            let finding = Finding {
                member: "Lang",
                label: passage.tag.clone(),
                id: None,
                first: vec![],
            };
            self.add(tokens, passage.span, &finding);
        }
    }

    fn add_entities(&mut self, found: &Found, tokens: &[Token]) {
        for (index, entity) in found.entities().iter().enumerate() {
            let item = entity.link.as_ref().and_then(wikidata);
            for mention in &entity.mentions {
                let is_name = mention.kind == MentionKind::Name;
                let kind = name_of(mention.kind);
                let kind = (!is_name).then_some(("Mention", kind.as_str()));
                let item = item.as_deref().map(|item| ("Wikidata", item));
                let finding = Finding {
                    member: "Entity",
                    label: label(entity.kind).to_owned(),
                    id: Some(("EntityId", id('e', index))),
                    first: kind.into_iter().chain(item).collect(),
                };
                self.add(tokens, mention.span, &finding);
            }
        }
    }

    fn add_quotes(&mut self, found: &Found, tokens: &[Token]) {
        for (index, quote) in found.quotes().iter().enumerate() {
            let speaker = found.quote_speaker(index);
            let finding = Finding {
                member: "Quote",
                label: name_of(quote.kind),
                id: Some(("QuoteId", id('q', index))),
                first: speaker
                    .map(|speaker| ("Speaker", speaker.name))
                    .into_iter()
                    .collect(),
            };
            self.add(tokens, quote.span, &finding);
        }
    }

    fn add_attributions(&mut self, found: &Found, tokens: &[Token]) {
        for (index, item) in found.attributions().iter().enumerate() {
            let finding = |member| Finding {
                member,
                label: id('a', index),
                id: None,
                first: vec![],
            };
            for &piece in &item.content {
                self.add(tokens, piece, &finding("Content"));
            }
            for &span in item.cue.iter().flat_map(|cue| &cue.spans) {
                self.add(tokens, span, &finding("Cue"));
            }
            if let Some(source) = item.source {
                let name = found.speaker(item).map(|speaker| ("Speaker", speaker.name));
                let mut finding = finding("Source");
                finding.first.extend(name);
                self.add(tokens, source.span, &finding);
            }
        }
    }
}

/// The kind of an entity in the letters that most readers of such columns know.
fn label(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organization => "ORG",
        EntityKind::Location => "LOC",
        EntityKind::Event => "EVENT",
        EntityKind::Product => "PRODUCT",
    }
}
