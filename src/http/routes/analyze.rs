//! `POST /v1/analyze`: one article in, its findings out.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use crate::http::body;
use crate::http::problem::ApiError;
use crate::http::service::Service;
use crate::http::wire::answer;

/// Reads the request, analyses its article, and answers.
pub(super) async fn analyze(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, ApiError> {
    let limits = &service.limits;
    let request = body::read(&request, payload, limits).await?;
    let size = request.len();
    if size > limits.text {
        return Err(ApiError::TextTooLarge {
            limit: limits.text,
            got: size,
        });
    }
    let metrics = Data::clone(&service);
    // Turning the analysis into JSON is work too, and stays off the event loop.
    let work = service.analyses.run(move |analyzer, cancelled| {
        let answer = answer(&request, analyzer, cancelled)?;
        metrics.metrics.analysed(size, &answer);
        Ok(serde_json::to_vec(&answer))
    });
    let json = work.await?.map_err(|_| ApiError::Internal)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(json))
}
