//! The edges that start the chart: phrases of the word lists, number words, and
//! what digits can be. "12" is a number, a day, a month, an hour, a minute and
//! the end of a year, until a rule says which.

use super::chart::Edge;
use super::frame::{Field, Frame};
use super::grammar::Grammar;
use super::lexeme::{Casing, Lexeme, LexemeKind, folded};
use super::numerals::{Sum, roman_value};
use super::pattern::Category;
use super::quantity::Quantity;

/// Four digits that are a year without any word that says so.
const BARE_YEARS: std::ops::RangeInclusive<i64> = 1900..=2099;
/// Longest number in digits.
const MOST_DIGITS: usize = 9;

/// The edges that start at lexeme `start`.
pub(super) fn edges(
    content: &str,
    lexemes: &[Lexeme],
    start: usize,
    grammar: &Grammar,
) -> Vec<Edge> {
    let mut terminals = Terminals {
        content,
        lexemes,
        start,
        grammar,
        found: Vec::new(),
    };
    let Some(lexeme) = lexemes.get(start) else {
        return Vec::new();
    };
    terminals.phrases(*lexeme);
    match lexeme.kind {
        LexemeKind::Digits => terminals.digits(),
        LexemeKind::Word => {
            terminals.number_words();
            terminals.spoken_year();
            terminals.roman(*lexeme);
        }
        LexemeKind::Mark => terminals.offset(),
    }
    terminals.found
}

struct Terminals<'a> {
    content: &'a str,
    lexemes: &'a [Lexeme],
    start: usize,
    grammar: &'a Grammar,
    found: Vec<Edge>,
}

impl Terminals<'_> {
    fn add(&mut self, category: Category, end: usize, frame: Frame) {
        self.found.push(Edge {
            category,
            end,
            extent: (self.start, end),
            frame,
            parts: Vec::new(),
            cost: 0,
        });
    }

    fn text(&self, at: usize) -> &str {
        self.lexemes
            .get(at)
            .map_or("", |lexeme| lexeme.span.of(self.content))
    }

    /// The lexeme at `at`, when nothing separates it from the one before.
    fn joined(&self, at: usize) -> Option<&Lexeme> {
        self.lexemes.get(at).filter(|lexeme| !lexeme.apart)
    }

    /// The symbol of the lexeme at `at`; 0 beyond a gap that nothing reaches over.
    fn symbol(&self, at: usize) -> u32 {
        let lexeme = if at == self.start {
            self.lexemes.get(at)
        } else {
            self.joined(at)
        };
        lexeme.map_or(0, |lexeme| lexeme.symbol)
    }

    fn phrases(&mut self, first: Lexeme) {
        let grammar = self.grammar;
        for entry in grammar.entries.get(&first.symbol).into_iter().flatten() {
            let mut rest = entry.symbols.iter().enumerate().skip(1);
            let fits = rest.all(|(offset, symbol)| {
                self.joined(self.start + offset)
                    .is_some_and(|lexeme| lexeme.symbol == *symbol)
            });
            if fits && entry.admits(first.casing) {
                let end = self.start + entry.symbols.len();
                self.add(entry.category, end, entry.frame.clone());
            }
        }
    }

    fn digits(&mut self) {
        let builtin = &self.grammar.builtin;
        let text = self.text(self.start);
        let (length, end) = (text.len(), self.start + 1);
        let value: Option<i64> = text.parse().ok().filter(|_| length <= MOST_DIGITS);
        let Some(value) = value else {
            return;
        };
        let count = Frame::count(Quantity::of(value));
        self.add(builtin.digits, end, count.clone());
        self.grouped(value);
        if length <= 2 {
            self.small(value);
        }
        self.add(builtin.number, end, count);
        match length {
            2 => {
                self.add_value(builtin.short_year, Field::ShortYear, value);
                if value < 60 {
                    self.add_value(builtin.minute, Field::Minute, value);
                }
            }
            4 => self.four_digits(value),
            8 => self.eight_digits(value),
            _ => {}
        }
    }

    fn add_value(&mut self, category: Category, field: Field, value: i64) {
        if let Ok(value) = i16::try_from(value) {
            self.add(category, self.start + 1, Frame::of(field, value));
        }
    }

    /// `+01:00`, `-0530`: how far the clock is ahead of UTC.
    fn offset(&mut self) {
        let sign = match self.text(self.start) {
            "+" => 1,
            "-" | "−" => -1,
            _ => return,
        };
        let glued = |at: usize| self.joined(at).is_some_and(|lexeme| lexeme.glued);
        let first = self.start + 1;
        let (hours, minutes, end) = match self.text(first).split_at_checked(2) {
            Some((hours, "")) if self.text(first + 1) == ":" && glued(first + 2) => {
                (hours, self.text(first + 2), first + 3)
            }
            Some((hours, minutes)) => (hours, minutes, first + 1),
            None => return,
        };
        let (Ok(hours), Ok(minutes)) = (hours.parse::<i16>(), minutes.parse::<i16>()) else {
            return;
        };
        if glued(first) && hours <= 14 && minutes < 60 {
            let zone = Frame::of(Field::Zone, sign * (hours * 60 + minutes));
            self.add(self.grammar.builtin.offset, end, zone);
        }
    }

    /// Days, months and hours.
    fn small(&mut self, value: i64) {
        let builtin = &self.grammar.builtin;
        if (1..=31).contains(&value) {
            self.add_value(builtin.day, Field::Day, value);
        }
        if (1..=12).contains(&value) {
            self.add_value(builtin.month, Field::Month, value);
        }
        if (0..=24).contains(&value) {
            self.add_value(builtin.hour, Field::Hour, value);
        }
    }

    fn four_digits(&mut self, value: i64) {
        let builtin = &self.grammar.builtin;
        if (1000..=2999).contains(&value) {
            self.add_value(builtin.year, Field::Year, value);
        }
        if BARE_YEARS.contains(&value) && self.is_unbound() {
            self.add_value(builtin.likely_year, Field::Year, value);
            if self.nothing_counted() {
                self.add_value(builtin.bare_year, Field::Year, value);
            }
        }
        let (hour, minute) = (value / 100, value % 100);
        if hour <= 24 && minute < 60 {
            let frame = numbers(&[(Field::Hour, hour), (Field::Minute, minute)]);
            self.add(builtin.compact_time, self.start + 1, frame);
        }
    }

    fn eight_digits(&mut self, value: i64) {
        let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
        let plausible = BARE_YEARS.contains(&year) && (1..=12).contains(&month);
        if plausible && (1..=31).contains(&day) {
            let frame = numbers(&[
                (Field::Year, year),
                (Field::Month, month),
                (Field::Day, day),
            ]);
            let category = self.grammar.builtin.compact_date;
            self.add(category, self.start + 1, frame);
        }
    }

    /// "38.000", "2 000", "3,2": the number that the marks make of several.
    fn grouped(&mut self, first: i64) {
        let category = self.grammar.builtin.number;
        let mut value = first;
        let mut at = self.start + 1;
        while let Some((group, next)) = self.group(at) {
            value = value * 1000 + group;
            at = next;
            self.add(category, at, Frame::count(Quantity::of(value)));
            if value > 1_000_000_000 {
                return;
            }
        }
        let mark = matches!(self.text(at), "." | ",");
        let fraction = self.text(at + 1);
        let glued = [at, at + 1]
            .iter()
            .all(|at| self.joined(*at).is_some_and(|lexeme| lexeme.glued));
        if mark && glued && (1..=2).contains(&fraction.len()) {
            let decimal = Quantity::parse(&format!("{value}.{fraction}"));
            if let Some(quantity) = decimal {
                self.add(category, at + 2, Frame::count(quantity));
            }
        }
    }

    /// Three more digits after a thousands mark or a space.
    fn group(&self, at: usize) -> Option<(i64, usize)> {
        let marked = matches!(self.text(at), "." | "," | "'" | "’");
        let digits = if marked { at + 1 } else { at };
        let glued = |at: usize| self.joined(at).is_some_and(|lexeme| lexeme.glued);
        if marked && !(glued(at) && glued(digits)) {
            return None;
        }
        let lexeme = self.joined(digits)?;
        let text = self.text(digits);
        let fits = lexeme.kind == LexemeKind::Digits && text.len() == 3;
        let short = self.text(self.start).len() <= 3;
        fits.then(|| text.parse().ok().filter(|_| short))
            .flatten()
            .map(|group| (group, digits + 1))
    }

    /// Whether four digits are not the end of another number or word.
    fn is_unbound(&self) -> bool {
        let before = self.start.checked_sub(1).map_or("", |at| self.text(at));
        let glued = self.lexemes[self.start].glued;
        let bound = glued && !before.is_empty() && !"([{«“\"'’—–-/:;…>|‘".contains(before);
        let spaced_group = self.start > 0
            && self.lexemes[self.start - 1].kind == LexemeKind::Digits
            && !self.lexemes[self.start].apart
            && self.text(self.start - 1).len() <= 3;
        !bound && !spaced_group && !"$€£¥#№".contains(non_empty(before)) && self.nothing_measured()
    }

    /// Whether no sign after four digits makes them an amount.
    fn nothing_measured(&self) -> bool {
        let Some(next) = self.joined(self.start + 1) else {
            return true;
        };
        let mark = self.text(self.start + 1);
        match next.kind {
            LexemeKind::Digits => false,
            LexemeKind::Word => !next.glued,
            LexemeKind::Mark => {
                let digits_follow = self
                    .joined(self.start + 2)
                    .is_some_and(|after| after.kind == LexemeKind::Digits && after.glued);
                let number = next.glued && digits_follow && matches!(mark, "." | "," | ":");
                !number && !"%‰€$£¥°*+=×".contains(mark)
            }
        }
    }

    /// Whether what follows four digits is not what they count.
    fn nothing_counted(&self) -> bool {
        let next = self.joined(self.start + 1);
        let Some(next) = next.filter(|next| next.kind == LexemeKind::Word) else {
            return true;
        };
        let mut listed = self.grammar.entries.get(&next.symbol).into_iter().flatten();
        let after_year = self.grammar.builtin.after_year;
        next.casing != Casing::Lower || listed.any(|entry| entry.category == after_year)
    }

    fn number_words(&mut self) {
        let builtin = &self.grammar.builtin;
        let Some((value, end)) = self.number_word(self.start) else {
            return;
        };
        self.add(builtin.number, end, Frame::count(Quantity::of(value)));
        for (category, field, range) in [
            (builtin.day_word, Field::Day, 1..=31),
            (builtin.hour, Field::Hour, 0..=24),
            (builtin.minute, Field::Minute, 0..=59),
        ] {
            if range.contains(&value)
                && let Ok(value) = i16::try_from(value)
            {
                self.add(category, end, Frame::of(field, value));
            }
        }
        // "two thousand and nine", but not "a thousand".
        if (1000..=2999).contains(&value)
            && value % 1000 != 0
            && let Ok(year) = i16::try_from(value)
        {
            self.add(builtin.year, end, Frame::of(Field::Year, year));
        }
    }

    /// "nineteen eighty-four": century and year.
    fn spoken_year(&mut self) {
        let Some((century, middle)) = self.number_word(self.start) else {
            return;
        };
        let Some((year, end)) = self.number_word(middle) else {
            return;
        };
        if (10..=20).contains(&century)
            && (10..100).contains(&year)
            && let Ok(year) = i16::try_from(century * 100 + year)
        {
            let category = self.grammar.builtin.spoken_year;
            self.add(category, end, Frame::of(Field::Year, year));
        }
    }

    /// The number that the words from `start` on spell, and where it ends.
    fn number_word(&self, start: usize) -> Option<(i64, usize)> {
        let numbers = &self.grammar.numbers;
        let word_at = |at: usize| numbers.longest(|offset| self.symbol(at + offset));
        let mut sum = Sum::default();
        let mut end = start;
        let mut at = end;
        while at - end <= 2 {
            let Some((word, length)) = word_at(at) else {
                let joiner = self.joined(at).map_or(0, |lexeme| lexeme.symbol);
                if end == start || !numbers.joiners.contains(&joiner) {
                    break;
                }
                at += 1;
                continue;
            };
            if !sum.take(word, end == start) {
                break;
            }
            at += length;
            end = at;
        }
        let value = sum.value();
        (end > start && value < 1_000_000_000).then_some((value, end))
    }

    /// `XVe`, `XIX`: Roman numerals in capitals, with what the word lists call
    /// an ending of ordinals.
    fn roman(&mut self, lexeme: Lexeme) {
        let text = self.text(self.start);
        let letters = text.find(|letter| !"IVXL".contains(letter));
        let (numeral, ending) = text.split_at(letters.unwrap_or(text.len()));
        let known = ending.is_empty() || self.is_ordinal_ending(ending);
        if lexeme.casing == Casing::Lower || !known {
            return;
        }
        if let Some(value) = roman_value(numeral) {
            let category = self.grammar.builtin.roman;
            let end = self.start + 1;
            self.add(category, end, Frame::of(Field::Nth, value));
        }
    }

    fn is_ordinal_ending(&self, ending: &str) -> bool {
        let symbol = self.grammar.vocabulary.symbol(&folded(ending));
        symbol != 0 && self.grammar.ordinal_endings.contains(&symbol)
    }
}

/// `text`, or something that no set of marks contains.
fn non_empty(text: &str) -> &str {
    if text.is_empty() { "\0" } else { text }
}

fn numbers(values: &[(Field, i64)]) -> Frame {
    let mut frame = Frame::default();
    for (field, value) in values {
        if let Ok(value) = i16::try_from(*value) {
            frame.set(*field, value);
        }
    }
    frame
}
