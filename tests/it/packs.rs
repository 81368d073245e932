//! The language packs and the tokenizer agree: every phrase of a pack is cut
//! into the tokens that the tokenizer makes of it in a text, so that it is found.
//!
//! ```text
//! parce qu'   →   … parce qu'un …   →   parce · qu'
//! ```
#![expect(clippy::disallowed_methods, reason = "the test reads the packs' files")]

use copydesk::language::{Language, Packs, TokenRules, rows};
use copydesk::segment::segment;
use copydesk::text::Document;

use crate::source::root;

/// The tables whose first column is looked up in the tokens of a text.
const TABLES: [&str; 16] = [
    "according_to",
    "anonymous",
    "complementizers",
    "demonyms",
    "determiners",
    "documents",
    "function_words",
    "kind_words",
    "media",
    "organization_words",
    "place_words",
    "pronouns",
    "reporting_nouns",
    "reporting_verbs",
    "roles",
    "titles",
];

/// The tokens of `phrase` after `before`; a phrase that ends with an apostrophe leans on what follows,
/// and a word of it that starts with a hyphen ("dizer -se") on what stands before.
fn tokens(before: &str, phrase: &str, rules: &TokenRules) -> Vec<String> {
    let phrase = phrase.replace(" -", "-");
    let after = if phrase.ends_with('\'') { "un" } else { " Xyz" };
    let document = Document::new(format!("{before}{phrase}{after}"));
    let place = before.len()..before.len() + phrase.len();
    let found = segment(&document, rules).tokens;
    let inside = found
        .iter()
        .map(|token| token.span)
        .filter(|span| place.contains(&(span.start as usize)));
    inside
        .map(|span| span.of(document.content()).to_owned())
        .collect()
}

#[test]
fn every_phrase_of_a_pack_is_found_where_it_stands() {
    let packs = Packs::load().unwrap();
    let mut wrong = vec![];
    for language in Language::ALL {
        let rules = &packs.get(language).tokens;
        for name in TABLES {
            let path = format!("lang/{}/{name}.tsv", language.code());
            let table = std::fs::read_to_string(root().join(&path)).unwrap();
            for row in rows(&table) {
                let expected = rules.phrase_pieces(row[0]);
                let is_found = |before| tokens(before, row[0], rules) == expected;
                // Behind a space, or written together with the word before it.
                if !["Mot, ", "Mot"].into_iter().any(is_found) {
                    wrong.push(format!("{path}: {expected:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_language_with_a_treebank_has_four_hundred_verbs_that_report_and_each_has_forms() {
    let packs = Packs::load().unwrap();
    for language in Language::ALL
        .into_iter()
        .filter(|language| language.code() != "sv")
    {
        let verbs = &packs.get(language).verbs;
        assert!(
            verbs.verbs.len() >= 400,
            "{}: {}",
            language.code(),
            verbs.verbs.len()
        );
        let mut seen = vec![0_usize; verbs.verbs.len()];
        for inflection in verbs.inflections() {
            seen[inflection.verb] += 1;
        }
        for (verb, forms) in verbs.verbs.iter().zip(seen) {
            assert!(
                forms >= 2,
                "{}: {} has {forms} forms",
                language.code(),
                verb.lemma
            );
        }
    }
}
