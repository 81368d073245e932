//! `GET /v1/languages`: each language, what is found in it, and how well.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::openapi::RouteProblems;
use crate::http::service::Service;
use crate::http::wire::Finding;
use crate::language;
use crate::scores;

/// What is found in which language.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LanguageList)]
pub(in crate::http) struct Languages {
    /// Sorted by tag.
    languages: Vec<SupportedLanguage>,
    /// Scores of what is done alike in all languages: telling which one a text is in.
    scores: Vec<Score>,
}

/// A language and what is found in an article in it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct SupportedLanguage {
    /// BCP 47 tag.
    #[schema(example = "fr")]
    tag: String,
    /// The findings, as `include` names them. In a language with `language` alone,
    /// quotation marks and ISO dates are found too, without words around them.
    #[schema(value_type = Vec<Finding>, example = json!(["language", "date", "entities", "attributions", "quotes"]))]
    findings: Vec<&'static str>,
    /// Measured on texts that no model was trained on.
    scores: Vec<Score>,
}

/// A measured score.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Score {
    /// What the measured model does.
    #[schema(example = "names")]
    task: &'static str,
    /// What was measured.
    #[schema(example = "PER/ORG/LOC F1, articles")]
    measure: &'static str,
    /// Per cent.
    #[schema(example = 87.7)]
    value: f64,
    /// The name of the test set.
    #[schema(example = "news/ntrex.fr.dev.jsonl")]
    test_set: &'static str,
    /// How large the test set is.
    #[schema(example = "517 names")]
    size: &'static str,
}

impl From<scores::Score> for Score {
    fn from(score: scores::Score) -> Self {
        Self {
            task: score.task,
            measure: score.measure,
            value: score.value,
            test_set: score.test_set,
            size: score.size,
        }
    }
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
        scores: measured(tag),
    };
    let languages = tags.into_iter().map(supported).collect();
    let scores = measured("und");
    HttpResponse::Ok().json(Languages { languages, scores })
}

/// The scores of what is done in `language`.
fn measured(language: &str) -> Vec<Score> {
    let scores = scores::scores().filter(|score| score.is_about(language));
    scores.map(Score::from).collect()
}
