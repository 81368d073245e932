//! Morphology and lemma of tagged words. The tagger says what part of speech a
//! word is; a second model chooses among the bundles of features that words of
//! that tag have in the treebanks, and rules learned from the treebanks give the lemma.
//!
//! ```text
//! elles · PRON      → gender feminine, number plural, person third
//! ouvriront · VERB.Fin → third person plural, future, indicative; lemma "ouvrir"
//! ```

use super::features::neighbour;
use super::word::{WordForm, edge};
use super::{PartOfSpeech, Tag};
use crate::language::{Gender, Number};
use crate::model::{Classifier, LoadError, ModelFile, feature};

/// The inflection of a word (<https://universaldependencies.org/u/feat/>), as far as
/// attribution needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Morphology {
    /// Grammatical gender; `Any` where the form does not say, or the language has none.
    pub gender: Gender,
    /// Grammatical number.
    pub number: Number,
    /// Grammatical person, of verbs and pronouns.
    pub person: Person,
    /// Tense, of verbs.
    pub tense: Tense,
    /// Mood, of finite verbs.
    pub mood: Mood,
}

/// Grammatical person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are Universal Dependencies' own")]
pub enum Person {
    None,
    First,
    Second,
    Third,
}

/// Tense of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are Universal Dependencies' own")]
pub enum Tense {
    None,
    Past,
    Present,
    Future,
    Imperfect,
    Pluperfect,
}

/// Mood of a finite verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are Universal Dependencies' own")]
pub enum Mood {
    None,
    Indicative,
    Conditional,
    Subjunctive,
    Imperative,
}

impl Morphology {
    /// The morphology of a word that nothing is known of.
    pub const UNKNOWN: Morphology = Morphology {
        gender: Gender::Any,
        number: Number::Any,
        person: Person::None,
        tense: Tense::None,
        mood: Mood::None,
    };

    /// Reads a treebank's features (`Gender=Fem|Number=Sing`); others than those here are passed over.
    pub fn parse(features: &str) -> Self {
        let mut found = Self::UNKNOWN;
        for (name, value) in features.split('|').filter_map(|pair| pair.split_once('=')) {
            match name {
                "Gender" => found.gender = gender(value),
                "Number" => found.number = number(value),
                "Person" => found.person = person(value),
                "Tense" => found.tense = tense(value),
                "Mood" => found.mood = mood(value),
                _ => {}
            }
        }
        found
    }
}

fn gender(value: &str) -> Gender {
    match value {
        "Masc" => Gender::Masculine,
        "Fem" => Gender::Feminine,
        "Neut" => Gender::Neuter,
        _ => Gender::Any,
    }
}

fn number(value: &str) -> Number {
    match value {
        "Sing" => Number::Singular,
        "Plur" => Number::Plural,
        _ => Number::Any,
    }
}

fn person(value: &str) -> Person {
    match value {
        "1" => Person::First,
        "2" => Person::Second,
        "3" => Person::Third,
        _ => Person::None,
    }
}

fn tense(value: &str) -> Tense {
    match value {
        "Past" => Tense::Past,
        "Pres" => Tense::Present,
        "Fut" => Tense::Future,
        "Imp" => Tense::Imperfect,
        "Pqp" => Tense::Pluperfect,
        _ => Tense::None,
    }
}

fn mood(value: &str) -> Mood {
    match value {
        "Ind" => Mood::Indicative,
        "Cnd" => Mood::Conditional,
        "Sub" => Mood::Subjunctive,
        "Imp" => Mood::Imperative,
        _ => Mood::None,
    }
}

/// Chooses the morphology of tagged words.
#[derive(Debug)]
pub(super) struct Inflections {
    model: Classifier,
    choices: Vec<Choices>,
}

/// What words with one tag may be.
#[derive(Debug)]
struct Choices {
    tag: Tag,
    labels: std::ops::Range<usize>,
    morphologies: Vec<Morphology>,
}

impl Inflections {
    /// Reads the model, whose labels are a tag's label and a treebank's features
    /// (`NOUN Gender=Fem|Number=Sing`), those of a tag side by side.
    pub(super) fn load(file: ModelFile) -> Result<Self, LoadError> {
        let model = Classifier::load(file, "morphology")?;
        let mut choices: Vec<Choices> = Vec::new();
        for (label, text) in model.labels().iter().enumerate() {
            let (tag, features) = text.split_once(' ').unwrap_or((text, ""));
            let (tag, morphology) = (Tag::parse(tag), Morphology::parse(features));
            match choices.last_mut().filter(|last| last.tag == tag) {
                Some(last) => {
                    last.labels.end = label + 1;
                    last.morphologies.push(morphology);
                }
                None => choices.push(Choices {
                    tag,
                    labels: label..label + 1,
                    morphologies: vec![morphology],
                }),
            }
        }
        Ok(Self { model, choices })
    }

    /// Writes the morphology of each word of the sentence `words` into its tag.
    pub(super) fn choose(&self, words: &[WordForm], tags: &mut [Tag]) {
        let mut features = Vec::with_capacity(32);
        for at in 0..tags.len() {
            let known = self
                .choices
                .iter()
                .find(|choices| choices.tag.is_as(tags[at]));
            let Some(choices) = known else {
                continue;
            };
            let mut chosen = 0;
            if choices.morphologies.len() > 1 {
                features.clear();
                morphology_features(words, tags, at, &mut features);
                chosen = self.best(choices, &features);
            }
            tags[at].morphology = choices.morphologies[chosen];
        }
    }

    fn best(&self, choices: &Choices, features: &[u64]) -> usize {
        let mut scores = self.model.start();
        self.model.add_once(features, &mut scores);
        let scores = &scores[choices.labels.clone()];
        let places = (0..scores.len()).rev();
        places
            .max_by_key(|&place| scores[place])
            .unwrap_or_default()
    }
}

/// Adds the features of the word at `at` of a tagged sentence to `found`. Each holds the word's tag,
/// since the choices of one tag are never weighed against those of another.
pub fn morphology_features(words: &[WordForm], tags: &[Tag], at: usize, found: &mut Vec<u64>) {
    let own = tags[at].number();
    let word = |offset: isize| neighbour(words, at, offset).map_or_else(edge, |word| word.lower);
    let ending = |offset: isize, length: usize| {
        neighbour(words, at, offset).map_or_else(edge, |word| word.suffixes[length - 1])
    };
    let tag = |offset: isize| {
        let other = at.checked_add_signed(offset).and_then(|at| tags.get(at));
        other.map_or(0, |tag| tag.number())
    };
    let endings = words[at].suffixes;
    found.extend(
        (1..)
            .zip(endings)
            .map(|(template, ending)| feature(200 + template, &[own, ending])),
    );
    found.extend([
        feature(210, &[own]),
        feature(211, &[own, word(0)]),
        feature(212, &[own, word(-1)]),
        feature(213, &[own, word(1)]),
        feature(214, &[own, word(-2)]),
        feature(215, &[own, word(-1), endings[1]]),
        feature(216, &[own, ending(-1, 2), tag(-1)]),
        feature(217, &[own, ending(1, 2), tag(1)]),
        feature(218, &[own, ending(-1, 1), ending(0, 2)]),
        feature(219, &[own, tag(-1), tag(1), endings[1]]),
        feature(220, &[own, tag(-2), ending(-2, 2)]),
        feature(221, &[own, determiner(words, tags, at), endings[0]]),
        feature(222, &[own, words[at].shape]),
    ]);
}

/// The nearest determiner or pronoun before the word at `at`, at most five words away.
fn determiner(words: &[WordForm], tags: &[Tag], at: usize) -> u64 {
    let near = at.saturating_sub(5)..at;
    let sought = |at: &usize| matches!(tags[*at].part, PartOfSpeech::Det | PartOfSpeech::Pron);
    near.rev()
        .find(sought)
        .map_or_else(edge, |at| words[at].lower)
}
