//! `GET /`: where to go from here.

use actix_web::HttpResponse;

use crate::http::openapi::RouteProblems;

const PAGE: &str = include_str!("../../../web/home.html");

/// A page with links to everything that the service has.
#[utoipa::path(
    get,
    path = "/",
    operation_id = "home",
    tag = "documentation",
    responses((status = 200, description = "A page of links", body = String, content_type = "text/html"), RouteProblems)
)]
pub(in crate::http) async fn home() -> HttpResponse {
    super::docs::html(PAGE.to_owned())
}
