//! [`Desk`]: an article with everything that attribution looks at, the
//! candidates for every decision, and the facts about them. Serving and training
//! both work at it.
//!
//! ```text
//! anchors → sources → contents → report? → in the order of the text: speakers
//! ```

use std::ops::Range;

use super::anchor::{Anchor, anchors, silent_anchors};
use super::contents::{ContentCandidate, content_candidates};
use super::facts::{
    content_facts, glance_facts, no_source_facts, own_words_facts, report_facts, silent_facts,
    source_facts, speaker_facts,
};
use super::scene::Scene;
use super::sources::{SourceCandidate, source_candidates};
use super::speakers::{Memory, SpeakerCandidate, speaker_candidates};
use super::{AnchorKind, Input, Reading};
use crate::text::Span;

/// The facts about each of several candidates.
pub type Choice = Vec<Vec<u64>>;

/// An article on the desk.
#[derive(Debug)]
pub struct Desk<'a> {
    pub(super) scene: Scene<'a>,
}

impl<'a> Desk<'a> {
    /// Puts what earlier stages found on the desk.
    pub fn new(input: &Input<'a>) -> Self {
        Self {
            scene: Scene::new(input),
        }
    }

    /// Every verb, phrase, noun and colon that may report, in the order of the text.
    pub fn anchors(&self) -> Vec<Anchor<'a>> {
        anchors(&self.scene)
    }

    /// Every quotation that may be a report by itself.
    pub fn silent_anchors(&self) -> Vec<Anchor<'a>> {
        silent_anchors(&self.scene)
    }

    /// The words of an anchor in the text; none for a colon or a quotation.
    pub fn cue(&self, anchor: &Anchor) -> Vec<Span> {
        let mut spans: Vec<(usize, Span)> = Vec::new();
        for &at in &anchor.tokens {
            let span = self.scene.article.segmentation.tokens[at].span;
            match spans.last_mut() {
                Some((last, whole)) if *last + 1 == at => (*last, *whole) = (at, whole.to(span)),
                _ => spans.push((at, span)),
            }
        }
        spans.into_iter().map(|(_, span)| span).collect()
    }

    /// Where the main word of an anchor stands.
    pub fn place(&self, anchor: &Anchor) -> Span {
        self.scene.article.segmentation.tokens[anchor.head].span
    }

    /// The quotation of a silent anchor, its marks included; of another one its main word.
    pub fn quotation(&self, anchor: &Anchor) -> Span {
        let quote = anchor.quote.map(|quote| self.scene.quote_tokens(quote));
        quote.map_or(self.place(anchor), |tokens| self.scene.article.span(tokens))
    }

    /// Where a source stands; of a pronoun that is written on to its verb ("-t-il") the pronoun itself.
    pub fn source_span(&self, source: &SourceCandidate) -> Span {
        let span = self.scene.article.span(source.tokens.clone());
        let words = span.of(self.scene.article.text);
        let joint = if words.starts_with('-') {
            words.rfind('-')
        } else {
            None
        };
        Span::new(
            span.start as usize + joint.map_or(0, |at| at + 1),
            span.end as usize,
        )
    }

    /// The candidates for the source of `anchor` and the facts about them; the facts about having no
    /// source come last.
    pub fn sources(&self, anchor: &Anchor) -> (Vec<SourceCandidate>, Choice) {
        let all = source_candidates(&self.scene, anchor);
        let facts = |candidate| source_facts(&self.scene, anchor, candidate, &all).features;
        let mut choice: Choice = all.iter().map(facts).collect();
        choice.push(no_source_facts(&self.scene, anchor, &all).features);
        (all, choice)
    }

    /// The candidates for the content of `anchor`, whose source is `source`, and the facts about them.
    pub fn contents(
        &self,
        anchor: &Anchor,
        source: Option<&SourceCandidate>,
    ) -> (Vec<ContentCandidate>, Choice) {
        let source: Option<&Range<usize>> = source.map(|source| &source.tokens);
        let all = content_candidates(&self.scene, anchor, source);
        let facts = |candidate| content_facts(&self.scene, anchor, source, candidate).features;
        let choice = all.iter().map(facts).collect();
        (all, choice)
    }

    /// The facts about an anchor before anything is looked for.
    pub fn glance(&self, anchor: &Anchor) -> Vec<u64> {
        glance_facts(&self.scene, anchor).features
    }

    /// The facts about an anchor read in one way.
    pub fn report(&self, anchor: &Anchor, reading: &Reading) -> Vec<u64> {
        match anchor.kind {
            AnchorKind::Silent => silent_facts(&self.scene, anchor, &reading.content).features,
            AnchorKind::Verb | AnchorKind::Phrase | AnchorKind::Noun | AnchorKind::Colon => {
                report_facts(&self.scene, anchor, reading).features
            }
        }
    }

    /// The candidates for the speaker of a report, by its source and its content, and the facts about them.
    pub fn speakers(
        &self,
        anchor: &Anchor,
        (source, content): (Option<&SourceCandidate>, &[Span]),
        memory: &Memory,
    ) -> (Vec<SpeakerCandidate>, Choice) {
        let tokens = source.map(|source| &source.tokens);
        let at = tokens.map_or(anchor.head, |tokens| tokens.start);
        let all = speaker_candidates(&self.scene, at, tokens, memory);
        let facts = |candidate: &SpeakerCandidate| match candidate {
            SpeakerCandidate::Words => {
                own_words_facts(&self.scene, anchor, source, memory).features
            }
            SpeakerCandidate::Entity(_) | SpeakerCandidate::Described(_) => {
                speaker_facts(&self.scene, anchor, (source, content), (candidate, memory)).features
            }
        };
        let choice = all.iter().map(facts).collect();
        (all, choice)
    }

    /// Remembers who spoke. Words that stand for nobody else are somebody new, by those words.
    pub fn note(
        &self,
        memory: &mut Memory,
        anchor: &Anchor,
        (source, speaker): (Option<&SourceCandidate>, &SpeakerCandidate),
    ) {
        let known = match (speaker, source) {
            (SpeakerCandidate::Words, Some(source)) => {
                SpeakerCandidate::Described(self.described(&source.tokens))
            }
            _ => speaker.clone(),
        };
        memory.note(anchor.head, known);
    }

    /// A description without its determiner.
    pub(super) fn described(&self, tokens: &Range<usize>) -> Range<usize> {
        let is_determiner = |at: &usize| {
            self.scene.part(*at) == crate::tag::PartOfSpeech::Det && at + 1 < tokens.end
        };
        tokens.start + tokens.clone().take_while(is_determiner).count()..tokens.end
    }

    /// The words of somebody described.
    pub fn words(&self, tokens: &Range<usize>) -> &'a str {
        self.scene
            .article
            .span(tokens.clone())
            .of(self.scene.article.text)
    }
}
