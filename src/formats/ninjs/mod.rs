//! ninjs, IPTC's News in JSON (<https://iptc.org/standards/ninjs/>): the article with
//! what was found in it, in the vocabulary of version 3.3 or, the same in small
//! letters, of 2.4; and articles of all versions as input.
//!
//! ```text
//! entity         →  people, organisations, places (geoJSON), events, objects; rel "about" when the headline names it
//! speaker        →  infoSources, role "speaker"
//! quotation      →  associations: a component of profile "quotation" with its infoSources
//! other reports  →  associations: a component of profile "statement"
//! ```

mod read;

pub use read::{Body, Item, NotAnItem, is_item, read};

use serde_json::{Value, json};

use super::found::{Found, Speaker};
use super::identity::{article_uri, coordinates, fragment, number, plain_id, uris};
use super::object::{list, object, text};
use crate::attribution::{Attribution, AttributionKind};
use crate::date::{Precision, PublicationDate};
use crate::entity::{Entity, EntityKind, Record};
use crate::quote::{Quote, QuoteKind};
use crate::text::Span;

/// The article as a news item of ninjs 3.3.
pub(super) fn version_3(found: &Found) -> Value {
    item(found, "3.3")
}

/// The article as a news item of ninjs 2.4: the names of its members are those of 3.3 in
/// small letters, and what is associated has no `rel`.
pub(super) fn version_2(found: &Found) -> Value {
    let mut item = item(found, "2.4");
    let associations = item.get_mut("associations").and_then(Value::as_array_mut);
    for part in associations.into_iter().flatten() {
        if let Some(members) = part.as_object_mut() {
            members.remove("rel");
        }
    }
    in_small_letters(item)
}

fn in_small_letters(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter();
            let small = |(name, value): (String, Value)| {
                (name.to_ascii_lowercase(), in_small_letters(value))
            };
            Value::Object(members.map(small).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(in_small_letters).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

fn item(found: &Found, version: &str) -> Value {
    let uri = article_uri(found);
    let published = found.published().and_then(date_time);
    let changed = found.updated().and_then(date_time);
    let of_kind = |kind: EntityKind| {
        let entities = found.entities().iter();
        list(
            entities
                .filter(|entity| entity.kind == kind)
                .map(concept)
                .collect(),
        )
    };
    let other_id = plain_id(found).map(|id| json!([{"role": "id", "value": id}]));
    object([
        ("standard", Some(standard(version))),
        ("type", text("text")),
        ("representationType", text("partial")),
        ("language", found.language().and_then(text)),
        ("firstCreated", published.clone().and_then(text)),
        ("versionCreated", changed.or(published).and_then(text)),
        (
            "headlines",
            found.document.title().map(|title| json!([main(title)])),
        ),
        ("bodies", Some(json!([body(found.document.text())]))),
        ("people", of_kind(EntityKind::Person)),
        ("organisations", of_kind(EntityKind::Organization)),
        ("places", of_kind(EntityKind::Location)),
        ("events", of_kind(EntityKind::Event)),
        ("objects", of_kind(EntityKind::Product)),
        ("infoSources", list(speakers(found))),
        ("associations", list(associations(found, &uri))),
        ("altIds", other_id),
        ("uri", text(uri)),
    ])
}

fn standard(version: &str) -> Value {
    let schema = format!("http://www.iptc.org/std/ninjs/ninjs-schema_{version}.json#");
    json!({"name": "ninjs", "version": version, "schema": schema})
}

/// A date-time as RFC 3339 has it; nothing for what has no time or no time zone, which ninjs cannot say.
fn date_time(date: &PublicationDate) -> Option<String> {
    let (_, time) = date.value.split_once('T')?;
    let zone = time.find(['Z', '+', '-'])?;
    let (time, zone) = time.split_at(zone);
    let zone = if zone.len() == 5 && !zone.contains(':') {
        format!("{}:{}", &zone[..3], &zone[3..])
    } else {
        zone.to_owned()
    };
    let is_zone = zone == "Z" || zone.len() == 6;
    let seconds = match date.precision {
        Precision::Second => "",
        Precision::Minute => ":00",
        Precision::Day | Precision::Month | Precision::Year => return None,
    };
    let day = date.value.get(..10)?;
    is_zone.then(|| format!("{day}T{time}{seconds}{zone}"))
}

fn main(value: &str) -> Value {
    json!({"role": "main", "contentType": "text/plain", "value": value})
}

fn body(value: &str) -> Value {
    json!({
        "role": "main", "contentType": "text/plain", "charCount": value.chars().count(), "value": value,
    })
}

/// An entity as a concept that the article is about or mentions.
fn concept(entity: &Entity) -> Value {
    let rel = if entity.in_headline {
        "about"
    } else {
        "mentions"
    };
    let link = entity.link.as_ref();
    let place = link.filter(|_| entity.kind == EntityKind::Location);
    let point = place.and_then(coordinates).map(
        |(latitude, longitude)| json!({"type": "Point", "coordinates": [longitude, latitude]}),
    );
    object([
        ("name", text(&entity.name)),
        ("rel", text(rel)),
        ("uri", link.and_then(uri)),
        ("literal", link.and_then(literal)),
        ("geoJSON", point),
    ])
}

fn uri(record: &Record) -> Option<Value> {
    uris(record).into_iter().next().and_then(text)
}

/// The number of a thing in a database, where that is not its URI already.
fn literal(record: &Record) -> Option<Value> {
    let (database, number) = number(record)?;
    let is_told = database == "geonames" && record.wikidata == 0;
    (!is_told).then(|| Value::String(format!("{database}:{number}")))
}

/// A speaker as a source of information.
fn source(found: &Found, speaker: Speaker) -> Value {
    let entity = speaker.entity.and_then(|index| found.entities().get(index));
    let link = entity.and_then(|entity| entity.link.as_ref());
    object([
        ("name", text(speaker.name)),
        ("role", text("speaker")),
        ("uri", link.and_then(uri)),
    ])
}

/// Everybody who speaks, once, in the order of the text.
fn speakers(found: &Found) -> Vec<Value> {
    let quoted = (0..found.quotes().len()).filter_map(|quote| found.quote_speaker(quote));
    let reported = found.attributions().iter();
    let reported = reported.filter_map(|attribution| found.speaker(attribution));
    let mut all: Vec<Speaker> = vec![];
    for speaker in reported.chain(quoted) {
        let is_same = |known: &Speaker| match known.entity {
            Some(entity) => speaker.entity == Some(entity),
            None => speaker.entity.is_none() && known.name == speaker.name,
        };
        if !all.iter().any(is_same) {
            all.push(speaker);
        }
    }
    all.into_iter()
        .map(|speaker| source(found, speaker))
        .collect()
}

/// Quotations of speech, and the statements that are not wholly in quotation marks.
fn associations(found: &Found, uri: &str) -> Vec<Value> {
    let quotes = found.quotes().iter().enumerate();
    let speech = quotes.filter(|(_, quote)| quote.kind == QuoteKind::Speech);
    let quotations = speech.map(|(index, quote)| quotation(found, uri, (index, quote)));
    let is_told = |item: &Attribution| found.include.quotes && item.kind == AttributionKind::Direct;
    let items = found.attributions().iter().enumerate();
    let statements = items
        .filter(|(_, item)| !is_told(item))
        .map(|(index, item)| statement(found, uri, (index, item)));
    quotations.chain(statements).collect()
}

fn quotation(found: &Found, uri: &str, (index, quote): (usize, &Quote)) -> Value {
    let part = Part {
        kind: "quotation",
        uri: fragment(uri, 'q', index),
        words: vec![quote.span],
        speaker: found.quote_speaker(index),
    };
    part.component(found)
}

fn statement(found: &Found, uri: &str, (index, item): (usize, &Attribution)) -> Value {
    let part = Part {
        kind: "statement",
        uri: fragment(uri, 'a', index),
        words: item.content.clone(),
        speaker: found.speaker(item),
    };
    part.component(found)
}

/// Something that is said in the article, and by whom.
struct Part<'a> {
    kind: &'static str,
    uri: String,
    words: Vec<Span>,
    speaker: Option<Speaker<'a>>,
}

impl Part<'_> {
    /// A part of a news item has to have a name: here its speaker's, or else its kind.
    fn component(self, found: &Found) -> Value {
        let name = self.speaker.map_or(self.kind, |speaker| speaker.name);
        let bodies = self.words.iter().map(|&piece| body(found.words(piece)));
        object([
            ("uri", text(self.uri)),
            ("type", text("component")),
            ("profile", text(self.kind)),
            ("rel", text(self.kind)),
            ("name", text(name)),
            ("bodies", Some(bodies.collect())),
            (
                "infoSources",
                self.speaker.map(|speaker| json!([source(found, speaker)])),
            ),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::DateBasis;

    #[test]
    fn a_date_time_is_complete_or_not_told() {
        let cases = [
            (
                "2019-02-09T14:30:05Z",
                Precision::Second,
                Some("2019-02-09T14:30:05Z"),
            ),
            (
                "2019-02-09T14:30:05.5+01:00",
                Precision::Second,
                Some("2019-02-09T14:30:05.5+01:00"),
            ),
            (
                "2019-02-09T14:30-0330",
                Precision::Minute,
                Some("2019-02-09T14:30:00-03:30"),
            ),
            ("2019-02-09T14:30", Precision::Minute, None),
            ("2019-02-09", Precision::Day, None),
            ("2019", Precision::Year, None),
        ];
        for (value, precision, expected) in cases {
            let date = PublicationDate {
                value: value.to_owned(),
                precision,
                basis: DateBasis::Given,
                span: None,
                confidence: 1.0,
            };
            assert_eq!(date_time(&date).as_deref(), expected, "{value}");
        }
    }
}
