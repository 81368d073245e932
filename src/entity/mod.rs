//! Entities: the people, organisations, places, events and products of the
//! article, each once, with every place where it is mentioned.

mod acronym;
mod aliases;
mod atlas;
mod cluster;
mod document;
mod evidence;
mod features;
mod find;
mod gazetteer;
mod inflection;
mod joints;
mod kinds;
mod links;
mod recognise;
mod role;
mod salience;
mod surroundings;
mod tidy;

pub use atlas::{Atlas, Code, NO_CODE, Record, Thing, atlas_key};
pub use features::{Family, NameContext};
pub use find::EntityFinder;
pub use gazetteer::{Gazetteer, LONGEST_NAME, Listed, name_key};
pub use recognise::{Name, Recogniser};
pub use salience::weigh;

use crate::language::Gender;
use crate::text::Span;

/// One real-world thing of the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Its fullest form in the article.
    pub name: String,
    /// Its other names in the article, in order of appearance.
    pub aliases: Vec<String>,
    /// Where the article says what it is ("un dirigeant des Hachd al-Chaabi").
    pub role: Option<Span>,
    /// The entity, by its index, that the role names ("des Hachd al-Chaabi").
    pub role_in: Option<usize>,
    /// The gender that titles, roles and forenames give.
    pub gender: Gender,
    /// Where it is mentioned, in the order of the text.
    pub mentions: Vec<Mention>,
    /// The thing of the world that it is, where that is sure.
    pub link: Option<Record>,
    /// Whether the headline names it.
    pub in_headline: bool,
    /// Whether something is attributed to it.
    pub speaks: bool,
    /// How much the article is about it, 0 to 1 ([`weigh`]).
    pub salience: f32,
    /// How sure the name and its kind are, 0 to 1.
    pub confidence: f32,
}

/// The kind of a thing with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
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

impl EntityKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [EntityKind; 5] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Event,
        Self::Product,
    ];
}

/// One place where an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it is.
    pub span: Span,
    /// How it is mentioned.
    pub kind: MentionKind,
}

/// How an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By a name.
    Name,
    /// By a description ("le responsable des Hachd").
    Description,
    /// By a pronoun.
    Pronoun,
}
