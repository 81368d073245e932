//! The tokenizer: one pass over the characters, following the conventions of
//! Universal Dependencies as far as they can be seen on the surface.
//!
//! ```text
//! L’ONU n’a-t-elle   → L’ · ONU · n’ · a · -t-elle
//! the U.S. didn't    → the · U.S. · did · n't
//! 38.000 à 14h30...  → 38.000 · à · 14h30 · ...
//! ```

use super::{Token, TokenKind};
use crate::language::{AbbreviationKind, TokenRules, is_apostrophe, is_hyphen};
use crate::text::Span;

/// Cuts `text` into tokens; what lies between them is white space.
pub(super) fn tokenize(text: &str, rules: &TokenRules) -> Vec<Token> {
    let mut tokenizer = Tokenizer {
        text,
        rules,
        tokens: Vec::with_capacity(text.len() / 5),
    };
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        at = if next.is_whitespace() {
            at + next.len_utf8()
        } else {
            tokenizer.take(at, next)
        };
    }
    tokenizer.tokens
}

struct Tokenizer<'a> {
    text: &'a str,
    rules: &'a TokenRules,
    tokens: Vec<Token>,
}

impl Tokenizer<'_> {
    /// Takes the token or tokens that start at byte `at` with `first`; returns where they end.
    fn take(&mut self, at: usize, first: char) -> usize {
        if is_letter(first) || (matches!(first, '@' | '#') && self.letter_at(at + 1)) {
            self.take_word(at)
        } else if first.is_numeric() {
            let end = self.number_end(at);
            self.push(at, end, TokenKind::Number)
        } else if let Some(end) = self.clipped_end(at, first) {
            self.push(at, end, TokenKind::Word)
        } else {
            self.take_mark(at, first)
        }
    }

    /// Where the word at `at` ends whose beginning an apostrophe stands for ("'til", "'n'").
    fn clipped_end(&self, at: usize, first: char) -> Option<usize> {
        let start = at + first.len_utf8();
        if !is_apostrophe(first) || !self.letter_at(start) {
            return None;
        }
        let end = self.word_end(start);
        let after = self.char_at(end).filter(|&next| is_apostrophe(next));
        let with_mark = after.map(|mark| end + mark.len_utf8());
        let ends = with_mark.into_iter().chain([end]);
        ends.into_iter()
            .find(|&end| self.rules.is_whole(&self.text[at..end]))
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) -> usize {
        self.tokens.push(Token {
            span: Span::new(start, end),
            kind,
        });
        end
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn letter_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(is_letter)
    }

    /// A mark or a symbol; runs of periods and of hyphens stay together, and so does what one emoji
    /// is written with.
    fn take_mark(&mut self, at: usize, first: char) -> usize {
        let end = at + first.len_utf8();
        if is_punctuation(first) {
            let run = if matches!(first, '.' | '-') {
                first
            } else {
                '\0'
            };
            let rest = self.text[end..].trim_start_matches(run);
            return self.push(at, self.text.len() - rest.len(), TokenKind::Punctuation);
        }
        self.push(at, self.symbol_end(end, first), TokenKind::Symbol)
    }

    /// Where the symbol ends whose first character, `last`, ends at `end`: modifiers and what a joiner
    /// joins belong to it, and two regional indicators are one flag.
    fn symbol_end(&self, end: usize, mut last: char) -> usize {
        let mut end = end;
        let mut is_flag = false;
        while let Some(next) = self.char_at(end) {
            let is_pair = !is_flag && is_regional(last) && is_regional(next);
            let is_joined = last == JOINER && !next.is_whitespace() && !is_letter(next);
            if !is_pair && !is_joined && next != JOINER && !is_modifier(next) {
                break;
            }
            is_flag |= is_pair;
            end += next.len_utf8();
            last = next;
        }
        end
    }

    fn number_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut last = '0';
        for (offset, next) in self.text[at..].char_indices() {
            let after = at + offset + next.len_utf8();
            let joins = match next {
                '.' | ',' => self.digit_at(after) && last.is_numeric(),
                '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' => {
                    last.is_numeric() && self.is_digit_group(after)
                }
                _ => is_letter(next) || next.is_numeric(),
            };
            if !joins {
                break;
            }
            (end, last) = (after, next);
        }
        end
    }

    fn digit_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_numeric)
    }

    /// Whether exactly three digits start at `at`, as after a thousands mark.
    fn is_digit_group(&self, at: usize) -> bool {
        self.text[at..]
            .chars()
            .take_while(char::is_ascii_digit)
            .take(4)
            .count()
            == 3
    }

    /// A word and whatever is written together with it: an address, elisions, clitics, a period.
    fn take_word(&mut self, at: usize) -> usize {
        let end = self.word_end(at);
        if self.text[end..].starts_with("://") || &self.text[at..end] == "www" {
            return self.push(at, self.address_end(at), TokenKind::Word);
        }
        let mut start = at;
        while let Some((elided, _)) = self.rules.elision(&self.text[start..end]) {
            start = self.push(start, start + elided.len(), TokenKind::Word);
        }
        self.take_rest(start, end)
    }

    fn address_end(&self, at: usize) -> usize {
        let end = self.text[at..]
            .find(char::is_whitespace)
            .map_or(self.text.len(), |length| at + length);
        let trailing = |mark: char| {
            matches!(
                mark,
                '.' | ',' | ';' | ':' | '!' | '?' | ')' | '"' | '»' | '”'
            )
        };
        at + self.text[at..end].trim_end_matches(trailing).len()
    }

    /// Where the run of letters, digits and inner joiners from `at` ends.
    fn word_end(&self, at: usize) -> usize {
        let mut end = at;
        let mut letters = 0;
        for (offset, next) in self.text[at..].char_indices() {
            let after = at + offset + next.len_utf8();
            let part =
                is_letter(next) || next.is_numeric() || (offset == 0 && matches!(next, '@' | '#'));
            if !part && (letters == 0 || !self.joins(next, after, letters)) {
                break;
            }
            letters = if part { letters + 1 } else { 0 };
            end = after;
        }
        end
    }

    /// Whether `mark`, after a run of `letters` letters, joins them to what starts at `after`.
    /// A period does between single letters ("U.S"), save after a title ("M.Houdré"), and before lower
    /// case ("lemonde.fr").
    fn joins(&self, mark: char, after: usize, letters: usize) -> bool {
        let Some(next) = self
            .char_at(after)
            .filter(|&next| is_letter(next) || next.is_numeric())
        else {
            return false;
        };
        let parts = is_hyphen(mark) && self.rules.splits_hyphens && letters > 1;
        let goes_on = self.letter_at(after + next.len_utf8());
        let initial = letters == 1 && !(goes_on && self.ends_title(after));
        is_joiner(mark) && !parts && (mark != '.' || initial || next.is_lowercase())
    }

    /// Whether the letter and the period right before `after` are a title.
    fn ends_title(&self, after: usize) -> bool {
        let start = self.text[..after].char_indices().nth_back(1);
        start.is_some_and(|(start, _)| is_title(&self.text[start..after], self.rules))
    }

    /// What is left of a word after its elisions: an abbreviation, or a word and its endings.
    fn take_rest(&mut self, mut start: usize, end: usize) -> usize {
        if let Some(after) = self.abbreviation_end(start, end) {
            return self.push(start, after, TokenKind::Word);
        }
        let word = &self.text[start..end];
        for cut in self.rules.cuts(word).map(|cut| end - word.len() + cut) {
            if start < cut {
                start = self.push(start, cut, TokenKind::Word);
            }
        }
        if start < end {
            self.push(start, end, TokenKind::Word);
        }
        end
    }

    /// Where the abbreviation that starts at `start` ends, its period included:
    /// "U.S." and other dotted letters, a lone capital before a name, or one of the language's list.
    fn abbreviation_end(&self, start: usize, end: usize) -> Option<usize> {
        let after = end + 1;
        if !self.text[end..].starts_with('.') {
            return None;
        }
        let word = &self.text[start..end];
        let listed = self.rules.abbreviation(&self.text[start..after]);
        let dotted = word.contains('.') && word.split('.').all(is_single);
        let initial = is_capital(word) && self.initial_follows(after);
        let doubled = is_capital(word).then(|| self.initials_end(after));
        doubled
            .filter(|&end| end > after)
            .or((listed.is_some() || dotted || initial).then_some(after))
    }

    /// Where the initials end that hyphens tie to the one before `after` ("J.-P.").
    fn initials_end(&self, after: usize) -> usize {
        let mut end = after;
        while let Some(rest) = self.text[end..].strip_prefix('-')
            && let Some(initial) = rest.chars().next().filter(|next| next.is_uppercase())
            && rest[initial.len_utf8()..].starts_with('.')
        {
            end += 2 + initial.len_utf8();
        }
        end
    }

    fn initial_follows(&self, after: usize) -> bool {
        let rest = &self.text[after..];
        rest.trim_start_matches([' ', '\u{a0}'])
            .starts_with(char::is_uppercase)
            && !rest.starts_with('\n')
    }
}

/// Whether a sentence cannot end at the abbreviation `form`, whatever follows.
pub(super) fn is_title(form: &str, rules: &TokenRules) -> bool {
    rules.abbreviation(form) == Some(AbbreviationKind::Title)
}

fn is_capital(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// Joins two characters into one emoji.
const JOINER: char = '\u{200d}';

/// What changes the character before it: variation selectors, skin tones, tags, an enclosing keycap.
fn is_modifier(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{e0020}'..='\u{e007f}')
}

fn is_regional(letter: char) -> bool {
    matches!(letter, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Letters, and the marks and invisible joiners that stand inside words.
fn is_letter(letter: char) -> bool {
    (letter.is_alphanumeric() && !letter.is_numeric())
        || matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '_' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Marks that join two parts of one word.
fn is_joiner(mark: char) -> bool {
    is_apostrophe(mark) || is_hyphen(mark) || matches!(mark, '.' | '@')
}

fn is_single(part: &str) -> bool {
    let mut letters = part.chars();
    letters.next().is_some() && letters.next().is_none()
}

fn is_punctuation(mark: char) -> bool {
    (mark.is_ascii_punctuation()
        && !matches!(mark, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~'))
        || matches!(mark, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
            | '\u{589}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{ff01}' | '\u{ff0c}' | '\u{ff0e}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::language::{Language, Packs};

    static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::load().unwrap());

    const FRENCH: Option<Language> = Some(Language::French);
    const ENGLISH: Option<Language> = Some(Language::English);

    fn tokens(language: Option<Language>, text: &str) -> Vec<Token> {
        let rules = language.map_or(PACKS.common_tokens(), |known| &PACKS.get(known).tokens);
        tokenize(text, rules)
    }

    /// Each case is the text with its tokens, which `|` separates.
    fn check(language: Option<Language>, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let found = tokens(language, text);
            let forms: Vec<&str> = found.iter().map(|token| token.span.of(text)).collect();
            assert_eq!(forms.join("|"), *expected, "{text}");
        }
    }

    #[test]
    fn elided_words_are_tokens_of_their_own() {
        check(
            FRENCH,
            &[
                ("L’ONU qu'il s’agit", "L’|ONU|qu'|il|s’|agit"),
                ("jusqu’à lorsqu’on", "jusqu’|à|lorsqu’|on"),
                ("d'aujourd’hui, quelqu’un", "d'|aujourd’hui|,|quelqu’un"),
                ("Côte d’Ivoire", "Côte|d’|Ivoire"),
                ("O’Brien et l’O’Brien", "O’Brien|et|l’|O’Brien"),
                ("c’est-à-dire", "c’|est-à-dire"),
                ("presqu’île prud’homme", "presqu’île|prud’homme"),
                ("LʼÉtat", "Lʼ|État"),
                ("l’ l'", "l|’|l|'"),
                ("l’« ami »", "l|’|«|ami|»"),
            ],
        );
        check(ENGLISH, &[("l'Oréal d'Angelo", "l'Oréal|d'Angelo")]);
        check(None, &[("l’ONU aujourd’hui", "l’ONU|aujourd’hui")]);
    }

    #[test]
    fn clitics_split_off_their_verb_and_off_nothing_else() {
        check(
            FRENCH,
            &[
                ("A-t-il dit", "A|-t-il|dit"),
                ("Qu’a-t-elle", "Qu’|a|-t-elle"),
                ("a‑t‑il", "a|‑t‑il"),
                ("dit-il, est-ce", "dit|-il|,|est|-ce"),
                (
                    "donne-le-moi allez-vous-en",
                    "donne|-le|-moi|allez|-vous|-en",
                ),
                ("celui-ci, là-bas", "celui-ci|,|là-bas"),
                ("rendez-vous Jong-il", "rendez-vous|Jong-il"),
                (
                    "Saint-Lô al-Chaabi peut-être",
                    "Saint-Lô|al-Chaabi|peut-être",
                ),
                ("- il -il", "-|il|-|il"),
            ],
        );
        check(ENGLISH, &[("a-t-il", "a-t-il")]);
    }

    #[test]
    fn english_contractions_split_as_in_universal_dependencies() {
        check(
            ENGLISH,
            &[
                ("didn't don’t can't won’t", "did|n't|do|n’t|ca|n't|wo|n’t"),
                ("cannot gonna", "can|not|gon|na"),
                ("John's, it’s they're I'd", "John|'s|,|it|’s|they|'re|I|'d"),
                ("shouldn't've", "should|n't|'ve"),
                ("the workers' union", "the|workers|'|union"),
                ("O’Brien's o'clock", "O’Brien|'s|o'clock"),
                ("O'D rock 'n' roll ’n’", "O'D|rock|'n'|roll|’n’"),
                ("'til 'tilt 'em'", "'til|'|tilt|'em|'"),
                ("the ’90s", "the|’|90s"),
                ("DIDN'T", "DID|N'T"),
                ("long-term e-mail a-", "long|-|term|e-mail|a|-"),
            ],
        );
        check(None, &[("didn't cannot", "didn't|cannot")]);
    }

    #[test]
    fn numbers_keep_their_marks() {
        let cases = [
            ("38.000 1,5 3.14", "38.000|1,5|3.14"),
            (
                "38\u{a0}000 1\u{202f}234\u{202f}567",
                "38\u{a0}000|1\u{202f}234\u{202f}567",
            ),
            ("38 000", "38|000"),
            ("38\u{a0}0000 5\u{a0}km", "38|0000|5|km"),
            ("38'000 francs", "38'000|francs"),
            ("14h30 1er 90s 4x4", "14h30|1er|90s|4x4"),
            ("2019-02-09 10-12", "2019|-|02|-|09|10|-|12"),
            ("12:30 3/4 5%", "12|:|30|3|/|4|5|%"),
            ("$1.5bn -3 €20", "$|1.5bn|-|3|€|20"),
            ("en 2019. 5, 6", "en|2019|.|5|,|6"),
            ("x² ½ ٣", "x²|½|٣"),
        ];
        check(FRENCH, &cases);
        check(ENGLISH, &cases);
    }

    #[test]
    fn a_period_belongs_to_an_abbreviation_and_to_initials() {
        check(
            FRENCH,
            &[
                ("M. Dupont et Mme. Roy.", "M.|Dupont|et|Mme.|Roy|."),
                ("J. Smith, A. B. Roy", "J.|Smith|,|A.|B.|Roy"),
                (
                    "J.-P. Raffarin en 52 av. J.-C.",
                    "J.-P.|Raffarin|en|52|av.|J.-C.",
                ),
                ("l’U.R.S.S. et l'O.N.U.", "l’|U.R.S.S.|et|l'|O.N.U."),
                ("Fin.", "Fin|."),
                ("Fin.Puis", "Fin|.|Puis"),
                ("le plan B.", "le|plan|B|."),
                ("selon M.Roy et S.Paulo", "selon|M.|Roy|et|S.Paulo"),
                (
                    "l’ex-Brême, anti-Roy, ex-maire (R-Iowa)",
                    "l’|ex-|Brême|,|anti-|Roy|,|ex-maire|(|R-|Iowa|)",
                ),
            ],
        );
        check(
            ENGLISH,
            &[
                ("the U.S. and Acme Inc. said", "the|U.S.|and|Acme|Inc.|said"),
                (
                    "Mr. O'Neil, Dr. A. B. Roy at 5 p.m.",
                    "Mr.|O'Neil|,|Dr.|A.|B.|Roy|at|5|p.m.",
                ),
                ("U.S.-led", "U.S.|-|led"),
            ],
        );
    }

    #[test]
    fn addresses_are_one_token() {
        check(
            ENGLISH,
            &[
                (
                    "write to zoe.roy@example.org.",
                    "write|to|zoe.roy@example.org|.",
                ),
                (
                    "(https://example.org/a?b=c&d='e'), lemonde.fr",
                    "(|https://example.org/a?b=c&d='e'|)|,|lemonde.fr",
                ),
                ("www.Example.org!", "www.Example.org|!"),
                ("https:// x", "https://|x"),
                ("#MeToo @zoe_roy # @", "#MeToo|@zoe_roy|#|@"),
            ],
        );
    }

    #[test]
    fn marks_are_cut_one_by_one_save_ellipses_and_dashes() {
        check(
            FRENCH,
            &[
                ("Non... oui… ?!", "Non|...|oui|…|?|!"),
                ("«Oui» “non”", "«|Oui|»|“|non|”"),
                ("a -- b — c", "a|--|b|—|c"),
                ("(a)[b]", "(|a|)|[|b|]"),
                ("a/b & c", "a|/|b|&|c"),
            ],
        );
    }

    #[test]
    fn an_emoji_is_one_symbol_with_all_that_it_is_written_with() {
        check(
            None,
            &[
                ("oui👍🏽non", "oui|👍🏽|non"),
                (
                    "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}",
                    "👨\u{200d}👩\u{200d}👧|❤\u{fe0f}",
                ),
                ("🇫🇷🇧🇪", "🇫🇷|🇧🇪"),
                ("🙂🙂", "🙂|🙂"),
            ],
        );
    }

    #[test]
    fn combining_marks_stay_in_their_word() {
        check(
            FRENCH,
            &[
                ("l'e\u{301}te\u{301}.", "l'|e\u{301}te\u{301}|."),
                ("हिन्दी में", "हिन्दी|में"),
                ("שָׁלוֹם", "שָׁלוֹם"),
                ("co\u{ad}opé\u{ad}rer", "co\u{ad}opé\u{ad}rer"),
            ],
        );
    }

    #[test]
    fn control_characters_and_line_ends_harm_nothing() {
        check(
            FRENCH,
            &[
                ("oui\r\nnon\r\n\r\n", "oui|non"),
                ("a\0b", "a|\0|b"),
                ("\u{feff}Le", "\u{feff}|Le"),
                ("a\u{202e}b", "a|\u{202e}|b"),
                ("", ""),
                (" \t\u{a0}\u{2028}", ""),
            ],
        );
    }

    #[test]
    fn every_token_has_the_kind_of_its_first_character() {
        use TokenKind::{Number, Punctuation, Symbol, Word};
        let text = "Zoé a 3 € , @zoe 🙂 14h";
        let kinds: Vec<TokenKind> = tokens(FRENCH, text)
            .iter()
            .map(|token| token.kind)
            .collect();
        let expected = [
            Word,
            Word,
            Number,
            Symbol,
            Punctuation,
            Word,
            Symbol,
            Number,
        ];
        assert_eq!(kinds, expected);
    }
}
