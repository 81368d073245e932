//! Links: which thing of the world an entity is, where the article leaves no doubt.
//! Silence is better than a wrong link, so a name with several bearers needs a reason:
//!
//! ```text
//! "Paris, Texas"                          what follows the name says where it lies
//! "Paris" in an article about France      the countries that the article speaks of
//! "London"                                so many more people live there than elsewhere
//! "Jean Martin"                           a politician only where office or country agree
//! ```

use std::collections::HashMap;

use super::atlas::{Atlas, Code, NO_CODE, Record, Thing};
use super::{Entity, EntityKind, MentionKind, kinds};
use crate::language::NounKind;
use crate::tag::{Article, PartOfSpeech};
use crate::text::Span;

/// How often an article must speak of a country before it counts as about it.
const SPOKEN_OF: f32 = 1.0;
/// A region's name is a city's where at least two to the power of this live in the city.
const LARGE: u8 = 20;
/// A city that nothing else speaks for has at least two to the power of this many people.
const KNOWN: u8 = 17;
/// Doublings of the people that a city has more than all others of its name.
const CLEAR: f32 = 2.0;
/// What it is worth that the article speaks of the city's country, in doublings.
const AT_HOME: f32 = 4.0;

/// How far before a country's name the word "province" may stand that takes it for its own.
const CALLED: usize = 5;

/// Links the entities of the article to the things that they surely are.
pub(super) fn link(article: &Article, entities: &mut [Entity], atlas: &Atlas) {
    let candidates: Vec<Vec<Record>> = entities
        .iter()
        .map(|entity| candidates(article, entity, atlas))
        .collect();
    let context = Context::new(article, entities, &candidates);
    let named = Named::new(entities);
    let candidates_of = |at: usize| candidates[at].as_slice();
    let links: Vec<Option<Record>> = entities
        .iter()
        .zip(&candidates)
        .map(|(entity, candidates)| match entity.kind {
            EntityKind::Location if is_in_larger_name(article, entity, &named) => None,
            EntityKind::Location => {
                let within = within(article, entity, &named, &candidates_of);
                place(candidates, within, &context)
                    .filter(|place| place.thing != Thing::Country || !is_called_so(article, entity))
            }
            EntityKind::Person => politician(article, entity, candidates, &context),
            EntityKind::Organization => organization(candidates, &context),
            EntityKind::Event | EntityKind::Product => None,
        })
        .collect();
    for (entity, link) in entities.iter_mut().zip(links) {
        entity.link = link;
    }
}

/// Where all mentions are, and which entity each is of, in the order of the text.
struct Named(Vec<(Span, usize)>);

impl Named {
    fn new(entities: &[Entity]) -> Self {
        let entities = entities.iter().enumerate();
        let mut mentions: Vec<(Span, usize)> = entities
            .flat_map(|(at, entity)| {
                entity
                    .mentions
                    .iter()
                    .map(move |mention| (mention.span, at))
            })
            .collect();
        mentions.sort_unstable_by_key(|(span, _)| (span.start, span.end));
        Self(mentions)
    }

    /// The entity of a mention that starts there.
    fn at(&self, start: u32) -> Option<usize> {
        let place = self.0.partition_point(|(span, _)| span.start < start);
        let (span, entity) = self.0.get(place)?;
        (span.start == start).then_some(*entity)
    }

    /// Whether a mention holds `inner`.
    fn holds(&self, inner: Span) -> bool {
        let after = self
            .0
            .partition_point(|(span, _)| span.start <= inner.start);
        let last = after.checked_sub(1).and_then(|place| self.0.get(place));
        last.is_some_and(|(span, _)| span.contains(inner))
    }
}

/// The things that have the entity's name; of places and people also those that have
/// one of its other names. What the article calls a province is a region where one has that name,
/// and no city.
fn candidates(article: &Article, entity: &Entity, atlas: &Atlas) -> Vec<Record> {
    let mut mentions = entity.mentions.iter();
    let is_area = entity.kind == EntityKind::Location
        && mentions.any(|mention| kinds::is_area(article, &article.tokens_in(mention.span)));
    let wanted = |record: &Record| match entity.kind {
        EntityKind::Location => {
            matches!(record.thing, Thing::Country | Thing::Region)
                || record.thing == Thing::City && !is_area
        }
        EntityKind::Person => record.thing == Thing::Person,
        EntityKind::Organization => {
            matches!(record.thing, Thing::Body | Thing::Medium | Thing::Party)
        }
        EntityKind::Event | EntityKind::Product => false,
    };
    let one_name = entity.kind == EntityKind::Organization;
    let others = entity.aliases.iter().filter(|_| !one_name);
    let mut names = std::iter::once(&entity.name).chain(others);
    let found = names.find_map(|name| {
        let mut found = atlas.named(name);
        found.retain(wanted);
        if is_area && found.iter().any(|record| record.thing == Thing::Region) {
            found.retain(|record| record.thing == Thing::Region);
        }
        (!found.is_empty()).then_some(found)
    });
    found.unwrap_or_else(|| possessor(&entity.name, atlas))
}

/// The country of a genitive: "Boliviens".
fn possessor(name: &str, atlas: &Atlas) -> Vec<Record> {
    let mut found = name
        .strip_suffix('s')
        .map(|name| atlas.named(name))
        .unwrap_or_default();
    found.retain(|record| record.thing == Thing::Country);
    found
}

/// Whether the place's name is a part of another: in quotation marks, before "-class",
/// or beside another proper noun that is in no name ("Texas Tribune Festival").
fn is_in_larger_name(article: &Article, entity: &Entity, named: &Named) -> bool {
    let Some(first) = entity.mentions.first() else {
        return true;
    };
    let tokens = article.tokens_in(first.span);
    let is_mark = |at: usize| kinds::is_quotation_mark(article.form(at));
    let (before, after) = (tokens.start.checked_sub(1), tokens.end);
    if before.is_some_and(is_mark) && (after..after + 2).any(is_mark) {
        return true;
    }
    let sentence = &article.sentence_of(tokens.start).tokens;
    let proper = |at: &usize| {
        sentence.contains(at)
            && article.tag(*at).part == PartOfSpeech::Propn
            && article.is_word(*at)
            && !named.holds(article.span(*at..*at + 1))
    };
    let beside = before.as_ref().is_some_and(proper) || proper(&after);
    let class = article.text[first.span.end as usize..].starts_with('-');
    beside || class
}

/// Whether a part of a country is called like it: "a province called Macedonia", but
/// not "a province in Macedonia".
fn is_called_so(article: &Article, entity: &Entity) -> bool {
    let Some(first) = entity.mentions.first() else {
        return false;
    };
    let start = article.tokens_in(first.span).start;
    let floor = article.sentence_of(start).tokens.start;
    let before = start.saturating_sub(CALLED).max(floor)..start;
    let led = |part| article.tag(start.saturating_sub(1)).part == part;
    let place = before
        .clone()
        .any(|at| article.is_noun(at, &[NounKind::Place]));
    let cut = before.clone().any(|at| !article.is_word(at));
    place && !cut && ![PartOfSpeech::Adp, PartOfSpeech::Det].into_iter().any(led)
}

/// The countries that the article speaks of, and how often.
struct Context(HashMap<Code, f32>);

impl Context {
    fn new(article: &Article, entities: &[Entity], candidates: &[Vec<Record>]) -> Self {
        let mut countries: HashMap<Code, f32> = HashMap::new();
        let things = entities.iter().zip(candidates);
        for (entity, candidates) in things {
            let mentions = f32::from(u8::try_from(entity.mentions.len()).unwrap_or(u8::MAX));
            if let Some(record) = surely(candidates) {
                *countries.entry(record.country).or_default() += mentions;
            }
        }
        for at in 0..article.len() {
            for country in article.pack.words.demonyms.word(article.key(at)) {
                if let Ok(code) = Code::try_from(country.as_bytes()) {
                    *countries.entry(code).or_default() += 1.0;
                }
            }
        }
        countries.remove(&NO_CODE);
        Self(countries)
    }

    fn of(&self, country: Code) -> f32 {
        self.0.get(&country).copied().unwrap_or_default()
    }

    fn speaks_of(&self, record: &Record) -> bool {
        self.of(record.country) >= SPOKEN_OF
    }
}

/// A country, or a large city that shares its name with nothing of any size.
fn surely(candidates: &[Record]) -> Option<Record> {
    let country = candidates
        .iter()
        .find(|record| record.thing == Thing::Country);
    let alone = candidates
        .iter()
        .filter(|record| record.thing == Thing::City)
        .max_by_key(|record| record.people)
        .filter(|city| {
            let smaller = |other: &&Record| other.people + 3 > city.people && other != city;
            city.people >= LARGE && candidates.iter().filter(smaller).count() == 0
        });
    country.or(alone).copied()
}

/// The country or region that is named right behind a mention: "Paris, Texas".
fn within<'a>(
    article: &Article,
    entity: &Entity,
    named: &Named,
    candidates_of: &impl Fn(usize) -> &'a [Record],
) -> Option<Record> {
    let area_at = |start: u32| {
        let mut records = candidates_of(named.at(start)?).iter();
        let area = records.find(|record| matches!(record.thing, Thing::Country | Thing::Region));
        area.copied()
    };
    let mentions = entity.mentions.iter();
    mentions
        .filter(|mention| mention.kind == MentionKind::Name)
        .find_map(|mention| {
            let rest = article.text.get(mention.span.end as usize..)?;
            let gap = [", ", " (", " ,"]
                .into_iter()
                .find(|gap| rest.starts_with(gap))?;
            area_at(mention.span.end + u32::try_from(gap.len()).ok()?)
        })
}

/// Whether `record` lies in the country or the region `outer`.
fn lies_in(record: &Record, outer: &Record) -> bool {
    record.country == outer.country
        && (outer.thing == Thing::Country
            || record.region == outer.region
            || record.region == NO_CODE)
}

fn place(candidates: &[Record], within: Option<Record>, context: &Context) -> Option<Record> {
    let of = |thing| {
        candidates
            .iter()
            .filter(move |record| record.thing == thing)
    };
    let inside = |record: &&Record| within.is_none_or(|outer| lies_in(record, &outer));
    let city = city(of(Thing::City).filter(inside), within.is_some(), context);
    if within.is_some() {
        return city.or_else(|| only(of(Thing::Region).filter(inside)));
    }
    let region = only(of(Thing::Region));
    if let Some(country) = of(Thing::Country).next() {
        // Georgia, in an article about the United States.
        let elsewhere = region.filter(|region| region.country != country.country);
        let doubtful = elsewhere
            .is_some_and(|region| context.of(region.country) > context.of(country.country));
        return (!doubtful).then_some(*country);
    }
    match (region, city) {
        (Some(_), Some(city)) if city.people >= LARGE => Some(city),
        (Some(region), Some(city)) => {
            (context.speaks_of(&region) && region.country != city.country).then_some(region)
        }
        (Some(region), None) => Some(region),
        (None, city) => city,
    }
}

/// The only one of several.
fn only<'a>(mut records: impl Iterator<Item = &'a Record>) -> Option<Record> {
    let first = *records.next()?;
    records.next().is_none().then_some(first)
}

/// The city that is clearly meant.
fn city<'a>(
    cities: impl Iterator<Item = &'a Record>,
    located: bool,
    context: &Context,
) -> Option<Record> {
    let score = |record: &Record| {
        let home = if context.speaks_of(record) {
            AT_HOME + context.of(record.country).log2().min(2.0)
        } else {
            0.0
        };
        f32::from(record.people) + home
    };
    let mut scored: Vec<(f32, Record)> = cities.map(|record| (score(record), *record)).collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (best, city) = *scored.first()?;
    let clear = scored
        .get(1)
        .is_none_or(|(second, _)| best - second >= CLEAR);
    let known = located || city.people >= KNOWN && clear || context.speaks_of(&city);
    (clear && known).then_some(city)
}

/// A politician of that whole name, where an office or the country agrees.
fn politician(
    article: &Article,
    entity: &Entity,
    candidates: &[Record],
    context: &Context,
) -> Option<Record> {
    let record = only(candidates.iter())?;
    let in_office = entity.role.is_some_and(|role| {
        article
            .tokens_in(role)
            .any(|at| article.is_noun(at, &[NounKind::Office]))
    });
    let whole = entity.name.contains(' ');
    (whole && (in_office || context.speaks_of(&record))).then_some(record)
}

/// A body or a medium; a party in an article about its country.
fn organization(candidates: &[Record], context: &Context) -> Option<Record> {
    let known = |record: &&Record| matches!(record.thing, Thing::Body | Thing::Medium);
    if let Some(body) = only(candidates.iter().filter(known)) {
        return Some(body);
    }
    let at_home = |record: &&Record| record.thing == Thing::Party && context.speaks_of(record);
    only(candidates.iter().filter(at_home))
}
