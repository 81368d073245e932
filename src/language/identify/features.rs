//! What identification looks at: hashed n-grams of characters and whole words.
//! Text is read in lower case; digits and marks count as spaces, and n-grams may reach over a space.
//!
//! ```text
//! "Le pont"  →  " le" "le " "e p" …  " le " "le p" …  " le p" …  le, pont
//! ```

/// Characters from here on mostly write a syllable or a word each (CJK), so that short n-grams tell enough.
const FIRST_WIDE: char = '\u{2e80}';
/// The template of whole words; those of n-grams are their lengths.
const WORD: u64 = 9;
/// Bits of a character in the window.
const BITS: u32 = 16;
const SPACE: u64 = ' ' as u64;
const TEMPLATE_SALT: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xbf58_476d_1ce4_e5b9;
const WORD_START: u64 = 0xcbf2_9ce4_8422_2325;
const WORD_PRIME: u64 = 0x0000_0100_0000_01b3;

/// Calls `found` with every feature of `text`: n-grams of three to five characters, single characters
/// beyond ASCII, n-grams of one to three where a character is a syllable or a word, and whole words.
pub fn ngrams(text: &str, found: &mut impl FnMut(u64)) {
    let mut window = Window {
        last: SPACE,
        before: 0,
        word: WORD_START,
    };
    for letter in text.chars() {
        if letter.is_ascii() {
            window.push(ascii(letter), found);
        } else {
            for letter in letter.to_lowercase() {
                window.push(letter_or_space(letter), found);
            }
        }
    }
    window.push(' ', found);
}

/// The last characters that were read.
struct Window {
    /// The last four, sixteen bits each.
    last: u64,
    /// The one before them.
    before: u64,
    /// Hash of the letters since the last space.
    word: u64,
}

impl Window {
    fn push(&mut self, letter: char, found: &mut impl FnMut(u64)) {
        let code = u64::from(u32::from(letter));
        if letter == ' ' {
            if self.last & mask(1) == SPACE {
                return;
            }
            found(feature(WORD, self.word));
            self.word = WORD_START;
        } else {
            self.word = (self.word ^ code).wrapping_mul(WORD_PRIME);
        }
        self.before = self.last >> (3 * BITS);
        self.last = self.last << BITS | ((code ^ (code >> BITS)) & mask(1));
        if letter >= FIRST_WIDE {
            for length in 1..=3 {
                found(feature(u64::from(length), self.last & mask(length)));
            }
            return;
        }
        if !letter.is_ascii() {
            found(feature(1, self.last & mask(1)));
        }
        found(feature(3, self.last & mask(3)));
        found(feature(4, self.last));
        found(feature(
            5,
            self.last ^ self.before.wrapping_mul(WORD_PRIME).rotate_left(BITS),
        ));
    }
}

/// A feature by its template and what it looks at. One multiplication spreads it over the high bits and
/// the low ones, which is all that a look-up needs, at half the cost of the features of other models.
fn feature(template: u64, characters: u64) -> u64 {
    let product = (characters ^ template.wrapping_mul(TEMPLATE_SALT)).wrapping_mul(FACTOR);
    product ^ (product >> 32)
}

/// The bits of the last `length` characters, fewer than four.
fn mask(length: u32) -> u64 {
    (1 << (length * BITS)) - 1
}

fn ascii(letter: char) -> char {
    match letter {
        'a'..='z' | '\'' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        _ => ' ',
    }
}

fn letter_or_space(letter: char) -> char {
    match letter {
        '\u{2019}' | '\u{2bc}' => '\'',
        _ if letter.is_ascii() => ascii(letter),
        _ if letter.is_numeric() || !(letter.is_alphabetic() || is_mark(letter)) => ' ',
        _ => letter,
    }
}

/// Vowel signs and accents that are written inside words.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{780}'..='\u{7bf}' | '\u{900}'..='\u{e7f}' | '\u{e80}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn features(text: &str) -> Vec<u64> {
        let mut found = Vec::new();
        ngrams(text, &mut |feature| found.push(feature));
        found
    }

    #[test]
    fn case_digits_marks_and_repeated_spaces_make_no_difference() {
        let cases = [
            ("Le pont", "LE  PONT"),
            ("Le pont", "\t le – pont. "),
            ("Le pont", "1 le 2019 pont!"),
            ("l\u{2019}été", "L'ÉTÉ"),
            ("ΜΈΡΑ", "μέρα"),
        ];
        for (one, other) in cases {
            assert_eq!(features(one), features(other), "{one} {other}");
        }
    }

    #[test]
    fn every_character_gives_a_few_features() {
        let cases = [
            ("", 0),
            ("… 12", 0),
            ("ab", 3 * 3 + 1),
            ("é", 3 * 2 + 1 + 1),
            ("市长", 2 * 3 + 3 + 1),
            ("l'air", 3 * 6 + 1),
        ];
        for (text, expected) in cases {
            assert_eq!(features(text).len(), expected, "{text}");
        }
    }

    #[test]
    fn words_and_order_tell_texts_apart() {
        assert_ne!(features("ab"), features("ba"));
        assert_ne!(features("𐐨"), features("𐐩"));
        assert_ne!(features("abcd"), features("bbcd"));
    }

    proptest! {
        #[test]
        fn any_text_has_features_in_proportion(text in ".{0,60}") {
            let lower: usize = text.chars().flat_map(char::to_lowercase).count();
            prop_assert!(features(&text).len() <= 6 * (lower + 1));
        }
    }
}
