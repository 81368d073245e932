//! [`Scene`]: the tagged article together with its quotations, entities and
//! dates, each looked up by token.

use std::ops::Range;

use crate::entity::{Entity, EntityKind, MentionKind};
use crate::language::NounKind;
use crate::parse::Tree;
use crate::quote::{Quote, QuoteKind};
use crate::segment::Sentence;
use crate::tag::{Article, PartOfSpeech};
use crate::text::Span;

/// What attribution reads.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) article: Article<'a>,
    /// The dependency trees; without arcs in a language without a parser.
    pub(super) tree: &'a Tree,
    pub(super) entities: &'a [Entity],
    pub(super) quotes: &'a [Quote],
    /// For each token, the outermost quotation of speech that it lies in.
    speech: Vec<Option<usize>>,
    /// For each token, the name that it lies in.
    names: Vec<Option<NamePlace>>,
    /// For each token, whether it belongs to an expression of time.
    times: Vec<bool>,
    /// For each entity, the offices that the article gives it, beside its name or in its role.
    offices: Vec<Vec<u64>>,
    /// Where what the article says of its own publication ends.
    pub(super) header_end: u32,
}

/// A name in the text: whose it is, and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamePlace {
    pub(super) entity: usize,
    pub(super) tokens: Range<usize>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(input: &super::Input<'a>) -> Self {
        let super::Input {
            article,
            tree,
            entities,
            quotes,
            dates,
        } = *input;
        let mut scene = Self {
            article,
            tree,
            entities,
            quotes,
            speech: vec![None; article.len()],
            names: vec![None; article.len()],
            times: vec![false; article.len()],
            offices: Vec::new(),
            header_end: dates
                .publication
                .as_ref()
                .and_then(|date| date.span)
                .map_or(0, |span| span.end),
        };
        for (index, quote) in quotes.iter().enumerate() {
            let outermost = quote
                .parent
                .is_none_or(|parent| quotes[parent].kind != QuoteKind::Speech);
            if quote.kind == QuoteKind::Speech && outermost {
                let tokens = article.tokens_in(quote_with_marks(quote));
                scene.speech[tokens]
                    .iter_mut()
                    .for_each(|place| *place = place.or(Some(index)));
            }
        }
        for (entity, found) in entities.iter().enumerate() {
            for mention in found
                .mentions
                .iter()
                .filter(|mention| mention.kind == MentionKind::Name)
            {
                let tokens = article.tokens_in(mention.span);
                scene.names[tokens.clone()].fill(Some(NamePlace { entity, tokens }));
            }
        }
        scene.offices = entities
            .iter()
            .map(|entity| offices_of(&article, entity))
            .collect();
        for time in &dates.expressions {
            scene.times[article.tokens_in(time.span)].fill(true);
        }
        scene
    }

    /// The quotation of speech that token `at` lies in, its marks included.
    pub(super) fn speech_at(&self, at: usize) -> Option<usize> {
        self.speech.get(at).copied().flatten()
    }

    /// Whether a quotation of speech starts with token `at`, its opening mark.
    pub(super) fn opens_quote(&self, at: usize) -> bool {
        self.speech_at(at)
            .is_some_and(|quote| self.quotes[quote].open.start == self.start_of(at))
    }

    /// Where token `at` starts in the text.
    fn start_of(&self, at: usize) -> u32 {
        self.article.segmentation.tokens[at].span.start
    }

    /// The name that token `at` lies in.
    pub(super) fn name_at(&self, at: usize) -> Option<&NamePlace> {
        self.names.get(at)?.as_ref()
    }

    /// The dictionary forms of the offices that the article gives `entity`.
    pub(super) fn offices(&self, entity: usize) -> &[u64] {
        &self.offices[entity]
    }

    /// Whether token `at` belongs to an expression of time.
    pub(super) fn is_time(&self, at: usize) -> bool {
        self.times.get(at).copied().unwrap_or(false)
    }

    /// The tokens of quotation `quote`, its marks included.
    pub(super) fn quote_tokens(&self, quote: usize) -> Range<usize> {
        self.article
            .tokens_in(quote_with_marks(&self.quotes[quote]))
    }

    /// The sentence that token `at` is in.
    pub(super) fn sentence(&self, at: usize) -> &'a Sentence {
        self.article.sentence_of(at)
    }

    /// The part of speech of token `at`; a token of a name is a proper noun whatever the tagger says.
    pub(super) fn part(&self, at: usize) -> PartOfSpeech {
        if self.name_at(at).is_some() {
            PartOfSpeech::Propn
        } else {
            self.article.tag(at).part
        }
    }

    /// The words among `tokens` that hang on nothing among them: the main word of a phrase, and what its tree
    /// leaves loose.
    pub(super) fn tops(&self, tokens: &Range<usize>) -> impl Iterator<Item = usize> {
        let is_top = |at: &usize| {
            let head = self.tree.head(*at);
            self.article.is_word(*at) && head.is_none_or(|head| !tokens.contains(&head))
        };
        tokens.clone().filter(is_top)
    }

    /// Whether token `at` is one of `forms`.
    pub(super) fn is_form(&self, at: usize, forms: &[&str]) -> bool {
        forms.contains(&self.article.form(at))
    }

    /// Whether token `at` is a comma.
    pub(super) fn is_comma(&self, at: usize) -> bool {
        self.is_form(at, &[","])
    }

    /// Whether token `at` ends a sentence.
    pub(super) fn is_stop(&self, at: usize) -> bool {
        self.is_form(at, &[".", "!", "?", "…", "..."])
    }

    /// Whether token `at` is a dash between spaces.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.is_form(at, &["-", "–", "—", "--"]) && !self.is_hyphen(at)
    }

    /// Whether token `at` is a hyphen inside a word.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        let tokens = &self.article.segmentation.tokens;
        let touches = |one: usize| {
            let other = tokens.get(one).zip(tokens.get(one + 1));
            other.is_some_and(|(one, other)| one.span.end == other.span.start)
        };
        self.is_form(at, &["-"]) && at > 0 && touches(at - 1) && touches(at)
    }

    /// Whether a finite verb outside speech is among `tokens`.
    pub(super) fn has_finite(&self, mut tokens: Range<usize>) -> bool {
        tokens.any(|at| self.article.tag(at).is_finite() && self.name_at(at).is_none())
    }

    /// The spans of a run of tokens as one, without white space and marks at its edges; none when nothing is left.
    pub(super) fn piece(&self, tokens: Range<usize>) -> Option<Span> {
        let mut tokens = tokens;
        while !tokens.is_empty() && self.is_edge(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty()
            && self.is_edge(tokens.end - 1)
            && self.speech_at(tokens.end - 1).is_none()
        {
            tokens.end -= 1;
        }
        (!tokens.is_empty()).then(|| self.article.span(tokens))
    }

    /// Whether token `at` is a mark that content neither starts nor ends with.
    fn is_edge(&self, at: usize) -> bool {
        self.is_comma(at)
            || self.is_stop(at) && !self.is_form(at, &["!", "?"])
            || self.is_dash(at)
            || self.is_form(at, &[":", ";"])
    }
}

/// How many words before a name may say what the person is.
const TITLE_REACH: usize = 4;

/// The offices in an entity's role and right before its names.
fn offices_of(article: &Article, entity: &Entity) -> Vec<u64> {
    if entity.kind != EntityKind::Person {
        return Vec::new();
    }
    let before = entity.mentions.iter().flat_map(|mention| {
        let start = article.tokens_in(mention.span).start;
        let title =
            |at: &usize| article.tag(*at).is_nominal() || article.nouns(*at).next().is_some();
        (start.saturating_sub(TITLE_REACH)..start)
            .rev()
            .take_while(title)
    });
    let role = entity
        .role
        .into_iter()
        .flat_map(|role| article.tokens_in(role));
    let mut offices = offices(article, before.chain(role));
    offices.sort_unstable();
    offices.dedup();
    offices
}

/// The dictionary forms of the offices and relations among `tokens`.
pub(super) fn offices(article: &Article, tokens: impl Iterator<Item = usize>) -> Vec<u64> {
    tokens
        .flat_map(|at| article.nouns(at))
        .filter(|noun| matches!(noun.kind, NounKind::Office | NounKind::Relation))
        .map(|noun| noun.lemma)
        .collect()
}

/// From the opening to the closing mark.
pub(super) fn quote_with_marks(quote: &Quote) -> Span {
    quote.open.to(quote.close.unwrap_or(quote.span))
}
