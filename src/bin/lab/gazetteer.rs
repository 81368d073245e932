//! Compiles `gazetteers/names.bin`: names from open data, each with the lists
//! that it is in. Only names in Latin letters, as the languages with packs write them.

use std::collections::BTreeMap;

use copydesk::entity::{LONGEST_NAME, name_key};
use copydesk::language::TokenRules;
use copydesk::model::{Header, Weight, write_lists};
use copydesk::segment::segment;
use copydesk::tag::word_forms;
use copydesk::text::Document;
use serde_json::Value;

use crate::Setting;
use crate::corpora::read;

/// The lists, in the order of their numbers.
const LISTS: [&str; 8] = [
    "male", "female", "forename", "surname", "country", "city", "person", "party",
];
/// Cities with fewer people are listed by their main name alone.
const LARGE_CITY: u64 = 100_000;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(Default)]
struct Names {
    lists: BTreeMap<u64, u16>,
    /// How often a forename is a man's and a woman's.
    genders: BTreeMap<String, [u32; 2]>,
}

/// Compiles the gazetteer and writes it.
pub(crate) fn compile(setting: &Setting) -> Outcome<()> {
    let mut names = Names::default();
    forenames(setting, &mut names)?;
    surnames(setting, &mut names)?;
    politicians(setting, &mut names)?;
    territories(setting, &mut names)?;
    cities(setting, &mut names)?;
    parties(setting, &mut names)?;
    names.settle_genders();
    let features: Vec<(u64, Vec<Weight>)> = names
        .lists
        .iter()
        .map(|(&key, &lists)| (key, weights(lists)))
        .collect();
    let header = Header {
        task: "gazetteer".into(),
        language: "und".into(),
        labels: LISTS.map(str::to_owned).to_vec(),
    };
    let bytes = write_lists(&header, &features);
    println!("gazetteer: {} names, {} bytes", features.len(), bytes.len());
    Ok(std::fs::write("gazetteers/names.bin", bytes)?)
}

fn weights(lists: u16) -> Vec<Weight> {
    (0..16)
        .filter(|list| lists >> list & 1 == 1)
        .map(|label| Weight { label, weight: 1 })
        .collect()
}

impl Names {
    fn count(&mut self, forename: &str, is_female: usize) {
        self.genders.entry(forename.to_owned()).or_default()[is_female] += 1;
    }

    /// A forename is of the gender that four in five of its bearers in the lists have.
    fn settle_genders(&mut self) {
        for (name, [male, female]) in std::mem::take(&mut self.genders) {
            if male >= 4 * female {
                self.add(&name, "male");
            } else if female >= 4 * male {
                self.add(&name, "female");
            }
        }
    }

    fn add(&mut self, name: &str, list: &str) {
        let name = name
            .split(['(', '/', ','])
            .next()
            .unwrap_or_default()
            .trim();
        if !is_latin(name) || name.chars().filter(|letter| letter.is_alphabetic()).count() < 2 {
            return;
        }
        let Some(number) = LISTS.iter().position(|known| *known == list) else {
            return;
        };
        let parted = name.replace('-', " - ");
        for spelling in [name, parted.as_str()] {
            let segmentation = segment(&Document::new(spelling), &TokenRules::default());
            let words = word_forms(spelling, &segmentation.tokens);
            if (1..=LONGEST_NAME).contains(&words.len()) {
                let key = name_key(words.iter().map(|word| word.lower));
                *self.lists.entry(key).or_default() |= 1 << number;
            }
        }
    }
}

/// Whether all letters of `name` are Latin.
pub(crate) fn is_latin(name: &str) -> bool {
    name.chars().all(|letter| {
        !letter.is_alphabetic()
            || u32::from(letter) < 0x250
            || (0x1e00..0x1f00).contains(&u32::from(letter))
    })
}

/// The fields of a line of comma-separated values.
pub(crate) fn fields(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(String::new()),
            _ => found
                .last_mut()
                .into_iter()
                .for_each(|field| field.push(letter)),
        }
    }
    found
}

fn forenames(setting: &Setting, names: &mut Names) -> Outcome<()> {
    for line in read(
        &setting
            .corpora
            .join("gaz/names_sigpwned/common-forenames-by-country.csv"),
    )?
    .lines()
    .skip(1)
    {
        let row = fields(line);
        let gender = match row.get(9).map(String::as_str) {
            Some("M") => 0,
            Some("F") => 1,
            _ => continue,
        };
        for name in &row[10..] {
            names.count(name, gender);
            names.add(name, "forename");
        }
    }
    Ok(())
}

fn surnames(setting: &Setting, names: &mut Names) -> Outcome<()> {
    for line in read(
        &setting
            .corpora
            .join("gaz/names_sigpwned/common-surnames-by-country.csv"),
    )?
    .lines()
    .skip(1)
    {
        fields(line)
            .iter()
            .skip(4)
            .take(2)
            .for_each(|name| names.add(name, "surname"));
    }
    Ok(())
}

/// Whole names of politicians, and the first and last words of those with two.
fn politicians(setting: &Setting, names: &mut Names) -> Outcome<()> {
    let politicians = read(
        &setting
            .corpora
            .join("gaz/everypolitician_2015/wikidata_persons.jsonl"),
    )?;
    let congress = read(&setting.corpora.join("gaz/congress/persons.jsonl"))?;
    for line in politicians.lines().chain(congress.lines()) {
        let person: Value = serde_json::from_str(line)?;
        let gender = match person["gender"].as_str() {
            Some("male" | "M") => Some(0),
            Some("female" | "F") => Some(1),
            _ => None,
        };
        let name = person["name"].as_str().unwrap_or_default();
        names.add(name, "person");
        for code in ["fr", "de", "es", "it", "pt", "nl"] {
            names.add(person["names"][code].as_str().unwrap_or_default(), "person");
        }
        if let Some((first, last)) = name.split_once(' ').filter(|(_, last)| !last.contains(' ')) {
            names.add(first, "forename");
            if let Some(gender) = gender {
                names.count(first, gender);
            }
            names.add(last, "surname");
        }
    }
    Ok(())
}

fn territories(setting: &Setting, names: &mut Names) -> Outcome<()> {
    let table: Value = serde_json::from_str(&read(
        &setting.corpora.join("gaz/cldr/cldr_territories.json"),
    )?)?;
    for code in ["en", "fr", "de", "es", "it", "pt", "nl"] {
        for (_, name) in table[code].as_object().into_iter().flatten() {
            names.add(name.as_str().unwrap_or_default(), "country");
        }
    }
    Ok(())
}

fn cities(setting: &Setting, names: &mut Names) -> Outcome<()> {
    for line in read(&setting.corpora.join("gaz/geonames/cities15000.tsv"))?.lines() {
        let row: Vec<&str> = line.split('\t').collect();
        let [_, name, ascii, _, _, _, population, _, others] = row[..] else {
            continue;
        };
        names.add(name, "city");
        names.add(ascii, "city");
        if population
            .parse::<u64>()
            .is_ok_and(|people| people >= LARGE_CITY)
        {
            let spelt = |other: &&str| other.starts_with(char::is_uppercase) && other.len() > 3;
            others
                .split('|')
                .filter(spelt)
                .for_each(|other| names.add(other, "city"));
        }
    }
    Ok(())
}

fn parties(setting: &Setting, names: &mut Names) -> Outcome<()> {
    for line in read(
        &setting
            .corpora
            .join("gaz/partyfacts/import/elecglob/partyfacts-core-parties.csv"),
    )?
    .lines()
    .skip(1)
    {
        let row = fields(line);
        for name in row
            .iter()
            .skip(3)
            .take(3)
            .flat_map(|names| names.split(" / "))
        {
            names.add(name, "party");
        }
    }
    Ok(())
}
