//! Language: which language an article is in, and what Copydesk knows about
//! that language, its [`Pack`].
//!
//! Every language of the identification model has a tag; only those of
//! [`Language`] have a pack, and with it names, attributions and dates in words.

mod classes;
mod identify;
mod inflect;
mod key;
mod kinds;
mod marks;
mod pack;
mod phrases;
mod table;
mod tokens;
mod verbs;
mod words;

pub use classes::WordClasses;
pub use identify::{
    Candidate, Identifier, LanguageFinding, Passage, UNDETERMINED, ngrams, reported,
};
pub use key::{fold, key_letters, word_key};
pub use kinds::{KindPlace, KindWord, NamedKind};
pub use marks::{MarkPair, MarkRules};
pub use pack::{Pack, Packs};
pub use phrases::Phrases;
pub use table::{Folder, Table, rows};
pub use tokens::{AbbreviationKind, TokenRules, is_apostrophe, is_hyphen};
pub use verbs::{
    AccordingTo, AuxiliaryKind, CueKind, Form, Frames, Inflection, ReportingNoun, ReportingVerb,
    Verbs,
};
pub use words::{
    Determiner, FunctionClass, Gender, Noun, NounKind, Number, Pronoun, PronounClass, Title, Words,
};

/// A language with a pack. To add one: a line here and one in [`Language::ALL`] and
/// [`Language::code`], a folder under `lang/`, its models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the languages' own")]
pub enum Language {
    German,
    English,
    Spanish,
    French,
    Italian,
    Dutch,
    Portuguese,
    Swedish,
}

impl Language {
    /// All languages with a pack, by their codes.
    pub const ALL: [Language; 8] = [
        Language::German,
        Language::English,
        Language::Spanish,
        Language::French,
        Language::Italian,
        Language::Dutch,
        Language::Portuguese,
        Language::Swedish,
    ];

    /// The primary language subtag (BCP 47), which also names the folder under `lang/`.
    pub fn code(self) -> &'static str {
        match self {
            Language::German => "de",
            Language::English => "en",
            Language::Spanish => "es",
            Language::French => "fr",
            Language::Italian => "it",
            Language::Dutch => "nl",
            Language::Portuguese => "pt",
            Language::Swedish => "sv",
        }
    }

    /// The language of a BCP 47 tag, by its primary subtag; `None` without a pack.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split('-').next().unwrap_or_default();
        Language::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }
}
