//! [`Document`]: the article under analysis. Headline and text lie in one
//! buffer, so that one span type serves both:
//!
//! ```text
//! content  T i t l e \n \n T h e   t e x t …
//!          ^ 0             ^ body_start
//! ```
//!
//! The text itself is never changed; a span is told apart by where it starts.

use super::Span;

/// An article: its content and what the request already knows about it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    content: String,
    body_start: u32,
    language: Option<String>,
    published: Option<String>,
    markup_dates: Vec<MarkupDate>,
}

/// A date that HTML markup states about the article (meta tags, JSON-LD, `<time>`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupDate {
    /// The date or date-time as it was written, ISO 8601 in well-made pages.
    pub value: String,
    /// Whether the markup calls it the date of an update, not of publication.
    pub updated: bool,
}

/// The part of a request that a span lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The headline sent as `title`.
    Title,
    /// The article's text.
    Text,
}

impl Document {
    /// A document of text alone.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            content: text.into(),
            ..Self::default()
        }
    }

    /// The same text under a headline.
    #[must_use]
    pub fn with_title(self, title: &str) -> Self {
        let content = format!("{title}\n\n{}", self.text());
        let body_start = Span::new(0, title.len() + 2).end;
        Self {
            content,
            body_start,
            ..self
        }
    }

    /// The same document with its language given (a BCP 47 tag), so that it is not detected.
    #[must_use]
    pub fn with_language(self, tag: impl Into<String>) -> Self {
        Self {
            language: Some(tag.into()),
            ..self
        }
    }

    /// The same document with its publication date given (ISO 8601 or EDTF).
    #[must_use]
    pub fn with_published(self, date: impl Into<String>) -> Self {
        Self {
            published: Some(date.into()),
            ..self
        }
    }

    /// The same document with the dates that its markup states, the most trusted first.
    #[must_use]
    pub fn with_markup_dates(self, markup_dates: Vec<MarkupDate>) -> Self {
        Self {
            markup_dates,
            ..self
        }
    }

    /// Headline and text: what every [`Span`] of an analysis indexes.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The article's text without the headline.
    pub fn text(&self) -> &str {
        &self.content[self.body_start as usize..]
    }

    /// Where the text starts in [`Document::content`]; 0 without a headline.
    pub fn body_start(&self) -> u32 {
        self.body_start
    }

    /// The headline, when there is one.
    pub fn title(&self) -> Option<&str> {
        (self.body_start > 0).then(|| &self.content[..self.body_start as usize - 2])
    }

    /// The part of the request that `span` lies in.
    pub fn field(&self, span: Span) -> Field {
        if span.start < self.body_start {
            Field::Title
        } else {
            Field::Text
        }
    }

    /// The language that the request gave.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The publication date that the request gave.
    pub fn published(&self) -> Option<&str> {
        self.published.as_deref()
    }

    /// The dates that the markup states.
    pub fn markup_dates(&self) -> &[MarkupDate] {
        &self.markup_dates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_title_the_content_is_the_text() {
        for text in ["", "Il pleut.", "\n\nIl pleut.\r\n"] {
            let document = Document::new(text);
            assert_eq!((document.content(), document.text()), (text, text));
            assert_eq!((document.title(), document.body_start()), (None, 0));
            assert_eq!(document.field(Span::new(0, 0)), Field::Text);
        }
    }

    #[test]
    fn a_title_stands_before_the_text_and_changes_neither() {
        let cases = [
            ("Pluie", "Il pleut."),
            ("", "Il pleut."),
            ("É 🙂\n", ""),
            ("", ""),
        ];
        for (title, text) in cases {
            let document = Document::new(text).with_title(title);
            assert_eq!((document.title(), document.text()), (Some(title), text));
            let body = document.body_start() as usize;
            assert_eq!(&document.content()[body..], text);
            assert_eq!(document.field(Span::new(0, title.len())), Field::Title);
            assert_eq!(document.field(Span::new(body, body)), Field::Text);
        }
    }

    #[test]
    fn a_second_title_takes_the_place_of_the_first() {
        let document = Document::new("Il pleut.")
            .with_title("Un")
            .with_title("Deux");
        assert_eq!(document.content(), "Deux\n\nIl pleut.");
    }

    #[test]
    fn what_the_request_knows_is_kept() {
        let date = MarkupDate {
            value: "2019-02-09".to_owned(),
            updated: false,
        };
        let document = Document::new("Il pleut.")
            .with_language("fr-CA")
            .with_published("2019-02")
            .with_markup_dates(vec![date.clone()])
            .with_title("Pluie");
        assert_eq!(document.language(), Some("fr-CA"));
        assert_eq!(document.published(), Some("2019-02"));
        assert_eq!(document.markup_dates(), [date]);
    }
}
