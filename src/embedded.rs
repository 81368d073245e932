//! The models in the binary.

use crate::language::Language;
use crate::model::ModelFile;

macro_rules! model {
    ($path:literal) => {
        ModelFile {
            path: $path,
            bytes: include_bytes!(concat!("../", $path)),
        }
    };
}

/// Language identification.
pub const IDENTIFIER: ModelFile = model!("models/und/language.bin");
/// Lists of names.
pub const GAZETTEER: ModelFile = model!("gazetteers/names.bin");

/// The tagger of `language`.
pub fn tagger(language: Language) -> ModelFile {
    match language {
        Language::English => model!("models/en/tag.bin"),
        Language::French => model!("models/fr/tag.bin"),
    }
}

/// The name recogniser of `language`.
pub fn recogniser(language: Language) -> ModelFile {
    match language {
        Language::English => model!("models/en/names.bin"),
        Language::French => model!("models/fr/names.bin"),
    }
}
