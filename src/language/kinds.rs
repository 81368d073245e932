//! Words in or beside a name that settle what it names: "Cannes Film Festival",
//! "the frigate Bremen", "la secte Boko Haram".

use super::phrases::Phrases;
use super::table::Table;
use super::tokens::TokenRules;
use crate::model::LoadError;

/// What a word in or beside a name says of what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindWord {
    /// What it names.
    pub kind: NamedKind,
    /// Where the word stands.
    pub place: KindPlace,
}

/// What a name names, as far as a word can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedKind {
    /// A cup, a war, a hurricane.
    Event,
    /// A ship, a law, a prize, a work.
    Product,
    /// A brand, a sect, a band.
    Organization,
    /// A suburb, a planet.
    Location,
    /// A family, a government under one's name.
    Person,
    /// A people: no name.
    People,
}

/// Where a [`KindWord`] stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindPlace {
    /// It is the first word of the name.
    First,
    /// It is the last word of the name.
    Last,
    /// Right before any name.
    Before,
    /// Right after any name.
    After,
    /// Before a name that is in doubt.
    Perhaps,
    /// Before or after the name of a place that is more than a town ("province of Idlib").
    Area,
    /// It is the name.
    Whole,
}

impl KindWord {
    /// The words of `table`, with columns for the word, the kind and the place.
    pub(super) fn parse(table: Table, tokens: &TokenRules) -> Result<Phrases<Self>, LoadError> {
        let word = |[form, kind, place]: [&'static str; 3]| {
            let kind = NamedKind::parse(kind).ok_or_else(|| {
                table.error(
                    "event, product, organization, location, person or people",
                    kind,
                )
            })?;
            let place = KindPlace::parse(place).ok_or_else(|| {
                table.error("first, last, before, after, perhaps, area or whole", place)
            })?;
            Ok((form, Self { kind, place }))
        };
        let words: Vec<_> = table.rows().map(word).collect::<Result<_, LoadError>>()?;
        Ok(Phrases::in_language(tokens, words.into_iter()))
    }
}

impl NamedKind {
    fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "event" => Self::Event,
            "product" => Self::Product,
            "organization" => Self::Organization,
            "location" => Self::Location,
            "person" => Self::Person,
            "people" => Self::People,
            _ => return None,
        })
    }
}

impl KindPlace {
    fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "first" => Self::First,
            "last" => Self::Last,
            "before" => Self::Before,
            "after" => Self::After,
            "perhaps" => Self::Perhaps,
            "area" => Self::Area,
            "whole" => Self::Whole,
            _ => return None,
        })
    }
}
