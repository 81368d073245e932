//! The HTTP service: server, routes, wire types, problems and limits. With
//! `formats` it is the only place that knows actix, utoipa and JSON.
//!
//! ```text
//! server ── observe (id, log, metrics, headers) ── routes ── body ── wire::Request
//!                                                              └── analyze ── wire::Answer
//! every error ── problem ── application/problem+json
//! ```

mod accept;
mod admin;
mod admit;
mod analyze;
mod bare;
mod body;
mod budget;
pub(crate) mod charset;
mod connection;
mod cors;
mod crew;
mod expect;
mod failure;
mod headers;
mod keys;
mod lines;
mod metrics;
pub(crate) mod ndjson;
mod observe;
mod openapi;
mod patience;
mod probe;
mod problem;
mod routes;
mod samples;
mod server;
mod service;
mod settings;
mod spans;
mod stopwatch;
mod timings;
mod trace;
mod turn;
mod unread;
pub mod wire;

pub use analyze::Analyze;
pub use cors::{NoOrigin, Origin};
pub use keys::{Keys, KeysError};
pub use openapi::openapi;
pub use probe::is_ready;
pub use problem::{ApiError, FieldError, PROBLEM_TYPE, Problem, Row};
pub use server::{Server, Stop};
pub use settings::{Limits, Settings, largest_body};
pub use spans::{Collector, NoCollector};
