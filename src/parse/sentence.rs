//! [`Sentence`]: what the parser's feature templates see of the tokens of one
//! sentence, made once before the search.

use crate::tag::{PartOfSpeech, Tag, WordForm};

/// What the templates see of one token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Atom {
    /// Its word.
    pub(super) word: u64,
    /// Its tag.
    pub(super) tag: u64,
    /// Its word and its tag.
    pub(super) both: u64,
    /// Its last letters and its tag.
    pub(super) ending: u64,
    /// Its last letters and how it is written, whatever its tag: for where the tagger errs.
    pub(super) look: u64,
    /// Its cluster, by raw text.
    pub(super) cluster: u64,
    /// Its classes in the language pack.
    pub(super) class: u64,
}

/// The tokens of one sentence, with the root behind the last and a token that stands for none.
#[derive(Debug, Default)]
pub struct Sentence {
    atoms: Vec<Atom>,
    /// How many punctuation marks, verbs and conjunctions there are before each token.
    before: Vec<[u32; 3]>,
    /// For each token the next one from it on that names or says something by itself.
    content: Vec<usize>,
    count: usize,
}

impl Sentence {
    /// The sentence with these words, each with its tag.
    pub fn new(words: &[WordForm], tags: &[Tag]) -> Self {
        let count = words.len().min(tags.len());
        let mut atoms: Vec<Atom> = words
            .iter()
            .zip(tags)
            .map(|(word, tag)| atom(word, *tag))
            .collect();
        atoms.extend([1, 2].map(|edge| Atom {
            word: edge,
            tag: edge,
            both: edge,
            ending: edge,
            look: edge,
            cluster: edge,
            class: edge,
        }));
        let mut before = vec![[0; 3]];
        let mut sum = [0; 3];
        for tag in &tags[..count] {
            let kinds = [
                tag.part == PartOfSpeech::Punct,
                tag.is_verbal(),
                tag.part == PartOfSpeech::Cconj,
            ];
            for (sum, is_kind) in sum.iter_mut().zip(kinds) {
                *sum += u32::from(is_kind);
            }
            before.push(sum);
        }
        let mut content = vec![count; count + 1];
        for at in (0..count).rev() {
            content[at] = if stands_alone(tags[at]) {
                at
            } else {
                content[at + 1]
            };
        }
        Self {
            atoms,
            before,
            content,
            count,
        }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What is seen of a token; past the root it is no token.
    pub(super) fn atom(&self, token: usize) -> &Atom {
        &self.atoms[token.min(self.count + 1)]
    }

    /// The next token from `token` on that stands alone; the root when there is none.
    pub(super) fn content_from(&self, token: usize) -> usize {
        self.content.get(token).copied().unwrap_or(self.count)
    }

    /// What kinds of tokens stand between two, as a small number.
    pub(super) fn between(&self, first: usize, last: usize) -> u64 {
        let (start, end) = ((first + 1).min(self.count), last.min(self.count));
        if first > self.count || start > end {
            return 63;
        }
        let (start, end) = (self.before[start], self.before[end]);
        let kinds = start.iter().zip(end);
        kinds.fold(0, |sum, (start, end)| {
            sum * 3 + u64::from((end - start).min(2))
        })
    }
}

fn stands_alone(tag: Tag) -> bool {
    matches!(
        tag.part,
        PartOfSpeech::Noun | PartOfSpeech::Propn | PartOfSpeech::Pron | PartOfSpeech::Verb
    )
}

fn atom(word: &WordForm, tag: Tag) -> Atom {
    let number = (tag.part as u64) << 8 | tag.form as u64;
    let tag = (number + 3).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let ending = if word.suffixes[2] == 0 {
        word.lower
    } else {
        word.suffixes[2]
    };
    Atom {
        word: word.lower,
        tag,
        both: word.lower ^ tag,
        ending: ending.rotate_left(7) ^ tag,
        look: ending.rotate_left(11) ^ (word.case as u64),
        cluster: word.cluster.wrapping_add(5),
        class: word.classes.wrapping_add(5),
    }
}
