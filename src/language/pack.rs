//! [`Pack`]: what Copydesk knows about one language, parsed once from `lang/<code>/`.

use super::Language;

/// The knowledge of one language.
#[derive(Debug)]
pub struct Pack {
    /// Whose knowledge it is.
    pub language: Language,
}

/// The packs of all languages.
#[derive(Debug)]
pub struct Packs {}
