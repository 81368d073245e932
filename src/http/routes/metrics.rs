//! `GET /metrics`: what the operator counts.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::http::metrics::METRICS_TYPE;
use crate::http::openapi::MetricsProblems;
use crate::http::problem::ApiError;
use crate::http::service::Service;

/// What the operator counts, in the text format of Prometheus. Where the server has an admin port,
/// it is there alone.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "metrics",
    tag = "operation",
    responses(
        (status = 200, description = "All metrics", body = String, content_type = "application/openmetrics-text"),
        MetricsProblems
    ),
    security((), ("bearer" = []), ("header" = []))
)]
pub(in crate::http) async fn metrics(service: Data<Service>) -> Result<HttpResponse, ApiError> {
    let text = service.metrics.text(service.analyses.free());
    let text = text.map_err(|_| ApiError::Internal)?;
    Ok(HttpResponse::Ok().content_type(METRICS_TYPE).body(text))
}
