//! The feature templates of the name recogniser, for training and for serving.
//! They see a whole document, because a word that is also written small is
//! probably no name, and one that is a capital inside a sentence probably is.

use std::collections::HashMap;
use std::ops::Range;

use super::gazetteer::{Gazetteer, Listed};
use super::surroundings::{Surroundings, known, surroundings};
use crate::model::{feature, hash};
use crate::tag::{Article, Case, Tag, WordForm, edge, neighbour};

/// What the templates look at in one document.
#[derive(Debug)]
pub struct NameContext<'a> {
    words: &'a [WordForm],
    tags: &'a [Tag],
    listed: Vec<Listed>,
    surroundings: Vec<Surroundings>,
    seen: HashMap<u64, Seen>,
    runs: Vec<Option<Range<usize>>>,
    known: Vec<u64>,
}

/// A family of templates: what they look at. All of them serve; what each brings is measured
/// by training without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// The words, their shapes and letters.
    Words,
    /// Parts of speech.
    Tags,
    /// The gazetteer.
    Lists,
    /// How the word is written elsewhere in the document.
    Writing,
    /// The governing noun, titles and verbs beside the word.
    Surroundings,
    /// The run of words with capitals that the word is in.
    Run,
}

impl Family {
    /// All families.
    pub const ALL: [Family; 6] = [
        Self::Words,
        Self::Tags,
        Self::Lists,
        Self::Writing,
        Self::Surroundings,
        Self::Run,
    ];
}

/// How a word is written elsewhere in the document.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    lower: bool,
    capital_inside: bool,
    upper: bool,
}

impl<'a> NameContext<'a> {
    /// The context of `article`.
    pub fn new(article: &Article<'a>, gazetteer: &Gazetteer) -> Self {
        let Article {
            segmentation,
            words,
            tags,
            ..
        } = *article;
        let mut seen: HashMap<u64, Seen> = HashMap::new();
        for sentence in &segmentation.sentences {
            let first_word = sentence
                .tokens
                .clone()
                .find(|&at| words[at].case != Case::None);
            for at in sentence.tokens.clone() {
                let entry = seen.entry(words[at].lower).or_default();
                entry.lower |= words[at].case == Case::Lower;
                entry.upper |= words[at].case == Case::Upper;
                entry.capital_inside |= words[at].case == Case::Capital && Some(at) != first_word;
            }
        }
        Self {
            words,
            tags,
            listed: gazetteer.look_up(words),
            runs: runs(article),
            known: (0..words.len()).map(|at| known(article, at)).collect(),
            surroundings: surroundings(article),
            seen,
        }
    }

    /// For each token, the gazetteer's lists that it is in.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// Adds the features of token `at` of the sentence `tokens` to `found`.
    pub fn features(&self, tokens: &Range<usize>, at: usize, found: &mut Vec<u64>) {
        for family in Family::ALL {
            self.family_features(family, tokens, at, found);
        }
    }

    /// Adds the features of one family only.
    pub fn family_features(
        &self,
        family: Family,
        tokens: &Range<usize>,
        at: usize,
        found: &mut Vec<u64>,
    ) {
        let words = &self.words[tokens.clone()];
        let place = at - tokens.start;
        match family {
            Family::Words => word_features(words, place, found),
            Family::Tags => self.tag_features(tokens, at, found),
            Family::Lists => self.list_features(tokens, at, found),
            Family::Writing => self.document_features(words, at, place, found),
            Family::Surroundings => self.surroundings[at].features(self.words[at].case, found),
            Family::Run => self.run_features(tokens, at, found),
        }
    }

    fn run_features(&self, tokens: &Range<usize>, at: usize, found: &mut Vec<u64>) {
        let Some(run) = &self.runs[at] else {
            return;
        };
        let (first, last) = (run.start, run.end - 1);
        let word = |at: Option<usize>| {
            at.filter(|at| tokens.contains(at))
                .map_or_else(edge, |at| self.words[at].lower)
        };
        let (before, after) = (word(first.checked_sub(1)), word(Some(run.end)));
        let place = u64::from(at == first) | u64::from(at == last) << 1;
        let length = run.len().min(5) as u64;
        found.extend([
            feature(150, &[before, place]),
            feature(151, &[after, place]),
            feature(152, &[self.words[first].lower]),
            feature(153, &[self.words[last].lower]),
            feature(154, &[length, place]),
            feature(155, &[self.listed[first].0, self.listed[last].0, place]),
            feature(156, &[word(first.checked_sub(2)), before, place]),
            feature(157, &[self.words[last].suffixes[2], place]),
            feature(158, &[self.known[first], place]),
            feature(159, &[self.known[last], place]),
        ]);
        self.surroundings[first].before_run(place, found);
        self.surroundings[last].after_run(place, found);
    }

    fn tag_features(&self, tokens: &Range<usize>, at: usize, found: &mut Vec<u64>) {
        let tag = |offset: isize| {
            let other = at
                .checked_add_signed(offset)
                .filter(|other| tokens.contains(other));
            other.map_or(99, |other| self.tags[other].part as u64)
        };
        let word = self.words[at].lower;
        found.extend([
            feature(60, &[tag(0)]),
            feature(61, &[tag(-1), tag(0)]),
            feature(62, &[tag(0), tag(1)]),
            feature(63, &[tag(-2), tag(-1)]),
            feature(64, &[tag(1), tag(2)]),
            feature(65, &[tag(-1), tag(0), tag(1)]),
            feature(66, &[word, tag(0)]),
        ]);
    }

    fn list_features(&self, tokens: &Range<usize>, at: usize, found: &mut Vec<u64>) {
        let case = self.words[at].case as u64;
        for bit in self.listed[at].bits() {
            found.push(feature(70, &[bit]));
            found.push(feature(71, &[bit, case]));
        }
        found.push(feature(72, &[self.listed[at].0]));
        if at > tokens.start {
            found.extend(self.listed[at - 1].bits().map(|bit| feature(73, &[bit])));
        }
        if at + 1 < tokens.end {
            found.extend(self.listed[at + 1].bits().map(|bit| feature(74, &[bit])));
        }
    }

    fn document_features(&self, words: &[WordForm], at: usize, place: usize, found: &mut Vec<u64>) {
        let seen = self
            .seen
            .get(&self.words[at].lower)
            .copied()
            .unwrap_or_default();
        let evidence = u64::from(seen.lower)
            | u64::from(seen.capital_inside) << 1
            | u64::from(seen.upper) << 2;
        let case = self.words[at].case as u64;
        let start = u64::from(words[..place].iter().all(|word| word.case == Case::None));
        let headline = headline_style(words);
        found.extend([
            feature(80, &[evidence, case, start]),
            feature(81, &[headline, case, start]),
            feature(82, &[headline, evidence, case]),
        ]);
    }
}

/// For each token the run of words with capitals that it is in, if it is in one.
fn runs(article: &Article) -> Vec<Option<Range<usize>>> {
    let capital = |at: usize| !matches!(article.words[at].case, Case::Lower | Case::None);
    let mut found = vec![None; article.len()];
    for sentence in &article.segmentation.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let mut rest = at..sentence.tokens.end;
            let end = rest.find(|&at| !capital(at)).unwrap_or(sentence.tokens.end);
            if at < end {
                found[at..end].fill(Some(at..end));
            }
            at = end + 1;
        }
    }
    found
}

/// 1 when most words of the sentence start with a capital, 2 when most are all capitals, else 0.
fn headline_style(words: &[WordForm]) -> u64 {
    let count = |case: Case| words.iter().filter(|word| word.case == case).count();
    let (lower, capital, upper) = (count(Case::Lower), count(Case::Capital), count(Case::Upper));
    match () {
        () if upper > lower + capital && upper > 2 => 2,
        () if capital > lower && capital > 2 => 1,
        () => 0,
    }
}

fn word_features(words: &[WordForm], at: usize, found: &mut Vec<u64>) {
    let word = &words[at];
    let near = |offset: isize| neighbour(words, at, offset);
    let lower = |offset: isize| near(offset).map_or_else(edge, |word| word.lower);
    let shape = |offset: isize| near(offset).map_or_else(edge, |word| word.shape);
    let case = |offset: isize| near(offset).map_or_else(|| hash("edge"), |word| word.case as u64);
    let suffix = |offset: isize| near(offset).map_or_else(edge, |word| word.suffixes[2]);
    found.extend(
        (100..)
            .zip([lower(0), lower(-1), lower(1), lower(-2), lower(2)])
            .map(|(template, part)| feature(template, &[part])),
    );
    found.extend(
        (110..)
            .zip(&word.suffixes)
            .filter(|(_, part)| **part != 0)
            .map(|(template, part)| feature(template, &[*part])),
    );
    found.extend(
        (120..)
            .zip(&word.prefixes)
            .filter(|(_, part)| **part != 0)
            .map(|(template, part)| feature(template, &[*part])),
    );
    found.extend([
        feature(130, &[lower(-1), lower(0)]),
        feature(131, &[lower(0), lower(1)]),
        feature(132, &[lower(-1), case(0)]),
        feature(133, &[lower(1), case(0)]),
        feature(134, &[lower(-2), lower(-1), case(0)]),
        feature(135, &[shape(0)]),
        feature(136, &[shape(-1), shape(0)]),
        feature(137, &[shape(0), shape(1)]),
        feature(138, &[case(-1), case(0), case(1)]),
        feature(139, &[suffix(-1), case(0)]),
        feature(140, &[suffix(1), case(0)]),
        feature(141, &[lower(0), case(0)]),
        feature(142, &[lower(1), lower(2), case(0)]),
        feature(143, &[]),
    ]);
}
