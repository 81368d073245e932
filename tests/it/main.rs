//! The integration tests, one binary.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accuracy;
mod analyze;
mod api;
mod date_properties;
mod dates;
mod documents;
mod formats;
mod golden;
mod judged;
mod literals;
mod packs;
mod properties;
mod quote_kinds;
mod seed;
mod source;
mod stages;
mod tidy;
