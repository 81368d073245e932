//! [`Pack`]: what Copydesk knows about one language, parsed once from `lang/<code>/`.

use super::Language;
use super::marks::MarkRules;
use super::table::Table;
use super::tokens::{TokenRules, TokenTables};
use super::verbs::{VerbTables, Verbs};
use super::words::{WordTables, Words};
use crate::model::LoadError;

macro_rules! table {
    ($code:literal, $name:literal) => {
        Table {
            path: concat!("lang/", $code, "/", $name, ".tsv"),
            text: include_str!(concat!("../../lang/", $code, "/", $name, ".tsv")),
        }
    };
}

/// The knowledge of one language.
#[derive(Debug)]
pub struct Pack {
    /// Whose knowledge it is.
    pub language: Language,
    /// The edges of words and sentences.
    pub tokens: TokenRules,
    /// Quotation marks.
    pub marks: MarkRules,
    /// Verbs and phrases that report.
    pub verbs: Verbs,
    /// Nouns, pronouns, titles and function words.
    pub words: Words,
}

/// The packs of all languages.
#[derive(Debug)]
pub struct Packs {
    all: Vec<Pack>,
    none: TokenRules,
    marks: MarkRules,
}

impl Packs {
    /// Parses all packs.
    pub fn load() -> Result<Self, LoadError> {
        Ok(Self {
            all: Language::ALL
                .into_iter()
                .map(Pack::load)
                .collect::<Result<_, _>>()?,
            none: TokenRules::default(),
            marks: MarkRules::parse(table!("und", "quote_marks"), None)?,
        })
    }

    /// The pack of `language`.
    pub fn get(&self, language: Language) -> &Pack {
        &self.all[language as usize]
    }

    /// The pack for a BCP 47 tag, when there is one.
    pub fn for_tag(&self, tag: &str) -> Option<&Pack> {
        Language::from_tag(tag).map(|language| self.get(language))
    }

    /// The edges of words in a language without a pack.
    pub fn common_tokens(&self) -> &TokenRules {
        &self.none
    }

    /// The quotation marks of all presses, for a language without a pack.
    pub fn common_marks(&self) -> &MarkRules {
        &self.marks
    }
}

/// The files of a folder of `lang/`, in the groups that they are parsed in.
struct Folder {
    tokens: TokenTables,
    verbs: VerbTables,
    words: WordTables,
    marks: Table,
}

macro_rules! folder {
    ($code:literal) => {
        Folder {
            tokens: TokenTables {
                elisions: table!($code, "elisions"),
                exceptions: table!($code, "exceptions"),
                clitics: table!($code, "clitics"),
                contractions: table!($code, "contractions"),
                abbreviations: table!($code, "abbreviations"),
                function_words: table!($code, "function_words"),
                grammar: table!($code, "grammar"),
                titles: table!($code, "titles"),
            },
            verbs: VerbTables {
                verbs: table!($code, "reporting_verbs"),
                paradigms: table!($code, "paradigms"),
                forms: table!($code, "verb_forms"),
                auxiliaries: table!($code, "auxiliaries"),
                according_to: table!($code, "according_to"),
                complementizers: table!($code, "complementizers"),
                nouns: table!($code, "reporting_nouns"),
                reflexives: table!($code, "reflexives"),
                grammar: table!($code, "grammar"),
            },
            words: WordTables {
                roles: table!($code, "roles"),
                anonymous: table!($code, "anonymous"),
                documents: table!($code, "documents"),
                media: table!($code, "media"),
                organization_words: table!($code, "organization_words"),
                place_words: table!($code, "place_words"),
                pronouns: table!($code, "pronouns"),
                titles: table!($code, "titles"),
                determiners: table!($code, "determiners"),
                function_words: table!($code, "function_words"),
                demonyms: table!($code, "demonyms"),
                grammar: table!($code, "grammar"),
            },
            marks: table!($code, "quote_marks"),
        }
    };
}

impl Pack {
    fn load(language: Language) -> Result<Self, LoadError> {
        let folder = match language {
            Language::English => folder!("en"),
            Language::French => folder!("fr"),
        };
        let tokens = TokenRules::parse(&folder.tokens);
        Ok(Self {
            language,
            marks: MarkRules::parse(folder.marks, Some(folder.tokens.exceptions))?,
            verbs: Verbs::parse(&folder.verbs, &tokens)?,
            words: Words::parse(&folder.words, &tokens)?,
            tokens,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{NounKind, PronounClass, word_key};

    #[test]
    fn the_pack_of_a_tag_is_that_of_its_language() {
        let packs = Packs::load().unwrap();
        let cases = [
            ("fr", Some(Language::French)),
            ("fr-CA", Some(Language::French)),
            ("EN-gb", Some(Language::English)),
            ("frp", None),
            ("de", None),
            ("und", None),
            ("", None),
        ];
        for (tag, expected) in cases {
            assert_eq!(
                packs.for_tag(tag).map(|pack| pack.language),
                expected,
                "{tag}"
            );
        }
    }

    #[test]
    fn every_pack_knows_the_words_that_the_stages_ask_for() {
        let packs = Packs::load().unwrap();
        let noun = |language, word| {
            let nouns = packs.get(language).words.nouns.word(word_key(word));
            nouns.map(|noun| noun.kind).collect::<Vec<_>>()
        };
        assert!(noun(Language::French, "ministre").contains(&NounKind::Office));
        assert!(noun(Language::English, "report").contains(&NounKind::Document));
        let pronoun = |language, word| {
            let pronouns = packs.get(language).words.pronouns.word(word_key(word));
            pronouns.map(|pronoun| pronoun.class).collect::<Vec<_>>()
        };
        assert!(pronoun(Language::French, "-t-elle").contains(&PronounClass::Subject));
        assert!(pronoun(Language::English, "who").contains(&PronounClass::Relative));
        for language in Language::ALL {
            let pack = packs.get(language);
            assert!(!pack.marks.pairs.is_empty());
            let sources = ["selon", "according to"].map(|phrase| {
                let keys: Vec<u64> = phrase.split(' ').map(word_key).collect();
                pack.verbs.according_to.at(keys.into_iter()).is_some()
            });
            assert!(sources.contains(&true));
        }
    }
}
