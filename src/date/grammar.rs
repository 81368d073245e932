//! [`Grammar`]: the words and rules of one language, compiled once into a tree
//! of steps, so that all rules are tried at the same time and what they have in
//! common is read once.
//!
//! A row of `words.tsv` is a phrase, its category, its frame and, where only one
//! casing means a date, `Capital` or `lower`. A row of `patterns.tsv` is a category,
//! a pattern ([`super::pattern`]) and what happens to the joined frames.

use std::collections::{BTreeMap, HashMap};

use crate::language::{Table, rows};
use crate::model::LoadError;

use super::frame::{Assignment, Frame, frame_of};
use super::lexeme::{Casing, Symbol, Vocabulary};
use super::pattern::{Categories, Category, Item, Marks, Step, sequences};

/// What a complete pattern yields.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) category: Category,
    pub(super) assignments: Vec<Assignment>,
}

/// A place in the tree of steps.
#[derive(Clone, Debug, Default)]
struct Node {
    next: BTreeMap<Step, u32>,
    rules: Vec<u32>,
}

/// A phrase of the word list.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) symbols: Vec<Symbol>,
    pub(super) category: Category,
    pub(super) frame: Frame,
    casing: Option<Casing>,
}

impl Entry {
    /// Whether a phrase that starts with such a word can be this one.
    pub(super) fn admits(&self, casing: Casing) -> bool {
        match self.casing {
            None => true,
            Some(Casing::Lower) => casing == Casing::Lower,
            Some(_) => casing != Casing::Lower,
        }
    }
}

/// A number word: its value, and the largest value that may be added to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberWord {
    pub(super) value: i64,
    pub(super) room: i64,
}

/// The number words of a language.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberWords {
    words: HashMap<Symbol, Vec<(Vec<Symbol>, NumberWord)>>,
    /// Words that may stand between number words ("et", "and", "-").
    pub(super) joiners: Vec<Symbol>,
}

impl NumberWords {
    /// The longest number word that `symbols` start with, and its length.
    pub(super) fn longest(&self, symbols: impl Fn(usize) -> Symbol) -> Option<(NumberWord, usize)> {
        let words = self.words.get(&symbols(0))?;
        words
            .iter()
            .filter(|(word, _)| {
                word.iter()
                    .enumerate()
                    .all(|(at, symbol)| symbols(at) == *symbol)
            })
            .max_by_key(|(word, _)| word.len())
            .map(|(word, number)| (*number, word.len()))
    }
}

/// Categories that the code itself gives to digits, and those that it looks for.
#[derive(Clone, Debug)]
pub(super) struct Builtin {
    pub(super) number: Category,
    pub(super) digits: Category,
    pub(super) day: Category,
    pub(super) month: Category,
    pub(super) hour: Category,
    pub(super) minute: Category,
    pub(super) year: Category,
    pub(super) bare_year: Category,
    pub(super) likely_year: Category,
    pub(super) day_word: Category,
    pub(super) short_year: Category,
    pub(super) compact_time: Category,
    pub(super) compact_date: Category,
    pub(super) offset: Category,
    pub(super) roman: Category,
    pub(super) spoken_year: Category,
    pub(super) after_year: Category,
    pub(super) expression: Category,
    /// A month that is a surname too.
    pub(super) surname_month: Category,
    pub(super) list: Category,
    pub(super) interval: Category,
    /// The end of a clause, without a lexeme of its own.
    pub(super) stop: Category,
    pub(super) ordinal_ending: Category,
    pub(super) nothing: Category,
}

impl Builtin {
    fn new(categories: &mut Categories) -> Self {
        let mut learn = |name| categories.learn(name);
        Self {
            number: learn("number"),
            digits: learn("digits"),
            day: learn("day"),
            month: learn("monthnumber"),
            hour: learn("hour"),
            minute: learn("minute"),
            year: learn("year4"),
            bare_year: learn("bareyear"),
            likely_year: learn("likelyyear"),
            day_word: learn("dayword"),
            short_year: learn("year2"),
            compact_time: learn("compacttime"),
            compact_date: learn("compactdate"),
            offset: learn("offset"),
            roman: learn("roman"),
            spoken_year: learn("spokenyear"),
            after_year: learn("afteryear"),
            expression: learn("timex"),
            surname_month: learn("surnamemonth"),
            list: learn("list"),
            interval: learn("interval"),
            stop: learn("stop"),
            ordinal_ending: learn("ordinalending"),
            nothing: learn("none"),
        }
    }
}

/// The words and rules of one language.
#[derive(Clone, Debug)]
pub(super) struct Grammar {
    pub(super) vocabulary: Vocabulary,
    pub(super) builtin: Builtin,
    pub(super) entries: HashMap<Symbol, Vec<Entry>>,
    pub(super) numbers: NumberWords,
    /// Endings that make a numeral an ordinal ("e", "th").
    pub(super) ordinal_endings: Vec<Symbol>,
    rules: Vec<Rule>,
    nodes: Vec<Node>,
}

impl Grammar {
    /// Where every pattern starts.
    pub(super) const ROOT: u32 = 0;

    /// Compiles the tables of a language.
    pub(super) fn compile(
        words: &[Table],
        numbers: Option<Table>,
        patterns: &[Table],
    ) -> Result<Grammar, LoadError> {
        let mut categories = Categories::default();
        let builtin = Builtin::new(&mut categories);
        let mut grammar = Grammar {
            vocabulary: Vocabulary::default(),
            builtin,
            entries: HashMap::new(),
            numbers: NumberWords::default(),
            ordinal_endings: Vec::new(),
            rules: Vec::new(),
            nodes: vec![Node::default()],
        };
        let mut made: Vec<Category> = (0..=grammar.builtin.nothing).collect();
        for table in words {
            grammar.read_words(*table, &mut categories, &mut made)?;
        }
        if let Some(table) = numbers {
            grammar.read_numbers(table)?;
        }
        for table in patterns {
            grammar.read_patterns(*table, &mut categories, &mut made)?;
        }
        grammar.check(patterns, &categories, &made)?;
        Ok(grammar)
    }

    /// The rules that are complete at `node`.
    pub(super) fn complete(&self, node: u32) -> impl Iterator<Item = (u32, &Rule)> {
        let node = self.nodes.get(node as usize);
        node.into_iter()
            .flat_map(|node| &node.rules)
            .filter_map(|index| Some((*index, self.rules.get(*index as usize)?)))
    }

    /// The ways on from `node` that read `item`.
    pub(super) fn steps(&self, node: u32, item: Item) -> impl Iterator<Item = (Marks, u32)> {
        let range = (item, Marks::default())..=(item, Marks::LAST);
        let node = self.nodes.get(node as usize);
        node.into_iter()
            .flat_map(move |node| node.next.range(range.clone()))
            .map(|((_, marks), next)| (*marks, *next))
    }

    /// Whether anything follows `node`.
    pub(super) fn goes_on(&self, node: u32) -> bool {
        self.nodes
            .get(node as usize)
            .is_some_and(|node| !node.next.is_empty())
    }

    fn read_words(
        &mut self,
        table: Table,
        categories: &mut Categories,
        made: &mut Vec<Category>,
    ) -> Result<(), LoadError> {
        for row in rows(table.text) {
            let unexpected = || {
                let expected = "phrase, category, frame, casing";
                table.error(expected, &row.join(" · "))
            };
            let (phrase, category) = (row.first(), row.get(1));
            let (Some(phrase), Some(category)) = (phrase, category) else {
                return Err(unexpected());
            };
            let casing = match row.get(3).copied() {
                None | Some("") => None,
                Some("Capital") => Some(Casing::Capital),
                Some("lower") => Some(Casing::Lower),
                Some(_) => return Err(unexpected()),
            };
            let frame = frame_of(row.get(2).unwrap_or(&"")).ok_or_else(unexpected)?;
            let symbols = self.vocabulary.learn(phrase);
            let first = *symbols.first().ok_or_else(unexpected)?;
            let category = categories.learn(category);
            made.push(category);
            if category == self.builtin.ordinal_ending {
                self.ordinal_endings.push(first);
            }
            self.entries.entry(first).or_default().push(Entry {
                symbols,
                category,
                frame,
                casing,
            });
        }
        Ok(())
    }

    fn read_numbers(&mut self, table: Table) -> Result<(), LoadError> {
        for row in rows(table.text) {
            let unexpected = || {
                let expected = "number word, its value, the largest value that may follow";
                table.error(expected, &row.join(" · "))
            };
            let [word, value, room] = row.as_slice() else {
                return Err(unexpected());
            };
            let symbols = self.vocabulary.learn(word);
            let first = *symbols.first().ok_or_else(unexpected)?;
            if *value == "join" {
                self.numbers.joiners.push(first);
                continue;
            }
            let (Ok(value), Ok(room)) = (value.parse(), room.parse()) else {
                return Err(unexpected());
            };
            let words = self.numbers.words.entry(first).or_default();
            words.push((symbols, NumberWord { value, room }));
        }
        Ok(())
    }

    fn read_patterns(
        &mut self,
        table: Table,
        categories: &mut Categories,
        made: &mut Vec<Category>,
    ) -> Result<(), LoadError> {
        for row in rows(table.text) {
            let refuse = |expected: &str| table.error(expected, &row.join(" · "));
            let (Some(category), Some(pattern)) = (row.first(), row.get(1)) else {
                return Err(refuse("category, pattern, assignments"));
            };
            let assignments: Option<Vec<Assignment>> = row
                .get(2)
                .unwrap_or(&"")
                .split_whitespace()
                .map(Assignment::parse)
                .collect();
            let assignments = assignments.ok_or_else(|| refuse("assignments of known fields"))?;
            let sequences = sequences(pattern, &mut self.vocabulary, categories)
                .map_err(|expected| refuse(&expected))?;
            let category = categories.learn(category);
            made.push(category);
            let rule = u32::try_from(self.rules.len()).unwrap_or(u32::MAX);
            self.rules.push(Rule {
                category,
                assignments,
            });
            for sequence in sequences {
                self.plant(&sequence, rule);
            }
        }
        Ok(())
    }

    /// Adds one sequence of steps to the tree.
    fn plant(&mut self, sequence: &[Step], rule: u32) {
        let mut node = Self::ROOT;
        for step in sequence {
            let new = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            let next = *self.nodes[node as usize].next.entry(*step).or_insert(new);
            if next == new {
                self.nodes.push(Node::default());
            }
            node = next;
        }
        let rules = &mut self.nodes[node as usize].rules;
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }

    /// Refuses patterns with a category that nothing yields: a misspelled name.
    fn check(
        &self,
        patterns: &[Table],
        categories: &Categories,
        made: &[Category],
    ) -> Result<(), LoadError> {
        let mut used: Vec<Category> = Vec::new();
        for (item, _) in self.nodes.iter().flat_map(|node| node.next.keys()) {
            if let Item::Category(category) = item
                && !used.contains(category)
            {
                used.push(*category);
            }
        }
        let missing = categories.missing(&used, made);
        if missing.is_empty() {
            return Ok(());
        }
        let Some(table) = patterns.last() else {
            return Ok(());
        };
        let expected = "categories of words or of other patterns";
        Err(table.error(expected, &missing.join(", ")))
    }
}
