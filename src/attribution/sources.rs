//! The phrases near an anchor that may be its source: subjects by the tree,
//! pronouns, noun phrases and names before and after it.
//!
//! ```text
//! anchor: a indiqué     candidates: none · le maire · le maire de Lyon · Zoé Lantier · il
//! ```

use std::ops::Range;

use super::anchor::{Anchor, AnchorKind};
use super::phrase::{SOURCES, base_from, phrase_from, phrase_until};
use super::scene::Scene;
use crate::parse::Relation;
use crate::tag::PartOfSpeech;

/// How many tokens before and after an anchor are searched.
const BEFORE: usize = 45;
const AFTER: usize = 25;
/// How many candidates there are at most, besides none.
const MOST: usize = 20;

/// How a token that a verb says something about hangs on it.
pub(super) const SUBJECTS: [Relation; 4] = [
    Relation::Nsubj,
    Relation::NsubjPass,
    Relation::OblAgent,
    Relation::Expl,
];

/// A phrase that may be the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCandidate {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its main word, if the tree tells.
    pub(super) head: usize,
}

/// The candidates for the source of `anchor`, nearest first, each once.
pub(super) fn source_candidates(scene: &Scene, anchor: &Anchor) -> Vec<SourceCandidate> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if anchor.kind == AnchorKind::Silent {
        return Vec::new();
    }
    let reach = reach(scene, anchor);
    found.extend(anchor.clitic.map(|clitic| clitic..clitic + 1));
    for verb in verbs_above(scene, anchor.head) {
        let subjects = scene.tree.children_by(verb, &SUBJECTS);
        found.extend(subjects.filter_map(|subject| subject_phrase(scene, subject)));
    }
    found.extend(phrase_until(scene, anchor.group.start, reach.start));
    found.extend(phrases(scene, reach));
    let free = |tokens: &Range<usize>| {
        !tokens.is_empty() && !anchor.tokens.iter().any(|cue| tokens.contains(cue))
    };
    found.retain(free);
    found.sort_by_key(|tokens| (distance(anchor, tokens), tokens.start, tokens.end));
    found.dedup();
    found.truncate(MOST);
    let candidate = |tokens: Range<usize>| SourceCandidate {
        head: head_of(scene, &tokens),
        tokens,
    };
    found.into_iter().map(candidate).collect()
}

/// The tokens around the anchor where its source may stand: its sentence, of which a colon needs only the part before it.
fn reach(scene: &Scene, anchor: &Anchor) -> Range<usize> {
    let sentence = &scene.sentence(anchor.head).tokens;
    let end = if anchor.kind == AnchorKind::Colon {
        anchor.head
    } else {
        sentence.end.min(anchor.group.end + AFTER)
    };
    sentence
        .start
        .max(anchor.group.start.saturating_sub(BEFORE))..end
}

/// How far `tokens` are from the anchor.
pub(super) fn distance(anchor: &Anchor, tokens: &Range<usize>) -> usize {
    if tokens.start >= anchor.group.end {
        tokens.start - anchor.group.end
    } else {
        anchor.group.start.saturating_sub(tokens.end)
    }
}

/// The verb at `head` and those that it shares its subject with: the first of coordinated verbs, the
/// verb of which it is a complement or a gerund.
fn verbs_above(scene: &Scene, head: usize) -> impl Iterator<Item = usize> {
    let shares = [
        Relation::Conj,
        Relation::Xcomp,
        Relation::Advcl,
        Relation::Aux,
        Relation::Parataxis,
        Relation::Acl,
        Relation::AclRelcl,
        Relation::Ccomp,
    ];
    let above = move |verb: &usize| {
        let relation = scene.tree.relation(*verb);
        scene
            .tree
            .head(*verb)
            .filter(|_| shares.contains(&relation))
    };
    std::iter::successors(Some(head), above).take(4)
}

/// The phrase of the subject at `subject`: its subtree without what is said of it by the way.
fn subject_phrase(scene: &Scene, subject: usize) -> Option<Range<usize>> {
    let whole = scene.tree.subtree(subject);
    let clauses = [
        Relation::AclRelcl,
        Relation::Acl,
        Relation::Parataxis,
        Relation::Advcl,
        Relation::Conj,
    ];
    let cut = scene
        .tree
        .children_by(subject, &clauses)
        .map(|clause| scene.tree.subtree(clause).start)
        .find(|&start| start > subject && scene.is_comma(start.saturating_sub(1)));
    let first = scene.tree.children_by(subject, &clauses);
    let relative = first
        .filter(|clause| *clause > subject && scene.tree.relation(*clause) == Relation::AclRelcl)
        .map(|clause| scene.tree.subtree(clause).start)
        .next();
    let mut end = whole
        .end
        .min(cut.unwrap_or(whole.end))
        .min(relative.unwrap_or(whole.end));
    while end > subject + 1 && !scene.article.is_word(end - 1) && !scene.is_form(end - 1, &[")"]) {
        end -= 1;
    }
    let quiet = scene.speech_at(whole.start) == scene.speech_at(end.checked_sub(1)?);
    (whole.start < end && end - whole.start <= 40 && quiet).then_some(whole.start..end)
}

/// The pronouns, noun phrases and names in `reach`, outside quotations or all inside one.
fn phrases(scene: &Scene, reach: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = reach.start;
    while at < reach.end {
        let pronoun = scene.article.is_pronoun(at, &SOURCES)
            && matches!(
                scene.part(at),
                PartOfSpeech::Pron | PartOfSpeech::Sconj | PartOfSpeech::Det | PartOfSpeech::Adv
            );
        if pronoun {
            found.push(at..at + 1);
        }
        match base_from(scene, at, reach.end) {
            Some(base) => {
                found.extend(phrase_from(scene, at, reach.end).filter(|whole| *whole != base));
                for name in names_in(scene, &base, reach.end) {
                    found.extend(phrase_from(scene, name.start, reach.end));
                    found.push(name);
                }
                at = base.end;
                found.push(base);
            }
            None => at += 1,
        }
    }
    found
}

/// The names in a noun phrase that are not the whole of it.
fn names_in(scene: &Scene, base: &Range<usize>, limit: usize) -> Vec<Range<usize>> {
    let names = base.clone().filter_map(|at| scene.name_at(at));
    let mut names: Vec<Range<usize>> = names.map(|name| name.tokens.clone()).collect();
    names.dedup();
    names.retain(|name| name != base && name.end <= limit);
    names
}

/// The main word of a phrase: the one that hangs outside it, else its first.
fn head_of(scene: &Scene, tokens: &Range<usize>) -> usize {
    scene.tops(tokens).next().unwrap_or(tokens.start)
}
