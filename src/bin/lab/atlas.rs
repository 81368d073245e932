//! Compiles `gazetteers/atlas.bin`: countries, regions, cities, politicians, parties,
//! bodies and media with their identifiers, by the names that they have in the
//! languages with packs.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use copydesk::entity::{Code, NO_CODE, Record, Thing, atlas_key};
use copydesk::model::{Header, write_records};
use serde_json::Value;

use crate::Setting;
use crate::corpora::read;
use crate::gazetteer::{fields, is_latin};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Cities with fewer people are found by their main name alone.
const LARGE_CITY: u64 = 100_000;
/// A capital is as well known as a city with four times the people.
const CAPITAL: u8 = 2;
/// Languages in which politicians' names are taken.
const LANGUAGES: [&str; 8] = ["en", "fr", "de", "es", "it", "pt", "nl", "sv"];
/// Politicians who died before this year are history.
const FIRST_DEATH: i64 = 1960;

/// Records in the making, by what identifies them.
#[derive(Default)]
struct Records(Vec<(Record, Vec<u64>)>);

impl Records {
    fn add<'a>(&mut self, record: Record, names: impl IntoIterator<Item = &'a str>) {
        let mut keys: Vec<u64> = names
            .into_iter()
            .map(str::trim)
            .filter(|name| name.chars().count() > 1 && is_latin(name))
            .flat_map(|name| [atlas_key(name), atlas_key(&with_plain_capitals(name))])
            .collect();
        keys.sort_unstable();
        keys.dedup();
        if !keys.is_empty() {
            self.0.push((record, keys));
        }
    }
}

/// "Etats-Unis": many newspapers write capitals without accents.
fn with_plain_capitals(name: &str) -> String {
    name.chars()
        .map(|letter| match letter {
            'À' | 'Á' | 'Â' => 'A',
            'É' | 'È' | 'Ê' => 'E',
            'Í' | 'Î' => 'I',
            'Ó' | 'Ô' => 'O',
            'Ú' => 'U',
            'Ç' => 'C',
            _ => letter,
        })
        .collect()
}

const NOTHING: Record = Record {
    thing: Thing::Country,
    country: NO_CODE,
    region: NO_CODE,
    people: 0,
    wikidata: 0,
    number: 0,
    coordinates: None,
};

/// Compiles the atlas and writes it.
pub(crate) fn compile(setting: &Setting) -> Outcome<()> {
    let mut records = Records::default();
    let codes = territories(&mut records)?;
    cities(setting, &mut records)?;
    politicians(setting, &codes, &mut records)?;
    parties(setting, &mut records)?;
    bodies(&mut records)?;
    let names: usize = records.0.iter().map(|(_, keys)| keys.len()).sum();
    let count = records.0.len();
    let written: Vec<(Vec<u8>, Vec<u64>)> = records
        .0
        .into_iter()
        .map(|(record, keys)| (record.write(), keys))
        .collect();
    let header = Header {
        task: "atlas".into(),
        language: "und".into(),
        labels: vec![],
    };
    let bytes = write_records(&header, &written);
    println!(
        "atlas: {count} things, {names} names, {} bytes",
        bytes.len()
    );
    Ok(std::fs::write("gazetteers/atlas.bin", bytes)?)
}

/// The rows of a table under `gazetteers/`.
fn rows(name: &str) -> Outcome<Vec<Vec<String>>> {
    let text = read(Path::new(&format!("gazetteers/{name}.tsv")))?;
    let rows = copydesk::language::rows(&text);
    Ok(rows
        .map(|row| row.into_iter().map(str::to_owned).collect())
        .collect())
}

fn code(text: &str) -> Code {
    text.as_bytes().try_into().unwrap_or(NO_CODE)
}

fn item(text: &str) -> u32 {
    text.trim_start_matches('Q').parse().unwrap_or(0)
}

fn hundredths(text: &str) -> Option<i16> {
    let degrees: f64 = text.parse().ok()?;
    format!("{:.0}", degrees * 100.0).parse().ok()
}

/// Countries and regions; hands out the codes of countries by their names.
fn territories(records: &mut Records) -> Outcome<HashMap<String, Code>> {
    let mut codes = HashMap::new();
    for row in rows("territories")? {
        let [place, kind, wikidata, geonames, latitude, longitude, names] = row.as_slice() else {
            return Err(format!("territories.tsv: {row:?}").into());
        };
        let (country, region) = place.split_once('-').unwrap_or((place, ""));
        let is_country = kind == "country";
        let record = Record {
            thing: if is_country {
                Thing::Country
            } else {
                Thing::Region
            },
            country: code(country),
            region: code(region),
            wikidata: item(wikidata),
            number: geonames.parse().unwrap_or(0),
            coordinates: hundredths(latitude).zip(hundredths(longitude)),
            ..NOTHING
        };
        records.add(record, names.split('|'));
        if is_country {
            codes.extend(
                names
                    .split('|')
                    .map(|name| (name.to_owned(), code(country))),
            );
        }
    }
    Ok(codes)
}

fn cities(setting: &Setting, records: &mut Records) -> Outcome<()> {
    let coordinates: HashMap<String, (i16, i16)> = rows("coordinates")?
        .into_iter()
        .filter_map(|row| {
            let place = hundredths(row.get(1)?).zip(hundredths(row.get(2)?))?;
            Some((row.first()?.clone(), place))
        })
        .collect();
    for line in read(&setting.corpora.join("gaz/geonames/cities15000.tsv"))?.lines() {
        let row: Vec<&str> = line.split('\t').collect();
        let [id, name, ascii, country, admin, feature, people, _, others] = row[..] else {
            continue;
        };
        // Parts of a city are not cities.
        if feature == "PPLX" {
            continue;
        }
        let people: u64 = people.parse().unwrap_or(0);
        let record = Record {
            thing: Thing::City,
            country: code(country),
            region: if country == "US" {
                code(admin)
            } else {
                NO_CODE
            },
            people: u8::try_from(people.max(1).ilog2()).unwrap_or(0)
                + if feature == "PPLC" { CAPITAL } else { 0 },
            number: id.parse().unwrap_or(0),
            coordinates: coordinates.get(id).copied(),
            ..NOTHING
        };
        let spelt = |other: &&str| other.starts_with(char::is_uppercase) && other.len() > 3;
        let others = others
            .split('|')
            .filter(spelt)
            .filter(|_| people >= LARGE_CITY);
        records.add(record, [name, ascii].into_iter().chain(others));
    }
    Ok(())
}

fn politicians(
    setting: &Setting,
    codes: &HashMap<String, Code>,
    records: &mut Records,
) -> Outcome<()> {
    let world = read(
        &setting
            .corpora
            .join("gaz/everypolitician_2015/wikidata_persons.jsonl"),
    )?;
    let congress = read(&setting.corpora.join("gaz/congress/persons.jsonl"))?;
    let mut people: BTreeMap<u32, (Code, Vec<String>)> = BTreeMap::new();
    for line in world.lines().chain(congress.lines()) {
        let person: Value = serde_json::from_str(line)?;
        let died = person["death_date"]
            .as_str()
            .and_then(|date| date.get(..4)?.parse::<i64>().ok());
        if died.is_some_and(|year| year < FIRST_DEATH) {
            continue;
        }
        let country = match person["country"][0].as_str() {
            Some(name) => codes.get(name).copied().unwrap_or(NO_CODE),
            None if person["src"] == "congress" => *b"US",
            None => NO_CODE,
        };
        let known = people
            .entry(item(person["qid"].as_str().unwrap_or_default()))
            .or_insert_with(|| (country, Vec::new()));
        let translated = LANGUAGES.iter().map(|code| &person["names"][*code]);
        known.1.extend(
            std::iter::once(&person["name"])
                .chain(translated)
                .filter_map(Value::as_str)
                .filter(|name| name.contains(' '))
                .map(str::to_owned),
        );
    }
    for (wikidata, (country, names)) in people.into_iter().filter(|(item, _)| *item > 0) {
        let record = Record {
            thing: Thing::Person,
            country,
            wikidata,
            ..NOTHING
        };
        records.add(record, names.iter().map(String::as_str));
    }
    Ok(())
}

fn parties(setting: &Setting, records: &mut Records) -> Outcome<()> {
    let path = "gaz/partyfacts/import/elecglob/partyfacts-core-parties.csv";
    let countries = read(
        &setting
            .corpora
            .join("gaz/country_codes/data/country-codes.csv"),
    )?;
    let alpha2: HashMap<String, Code> = countries
        .lines()
        .skip(1)
        .map(fields)
        .filter_map(|row| Some((row.get(2)?.clone(), code(row.get(9)?))))
        .collect();
    for line in read(&setting.corpora.join(path))?.lines().skip(1) {
        let row = fields(line);
        let (Some(country), Some(id)) = (row.first(), row.get(1)) else {
            continue;
        };
        let record = Record {
            thing: Thing::Party,
            country: alpha2.get(country).copied().unwrap_or(NO_CODE),
            number: id.parse().unwrap_or(0),
            ..NOTHING
        };
        let names = row
            .iter()
            .skip(3)
            .take(3)
            .flat_map(|names| names.split(" / "));
        if record.number > 0 && record.country != NO_CODE {
            records.add(record, names);
        }
    }
    Ok(())
}

fn bodies(records: &mut Records) -> Outcome<()> {
    for row in rows("bodies")? {
        let [wikidata, kind, country, names] = row.as_slice() else {
            return Err(format!("bodies.tsv: {row:?}").into());
        };
        let record = Record {
            thing: if kind == "body" {
                Thing::Body
            } else {
                Thing::Medium
            },
            country: code(country),
            wikidata: item(wikidata),
            ..NOTHING
        };
        records.add(record, names.split('|'));
    }
    Ok(())
}
