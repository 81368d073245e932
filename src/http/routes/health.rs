//! `GET /health/live` and `/health/ready`, for probes.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::ApiError;
use crate::http::service::Service;

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Health {
    /// `live` or `ready`.
    #[schema(example = "ready")]
    status: &'static str,
}

/// The process runs.
pub(super) async fn live() -> Json<Health> {
    Json(Health { status: "live" })
}

/// The server takes requests: its models are loaded (it listens only then) and
/// it has not been told to stop.
pub(super) async fn ready(service: Data<Service>) -> Result<HttpResponse, ApiError> {
    if !service.is_ready() {
        return Err(ApiError::ShuttingDown);
    }
    Ok(HttpResponse::Ok().json(Health { status: "ready" }))
}
