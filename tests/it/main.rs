//! The integration tests, one binary.

mod dates;
mod literals;
mod properties;
mod tidy;
