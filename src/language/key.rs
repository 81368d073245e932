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
