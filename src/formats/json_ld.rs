//! schema.org as JSON-LD (<https://schema.org/NewsArticle>): the article with its quotations,
//! the claims that it reports, and what it mentions.
//!
//! ```text
//! entity                →  mentions: Person, Organization, Place, Event or Thing, with sameAs and geo
//! quotation of speech   →  hasPart: Quotation, spokenByCharacter
//! title of a work       →  mentions: CreativeWork
//! report without marks  →  hasPart: Claim, claimInterpreter
//! ```

use serde_json::{Value, json};

use super::found::{Found, Speaker};
use super::identity::{article_uri, coordinates, country, fragment, plain_id, uris};
use super::object::{list, object, text};
use crate::attribution::{Attribution, AttributionKind};
use crate::entity::{Entity, EntityKind, Record};
use crate::quote::{Quote, QuoteKind};

/// The article as linked data.
pub(super) fn article(found: &Found) -> Value {
    let uri = article_uri(found);
    object([
        ("@context", text("https://schema.org")),
        ("@type", text("NewsArticle")),
        ("identifier", plain_id(found).and_then(text)),
        ("headline", found.document.title().and_then(text)),
        ("inLanguage", found.language().and_then(text)),
        (
            "datePublished",
            found.published().and_then(|date| text(&date.value)),
        ),
        (
            "dateModified",
            found.updated().and_then(|date| text(&date.value)),
        ),
        ("articleBody", Some(json!(found.document.text()))),
        ("mentions", list(mentions(found, &uri))),
        ("hasPart", list(parts(found, &uri))),
        ("@id", text(uri)),
    ])
}

/// The entities, and the works whose titles are quoted.
fn mentions(found: &Found, uri: &str) -> Vec<Value> {
    let entities = found.entities().iter().enumerate();
    let things = entities.map(|(index, entity)| thing(found, uri, (index, entity)));
    let quotes = found.quotes().iter().enumerate();
    let titles = quotes.filter(|(_, quote)| quote.kind == QuoteKind::Title);
    let works = titles.map(|(index, quote)| {
        json!({
            "@type": "CreativeWork",
            "@id": fragment(uri, 'q', index),
            "name": found.words(quote.span),
        })
    });
    things.chain(works).collect()
}

fn thing(found: &Found, uri: &str, (index, entity): (usize, &Entity)) -> Value {
    let kind = match entity.kind {
        EntityKind::Person => "Person",
        EntityKind::Organization => "Organization",
        EntityKind::Location => "Place",
        EntityKind::Event => "Event",
        // A law, an award or a vehicle is not what schema.org calls a Product.
        EntityKind::Product => "Thing",
    };
    let link = entity.link.as_ref();
    let place = link.filter(|_| entity.kind == EntityKind::Location);
    let names = entity.aliases.iter().map(|name| json!(name)).collect();
    let same = link.map(uris).unwrap_or_default();
    let employer = entity.role_in.filter(|_| entity.kind == EntityKind::Person);
    object([
        ("@type", text(kind)),
        ("@id", text(fragment(uri, 'e', index))),
        ("name", text(&entity.name)),
        ("alternateName", list(names)),
        (
            "description",
            entity.role.and_then(|role| text(found.words(role))),
        ),
        (
            "affiliation",
            employer.map(|index| json!({"@id": fragment(uri, 'e', index)})),
        ),
        (
            "sameAs",
            list(same.into_iter().map(Value::String).collect()),
        ),
        ("geo", place.and_then(geo)),
        ("address", place.and_then(address)),
    ])
}

fn geo(record: &Record) -> Option<Value> {
    let (latitude, longitude) = coordinates(record)?;
    Some(json!({"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}))
}

fn address(record: &Record) -> Option<Value> {
    let (country, region) = country(record);
    Some(object([
        ("@type", text("PostalAddress")),
        ("addressCountry", Some(json!(country?))),
        ("addressRegion", region.and_then(text)),
    ]))
}

/// Quotations of speech, and what is reported without being wholly in quotation marks.
fn parts(found: &Found, uri: &str) -> Vec<Value> {
    let quotes = found.quotes().iter().enumerate();
    let speech = quotes.filter(|(_, quote)| quote.kind == QuoteKind::Speech);
    let quotations = speech.map(|(index, quote)| quotation(found, uri, (index, quote)));
    let is_told = |item: &Attribution| found.include.quotes && item.kind == AttributionKind::Direct;
    let items = found.attributions().iter().enumerate();
    let claims = items
        .filter(|(_, item)| !is_told(item))
        .map(|(index, item)| claim(found, uri, (index, item)));
    quotations.chain(claims).collect()
}

fn quotation(found: &Found, uri: &str, (index, quote): (usize, &Quote)) -> Value {
    let speaker = found.quote_speaker(index);
    object([
        ("@type", text("Quotation")),
        ("@id", text(fragment(uri, 'q', index))),
        ("text", text(found.words(quote.span))),
        (
            "spokenByCharacter",
            speaker.and_then(|speaker| thing_of(uri, speaker)),
        ),
        ("creditText", speaker.and_then(|speaker| text(speaker.name))),
        (
            "isPartOf",
            quote
                .parent
                .map(|parent| json!({"@id": fragment(uri, 'q', parent)})),
        ),
    ])
}

fn claim(found: &Found, uri: &str, (index, item): (usize, &Attribution)) -> Value {
    let words: Vec<&str> = item
        .content
        .iter()
        .map(|&piece| found.words(piece))
        .collect();
    let speaker = found.speaker(item);
    object([
        ("@type", text("Claim")),
        ("@id", text(fragment(uri, 'a', index))),
        ("text", text(words.join(" […] "))),
        (
            "claimInterpreter",
            speaker.and_then(|speaker| thing_of(uri, speaker)),
        ),
        ("creditText", speaker.and_then(|speaker| text(speaker.name))),
        ("appearance", Some(json!({"@id": uri}))),
    ])
}

/// The entity that speaks.
fn thing_of(uri: &str, speaker: Speaker) -> Option<Value> {
    speaker
        .entity
        .map(|entity| json!({"@id": fragment(uri, 'e', entity)}))
}
