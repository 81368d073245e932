//! A news item of ninjs as it comes in, of any version: the headline, one body, the
//! language, the date and the URI are read; what else is there is tolerated.
//!
//! ```text
//! 1.x  body_text, body_html, headline          versioncreated
//! 2.x  bodies: [{role, contenttype, value}]    versioncreated
//! 3.x  bodies: [{role, contentType, value}]    versionCreated
//! ```
//!
//! Of several bodies the first plain text is read, a main one before others, and HTML
//! where there is no plain text: plain text is what positions in the answer count in.

use serde_json::{Map, Value};

use crate::text::html::reduce;

/// The parts of a news item that are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The body that is read.
    pub body: Body,
    /// The headline.
    pub headline: Option<String>,
    /// The language, as it was written.
    pub language: Option<String>,
    /// When this version was created, or else the first one: the member that says it, and what
    /// it says.
    pub created: Option<(&'static str, String)>,
    /// Its URI, or its `guid`.
    pub uri: Option<String>,
    /// The other bodies, by the names of their members or places.
    pub unread: Vec<String>,
}

/// A body with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Plain text.
    Text(String),
    /// HTML.
    Html(String),
}

/// Why there is no article in a news item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnItem {
    /// There is none with text.
    #[error("expected a body with text (body_text, body_html or bodies), but got none")]
    NoBody,
    /// A member that is read is no string.
    #[error("expected a string, but got another type")]
    NoString {
        /// The name of the member.
        member: &'static str,
    },
}

/// The members by which a news item is told, `body_…` beside them.
const MEMBERS: [&str; 4] = ["uri", "bodies", "standard", "$standard"];

/// When an item was created, what is read first.
const CREATED: [&str; 4] = [
    "versionCreated",
    "versioncreated",
    "firstCreated",
    "firstcreated",
];

/// Whether an object with members of these names is a news item, and no request with a `text` or `html`.
pub fn is_item(names: &[&str]) -> bool {
    let tells = |name: &&str| MEMBERS.contains(name) || name.starts_with("body_");
    let is_request = names.contains(&"text") || names.contains(&"html");
    !is_request && names.iter().any(tells)
}

/// The article in a news item.
pub fn read(members: &Map<String, Value>) -> Result<Item, NotAnItem> {
    let mut bodies = bodies(members);
    bodies.sort_by_key(|body| body.rank);
    let unread = bodies
        .iter()
        .skip(1)
        .map(|body| body.place.clone())
        .collect();
    let body = bodies.into_iter().next().ok_or(NotAnItem::NoBody)?;
    Ok(Item {
        body: body.body,
        headline: headline(members)?,
        language: value(string(members, &["language"])?),
        created: string(members, &CREATED)?,
        uri: value(string(members, &["uri", "guid"])?),
        unread,
    })
}

fn value(member: Option<(&str, String)>) -> Option<String> {
    member.map(|(_, value)| value)
}

/// The first of the members that is there and not null.
fn string(
    members: &Map<String, Value>,
    names: &[&'static str],
) -> Result<Option<(&'static str, String)>, NotAnItem> {
    for &member in names {
        match members.get(member) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => return Ok(Some((member, text.clone()))),
            Some(_) => return Err(NotAnItem::NoString { member }),
        }
    }
    Ok(None)
}

/// A body that may be read; the lowest rank is.
struct Candidate {
    rank: (bool, bool),
    place: String,
    body: Body,
}

impl Candidate {
    fn new(place: String, is_main: bool, body: Body) -> Option<Self> {
        let (Body::Text(text) | Body::Html(text)) = &body;
        let is_html = matches!(body, Body::Html(_));
        (!text.trim().is_empty()).then_some(Self {
            rank: (is_html, !is_main),
            place,
            body,
        })
    }
}

fn bodies(members: &Map<String, Value>) -> Vec<Candidate> {
    let flat = members.iter().filter_map(|(name, value)| {
        let format = name.strip_prefix("body_")?;
        let value = value.as_str()?.to_owned();
        let is_html = format.contains("html");
        let body = if is_html {
            Body::Html(value)
        } else {
            Body::Text(value)
        };
        Candidate::new(format!("/{name}"), format == "text", body)
    });
    let list = members.get("bodies").and_then(Value::as_array);
    let listed = list.into_iter().flatten().enumerate();
    let listed = listed.filter_map(|(index, body)| {
        let value = body.get("value")?.as_str()?.to_owned();
        let is_html = kind(body).map_or(value.trim_start().starts_with('<'), is_markup);
        let is_main = role(body) == Some("main");
        let body = if is_html {
            Body::Html(value)
        } else {
            Body::Text(value)
        };
        Candidate::new(format!("/bodies/{index}"), is_main, body)
    });
    flat.chain(listed).collect()
}

/// The media type of a body or headline, in the letters of 2.x or 3.x.
fn kind(part: &Value) -> Option<&str> {
    let named = part.get("contentType").or_else(|| part.get("contenttype"));
    named?.as_str()
}

fn role(part: &Value) -> Option<&str> {
    part.get("role")?.as_str()
}

fn is_markup(media: &str) -> bool {
    media.contains("html")
}

/// The headline of 1.x, or the main one of a list, without markup.
fn headline(members: &Map<String, Value>) -> Result<Option<String>, NotAnItem> {
    let list = members.get("headlines").and_then(Value::as_array);
    let Some(list) = list.filter(|list| !list.is_empty()) else {
        return Ok(value(string(members, &["headline"])?));
    };
    let main = list.iter().find(|headline| role(headline) == Some("main"));
    let headline = main.or_else(|| list.first());
    let value = headline.and_then(|headline| headline.get("value")?.as_str());
    let is_html = headline.and_then(kind).is_some_and(is_markup);
    Ok(value.map(|value| {
        if is_html {
            reduce(value).text
        } else {
            value.to_owned()
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(json: &str) -> Result<Item, NotAnItem> {
        read(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn items_of_all_versions_say_the_same() {
        let expected = |member| Item {
            body: Body::Text("Il pleut.".to_owned()),
            headline: Some("Pluie".to_owned()),
            language: Some("fr".to_owned()),
            created: Some((member, "2024-03-12T08:00:00Z".to_owned())),
            uri: Some("urn:x:1".to_owned()),
            unread: vec![],
        };
        let items = [
            r#"{"uri":"urn:x:1","headline":"Pluie","language":"fr","versioncreated":"2024-03-12T08:00:00Z","body_text":"Il pleut.","person":[{"name":"X"}]}"#,
            r#"{"uri":"urn:x:1","headlines":[{"value":"Ailleurs"},{"role":"main","value":"Pluie"}],"language":"fr","firstcreated":"2024-03-12T08:00:00Z","bodies":[{"contenttype":"text/plain","value":"Il pleut."}]}"#,
            r#"{"guid":"urn:x:1","headlines":[{"contentType":"text/html","value":"<b>Pluie</b>"}],"language":"fr","firstCreated":"2020-01-01T00:00:00Z","versionCreated":"2024-03-12T08:00:00Z","bodies":[{"value":"Il pleut."}]}"#,
        ];
        let members = ["versioncreated", "firstcreated", "versionCreated"];
        for (json, member) in items.into_iter().zip(members) {
            assert_eq!(item(json), Ok(expected(member)), "{json}");
        }
    }

    #[test]
    fn plain_text_is_read_before_html_and_the_main_body_before_others() {
        let check = |json: &str, body: Body, unread: &[&str]| {
            let item = item(json).unwrap();
            assert_eq!(
                (item.body, item.unread),
                (body, unread.iter().map(|&place| place.to_owned()).collect()),
                "{json}"
            );
        };
        let text = |text: &str| Body::Text(text.to_owned());
        let html = |text: &str| Body::Html(text.to_owned());
        check(
            r#"{"body_html":"<p>a","body_text":"b"}"#,
            text("b"),
            &["/body_html"],
        );
        check(
            r#"{"body_xhtml":"<p>a","body_text":" "}"#,
            html("<p>a"),
            &[],
        );
        check(
            r#"{"bodies":[{"contentType":"application/xhtml+xml","role":"main","value":"<p>a"},{"role":"summary","value":"b"},{"role":"main","value":"c"}]}"#,
            text("c"),
            &["/bodies/1", "/bodies/0"],
        );
        check(r#"{"bodies":[{"value":" <p>a"}]}"#, html(" <p>a"), &[]);
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_named() {
        let none = [
            r#"{"uri":"a"}"#,
            r#"{"bodies":[]}"#,
            r#"{"bodies":[{"value":1}]}"#,
            r#"{"body_text":null}"#,
        ];
        for json in none {
            assert_eq!(item(json), Err(NotAnItem::NoBody), "{json}");
        }
        let member = "language";
        assert_eq!(
            item(r#"{"body_text":"a","language":7}"#),
            Err(NotAnItem::NoString { member })
        );
    }

    #[test]
    fn a_request_is_no_item() {
        let check = |names: &[&str], expected| {
            assert_eq!(is_item(names), expected, "{names:?}");
        };
        check(&["uri", "headline"], true);
        check(&["body_text"], true);
        check(&["$standard", "bodies"], true);
        check(&["text", "uri"], false);
        check(&["html"], false);
        check(&["headline"], false);
        check(&[], false);
    }
}
