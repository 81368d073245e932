//! An error of every kind, so that the OpenAPI document and the documentation
//! show each as it is sent.

use std::time::Duration;

use super::body::SERVED;
use super::problem::{ApiError, FieldError};

impl ApiError {
    /// One error of each kind: the examples of the OpenAPI document and of the documentation.
    pub fn samples() -> Vec<ApiError> {
        let deadline = Duration::from_secs(5);
        let limit = 1_048_576;
        vec![
            Self::MalformedJson {
                reason: "expected value".to_owned(),
                line: 3,
                column: 12,
            },
            Self::MalformedText {
                encoding: "UTF-8",
                position: 57,
            },
            Self::MalformedQuery,
            Self::MalformedTransfer,
            Self::MalformedRequest,
            Self::HeadTimeout,
            Self::HeadTooLarge,
            Self::Unauthorized,
            Self::OriginRefused,
            Self::NotFound,
            Self::MethodNotAllowed { allow: "POST" },
            Self::BodyTimeout { deadline },
            Self::BodyTooLarge { limit: 6 * limit },
            Self::TextTooLarge {
                limit,
                got: limit + 1,
            },
            Self::UnsupportedMediaType {
                got: "application/xml".to_owned(),
                served: SERVED,
            },
            Self::NotAcceptable,
            Self::InvalidFields(vec![FieldError {
                pointer: "/langauge".to_owned(),
                place: None,
                detail: "expected one of the fields text, html, title, language, published, \
                         include, offsets, id, but got an unknown one"
                    .to_owned(),
            }]),
            Self::Internal,
            Self::Overloaded {
                wait: Duration::from_secs(1),
            },
            Self::AnalysisTimeout { deadline },
            Self::ShuttingDown,
        ]
    }
}
