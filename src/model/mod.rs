//! Models: hashed features, linear scorers, and the file format that they are
//! stored in. Training writes a file; the server reads it in place and never
//! sees the trainer.

mod classifier;
mod error;
mod features;
mod file;
mod keys;
mod lists;
mod odds;
mod records;
mod sequence;
mod table;
mod transition;
mod triples;

pub use classifier::{Classifier, write_classifier};
pub use error::LoadError;
pub use features::{FEATURE_VERSION, feature, hash, hash_chars};
pub use file::{Header, ModelFile, Writer};
pub use keys::{KeyHasher, KeyMap, KeySet};
pub use lists::{TableFile, write_lists};
pub use odds::{Judge, OddsModel, best, chance};
pub use records::{RecordTable, write_records};
pub use sequence::{FORBIDDEN, Labelled, SequenceModel, SequenceParts, write_sequence};
pub use table::{FeatureTable, LARGEST_WEIGHT, Weight, write_table};
pub use transition::{TransitionModel, TransitionParts, write_transition};
pub use triples::{Triple, TripleTable};

/// FNV-1a over words of eight bytes, then the bytes that are left: quick, and
/// enough to notice a damaged file.
fn checksum(bytes: &[u8]) -> u64 {
    let words = bytes.chunks(8).map(|word| {
        word.iter()
            .rev()
            .fold(0, |value, &byte| value << 8 | u64::from(byte))
    });
    words.fold(0xcbf2_9ce4_8422_2325, |state, word| {
        (state ^ word)
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(5)
    })
}
