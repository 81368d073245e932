//! Who may ask: with keys, whoever shows one; what an article never reaches (probes, pages,
//! documents) is open to all. Errors become problems here, so that what lies around it (CORS, the
//! headers of every answer) treats them as any answer.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::{Data, Payload};
use actix_web::{Error, HttpMessage, HttpRequest};

use super::observe::told;
use super::problem::ApiError;
use super::routes::Door;
use super::service::Service;
use super::unread::{self, Incoming};

/// Routes that need no key: without them neither a probe nor a reader of the documentation could
/// know what is here. A route that is not named needs one.
const OPEN: [&str; 10] = [
    "/health/live",
    "/health/ready",
    "/v1/languages",
    "/openapi.json",
    "/docs",
    "/docs/",
    "/docs/problems",
    "/docs/{file}",
    "/",
    "/playground/{file}",
];

/// The name of the key that a request has shown.
#[derive(Clone)]
pub(super) struct Holder(String);

impl Holder {
    pub(super) fn of(request: &HttpRequest) -> Option<String> {
        let kept = request.extensions();
        kept.get::<Self>().map(|holder| holder.0.clone())
    }
}

/// The middleware around the routes.
pub(super) async fn admit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if needs_key(&request) {
        let service = request.app_data::<Data<Service>>().cloned();
        let keys = service.as_ref().and_then(|service| service.keys.as_ref());
        let holder = keys.map(|keys| keys.holder(request.headers()));
        match (holder, &service) {
            (Some(None), _) => return refuse(request).await,
            (Some(Some(name)), Some(service)) => {
                service.metrics.admitted(name);
                let holder = Holder(name.to_owned());
                request.extensions_mut().insert(holder);
            }
            (Some(Some(_)) | None, _) => {}
        }
    }
    Ok(told(next.call(request).await?))
}

/// Whether the route is one that needs a key; the operator's port has none. What is nowhere needs none to be told so.
fn needs_key(request: &ServiceRequest) -> bool {
    let route = request.match_pattern();
    let is_admin = request.app_data::<Door>() == Some(&Door::Admin);
    !is_admin && route.is_some_and(|route| !OPEN.contains(&route.as_str()))
}

/// The same answer whether a key is missing or wrong.
async fn refuse(mut request: ServiceRequest) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Ok(payload) = request.extract::<Payload>().await {
        unread::keep(request.request(), Incoming::new(payload));
    }
    Ok(told(request.error_response(ApiError::Unauthorized)))
}
