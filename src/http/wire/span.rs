//! Spans on the wire: from bytes of the document to the unit that the client
//! counts in, relative to the part of the request that they lie in.
//!
//! ```text
//! content   H é a d \n \n T e x t …        title → 0..4 "field":"title"
//!           └ title ┘     └ text               text  → offsets from its own start
//! ```

use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Page, Way};
use crate::text::{Document, Field, OffsetUnit, Offsets, Span};

/// A stretch of the text (or of the title): what lies between `start` and `end` is `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextSpan {
    /// Where it starts, in the unit of `offsets`.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
    /// What it covers.
    pub text: String,
    /// `title` when the offsets count from the start of the title; absent in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub field: Option<FieldName>,
    /// Where it lies in the HTML that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub html: Option<HtmlRange>,
}

/// The part of the request that a span lies in, where that is not the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// The title that the request gave.
    Title,
}

/// A stretch of the HTML that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HtmlRange {
    /// Where it starts, in the unit of `offsets`.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
}

/// A stretch of the text that may be missing: all of its fields are there, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct OptionalSpan {
    /// Where it starts, in the unit of `offsets`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub start: Option<u32>,
    /// Where it ends, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub end: Option<u32>,
    /// What it covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// `title` when the offsets count from the start of the title; absent in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub field: Option<FieldName>,
    /// Where it lies in the HTML that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub html: Option<HtmlRange>,
}

impl From<Option<TextSpan>> for OptionalSpan {
    fn from(span: Option<TextSpan>) -> Self {
        span.map_or_else(Self::default, |span| Self {
            start: Some(span.start),
            end: Some(span.end),
            text: Some(span.text),
            field: span.field,
            html: span.html,
        })
    }
}

/// Turns the spans of one document into spans of the wire.
pub(super) struct Places<'d> {
    document: &'d Document,
    title: Offsets<'d>,
    text: Offsets<'d>,
    way: Option<Way<'d>>,
}

impl<'d> Places<'d> {
    /// The places of `document`, the text of `page` if it came as one, counted in `unit`.
    pub(super) fn new(
        document: &'d Document,
        page: Option<&'d Page<'d>>,
        unit: OffsetUnit,
    ) -> Self {
        Self {
            document,
            title: Offsets::new(document.title().unwrap_or_default(), unit),
            text: Offsets::new(document.text(), unit),
            way: page.map(|page| Way::new(page, unit)),
        }
    }

    /// A span of the document's content, as the client counts.
    pub(super) fn span(&self, span: Span) -> TextSpan {
        let (offsets, base, field) = match self.document.field(span) {
            Field::Title => (&self.title, 0, Some(FieldName::Title)),
            Field::Text => (&self.text, self.document.body_start(), None),
        };
        let part = Span {
            start: span.start.saturating_sub(base),
            end: span.end.saturating_sub(base),
        };
        let way = self.way.as_ref().filter(|_| field.is_none());
        TextSpan {
            start: offsets.at(part.start),
            end: offsets.at(part.end),
            text: self.words(span),
            field,
            html: way.map(|way| way.back(part)),
        }
    }

    /// The words of a span.
    pub(super) fn words(&self, span: Span) -> String {
        span.of(self.document.content()).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a client of `unit` cuts out of `text`.
    fn slice(text: &str, unit: OffsetUnit, span: &TextSpan) -> String {
        let (start, end) = (span.start as usize, span.end as usize);
        match unit {
            OffsetUnit::CodePoint => text.chars().skip(start).take(end - start).collect(),
            OffsetUnit::Utf16 => {
                let units: Vec<u16> = text.encode_utf16().collect();
                String::from_utf16(&units[start..end]).unwrap()
            }
            OffsetUnit::Utf8 => text[start..end].to_owned(),
        }
    }

    #[test]
    fn a_client_cuts_out_the_same_words_in_every_unit() {
        let title = "🙂 L’été\u{a0}!";
        let text = "Cafe\u{301}\r\n👩‍🚀 dit\u{202f}: « Oui\u{a0}»\r\nfin";
        let document = Document::new(text).with_title(title);
        for unit in [OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::Utf8] {
            let places = Places::new(&document, None, unit);
            for (part, words, field) in [
                (title, "L’été", Some(FieldName::Title)),
                (title, "🙂", Some(FieldName::Title)),
                (text, "e\u{301}\r\n👩‍🚀", None),
                (text, "« Oui\u{a0}»", None),
                (text, "fin", None),
            ] {
                let at = document.content().rfind(words).unwrap();
                let span = places.span(Span::new(at, at + words.len()));
                assert_eq!((span.text.as_str(), span.field), (words, field));
                assert_eq!(slice(part, unit, &span), words, "{unit:?}");
            }
        }
    }
}
