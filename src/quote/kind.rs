//! What a quoted passage is: speech, the title of a work, or a term. A linear
//! model over what the passage looks like and what stands around it tells speech
//! (`speech`); of what is set apart, capitals tell the title of a work.

use super::QuoteKind;
use super::pair::Passage;
use super::speech::{facts, rule_of_thumb};
use crate::language::Pack;
use crate::model::{Judge, chance};
use crate::segment::Segmentation;
use crate::tag::{Case, Tag, WordForm};
use crate::text::Span;

/// From this chance on a passage is speech.
const SPEECH: f32 = 0.5;
/// How much a point of the rule of thumb counts beside the model, which has learned from news and knows
/// few titles and terms: chosen on labelled passages (`tests/quote_kinds.tsv`).
const PRIOR: f32 = 0.6;
/// The same in a language without a pack, of which the model has seen nothing.
const PRIOR_WITHOUT_PACK: f32 = 1.0;
/// How sure a title is.
const TITLE: f32 = 0.6;

/// The article as the decision sees it; without a pack there are no tags.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The content of the document.
    pub text: &'a str,
    /// Where its body starts, behind the headline; 0 without one.
    pub body_start: u32,
    /// Its tokens and sentences.
    pub segmentation: &'a Segmentation,
    /// A form per token.
    pub words: &'a [WordForm],
    /// A tag per token, when the language has a tagger.
    pub tags: Option<&'a [Tag]>,
    /// The language's pack, when there is one.
    pub pack: Option<&'a Pack>,
}

/// The kind of `passage`, and how sure it is.
pub(super) fn kind(
    passage: &Passage,
    around: &Surroundings,
    judge: &impl Judge,
) -> (QuoteKind, f32) {
    let tokens = tokens_in(around.segmentation, passage.span);
    if tokens.is_empty() {
        return (QuoteKind::Term, TITLE);
    }
    let prior = if around.pack.is_some() {
        PRIOR
    } else {
        PRIOR_WITHOUT_PACK
    };
    let odds = judge.score(&facts(passage, around)) + prior * rule_of_thumb(passage, around);
    let speech = chance(odds);
    if speech >= SPEECH {
        (QuoteKind::Speech, speech)
    } else if is_title(passage, tokens, around) {
        (QuoteKind::Title, TITLE.min(1.0 - speech))
    } else {
        (QuoteKind::Term, 1.0 - speech)
    }
}

/// The indices of the tokens that lie in `span`.
pub(super) fn tokens_in(segmentation: &Segmentation, span: Span) -> std::ops::Range<usize> {
    let first = segmentation
        .tokens
        .partition_point(|token| token.span.start < span.start);
    let after = segmentation
        .tokens
        .partition_point(|token| token.span.start < span.end);
    first..after.max(first)
}

/// Whether most of a few words start with a capital. One word alone is rather a name or a term, unless
/// it is written with a hyphen.
fn is_title(passage: &Passage, tokens: std::ops::Range<usize>, around: &Surroundings) -> bool {
    let words: Vec<Case> = tokens
        .map(|at| around.words[at].case)
        .filter(|case| *case != Case::None)
        .collect();
    let capitals = words.iter().filter(|case| **case != Case::Lower).count();
    let several = words.len() > 1 || passage.span.of(around.text).contains('-');
    several && words.len() <= 10 && capitals * 2 > words.len() && words[0] != Case::Lower
}
