//! Sentences: cut after a closing mark when what follows can start one.
//! Quotation marks and brackets that close belong to the sentence before them.

use std::ops::Range;

use super::token::is_title;
use super::{Sentence, Token, TokenKind};
use crate::language::{AbbreviationKind, TokenRules};
use crate::text::Span;

/// Closing marks that no space follows.
const WIDE: [char; 3] = ['。', '！', '？'];
/// The most tokens of a sentence. No sentence has as many; what has is a list or a table, and the
/// stages that look around in a sentence need an end to it.
const LONGEST: usize = 500;
/// How far the first word of a sentence is looked for behind the marks that open it.
const REACH: usize = 8;

/// The sentences of `tokens`, none of which crosses the edge of a paragraph.
pub(super) fn sentences(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Span],
    rules: &TokenRules,
) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    for (paragraph, span) in paragraphs.iter().enumerate() {
        let end = start
            + tokens[start..]
                .iter()
                .take_while(|token| token.span.start < span.end)
                .count();
        let splitter = Splitter {
            text,
            tokens: &tokens[..end],
            rules,
        };
        let mut at = start;
        while at < end {
            let next = splitter.sentence_end(at);
            let span = tokens[at].span.to(tokens[next - 1].span);
            found.push(Sentence {
                span,
                tokens: at..next,
                paragraph,
            });
            at = next;
        }
        start = end;
    }
    found
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    rules: &'a TokenRules,
}

impl Splitter<'_> {
    /// The index after the last token of the sentence that starts at token `start`.
    fn sentence_end(&self, start: usize) -> usize {
        let mut after = start;
        let furthest = self.tokens.len().min(start + LONGEST);
        for at in start..furthest {
            if !self.closes(at) || self.is_list_number(start, at) || self.is_ordinal(at) {
                continue;
            }
            // Within a run of closing marks the end of the run is the same for all.
            if after <= at {
                after = self.after_closers(at + 1..furthest);
            }
            if self.starts(at, after) {
                return after;
            }
        }
        furthest
    }

    /// Whether the token at `at` is the period of a number that starts the sentence ("1. Introduction").
    fn is_list_number(&self, start: usize, at: usize) -> bool {
        at == start + 1 && self.tokens[start].kind == TokenKind::Number && self.form(at) == "."
    }

    /// Whether the token at `at` is the period of an ordinal ("12. März"), in a language whose abbreviations list it.
    fn is_ordinal(&self, at: usize) -> bool {
        let Some(number) = at.checked_sub(1).map(|before| &self.tokens[before]) else {
            return false;
        };
        let period = &self.tokens[at];
        number.kind == TokenKind::Number
            && number.span.end == period.span.start
            && self
                .rules
                .abbreviation(number.span.to(period.span).of(self.text))
                .is_some()
    }

    fn form(&self, at: usize) -> &str {
        self.tokens[at].span.of(self.text)
    }

    /// Whether the token at `at` can close a sentence.
    fn closes(&self, at: usize) -> bool {
        let form = self.form(at);
        match self.tokens[at].kind {
            TokenKind::Punctuation => {
                form.starts_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '۔', '։'])
            }
            TokenKind::Word => form.ends_with('.') && !is_title(form, self.rules),
            TokenKind::Number | TokenKind::Symbol => false,
        }
    }

    /// The place after the marks at the start of `places` that close a quotation or a bracket, and further closing points.
    fn after_closers(&self, mut places: Range<usize>) -> usize {
        let end = places.end;
        places.find(|&at| !self.belongs_before(at)).unwrap_or(end)
    }

    fn belongs_before(&self, at: usize) -> bool {
        let form = self.form(at);
        let touches = self.tokens[at - 1].span.end == self.tokens[at].span.start;
        match form {
            ")" | "]" | "”" | "’" | "›" | "!" | "?" | "…" | "..." => true,
            "»" => !self.opens_at(at),
            "\"" | "'" | "“" | "‘" | "«" => touches && !self.word_touches_after(at),
            _ => false,
        }
    }

    /// Whether a guillemet at `at` opens (as in German) rather than closes.
    fn opens_at(&self, at: usize) -> bool {
        self.word_touches_after(at) && self.tokens[at - 1].span.end != self.tokens[at].span.start
    }

    fn word_touches_after(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.span.start == self.tokens[at].span.end
                && matches!(next.kind, TokenKind::Word | TokenKind::Number)
        })
    }

    /// Whether a sentence can start at token `at` after the one closed at `closer`.
    fn starts(&self, closer: usize, at: usize) -> bool {
        let Some(first) = self.tokens.get(at) else {
            return true;
        };
        let gap =
            self.tokens[at - 1].span.end < first.span.start || self.form(closer).starts_with(WIDE);
        let form = self.form(at);
        let capital = form.starts_with(|letter: char| letter.is_uppercase() || !has_case(letter));
        match first.kind {
            TokenKind::Word => gap && capital && self.may_end(closer, at),
            TokenKind::Number | TokenKind::Symbol => {
                gap && self.tokens[closer].kind == TokenKind::Punctuation
            }
            TokenKind::Punctuation => gap && self.opens_sentence(at),
        }
    }

    /// Whether the closer, if it is an abbreviation, can end a sentence before the word at `at`.
    fn may_end(&self, closer: usize, at: usize) -> bool {
        if self.tokens[closer].kind != TokenKind::Word {
            return true;
        }
        let kind = self.rules.abbreviation(self.form(closer));
        !matches!(
            kind,
            Some(AbbreviationKind::Title | AbbreviationKind::Inside)
        ) && !is_initials(self.form(closer))
            && self.rules.is_function_word(self.form(at))
    }

    fn opens_sentence(&self, at: usize) -> bool {
        let opener = self.form(at);
        let follower = (at + 1..self.tokens.len().min(at + REACH))
            .find(|&next| self.tokens[next].kind != TokenKind::Punctuation);
        let capital = follower.is_none_or(|next| !self.form(next).starts_with(char::is_lowercase));
        let dash = opener.starts_with(['-', '–', '—']);
        capital
            && (dash
                || matches!(
                    opener,
                    "«" | "“" | "„" | "\"" | "‘" | "'" | "»" | "(" | "[" | "¿" | "¡" | "‹"
                ))
    }
}

/// Whether `form` is the initial of a name, or several that hyphens tie ("J.-P.").
fn is_initials(form: &str) -> bool {
    form.split('-').all(|part| part.chars().count() <= 2)
}

fn has_case(letter: char) -> bool {
    letter.is_lowercase() || letter.is_uppercase()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::language::{Language, Packs};
    use crate::segment::segment;
    use crate::text::Document;

    static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::load().unwrap());

    const FRENCH: Option<Language> = Some(Language::French);
    const ENGLISH: Option<Language> = Some(Language::English);

    /// The sentences of `document`, and that they hold every token once, in order.
    fn sentences(language: Option<Language>, document: &Document) -> Vec<String> {
        let rules = language.map_or(PACKS.common_tokens(), |known| &PACKS.get(known).tokens);
        let found = segment(document, rules);
        let mut next = 0;
        for sentence in &found.sentences {
            assert_eq!(sentence.tokens.start, next);
            assert!(sentence.tokens.end > next);
            next = sentence.tokens.end;
            assert!(found.paragraphs[sentence.paragraph].contains(sentence.span));
        }
        assert_eq!(next, found.tokens.len());
        let text = document.content();
        let spans = found.sentences.iter();
        spans
            .map(|sentence| sentence.span.of(text).to_owned())
            .collect()
    }

    /// Each case is a text in which ` ¦ ` stands between sentences.
    fn check(language: Option<Language>, cases: &[&str]) {
        for case in cases {
            let document = Document::new(case.replace("¦ ", ""));
            let expected: Vec<&str> = case.split("¦").map(str::trim).collect();
            assert_eq!(sentences(language, &document), expected);
        }
    }

    #[test]
    fn a_closing_mark_before_a_capital_ends_a_sentence() {
        check(
            FRENCH,
            &[
                "Il pleut. ¦ Elle part ! ¦ Vraiment ? ¦ Oui.",
                "Il pleut.Il vente",
                "Il pleut. et il vente.",
                "Il en a 20. ¦ 30 suivent.",
                "Quoi ?! ¦ Non.",
                "(Il pleut.) ¦ Il vente.",
                "Il pleut (un peu). ¦ Il vente.",
                "Yahoo! a parlé. ¦ Fin.",
            ],
        );
    }

    #[test]
    fn an_abbreviation_ends_no_sentence_by_itself() {
        check(
            FRENCH,
            &[
                "M. Dupont parle. ¦ Le Dr. Roy et Mme. Lantier aussi.",
                "MM. Le Goff et Le Bris sont là. ¦ M. Le Pen aussi.",
                "J. Smith et A. B. Martin parlent. ¦ Fin.",
                "J.-P. Le Goff est là. ¦ Fin.",
                "En 52 av. J.-C. César gagne. ¦ Fin.",
            ],
        );
        check(
            ENGLISH,
            &[
                "Mr. Smith met Dr. Jones at St. Mary. ¦ They left.",
                "Acme Inc. said so. ¦ It fell.",
                "He works at Acme Inc. ¦ He left.",
                "The U.S. Senate voted. ¦ It passed.",
                "It starts at 5 p.m. ¦ The doors open at 4.",
                "See No. 5 of Jan. 3. ¦ It is long.",
            ],
        );
    }

    #[test]
    fn marks_inside_numbers_end_nothing() {
        check(
            FRENCH,
            &[
                "Il coûte 38.000 euros. ¦ Il en vaut 1,5.",
                "À 14h30. ¦ Le 9.2.2019, il part.",
                "1. Le maire parle. ¦ 2. Il part.",
            ],
        );
    }

    #[test]
    fn an_ellipsis_ends_a_sentence_before_a_capital_alone() {
        check(
            FRENCH,
            &[
                "Il hésite... ¦ Puis il part.",
                "Il hésite… ¦ Puis il part.",
                "Il hésite… puis il part.",
                "Il… il part.",
            ],
        );
    }

    #[test]
    fn a_closing_quotation_mark_belongs_to_its_sentence() {
        check(
            FRENCH,
            &[
                "« Venez ! » ¦ Il part.",
                "« Venez ! », a-t-il dit. ¦ Il part.",
                "« Venez ! » a-t-il dit.",
                "«\u{a0}Il pleut. ¦ Il vente.\u{a0}» ¦ Il part.",
                "Il part. ¦ « Venez ! »",
                "« Il pleut », dit-il. ¦ « Il vente. »",
                "“Non.” ¦ “Si.”",
            ],
        );
        check(
            ENGLISH,
            &[
                "“Why?” he asked. ¦ Nobody knew.",
                "\"Why?\" he asked. ¦ \"I see.\" ¦ He left.",
                "He said 'no.' ¦ She left.",
                "“Go.” ¦ The door closed.",
            ],
        );
        check(
            None,
            &["»Komm.« ¦ Dann ging er.", "„Komm.“ ¦ Dann ging er."],
        );
    }

    #[test]
    fn a_dialogue_dash_starts_a_sentence() {
        check(FRENCH, &["– Oui. ¦ – Non. ¦ — Si."]);
    }

    #[test]
    fn paragraphs_end_sentences_even_without_a_closing_mark() {
        check(
            FRENCH,
            &[
                "Accord à Vannes\n\n¦ Le maire a signé.",
                "Accord à Vannes\n¦ Le maire a signé.\n¦ Il part",
                "Accord à Vannes\r\n\r\n¦ Le maire a signé.\r\n¦ Fin",
            ],
        );
    }

    #[test]
    fn hard_wrapped_lines_are_read_as_one_paragraph() {
        check(
            FRENCH,
            &[
                "Le maire de la petite ville de Vannes a dit jeudi que le pont\n\
                 serait fermé pendant deux semaines au moins, le temps que les\n\
                 ouvriers en réparent les piles. ¦ Il a ajouté que les bus et les\n\
                 camions passeraient par la route du nord.",
            ],
        );
    }

    #[test]
    fn a_title_is_a_sentence_of_its_own() {
        let document = Document::new("Le maire a signé.").with_title("Accord à Vannes");
        let expected = ["Accord à Vannes", "Le maire a signé."];
        assert_eq!(sentences(FRENCH, &document), expected);
    }

    #[test]
    fn scripts_without_capitals_or_spaces_are_cut_too() {
        check(None, &["हिन्दी भाषा। ¦ दूसरा वाक्य।", "هل جاء؟ ¦ نعم."]);
        let document = Document::new("他来了。我走了！好。");
        assert_eq!(sentences(None, &document), ["他来了。", "我走了！", "好。"]);
    }

    #[test]
    fn a_list_without_an_end_is_cut_into_sentences() {
        let found = sentences(FRENCH, &Document::new("un, ".repeat(600)));
        let lengths: Vec<usize> = found.iter().map(|part| part.split(' ').count()).collect();
        assert_eq!(lengths, [250, 250, 100]);
    }

    #[test]
    fn no_text_has_no_sentences() {
        assert_eq!(sentences(FRENCH, &Document::new(" \n ")), [""; 0]);
    }
}
