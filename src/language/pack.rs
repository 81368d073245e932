//! [`Pack`]: what Copydesk knows about one language, parsed once from `lang/<code>/`.

use std::panic::resume_unwind;

use super::Language;
use super::classes::WordClasses;
use super::marks::MarkRules;
use super::table::Folder;
use super::tokens::TokenRules;
use super::verbs::Verbs;
use super::words::Words;
use crate::model::LoadError;

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
    /// What the tables say of single words.
    pub classes: WordClasses,
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
        let parse = |language: Language| Pack::parse(language, &Folder::embedded(language.code()));
        let all: Result<Vec<Pack>, LoadError> = std::thread::scope(|scope| {
            let packs = Language::ALL.map(|language| scope.spawn(move || parse(language)));
            let packs = packs.into_iter().map(std::thread::ScopedJoinHandle::join);
            packs
                .map(|pack| pack.unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        });
        Ok(Self {
            all: all?,
            none: TokenRules::default(),
            marks: MarkRules::common()?,
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

impl Pack {
    /// Parses the tables in `folder`.
    pub fn parse(language: Language, folder: &Folder) -> Result<Self, LoadError> {
        let tokens = TokenRules::parse(folder)?;
        let verbs = Verbs::parse(folder, &tokens)?;
        Ok(Self {
            language,
            marks: MarkRules::parse(folder)?,
            classes: WordClasses::parse(folder, &tokens, &verbs)?,
            verbs,
            words: Words::parse(folder, &tokens)?,
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
            ("pl", None),
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
            let sources = [
                "selon",
                "according to",
                "laut",
                "según",
                "secondo",
                "segundo",
                "volgens",
                "enligt",
            ]
            .map(|phrase| {
                let keys: Vec<u64> = phrase.split(' ').map(word_key).collect();
                pack.verbs.according_to.at(keys.into_iter()).is_some()
            });
            assert!(sources.contains(&true));
        }
    }
}
