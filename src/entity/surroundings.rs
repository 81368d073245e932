//! What the language pack knows about the words beside a name: "province de …",
//! "le quotidien …", "M. …", "… a déclaré". A name that no list holds is told by these.

use crate::language::{NounKind, Verbs};
use crate::model::feature;
use crate::tag::{Article, Case, PartOfSpeech};

/// The pack's view of one token's surroundings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// The kinds of the noun that governs the token from the left, a bit each; the highest for a noun of no list.
    noun: u64,
    /// How many tokens stand between, up to four.
    distance: u64,
    /// Whether a title stands right before it.
    titled: bool,
    /// Whether a reporting verb stands before it, and whether one does after it.
    reported: (bool, bool),
}

impl Surroundings {
    /// Adds the features of a token that is written in `case`.
    pub(super) fn features(self, case: Case, found: &mut Vec<u64>) {
        let case = case as u64;
        let verbs = u64::from(self.reported.0) | u64::from(self.reported.1) << 1;
        found.extend([
            feature(90, &[self.noun, case]),
            feature(91, &[self.noun, self.distance, case]),
            feature(92, &[u64::from(self.titled), case]),
            feature(93, &[verbs, case]),
        ]);
    }
}

impl Surroundings {
    /// The features of a run of capitals whose first word this is.
    pub(super) fn before_run(self, place: u64, found: &mut Vec<u64>) {
        found.extend([
            feature(94, &[self.noun, self.distance, place]),
            feature(
                95,
                &[u64::from(self.titled), u64::from(self.reported.0), place],
            ),
        ]);
    }

    /// The features of a run of capitals whose last word this is.
    pub(super) fn after_run(self, place: u64, found: &mut Vec<u64>) {
        found.push(feature(96, &[u64::from(self.reported.1), place]));
    }
}

/// The bit for adjectives of nationality, above those of the kinds of nouns.
const DEMONYM: u32 = 30;

/// What the pack knows about token `at` itself: the kinds of noun that it may be, whether it is an
/// adjective of nationality, a function word, a title or the start of a medium's name, a bit each.
pub(super) fn known(article: &Article, at: usize) -> u64 {
    let key = article.key(at);
    let words = &article.pack.words;
    let nouns = article
        .nouns(at)
        .fold(0, |kinds, noun| kinds | kind_bit(noun.kind));
    nouns
        | u64::from(words.demonyms.word(key).next().is_some()) << DEMONYM
        | u64::from(words.function_words.word(key).next().is_some()) << (DEMONYM + 1)
        | u64::from(words.titles.word(key).next().is_some()) << (DEMONYM + 2)
        | u64::from(words.media.at(article.keys(at)).is_some()) << (DEMONYM + 3)
}

/// The surroundings of every token of `article`.
pub(super) fn surroundings(article: &Article) -> Vec<Surroundings> {
    let mut found = vec![Surroundings::default(); article.len()];
    for sentence in &article.segmentation.sentences {
        let mut noun = Governor::default();
        for at in sentence.tokens.clone() {
            let before = at
                .checked_sub(1)
                .filter(|before| sentence.tokens.contains(before));
            let after = Some(at + 1).filter(|after| sentence.tokens.contains(after));
            let reports = |near: Option<usize>| {
                near.is_some_and(|near| reports(article, &article.pack.verbs, near))
            };
            found[at] = Surroundings {
                noun: noun.kinds,
                distance: noun.distance.min(4),
                titled: before.is_some_and(|before| {
                    article
                        .pack
                        .words
                        .titles
                        .word(article.key(before))
                        .next()
                        .is_some()
                }),
                reported: (reports(before), reports(after)),
            };
            noun.pass(article, at);
        }
    }
    found
}

fn reports(article: &Article, verbs: &Verbs, at: usize) -> bool {
    article.tag(at).is_verbal() && !verbs.readings(article.key(at)).is_empty()
}

/// Stands for a noun that the pack does not list.
const OTHER_NOUN: u64 = 1 << 20;
/// What may stand between a noun and the name that it governs.
const KEPT: [PartOfSpeech; 5] = [
    PartOfSpeech::Det,
    PartOfSpeech::Adj,
    PartOfSpeech::Propn,
    PartOfSpeech::X,
    PartOfSpeech::Cconj,
];

/// The noun that may govern what follows it.
#[derive(Clone, Copy, Debug, Default)]
struct Governor {
    kinds: u64,
    distance: u64,
    /// Whether a preposition stands right before: a noun that follows is its complement.
    complement: bool,
}

impl Governor {
    fn pass(&mut self, article: &Article, at: usize) {
        let kinds = article
            .nouns(at)
            .fold(0, |kinds, noun| kinds | kind_bit(noun.kind));
        let part = article.tag(at).part;
        let near = Self {
            distance: self.distance + 1,
            ..*self
        };
        *self = if kinds != 0 && part != PartOfSpeech::Verb {
            Self {
                kinds,
                distance: 0,
                complement: false,
            }
        } else if part == PartOfSpeech::Noun && !self.complement {
            Self {
                kinds: OTHER_NOUN,
                distance: 0,
                complement: false,
            }
        } else if part == PartOfSpeech::Noun {
            Self {
                complement: false,
                ..near
            }
        } else if part == PartOfSpeech::Adp {
            Self {
                complement: self.kinds != 0,
                ..near
            }
        } else if KEPT.contains(&part) || article.form(at) == "," {
            near
        } else {
            Self::default()
        };
    }
}

fn kind_bit(kind: NounKind) -> u64 {
    1 << kind as u64
}
