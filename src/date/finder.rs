//! [`DateFinder`]: the stage itself, from a document to its [`Dates`].

use std::sync::atomic::AtomicBool;

use crate::language::{Folder, Language};
use crate::model::LoadError;
use crate::segment::Segmentation;
use crate::text::{Document, Span};

use super::Dates;
use super::chart::{self, Candidate, CandidateKind, Extent};
use super::expression::resolved;
use super::frame::Frame;
use super::grammar::Grammar;
use super::interval;
use super::lexeme::{Casing, Lexeme, LexemeKind, Symbol, lexemes};
use super::publication::history;
use super::tables::LanguageDates;

/// Finds dates. Loaded once, shared by all analyses.
///
/// ```
/// use copydesk::date::{DateFinder, Input};
/// use copydesk::language::Language;
/// use copydesk::segment::Segmentation;
/// use copydesk::text::{Document, NEVER};
///
/// let finder = DateFinder::load()?;
/// let document = Document::new("The bridge opened on 3 May 2019.");
/// let dates = finder.find(&Input {
///     document: &document,
///     language: Some(Language::English),
///     segmentation: &Segmentation::default(),
///     cancelled: &NEVER,
/// });
/// assert_eq!(dates.expressions[0].value, "2019-05-03");
/// # Ok::<(), copydesk::model::LoadError>(())
/// ```
#[derive(Debug)]
pub struct DateFinder {
    languages: Vec<(Language, LanguageDates)>,
    everywhere: LanguageDates,
}

/// What the stage reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The article, and what the request and the markup say about its date.
    pub document: &'a Document,
    /// Its language; without one only ISO 8601 dates are found, unless the text is
    /// too short to tell its language.
    pub language: Option<Language>,
    /// Its sentences: no expression reaches from one line into the next sentence.
    pub segmentation: &'a Segmentation,
    /// Set when nobody waits for the analysis any more.
    pub cancelled: &'a AtomicBool,
}

/// An expression before it is resolved.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) frame: Frame,
    pub(super) extent: Extent,
    /// Where the list or the interval is that it belongs to.
    pub(super) whole: Extent,
    pub(super) role: Role,
}

/// Whether an expression stands for itself or belongs to an interval. The two ends
/// of an interval come right before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Alone,
    LastEnd,
    Interval,
}

impl DateFinder {
    /// Parses and compiles the tables of all languages.
    pub fn load() -> Result<DateFinder, LoadError> {
        let folder = |language: Language| (language, Folder::embedded(language.code()));
        Self::parse(Language::ALL.map(folder))
    }

    /// Parses and compiles the tables of the languages in `folders`.
    pub fn parse(
        folders: impl IntoIterator<Item = (Language, Folder)>,
    ) -> Result<DateFinder, LoadError> {
        let parse = |(language, folder)| Ok((language, LanguageDates::parse(&folder)?));
        Ok(DateFinder {
            languages: folders.into_iter().map(parse).collect::<Result<_, _>>()?,
            everywhere: LanguageDates::common()?,
        })
    }

    /// The publication date and the expressions of time of `input`.
    pub fn find(&self, input: &Input) -> Dates {
        let mut languages = self.languages.iter();
        if let Some((_, tables)) = languages.find(|(language, _)| Some(*language) == input.language)
        {
            return read(input, tables).0;
        }
        let (everywhere, covered) = read(input, &self.everywhere);
        if input.document.content().len() > LONGEST_GUESSED {
            return everywhere;
        }
        let guesses = self.languages.iter().rev().map(|(language, tables)| {
            let (dates, covered) = read(input, tables);
            (covered, Some(*language), dates)
        });
        let (_, read_as, dates) = std::iter::once((covered, None, everywhere))
            .chain(guesses.filter(|(reached, ..)| *reached > covered.max(SHORTEST_GUESS)))
            .max_by_key(|(covered, ..)| *covered)
            .unwrap_or_default();
        Dates { read_as, ..dates }
    }
}

/// Longest text, in bytes, whose language may be guessed from its dates alone.
const LONGEST_GUESSED: usize = 100;

/// A language is not guessed from fewer bytes than one more than these.
const SHORTEST_GUESS: usize = 2;

/// What the tables of one language find, and how many bytes that covers.
fn read(input: &Input, language: &LanguageDates) -> (Dates, usize) {
    let content = input.document.content();
    let lexemes = lexemes(content, input.segmentation, &language.grammar.vocabulary);
    let candidates = chart::read((content, &lexemes), &language.grammar, input.cancelled);
    let mut found = expressions(&candidates, &lexemes);
    let surnames = surnames(&lexemes, &language.grammar);
    found.retain(|expression| !is_surname(expression, &surnames, &lexemes));
    let covered = found.iter().map(|found| found.span.len()).sum();
    let history = history(input.document, &found, &language.cues);
    let dates = resolved(content, &lexemes, &found, history, language);
    (dates, covered)
}

/// The months' names that are surnames in this text: "May", where a word before it
/// is capitalised and no table knows it ("Theresa May", but not "In May").
fn surnames(lexemes: &[Lexeme], grammar: &Grammar) -> Vec<Symbol> {
    let names_people = |lexeme: &Lexeme| {
        let mut entries = grammar.entries.get(&lexeme.symbol).into_iter().flatten();
        entries.any(|entry| entry.category == grammar.builtin.surname_month)
    };
    let is_name = |pair: &&[Lexeme]| {
        let unknown = pair[0].kind == LexemeKind::Word && pair[0].symbol == 0;
        let joined = unknown && pair[0].casing == Casing::Capital && !pair[1].apart;
        joined && pair[1].casing != Casing::Lower && names_people(&pair[1])
    };
    let found = lexemes.windows(2).filter(is_name);
    found.map(|pair| pair[1].symbol).collect()
}

/// Whether an expression is a month's name alone that is a surname in this text.
fn is_surname(expression: &Found, surnames: &[Symbol], lexemes: &[Lexeme]) -> bool {
    let words = &lexemes[expression.extent.0..expression.extent.1];
    words.len() == 1 && surnames.contains(&words[0].symbol)
}

/// The expressions of the candidates.
fn expressions(candidates: &[Candidate], lexemes: &[Lexeme]) -> Vec<Found> {
    let mut all = Vec::new();
    for candidate in candidates {
        let whole = candidate.extent;
        let found = |(extent, frame): (Extent, Frame), role: Role| {
            let first = lexemes.get(extent.0)?;
            let last = lexemes.get(extent.1.checked_sub(1)?)?;
            Some(Found {
                span: first.span.to(last.span),
                frame,
                extent,
                whole,
                role,
            })
        };
        match &candidate.kind {
            CandidateKind::Nothing => {}
            CandidateKind::Expression(frame) => {
                all.extend(found((whole, frame.clone()), Role::Alone));
            }
            CandidateKind::List(parts, common) => {
                let parts = interval::completed(parts, common).into_iter();
                all.extend(parts.filter_map(|part| found(part, Role::Alone)));
            }
            CandidateKind::Interval(parts, common) => {
                if let Ok([first, last]) = <[_; 2]>::try_from(interval::ends(parts, common)) {
                    all.extend(found(first, Role::Alone));
                    all.extend(found(last, Role::LastEnd));
                    all.extend(found((whole, common.clone()), Role::Interval));
                }
            }
        }
    }
    all
}
