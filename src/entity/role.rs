//! Who a person is said to be: the title or office before the name, the
//! apposition after it, and the gender that they, or the forename, give.
//!
//! ```text
//! le ministre des Finances Paul Roux    role before
//! Zoé Lantier, la maire de Vannes, …    role after
//! ```

use std::ops::Range;

use super::EntityKind;
use super::gazetteer::{Gazetteer, Listed};
use super::recognise::Name;
use crate::language::{Gender, NounKind, Number};
use crate::tag::{Article, PartOfSpeech};

/// How many words a role may have.
const LONGEST_ROLE: usize = 24;
/// Nouns that say who a person is.
const PERSONS: [NounKind; 3] = [NounKind::Office, NounKind::Relation, NounKind::Anonymous];

/// Tells people's genders by lists of forenames.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forenames<'a> {
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) listed: &'a [Listed],
}

impl Forenames<'_> {
    fn gender(&self, at: usize) -> Gender {
        let is = |list| {
            self.gazetteer
                .list(list)
                .is_some_and(|list| self.listed[at].is_in(list))
        };
        match (is("male"), is("female")) {
            (true, false) => Gender::Masculine,
            (false, true) => Gender::Feminine,
            _ => Gender::Any,
        }
    }
}

/// The gender of the person that `name` names: by a title, then by the role, then by the forename.
pub(super) fn gender(article: &Article, name: &Name, forenames: Forenames) -> Gender {
    if name.kind != EntityKind::Person {
        return Gender::Any;
    }
    let known = |gender: &Gender| *gender != Gender::Any;
    let title = title_before(article, name.tokens.start)
        .map(|(_, gender)| gender)
        .filter(known);
    let role = || {
        role(article, name)
            .and_then(|role| head_gender(article, role))
            .filter(known)
    };
    let forename = || (name.tokens.len() > 1).then(|| forenames.gender(name.tokens.start));
    title.or_else(role).or_else(forename).unwrap_or_default()
}

/// Where the title right before token `at` starts, and the gender that it gives.
pub(super) fn title_before(article: &Article, at: usize) -> Option<(usize, Gender)> {
    (1..=3)
        .filter_map(|length| at.checked_sub(length))
        .find_map(|start| {
            let (length, title) = article.pack.words.titles.at(article.keys(start))?;
            (start + length == at).then_some((start, title.gender))
        })
}

fn head_gender(article: &Article, role: Range<usize>) -> Option<Gender> {
    let head = role.clone().find(|&at| article.is_noun(at, &PERSONS))?;
    let noun = article
        .nouns(head)
        .find(|noun| PERSONS.contains(&noun.kind))?;
    let determiner = role
        .start
        .checked_sub(1)
        .map(|before| article.pack.words.pronouns.word(article.key(before)).next());
    Some(
        determiner
            .flatten()
            .map_or(noun.gender, |pronoun| pronoun.gender),
    )
}

/// The tokens of the role that the article gives beside `name`, without an article before it
/// when it stands before the name.
pub(super) fn role(article: &Article, name: &Name) -> Option<Range<usize>> {
    if name.kind != EntityKind::Person {
        return None;
    }
    after(article, name.tokens.end).or_else(|| before(article, name.tokens.start))
}

/// The apposition between the comma at `comma` and the next mark.
fn after(article: &Article, comma: usize) -> Option<Range<usize>> {
    let sentence = article
        .sentence_of(comma.min(article.len() - 1))
        .tokens
        .clone();
    if !sentence.contains(&comma) || article.form(comma) != "," {
        return None;
    }
    let start = comma + 1;
    let limit = sentence.end.min(start + LONGEST_ROLE);
    let end = (start..limit)
        .find(|&at| ends_role(article, at))
        .unwrap_or(limit);
    let head = (start..end.min(start + 4)).find(|&at| article.is_noun(at, &PERSONS))?;
    let singular = article
        .nouns(head)
        .any(|noun| noun.number != Number::Plural);
    let opens = (start..head).all(|at| {
        matches!(
            article.tag(at).part,
            PartOfSpeech::Det
                | PartOfSpeech::Adj
                | PartOfSpeech::Adv
                | PartOfSpeech::Noun
                | PartOfSpeech::Num
                | PartOfSpeech::Propn
        )
    });
    (singular && opens).then_some(start..end)
}

fn ends_role(article: &Article, at: usize) -> bool {
    let relative = article.is_pronoun(at, &[crate::language::PronounClass::Relative]);
    !article.is_word(at) || article.tag(at).is_finite() || relative
}

/// The noun phrase that runs into the name at `name`.
fn before(article: &Article, name: usize) -> Option<Range<usize>> {
    let floor = article
        .sentence_of(name)
        .tokens
        .start
        .max(name.saturating_sub(10));
    let inside = |at: &usize| {
        let part = article.tag(*at).part;
        article.is_word(*at)
            && matches!(
                part,
                PartOfSpeech::Noun
                    | PartOfSpeech::Adj
                    | PartOfSpeech::Propn
                    | PartOfSpeech::Adp
                    | PartOfSpeech::Det
            )
    };
    let start = (floor..name).rev().take_while(inside).last()?;
    let head =
        (start..name).find(|&at| article.is_noun(at, &[NounKind::Office, NounKind::Relation]))?;
    let first = (start..head)
        .rev()
        .take_while(|&at| {
            matches!(
                article.tag(at).part,
                PartOfSpeech::Adj | PartOfSpeech::Propn | PartOfSpeech::Noun
            )
        })
        .last();
    let last_is_open = matches!(
        article.tag(name - 1).part,
        PartOfSpeech::Adp | PartOfSpeech::Det
    );
    (!last_is_open).then_some(first.unwrap_or(head)..name)
}
