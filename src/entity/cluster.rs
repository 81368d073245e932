//! Clusters: which names are of one thing. Forms are taken from the longest to
//! the shortest; each joins the thing whose form it shortens, or starts its own.

use std::collections::HashMap;
use std::ops::Range;

use super::aliases::Aliases;
use super::inflection::Inflections;
use super::recognise::Name;
use super::{EntityKind, acronym};
use crate::language::Gender;
use crate::tag::{Article, Case};

/// How many things are compared with a form; more share a word only in text that is no article.
const MOST_CANDIDATES: usize = 200;

/// How many of a thing's last names are looked at to tell which thing was named last.
const RECENT: usize = 64;

/// One spelling of a name in the article, and where it stands.
#[derive(Debug)]
struct Form {
    kind: EntityKind,
    tokens: Range<usize>,
    keys: Vec<u64>,
    places: Vec<usize>,
}

/// For each thing the indices of its names, in the order of the text; things in the order of their first name.
pub(super) fn clusters(
    article: &Article,
    names: &[Name],
    genders: &[Gender],
    aliases: &Aliases,
    inflections: &Inflections,
) -> Vec<Vec<usize>> {
    let mut forms = forms(article, names, inflections);
    forms.sort_by_key(|form| {
        (
            std::cmp::Reverse((form.keys.len(), form_length(article, form))),
            form.places[0],
        )
    });
    let mut clustering = Clustering {
        article,
        genders,
        aliases,
        things: Vec::new(),
        by_key: HashMap::new(),
        by_alias: HashMap::new(),
    };
    for form in forms {
        clustering.add(form);
    }
    let mut clusters: Vec<Vec<usize>> = clustering
        .things
        .into_iter()
        .map(|thing| thing.places)
        .filter(|places| !places.is_empty())
        .collect();
    for places in &mut clusters {
        places.sort_unstable();
    }
    clusters.sort_by_key(|places| places[0]);
    clusters
}

fn form_length(article: &Article, form: &Form) -> usize {
    form.tokens.clone().map(|at| article.form(at).len()).sum()
}

fn forms(article: &Article, names: &[Name], inflections: &Inflections) -> Vec<Form> {
    let mut numbers: HashMap<(EntityKind, Vec<u64>), usize> = HashMap::new();
    let mut forms: Vec<Form> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let tokens = name.tokens.clone();
        let keys: Vec<u64> = tokens.map(|at| inflections.base(article.key(at))).collect();
        let number = *numbers.entry((name.kind, keys.clone())).or_insert_with(|| {
            forms.push(Form {
                kind: name.kind,
                tokens: name.tokens.clone(),
                keys,
                places: Vec::new(),
            });
            forms.len() - 1
        });
        forms[number].places.push(place);
    }
    forms
}

/// A thing in the making: its forms, longest first, and the indices of its names.
struct Thing {
    forms: Vec<Form>,
    places: Vec<usize>,
}

struct Clustering<'a> {
    article: &'a Article<'a>,
    genders: &'a [Gender],
    aliases: &'a Aliases,
    things: Vec<Thing>,
    /// The things that have a form with a word, or a part of one, by its key.
    by_key: HashMap<u64, Vec<usize>>,
    by_alias: HashMap<usize, usize>,
}

impl Clustering<'_> {
    fn add(&mut self, mut form: Form) {
        let alias = self.aliases.thing(&form.keys, form.kind);
        let known = alias.and_then(|alias| self.by_alias.get(&alias).copied());
        let candidates = known.map_or_else(|| self.candidates(&form), |thing| vec![thing]);
        let places = std::mem::take(&mut form.places);
        let thing = match candidates[..] {
            [] => self.start(),
            [only] => only,
            _ => {
                for place in places {
                    self.add_to_nearest(&candidates, place);
                }
                return;
            }
        };
        if let Some(alias) = alias {
            self.by_alias.entry(alias).or_insert(thing);
        }
        self.index(thing, &form);
        self.things[thing].places.extend(places);
        self.things[thing].forms.push(form);
    }

    fn start(&mut self) -> usize {
        self.things.push(Thing {
            forms: Vec::new(),
            places: Vec::new(),
        });
        self.things.len() - 1
    }

    fn index(&mut self, thing: usize, form: &Form) {
        let parts = form
            .tokens
            .clone()
            .flat_map(|at| part_keys(self.article.form(at)));
        for key in form.keys.iter().copied().chain(parts) {
            let row = self.by_key.entry(key).or_default();
            if row.last() != Some(&thing) {
                row.push(thing);
            }
        }
    }

    /// Of several things that a short form may name, the one named last before it, or else first.
    fn add_to_nearest(&mut self, candidates: &[usize], place: usize) {
        let last_before = |thing: &usize| {
            let recent = self.things[*thing].places.iter().rev().take(RECENT);
            recent.filter(|other| **other < place).max().copied()
        };
        let nearest = candidates
            .iter()
            .copied()
            .max_by_key(|thing| (last_before(thing), std::cmp::Reverse(*thing)));
        if let Some(thing) = nearest {
            self.things[thing].places.push(place);
        }
    }

    /// The things that `form` shortens; when acronyms are involved, those whose long form spells it.
    fn candidates(&self, form: &Form) -> Vec<usize> {
        let with_key = |key| {
            self.by_key
                .get(key)
                .into_iter()
                .flatten()
                .take(MOST_CANDIDATES)
        };
        let mut near: Vec<usize> = form.keys.iter().flat_map(with_key).copied().collect();
        if form.keys.len() == 1 && form.kind == EntityKind::Organization {
            near.extend(0..self.things.len().min(MOST_CANDIDATES));
        }
        near.sort_unstable();
        near.dedup();
        near.truncate(MOST_CANDIDATES);
        near.retain(|thing| {
            self.things[*thing]
                .forms
                .iter()
                .any(|longer| self.shortens(form, longer))
        });
        near
    }

    fn shortens(&self, form: &Form, longer: &Form) -> bool {
        form.kind == longer.kind
            && match form.kind {
                EntityKind::Person => self.is_same_person(form, longer),
                EntityKind::Organization => {
                    acronym::spells(self.article, &form.tokens, &longer.tokens)
                        || self.is_start(form, longer)
                        || (is_end(form, longer, 2) && !self.is_owner(form, longer))
                }
                EntityKind::Location => {
                    self.is_start(form, longer) || self.is_main_part(form, longer)
                }
                EntityKind::Event | EntityKind::Product => {
                    self.is_start(form, longer) || is_end(form, longer, 2)
                }
            }
    }

    /// A surname, a forename, or initials and a surname; two people of different gender are two people.
    fn is_same_person(&self, form: &Form, longer: &Form) -> bool {
        let same_gender = self.gender(form).agrees(self.gender(longer));
        let (Some(last), Some(longer_last)) = (form.keys.last(), longer.keys.last()) else {
            return false;
        };
        match form.keys.len() {
            1 => {
                same_gender && (last == longer_last || self.is_misspelt(form, longer))
                    || Some(last) == longer.keys.first()
                    || is_end(form, longer, 1)
            }
            _ => {
                is_end(form, longer, 2) || (last == longer_last && self.initials_fit(form, longer))
            }
        }
    }

    /// Whether a surname is, but for one letter or its vowels, the last word of a longer name: a slip, or
    /// another transliteration ("Moualem", "Walid Al-Muallem").
    fn is_misspelt(&self, form: &Form, longer: &Form) -> bool {
        let short = self.article.form(form.tokens.start);
        let long = self.article.form(longer.tokens.end - 1);
        is_nearly(short, main_part(long))
    }

    fn initials_fit(&self, form: &Form, longer: &Form) -> bool {
        let first = |form: &Form| self.article.form(form.tokens.start);
        let (short, long) = (first(form), first(longer));
        let initial = |word: &str| word.ends_with('.') || word.chars().count() == 1;
        (initial(short) || initial(long)) && short.chars().next() == long.chars().next()
    }

    fn gender(&self, form: &Form) -> Gender {
        self.genders
            .get(form.tokens.start)
            .copied()
            .unwrap_or_default()
    }

    /// Whether `form` is the first words of `longer` and more than a function word.
    fn is_start(&self, form: &Form, longer: &Form) -> bool {
        form.keys.len() < longer.keys.len()
            && longer.keys.starts_with(&form.keys)
            && self.article.words[form.tokens.start].case != Case::Lower
    }

    /// Whether the end of `longer` that `form` is says whose it is: the United Nations of
    /// their General Assembly.
    fn is_owner(&self, form: &Form, longer: &Form) -> bool {
        let before = longer.tokens.end.checked_sub(form.keys.len() + 1);
        before.is_some_and(|at| self.article.words[at].case == Case::Lower)
    }

    /// Whether `form` is the main part of the first word of `longer`: "Baghouz" of "Al-Baghouz".
    fn is_main_part(&self, form: &Form, longer: &Form) -> bool {
        form.keys.len() == 1
            && part_keys(self.article.form(longer.tokens.start)).contains(&form.keys[0])
    }
}

/// Whether `form` is at least `fewest` last words of `longer`.
fn is_end(form: &Form, longer: &Form, fewest: usize) -> bool {
    (fewest..longer.keys.len()).contains(&form.keys.len()) && longer.keys.ends_with(&form.keys)
}

/// The key of what follows a short first part and a hyphen ("Al-Baghouz"), if the word is so made.
fn part_keys(word: &str) -> Vec<u64> {
    let main = Some(main_part(word)).filter(|main| *main != word);
    main.into_iter().map(crate::language::word_key).collect()
}

/// What follows a short first part and a hyphen, or else the whole word.
fn main_part(word: &str) -> &str {
    word.split_once('-')
        .filter(|(article, main)| article.chars().count() <= 3 && main.chars().count() > 3)
        .map_or(word, |(_, main)| main)
}

/// The fewest letters of a name that may be taken for another spelling of one.
const LONG: usize = 7;

/// Whether two long words with the same first letter differ by one letter that one of them lacks, or have
/// the same consonants.
fn is_nearly(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.to_lowercase().chars().collect::<Vec<char>>();
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() < other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    if short.len() < LONG || long.len() - short.len() > 1 || short[0] != long[0] {
        return false;
    }
    let same = short
        .iter()
        .zip(long)
        .take_while(|(one, other)| one == other)
        .count();
    let one_more = short.len() < long.len() && short[same..] == long[same + 1..];
    one_more || consonants(short) == consonants(long)
}

/// The consonants of a word, doubled ones once.
fn consonants(letters: &[char]) -> Vec<char> {
    let vowel = |letter: &char| {
        matches!(
            letter,
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'à'..='æ' | 'è'..='ï' | 'ò'..='ö' | 'ù'..='ý'
        )
    };
    let mut found: Vec<char> = letters
        .iter()
        .copied()
        .filter(|letter| !vowel(letter))
        .collect();
    found.dedup();
    found
}
