//! The tables under `lang/<code>/dates/`, embedded and parsed once into a
//! [`LanguageDates`]. A language is its folder and one line in [`tables`].

use crate::language::{Language, rows};
use crate::model::LoadError;

use super::bounds::PartHours;
use super::evidence::PublicationCues;
use super::frame::{Field, frame_of};
use super::grammar::{Grammar, Table};
use super::outlook::OutlookWords;

/// What Copydesk knows about time in one language.
#[derive(Clone, Debug)]
pub(super) struct LanguageDates {
    pub(super) grammar: Grammar,
    pub(super) outlook: OutlookWords,
    pub(super) cues: PublicationCues,
    pub(super) hours: PartHours,
}

/// The files of one language.
struct Tables {
    words: Table,
    numbers: Table,
    patterns: Table,
    outlook: Table,
    publication: Table,
    parts: Table,
}

macro_rules! table {
    ($code:literal, $name:literal) => {
        Table {
            file: concat!("lang/", $code, "/dates/", $name),
            text: include_str!(concat!("../../lang/", $code, "/dates/", $name)),
        }
    };
}

macro_rules! folder {
    ($code:literal) => {
        Tables {
            words: table!($code, "words.tsv"),
            numbers: table!($code, "numbers.tsv"),
            patterns: table!($code, "patterns.tsv"),
            outlook: table!($code, "outlook.tsv"),
            publication: table!($code, "publication.tsv"),
            parts: table!($code, "parts.tsv"),
        }
    };
}

const EVERYWHERE_WORDS: Table = table!("und", "words.tsv");
const EVERYWHERE_PATTERNS: Table = table!("und", "patterns.tsv");

fn tables(language: Language) -> Tables {
    match language {
        Language::English => folder!("en"),
        Language::French => folder!("fr"),
    }
}

impl LanguageDates {
    /// Parses the tables of `language`; `None` is what is written alike everywhere.
    pub(super) fn load(language: Option<Language>) -> Result<Self, LoadError> {
        let Some(tables) = language.map(tables) else {
            let grammar = Grammar::compile(&[EVERYWHERE_WORDS], None, &[EVERYWHERE_PATTERNS])?;
            return Ok(Self {
                grammar,
                outlook: OutlookWords::default(),
                cues: PublicationCues::default(),
                hours: PartHours::default(),
            });
        };
        let words = [EVERYWHERE_WORDS, tables.words];
        let patterns = [EVERYWHERE_PATTERNS, tables.patterns];
        let mut grammar = Grammar::compile(&words, Some(tables.numbers), &patterns)?;
        let outlook = OutlookWords::parse(tables.outlook, &mut grammar.vocabulary)?;
        Ok(Self {
            grammar,
            outlook,
            cues: PublicationCues::parse(tables.publication)?,
            hours: part_hours(tables.parts)?,
        })
    }
}

fn part_hours(table: Table) -> Result<PartHours, LoadError> {
    let row = |row: Vec<&str>| {
        let [part, from, to] = row.as_slice() else {
            return None;
        };
        let part = frame_of(&format!("part={part}"))?.get(Field::Part)?;
        Some((part, from.parse().ok()?, to.parse().ok()?))
    };
    let hours: Option<Vec<(i16, u8, u8)>> = rows(table.text).map(row).collect();
    hours.map(PartHours::new).ok_or_else(|| {
        let expected = "part of the day, first hour, hour after the last";
        LoadError::unexpected(table.file, expected, "another row")
    })
}
