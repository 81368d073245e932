//! Numbers that are not written in digits: sums of number words ("deux mille
//! neuf cent") and Roman numerals ("XV").

use super::grammar::NumberWord;

/// A number that grows word by word: "deux mille neuf cent" is 2 × 1000 + 9 × 100.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    total: i64,
    current: i64,
    room: i64,
}

impl Sum {
    /// The number so far.
    pub(super) fn value(self) -> i64 {
        self.total + self.current
    }

    /// Takes in the next word; `false` when it does not belong to the number.
    pub(super) fn take(&mut self, word: NumberWord, first: bool) -> bool {
        let factor = if first { 1 } else { self.current };
        let multiplies = word.value >= 100 && (1..word.value).contains(&factor);
        if multiplies && word.value >= 1000 {
            self.total += factor * word.value;
            (self.current, self.room) = (0, word.value - 1);
        } else if first {
            (self.current, self.room) = (word.value, word.room);
        } else if multiplies {
            (self.current, self.room) = (self.current * word.value, word.room);
        } else if (1..=self.room).contains(&word.value) {
            (self.current, self.room) = (self.current + word.value, word.room);
        } else {
            return false;
        }
        true
    }
}

/// The value of a Roman numeral of at most seven letters below fifty.
pub(super) fn roman_value(numeral: &str) -> Option<i16> {
    let digit = |letter| match letter {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        _ => 50,
    };
    if !(1..=7).contains(&numeral.len()) {
        return None;
    }
    let mut total = 0;
    let mut previous = 0;
    for letter in numeral.chars().rev() {
        let value = digit(letter);
        total += if value < previous { -value } else { value };
        previous = previous.max(value);
    }
    (1..50).contains(&total).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_words_add_up() {
        let check = |words: &[(i64, i64)], expected: Option<i64>| {
            let mut sum = Sum::default();
            let mut fits = true;
            for (index, (value, room)) in words.iter().enumerate() {
                let word = NumberWord {
                    value: *value,
                    room: *room,
                };
                fits = fits && sum.take(word, index == 0);
            }
            assert_eq!(fits.then_some(sum.value()), expected, "{words:?}");
        };
        check(&[(20, 9), (1, 0)], Some(21));
        check(&[(80, 19), (17, 0)], Some(97));
        check(&[(2, 0), (1000, 999), (9, 0), (100, 99)], Some(2900));
        check(
            &[(1000, 999), (9, 0), (100, 99), (80, 19), (4, 0)],
            Some(1984),
        );
        check(&[(7, 0), (30, 9)], None);
    }

    #[test]
    fn roman_numerals_have_values() {
        for (numeral, value) in [("XV", 15), ("XIX", 19), ("IV", 4), ("XLIX", 49)] {
            assert_eq!(roman_value(numeral), Some(value));
        }
        assert_eq!(roman_value(""), None);
    }
}
