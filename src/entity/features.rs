//! The feature templates of the name recogniser, for training and for serving.
//! They see a whole document, because a word that is also written small is
//! probably no name, and one that is a capital inside a sentence probably is.

use std::collections::HashMap;

use super::gazetteer::{Gazetteer, Listed};
use super::surroundings::Surroundings;
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
    runs: Vec<Run>,
    kinds: Vec<u64>,
    elsewhere: HashMap<u64, Elsewhere>,
}

/// Where a word with a capital stands in the document.
#[derive(Clone, Debug, Default)]
struct Elsewhere {
    places: Vec<usize>,
    nouns: u64,
    marks: u64,
    first_lists: u64,
}

/// A family of templates: what they look at.
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
    /// What the language pack knows about the words themselves.
    Pack,
    /// Where the same word stands elsewhere in the document.
    Elsewhere,
}

impl Family {
    /// All families.
    pub const ALL: [Family; 8] = [
        Self::Words,
        Self::Tags,
        Self::Lists,
        Self::Writing,
        Self::Surroundings,
        Self::Run,
        Self::Pack,
        Self::Elsewhere,
    ];
}

/// A run of words with capitals.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    start: usize,
    end: usize,
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
            kinds: (0..words.len())
                .map(|at| super::surroundings::kinds(article, at))
                .collect(),
            surroundings: super::surroundings::surroundings(article),
            elsewhere: HashMap::new(),
            seen,
        }
        .aggregated(segmentation)
    }

    /// For each token, the gazetteer's lists that it is in.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// Adds the features of token `at` of the sentence `tokens` to `found`.
    pub fn features(&self, tokens: &std::ops::Range<usize>, at: usize, found: &mut Vec<u64>) {
        for family in Family::ALL {
            self.family_features(family, tokens, at, found);
        }
    }

    /// Adds the features of one family only.
    pub fn family_features(
        &self,
        family: Family,
        tokens: &std::ops::Range<usize>,
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
            Family::Pack => self.pack_features(tokens, at, found),
            Family::Elsewhere => self.elsewhere_features(at, found),
        }
    }

    fn aggregated(mut self, segmentation: &crate::segment::Segmentation) -> Self {
        for sentence in &segmentation.sentences {
            for at in sentence.tokens.clone() {
                let run = self.runs[at];
                if run.start == run.end {
                    continue;
                }
                let entry = self.elsewhere.entry(self.words[at].lower).or_default();
                entry.places.push(at);
                let (nouns, marks) = self.surroundings[at].summary();
                entry.nouns |= nouns;
                entry.marks |= marks | u64::from(run.start < at) << 8 | u64::from(at + 1 < run.end) << 9;
                entry.first_lists |= self.listed[run.start].0;
            }
        }
        self
    }

    fn run_features(&self, tokens: &std::ops::Range<usize>, at: usize, found: &mut Vec<u64>) {
        let Run { start, end } = self.runs[at];
        if start == end {
            return;
        }
        let word = |at: Option<usize>| {
            at.filter(|at| tokens.contains(at))
                .map_or_else(edge, |at| self.words[at].lower)
        };
        let place = u64::from(at == start) | u64::from(at + 1 == end) << 1;
        let length = (end - start).min(5) as u64;
        let (before, after) = (start.checked_sub(1), Some(end));
        let before2 = start.checked_sub(2);
        found.extend([
            feature(150, &[word(before), place]),
            feature(151, &[word(after), place]),
            feature(152, &[word(Some(start))]),
            feature(153, &[word(Some(end - 1))]),
            feature(154, &[length, place]),
            feature(155, &[self.listed[start].0, self.listed[end - 1].0, place]),
            feature(156, &[word(before2), word(before), place]),
            feature(157, &[self.words[end - 1].suffixes[2], place]),
            feature(158, &[self.kinds[start], place]),
            feature(159, &[self.kinds[end - 1], place]),
        ]);
        self.surroundings[start].run_features(place, found);
        self.surroundings[end - 1].after_features(place, found);
    }

    fn pack_features(&self, tokens: &std::ops::Range<usize>, at: usize, found: &mut Vec<u64>) {
        let kinds = |offset: isize| {
            at.checked_add_signed(offset)
                .filter(|at| tokens.contains(at))
                .map_or(u64::MAX, |at| self.kinds[at])
        };
        let case = self.words[at].case as u64;
        found.extend([
            feature(170, &[kinds(0), case]),
            feature(171, &[kinds(-1), case]),
            feature(172, &[kinds(1), case]),
            feature(173, &[kinds(-2), kinds(-1), case]),
            feature(174, &[kinds(0), kinds(1), case]),
        ]);
    }

    fn elsewhere_features(&self, at: usize, found: &mut Vec<u64>) {
        let run = self.runs[at];
        let Some(entry) = self.elsewhere.get(&self.words[at].lower).filter(|_| run.start < run.end) else {
            return;
        };
        let count = entry.places.len().min(4) as u64;
        let alone = u64::from(run.end - run.start == 1);
        found.extend([
            feature(180, &[count, alone]),
            feature(181, &[entry.nouns, alone]),
            feature(182, &[entry.marks, alone]),
            feature(183, &[entry.first_lists, alone]),
        ]);
        for bit in (0..64).filter(|bit| entry.nouns >> bit & 1 == 1) {
            found.push(feature(184, &[bit, alone]));
        }
        for bit in (0..64).filter(|bit| entry.first_lists >> bit & 1 == 1) {
            found.push(feature(185, &[bit, alone]));
        }
        for other in entry.places.iter().filter(|other| **other != at).take(5) {
            let near = |at: Option<usize>| at.and_then(|at| self.words.get(at)).map_or_else(edge, |word| word.lower);
            let run = self.runs[*other];
            found.extend([
                feature(186, &[near(run.start.checked_sub(1)), u64::from(run.start == *other)]),
                feature(187, &[near(Some(run.end)), u64::from(run.end == *other + 1)]),
                feature(188, &[near(Some(run.start)), u64::from(run.start == *other)]),
                feature(189, &[near(Some(run.end - 1)), u64::from(run.end == *other + 1)]),
            ]);
        }
    }

    fn tag_features(&self, tokens: &std::ops::Range<usize>, at: usize, found: &mut Vec<u64>) {
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

    fn list_features(&self, tokens: &std::ops::Range<usize>, at: usize, found: &mut Vec<u64>) {
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

/// For each token the run of words with capitals that it is in, empty for other tokens.
fn runs(article: &Article) -> Vec<Run> {
    let mut found = vec![Run::default(); article.len()];
    for sentence in &article.segmentation.sentences {
        let capital = |at: &usize| !matches!(article.words[*at].case, Case::Lower | Case::None);
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let end = (at..sentence.tokens.end)
                .find(|at| !capital(at))
                .unwrap_or(sentence.tokens.end);
            found[at..end].fill(Run { start: at, end });
            at = end.max(at + 1);
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
