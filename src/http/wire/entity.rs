//! Entities and their mentions.

use serde::Serialize;
use utoipa::ToSchema;

use super::span::{Places, TextSpan};
use super::{confidence, mirror};
use crate::entity;

/// One real-world thing of the article.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Entity {
    /// Unique in the answer.
    #[schema(example = "e1")]
    pub id: String,
    /// What kind of thing it is.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Its fullest form in the article.
    pub name: String,
    /// Its other names in the article.
    pub aliases: Vec<String>,
    /// What the article says that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// Where it is mentioned, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Stable identifiers; absent where it is not sure which thing of the world it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub links: Option<Links>,
    /// Whether the headline names it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub in_headline: bool,
    /// Whether something is attributed to it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub speaks: bool,
    /// How much the article is about it, 0 to 1.
    pub salience: f64,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

/// What the article says that a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Role {
    /// Where it says so.
    #[serde(flatten)]
    pub span: TextSpan,
    /// The id of the organisation that the role names.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "e4")]
    pub organization: Option<String>,
}

/// What identifies a thing of the world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Links {
    /// The Wikidata item.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Q142")]
    pub wikidata: Option<String>,
    /// The number in `GeoNames`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 3_017_382)]
    pub geonames: Option<u32>,
    /// The number of a party in Party Facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub partyfacts: Option<u32>,
    /// The country that it is, or belongs to, ISO 3166-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "FR")]
    pub country: Option<String>,
    /// The region that it is, or belongs to, ISO 3166-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "US-TX")]
    pub region: Option<String>,
    /// Where it lies; the middle of a country.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub coordinates: Option<Coordinates>,
}

/// A place on the earth, in degrees (WGS 84), to a hundredth of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Coordinates {
    /// North is positive.
    pub latitude: f64,
    /// East is positive.
    pub longitude: f64,
}

impl Links {
    fn new(record: &entity::Record) -> Self {
        let text = |code: entity::Code| {
            let known = code != entity::NO_CODE;
            known.then(|| {
                code.iter()
                    .map(|letter| char::from(*letter))
                    .collect::<String>()
            })
        };
        let country = text(record.country);
        let region = country.as_ref().zip(text(record.region));
        let number = Some(record.number).filter(|number| *number > 0);
        let party = record.thing == entity::Thing::Party;
        Self {
            wikidata: (record.wikidata > 0).then(|| format!("Q{}", record.wikidata)),
            geonames: number.filter(|_| !party),
            partyfacts: number.filter(|_| party),
            region: region.map(|(country, region)| format!("{country}-{region}")),
            country,
            coordinates: record.coordinates.map(|(latitude, longitude)| Coordinates {
                latitude: f64::from(latitude) / 100.0,
                longitude: f64::from(longitude) / 100.0,
            }),
        }
    }
}

/// One place where an entity is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mention {
    /// Where it is.
    #[serde(flatten)]
    pub span: TextSpan,
    /// How it is mentioned.
    pub kind: MentionType,
}

mirror! {
    /// The kind of a thing with a name.
    EntityType of entity::EntityKind {
        /// A person, real or fictional.
        Person,
        /// An institution, company, party, army, team, medium.
        Organization,
        /// A country, region, city, river, building, site, planet.
        Location,
        /// A named event.
        Event,
        /// A work, product, law, vehicle, award.
        Product,
    }
}

mirror! {
    /// How an entity is mentioned.
    MentionType of entity::MentionKind {
        /// By a name.
        Name,
        /// By a description.
        Description,
        /// By a pronoun.
        Pronoun,
    }
}

impl Entity {
    pub(super) fn new(index: usize, entity: &entity::Entity, places: &Places) -> Self {
        let mention = |mention: &entity::Mention| Mention {
            span: places.span(mention.span),
            kind: mention.kind.into(),
        };
        Self {
            id: id(index),
            kind: entity.kind.into(),
            name: entity.name.clone(),
            aliases: entity.aliases.clone(),
            role: entity.role.map(|role| Role {
                span: places.span(role),
                organization: entity.role_in.map(id),
            }),
            mentions: entity.mentions.iter().map(mention).collect(),
            links: entity.link.as_ref().map(Links::new),
            in_headline: entity.in_headline,
            speaks: entity.speaks,
            salience: confidence(entity.salience),
            confidence: confidence(entity.confidence),
        }
    }
}

/// The id of the entity at `index`.
pub(super) fn id(index: usize) -> String {
    format!("e{}", index + 1)
}
