//! Names swapped into real sentences: copies of annotated texts in which names
//! give way to others of their kind, half of them misspelt so that no list knows
//! them. What is left to tell a name's kind is the sentence around it.

use std::collections::HashMap;

use copydesk::text::Span;
use serde_json::Value;

use crate::Setting;
use crate::corpora::read;
use crate::random::Random;
use crate::readers::Annotated;

/// Names to swap in, by kind.
pub(crate) struct Names {
    people: Vec<String>,
    places: Vec<String>,
    bodies: Vec<String>,
}

impl Names {
    /// Politicians, cities, and the organisations that `texts` name.
    pub(crate) fn read<'t>(
        setting: &Setting,
        texts: impl Iterator<Item = &'t Annotated>,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let people = read(
            &setting
                .corpora
                .join("gaz/everypolitician_2015/wikidata_persons.jsonl"),
        )?;
        let cities = read(&setting.corpora.join("gaz/geonames/cities15000.tsv"))?;
        let name = |line: &str| {
            Some(
                serde_json::from_str::<Value>(line).ok()?["name"]
                    .as_str()?
                    .to_owned(),
            )
        };
        let org = |text: &'t Annotated| {
            text.spans
                .iter()
                .filter(|(_, kind)| kind == "ORG")
                .map(|(span, _)| span.of(&text.text).to_owned())
        };
        Ok(Self {
            people: people
                .lines()
                .filter_map(name)
                .filter(|name| (2..=3).contains(&name.split(' ').count()))
                .collect(),
            places: cities
                .lines()
                .filter_map(|line| Some(line.split('\t').nth(1)?.to_owned()))
                .collect(),
            bodies: texts.flat_map(org).collect(),
        })
    }

    /// A copy of `text` with other names.
    pub(crate) fn swap(&self, text: &Annotated, random: &mut Random) -> Annotated {
        let mut swapped: HashMap<&str, String> = HashMap::new();
        let mut copy = Annotated::default();
        let mut at = 0;
        for (span, kind) in &text.spans {
            if (span.start as usize) < at {
                continue;
            }
            let name = span.of(&text.text);
            let other = swapped
                .get(name)
                .cloned()
                .unwrap_or_else(|| self.other(name, kind, random));
            copy.text.push_str(&text.text[at..span.start as usize]);
            let start = copy.text.len();
            copy.text.push_str(&other);
            copy.spans
                .push((Span::new(start, copy.text.len()), kind.clone()));
            at = span.end as usize;
            if let (Some(last), Some(other_last)) =
                (name.rsplit(' ').next(), other.rsplit(' ').next())
            {
                swapped.entry(last).or_insert_with(|| other_last.to_owned());
            }
            swapped.insert(name, other);
        }
        copy.text.push_str(&text.text[at..]);
        copy
    }

    /// Another name of the kind, or now and then the same.
    fn other(&self, name: &str, kind: &str, random: &mut Random) -> String {
        let words = name.split(' ').count();
        let pick = |list: &[String], random: &mut Random| list[random.below(list.len())].clone();
        let other = match kind {
            "PER" if random.below(10) < 6 => {
                let full = pick(&self.people, random);
                if words > 1 {
                    full
                } else {
                    full.rsplit(' ').next().unwrap_or_default().to_owned()
                }
            }
            "LOC" if random.below(10) < 5 => pick(&self.places, random),
            "ORG" if is_acronym(name) => (0..name.chars().count())
                .map(|_| letter(b'A', random))
                .collect(),
            "ORG" if random.below(10) < 2 => misspelt(&pick(&self.places, random), random),
            "ORG" if random.below(10) < 4 => pick(&self.bodies, random),
            _ => return name.to_owned(),
        };
        let other = if random.below(12) == 0 && words == 1 {
            format!("al-{other}")
        } else {
            other
        };
        if random.below(2) == 0 {
            misspelt(&other, random)
        } else {
            other
        }
    }
}

fn is_acronym(name: &str) -> bool {
    (2..=6).contains(&name.len()) && name.chars().all(|letter| letter.is_ascii_uppercase())
}

fn letter(first: u8, random: &mut Random) -> char {
    char::from(first + u8::try_from(random.below(26)).unwrap_or_default())
}

/// The name with a letter or two of each long word changed, vowels for vowels.
fn misspelt(name: &str, random: &mut Random) -> String {
    let vowels = ['a', 'e', 'i', 'o', 'u'];
    let change = |letter: char, random: &mut Random| match letter {
        _ if random.below(5) > 0 => letter,
        'a' | 'e' | 'i' | 'o' | 'u' => vowels[random.below(5)],
        'b'..='z' => "bdfghklmnprstz"
            .chars()
            .nth(random.below(14))
            .unwrap_or(letter),
        _ => letter,
    };
    name.chars().map(|letter| change(letter, random)).collect()
}
