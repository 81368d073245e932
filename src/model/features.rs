//! Hashed features: a feature is the number of its template mixed with the
//! hashes of what it looks at, so that no string is built while decoding.
//!
//! ```
//! use copydesk::model::{feature, hash};
//! let previous_word = feature(3, &[hash("said")]);
//! assert_ne!(previous_word, feature(4, &[hash("said")]));
//! ```

/// The version of the feature templates and of this hash. A model trained with
/// another one is refused.
pub const FEATURE_VERSION: u16 = 2;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a (Fowler, Noll, Vo) of the bytes of `text`.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(SEED, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

/// FNV-1a of characters, as UTF-32 code points.
pub fn hash_chars(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(SEED, |state, letter| {
        (state ^ u64::from(u32::from(letter))).wrapping_mul(PRIME)
    })
}

/// The feature of template number `template` over `parts`, in their order.
pub fn feature(template: u64, parts: &[u64]) -> u64 {
    let start = mix(SEED ^ template);
    parts
        .iter()
        .fold(start, |state, &part| mix(state.rotate_left(23) ^ part))
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014): every bit of the input moves half of the output.
fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
