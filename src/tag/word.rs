//! [`WordForm`]: what the feature templates see of a token, hashed once and
//! used by every model that reads words.

use super::clusters::Clusters;
use crate::language::{WordClasses, key_letters};
use crate::model::{hash, hash_chars};
use crate::segment::Token;

/// How many characters the longest prefix and suffix have.
pub const AFFIX: usize = 5;

/// A token as the models see it.
#[derive(Clone, Debug, Default)]
pub struct WordForm {
    /// Its key, as in the lists of the language packs.
    pub lower: u64,
    /// Hashes of its first 1 to 5 characters; 0 where the word is shorter.
    pub prefixes: [u64; AFFIX],
    /// Hashes of its last 1 to 5 characters; 0 where the word is shorter.
    pub suffixes: [u64; AFFIX],
    /// Hash of its shape: "Xxxx-xx" for "Saint-Lô", long runs cut at four.
    pub shape: u64,
    /// How it is written.
    pub case: Case,
    /// Its classes in the language pack, a bit for each.
    pub classes: u64,
    /// Its cluster; 0 for none.
    pub cluster: u64,
}

/// What is known of the words of a language.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    /// Classes of words by the language pack.
    pub classes: &'a WordClasses,
    /// Clusters of words by raw text.
    pub clusters: &'a Clusters,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Case {
    /// Without letters.
    #[default]
    None,
    /// All letters small.
    Lower,
    /// The first letter is a capital.
    Capital,
    /// Two letters or more, all capitals.
    Upper,
    /// A capital inside.
    Mixed,
}

/// The forms of `tokens`, which are spans of `text`.
pub fn word_forms(text: &str, tokens: &[Token]) -> Vec<WordForm> {
    let mut letters = Vec::new();
    tokens
        .iter()
        .map(|token| {
            let word = token.span.of(text);
            key_letters(word, &mut letters);
            word_form(word, &letters)
        })
        .collect()
}

/// The forms of `tokens` with what `lexicon` knows of them.
pub fn known_forms(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<WordForm> {
    let mut forms = word_forms(text, tokens);
    for form in &mut forms {
        form.classes = lexicon.classes.of(form.lower);
        form.cluster = lexicon.clusters.of(form.lower);
    }
    forms
}

fn word_form(word: &str, letters: &[char]) -> WordForm {
    let affix = |count: usize, part: fn(&[char], usize) -> &[char]| {
        if count < letters.len() {
            hash_chars(part(letters, count).iter().copied())
        } else {
            0
        }
    };
    WordForm {
        classes: 0,
        cluster: 0,
        lower: hash_chars(letters.iter().copied()),
        prefixes: std::array::from_fn(|length| affix(length + 1, |all, count| &all[..count])),
        suffixes: std::array::from_fn(|length| {
            affix(length + 1, |all, count| &all[all.len() - count..])
        }),
        shape: shape(word),
        case: case(word),
    }
}

fn shape(word: &str) -> u64 {
    let mut run = ('\0', 0);
    let kinds = word.chars().take(64).filter_map(|letter| {
        let kind = if letter.is_uppercase() {
            'X'
        } else if letter.is_alphabetic() {
            'x'
        } else if letter.is_numeric() {
            '0'
        } else {
            letter
        };
        run = if run.0 == kind {
            (kind, run.1 + 1)
        } else {
            (kind, 1)
        };
        (run.1 <= 4).then_some(kind)
    });
    hash_chars(kinds)
}

fn case(word: &str) -> Case {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    let Some(first) = letters.next() else {
        return Case::None;
    };
    let (mut upper, mut total) = (0, 0);
    for letter in letters {
        total += 1;
        upper += usize::from(letter.is_uppercase());
    }
    match (first.is_uppercase(), upper) {
        (true, count) if total > 0 && count == total => Case::Upper,
        (true, 0) => Case::Capital,
        (false, 0) => Case::Lower,
        _ => Case::Mixed,
    }
}

/// The hash under which a template sees the place before the first or after the last token.
pub fn edge() -> u64 {
    hash("\u{0}edge")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::word_key;
    use crate::segment::TokenKind;
    use crate::text::Span;

    fn form(word: &str) -> WordForm {
        let token = Token {
            span: Span::new(0, word.len()),
            kind: TokenKind::Word,
        };
        word_forms(word, &[token]).remove(0)
    }

    #[test]
    fn the_case_of_a_word_is_that_of_its_letters() {
        let cases = [
            ("12,5", Case::None),
            ("…", Case::None),
            ("漢字", Case::Lower),
            ("été", Case::Lower),
            ("l’", Case::Lower),
            ("Été", Case::Capital),
            ("À", Case::Capital),
            ("Saint-lô", Case::Capital),
            ("ONU", Case::Upper),
            ("U.S.", Case::Upper),
            ("Saint-Lô", Case::Mixed),
            ("iPhone", Case::Mixed),
            ("McDonald", Case::Mixed),
        ];
        for (word, expected) in cases {
            assert_eq!(form(word).case, expected, "{word}");
        }
    }

    #[test]
    fn words_of_one_shape_share_its_hash() {
        let same = [
            ("Zoé", "Luc"),
            ("2019", "1984"),
            ("Aujourd’hui", "Bonjourd’hui"),
            ("a-b", "c-d"),
        ];
        for (one, other) in same {
            assert_eq!(form(one).shape, form(other).shape, "{one} {other}");
        }
        let different = [
            ("Zoé", "zoé"),
            ("Zoé", "ZOÉ"),
            ("A1", "AA"),
            ("a-b", "a.b"),
            ("abc", "abcd"),
        ];
        for (one, other) in different {
            assert_ne!(form(one).shape, form(other).shape, "{one} {other}");
        }
    }

    #[test]
    fn affixes_are_the_beginnings_and_ends_shorter_than_the_word() {
        let word = form("Été");
        let hash_of = |letters: &str| hash_chars(letters.chars());
        assert_eq!(word.prefixes, [hash_of("é"), hash_of("ét"), 0, 0, 0]);
        assert_eq!(word.suffixes, [hash_of("é"), hash_of("té"), 0, 0, 0]);
        assert_eq!(word.lower, word_key("été"));
    }
}
