//! The forms under which words are looked up: folded text, and the hash of it
//! that lists and models share.

use crate::model::hash_chars;

/// Characters of a word that count for its key.
const LONGEST: usize = 64;

/// Lower case with plain apostrophes and hyphens: the form under which words are looked up.
pub fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(plain_mark)
        .collect()
}

/// Whether `word` folds to `folded`.
pub(super) fn is_folded(word: &str, folded: &str) -> bool {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters.map(plain_mark).eq(folded.chars())
}

/// Puts the characters of `word` that its key is made of into `letters`: lower case, digits as 0,
/// apostrophes and hyphens plain.
pub fn key_letters(word: &str, letters: &mut Vec<char>) {
    letters.clear();
    letters.extend(
        word.chars()
            .take(LONGEST)
            .flat_map(char::to_lowercase)
            .map(plain),
    );
}

/// The hash of the folded word, with every digit as 0.
pub fn word_key(word: &str) -> u64 {
    if word.is_ascii() {
        let letters = word.bytes().take(LONGEST);
        return hash_chars(letters.map(|letter| plain(char::from(letter.to_ascii_lowercase()))));
    }
    hash_chars(
        word.chars()
            .take(LONGEST)
            .flat_map(char::to_lowercase)
            .map(plain),
    )
}

fn plain(letter: char) -> char {
    if letter.is_numeric() {
        '0'
    } else {
        plain_mark(letter)
    }
}

/// Apostrophes and hyphens are written with several characters that read the same.
fn plain_mark(letter: char) -> char {
    match letter {
        '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_read_the_same_have_one_key() {
        let same = [
            ("L’Été", "l'été"),
            ("ʼn", "'n"),
            ("2019", "1984"),
            ("A\u{2011}t\u{2010}il", "a-t-il"),
            ("İ", "i\u{307}"),
        ];
        for (one, other) in same {
            assert_eq!(word_key(one), word_key(other), "{one} {other}");
        }
        assert_ne!(word_key("été"), word_key("ete"));
    }

    #[test]
    fn a_key_is_the_hash_of_its_letters() {
        let mut letters = vec!['x'];
        for word in ["", "Zoé", "L’ONU", &"é".repeat(100)] {
            key_letters(word, &mut letters);
            assert_eq!(word_key(word), hash_chars(letters.iter().copied()));
        }
        assert_eq!(fold("L’ÉTÉ 2019"), "l'été 2019");
        assert!(is_folded("L’ÉTÉ", "l'été") && !is_folded("ÉTÉ", "ét"));
    }
}
