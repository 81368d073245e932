//! The gazetteer: lists of names from open data (`gazetteers/SOURCES.md`), as
//! one table from the hashes of a name's words to the lists that it is in.

use crate::model::{FeatureTable, LoadError, ModelFile, TableFile, feature};
use crate::tag::{Case, WordForm};

/// The longest name of the gazetteer, in words.
pub const LONGEST_NAME: usize = 6;

/// Names by list.
#[derive(Debug)]
pub struct Gazetteer {
    lists: Vec<String>,
    table: FeatureTable,
}

/// In which lists a word's name is, and where in that name the word stands:
/// bit `4 · list + place` with the places first, inside, last and alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed(pub u64);

impl Listed {
    const FIRST: u32 = 0;
    const INSIDE: u32 = 1;
    const LAST: u32 = 2;
    const ALONE: u32 = 3;

    fn set(&mut self, list: usize, place: u32) {
        self.0 |= 1 << (4 * (list as u64 & 15) + u64::from(place));
    }

    /// Whether the word is in list number `list`, anywhere in a name.
    pub fn is_in(self, list: usize) -> bool {
        self.0 >> (4 * (list as u64 & 15)) & 0b1111 != 0
    }

    /// The bits that are set.
    pub fn bits(self) -> impl Iterator<Item = u64> {
        (0..64).filter(move |bit| self.0 >> bit & 1 == 1)
    }
}

impl Gazetteer {
    /// Reads the gazetteer.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let TableFile { labels, table } = TableFile::load(file, "gazetteer")?;
        Ok(Self {
            lists: labels,
            table,
        })
    }

    /// The number of the list called `name`.
    pub fn list(&self, name: &str) -> Option<usize> {
        self.lists.iter().position(|list| list == name)
    }

    /// For each word, the lists that hold a name which starts at a capital and covers it.
    pub fn look_up(&self, words: &[WordForm]) -> Vec<Listed> {
        let mut found = vec![Listed::default(); words.len()];
        for start in 0..words.len() {
            if matches!(words[start].case, Case::Lower | Case::None) {
                continue;
            }
            let mut key = START;
            for end in start..words.len().min(start + LONGEST_NAME) {
                key = extend(key, words[end].lower);
                self.table
                    .add_to(key, |list, _| mark(&mut found[start..=end], list));
            }
        }
        found
    }
}

const START: u64 = 0x6761_7a65;

fn extend(key: u64, word: u64) -> u64 {
    feature(50, &[key, word])
}

/// The key of the name whose words have the hashes `words`.
pub fn name_key(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(START, extend)
}

fn mark(words: &mut [Listed], list: usize) {
    let end = words.len() - 1;
    for (at, word) in words.iter_mut().enumerate() {
        let place = match (at == 0, at == end) {
            (true, true) => Listed::ALONE,
            (true, false) => Listed::FIRST,
            (false, true) => Listed::LAST,
            (false, false) => Listed::INSIDE,
        };
        word.set(list, place);
    }
}
