//! Reporting verbs: every form of the verbs that say, write, think or ask, with
//! what each form is and what the verb takes.

use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::inflect::Inflector;
use super::key::word_key;
use super::phrases::{Phrases, phrase_keys};
use super::table::{Folder, Table};
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
    readings: Readings,
    auxiliaries: KeyMap<AuxiliaryKind>,
    /// Phrases that name a source.
    pub according_to: Phrases<AccordingTo>,
    /// Pronouns of reflexive verbs.
    pub reflexives: Phrases<()>,
    /// Words that open what is reported, with the frame that they fill.
    pub complementizers: Phrases<Frames>,
    /// Nouns that denote a report.
    pub nouns: Phrases<ReportingNoun>,
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
struct VerbTables {
    verbs: Table,
    paradigms: Table,
    forms: Table,
    auxiliaries: Table,
    according_to: Table,
    complementizers: Table,
    nouns: Table,
    reflexives: Table,
}

impl VerbTables {
    fn read(folder: &Folder) -> Result<Self, LoadError> {
        Ok(Self {
            verbs: folder.table("reporting_verbs")?,
            paradigms: folder.table("paradigms")?,
            forms: folder.table("verb_forms")?,
            auxiliaries: folder.table("auxiliaries")?,
            according_to: folder.table("according_to")?,
            complementizers: folder.table("complementizers")?,
            nouns: folder.table("reporting_nouns")?,
            reflexives: folder.table("reflexives")?,
        })
    }
}

impl Verbs {
    pub(super) fn parse(folder: &Folder, tokens: &TokenRules) -> Result<Self, LoadError> {
        let tables = VerbTables::read(folder)?;
        let inflector = Inflector::parse(tables.paradigms, tables.forms, tables.reflexives);
        let (verbs, readings) = reporting_verbs(tables.verbs, &inflector, tokens)?;
        Ok(Self {
            verbs,
            readings,
            auxiliaries: auxiliaries(tables.auxiliaries, &inflector)?,
            according_to: according_to(tables.according_to, tokens),
            reflexives: reflexives(&inflector, tokens),
            complementizers: complementizers(tables.complementizers, tokens),
            nouns: reporting_nouns(tables.nouns, tokens)?,
        })
    }

    /// Every reading of every form.
    pub fn inflections(&self) -> impl Iterator<Item = &Inflection> {
        self.readings.all.iter()
    }

    /// The readings of the word with the key `key` as a form of a reporting verb.
    pub fn readings(&self, key: u64) -> &[Inflection] {
        self.readings.of(key)
    }

    /// Every form of a reporting verb of a single word, in no order.
    pub(super) fn all_forms(&self) -> impl Iterator<Item = (u64, Form)> {
        let keys = self.readings.places.keys();
        keys.flat_map(|&key| {
            self.readings(key)
                .iter()
                .map(move |found| (key, found.form))
        })
    }

    /// Every form of an auxiliary, in no order.
    pub(super) fn all_auxiliaries(&self) -> impl Iterator<Item = u64> {
        self.auxiliaries.keys().copied()
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

/// The readings of each form, those of one form side by side.
#[derive(Debug)]
struct Readings {
    all: Vec<Inflection>,
    /// Where those of each form are, by the key of its word.
    places: KeyMap<Range<u32>>,
}

impl Readings {
    /// Readings of the forms with these keys; of one form in their order.
    fn new(mut found: Vec<(u64, Inflection)>) -> Self {
        found.sort_by_key(|(key, _)| *key);
        let mut places =
            KeyMap::with_capacity_and_hasher(found.len(), BuildHasherDefault::default());
        let mut end = 0;
        for same in found.chunk_by(|(one, _), (other, _)| one == other) {
            let start = end;
            end += u32::try_from(same.len()).unwrap_or_default();
            places.insert(same[0].0, start..end);
        }
        let all = found.into_iter().map(|(_, reading)| reading).collect();
        Self { all, places }
    }

    fn of(&self, key: u64) -> &[Inflection] {
        let place = self.places.get(&key);
        place.map_or(&[], |place| {
            &self.all[place.start as usize..place.end as usize]
        })
    }
}

fn reporting_verbs(
    table: Table,
    inflector: &Inflector,
    tokens: &TokenRules,
) -> Result<(Vec<ReportingVerb>, Readings), LoadError> {
    let mut verbs = Vec::new();
    let mut readings = Vec::new();
    for [lemma, paradigm, kind, frames, strength] in table.rows() {
        let (inflected, rest) = inflector.parts(lemma);
        let verb = verbs.len();
        let known = inflector.each_form(inflected, paradigm, |word, inflection| {
            let reading = inflection.map(|inflection| Inflection { verb, ..inflection });
            readings.extend(reading.map(|reading| (word_key(word), reading)));
        });
        expect_forms(known, table, [lemma, paradigm])?;
        verbs.push(ReportingVerb {
            lemma,
            kind: cue_kind(table, kind)?,
            frames: Frames::parse(frames).ok_or_else(|| table.error("a list of frames", frames))?,
            strong: strength == "strong",
            reflexive: inflector.is_reflexive(lemma),
            rest: phrase_keys(tokens, rest),
        });
    }
    Ok((verbs, Readings::new(readings)))
}

/// An error unless there are forms of `lemma`.
fn expect_forms(known: bool, table: Table, [lemma, paradigm]: [&str; 2]) -> Result<(), LoadError> {
    if known {
        return Ok(());
    }
    let got = format!("{lemma} {paradigm}");
    Err(table.error("a paradigm or irregular forms", &got))
}

fn according_to(table: Table, tokens: &TokenRules) -> Phrases<AccordingTo> {
    let entry = |[phrase, position, strength]: [&'static str; 3]| {
        let value = AccordingTo {
            phrase,
            after_source: position == "after",
            strong: strength == "strong",
        };
        (phrase, value)
    };
    Phrases::in_language(tokens, table.rows().map(entry))
}

fn reflexives(inflector: &Inflector, tokens: &TokenRules) -> Phrases<()> {
    let forms = inflector.reflexives.iter();
    Phrases::in_language(tokens, forms.map(|form| (*form, ())))
}

fn complementizers(table: Table, tokens: &TokenRules) -> Phrases<Frames> {
    let frames = |frame| Frames::parse(frame).unwrap_or_default();
    let entries = table.rows().map(|[form, frame]| (form, frames(frame)));
    Phrases::in_language(tokens, entries)
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
        let inflected = inflector.parts(lemma).0;
        let known = inflector.each_form(inflected, paradigm, |word, _| {
            let known = found.entry(word_key(word)).or_insert(kind);
            if kind != AuxiliaryKind::Phase {
                *known = kind;
            }
        });
        expect_forms(known, table, [lemma, paradigm])?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, Packs};

    /// Each case is a word, its lemma, and what form it is: `finite 3s`, `participle`.
    fn check(language: Language, cases: &[(&str, &str, &str)]) {
        let packs = Packs::load().unwrap();
        let verbs = &packs.get(language).verbs;
        for (word, lemma, expected) in cases {
            let readings = verbs.readings(word_key(word)).iter();
            let of_lemma = readings.filter(|reading| verbs.verbs[reading.verb].lemma == *lemma);
            let found: Vec<String> = of_lemma.map(describe).collect();
            assert!(
                found.iter().any(|form| form == expected),
                "{word}: {found:?}"
            );
        }
    }

    fn describe(reading: &Inflection) -> String {
        let form = format!("{:?}", reading.form).to_lowercase();
        let number = match reading.number {
            Number::Singular => "s",
            Number::Plural => "p",
            Number::Any => "",
        };
        match (reading.form, reading.person) {
            (Form::Finite, person @ 1..) => format!("{form} {person}{number}"),
            (Form::Participle, _) if reading.gender == Gender::Feminine => {
                format!("{form} f{number}")
            }
            _ => form,
        }
    }

    #[test]
    fn french_reporting_verbs_inflect() {
        let cases = [
            ("dit", "dire", "finite 3s"),
            ("dites", "dire", "participle fp"),
            ("disent", "dire", "finite 3p"),
            ("affirmée", "affirmer", "participle fs"),
            ("annonçait", "annoncer", "finite 3s"),
            ("jugeons", "juger", "finite 1p"),
            ("reconnaît", "reconnaître", "finite 3s"),
            ("reconnait", "reconnaître", "finite 3s"),
            ("prétendent", "prétendre", "finite 3p"),
            ("soutint", "soutenir", "finite 3s"),
            ("promettra", "promettre", "finite 3s"),
            ("écrivant", "écrire", "gerund"),
            ("répète", "répéter", "finite 3s"),
            ("rappellent", "rappeler", "finite 3p"),
            ("conclurait", "conclure", "finite 3s"),
            ("craignaient", "craindre", "finite 3p"),
            ("avertissent", "avertir", "finite 3p"),
            ("nier", "nier", "infinitive"),
            ("maintiendra", "maintenir", "finite 3s"),
        ];
        check(Language::French, &cases);
    }

    #[test]
    fn english_reporting_verbs_inflect() {
        let cases = [
            ("said", "say", "participle"),
            ("says", "say", "finite 3s"),
            ("told", "tell", "participle"),
            ("announces", "announce", "finite 3s"),
            ("claimed", "claim", "finite"),
            ("denies", "deny", "finite 3s"),
            ("denied", "deny", "participle"),
            ("arguing", "argue", "gerund"),
            ("admitted", "admit", "finite"),
            ("wrote", "write", "finite"),
            ("written", "write", "participle"),
            ("thought", "think", "finite"),
            ("swore", "swear", "finite"),
            ("insists", "insist", "finite 3s"),
            ("replied", "reply", "finite"),
            ("tweeted", "tweet", "finite"),
            ("stresses", "stress", "finite 3s"),
            ("begged", "beg", "finite"),
        ];
        check(Language::English, &cases);
    }

    #[test]
    fn every_reporting_verb_has_a_finite_form_and_an_infinitive() {
        let packs = Packs::load().unwrap();
        for language in Language::ALL {
            let verbs = &packs.get(language).verbs;
            let mut forms = vec![[false; 2]; verbs.verbs.len()];
            let mut readings: Vec<&Inflection> = verbs.inflections().collect();
            readings.sort_by_key(|reading| reading.verb);
            for reading in readings {
                forms[reading.verb][0] |= reading.form == Form::Finite;
                forms[reading.verb][1] |= reading.form == Form::Infinitive;
            }
            for (verb, found) in verbs.verbs.iter().zip(forms) {
                assert_eq!(found, [true, true], "{}", verb.lemma);
            }
        }
    }

    #[test]
    fn auxiliaries_inflect_by_their_paradigms() {
        let packs = Packs::load().unwrap();
        let cases = [
            (Language::French, "avait", AuxiliaryKind::Tense),
            (Language::French, "fut", AuxiliaryKind::Being),
            (Language::French, "cessent", AuxiliaryKind::Phase),
            (Language::French, "finirait", AuxiliaryKind::Phase),
            (Language::French, "refusé", AuxiliaryKind::Phase),
            (Language::English, "had", AuxiliaryKind::Tense),
            (Language::English, "were", AuxiliaryKind::Being),
            (Language::English, "declined", AuxiliaryKind::Phase),
            (Language::English, "continues", AuxiliaryKind::Phase),
        ];
        for (language, word, expected) in cases {
            let found = packs.get(language).verbs.auxiliary(word_key(word));
            assert_eq!(found, Some(expected), "{word}");
        }
    }

    #[test]
    fn a_phrase_after_the_verb_is_kept_apart() {
        let packs = Packs::load().unwrap();
        let verbs = &packs.get(Language::French).verbs.verbs;
        let verb = verbs
            .iter()
            .find(|verb| verb.lemma == "faire savoir")
            .unwrap();
        assert_eq!(verb.rest, [word_key("savoir")]);
    }
}
