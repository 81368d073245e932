//! [`LoadError`]: why a model or a language pack could not be loaded.

/// Why a model or a language pack could not be loaded. Each names the file.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file is not what its place promises.
    #[error("{file}: expected {expected}, but got {got}")]
    Unexpected {
        /// The file's path in the repository.
        file: String,
        /// What should be there.
        expected: String,
        /// What is there.
        got: String,
    },
}

impl LoadError {
    /// The error for `file`, which holds `got` where `expected` should be.
    #[cold]
    pub fn unexpected(file: &str, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self::Unexpected {
            file: file.to_owned(),
            expected: expected.into(),
            got: got.into(),
        }
    }
}
