//! A treebank's sentence in the service's own tokens, each with the treebank's
//! token that it stands for: what a tagger is trained on is what it will be asked.
//!
//! ```text
//! treebank   des | jours-là       service   des | jours-là | …
//! ```

use std::ops::Range;

use copydesk::language::{Language, Packs};
use copydesk::segment::{Segmentation, Sentence, segment};
use copydesk::tag::{Clusters, Lexicon, WordForm, known_forms};
use copydesk::text::{Document, Span};

use crate::treebank::Treed;

/// A sentence in the service's tokens.
#[derive(Debug)]
pub(crate) struct Tokenised {
    /// The sentence in the treebank's tokens.
    pub(crate) tree: Treed,
    /// The service's tokens, as one sentence.
    pub(crate) segmentation: Segmentation,
    /// Their forms.
    pub(crate) words: Vec<WordForm>,
    /// The treebank's token that each stands for.
    pub(crate) gold: Vec<usize>,
}

impl Tokenised {
    /// Cuts a sentence as the service would.
    pub(crate) fn new(
        tree: Treed,
        packs: &Packs,
        language: Language,
        clusters: &Clusters,
    ) -> Option<Self> {
        let pack = packs.get(language);
        let mut segmentation = segment(&Document::new(tree.text.as_str()), &pack.tokens);
        let (first, last) = (segmentation.tokens.first()?, segmentation.tokens.last()?);
        segmentation.sentences = vec![Sentence {
            span: first.span.to(last.span),
            tokens: 0..segmentation.tokens.len(),
            paragraph: 0,
        }];
        let lexicon = Lexicon {
            classes: &pack.classes,
            clusters,
        };
        let tokens = segmentation.tokens.iter();
        let gold = tokens.map(|token| stands_for(token.span, &tree));
        Some(Self {
            gold: gold.collect::<Option<_>>()?,
            words: known_forms(&tree.text, &segmentation.tokens, &lexicon),
            segmentation,
            tree,
        })
    }

    /// The gold label of each token.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &String> {
        self.gold.iter().map(|&gold| &self.tree.labels[gold])
    }

    /// The gold features of each token.
    pub(crate) fn features(&self) -> impl Iterator<Item = &String> {
        self.gold.iter().map(|&gold| &self.tree.features[gold])
    }

    /// The tokens that are one of the treebank's too: the word and the gold's index.
    pub(crate) fn shared(&self) -> impl Iterator<Item = (usize, &str, usize)> {
        let tokens = self.segmentation.tokens.iter().zip(&self.gold).enumerate();
        tokens
            .filter(|(_, (token, gold))| token.span == self.tree.spans[**gold])
            .map(|(at, (token, gold))| (at, token.span.of(&self.tree.text), *gold))
    }

    /// The tokens `tokens` in brackets, with four on each side.
    pub(crate) fn around(&self, tokens: Range<usize>) -> String {
        let all = &self.segmentation.tokens;
        let text = &self.tree.text;
        let start = all[tokens.start.saturating_sub(4)].span.start as usize;
        let end = all[(tokens.end + 4).min(all.len()) - 1].span.end as usize;
        let inside = all[tokens.start].span.to(all[tokens.end - 1].span);
        let before = &text[start..inside.start as usize];
        let after = &text[inside.end as usize..end];
        format!("{before}[{}]{after}", inside.of(text))
    }
}

/// The treebank's token that `span` stands for: of several, the verb, else the last.
fn stands_for(span: Span, tree: &Treed) -> Option<usize> {
    let mut touched = (0..tree.spans.len()).filter(|&at| tree.spans[at].overlaps(span));
    let verb = |at: &usize| tree.labels[*at].starts_with("VERB");
    touched.clone().find(verb).or(touched.next_back())
}
