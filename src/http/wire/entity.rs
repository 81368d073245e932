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
    pub role: Option<String>,
    /// Where it is mentioned, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Probability, 0 to 1.
    pub confidence: f64,
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
            role: entity.role.map(|role| places.words(role)),
            mentions: entity.mentions.iter().map(mention).collect(),
            confidence: confidence(entity.confidence),
        }
    }
}

/// The id of the entity at `index`.
pub(super) fn id(index: usize) -> String {
    format!("e{}", index + 1)
}
