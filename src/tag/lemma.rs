//! Lemmas by rules learned from the treebanks: a rule says how many letters go
//! from the end of a word and which come instead; the longest known ending of the
//! word with its tag chooses the rule.
//!
//! ```text
//! VERB.Fin · …ront → −3 +""      ouvriront → ouvrir
//! NOUN     · …aux  → −2 +"l"     journaux  → journal
//! ```

use super::Tag;
use crate::language::fold;
use crate::model::{LoadError, ModelFile, TableFile, feature, hash_chars};

/// The longest ending that a rule looks at, in letters; a longer word is looked up whole as well.
pub const LONGEST_ENDING: usize = 7;

/// The rules of one language.
#[derive(Debug)]
pub struct Lemmatizer {
    rules: Vec<LemmaRule>,
    endings: TableFile,
}

/// How a word becomes its lemma.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LemmaRule {
    /// How many letters go from the end.
    pub cut: usize,
    /// What comes instead.
    pub ending: String,
}

impl LemmaRule {
    /// The rule that makes `lemma` of `word`, which are both in small letters.
    pub fn between(word: &str, lemma: &str) -> Self {
        let both = word.chars().zip(lemma.chars());
        let shared = both.take_while(|(one, other)| one == other).count();
        Self {
            cut: word.chars().count() - shared,
            ending: lemma.chars().skip(shared).collect(),
        }
    }

    /// What the rule makes of `word`; nothing when the word is too short for it.
    pub fn apply(&self, word: &str) -> Option<String> {
        let kept = word.chars().count().checked_sub(self.cut)?;
        Some(word.chars().take(kept).chain(self.ending.chars()).collect())
    }

    /// As a label of the model: `3 ir`.
    pub fn label(&self) -> String {
        format!("{} {}", self.cut, self.ending)
    }

    fn parse(label: &str) -> Option<Self> {
        let (cut, ending) = label.split_once(' ')?;
        Some(Self {
            cut: cut.parse().ok()?,
            ending: ending.to_owned(),
        })
    }
}

impl Lemmatizer {
    /// Reads the rules.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let endings = TableFile::load(file, "lemma")?;
        let rule = |label: &String| {
            let error =
                || LoadError::unexpected(file.path, "a rule such as \"3 ir\"", label.as_str());
            LemmaRule::parse(label).ok_or_else(error)
        };
        Ok(Self {
            rules: endings.labels.iter().map(rule).collect::<Result<_, _>>()?,
            endings,
        })
    }

    /// The lemma of `word` with `tag`, in small letters unless it is a name.
    pub fn lemma(&self, word: &str, tag: Tag) -> String {
        let word = if tag.is_name() {
            word.to_owned()
        } else {
            word.to_lowercase()
        };
        let mut chosen = None;
        for key in lemma_keys(&word, tag) {
            self.endings
                .table
                .add_to(key, |rule, _| chosen = Some(rule));
        }
        let rule = chosen.and_then(|rule| self.rules.get(rule));
        rule.and_then(|rule| rule.apply(&word)).unwrap_or(word)
    }
}

/// What rules are known by: the tag with each ending of `word`, the shortest first, and with the whole word.
pub fn lemma_keys(word: &str, tag: Tag) -> impl Iterator<Item = u64> {
    let letters: Vec<char> = fold(word).chars().collect();
    let length = letters.len();
    let tag = tag.number();
    let key = move |from: usize, whole: u64| {
        feature(
            230,
            &[tag, whole, hash_chars(letters[from..].iter().copied())],
        )
    };
    let ends = (0..=LONGEST_ENDING.min(length)).map(move |count| (length - count, 0));
    ends.chain([(0, 1)])
        .map(move |(from, whole)| key(from, whole))
}
