//! `GET /health/live` and `/health/ready`, for probes.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::openapi::{ReadyProblems, RouteProblems};
use crate::http::problem::ApiError;
use crate::http::service::Service;

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Health {
    /// `live` or `ready`.
    #[schema(example = "ready")]
    status: &'static str,
}

/// Whether the process runs.
#[utoipa::path(
    get,
    path = "/health/live",
    operation_id = "live",
    tag = "operation",
    responses((status = 200, description = "It runs", body = Health), RouteProblems)
)]
pub(in crate::http) async fn live() -> Json<Health> {
    Json(Health { status: "live" })
}

/// Whether the server takes requests: its models are loaded (it listens only
/// then) and it has not been told to stop.
#[utoipa::path(
    get,
    path = "/health/ready",
    operation_id = "ready",
    tag = "operation",
    responses((status = 200, description = "It takes requests", body = Health), ReadyProblems)
)]
pub(in crate::http) async fn ready(service: Data<Service>) -> Result<HttpResponse, ApiError> {
    if !service.is_ready() {
        return Err(ApiError::ShuttingDown);
    }
    Ok(HttpResponse::Ok().json(Health { status: "ready" }))
}
