//! The integration tests, one binary.

mod literals;
mod properties;
mod tidy;
