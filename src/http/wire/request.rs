//! What a client asks: the fields of a request, checked once, from a JSON body
//! or from a query beside a body of text.
//!
//! ```
//! use copydesk::http::wire::Request;
//!
//! let request = Request::from_json(r#"{"text": "Il pleut.", "offsets": "utf16"}"#)?;
//! assert!(Request::from_json(r#"{"text": "Il pleut.", "offset": "utf16"}"#).is_err());
//! # Ok::<(), copydesk::http::ApiError>(())
//! ```

use super::answer::Warning;
use super::check;
use super::fields::{self, Field, Value};
use super::ninjs;
use super::page::Page;
use crate::analysis::Include;
use crate::formats::Format;
use crate::formats::ninjs::is_item;
use crate::http::problem::{ApiError, FieldError};
use crate::text::{Document, OffsetUnit};

/// The fields of a request, in the order in which messages list them.
const FIELDS: [&str; 8] = [
    "text",
    "html",
    "title",
    "language",
    "published",
    "include",
    "offsets",
    "id",
];

/// A request that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The article as it came.
    pub article: Article,
    /// The headline.
    pub title: Option<String>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
    /// When the article was published, ISO 8601 or EDTF.
    pub published: Option<String>,
    /// The findings that are wanted.
    pub include: Include,
    /// What offsets count.
    pub unit: OffsetUnit,
    /// What the client calls the article.
    pub id: Option<String>,
    /// The format of the answer.
    pub format: Format,
    /// What the client should know of how the request was read.
    pub warnings: Vec<Warning>,
}

/// The article as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Article {
    /// Plain text.
    Text(String),
    /// A page or a piece of HTML.
    Html(String),
}

impl Request {
    /// A request for everything about a plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            article: Article::Text(text.into()),
            title: None,
            language: None,
            published: None,
            include: Include::default(),
            unit: OffsetUnit::default(),
            id: None,
            format: Format::default(),
            warnings: vec![],
        }
    }

    /// The request in a JSON object, which may be a news item of ninjs.
    pub fn from_json(json: &str) -> Result<Self, ApiError> {
        Self::from_json_with(json, vec![])
    }

    /// The same beside a query. A request has its fields inside; one in the query would be
    /// ignored, so it is refused. A news item has no place for some of them.
    pub fn from_json_with(json: &str, parameters: Vec<(String, String)>) -> Result<Self, ApiError> {
        let fields = fields::read(json)?;
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        if is_item(&names) {
            return ninjs::request(json, parameters);
        }
        if parameters.is_empty() {
            return Draft::read(fields, None).finish(None);
        }
        let misplaced = |(name, _): (String, String)| FieldError {
            pointer: check::pointer(&name),
            place: Some("query"),
            detail: "expected this field in the JSON body, but got a query parameter".to_owned(),
        };
        let errors = parameters.into_iter().map(misplaced).collect();
        Err(ApiError::InvalidFields(errors))
    }

    /// The same request for an answer in `format`. All but the native one count code points.
    pub fn in_format(self, format: Format) -> Result<Self, ApiError> {
        if format != Format::Native && self.unit != OffsetUnit::CodePoint {
            let name = format.name();
            let detail =
                format!("expected code_point, the unit of the format {name}, but got another one");
            return Err(ApiError::invalid("/offsets", detail));
        }
        Ok(Self { format, ..self })
    }

    /// The request for `article`, whose other fields are query parameters.
    pub fn from_query(
        article: Article,
        parameters: Vec<(String, String)>,
    ) -> Result<Self, ApiError> {
        let fields = parameters.into_iter().map(parameter).collect();
        Draft::read(fields, Some("query")).finish(Some(article))
    }

    /// The article's size in bytes, as it came.
    pub fn size(&self) -> usize {
        let (Article::Text(article) | Article::Html(article)) = &self.article;
        article.len()
    }

    /// The document of this request; its text is that of `page` if it came as one.
    pub(super) fn document(&self, page: Option<&Page>) -> Document {
        let mut document = match (page, &self.article) {
            (Some(page), _) => page.document(),
            (None, Article::Text(text) | Article::Html(text)) => Document::new(text),
        };
        if let Some(title) = self.title.as_deref().filter(|title| !title.is_empty()) {
            document = document.with_title(title);
        }
        if let Some(language) = &self.language {
            document = document.with_language(language);
        }
        if let Some(published) = &self.published {
            document = document.with_published(published);
        }
        document
    }
}

/// In a query, `include` is one parameter with commas, or several.
fn parameter((name, value): (String, String)) -> Field {
    let value = if name == "include" {
        let items = value.split(',').map(|item| Value::Text(item.to_owned()));
        Value::List(items.collect())
    } else {
        Value::Text(value)
    };
    (name, value)
}

/// The fields read so far, and what is wrong with the others.
#[derive(Default)]
struct Draft {
    place: Option<&'static str>,
    text: Option<String>,
    html: Option<String>,
    title: Option<String>,
    language: Option<String>,
    published: Option<String>,
    include: Option<Include>,
    unit: Option<OffsetUnit>,
    id: Option<String>,
    errors: Vec<FieldError>,
}

impl Draft {
    fn read(fields: Vec<Field>, place: Option<&'static str>) -> Self {
        let mut draft = Draft {
            place,
            ..Draft::default()
        };
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in fields {
            if seen.contains(&name) && !(name == "include" && place.is_some()) {
                draft.wrong(
                    &name,
                    "expected the field once, but got it again".to_owned(),
                );
            } else if let Err(detail) = draft.put(&name, value) {
                draft.wrong(&name, detail);
            }
            seen.push(name);
        }
        draft
    }

    /// Puts a value where its name says; an error says what was expected.
    fn put(&mut self, name: &str, value: Value) -> Result<(), String> {
        match name {
            "text" | "html" if self.place.is_some() => return Err(self.unknown()),
            "text" => self.text = check::text(value)?,
            "html" => self.html = check::text(value)?,
            "title" => self.title = check::text(value)?,
            "language" => self.language = check::language(value)?,
            "published" => self.published = check::published(value)?,
            "include" => self.include = check::include(value, self.include)?,
            "offsets" => self.unit = check::unit(value)?,
            "id" => self.id = check::text(value)?,
            _ => return Err(self.unknown()),
        }
        Ok(())
    }

    fn unknown(&self) -> String {
        let known = &FIELDS[if self.place.is_some() { 2 } else { 0 }..];
        format!(
            "expected one of the fields {}, but got an unknown one",
            known.join(", ")
        )
    }

    fn wrong(&mut self, name: &str, detail: String) {
        self.errors.push(FieldError {
            pointer: check::pointer(name),
            place: self.place,
            detail,
        });
    }

    /// The whole request, or everything that is wrong with it.
    fn finish(mut self, body: Option<Article>) -> Result<Request, ApiError> {
        let refused = |error: &FieldError| matches!(error.pointer.as_str(), "/text" | "/html");
        let article = match (body, self.text.take(), self.html.take()) {
            (Some(article), _, _) => Some(article),
            (None, Some(text), None) => Some(Article::Text(text)),
            (None, None, Some(html)) => Some(Article::Html(html)),
            (None, None, None) if self.errors.iter().any(refused) => None,
            (None, text, _) => {
                let got = text.map_or("neither", |_| "both");
                self.errors.push(FieldError {
                    pointer: String::new(),
                    place: None,
                    detail: format!("expected exactly one of text and html, but got {got}"),
                });
                None
            }
        };
        match article {
            Some(article) if self.errors.is_empty() => Ok(Request {
                article,
                title: self.title,
                language: self.language,
                published: self.published,
                include: self.include.unwrap_or_default(),
                unit: self.unit.unwrap_or_default(),
                id: self.id,
                format: Format::default(),
                warnings: vec![],
            }),
            _ => Err(ApiError::InvalidFields(self.errors)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(result: Result<Request, ApiError>) -> Vec<String> {
        match result {
            Ok(_) => vec![],
            Err(ApiError::InvalidFields(errors)) => {
                errors.into_iter().map(|error| error.pointer).collect()
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_wrong_field_is_named_by_its_pointer() {
        let check = |json: &str, expected: &[&str]| {
            assert_eq!(pointers(Request::from_json(json)), expected, "{json}");
        };
        check(r#"{"text":""}"#, &[]);
        check(r#"{"html":"<p>a"}"#, &[]);
        check(r#"{"text":"a","html":null,"title":null}"#, &[]);
        check("{}", &[""]);
        check(r#"{"text":"a","html":"b"}"#, &[""]);
        check(r#"{"text":1}"#, &["/text"]);
        check(r#"{"text":"a","text":"b"}"#, &["/text"]);
        check(r#"{"text":"a","langauge":"fr"}"#, &["/langauge"]);
        check(r#"{"text":"a","a/b~c":1}"#, &["/a~1b~0c"]);
        check(r#"{"text":"a","include":["date","dates"]}"#, &["/include"]);
        check(r#"{"text":"a","include":[]}"#, &["/include"]);
        check(r#"{"text":"a","include":"date"}"#, &["/include"]);
        check(r#"{"text":"a","offsets":"byte"}"#, &["/offsets"]);
        check(r#"{"text":"a","published":"tomorrow"}"#, &["/published"]);
        check(
            r#"{"text":"a","language":"french!","id":7}"#,
            &["/language", "/id"],
        );
    }

    #[test]
    fn a_query_says_the_same_as_a_body() {
        let article = || Article::Text("a".to_owned());
        let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let query = |pairs: &[(&str, &str)]| {
            Request::from_query(article(), pairs.iter().copied().map(pair).collect())
        };
        let json = r#"{"text":"a","include":["date","quotes"],"id":"7","offsets":"utf8"}"#;
        let expected = Request::from_json(json);
        for include in [
            vec![("include", "date,quotes")],
            vec![("include", "date"), ("include", "quotes")],
        ] {
            let rest = vec![("id", "7"), ("offsets", "utf8")];
            assert_eq!(query(&[include, rest].concat()), expected);
        }
        assert_eq!(pointers(query(&[("text", "b")])), ["/text"]);
        assert_eq!(pointers(query(&[("id", "1"), ("id", "2")])), ["/id"]);
    }
}
