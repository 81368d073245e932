//! `GET /v1/languages`: each language, what is found in it, and how well.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::openapi::RouteProblems;
use crate::http::service::Service;
use crate::language;

/// What is found in which language.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Languages {
    /// Sorted by tag.
    languages: Vec<SupportedLanguage>,
}

/// A language and what is found in an article in it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct SupportedLanguage {
    /// BCP 47 tag.
    #[schema(example = "fr")]
    tag: String,
    /// The findings, as `include` names them. In a language with `language` alone,
    /// quotation marks and ISO dates are found too, without words around them.
    #[schema(example = json!(["language", "date", "entities", "attributions", "quotes"]))]
    findings: Vec<&'static str>,
    /// Measured on held-out texts.
    scores: Vec<Score>,
}

/// A measured score.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Score {
    /// The finding that was measured.
    #[schema(example = "entities")]
    finding: String,
    /// What was measured.
    #[schema(example = "strict F1")]
    measure: String,
    /// Per cent.
    #[schema(example = 71.2)]
    value: f64,
    /// The name of the test set.
    test_set: String,
}

/// Each language, which findings it has, and their measured scores.
#[utoipa::path(
    get,
    path = "/v1/languages",
    operation_id = "languages",
    tag = "analysis",
    responses((status = 200, description = "The languages", body = Languages), RouteProblems)
)]
pub(in crate::http) async fn languages(service: Data<Service>) -> HttpResponse {
    let identified = service.analyses.identified();
    let with_pack = language::Language::ALL.map(language::Language::code);
    let mut tags: Vec<&str> = with_pack.iter().copied().chain(identified).collect();
    tags.sort_unstable();
    tags.dedup();
    let supported = |tag: &str| SupportedLanguage {
        tag: tag.to_owned(),
        findings: if with_pack.contains(&tag) {
            vec!["language", "date", "entities", "attributions", "quotes"]
        } else {
            vec!["language"]
        },
        scores: vec![],
    };
    let languages = tags.into_iter().map(supported).collect();
    HttpResponse::Ok().json(Languages { languages })
}
