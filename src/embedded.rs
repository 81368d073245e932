//! The models in the binary: all of `models/` and `gazetteers/`.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;
use include_dir::{Dir, include_dir};

use crate::language::Language;
use crate::model::{LoadError, ModelFile};
use crate::tag::TaggerFiles;

static MODELS: Dir = include_dir!("$CARGO_MANIFEST_DIR/models");

/// Lists of names, unpacked once (`build.rs` packs them).
pub static GAZETTEER: LazyLock<ModelFile> = LazyLock::new(|| ModelFile {
    path: "gazetteers/names.bin",
    bytes: unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/names.gz"))).leak(),
});

/// Things of the world with their identifiers.
pub const ATLAS: ModelFile = ModelFile {
    path: "gazetteers/atlas.bin",
    bytes: include_bytes!("../gazetteers/atlas.bin"),
};

/// The model of `language` for `task`; language identification is for all languages, `None`.
pub fn model(language: Option<Language>, task: &str) -> Result<ModelFile, LoadError> {
    let code = language.map_or("und", Language::code);
    let path = format!("{code}/{task}.bin");
    let file = MODELS.get_file(&path).and_then(|file| {
        Some(ModelFile {
            path: file.path().to_str()?,
            bytes: file.contents(),
        })
    });
    file.ok_or_else(|| LoadError::unexpected(&format!("models/{path}"), "a model", "no file"))
}

/// The models of the tagger of `language`.
pub fn tagger(language: Language) -> Result<TaggerFiles, LoadError> {
    TaggerFiles::find(|task| model(Some(language), task))
}

/// What the build packed; of a binary that was tampered with, as much as can be read, which no checksum fits.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = GzDecoder::new(packed).read_to_end(&mut bytes);
    bytes
}
