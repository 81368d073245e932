//! The stand-off annotations of brat (<https://brat.nlplab.org/standoff.html>), the `.ann`
//! file beside the text.
//!
//! ```text
//! T1  Person 46 57        Zoé Lantier           a mark, in code points; in pieces where lines break
//! E1  Statement:T4 Content:T3 Speaker:T1        a cue with what was said and by whom
//! R1  Coreference Arg1:T2 Arg2:T1               another mention
//! A1  Type E1 indirect                          what else is known
//! N1  Reference T1 Wikidata:Q142  France        a thing of the world
//! #1  AnnotatorNotes T1   Zoé Lantier           a name, the value of a date
//! ```

use std::fmt::Write;

use super::found::Found;
use super::graph::{Graph, Mark, Role, Tie, is_break};
use super::identity::{number, wikidata};
use crate::text::{Offsets, Span};

/// The annotations, a line for each.
pub(super) fn annotations(found: &Found) -> String {
    let graph = Graph::new(found);
    let mut file = File {
        content: found.content(),
        points: found.points(),
        graph: &graph,
        text: String::new(),
        counts: Counts::default(),
    };
    for index in 0..graph.marks.len() {
        file.line(|file, text| file.mark(index, text));
    }
    let events = file.events();
    for (number, &index) in events.iter().enumerate() {
        file.line(|file, text| file.event(number + 1, index, text));
    }
    for tie in graph
        .ties
        .iter()
        .filter(|tie| !graph.marks[tie.from].is_event)
    {
        file.relation(*tie);
    }
    for (index, mark) in graph.marks.iter().enumerate() {
        let event = events.iter().position(|&event| event == index);
        let target = event.map_or(format!("T{}", index + 1), |event| format!("E{}", event + 1));
        file.about(mark, &target);
    }
    file.text
}

/// How many lines of a kind there are.
#[derive(Default)]
struct Counts {
    relations: usize,
    attributes: usize,
    references: usize,
    notes: usize,
}

struct File<'g> {
    content: &'g str,
    points: Offsets<'g>,
    graph: &'g Graph<'g>,
    text: String,
    counts: Counts,
}

impl File<'_> {
    /// Adds the line that `write` writes. Writing to a string does not fail.
    fn line(&mut self, write: impl FnOnce(&Self, &mut String) -> std::fmt::Result) {
        let mut line = String::new();
        if write(self, &mut line).is_ok() {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// The marks of events, in the order of their numbers.
    fn events(&self) -> Vec<usize> {
        let marks = self.graph.marks.iter().enumerate();
        marks
            .filter(|(_, mark)| mark.is_event)
            .map(|(index, _)| index)
            .collect()
    }

    fn mark(&self, index: usize, line: &mut String) -> std::fmt::Result {
        let mark = &self.graph.marks[index];
        let pieces: Vec<Span> = mark
            .spans
            .iter()
            .flat_map(|&span| pieces(self.content, span))
            .collect();
        write!(line, "T{}\t{}", index + 1, mark.label)?;
        for (place, piece) in pieces.iter().enumerate() {
            let before = if place == 0 { ' ' } else { ';' };
            let (start, end) = (self.points.at(piece.start), self.points.at(piece.end));
            write!(line, "{before}{start} {end}")?;
        }
        let words: Vec<&str> = pieces.iter().map(|piece| piece.of(self.content)).collect();
        write!(line, "\t{}", words.join(" "))
    }

    fn event(&self, number: usize, index: usize, line: &mut String) -> std::fmt::Result {
        write!(
            line,
            "E{number}\t{}:T{}",
            self.graph.marks[index].label,
            index + 1
        )?;
        let ties = self.graph.ties.iter().filter(|tie| tie.from == index);
        let mut before: Vec<Role> = vec![];
        for tie in ties {
            // Of several arguments with one role the second is called Quotation2.
            let same = before.iter().filter(|role| **role == tie.role).count();
            let count = if same > 0 {
                (same + 1).to_string()
            } else {
                String::new()
            };
            write!(line, " {:?}{count}:T{}", tie.role, tie.to + 1)?;
            before.push(tie.role);
        }
        Ok(())
    }

    fn relation(&mut self, tie: Tie) {
        self.counts.relations += 1;
        let number = self.counts.relations;
        let (from, to) = (tie.from + 1, tie.to + 1);
        self.line(|_, line| write!(line, "R{number}\t{:?} Arg1:T{from} Arg2:T{to}", tie.role));
    }

    /// What else is known of a mark.
    fn about(&mut self, mark: &Mark, target: &str) {
        for (name, value) in &mark.attributes {
            self.counts.attributes += 1;
            let number = self.counts.attributes;
            let space = if value.is_empty() { "" } else { " " };
            self.line(|_, line| write!(line, "A{number}\t{name} {target}{space}{value}"));
        }
        let note = mark.note.map(on_one_line);
        if let Some(link) = mark.link {
            let name = note.clone().unwrap_or_default();
            let numbers = [
                wikidata(link).map(|item| format!("Wikidata:{item}")),
                self::number(link)
                    .map(|(database, number)| format!("{}:{number}", title(database))),
            ];
            for reference in numbers.into_iter().flatten() {
                self.counts.references += 1;
                let number = self.counts.references;
                self.line(|_, line| {
                    write!(line, "N{number}\tReference {target} {reference}\t{name}")
                });
            }
        }
        if let Some(note) = note.filter(|note| !note.is_empty()) {
            self.counts.notes += 1;
            let number = self.counts.notes;
            self.line(|_, line| write!(line, "#{number}\tAnnotatorNotes {target}\t{note}"));
        }
    }
}

/// A database as the configuration of brat calls it.
fn title(database: &str) -> &str {
    if database == "geonames" {
        "GeoNames"
    } else {
        "PartyFacts"
    }
}

fn on_one_line(text: &str) -> String {
    text.split(is_break)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The pieces of a span between line breaks.
fn pieces(content: &str, span: Span) -> Vec<Span> {
    let mut at = span.start as usize;
    let mut found = vec![];
    for part in span.of(content).split_inclusive(is_break) {
        let inside = part.trim_end_matches(is_break);
        if !inside.is_empty() {
            found.push(Span::new(at, at + inside.len()));
        }
        at += part.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_where_a_line_breaks() {
        let check = |text: &str, expected: &[&str]| {
            let pieces = pieces(text, Span::new(0, text.len()));
            let words: Vec<&str> = pieces.iter().map(|piece| piece.of(text)).collect();
            assert_eq!(words, expected, "{text:?}");
        };
        check("Zoé Lantier", &["Zoé Lantier"]);
        check("Zoé\r\nLantier", &["Zoé", "Lantier"]);
        check("a\tb\u{2028}c\n", &["a", "b", "c"]);
        check("\n\n", &[]);
    }

    #[test]
    fn a_note_has_one_line() {
        assert_eq!(on_one_line("Zoé\r\n\tLantier\n"), "Zoé Lantier");
    }
}
