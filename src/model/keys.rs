//! [`KeyMap`] and [`KeySet`]: maps and sets whose keys are hashes already, such as those of words, so
//! that a look-up hashes nothing.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Values by hash.
///
/// ```
/// use copydesk::model::{KeyMap, hash};
/// let map: KeyMap<u8> = [(hash("said"), 1)].into_iter().collect();
/// assert_eq!(map.get(&hash("said")), Some(&1));
/// ```
pub type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyHasher>>;

/// A set of hashes.
pub type KeySet = HashSet<u64, BuildHasherDefault<KeyHasher>>;

/// Passes a key through as its own hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    /// Keys of another type than `u64` are still told apart.
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
}
