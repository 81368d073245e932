//! Byte offsets into the unit a client counts in: code points, UTF-16 code
//! units or bytes. One checkpoint every 64 bytes keeps a look-up short without
//! storing a number per byte.

const STRIDE: usize = 64;

/// What a client's offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Unicode code points (Python, Web Annotation).
    #[default]
    CodePoint,
    /// UTF-16 code units (JavaScript, Java, C#).
    Utf16,
    /// Bytes of UTF-8 (Rust, Go).
    Utf8,
}

/// Converts byte offsets of one text into a unit.
///
/// ```
/// use copydesk::text::{Offsets, OffsetUnit};
/// let offsets = Offsets::new("🙂é", OffsetUnit::Utf16);
/// assert_eq!(offsets.at(4), 2);
/// ```
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: OffsetUnit,
    checkpoints: Vec<u32>,
}

impl<'t> Offsets<'t> {
    /// Prepares the conversion for `text`.
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut checkpoints = Vec::new();
        if unit != OffsetUnit::Utf8 {
            let mut count = 0;
            for block in text.as_bytes().chunks(STRIDE) {
                checkpoints.push(count);
                count += width(block, unit);
            }
            checkpoints.push(count);
        }
        Self {
            text,
            unit,
            checkpoints,
        }
    }

    /// The offset of byte `byte`, which lies on a character boundary, in the unit.
    pub fn at(&self, byte: u32) -> u32 {
        if self.unit == OffsetUnit::Utf8 {
            return byte;
        }
        let byte = (byte as usize).min(self.text.len());
        let block = byte / STRIDE;
        self.checkpoints[block] + width(&self.text.as_bytes()[block * STRIDE..byte], self.unit)
    }
}

/// How many units start in `bytes`: a continuation byte starts none, and a
/// four-byte character starts two UTF-16 units.
fn width(bytes: &[u8], unit: OffsetUnit) -> u32 {
    let units = |byte: u8| match byte {
        0x80..=0xBF => 0,
        0xF0.. if unit == OffsetUnit::Utf16 => 2,
        _ => 1,
    };
    bytes.iter().map(|&byte| units(byte)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_converts_like_a_count_from_the_start() {
        let text = "L’été 🙂 e\u{301}\r\n\u{a0}fin ".repeat(20);
        let points = Offsets::new(&text, OffsetUnit::CodePoint);
        let utf16 = Offsets::new(&text, OffsetUnit::Utf16);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let at = u32::try_from(byte).unwrap();
            assert_eq!(points.at(at) as usize, text[..byte].chars().count());
            assert_eq!(utf16.at(at) as usize, text[..byte].encode_utf16().count());
        }
    }

    #[test]
    fn offsets_count_what_the_client_counts() {
        // The text before a place, and its length in code points, UTF-16 units and bytes.
        let cases = [
            ("", [0, 0, 0]),
            ("abc", [3, 3, 3]),
            ("é", [1, 1, 2]),
            ("e\u{301}", [2, 2, 3]),
            ("漢", [1, 1, 3]),
            ("🙂", [1, 2, 4]),
            ("👩\u{200d}🚀", [3, 5, 11]),
            ("a\r\n\u{a0}", [4, 4, 5]),
            ("\0\u{feff}", [2, 2, 4]),
        ];
        let units = [OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::Utf8];
        for padding in [0, 1, 61, 64, 200] {
            for (before, expected) in cases {
                let text = format!("{}{before}fin", "x".repeat(padding));
                let at = u32::try_from(padding + before.len()).unwrap();
                let padding = u32::try_from(padding).unwrap();
                let found = units.map(|unit| Offsets::new(&text, unit).at(at) - padding);
                assert_eq!(found, expected, "{before:?}");
            }
        }
    }

    #[test]
    fn a_place_past_the_end_is_held_at_the_end() {
        assert_eq!(Offsets::new("🙂é", OffsetUnit::CodePoint).at(99), 2);
        assert_eq!(Offsets::new("", OffsetUnit::Utf16).at(1), 0);
    }
}
