//! Models: hashed features, linear scorers, and the file format that they are
//! stored in.

mod error;

pub use error::LoadError;
