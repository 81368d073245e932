//! [`Found`]: an article and what of its analysis is wanted, as the formats read it.
//!
//! Positions in all formats count code points of one text: the headline, an
//! empty line and the text; the text alone where there is no headline.

use std::fmt::Debug;

use crate::analysis::{Analysis, Include};
use crate::attribution::{Attribution, QuoteSource};
use crate::date::{DateExpression, PublicationDate};
use crate::entity::{Entity, Mention, MentionKind};
use crate::language::{Passage, UNDETERMINED};
use crate::quote::Quote;
use crate::text::{Document, OffsetUnit, Offsets, Span};

/// An article and what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The article.
    pub document: &'a Document,
    /// All that was found.
    pub analysis: &'a Analysis,
    /// What of it is wanted.
    pub include: Include,
    /// What the client calls the article.
    pub id: Option<&'a str>,
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speaker<'a> {
    /// The speaker, by the index in [`Found::entities`].
    pub(super) entity: Option<usize>,
    /// The speaker's name, or the head of the description where there is no name.
    pub(super) name: &'a str,
}

impl<'a> Found<'a> {
    /// The text that positions count in.
    pub(super) fn content(&self) -> &'a str {
        self.document.content()
    }

    /// The words of a span.
    pub(super) fn words(&self, span: Span) -> &'a str {
        span.of(self.content())
    }

    /// Bytes into code points.
    pub(super) fn points(&self) -> Offsets<'a> {
        Offsets::new(self.content(), OffsetUnit::CodePoint)
    }

    /// The article's language, when it is known.
    pub(super) fn language(&self) -> Option<&'a str> {
        let tag = self.analysis.language.tag.as_str();
        (self.include.language && tag != UNDETERMINED).then_some(tag)
    }

    /// The passages in another language.
    pub(super) fn passages(&self) -> &'a [Passage] {
        wanted(&self.analysis.language.passages, self.include.language)
    }

    /// When the article was published.
    pub(super) fn published(&self) -> Option<&'a PublicationDate> {
        let date = self.analysis.dates.publication.as_ref();
        date.filter(|_| self.include.date)
    }

    /// When the article was last changed.
    pub(super) fn updated(&self) -> Option<&'a PublicationDate> {
        let date = self.analysis.dates.updated.as_ref();
        date.filter(|_| self.include.date)
    }

    /// The dates in the text.
    pub(super) fn dates(&self) -> &'a [DateExpression] {
        wanted(&self.analysis.dates.expressions, self.include.date)
    }

    /// The entities.
    pub(super) fn entities(&self) -> &'a [Entity] {
        wanted(&self.analysis.entities, self.include.entities)
    }

    /// The quotations.
    pub(super) fn quotes(&self) -> &'a [Quote] {
        wanted(&self.analysis.quotes, self.include.quotes)
    }

    /// The attributions.
    pub(super) fn attributions(&self) -> &'a [Attribution] {
        wanted(&self.analysis.attributions.items, self.include.attributions)
    }

    /// Who said what is attributed.
    pub(super) fn speaker(&self, attribution: &'a Attribution) -> Option<Speaker<'a>> {
        let entity = attribution.entity;
        let named = entity.and_then(|index| self.analysis.entities.get(index));
        let given = attribution.speaker.as_deref();
        Some(Speaker {
            entity: entity.filter(|&index| index < self.entities().len()),
            name: given.or(named.map(|entity| entity.name.as_str()))?,
        })
    }

    /// The attribution of a quotation, when attributions were looked for.
    pub(super) fn attribution(&self, quote: usize) -> Option<&'a Attribution> {
        let attributions = &self.analysis.attributions;
        match attributions.quotes.get(quote)? {
            QuoteSource::Attribution(index) => attributions.items.get(*index),
            QuoteSource::Unattributed(_) | QuoteSource::NotSpeech => None,
        }
    }

    /// Who speaks a quotation.
    pub(super) fn quote_speaker(&self, quote: usize) -> Option<Speaker<'a>> {
        self.speaker(self.attribution(quote)?)
    }
}

/// The items, when they are wanted.
fn wanted<T>(items: &[T], is_wanted: bool) -> &[T] {
    if is_wanted { items } else { &[] }
}

/// The place where an entity is best seen: its first mention by name, or else its first.
pub(super) fn best_mention(entity: &Entity) -> usize {
    let is_name = |mention: &Mention| mention.kind == MentionKind::Name;
    entity.mentions.iter().position(is_name).unwrap_or_default()
}

/// The name of a variant, as the native format writes it: `AccordingTo` is `according_to`.
pub(super) fn name_of(variant: impl Debug) -> String {
    let mut name = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::CueKind;

    #[test]
    fn variants_are_named_as_in_the_native_format() {
        assert_eq!(name_of(CueKind::AccordingTo), "according_to");
        assert_eq!(name_of(CueKind::Claim), "claim");
    }
}
