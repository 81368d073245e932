//! The routes, each in a file of its own. A wrong method is 405 with `Allow`,
//! an unknown path is 404.

pub(super) mod analyze;
pub(super) mod batch;
pub(super) mod docs;
pub(super) mod health;
pub(super) mod languages;
pub(super) mod metrics;
pub(super) mod playground;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route, guard};

use super::problem::ApiError;

/// What is behind a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// Everything.
    Whole,
    /// Everything but the metrics, which are behind the operator's port.
    Public,
    /// Probes and metrics, for the operator.
    Admin,
}

/// Puts every route in its place.
pub(super) fn configure(app: &mut ServiceConfig, door: Door) {
    app.service(get("/health/live").route(reading().to(health::live)))
        .service(get("/health/ready").route(reading().to(health::ready)))
        .default_service(web::to(async || Err::<HttpResponse, _>(ApiError::NotFound)));
    if door != Door::Public {
        app.service(get("/metrics").route(reading().to(metrics::metrics)));
    }
    if door != Door::Admin {
        public(app);
    }
}

fn public(app: &mut ServiceConfig) {
    app.service(post("/v1/analyze").route(web::post().to(analyze::analyze)))
        .service(post("/v1/batch").route(web::post().to(batch::batch)))
        .service(get("/v1/languages").route(reading().to(languages::languages)))
        .service(get("/openapi.json").route(reading().to(docs::document)))
        .service(get("/docs").route(reading().to(docs::page)))
        .service(get("/docs/").route(reading().to(docs::page_below)))
        .service(get("/docs/problems").route(reading().to(docs::problems)))
        .service(get("/docs/{file}").route(reading().to(docs::asset)))
        .service(get("/").route(reading().to(playground::page)))
        .service(get("/playground/{file}").route(reading().to(playground::asset)));
}

fn post(path: &str) -> Resource {
    resource(path, "POST")
}

fn get(path: &str) -> Resource {
    resource(path, "GET, HEAD")
}

/// A resource that names its methods when it is asked with another one.
fn resource(path: &str, allow: &'static str) -> Resource {
    let refuse =
        move || async move { Err::<HttpResponse, _>(ApiError::MethodNotAllowed { allow }) };
    web::resource(path).default_service(web::to(refuse))
}

/// A route for GET and for HEAD, whose answer has no body.
fn reading() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
