//! Reporting verbs: every form of the verbs that say, write, think or ask, with
//! what each form is and what the verb takes.

use std::collections::HashMap;

use super::key::word_key;
use super::phrases::{Phrases, pieces};
use super::table::Table;
use super::words::{Gender, Number};
use crate::model::LoadError;

/// What kind of report a verb, a noun or a phrase makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CueKind {
    Statement,
    Claim,
    Announcement,
    Question,
    Request,
    Denial,
    Accusation,
    Belief,
    AccordingTo,
    Other,
}

/// What a reporting verb takes: a set of frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u8);

impl Frames {
    /// A finite clause.
    pub const THAT: Frames = Frames(1);
    /// An infinitive that is itself the report.
    pub const INFINITIVE: Frames = Frames(2);
    /// An object that is itself the report.
    pub const NOUN: Frames = Frames(4);
    /// Quoted words.
    pub const QUOTE: Frames = Frames(8);
    /// An indirect question.
    pub const QUESTION: Frames = Frames(16);
    /// A place after or inside what is reported.
    pub const INVERSION: Frames = Frames(32);
    /// A person who is spoken to or accused, before the report.
    pub const PERSON: Frames = Frames(64);

    /// Whether all of `other` are in this set.
    pub fn has(self, other: Frames) -> bool {
        self.0 & other.0 == other.0
    }

    fn parse(list: &str) -> Option<Self> {
        list.split(',').try_fold(Frames(0), |set, name| {
            let frame = match name.trim() {
                "that" => Self::THAT,
                "inf" => Self::INFINITIVE,
                "noun" => Self::NOUN,
                "quote" => Self::QUOTE,
                "wh" => Self::QUESTION,
                "inversion" => Self::INVERSION,
                "person" => Self::PERSON,
                _ => return None,
            };
            Some(Frames(set.0 | frame.0))
        })
    }
}

/// A reporting verb.
#[derive(Debug)]
pub struct ReportingVerb {
    /// Dictionary form.
    pub lemma: &'static str,
    /// What kind of report it makes.
    pub kind: CueKind,
    /// What it takes.
    pub frames: Frames,
    /// Whether it nearly always reports.
    pub strong: bool,
    /// Whether it is reflexive.
    pub reflexive: bool,
    /// The keys of the words that follow its inflected one ("savoir" of "faire savoir").
    pub rest: Vec<u64>,
}

/// One reading of a word as a form of a reporting verb or of an auxiliary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inflection {
    /// Index of the verb.
    pub verb: usize,
    /// Whether it is finite, infinitive, participle or gerund.
    pub form: Form,
    /// Person, 1 to 3; 0 where the form has none.
    pub person: u8,
    /// Number of a finite form or a participle.
    pub number: Number,
    /// Gender of a participle.
    pub gender: Gender,
}

/// The forms of a verb, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Form {
    Finite,
    Infinitive,
    Participle,
    Gerund,
}

/// How strongly, and on which side of its source, a phrase attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccordingTo {
    /// Dictionary form.
    pub phrase: &'static str,
    /// Whether the source comes before the phrase.
    pub after_source: bool,
    /// Whether it has no other common use.
    pub strong: bool,
}

/// A noun that denotes a report.
#[derive(Clone, Copy, Debug)]
pub struct ReportingNoun {
    /// What kind of report.
    pub kind: CueKind,
}

/// The verbs and phrases of one language that report.
#[derive(Debug)]
pub struct Verbs {
    /// All reporting verbs.
    pub verbs: Vec<ReportingVerb>,
    forms: HashMap<u64, Vec<Inflection>>,
    auxiliaries: HashMap<u64, AuxiliaryKind>,
    /// Phrases that name a source.
    pub according_to: Phrases<AccordingTo>,
    /// Pronouns of reflexive verbs.
    pub reflexives: Phrases<()>,
    /// Words that open what is reported, with the frame that they fill.
    pub complementizers: Phrases<Frames>,
    /// Nouns that denote a report.
    pub nouns: Phrases<ReportingNoun>,
    /// Whether a reported clause may follow its verb without a word between ("said he would").
    pub zero_complementizer: bool,
}

/// What an auxiliary adds to the verb after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuxiliaryKind {
    /// Tense; a participle follows, or an infinitive.
    Tense,
    /// To be: the passive, or the tense of a reflexive verb.
    Being,
    /// Mode or phase; an infinitive follows.
    Phase,
}

/// The files that [`Verbs`] are read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct VerbTables {
    pub(super) verbs: Table,
    pub(super) paradigms: Table,
    pub(super) forms: Table,
    pub(super) auxiliaries: Table,
    pub(super) according_to: Table,
    pub(super) complementizers: Table,
    pub(super) nouns: Table,
    pub(super) reflexives: Table,
    pub(super) grammar: Table,
}

impl Verbs {
    pub(super) fn parse(tables: &VerbTables) -> Result<Self, LoadError> {
        let inflector = Inflector::parse(tables);
        let mut verbs = Vec::new();
        let mut forms: HashMap<u64, Vec<Inflection>> = HashMap::new();
        for [lemma, paradigm, kind, frames, strength] in tables.verbs.rows() {
            let (inflected, rest) = inflector.parts(lemma);
            let found = inflector.forms(inflected, paradigm);
            if found.is_empty() {
                return Err(tables.verbs.error(
                    "a paradigm or irregular forms",
                    &format!("{lemma} {paradigm}"),
                ));
            }
            for (name, word) in found {
                forms
                    .entry(word_key(&word))
                    .or_default()
                    .extend(inflection(verbs.len(), name));
            }
            let frames = Frames::parse(frames)
                .ok_or_else(|| tables.verbs.error("a list of frames", frames))?;
            let kind = cue_kind(tables.verbs, kind)?;
            let rest = pieces(rest).map(word_key).collect();
            let reflexive = inflector.is_reflexive(lemma);
            verbs.push(ReportingVerb {
                lemma,
                kind,
                frames,
                strong: strength == "strong",
                reflexive,
                rest,
            });
        }
        Ok(Self {
            verbs,
            forms,
            auxiliaries: auxiliaries(tables.auxiliaries, &inflector),
            according_to: Phrases::new(tables.according_to.rows().map(
                |[phrase, position, strength]| {
                    (
                        phrase,
                        AccordingTo {
                            phrase,
                            after_source: position == "after",
                            strong: strength == "strong",
                        },
                    )
                },
            )),
            reflexives: Phrases::new(inflector.reflexives.iter().map(|form| (*form, ()))),
            complementizers: Phrases::new(
                tables
                    .complementizers
                    .rows()
                    .map(|[form, frame]| (form, Frames::parse(frame).unwrap_or_default())),
            ),
            nouns: reporting_nouns(tables.nouns)?,
            zero_complementizer: tables
                .grammar
                .rows()
                .any(|row| row == ["zero_complementizer", "yes"]),
        })
    }

    /// The readings of the word with the key `key` as a form of a reporting verb.
    pub fn readings(&self, key: u64) -> &[Inflection] {
        self.forms.get(&key).map_or(&[], Vec::as_slice)
    }

    /// What the word with the key `key` is as an auxiliary.
    pub fn auxiliary(&self, key: u64) -> Option<AuxiliaryKind> {
        self.auxiliaries.get(&key).copied()
    }
}

fn cue_kind(table: Table, kind: &str) -> Result<CueKind, LoadError> {
    Ok(match kind {
        "statement" => CueKind::Statement,
        "claim" => CueKind::Claim,
        "announcement" => CueKind::Announcement,
        "question" => CueKind::Question,
        "request" => CueKind::Request,
        "denial" => CueKind::Denial,
        "accusation" => CueKind::Accusation,
        "belief" => CueKind::Belief,
        "other" => CueKind::Other,
        _ => return Err(table.error("a kind of report", kind)),
    })
}

fn reporting_nouns(table: Table) -> Result<Phrases<ReportingNoun>, LoadError> {
    let entries = table.rows().map(|[noun, kind]| {
        Ok((
            noun,
            ReportingNoun {
                kind: cue_kind(table, kind)?,
            },
        ))
    });
    Ok(Phrases::new(
        entries.collect::<Result<Vec<_>, LoadError>>()?.into_iter(),
    ))
}

fn auxiliaries(table: Table, inflector: &Inflector) -> HashMap<u64, AuxiliaryKind> {
    let mut found = HashMap::new();
    for [lemma, name] in table.rows() {
        let kind = match name {
            "tense" => AuxiliaryKind::Tense,
            "being" => AuxiliaryKind::Being,
            _ => AuxiliaryKind::Phase,
        };
        for (_, word) in inflector.forms(inflector.parts(lemma).0, "irregular") {
            let known = found.entry(word_key(&word)).or_insert(kind);
            if kind != AuxiliaryKind::Phase {
                *known = kind;
            }
        }
    }
    found
}

/// `pres.3s` and the like, as an [`Inflection`] of verb number `verb`.
fn inflection(verb: usize, name: &str) -> Option<Inflection> {
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

fn reflexive_pronouns(table: Table) -> Vec<&'static str> {
    table
        .rows()
        .filter(|[_, kind]| *kind == "pronoun")
        .map(|[form, _]| form)
        .collect()
}

/// Makes the forms of verbs from paradigms and from lists of irregular forms.
struct Inflector {
    paradigms: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
    irregular: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
    particles: Vec<&'static str>,
    reflexives: Vec<&'static str>,
}

impl Inflector {
    fn parse(tables: &VerbTables) -> Self {
        let group = |table: Table| {
            let mut groups: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
            for [name, form, word] in table.rows() {
                groups.entry(name).or_default().push((form, word));
            }
            groups
        };
        Self {
            paradigms: group(tables.paradigms),
            irregular: group(tables.forms),
            particles: tables.reflexives.rows().map(|[form]| form).collect(),
            reflexives: reflexive_pronouns(tables.reflexives),
        }
    }

    /// Whether `lemma` is written with a reflexive pronoun.
    fn is_reflexive(&self, lemma: &str) -> bool {
        self.reflexives.iter().any(|pronoun| {
            lemma
                .strip_prefix(pronoun)
                .is_some_and(|rest| rest.starts_with(' ') || pronoun.ends_with('\''))
        })
    }

    /// The inflected word of `lemma`, after a reflexive pronoun, and the words that follow it.
    fn parts<'l>(&self, lemma: &'l str) -> (&'l str, &'l str) {
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
    fn forms(&self, verb: &str, paradigm: &str) -> Vec<(&'static str, String)> {
        if let Some(forms) = self.irregular.get(verb) {
            return forms
                .iter()
                .map(|(name, word)| (*name, (*word).to_owned()))
                .collect();
        }
        let Some(endings) = self.paradigms.get(paradigm) else {
            return Vec::new();
        };
        let infinitives = endings.iter().filter(|(name, _)| *name == "inf");
        let Some(stem) = infinitives
            .filter_map(|(_, ending)| verb.strip_suffix(ending))
            .next()
        else {
            return Vec::new();
        };
        endings
            .iter()
            .map(|(name, ending)| (*name, format!("{stem}{ending}")))
            .collect()
    }
}
