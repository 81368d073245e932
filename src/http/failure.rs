//! A defect that no middleware can answer: the framework asks the error itself for the answer, which
//! has what every answer has.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{HttpResponse, ResponseError};

use super::headers::guard;
use super::problem::ApiError;
use super::trace::REQUEST_ID;

/// An error on its way past the middleware, with the id of its request.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: ApiError,
    pub(super) request_id: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(formatter)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.error.row().status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = self.error.response(&self.request_id);
        guard(response.headers_mut());
        if let Ok(id) = HeaderValue::from_str(&self.request_id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
}
