//! [`WordClasses`]: what the tables of a pack say of single words, as one set per
//! word: a feature for models whose treebanks are small.
//!
//! ```text
//! fr  dit   →  finite verb | participle
//! fr  que   →  pronoun | sconj | adv
//! ```

use super::key::word_key;
use super::table::Folder;
use super::tokens::TokenRules;
use super::verbs::Verbs;
use crate::model::{KeyMap, LoadError};

/// Tables of words and of what they head, a bit for each from [`FIRST_TABLE`] on.
const TABLES: [&str; 9] = [
    "determiners",
    "pronouns",
    "titles",
    "demonyms",
    "roles",
    "documents",
    "reporting_nouns",
    "organization_words",
    "place_words",
];
const FIRST_TABLE: u32 = 16;
/// The classes of function words, a bit for each from 0 on.
const FUNCTIONS: [&str; 9] = [
    "adp", "cconj", "sconj", "det", "pron", "neg", "adv", "aux", "intj",
];
/// The bits of a verb's forms: those of [`super::Form`], and that of auxiliaries.
const FIRST_FORM: u32 = 10;
const AUXILIARY: u32 = 15;

/// The classes of each word of a pack.
#[derive(Debug, Default)]
pub struct WordClasses {
    sets: KeyMap<u64>,
}

impl WordClasses {
    pub(super) fn parse(
        folder: &Folder,
        rules: &TokenRules,
        verbs: &Verbs,
    ) -> Result<Self, LoadError> {
        let mut classes = Self::default();
        classes.sets.reserve(verbs.inflections().count());
        for [form, class] in folder.table("function_words")?.rows() {
            let bit = (0..).zip(FUNCTIONS).find(|(_, known)| *known == class);
            if let Some((bit, _)) = bit {
                classes.add(form, rules, bit);
            }
        }
        for (bit, name) in (FIRST_TABLE..).zip(TABLES) {
            for [form] in folder.table(name)?.rows() {
                classes.add(form, rules, bit);
            }
        }
        for (key, form) in verbs.all_forms() {
            *classes.sets.entry(key).or_default() |= 1 << (FIRST_FORM + form as u32);
        }
        for key in verbs.all_auxiliaries() {
            *classes.sets.entry(key).or_default() |= 1 << AUXILIARY;
        }
        Ok(classes)
    }

    fn add(&mut self, form: &str, rules: &TokenRules, bit: u32) {
        if form.contains(' ') {
            return;
        }
        if let [word] = rules.phrase_pieces(form).as_slice() {
            *self.sets.entry(word_key(word)).or_default() |= 1 << bit;
        }
    }

    /// The set of the word with the key `key`, a bit for each class; 0 for a word of no table.
    pub fn of(&self, key: u64) -> u64 {
        self.sets.get(&key).copied().unwrap_or_default()
    }
}
