//! The parts of an article that identification reads: a sample of the whole,
//! its paragraphs, and what stands between quotation marks in them.
//!
//! ```text
//! « It is over », a-t-il dit.\n\nThe report says …
//!   ^---------^                  ^-------------^
//! ```

use super::super::marks::MarkRules;
use crate::text::Span;

/// A text of at most this many bytes is read whole.
const WHOLE: usize = 6000;
/// Of a longer one, so many bytes are read from its beginning, its middle and its end.
const PART: usize = 2000;
/// A character from here on (CJK) says as much as three letters.
const FIRST_WIDE: char = '\u{2e80}';

/// What is read of `text` to find its main language: all of it or three parts.
pub(super) fn samples(text: &str) -> Vec<&str> {
    if text.len() <= WHOLE {
        return vec![text];
    }
    let starts = [0, (text.len() - PART) / 2, text.len() - PART];
    let part = |start: usize| {
        let end = text.floor_char_boundary(start + PART);
        &text[text.floor_char_boundary(start)..end]
    };
    starts.map(part).to_vec()
}

/// How many letters `text` has, counted up to `most`; a character that writes a syllable or a word counts thrice.
pub(super) fn letters(text: &str, most: usize) -> usize {
    let mut count = 0;
    for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
        count += if letter >= FIRST_WIDE { 3 } else { 1 };
        if count >= most {
            return most;
        }
    }
    count
}

/// The lines of `content`, without the space around them.
pub(super) fn paragraphs(content: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    content.split_inclusive('\n').map(move |line| {
        let span = Span::new(start, start + line.len()).trimmed(content);
        start += line.len();
        span
    })
}

/// What stands between quotation marks in `paragraph`, each passage once. Marks that are mostly
/// apostrophes open nothing.
pub(super) fn quoted(
    content: &str,
    paragraph: Span,
    marks: &MarkRules,
) -> impl Iterator<Item = Span> {
    let text = paragraph.of(content);
    let mut at = 0;
    // Marks that nothing closes from here on are not looked for again: there may be one at every letter.
    let mut endless: Vec<char> = Vec::new();
    std::iter::from_fn(move || {
        let (open, mark) = text[at..]
            .char_indices()
            .find(|&(_, mark)| opens(mark, marks))?;
        let start = at + open + mark.len_utf8();
        let closes = |letter: char| {
            let mut pairs = marks.pairs.iter();
            pairs.any(|pair| pair.open == mark && pair.close == letter)
        };
        let length = if endless.contains(&mark) {
            0
        } else {
            text[start..].find(closes).unwrap_or_else(|| {
                endless.push(mark);
                0
            })
        };
        let end = start + length;
        let next = text[end..].chars().next();
        at = end + next.filter(|_| end > start).map_or(0, char::len_utf8);
        let first = paragraph.start as usize;
        Some(Span::new(first + start, first + end))
    })
}

fn opens(mark: char, marks: &MarkRules) -> bool {
    !matches!(mark, '\'' | '\u{2019}') && marks.pairs.iter().any(|pair| pair.open == mark)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_that_nothing_closes_hold_nothing_and_those_between_them_what_they_hold() {
        let marks = MarkRules::common().unwrap();
        let text = "« un “deux” « trois “quatre”";
        let found = quoted(text, Span::new(0, text.len()), &marks);
        let held: Vec<&str> = found.map(|span| span.of(text)).collect();
        assert_eq!(held, ["", "deux", "", "quatre"]);
    }

    #[test]
    fn a_long_text_is_read_at_its_beginning_middle_and_end() {
        let long = format!(
            "{}{}{}",
            "é".repeat(3000),
            "b".repeat(3000),
            "c".repeat(3001)
        );
        let parts = samples(&long);
        let firsts: Vec<char> = parts
            .iter()
            .filter_map(|part| part.chars().next())
            .collect();
        assert_eq!(firsts, ['é', 'é', 'c']);
        assert!(parts.iter().all(|part| part.len().abs_diff(PART) < 2));
        assert_eq!(samples("Il pleut."), ["Il pleut."]);
        assert_eq!(samples(""), [""]);
    }

    #[test]
    fn letters_are_counted_up_to_a_limit() {
        let cases = [
            ("", 0),
            ("a1 é!", 2),
            ("abcdefgh", 6),
            ("市长", 6),
            ("市", 3),
            ("🙂", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(letters(text, 6), expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_are_lines_without_the_space_around_them() {
        let text = " one \n\ntwo\r\n";
        let found: Vec<&str> = paragraphs(text).map(|span| span.of(text)).collect();
        assert_eq!(found, ["one", "", "two"]);
    }

    #[test]
    fn what_stands_between_marks_is_quoted() {
        let cases: [(&str, &[&str]); 7] = [
            ("« It is », dit-il, \"so\".", &[" It is ", "so"]),
            ("„Es ist“ und „ist“", &["Es ist", "ist"]),
            ("He said “it's over” today", &["it's over"]),
            ("l'un et l'autre d'ici", &[]),
            ("\"open", &[""]),
            ("\"\"", &["", ""]),
            ("「市长」", &["市长"]),
        ];
        let marks = MarkRules::common().unwrap();
        for (text, expected) in cases {
            let whole = Span::new(0, text.len());
            let found: Vec<&str> = quoted(text, whole, &marks)
                .map(|span| span.of(text))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_cut_at_characters(text in "([a-z«»\"„“ \n]|.){0,80}") {
            let marks = MarkRules::common().unwrap();
            for paragraph in paragraphs(&text) {
                let mut after = paragraph.start;
                for span in quoted(&text, paragraph, &marks) {
                    prop_assert!(span.start >= after && span.end <= paragraph.end);
                    prop_assert!(text.get(span.range()).is_some());
                    after = span.end;
                }
            }
            prop_assert!(samples(&text.repeat(100)).iter().all(|part| !part.is_empty() || text.is_empty()));
        }
    }
}
