//! Quotation marks in the text, and what each may do where it stands.

use crate::language::MarkRules;
use crate::text::Span;

/// A quotation mark, or a character that may be one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) sign: char,
    pub(super) paragraph: usize,
    /// Whether it stands where a passage can start.
    pub(super) may_open: bool,
    /// Whether it stands where a passage can end.
    pub(super) may_close: bool,
    /// Whether only white space stands before it in its line.
    pub(super) at_line_start: bool,
}

/// The marks of all paragraphs, in order.
pub(super) fn marks(text: &str, paragraphs: &[Span], rules: &MarkRules) -> Vec<Mark> {
    let mut found = Vec::new();
    for (paragraph, span) in paragraphs.iter().enumerate() {
        let inside = span.of(text);
        let start = span.start as usize;
        let mut before = None;
        let mut at_line_start = true;
        let mut letters = inside.char_indices().peekable();
        let mut apostrophes_until = 0;
        while let Some((offset, sign)) = letters.next() {
            let context = Context {
                before,
                after: letters.peek().map(|(_, next)| *next),
            };
            if is_single(sign) && !before.is_some_and(char::is_alphanumeric) {
                let length = apostrophe_word(&inside[offset..], rules);
                apostrophes_until = apostrophes_until.max(offset + length);
            }
            let role = roles(sign, context, rules).filter(|_| offset >= apostrophes_until);
            if let Some((may_open, may_close)) = role {
                let at = start + offset;
                let span = Span::new(at, at + sign.len_utf8());
                found.push(Mark {
                    span,
                    sign,
                    paragraph,
                    may_open,
                    may_close,
                    at_line_start,
                });
            }
            at_line_start = sign == '\n' || (at_line_start && sign.is_whitespace());
            before = Some(sign);
        }
    }
    found
}

/// The characters beside a mark in its paragraph.
#[derive(Clone, Copy)]
struct Context {
    before: Option<char>,
    after: Option<char>,
}

/// Whether `sign` may open and may close a passage; none when it is no quotation mark here.
/// A sign that only ever opens, or only closes, in the language does so anywhere;
/// one that does both is told by the space around it.
fn roles(sign: char, context: Context, rules: &MarkRules) -> Option<(bool, bool)> {
    let opens = rules.pairs.iter().any(|pair| pair.open == sign);
    let closes = rules.pairs.iter().any(|pair| pair.close == sign);
    if !(opens || closes) || is_apostrophe(sign, context) {
        return None;
    }
    let free_before = context.before.is_none_or(is_before_opening);
    let free_after = context.after.is_none_or(is_after_closing);
    Some(match (opens, closes, free_before, free_after) {
        (true, false, ..) | (true, true, true, false) => (true, false),
        (false, true, ..) | (true, true, false, true) => (false, true),
        _ => (true, true),
    })
}

fn is_single(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '‘')
}

/// The length of the word at the start of `rest` that is written with an apostrophe there; 0 without
/// one. With a capital, a quotation may start instead ("'Tis late,' he said.").
fn apostrophe_word(rest: &str, rules: &MarkRules) -> usize {
    let fits = |word: &&String| {
        let mut letters = rest.chars();
        let is_same = word.chars().all(|wanted| {
            let written = letters.next();
            written.is_some_and(|letter| letter == wanted || (wanted == '\'' && is_single(letter)))
        });
        is_same && !letters.next().is_some_and(char::is_alphanumeric)
    };
    let word = rules.apostrophe_words.iter().find(fits);
    word.map_or(0, |word| {
        let written = rest.chars().take(word.chars().count());
        written.map(char::len_utf8).sum()
    })
}

/// Whether a straight or closing single mark is an apostrophe: between letters, or before a year ("’90s").
fn is_apostrophe(sign: char, context: Context) -> bool {
    let letter = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
    is_single(sign)
        && ((letter(context.before) && letter(context.after))
            || (!letter(context.before) && context.after.is_some_and(char::is_numeric)))
}

fn is_before_opening(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '(' | '['
                | '{'
                | '-'
                | '–'
                | '—'
                | '/'
                | '\''
                | '’'
                | '«'
                | '“'
                | '"'
                | '„'
                | '‘'
                | '‹'
                | '¿'
                | '¡'
        )
}

fn is_after_closing(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '…'
                | ')'
                | ']'
                | '}'
                | '-'
                | '–'
                | '—'
                | '/'
                | '»'
                | '”'
                | '"'
                | '’'
                | '\''
                | '›'
        )
}
