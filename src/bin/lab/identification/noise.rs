//! Text that is in no language, for the class of what cannot be told: letters at
//! random, encoded bytes, addresses, program code, letters of real words in a wrong order.

use super::regression::Example;
use crate::random::Random;

/// Pieces of programs and markup, one a line.
const CODE: &str = include_str!("code.txt");
const ENCODED: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEXADECIMAL: &[u8] = b"0123456789abcdef";
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
/// From here on words are not written with letters.
const FIRST_WIDE: char = '\u{2e80}';

/// So many texts in no language; `examples` lend their letters to some of them.
pub(super) fn texts(examples: &[Example], count: usize, random: &mut Random) -> Vec<String> {
    let text = |number: usize, random: &mut Random| match number % 8 {
        0 | 1 => words(random),
        2 => string(ENCODED, 20 + random.below(200), random),
        3 => string(HEXADECIMAL, 16 + random.below(100), random),
        4 => addresses(random),
        5 => code(random),
        _ => {
            let (_, text) = &examples[random.below(examples.len())];
            shuffled(text, random)
        }
    };
    (0..count).map(|number| text(number, random)).collect()
}

/// Words of letters at random, in one of three cases.
fn words(random: &mut Random) -> String {
    let case = random.below(3);
    let word = |random: &mut Random| {
        let length = 2 + random.below(10);
        let word = string(LETTERS, length, random);
        match case {
            0 => word.to_uppercase(),
            _ => word,
        }
    };
    let count = 1 + random.below(15);
    let words: Vec<String> = (0..count).map(|_| word(random)).collect();
    words.join(" ")
}

fn string(letters: &[u8], length: usize, random: &mut Random) -> String {
    (0..length)
        .map(|_| char::from(letters[random.below(letters.len())]))
        .collect()
}

/// Addresses on the web and of mail.
fn addresses(random: &mut Random) -> String {
    let name = |random: &mut Random| {
        let length = 3 + random.below(8);
        string(LETTERS, length, random)
    };
    let ends = ["com", "org", "net", "io", "fr", "de", "co.uk"];
    let address = |random: &mut Random| {
        let (host, path) = (name(random), name(random));
        let end = ends[random.below(ends.len())];
        match random.below(4) {
            0 => format!("{path}@{host}.{end}"),
            1 => format!("www.{host}.{end}"),
            2 => format!("http://{host}.{end}/{path}.html"),
            _ => format!("https://www.{host}.{end}/{path}?id={}", name(random)),
        }
    };
    let count = 1 + random.below(4);
    let addresses: Vec<String> = (0..count).map(|_| address(random)).collect();
    addresses.join(" ")
}

/// A few lines of code.
fn code(random: &mut Random) -> String {
    let lines: Vec<&str> = CODE.lines().collect();
    let start = random.below(lines.len());
    let count = 1 + random.below(5);
    let some: Vec<&str> = lines
        .iter()
        .cycle()
        .skip(start)
        .take(count)
        .copied()
        .collect();
    some.join("\n")
}

/// The text with its letters in another order; words at random for a script in which that could be text.
fn shuffled(text: &str, random: &mut Random) -> String {
    if text.chars().any(|letter| letter >= FIRST_WIDE) {
        return words(random);
    }
    let mut letters: Vec<char> = text
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .collect();
    random.shuffle(&mut letters);
    let mut next = letters.into_iter();
    text.chars()
        .map(|letter| {
            if letter.is_alphabetic() {
                next.next().unwrap_or(letter)
            } else {
                letter
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_texts_as_asked_for_and_none_is_a_sentence() {
        let sentence = "the bridge is open and the crowd has come";
        let examples = [(0, sentence.to_owned()), (1, "市长".to_owned())];
        let found = texts(&examples, 80, &mut Random::new(1));
        assert_eq!(found.len(), 80);
        assert!(
            found
                .iter()
                .all(|text| !text.is_empty() && text != sentence)
        );
        assert_eq!(found, texts(&examples, 80, &mut Random::new(1)));
    }

    #[test]
    fn a_text_in_a_wrong_order_has_the_same_letters() {
        let text = "Le pont, ouvert!";
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        let other = shuffled(text, &mut Random::new(2));
        assert_eq!(sorted(&other), sorted(text));
        assert_eq!(other.find(", "), text.find(", "));
    }
}
