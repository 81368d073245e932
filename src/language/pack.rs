//! [`Pack`]: what Copydesk knows about one language, parsed once from `lang/<code>/`.

use super::tokens::{TokenRules, TokenTables};
use super::Language;
use crate::model::LoadError;

/// The knowledge of one language.
#[derive(Debug)]
pub struct Pack {
    /// Whose knowledge it is.
    pub language: Language,
    /// The edges of words and sentences.
    pub tokens: TokenRules,
}

/// The packs of all languages.
#[derive(Debug)]
pub struct Packs {
    packs: Vec<Pack>,
}

impl Packs {
    /// Parses all packs.
    pub fn load() -> Result<Self, LoadError> {
        Ok(Self { packs: Language::ALL.into_iter().map(Pack::load).collect::<Result<_, _>>()? })
    }

    /// The pack of `language`.
    pub fn get(&self, language: Language) -> &Pack {
        &self.packs[language as usize]
    }
}

/// The content of a table of `lang/<code>/`.
macro_rules! table {
    ($code:literal, $name:literal) => {
        include_str!(concat!("../../lang/", $code, "/", $name, ".tsv"))
    };
}

impl Pack {
    fn load(language: Language) -> Result<Self, LoadError> {
        let tokens = match language {
            Language::English => TokenTables {
                contractions: table!("en", "contractions"),
                exceptions: table!("en", "exceptions"),
                abbreviations: table!("en", "abbreviations"),
                function_words: table!("en", "function_words"),
                ..TokenTables::default()
            },
            Language::French => TokenTables {
                elisions: table!("fr", "elisions"),
                exceptions: table!("fr", "exceptions"),
                clitics: table!("fr", "clitics"),
                abbreviations: table!("fr", "abbreviations"),
                function_words: table!("fr", "function_words"),
                ..TokenTables::default()
            },
        };
        Ok(Self { language, tokens: TokenRules::parse(tokens) })
    }
}
