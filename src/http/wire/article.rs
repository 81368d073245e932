//! The schema of a JSON request. Requests are read by [`super::Request`], which
//! names every wrong field; this type is what the OpenAPI document says of them.

use utoipa::ToSchema;

use super::answer::OffsetUnitName;

/// An article and what is wanted to know about it: exactly one of `text` and `html`. `null` is the same as an
/// absent field.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "read by the schema alone")]
pub struct AnalyzeRequest {
    /// The article as plain text.
    text: Option<String>,
    /// The article as HTML. It is reduced to its readable text, which comes back in `text`.
    html: Option<String>,
    /// The headline. It is analysed too; a span inside it carries `"field": "title"`.
    title: Option<String>,
    /// The article's language, a BCP 47 tag. It replaces detection; `und` asks for detection.
    #[schema(
        example = "fr",
        max_length = 35,
        pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
    )]
    language: Option<String>,
    /// When the article was published, ISO 8601 or EDTF: the anchor of relative dates.
    #[schema(
        example = "2019-02-12",
        pattern = r"^([0-9]{4}(-(0[1-9]|1[0-2]))?[?~%]?|([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)([?~%]|[Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.,][0-9]{1,9})?)?([Zz]|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?)$"
    )]
    published: Option<String>,
    /// The findings that are wanted; all when absent. `date` stands for `date` and `dates`.
    #[schema(min_items = 1)]
    include: Option<Vec<Finding>>,
    /// What offsets count; `code_point` when absent.
    offsets: Option<OffsetUnitName>,
    /// What the client calls the article; echoed.
    id: Option<String>,
}

/// A finding that can be asked for.
#[derive(Debug, serde::Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Finding {
    Language,
    Date,
    Entities,
    Attributions,
    Quotes,
}
