//! Inflection: the forms of verbs, from the endings of paradigms and from lists
//! of irregular forms.
//!
//! ```text
//! er: inf -er, pres.3s -e, …     affirmer → affirmer, affirme, …
//! ```

use std::collections::HashMap;

use super::table::Table;
use super::verbs::{Form, Inflection};
use super::words::{Gender, Number};

/// `pres.3s` and the like, as an [`Inflection`] of verb number `verb`.
pub(super) fn inflection(verb: usize, name: &str) -> Option<Inflection> {
    let (base, detail) = name.split_once('.').unwrap_or((name, ""));
    let form = match base {
        "inf" => Form::Infinitive,
        "ger" => Form::Gerund,
        "part" => Form::Participle,
        "pres" | "impf" | "past" | "fut" | "cond" | "subj" | "imp" => Form::Finite,
        _ => return None,
    };
    let mut codes = detail.chars().map(String::from);
    let (first, second) = (
        codes.next().unwrap_or_default(),
        codes.next().unwrap_or_default(),
    );
    Some(Inflection {
        verb,
        form,
        person: first.parse().unwrap_or(0),
        number: Number::parse(&second),
        gender: if form == Form::Participle {
            Gender::parse(&first)
        } else {
            Gender::Any
        },
    })
}

/// Makes the forms of verbs from paradigms and from lists of irregular forms.
pub(super) struct Inflector {
    paradigms: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
    irregular: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
    particles: Vec<&'static str>,
    /// Pronouns of reflexive verbs.
    pub(super) reflexives: Vec<&'static str>,
}

impl Inflector {
    pub(super) fn parse(paradigms: Table, irregular: Table, reflexives: Table) -> Self {
        let group = |table: Table| {
            let mut groups: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
            for [name, form, word] in table.rows() {
                groups.entry(name).or_default().push((form, word));
            }
            groups
        };
        Self {
            paradigms: group(paradigms),
            irregular: group(irregular),
            particles: reflexives.rows().map(|[form]| form).collect(),
            reflexives: reflexives
                .rows()
                .filter(|[_, kind]| *kind == "pronoun")
                .map(|[form, _]| form)
                .collect(),
        }
    }

    /// Whether `lemma` is written with a reflexive pronoun.
    pub(super) fn is_reflexive(&self, lemma: &str) -> bool {
        self.reflexives.iter().any(|pronoun| {
            lemma
                .strip_prefix(pronoun)
                .is_some_and(|rest| rest.starts_with(' ') || pronoun.ends_with('\''))
        })
    }

    /// The inflected word of `lemma`, after a reflexive pronoun, and the words that follow it.
    pub(super) fn parts<'l>(&self, lemma: &'l str) -> (&'l str, &'l str) {
        let before = |bare: &'l str, pronoun: &str| {
            bare.strip_prefix(pronoun)
                .filter(|rest| rest.starts_with(' ') || pronoun.ends_with('\''))
        };
        let mut bare = lemma;
        while let Some(rest) = self
            .particles
            .iter()
            .find_map(|pronoun| before(bare, pronoun))
        {
            bare = rest.trim_start();
        }
        bare.split_once(' ').unwrap_or((bare, ""))
    }

    /// The names and words of all forms of `verb`; none when its paradigm is unknown.
    pub(super) fn forms(&self, verb: &str, paradigm: &str) -> Vec<(&'static str, String)> {
        if let Some(forms) = self.irregular.get(verb) {
            return forms
                .iter()
                .map(|(name, word)| (*name, (*word).to_owned()))
                .collect();
        }
        let Some(endings) = self.paradigms.get(paradigm) else {
            return Vec::new();
        };
        let mut infinitives = endings.iter().filter(|(name, _)| *name == "inf");
        let Some(stem) = infinitives.find_map(|(_, ending)| verb.strip_suffix(ending)) else {
            return Vec::new();
        };
        endings
            .iter()
            .map(|(name, ending)| (*name, format!("{stem}{ending}")))
            .collect()
    }
}
