//! [`TokenRules`]: what a language says about the edges of words and sentences:
//! elisions ("l’"), clitics ("-t-il"), contractions ("n't") and abbreviations.
//!
//! The tokenizer and the phrases of the packs cut words by the same rules:
//!
//! ```text
//! qu’il → qu’ · il     donne-le-moi → donne · -le · -moi     cannot → can · not
//! ```

use super::key::{fold, is_folded, word_key};
use super::table::{Folder, Table};
use crate::model::{KeyMap, KeySet, LoadError};

/// At most so many endings follow each other on one word.
const MOST_ENDINGS: usize = 2;

/// How a language writes words together and short. Empty for a language without a pack.
#[derive(Debug, Default)]
pub struct TokenRules {
    elisions: KeySet,
    /// What a hyphen ties to a name without being part of it ("ex-").
    name_prefixes: KeySet,
    whole_words: KeySet,
    whole_prefixes: Vec<String>,
    /// Where words are cut that no ending tells, in characters.
    splits: KeyMap<[usize; MOST_ENDINGS]>,
    /// The longest first.
    endings: Vec<String>,
    abbreviations: KeyMap<AbbreviationKind>,
    function_words: KeySet,
    /// Whether the parts of a word with a hyphen are tokens of their own.
    pub splits_hyphens: bool,
}

/// What may follow an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbbreviationKind {
    /// A name: the period never ends a sentence ("Mr.").
    Title,
    /// More of the sentence, as a rule ("cf.").
    Inside,
    /// Anything: a capital after it starts a sentence ("etc.").
    End,
}

/// The files that [`TokenRules`] are read from.
#[derive(Clone, Copy, Debug)]
struct TokenTables {
    elisions: Table,
    exceptions: Table,
    clitics: Table,
    contractions: Table,
    abbreviations: Table,
    function_words: Table,
    grammar: Table,
    titles: Table,
}

impl TokenTables {
    fn read(folder: &Folder) -> Result<Self, LoadError> {
        Ok(Self {
            elisions: folder.table("elisions")?,
            exceptions: folder.table("exceptions")?,
            clitics: folder.table("clitics")?,
            contractions: folder.table("contractions")?,
            abbreviations: folder.table("abbreviations")?,
            function_words: folder.table("function_words")?,
            grammar: folder.table("grammar")?,
            titles: folder.table("titles")?,
        })
    }
}

impl TokenRules {
    pub(super) fn parse(folder: &Folder) -> Result<Self, LoadError> {
        let tables = TokenTables::read(folder)?;
        let exceptions = |wanted: &'static str| {
            let rows = tables.exceptions.rows();
            rows.filter(move |[_, kind, _]| *kind == wanted)
        };
        Ok(Self {
            elisions: keys(tables.elisions.rows().map(|[form]| form)),
            name_prefixes: keys(
                tables
                    .grammar
                    .rows()
                    .filter(|[property, _]| *property == "name_prefix")
                    .map(|[_, form]| form),
            ),
            whole_words: keys(exceptions("word").map(|[form, ..]| form)),
            whole_prefixes: exceptions("prefix").map(|[form, ..]| fold(form)).collect(),
            splits: exceptions("split")
                .map(|[form, _, pieces]| (word_key(form), split_places(pieces)))
                .collect(),
            endings: endings(&tables),
            abbreviations: abbreviations(&tables),
            function_words: keys(tables.function_words.rows().map(|[form]| form)),
            splits_hyphens: tables
                .grammar
                .rows()
                .any(|row| row == ["split_hyphens", "yes"]),
        })
    }

    /// Whether `word` is one of the language's function words, as they start sentences.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.contains(&word_key(word))
    }

    /// What may follow the abbreviation `form`, which includes its period.
    pub fn abbreviation(&self, form: &str) -> Option<AbbreviationKind> {
        self.abbreviations.get(&word_key(form)).copied()
    }

    /// The tokens that `phrase`, words with spaces between them, is made of.
    pub fn phrase_pieces<'p>(&self, phrase: &'p str) -> Vec<&'p str> {
        let words = phrase.split_whitespace().flat_map(marks_apart);
        words.flat_map(|word| self.pieces(word)).collect()
    }

    /// The tokens that `word`, which stands between spaces or marks, is made of.
    pub fn pieces<'w>(&self, word: &'w str) -> Vec<&'w str> {
        // Most words have nothing to be cut at.
        if !word.contains(joins_ending) && self.split(word).is_none() {
            return vec![word];
        }
        let parts = self.hyphen_parts(word).into_iter();
        parts.flat_map(|part| self.part_pieces(part)).collect()
    }

    /// The parts of `word` and the hyphens between them, where they are tokens of their own. A hyphen
    /// after a single letter ("e-mail") never is.
    fn hyphen_parts<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let (mut parts, mut start, mut letters) = (Vec::new(), 0, 0);
        for (at, mark) in word.char_indices() {
            let after = at + mark.len_utf8();
            let goes_on = word[after..].starts_with(char::is_alphanumeric);
            if is_hyphen(mark) && self.splits_hyphens && letters > 1 && goes_on {
                parts.extend([&word[start..at], &word[at..after]]);
                start = after;
            }
            letters = if mark.is_alphanumeric() {
                letters + 1
            } else {
                0
            };
        }
        parts.push(&word[start..]);
        parts
    }

    fn part_pieces<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let mut pieces = Vec::new();
        let mut rest = word;
        while let Some((elided, after)) = self.elision(rest) {
            pieces.push(elided);
            rest = after;
        }
        let mut start = 0;
        for cut in self.cuts(rest).into_iter().chain([rest.len()]) {
            if start < cut {
                pieces.push(&rest[start..cut]);
                start = cut;
            }
        }
        pieces
    }

    /// The elided word at the start of `word`, its apostrophe included, or what a hyphen ties to a
    /// name there ("anti-Trump"), and what follows it.
    pub fn elision<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        self.elided(word).or_else(|| self.name_prefix(word))
    }

    fn name_prefix<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        let (offset, hyphen) = word.char_indices().find(|(_, mark)| is_hyphen(*mark))?;
        let (prefix, name) = word.split_at(offset + hyphen.len_utf8());
        let is_prefix = self.name_prefixes.contains(&word_key(&word[..offset]));
        (is_prefix && name.starts_with(char::is_uppercase)).then_some((prefix, name))
    }

    fn elided<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        let (offset, apostrophe) = word.char_indices().find(|(_, mark)| is_apostrophe(*mark))?;
        let (elided, after) = word.split_at(offset + apostrophe.len_utf8());
        let is_elided = self.elisions.contains(&word_key(&word[..offset]));
        let is_whole = self.is_whole(word) || self.prefix(word) > 0;
        (is_elided && !is_whole && !after.is_empty()).then_some((elided, after))
    }

    /// The bytes at which `word`, which no elided word starts, is cut, in order;
    /// its length stands for no cut.
    pub fn cuts(&self, word: &str) -> [usize; MOST_ENDINGS] {
        if let Some(places) = self.split(word) {
            return places;
        }
        let mut cuts = [word.len(); MOST_ENDINGS];
        let mut end = word.len();
        for cut in cuts.iter_mut().rev() {
            let Some(start) = self.ending_start(&word[..end]) else {
                break;
            };
            (*cut, end) = (start, start);
        }
        cuts.sort_unstable();
        cuts
    }

    fn split(&self, word: &str) -> Option<[usize; MOST_ENDINGS]> {
        if self.splits.is_empty() {
            return None;
        }
        let places = self.splits.get(&word_key(word))?;
        Some(places.map(|place| byte_of(word, place)))
    }

    /// Where the clitic or contraction that ends `word` starts.
    fn ending_start(&self, word: &str) -> Option<usize> {
        if word.starts_with(joins_ending) || !word.contains(joins_ending) || self.is_whole(word) {
            return None;
        }
        let prefix = self.prefix(word);
        let starts = self.endings.iter().filter_map(|form| suffix(word, form));
        starts
            .into_iter()
            .find(|&start| start > 0 && start >= prefix)
    }

    /// Whether `word` stays whole in spite of its apostrophe or hyphen.
    pub fn is_whole(&self, word: &str) -> bool {
        self.whole_words.contains(&word_key(word))
    }

    /// The length of the start of `word` in which nothing is cut ("O'" of "O'Brien's").
    fn prefix(&self, word: &str) -> usize {
        let lengths = self.whole_prefixes.iter().filter_map(|prefix| {
            let length = byte_of(word, prefix.chars().count());
            is_folded(&word[..length], prefix).then_some(length)
        });
        lengths.max().unwrap_or(0)
    }
}

fn keys(forms: impl Iterator<Item = &'static str>) -> KeySet {
    forms.map(word_key).collect()
}

fn endings(tables: &TokenTables) -> Vec<String> {
    let splits = |[form, _, class]: [&'static str; 3]| (class != "particle").then(|| fold(form));
    let mut endings: Vec<String> = tables.clitics.rows().filter_map(splits).collect();
    endings.extend(tables.contractions.rows().map(|[form]| fold(form)));
    endings.sort_by_key(|form| std::cmp::Reverse(form.len()));
    endings
}

/// The characters before the second and the third of `pieces`, which spaces separate.
fn split_places(pieces: &str) -> [usize; MOST_ENDINGS] {
    let mut place = 0;
    let mut lengths = pieces.split(' ').map(|piece| piece.chars().count());
    std::array::from_fn(|_| {
        place += lengths.next().unwrap_or(0);
        place
    })
}

/// The abbreviations, and the titles that are written with a period.
fn abbreviations(tables: &TokenTables) -> KeyMap<AbbreviationKind> {
    let titles = tables.titles.rows().filter(|[form]| form.ends_with('.'));
    let titles = titles.map(|[form]| (word_key(form), AbbreviationKind::Title));
    let listed = tables.abbreviations.rows();
    let listed = listed.map(|[form, kind]| (word_key(form), abbreviation_kind(kind)));
    titles.chain(listed).collect()
}

fn abbreviation_kind(kind: &str) -> AbbreviationKind {
    match kind {
        "title" => AbbreviationKind::Title,
        "end" => AbbreviationKind::End,
        _ => AbbreviationKind::Inside,
    }
}

/// The byte at which character number `place` of `word` starts; its length past the end.
fn byte_of(word: &str, place: usize) -> usize {
    let start = word.char_indices().nth(place);
    start.map_or(word.len(), |(byte, _)| byte)
}

/// Where the folded `form` starts in `word`, which ends with it.
fn suffix(word: &str, form: &str) -> Option<usize> {
    let count = form.chars().count();
    let (start, _) = word.char_indices().rev().nth(count.checked_sub(1)?)?;
    is_folded(&word[start..], form).then_some(start)
}

/// The stretches of `word` between marks that are tokens of their own, and those marks.
fn marks_apart(word: &str) -> impl Iterator<Item = &str> {
    let is_mark = |sign: char| matches!(sign, '!' | '&' | '+' | '/' | '>');
    let stretches = word.split_inclusive(is_mark);
    let parts = stretches.flat_map(move |part| {
        let before = part.trim_end_matches(is_mark);
        [before, &part[before.len()..]]
    });
    parts.filter(|part| !part.is_empty())
}

/// Whether `mark` is an apostrophe, in any of the characters that it is written with.
pub fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '\u{2019}' | '\u{2bc}')
}

/// Whether `mark` is a hyphen, also one at which no line is broken.
pub fn is_hyphen(mark: char) -> bool {
    matches!(mark, '-' | '\u{2010}' | '\u{2011}')
}

/// Marks before which a clitic or a contraction may start.
fn joins_ending(mark: char) -> bool {
    is_apostrophe(mark) || is_hyphen(mark)
}

#[cfg(test)]
mod tests {
    use crate::language::{AbbreviationKind, Language, Packs};

    fn check(language: Language, cases: &[(&str, &str)]) {
        let packs = Packs::load().unwrap();
        for (word, expected) in cases {
            let pieces = packs.get(language).tokens.pieces(word);
            assert_eq!(pieces.join("|"), *expected);
        }
    }

    #[test]
    fn a_word_is_cut_at_elisions_and_before_its_endings() {
        let cases = [
            ("qu’il", "qu’|il"),
            ("d'aujourd'hui", "d'|aujourd'hui"),
            ("donne-le-moi", "donne|-le|-moi"),
            ("-t-il", "-t-il"),
            ("l'", "l'"),
            ("'", "'"),
            ("", ""),
        ];
        check(Language::French, &cases);
    }

    #[test]
    fn a_word_is_cut_at_contractions_but_not_inside_a_name() {
        let cases = [
            ("don’t", "do|n’t"),
            ("Cannot", "Can|not"),
            ("dunno", "du|n|no"),
            ("O'Brien's", "O'Brien|'s"),
            ("O'D", "O'D"),
            ("n't", "n't"),
            ("long-term", "long|-|term"),
            ("e-mail-based", "e-mail|-|based"),
            ("vice-president's", "vice|-|president|'s"),
            ("-", "-"),
        ];
        check(Language::English, &cases);
    }

    #[test]
    fn letters_whose_small_form_is_longer_are_cut_between_characters() {
        check(Language::French, &[("İİ-il", "İİ|-il"), ("l’İ", "l’|İ")]);
        check(Language::English, &[("İ's", "İ|'s"), ("İ't", "İ't")]);
    }

    #[test]
    fn abbreviations_are_known_with_their_period_and_in_any_case() {
        let packs = Packs::load().unwrap();
        let kind = |form| packs.get(Language::English).tokens.abbreviation(form);
        assert_eq!(kind("Mr."), Some(AbbreviationKind::Title));
        assert_eq!(kind("MR."), Some(AbbreviationKind::Title));
        assert_eq!(kind("Inc."), Some(AbbreviationKind::End));
        assert_eq!(kind("Inc"), None);
        assert_eq!(packs.common_tokens().abbreviation("Mr."), None);
    }
}
