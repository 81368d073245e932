//! The integration tests, one binary.

mod dates;
