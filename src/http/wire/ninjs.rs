//! A news item of ninjs as a request: its body is the article, its headline the title, its
//! date the publication date. What it has no member for (`include`, `offsets`) stands in the
//! query, and what the query says goes before what the item says.

use serde_json::{Map, Value as Json};

use super::answer::Warning;
use super::check;
use super::fields::{self, Value};
use super::request::{Article, Request};
use crate::formats::ninjs::{Body, Item, NotAnItem, read};
use crate::http::problem::ApiError;

/// The request that the news item in `json` makes.
pub(super) fn request(json: &str, parameters: Vec<(String, String)>) -> Result<Request, ApiError> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let members: Map<String, Json> =
        serde_json::from_str(json).map_err(|error| fields::malformed(&error))?;
    let item = read(&members).map_err(|error| match error {
        NotAnItem::NoBody => ApiError::invalid("", error.to_string()),
        NotAnItem::NoString { member } => {
            ApiError::invalid(&check::pointer(member), error.to_string())
        }
    })?;
    let warnings = unread(&item).into_iter().collect();
    let article = match item.body {
        Body::Text(text) => Article::Text(text),
        Body::Html(html) => Article::Html(html),
    };
    let asked = Request::from_query(article, parameters)?;
    let wrong = |member: &str, detail| ApiError::invalid(&check::pointer(member), detail);
    let language = item.language.map_or(Value::Null, Value::Text);
    let language = check::language(language).map_err(|detail| wrong("language", detail))?;
    let (member, created) = item.created.unzip();
    let created = check::published(created.map_or(Value::Null, Value::Text));
    let created = created.map_err(|detail| wrong(member.unwrap_or_default(), detail))?;
    Ok(Request {
        title: asked.title.or(item.headline),
        language: asked.language.or(language),
        published: asked.published.or(created),
        id: asked.id.or(item.uri),
        warnings,
        ..asked
    })
}

/// A warning that names the bodies that were not read.
fn unread(item: &Item) -> Option<Warning> {
    let names: Vec<String> = item.unread.iter().map(|name| check::quoted(name)).collect();
    (!names.is_empty()).then(|| Warning {
        code: "bodies_unread".to_owned(),
        detail: format!(
            "one body was read; another version of the text was not: {}",
            names.join(", ")
        ),
    })
}
