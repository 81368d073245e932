//! The words that tell who speaks and how a sentence hangs together: nouns for
//! people and documents, pronouns, titles, determiners, function words.

use super::kinds::KindWord;
use super::phrases::Phrases;
use super::table::{Folder, Table};
use super::tokens::TokenRules;
use crate::model::LoadError;

/// Grammatical or natural gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Male.
    Masculine,
    /// Female.
    Feminine,
    /// Neither: a thing, a clause.
    Neuter,
    /// Either, or unknown.
    #[default]
    Any,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
    /// Either, or unknown.
    #[default]
    Any,
}

impl Gender {
    pub(super) fn parse(code: &str) -> Self {
        match code {
            "m" => Self::Masculine,
            "f" => Self::Feminine,
            "n" => Self::Neuter,
            _ => Self::Any,
        }
    }

    /// Whether the two can be of one thing.
    pub fn agrees(self, other: Gender) -> bool {
        self == other || self == Self::Any || other == Self::Any
    }
}

impl Number {
    pub(super) fn parse(code: &str) -> Self {
        match code {
            "s" => Self::Singular,
            "p" => Self::Plural,
            _ => Self::Any,
        }
    }

    /// Whether the two can be of one thing.
    pub fn agrees(self, other: Number) -> bool {
        self == other || self == Self::Any || other == Self::Any
    }
}

/// What a noun says about who or what it denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NounKind {
    /// An office or a job: minister, economist.
    Office,
    /// Kinship and the like: cousin, widow.
    Relation,
    /// Several people: residents, experts.
    Group,
    /// A body that acts as one: government, police, company.
    Institution,
    /// Someone who is not named: source, witness.
    Anonymous,
    /// Something written: report, study.
    Document,
    /// A medium: agency, newspaper.
    Medium,
    /// The head of an organisation's name: ministry, party.
    Organization,
    /// The head of a place's name: province, river.
    Place,
}

/// A noun of a language pack.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    /// What it denotes.
    pub kind: NounKind,
    /// Its gender.
    pub gender: Gender,
    /// Its number.
    pub number: Number,
    /// The key of its dictionary form.
    pub lemma: u64,
}

/// A pronoun.
#[derive(Clone, Copy, Debug)]
pub struct Pronoun {
    /// 1, 2 or 3.
    pub person: u8,
    /// Its number.
    pub number: Number,
    /// Its gender.
    pub gender: Gender,
    /// What it does in a sentence.
    pub class: PronounClass,
}

/// What a pronoun does in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PronounClass {
    /// Subject of a verb.
    Subject,
    /// After a preposition ("lui", "eux").
    Stressed,
    /// Relative, which points back into its sentence.
    Relative,
    /// Demonstrative ("celui-ci", "the latter").
    Demonstrative,
    /// Indefinite ("certains", "others").
    Indefinite,
    /// In another case or use.
    Other,
}

/// A title before a name.
#[derive(Clone, Copy, Debug)]
pub struct Title {
    /// The gender of the person.
    pub gender: Gender,
    /// Whether it says nothing about what the person does ("Mme").
    pub honorific: bool,
}

/// A determiner.
#[derive(Clone, Copy, Debug)]
pub struct Determiner {
    /// Whether it says that the reader knows which one is meant: also possessive and demonstrative.
    pub definite: bool,
    /// Its number.
    pub number: Number,
}

/// The classes of function words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FunctionClass {
    /// Preposition.
    Adposition,
    /// Coordinating conjunction.
    Coordinator,
    /// Subordinating conjunction.
    Subordinator,
    /// Determiner.
    Determiner,
    /// Negation.
    Negation,
    /// Any other.
    Other,
}

/// The words of one language that are not verbs.
#[derive(Debug, Default)]
pub struct Words {
    /// Nouns.
    pub nouns: Phrases<Noun>,
    /// Pronouns.
    pub pronouns: Phrases<Pronoun>,
    /// Names of media.
    pub media: Phrases<()>,
    /// Titles.
    pub titles: Phrases<Title>,
    /// Determiners.
    pub determiners: Phrases<Determiner>,
    /// Function words and phrases.
    pub function_words: Phrases<FunctionClass>,
    /// Adjectives of countries and names of inhabitants, with the country's code.
    pub demonyms: Phrases<&'static str>,
    /// Words that settle what a name names.
    pub kind_words: Phrases<KindWord>,
    /// Endings that make a name a genitive.
    pub genitive_endings: Vec<&'static str>,
    /// Endings of adjectives in names.
    pub adjective_endings: Vec<&'static str>,
    /// Words between a thing and whose it is ("de", "of").
    pub genitives: Phrases<()>,
}

/// The files that [`Words`] are read from.
#[derive(Clone, Copy, Debug)]
struct WordTables {
    roles: Table,
    anonymous: Table,
    documents: Table,
    media: Table,
    organization_words: Table,
    place_words: Table,
    pronouns: Table,
    titles: Table,
    determiners: Table,
    function_words: Table,
    demonyms: Table,
    grammar: Table,
}

impl WordTables {
    fn read(folder: &Folder) -> Result<Self, LoadError> {
        Ok(Self {
            roles: folder.table("roles")?,
            anonymous: folder.table("anonymous")?,
            documents: folder.table("documents")?,
            media: folder.table("media")?,
            organization_words: folder.table("organization_words")?,
            place_words: folder.table("place_words")?,
            pronouns: folder.table("pronouns")?,
            titles: folder.table("titles")?,
            determiners: folder.table("determiners")?,
            function_words: folder.table("function_words")?,
            demonyms: folder.table("demonyms")?,
            grammar: folder.table("grammar")?,
        })
    }
}

impl Words {
    pub(super) fn parse(folder: &Folder, tokens: &TokenRules) -> Result<Self, LoadError> {
        let tables = WordTables::read(folder)?;
        Ok(Self {
            nouns: nouns(&tables, tokens)?,
            pronouns: pronouns(&tables, tokens)?,
            media: Phrases::in_language(
                tokens,
                tables
                    .media
                    .rows()
                    .filter(|[_, kind]| *kind != "word")
                    .map(|[form, _]| (form, ())),
            ),
            titles: Phrases::in_language(
                tokens,
                tables.titles.rows().map(|[form, gender, kind]| {
                    (
                        form,
                        Title {
                            gender: Gender::parse(gender),
                            honorific: kind == "honorific",
                        },
                    )
                }),
            ),
            determiners: Phrases::in_language(
                tokens,
                tables.determiners.rows().map(|[form, kind, _, number]| {
                    let definite = matches!(kind, "definite" | "possessive" | "demonstrative");
                    (
                        form,
                        Determiner {
                            definite,
                            number: Number::parse(number),
                        },
                    )
                }),
            ),
            function_words: Phrases::in_language(
                tokens,
                tables
                    .function_words
                    .rows()
                    .map(|[form, class]| (form, function_class(class))),
            ),
            demonyms: Phrases::in_language(
                tokens,
                tables
                    .demonyms
                    .rows()
                    .map(|[form, country]| (form, country)),
            ),
            kind_words: KindWord::parse(folder.table("kind_words")?, tokens)?,
            genitive_endings: values(tables.grammar, "genitive_ending").collect(),
            adjective_endings: values(tables.grammar, "adjective_ending").collect(),
            genitives: Phrases::in_language(
                tokens,
                values(tables.grammar, "genitive").map(|form| (form, ())),
            ),
        })
    }
}

fn nouns(tables: &WordTables, tokens: &TokenRules) -> Result<Phrases<Noun>, LoadError> {
    let mut entries = Vec::new();
    for [form, gender, number, lemma, kind] in tables.roles.rows() {
        entries.push((
            form,
            noun(role_kind(tables.roles, kind)?, [gender, number, lemma]),
        ));
    }
    let others = [
        (tables.anonymous, NounKind::Anonymous),
        (tables.documents, NounKind::Document),
        (tables.organization_words, NounKind::Organization),
        (tables.place_words, NounKind::Place),
    ];
    for (table, kind) in others {
        entries.extend(
            table
                .rows()
                .map(|[form, gender, number, lemma]| (form, noun(kind, [gender, number, lemma]))),
        );
    }
    entries.extend(
        tables
            .media
            .rows()
            .map(|[form]| (form, noun(NounKind::Medium, ["x", "x", form]))),
    );
    Ok(Phrases::in_language(tokens, entries.into_iter()))
}

fn noun(kind: NounKind, [gender, number, lemma]: [&str; 3]) -> Noun {
    let lemma = super::key::word_key(lemma);
    Noun {
        kind,
        gender: Gender::parse(gender),
        number: Number::parse(number),
        lemma,
    }
}

fn role_kind(table: Table, kind: &str) -> Result<NounKind, LoadError> {
    match kind {
        "office" | "profession" => Ok(NounKind::Office),
        "relation" => Ok(NounKind::Relation),
        "group" => Ok(NounKind::Group),
        "institution" => Ok(NounKind::Institution),
        _ => Err(table.error("office, profession, relation, group or institution", kind)),
    }
}

fn pronouns(tables: &WordTables, tokens: &TokenRules) -> Result<Phrases<Pronoun>, LoadError> {
    let mut entries = Vec::new();
    for [form, person, number, gender, class] in tables.pronouns.rows() {
        entries.push((
            form,
            pronoun(tables.pronouns, person, [number, gender, class])?,
        ));
    }
    Ok(Phrases::in_language(tokens, entries.into_iter()))
}

fn pronoun(
    table: Table,
    person: &str,
    [number, gender, class]: [&str; 3],
) -> Result<Pronoun, LoadError> {
    let person = person
        .parse()
        .map_err(|_| table.error("a person, 1 to 3", person))?;
    let class = match class {
        "subject" | "clitic-subject" => PronounClass::Subject,
        "stressed" => PronounClass::Stressed,
        "relative" => PronounClass::Relative,
        "demonstrative" => PronounClass::Demonstrative,
        "indefinite" => PronounClass::Indefinite,
        _ => PronounClass::Other,
    };
    Ok(Pronoun {
        person,
        number: Number::parse(number),
        gender: Gender::parse(gender),
        class,
    })
}

fn function_class(class: &str) -> FunctionClass {
    match class {
        "adp" => FunctionClass::Adposition,
        "cconj" => FunctionClass::Coordinator,
        "sconj" => FunctionClass::Subordinator,
        "det" => FunctionClass::Determiner,
        "neg" => FunctionClass::Negation,
        _ => FunctionClass::Other,
    }
}

/// The values of a property of the grammar.
fn values(grammar: Table, wanted: &str) -> impl Iterator<Item = &'static str> {
    let rows = grammar.rows();
    rows.filter(move |[property, _]| *property == wanted)
        .map(|[_, value]| value)
}
