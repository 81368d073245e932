//! `POST /v1/analyze`: one article in, its findings out.

use std::sync::atomic::AtomicBool;

use actix_web::http::header::VARY;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use crate::http::analyze::Analyze;
use crate::http::body;
use crate::http::openapi::AnalysisProblems;
use crate::http::patience::Patience;
use crate::http::problem::ApiError;
use crate::http::service::Service;
use crate::http::settings::Limits;
use crate::http::wire::{AnalyzeRequest, Answer, Refusal, Request, analyse};

/// The header that lists the codes of an answer's warnings.
pub(in crate::http) const WARNINGS: &str = "copydesk-warnings";

/// Finds in one article what is asked for.
#[utoipa::path(
    post,
    path = "/v1/analyze",
    operation_id = "analyze",
    tag = "analysis",
    request_body(
        description = "The article. A body of text or HTML has its other fields in the query. \
            JSON may also be a news item of ninjs 1.x to 3.x, told by its `uri`, `bodies` or `body_…`; \
            of that `include` and `offsets` stand in the query.",
        content(
            (AnalyzeRequest = "application/json"),
            (String = "text/plain"),
            (String = "text/html")
        )
    ),
    responses(
        (
            status = 200,
            description = "What was found, in the format that `format` or `Accept` asks for; \
                the schema is that of the native one",
            content(
                (Answer = "application/json"),
                (Object = "application/ld+json"),
                (Object = "application/x-ndjson"),
                (String = "text/x-conllu"),
                (String = "text/plain")
            ),
            headers(("copydesk-warnings" = String, description = "The codes of the warnings, where there are any"))
        ),
        AnalysisProblems
    ),
    security((), ("bearer" = []), ("header" = []))
)]
pub(in crate::http) async fn analyze(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, ApiError> {
    let patience = Patience::of(&request)?;
    let (request, share) = body::read(&request, payload, &service, patience).await?;
    let format = request.format;
    let shared = Data::clone(&service);
    // Turning the analysis into JSON is work too, and stays off the event loop.
    let work = service.analyses.run(patience, move |analyzer, cancelled| {
        let _until_it_is_read = share;
        written(&shared, &request, (analyzer, cancelled))
    });
    let (warnings, body) = work.await?;
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.media_type())
        .insert_header((VARY, "accept"));
    if !warnings.is_empty() {
        response.insert_header((WARNINGS, warnings));
    }
    Ok(response.body(body))
}

/// What is found in `request`, counted and written, behind the codes of its warnings.
pub(super) fn written(
    service: &Service,
    request: &Request,
    (analyzer, cancelled): (&dyn Analyze, &AtomicBool),
) -> Result<(String, Vec<u8>), ApiError> {
    let limits = service.limits;
    let analysed = analyse(request, analyzer, cancelled, limits.text)
        .map_err(|refusal| refused(refusal, &limits))?;
    let answer = analysed.answer();
    let metrics = &service.metrics;
    metrics.analysed(request.size(), analysed.language(), &answer);
    Ok((codes(&answer), analysed.write(&answer)?))
}

/// Why there is no answer, under these limits.
fn refused(refusal: Refusal, limits: &Limits) -> ApiError {
    match refusal {
        Refusal::TooLarge { limit, got } => ApiError::TextTooLarge { limit, got },
        Refusal::Cancelled(_) => ApiError::AnalysisTimeout {
            deadline: limits.deadline,
        },
    }
}

/// The codes of the warnings, for the formats that have no place for them.
fn codes(answer: &Answer) -> String {
    let codes = answer.warnings.iter().map(|warning| warning.code.as_str());
    codes.collect::<Vec<_>>().join(", ")
}
