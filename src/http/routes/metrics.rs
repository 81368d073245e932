//! `GET /metrics`: what the operator counts.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::http::metrics::METRICS_TYPE;
use crate::http::problem::ApiError;
use crate::http::service::Service;

/// All metrics as text.
pub(super) async fn metrics(service: Data<Service>) -> Result<HttpResponse, ApiError> {
    let text = service.metrics.text(service.analyses.free());
    let text = text.map_err(|_| ApiError::Internal)?;
    Ok(HttpResponse::Ok().content_type(METRICS_TYPE).body(text))
}
