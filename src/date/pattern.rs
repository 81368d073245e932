//! Patterns: how the tables write what may follow what, and how one pattern
//! is spelled out into plain sequences of steps.
//!
//! ```text
//! weekday? ","? day ("de"|"of")? month year4?
//! "il y a"        words of the text, exactly
//! month           a category: anything that a rule or a word list calls so
//! _weekday        as before, but what it says does not count
//! x?  (x|y z)     optional; one of several
//! ~x              without white space before x
//! <x>             must be there, but lies outside of the expression
//! [x]             an expression of its own: "les [day] et [date]"
//! ```

use super::lexeme::{Symbol, Vocabulary};

/// The number of a category.
pub(super) type Category = u16;

/// What one step reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// One lexeme.
    Word(Symbol),
    /// Whatever has the category.
    Category(Category),
}

/// How a step counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent marks that a table may put on a step"
)]
pub(super) struct Marks {
    pub(super) glued: bool,
    pub(super) silent: bool,
    pub(super) context: bool,
    pub(super) part: bool,
}

impl Marks {
    pub(super) const LAST: Marks = Marks {
        glued: true,
        silent: true,
        context: true,
        part: true,
    };
}

/// One step of a spelled-out pattern.
pub(super) type Step = (Item, Marks);

/// Most sequences that one pattern may be spelled out into.
const MOST_SEQUENCES: usize = 4096;

/// The sequences that `pattern` stands for; an error says what was expected.
pub(super) fn sequences(
    pattern: &str,
    vocabulary: &mut Vocabulary,
    categories: &mut Categories,
) -> Result<Vec<Vec<Step>>, String> {
    let mut reader = Reader {
        rest: pattern,
        vocabulary,
        categories,
    };
    let found = reader.choice()?;
    if !reader.rest.trim().is_empty() {
        return Err(format!("the end of the pattern before {:?}", reader.rest));
    }
    if found.iter().any(Vec::is_empty) || found.len() > MOST_SEQUENCES {
        return Err("a pattern that needs a word and is not too long".to_owned());
    }
    Ok(found)
}

/// The names of the categories, numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct Categories(Vec<String>);

impl Categories {
    /// The number of `name`, new or known.
    pub(super) fn learn(&mut self, name: &str) -> Category {
        let index = self.0.iter().position(|known| known == name);
        let index = index.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        Category::try_from(index).unwrap_or(Category::MAX)
    }

    /// The categories that are in `used` but not in `made`.
    pub(super) fn missing(&self, used: &[Category], made: &[Category]) -> Vec<&str> {
        let name = |category: &Category| self.0.get(usize::from(*category)).map(String::as_str);
        used.iter()
            .filter(|category| !made.contains(category))
            .filter_map(name)
            .collect()
    }
}

struct Reader<'a> {
    rest: &'a str,
    vocabulary: &'a mut Vocabulary,
    categories: &'a mut Categories,
}

impl Reader<'_> {
    fn choice(&mut self) -> Result<Vec<Vec<Step>>, String> {
        let mut found = self.sequence()?;
        while self.accept('|') {
            found.extend(self.sequence()?);
        }
        Ok(found)
    }

    fn sequence(&mut self) -> Result<Vec<Vec<Step>>, String> {
        let mut found = vec![Vec::new()];
        while let Some(next) = self.rest.trim_start().chars().next() {
            if matches!(next, '|' | ')' | '>' | ']') {
                break;
            }
            let mut options = self.element()?;
            if self.accept('?') {
                options.push(Vec::new());
            }
            found = product(&found, &options);
            if found.len() > MOST_SEQUENCES {
                return Err("fewer choices in one pattern".to_owned());
            }
        }
        Ok(found)
    }

    fn element(&mut self) -> Result<Vec<Vec<Step>>, String> {
        if self.accept('~') {
            return Ok(marked(self.element()?, |marks, at| marks.glued |= at == 0));
        }
        if self.accept('_') {
            return Ok(marked(self.element()?, |marks, _| marks.silent = true));
        }
        for (open, close) in [('(', ')'), ('<', '>'), ('[', ']')] {
            if self.accept(open) {
                let inside = self.choice()?;
                if !self.accept(close) {
                    return Err(format!("{close:?}"));
                }
                return Ok(marked(inside, |marks, _| match open {
                    '<' => marks.context = true,
                    '[' => marks.part = true,
                    _ => {}
                }));
            }
        }
        self.item().map(|sequence| vec![sequence])
    }

    fn item(&mut self) -> Result<Vec<Step>, String> {
        if self.accept('"') {
            let Some((words, rest)) = self.rest.split_once('"') else {
                return Err("a closing quotation mark".to_owned());
            };
            self.rest = rest;
            let symbols = self.vocabulary.learn(words);
            return Ok(symbols
                .into_iter()
                .map(|symbol| (Item::Word(symbol), Marks::default()))
                .collect());
        }
        let rest = self.rest.trim_start();
        let end = rest
            .find(|next: char| !next.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        if end == 0 {
            return Err(format!("a word or a category before {rest:?}"));
        }
        let (name, rest) = rest.split_at(end);
        self.rest = rest;
        let category = self.categories.learn(name);
        Ok(vec![(Item::Category(category), Marks::default())])
    }

    fn accept(&mut self, character: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(character);
        if let Some(rest) = rest {
            self.rest = rest;
        }
        rest.is_some()
    }
}

fn product(left: &[Vec<Step>], right: &[Vec<Step>]) -> Vec<Vec<Step>> {
    left.iter()
        .flat_map(|start| {
            right
                .iter()
                .map(move |end| [start.as_slice(), end].concat())
        })
        .collect()
}

fn marked(mut sequences: Vec<Vec<Step>>, mark: impl Fn(&mut Marks, usize)) -> Vec<Vec<Step>> {
    for sequence in &mut sequences {
        for (at, (_, marks)) in sequence.iter_mut().enumerate() {
            mark(marks, at);
        }
    }
    sequences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(pattern: &str) -> Result<usize, String> {
        let (mut vocabulary, mut categories) = <(Vocabulary, Categories)>::default();
        sequences(pattern, &mut vocabulary, &mut categories).map(|found| found.len())
    }

    #[test]
    fn a_pattern_is_spelled_out() {
        assert_eq!(count("weekday? day month year?"), Ok(4));
        assert_eq!(count("(\"du\"|\"de\" article?) [day]"), Ok(3));
        assert_eq!(count("<\"en\"> year"), Ok(1));
    }

    #[test]
    fn a_broken_pattern_is_refused() {
        for pattern in ["", "day?", "(day", "\"il y a", "day)", "?"] {
            assert!(count(pattern).is_err(), "{pattern}");
        }
    }
}
