//! The atlas: things of the world with stable identifiers, and the names that they
//! have in the languages with packs (`gazetteers/SOURCES.md`). A record is
//!
//! ```text
//! kind u8 · country 2 letters · region 2 letters · log2 of the people u8 ·
//! Wikidata u32 · GeoNames or Party Facts u32 · latitude, longitude i16, hundredths of a degree
//! ```

use crate::language::fold;
use crate::model::{LoadError, ModelFile, RecordTable, hash};

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A country or a territory with a code of its own.
    Country,
    /// A part of a country, or an area of several.
    Region,
    /// A city of more than 15,000.
    City,
    /// A politician.
    Person,
    /// A supranational body, or one as well known.
    Body,
    /// A news agency or a large medium.
    Medium,
    /// A political party.
    Party,
}

impl Thing {
    const ALL: [Thing; 7] = [
        Self::Country,
        Self::Region,
        Self::City,
        Self::Person,
        Self::Body,
        Self::Medium,
        Self::Party,
    ];
}

/// Two letters of an ISO 3166 code; spaces where there are none.
pub type Code = [u8; 2];

/// No code.
pub const NO_CODE: Code = *b"  ";
const NO_COORDINATE: i16 = i16::MIN;

/// A thing of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// What it is.
    pub thing: Thing,
    /// The country that it is or belongs to.
    pub country: Code,
    /// The part of the country, where that has a code of two letters.
    pub region: Code,
    /// Logarithm to base 2 of how many people live there, and two more for a capital.
    pub people: u8,
    /// Number of the Wikidata item; 0 for none.
    pub wikidata: u32,
    /// Number in `GeoNames`, of a party in Party Facts; 0 for none.
    pub number: u32,
    /// Latitude and longitude in hundredths of a degree.
    pub coordinates: Option<(i16, i16)>,
}

impl Record {
    /// Bytes of a record.
    pub const WIDTH: usize = 18;

    fn read(bytes: &[u8]) -> Option<Record> {
        let bytes: &[u8; Self::WIDTH] = bytes.try_into().ok()?;
        let &[kind, c0, c1, r0, r1, people, ..] = bytes;
        let long = |at: usize| {
            let part = bytes.get(at..at + 4)?;
            Some(u32::from_le_bytes(part.try_into().ok()?))
        };
        let degree = |at: usize| {
            let part = bytes.get(at..at + 2)?;
            Some(i16::from_le_bytes(part.try_into().ok()?))
        };
        let (latitude, longitude) = (degree(14)?, degree(16)?);
        Some(Record {
            thing: *Thing::ALL.get(usize::from(kind))?,
            country: [c0, c1],
            region: [r0, r1],
            people,
            wikidata: long(6)?,
            number: long(10)?,
            coordinates: (latitude != NO_COORDINATE).then_some((latitude, longitude)),
        })
    }

    /// The bytes that [`Atlas`] reads.
    pub fn write(&self) -> Vec<u8> {
        let (latitude, longitude) = self.coordinates.unwrap_or((NO_COORDINATE, 0));
        let kind = Thing::ALL.iter().position(|thing| *thing == self.thing);
        let kind = kind.and_then(|kind| u8::try_from(kind).ok()).unwrap_or(0);
        let mut bytes = vec![kind];
        bytes.extend(self.country);
        bytes.extend(self.region);
        bytes.push(self.people);
        bytes.extend(self.wikidata.to_le_bytes());
        bytes.extend(self.number.to_le_bytes());
        bytes.extend(latitude.to_le_bytes());
        bytes.extend(longitude.to_le_bytes());
        bytes
    }
}

/// Things of the world by their names.
#[derive(Debug)]
pub struct Atlas(RecordTable);

impl Atlas {
    /// Reads the atlas.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        RecordTable::load(file, "atlas", Record::WIDTH).map(Self)
    }

    /// The things with that name.
    pub fn named(&self, name: &str) -> Vec<Record> {
        let records = self.0.named(atlas_key(name));
        records.filter_map(Record::read).collect()
    }
}

/// What a name is looked up by: without case, with plain marks and single spaces.
pub fn atlas_key(name: &str) -> u64 {
    let words: Vec<String> = name.split_whitespace().map(fold).collect();
    hash(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let record = Record {
            thing: Thing::City,
            country: *b"US",
            region: *b"TX",
            people: 14,
            wikidata: 0,
            number: 4_717_560,
            coordinates: Some((3366, -9555)),
        };
        assert_eq!(record.write().len(), Record::WIDTH);
        assert_eq!(Record::read(&record.write()), Some(record));
        let nowhere = Record {
            coordinates: None,
            ..record
        };
        assert_eq!(Record::read(&nowhere.write()), Some(nowhere));
    }

    #[test]
    fn names_are_looked_up_without_case_and_spacing() {
        assert_eq!(atlas_key("Côte d’Ivoire"), atlas_key("côte  d'ivoire"));
        assert_ne!(atlas_key("Niger"), atlas_key("Nigeria"));
    }
}
