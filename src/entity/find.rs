//! [`EntityFinder`]: from a tagged article to its entities.

use std::collections::HashMap;

use super::aliases::Aliases;
use super::atlas::Atlas;
use super::cluster::clusters;
use super::document::revise;
use super::features::NameContext;
use super::gazetteer::Gazetteer;
use super::inflection::Inflections;
use super::links::link;
use super::recognise::{Name, Recogniser};
use super::role::{Forenames, gender, role};
use super::{Entity, EntityKind, Mention, MentionKind, Record};
use crate::language::{Gender, Language, fold};
use crate::model::{LoadError, ModelFile};
use crate::tag::Article;
use crate::text::Span;

/// Finds entities. Holds the recognisers of all languages.
#[derive(Debug)]
pub struct EntityFinder {
    gazetteer: Gazetteer,
    atlas: Atlas,
    aliases: Aliases,
    recognisers: Vec<(Language, Recogniser)>,
}

impl EntityFinder {
    /// Reads the gazetteer, the atlas and a recogniser per language.
    pub fn load(
        gazetteer: ModelFile,
        atlas: ModelFile,
        recognisers: &[(Language, ModelFile)],
    ) -> Result<Self, LoadError> {
        let load =
            |&(language, file): &(Language, ModelFile)| Ok((language, Recogniser::load(file)?));
        Ok(Self {
            gazetteer: Gazetteer::load(gazetteer)?,
            atlas: Atlas::load(atlas)?,
            aliases: Aliases::parse(),
            recognisers: recognisers
                .iter()
                .map(load)
                .collect::<Result<_, LoadError>>()?,
        })
    }

    /// The entities of `article`, in the order of their first names. What lies in one of `others`,
    /// which are in order, is known to be something else (a weekday with a capital).
    pub fn find(&self, article: &Article, others: &[Span]) -> Vec<Entity> {
        let language = article.pack.language;
        let Some((_, recogniser)) = self
            .recognisers
            .iter()
            .find(|(known, _)| *known == language)
        else {
            return Vec::new();
        };
        let context = NameContext::new(article, &self.gazetteer);
        let names = revise(article, &self.aliases, recogniser.names(article, &context));
        let other = |name: &Name| {
            let next = others.partition_point(|span| span.end < name.span.end);
            others
                .get(next)
                .is_some_and(|span| span.contains(name.span))
        };
        let names: Vec<Name> = names.into_iter().filter(|name| !other(name)).collect();
        let forenames = Forenames {
            gazetteer: &self.gazetteer,
            listed: context.listed(),
        };
        let mut genders = vec![Gender::Any; article.len()];
        for name in &names {
            genders[name.tokens.start] = gender(article, name, forenames);
        }
        let inflections = Inflections::new(article, &names);
        let clusters = clusters(article, &names, &genders, &self.aliases, &inflections);
        let mut entities: Vec<Entity> = clusters
            .iter()
            .map(|places| entity(article, &names, places, (&genders, &inflections)))
            .collect();
        link(article, &mut entities, &self.atlas);
        let mut entities = one_per_thing(entities);
        for at in 0..entities.len() {
            entities[at].role_in = entities[at].role.and_then(|role| named_in(role, &entities));
        }
        entities
    }
}

/// The entity whose names are those at `places`.
fn entity(
    article: &Article,
    names: &[Name],
    places: &[usize],
    (genders, inflections): (&[Gender], &Inflections),
) -> Entity {
    let own: Vec<&Name> = places.iter().map(|&place| &names[place]).collect();
    let fullness = |name: &&&Name| {
        (
            name.tokens.len(),
            !inflections.has_base(article.key(name.tokens.end - 1)),
            name.span.len(),
            !is_shouted(name.span.of(article.text)),
            std::cmp::Reverse(name.span.start),
        )
    };
    let fullest = own
        .iter()
        .max_by_key(fullness)
        .copied()
        .unwrap_or(&names[places[0]]);
    let role = own
        .iter()
        .find_map(|name| role(article, name))
        .map(|tokens| article.span(tokens));
    let gender = own
        .iter()
        .map(|name| genders[name.tokens.start])
        .find(|gender| *gender != Gender::Any);
    let sure = own.iter().map(|name| name.confidence).fold(0.0, f32::max);
    let name = fullest.span.of(article.text).to_owned();
    Entity {
        kind: fullest.kind,
        aliases: aliases(article, &own, &name),
        name,
        role,
        gender: gender.unwrap_or_default(),
        mentions: own
            .iter()
            .map(|name| Mention {
                span: name.span,
                kind: MentionKind::Name,
            })
            .collect(),
        link: None,
        role_in: None,
        in_headline: false,
        speaks: false,
        salience: 0.0,
        confidence: sure,
    }
}

/// Entities that are linked to the same thing of the world are one: "Bolivia" and the
/// "Plurinational State of Bolivia". The first of them keeps its place.
fn one_per_thing(entities: Vec<Entity>) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    let mut places: HashMap<Record, usize> = HashMap::new();
    for entity in entities {
        let place = entity
            .link
            .map(|link| *places.entry(link).or_insert(found.len()));
        let Some(known) = place.and_then(|place| found.get_mut(place)) else {
            found.push(entity);
            continue;
        };
        known.mentions.extend(entity.mentions);
        known.mentions.sort_by_key(|mention| mention.span.start);
        let others = std::iter::once(entity.name).chain(entity.aliases);
        for name in others.filter(|name| *name != known.name) {
            if !known.aliases.contains(&name) {
                known.aliases.push(name);
            }
        }
        known.role = known.role.or(entity.role);
        known.confidence = known.confidence.max(entity.confidence);
    }
    found
}

/// Whether all letters are capitals, as in headlines and datelines.
fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// The organisation that a role names.
fn named_in(role: Span, entities: &[Entity]) -> Option<usize> {
    entities.iter().position(|entity| {
        let mut mentions = entity.mentions.iter();
        entity.kind == EntityKind::Organization
            && mentions.any(|mention| role.contains(mention.span))
    })
}

/// The spellings other than `name`, in the order of the text.
fn aliases(article: &Article, names: &[&Name], name: &str) -> Vec<String> {
    let mut seen = vec![fold(name)];
    let mut found = Vec::new();
    for spelling in names.iter().map(|name| name.span.of(article.text)) {
        let folded = fold(spelling);
        if !seen.contains(&folded) {
            seen.push(folded);
            found.push(spelling.to_owned());
        }
    }
    found
}
