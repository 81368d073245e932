//! The feature templates of the tagger, for training and for serving.

use super::word::{WordForm, edge};
use crate::model::feature;

/// Adds the features of the word at `at` in the sentence `words` to `found`.
pub fn tag_features(words: &[WordForm], at: usize, found: &mut Vec<u64>) {
    let word = &words[at];
    let lower = |offset: isize| neighbour(words, at, offset).map_or_else(edge, |word| word.lower);
    let suffix =
        |offset: isize| neighbour(words, at, offset).map_or_else(edge, |word| word.suffixes[2]);
    let shape = |offset: isize| neighbour(words, at, offset).map_or_else(edge, |word| word.shape);
    found.extend(
        (1..)
            .zip([lower(0), lower(-1), lower(1), lower(-2), lower(2)])
            .map(|(template, part)| feature(template, &[part])),
    );
    found.extend(
        (10..)
            .zip(&word.suffixes)
            .filter(|(_, part)| **part != 0)
            .map(|(template, part)| feature(template, &[*part])),
    );
    found.extend(
        (20..)
            .zip(&word.prefixes[..4])
            .filter(|(_, part)| **part != 0)
            .map(|(template, part)| feature(template, &[*part])),
    );
    found.extend([
        feature(30, &[lower(-1), lower(0)]),
        feature(31, &[lower(0), lower(1)]),
        feature(32, &[lower(-1), lower(1)]),
        feature(33, &[suffix(-1), word.suffixes[2]]),
        feature(34, &[word.suffixes[2], suffix(1)]),
        feature(35, &[suffix(-1)]),
        feature(36, &[suffix(1)]),
        feature(37, &[shape(0), u64::from(at == 0)]),
        feature(38, &[shape(-1), shape(0)]),
        feature(39, &[shape(0), shape(1)]),
        feature(40, &[lower(-2), lower(-1)]),
        feature(41, &[]),
    ]);
    lexicon_features(words, at, found);
}

/// What the language pack and the clusters say of the word and its neighbours.
fn lexicon_features(words: &[WordForm], at: usize, found: &mut Vec<u64>) {
    let class = |offset| neighbour(words, at, offset).map_or_else(edge, |word| word.classes);
    let cluster = |offset| neighbour(words, at, offset).map_or_else(edge, |word| word.cluster);
    found.extend([
        feature(42, &[class(0)]),
        feature(43, &[class(-1), class(0)]),
        feature(44, &[class(0), class(1)]),
        feature(45, &[class(-1)]),
        feature(46, &[class(1)]),
        feature(47, &[class(-1), class(1)]),
        feature(48, &[class(-2), class(-1)]),
        feature(49, &[class(1), class(2)]),
        feature(50, &[cluster(0)]),
        feature(51, &[cluster(-1)]),
        feature(52, &[cluster(1)]),
        feature(53, &[cluster(-1), cluster(0)]),
        feature(54, &[cluster(0), cluster(1)]),
        feature(55, &[cluster(-1), cluster(1)]),
    ]);
}

/// The word `offset` places from `at`, when the sentence has one.
pub fn neighbour(words: &[WordForm], at: usize, offset: isize) -> Option<&WordForm> {
    words.get(at.checked_add_signed(offset)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{Token, TokenKind};
    use crate::tag::word_forms;
    use crate::text::Span;

    fn forms(text: &str) -> Vec<WordForm> {
        let mut start = 0;
        let tokens: Vec<Token> = text
            .split(' ')
            .map(|word| {
                let span = Span::new(start, start + word.len());
                start += word.len() + 1;
                Token {
                    span,
                    kind: TokenKind::Word,
                }
            })
            .collect();
        word_forms(text, &tokens)
    }

    fn features(text: &str, at: usize) -> Vec<u64> {
        let mut found = vec![];
        tag_features(&forms(text), at, &mut found);
        found
    }

    #[test]
    fn each_template_gives_a_feature_of_its_own() {
        let mut found = features("tous tous tous tous tous", 2);
        let count = found.len();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), count);
    }

    #[test]
    fn a_template_sees_no_further_than_two_words() {
        let far = features("x b c d e f", 3);
        assert_eq!(far, features("y b c d e f", 3));
        assert_ne!(far, features("x z c d e f", 3));
        assert_ne!(features("a", 0), features("a b", 0));
    }

    #[test]
    fn a_neighbour_past_either_edge_is_none() {
        let words = forms("a b");
        let found: Vec<bool> = (-2..3)
            .map(|offset| neighbour(&words, 0, offset).is_some())
            .collect();
        assert_eq!(found, [false, false, true, true, false]);
    }
}
