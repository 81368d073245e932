//! The tables under `lang/<code>/dates/`, embedded and parsed once into a
//! [`LanguageDates`].

use crate::language::{Folder, Table, rows};
use crate::model::LoadError;

use super::bounds::PartHours;
use super::evidence::PublicationCues;
use super::frame::{Field, frame_of};
use super::grammar::Grammar;
use super::outlook::OutlookWords;

/// What Copydesk knows about time in one language.
#[derive(Clone, Debug)]
pub(super) struct LanguageDates {
    pub(super) grammar: Grammar,
    pub(super) outlook: OutlookWords,
    pub(super) cues: PublicationCues,
    pub(super) hours: PartHours,
}

impl LanguageDates {
    /// Parses the tables of a language in `folder`.
    pub(super) fn parse(folder: &Folder) -> Result<Self, LoadError> {
        let common = Folder::embedded("und");
        let both = |name| Ok([common.table(name)?, folder.table(name)?]);
        let numbers = Some(folder.table("dates/numbers")?);
        let mut grammar =
            Grammar::compile(&both("dates/words")?, numbers, &both("dates/patterns")?)?;
        let outlook = OutlookWords::parse(folder.table("dates/outlook")?, &mut grammar.vocabulary)?;
        Ok(Self {
            grammar,
            outlook,
            cues: PublicationCues::parse(folder.table("dates/publication")?)?,
            hours: part_hours(folder.table("dates/parts")?)?,
        })
    }

    /// What is written alike everywhere.
    pub(super) fn common() -> Result<Self, LoadError> {
        let folder = Folder::embedded("und");
        let words = [folder.table("dates/words")?];
        let grammar = Grammar::compile(&words, None, &[folder.table("dates/patterns")?])?;
        Ok(Self {
            grammar,
            outlook: OutlookWords::default(),
            cues: PublicationCues::default(),
            hours: PartHours::default(),
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
        table.error(expected, "another row")
    })
}
