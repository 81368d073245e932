//! Dates from the linked data of a web page: blocks of JSON-LD in which
//! publishers describe the article to search engines, in the vocabulary of
//! <https://schema.org/NewsArticle>.
//!
//! ```
//! use copydesk::{formats::linked_data::markup_dates, text::html::reduce};
//!
//! let page = r#"<script type="application/ld+json">
//!     {"@type": "NewsArticle", "datePublished": "2019-02-09T08:30:00+01:00"}
//!     </script><meta name="date" content="2019-02-10">"#;
//! let values: Vec<String> = markup_dates(&reduce(page)).into_iter().map(|date| date.value).collect();
//! assert_eq!(values, ["2019-02-09T08:30:00+01:00", "2019-02-10"]);
//! ```

use serde_json::{Map, Value};

use crate::text::MarkupDate;
use crate::text::html::Reduced;

/// All dates that the markup of a page states, the most trusted first: of
/// publication before of updates, and in each group those of linked data about
/// an article, then about the page, then those of `meta` and `time` elements.
pub fn markup_dates(reduced: &Reduced) -> Vec<MarkupDate> {
    let blocks: Vec<Value> = reduced
        .linked_data
        .iter()
        .filter_map(|block| parse(block))
        .collect();
    let mut items: Vec<Item> = blocks.iter().flat_map(items).collect();
    items.sort_by_key(|item| item.subject);
    let mut dates = vec![];
    for updated in [false, true] {
        let linked = items.iter().filter_map(|item| item.date(updated));
        let stated = reduced
            .markup_dates
            .iter()
            .filter(|date| date.updated == updated);
        for date in linked.chain(stated.cloned()) {
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
    }
    dates
}

/// What a description is about, the most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Article,
    Page,
}

impl Subject {
    /// The subject of a type of schema.org, by the last part of its name.
    fn of(name: &str) -> Option<Self> {
        let name = name.rsplit(['/', ':', '#']).next().unwrap_or_default();
        if name.ends_with("Article") || name.ends_with("Posting") || name == "Report" {
            Some(Self::Article)
        } else if name.ends_with("Page") {
            Some(Self::Page)
        } else {
            None
        }
    }
}

/// The description of an article or a page.
#[derive(Debug)]
struct Item<'b> {
    subject: Subject,
    properties: &'b Map<String, Value>,
}

/// Items and dates beyond these numbers are repetition or no dates.
const MOST_ITEMS: usize = 32;
const LONGEST_DATE: usize = 100;

impl Item<'_> {
    fn date(&self, updated: bool) -> Option<MarkupDate> {
        let property = if updated {
            "dateModified"
        } else {
            "datePublished"
        };
        let value = scalar(self.properties.get(property)?)?.trim();
        let is_date = !value.is_empty() && value.len() <= LONGEST_DATE;
        is_date.then(|| MarkupDate {
            value: value.to_owned(),
            updated,
        })
    }
}

/// A block as JSON. Publishers break lines inside strings, which JSON forbids
/// and every reader forgives.
fn parse(block: &str) -> Option<Value> {
    serde_json::from_str(&block.replace(char::is_control, " ")).ok()
}

/// The descriptions in a block, in its order: at the top, in a graph, or as
/// what a page is mainly about.
fn items(block: &Value) -> Vec<Item<'_>> {
    let (mut found, mut rest) = (vec![], vec![block]);
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(values) => rest.extend(values.iter().rev()),
            Value::Object(properties) => {
                found.extend(subject(properties).map(|subject| Item {
                    subject,
                    properties,
                }));
                let linked = ["mainEntityOfPage", "mainEntity", "@graph"];
                rest.extend(linked.iter().filter_map(|name| properties.get(*name)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found.truncate(MOST_ITEMS);
    found
}

fn subject(properties: &Map<String, Value>) -> Option<Subject> {
    let name = properties.get("@type")?;
    let names = name
        .as_array()
        .map_or(std::slice::from_ref(name), Vec::as_slice);
    names
        .iter()
        .filter_map(Value::as_str)
        .filter_map(Subject::of)
        .min()
}

/// A string, written plainly, with a type, or first in a list.
fn scalar(value: &Value) -> Option<&str> {
    let value = value
        .as_array()
        .map_or(Some(value), |values| values.first())?;
    value.get("@value").unwrap_or(value).as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::reduce;

    #[test]
    fn dates_of_articles_are_found_and_ordered() {
        let cases: [(&str, &[&str]); 13] = [
            (
                r#"{"@type":"NewsArticle","datePublished":"2020-01-01"}"#,
                &["2020-01-01"],
            ),
            (
                r#"{"@type":["Thing","http://schema.org/Article"],"datePublished":" 2020 "}"#,
                &["2020"],
            ),
            (
                r#"[{"@type":"Person"},{"@type":"BlogPosting","datePublished":"2020"}]"#,
                &["2020"],
            ),
            (
                r#"{"@graph":[{"@type":"WebPage","datePublished":"2019"},{"@type":"schema:Article","datePublished":"2020"}]}"#,
                &["2020", "2019"],
            ),
            (
                r#"{"@type":"WebPage","mainEntity":{"@type":"Report","datePublished":{"@value":"2020"}}}"#,
                &["2020"],
            ),
            (
                r#"{"@type":"Article","dateModified":"2021","datePublished":["2020","2018"]}"#,
                &["2020", "updated 2021"],
            ),
            (
                r#"{"@type":"Article","datePublished":"2020","comment":[{"@type":"Comment","datePublished":"2021"}]}"#,
                &["2020"],
            ),
            (
                "{\"@type\":\"Article\",\"headline\":\"two\nlines\",\"datePublished\":\"2020\"}",
                &["2020"],
            ),
            (r#"{"@type":"VideoObject","datePublished":"2020"}"#, &[]),
            (r#"{"@type":"Article","datePublished":2020}"#, &[]),
            (r#"{"@type":"Article","datePublished":""}"#, &[]),
            (r#"{"@type":"Article","datePublished":"2020""#, &[]),
            ("null", &[]),
        ];
        for (block, expected) in cases {
            let reduced = reduce(&format!(
                "<script type=application/ld+json>{block}</script>"
            ));
            let dates: Vec<String> = markup_dates(&reduced)
                .into_iter()
                .map(|date| {
                    if date.updated {
                        format!("updated {}", date.value)
                    } else {
                        date.value
                    }
                })
                .collect();
            assert_eq!(dates, *expected, "{block}");
        }
    }

    #[test]
    fn linked_data_come_before_other_markup_and_publication_before_updates() {
        let page = r#"<meta name=date content=2018><meta name=lastmod content=2022><meta name=pubdate content=2020>
            <script type=application/ld+json>{"@type":"Article","datePublished":"2020","dateModified":"2021"}</script>"#;
        let values: Vec<String> = markup_dates(&reduce(page))
            .into_iter()
            .map(|date| date.value)
            .collect();
        assert_eq!(values, ["2020", "2018", "2021", "2022"]);
    }

    #[test]
    fn deep_nesting_is_no_harm() {
        let block = "{\"@graph\":[".repeat(100_000);
        let reduced = reduce(&format!(
            "<script type=application/ld+json>{block}</script>"
        ));
        assert_eq!(markup_dates(&reduced), []);
    }
}
