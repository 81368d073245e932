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

/// `pres.3s` and the like, as an [`Inflection`] of verb number 0.
fn inflection(name: &str) -> Option<Inflection> {
    let (base, detail) = name.split_once('.').unwrap_or((name, ""));
    let form = match base {
        "inf" => Form::Infinitive,
        "ger" => Form::Gerund,
        "part" => Form::Participle,
        "pres" | "impf" | "past" | "fut" | "cond" | "subj" | "imp" => Form::Finite,
        _ => return None,
    };
    let (first, second) = detail.split_at(detail.len().min(1));
    Some(Inflection {
        verb: 0,
        form,
        person: first.parse().unwrap_or(0),
        number: Number::parse(second),
        gender: if form == Form::Participle {
            Gender::parse(first)
        } else {
            Gender::Any
        },
    })
}

/// A row of a table of forms: what the form is called and what it is, and its ending or the whole word.
#[derive(Clone, Copy)]
struct Row {
    name: &'static str,
    inflection: Option<Inflection>,
    word: &'static str,
}

/// Makes the forms of verbs from paradigms and from lists of irregular forms.
pub(super) struct Inflector {
    paradigms: HashMap<&'static str, Vec<Row>>,
    irregular: HashMap<&'static str, Vec<Row>>,
    particles: Vec<&'static str>,
    /// Pronouns of reflexive verbs.
    pub(super) reflexives: Vec<&'static str>,
}

impl Inflector {
    pub(super) fn parse(paradigms: Table, irregular: Table, reflexives: Table) -> Self {
        let group = |table: Table| {
            let mut groups: HashMap<&str, Vec<Row>> = HashMap::new();
            for [group, name, word] in table.rows() {
                let inflection = inflection(name);
                groups.entry(group).or_default().push(Row {
                    name,
                    inflection,
                    word,
                });
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

    /// Calls `each` with every form of `verb` and with what it is, as an inflection of verb number 0.
    /// Whether there are any: not when its paradigm is unknown.
    pub(super) fn each_form(
        &self,
        verb: &str,
        paradigm: &str,
        mut each: impl FnMut(&str, Option<Inflection>),
    ) -> bool {
        if let Some(rows) = self.irregular.get(verb) {
            for row in rows {
                each(row.word, row.inflection);
            }
            return true;
        }
        let Some(rows) = self.paradigms.get(paradigm) else {
            return false;
        };
        let mut infinitives = rows.iter().filter(|row| row.name == "inf");
        let Some(stem) = infinitives.find_map(|row| verb.strip_suffix(row.word)) else {
            return false;
        };
        let mut word = stem.to_owned();
        for row in rows {
            word.truncate(stem.len());
            word.push_str(row.word);
            each(&word, row.inflection);
        }
        true
    }
}
