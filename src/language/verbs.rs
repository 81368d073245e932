//! Reporting verbs: every form of the verbs that say, write, think or ask, with
//! what each form is and what the verb takes.

use super::inflect::{Inflector, inflection};
use super::key::word_key;
use super::phrases::{Phrases, phrase_keys};
use super::table::Table;
use super::tokens::TokenRules;
use super::words::{Gender, Number};
use crate::model::{KeyMap, LoadError};

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
    forms: KeyMap<Vec<Inflection>>,
    auxiliaries: KeyMap<AuxiliaryKind>,
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
    pub(super) fn parse(tables: &VerbTables, tokens: &TokenRules) -> Result<Self, LoadError> {
        let inflector = Inflector::parse(tables.paradigms, tables.forms, tables.reflexives);
        let mut verbs = Vec::new();
        let mut forms: KeyMap<Vec<Inflection>> = KeyMap::default();
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
            let rest = phrase_keys(tokens, rest);
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
            auxiliaries: auxiliaries(tables.auxiliaries, &inflector)?,
            according_to: Phrases::in_language(
                tokens,
                tables
                    .according_to
                    .rows()
                    .map(|[phrase, position, strength]| {
                        (
                            phrase,
                            AccordingTo {
                                phrase,
                                after_source: position == "after",
                                strong: strength == "strong",
                            },
                        )
                    }),
            ),
            reflexives: Phrases::in_language(
                tokens,
                inflector.reflexives.iter().map(|form| (*form, ())),
            ),
            complementizers: Phrases::in_language(
                tokens,
                tables
                    .complementizers
                    .rows()
                    .map(|[form, frame]| (form, Frames::parse(frame).unwrap_or_default())),
            ),
            nouns: reporting_nouns(tables.nouns, tokens)?,
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

fn reporting_nouns(table: Table, tokens: &TokenRules) -> Result<Phrases<ReportingNoun>, LoadError> {
    let entries = table.rows().map(|[noun, kind]| {
        Ok((
            noun,
            ReportingNoun {
                kind: cue_kind(table, kind)?,
            },
        ))
    });
    Ok(Phrases::in_language(
        tokens,
        entries.collect::<Result<Vec<_>, LoadError>>()?.into_iter(),
    ))
}

fn auxiliaries(table: Table, inflector: &Inflector) -> Result<KeyMap<AuxiliaryKind>, LoadError> {
    let mut found = KeyMap::default();
    for [lemma, name, _, paradigm] in table.rows() {
        let kind = match name {
            "tense" => AuxiliaryKind::Tense,
            "being" => AuxiliaryKind::Being,
            _ => AuxiliaryKind::Phase,
        };
        let forms = inflector.forms(inflector.parts(lemma).0, paradigm);
        if forms.is_empty() {
            let got = format!("{lemma} {paradigm}");
            return Err(table.error("a paradigm or irregular forms", &got));
        }
        for (_, word) in forms {
            let known = found.entry(word_key(&word)).or_insert(kind);
            if kind != AuxiliaryKind::Phase {
                *known = kind;
            }
        }
    }
    Ok(found)
}
