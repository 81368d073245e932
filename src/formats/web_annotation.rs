//! W3C Web Annotation (<https://www.w3.org/TR/annotation-model/>): an `AnnotationPage` with
//! one Annotation for each finding.
//!
//! ```text
//! target  where it is: its position in code points, and its words with 32 characters around them
//! body    what it is: tags (finding and kind), a value, links, and other places of the article
//! ```
//!
//! An entity has a target for each mention, an attribution one for each piece of its content, with
//! its source and cue as bodies.

use serde_json::{Value, json};

use super::found::{Found, Speaker, name_of};
use super::identity::{article_uri, fragment, id, uris};
use super::object::{object, text};
use crate::attribution::Attribution;
use crate::date::{DateExpression, PublicationDate};
use crate::entity::Entity;
use crate::language::Passage;
use crate::quote::Quote;
use crate::text::{Offsets, Span};

/// How many characters before and after its words place them.
const AROUND: usize = 32;

/// The page of all annotations.
pub(super) fn page(found: &Found) -> Value {
    let writer = Writer {
        found,
        uri: article_uri(found),
        points: found.points(),
    };
    let mut items = writer.whole_article();
    items.extend(each(found.passages(), |index, passage| {
        writer.passage(index, passage)
    }));
    items.extend(each(found.dates(), |index, date| writer.date(index, date)));
    items.extend(each(found.entities(), |index, entity| {
        writer.entity(index, entity)
    }));
    items.extend(each(found.attributions(), |index, item| {
        writer.attribution(index, item)
    }));
    items.extend(each(found.quotes(), |index, quote| {
        writer.quote(index, quote)
    }));
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": writer.name("annotations"),
        "type": "AnnotationPage",
        "items": items,
    })
}

fn each<'i, T>(
    items: &'i [T],
    write: impl Fn(usize, &'i T) -> Value,
) -> impl Iterator<Item = Value> {
    items
        .iter()
        .enumerate()
        .map(move |(index, item)| write(index, item))
}

/// Writes annotations of one article.
struct Writer<'a> {
    found: &'a Found<'a>,
    uri: String,
    points: Offsets<'a>,
}

impl Writer<'_> {
    fn name(&self, name: &str) -> String {
        let base = self.uri.split('#').next().unwrap_or_default();
        format!("{base}#{name}")
    }

    fn annotation(&self, name: &str, motivation: &str, body: Vec<Value>, target: Value) -> Value {
        object([
            ("id", text(self.name(name))),
            ("type", text("Annotation")),
            ("motivation", text(motivation)),
            ("body", Some(Value::Array(body))),
            ("target", Some(target)),
        ])
    }

    /// A place of the article, selected by its position and by its words.
    fn place(&self, span: Span) -> Value {
        let content = self.found.content();
        let before = content.get(..span.start as usize).unwrap_or_default();
        let after = content.get(span.end as usize..).unwrap_or_default();
        let start = before.char_indices().rev().nth(AROUND - 1);
        let prefix = &before[start.map_or(0, |(start, _)| start)..];
        let end = after.char_indices().nth(AROUND);
        let suffix = &after[..end.map_or(after.len(), |(end, _)| end)];
        let quote = object([
            ("type", text("TextQuoteSelector")),
            ("exact", Some(json!(self.found.words(span)))),
            ("prefix", text(prefix)),
            ("suffix", text(suffix)),
        ]);
        let position = json!({
            "type": "TextPositionSelector",
            "start": self.points.at(span.start),
            "end": self.points.at(span.end),
        });
        json!({"type": "SpecificResource", "source": self.uri, "selector": [position, quote]})
    }

    /// A place of the article as a body that serves `purpose`.
    fn part(&self, purpose: &str, span: Span) -> Value {
        let mut place = self.place(span);
        place["purpose"] = json!(purpose);
        place
    }

    /// The language and the publication date, of which the article may have no words.
    fn whole_article(&self) -> Vec<Value> {
        let language = self.found.language().map(|tag| {
            let body = vec![tagged("language"), textual("classifying", tag)];
            self.annotation("language", "classifying", body, json!(self.uri))
        });
        let dates = [
            ("published", self.found.published()),
            ("updated", self.found.updated()),
        ];
        let dates = dates.into_iter();
        let dates = dates.filter_map(|(name, date)| Some(self.article_date(name, date?)));
        language.into_iter().chain(dates).collect()
    }

    fn article_date(&self, name: &str, date: &PublicationDate) -> Value {
        let body = vec![
            tagged(name),
            tagged(&name_of(date.basis)),
            textual("describing", &date.value),
        ];
        let target = date.span.map_or(json!(self.uri), |span| self.place(span));
        self.annotation(name, "describing", body, target)
    }

    fn passage(&self, index: usize, passage: &Passage) -> Value {
        let body = vec![tagged("language"), textual("classifying", &passage.tag)];
        self.annotation(
            &id('p', index),
            "classifying",
            body,
            self.place(passage.span),
        )
    }

    fn date(&self, index: usize, date: &DateExpression) -> Value {
        let mut body = vec![
            tagged("date"),
            tagged(&name_of(date.kind)),
            textual("describing", &date.value),
        ];
        body.extend(
            date.alternatives
                .iter()
                .map(|value| textual("describing", value)),
        );
        self.annotation(&id('d', index), "describing", body, self.place(date.span))
    }

    fn entity(&self, index: usize, entity: &Entity) -> Value {
        let mut body = vec![
            tagged("entity"),
            tagged(&name_of(entity.kind)),
            textual("describing", &entity.name),
        ];
        let links = entity.link.iter().flat_map(uris);
        body.extend(links.map(|uri| linked("identifying", &uri)));
        body.extend(entity.role.map(|role| self.part("describing", role)));
        let mentions = entity.mentions.iter();
        let target = mentions.map(|mention| self.place(mention.span)).collect();
        self.annotation(&id('e', index), "identifying", body, target)
    }

    fn attribution(&self, index: usize, item: &Attribution) -> Value {
        let mut body = vec![tagged("attribution"), tagged(&name_of(item.kind))];
        body.extend(self.speaker(self.found.speaker(item)));
        body.extend(
            item.source
                .map(|source| self.part("identifying", source.span)),
        );
        if let Some(cue) = &item.cue {
            body.push(tagged(&name_of(cue.kind)));
            body.extend(cue.negated.then(|| tagged("negated")));
            body.extend(
                cue.spans
                    .iter()
                    .map(|&span| self.part("highlighting", span)),
            );
        }
        let target = item
            .content
            .iter()
            .map(|&piece| self.place(piece))
            .collect();
        self.annotation(&id('a', index), "linking", body, target)
    }

    fn quote(&self, index: usize, quote: &Quote) -> Value {
        let mut body = vec![tagged("quote"), tagged(&name_of(quote.kind))];
        body.extend(self.speaker(self.found.quote_speaker(index)));
        self.annotation(&id('q', index), "classifying", body, self.place(quote.span))
    }

    /// The name of who speaks, and the annotation of the entity.
    fn speaker(&self, speaker: Option<Speaker>) -> Vec<Value> {
        let Some(Speaker { entity, name }) = speaker else {
            return vec![];
        };
        let link = entity.map(|entity| linked("linking", &fragment(&self.uri, 'e', entity)));
        let name = textual("describing", name);
        [name].into_iter().chain(link).collect()
    }
}

fn textual(purpose: &str, value: &str) -> Value {
    json!({"type": "TextualBody", "purpose": purpose, "value": value})
}

fn tagged(value: &str) -> Value {
    textual("tagging", value)
}

fn linked(purpose: &str, uri: &str) -> Value {
    json!({"type": "SpecificResource", "purpose": purpose, "source": uri})
}
