//! `POST /v1/analyze`: one article in, its findings out.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use crate::http::body;
use crate::http::openapi::AnalysisProblems;
use crate::http::problem::ApiError;
use crate::http::service::Service;
use crate::http::wire::{AnalyzeRequest, Answer, Refusal, answer};

/// Finds in one article what is asked for.
#[utoipa::path(
    post,
    path = "/v1/analyze",
    operation_id = "analyze",
    tag = "analysis",
    request_body(
        description = "The article. A body of text or HTML has its other fields in the query.",
        content(
            (AnalyzeRequest = "application/json"),
            (String = "text/plain"),
            (String = "text/html")
        )
    ),
    responses((status = 200, description = "What was found", body = Answer), AnalysisProblems)
)]
pub(in crate::http) async fn analyze(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, ApiError> {
    let request = body::read(&request, payload, &service.limits).await?;
    let shared = Data::clone(&service);
    // Turning the analysis into JSON is work too, and stays off the event loop.
    let work = service.analyses.run(move |analyzer, cancelled| {
        let limits = shared.limits;
        let answer = answer(&request, analyzer, cancelled, limits.text);
        let answer = answer.map_err(|refusal| match refusal {
            Refusal::TooLarge { limit, got } => ApiError::TextTooLarge { limit, got },
            Refusal::Cancelled(_) => ApiError::AnalysisTimeout {
                deadline: limits.deadline,
            },
        })?;
        shared.metrics.analysed(request.size(), &answer);
        serde_json::to_vec(&answer).map_err(|_| ApiError::Internal)
    });
    let json = work.await?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(json))
}
