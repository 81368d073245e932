//! [`TripleTable`]: from a feature to three small weights, in a table of a fixed
//! size that is read in place. A look-up reads 40 bytes that lie together.
//!
//! ```text
//! bucket   8 × fingerprint u16 · 8 × 3 × weight code
//! ```
//!
//! The high bits of a feature choose the bucket and the low sixteen are its
//! fingerprint. A bucket holds the eight strongest features that belong in it,
//! so that the size of the table says how much of a model is kept.

use super::file::{Reader, Writer};
use super::table::{WEIGHTS, code};

const PLACES: usize = 8;
const BYTES: usize = 5 * PLACES;

/// Three weights by feature.
#[derive(Debug)]
pub struct TripleTable {
    buckets: &'static [[u8; BYTES]],
}

/// A feature with its three weights, in the model's own unit.
pub type Triple = (u64, [i16; 3]);

impl TripleTable {
    /// The sums of the weights of `features`.
    pub fn sum(&self, features: &[u64]) -> [i32; 3] {
        let mut total = [0; 3];
        for &feature in features {
            let Some(bucket) = self.buckets.get(place(feature, self.buckets.len())) else {
                continue;
            };
            // No branch on what is found: which features a model knows cannot be foretold.
            let (place, is_known) = position(bucket, fingerprint(feature));
            let start = 2 * PLACES + 3 * place;
            for (total, &weight) in total.iter_mut().zip(&bucket[start..start + 3]) {
                *total += i32::from(is_known) * i32::from(WEIGHTS[usize::from(weight)]);
            }
        }
        total
    }

    /// Reads a table that [`write_triples`] wrote.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let count = reader.u32()? as usize;
        let (buckets, _) = reader.bytes(count.checked_mul(BYTES)?)?.as_chunks();
        Some(Self { buckets })
    }
}

/// The place of `wanted` among the fingerprints of `bucket`, and whether it is there: four fingerprints are
/// compared at once, as the lanes of one number.
fn position(bucket: &[u8; BYTES], wanted: u16) -> (usize, bool) {
    let wanted = u64::from(wanted) * LANES;
    let (first, second) = (lanes(bucket, 0) ^ wanted, lanes(bucket, 4) ^ wanted);
    // The bits of the first four are put between those of the last four.
    let matches = zero_lanes(first) >> 8 | zero_lanes(second);
    let lane = matches.trailing_zeros() as usize / 8 % PLACES;
    (lane / 2 + 4 * (lane % 2), matches != 0)
}

/// Four fingerprints of `bucket` from the one at `from`.
fn lanes(bucket: &[u8; BYTES], from: usize) -> u64 {
    let bytes = &bucket[2 * from..];
    u64::from_le_bytes([
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
    ])
}

/// One in each lane of sixteen bits.
const LANES: u64 = 0x0001_0001_0001_0001;

/// The highest bit of the lowest lane of `lanes` that is 0; lanes above it may be marked by mistake.
fn zero_lanes(lanes: u64) -> u64 {
    lanes.wrapping_sub(LANES) & !lanes & LANES << 15
}

fn place(feature: u64, count: usize) -> usize {
    let scaled = (u128::from(feature) * count as u128) >> 64;
    usize::try_from(scaled).unwrap_or_default()
}

/// Never 0, which is the fingerprint of an empty place.
fn fingerprint(feature: u64) -> u16 {
    let [low, high, ..] = feature.to_le_bytes();
    u16::from_le_bytes([low, high]).max(1)
}

/// Writes `features` into `count` buckets. Of two with one bucket and fingerprint, the stronger is kept.
pub(super) fn write_triples(writer: &mut Writer, features: &[Triple], count: usize) {
    let strength = |row: [i16; 3]| {
        row.iter()
            .map(|weight| i32::from(*weight).abs())
            .sum::<i32>()
    };
    let mut sorted: Vec<&Triple> = features.iter().collect();
    sorted.sort_by_key(|(feature, weights)| {
        (
            place(*feature, count),
            std::cmp::Reverse(strength(*weights)),
            *feature,
        )
    });
    let mut next = sorted.into_iter().peekable();
    writer.u32(count);
    for current in 0..count {
        let (mut prints, mut rows) = (Vec::new(), Vec::new());
        while let Some((feature, weights)) =
            next.next_if(|(feature, _)| place(*feature, count) == current)
        {
            if prints.len() < PLACES && !prints.contains(&fingerprint(*feature)) {
                prints.push(fingerprint(*feature));
                rows.push(*weights);
            }
        }
        prints.resize(PLACES, 0);
        rows.resize(PLACES, [0; 3]);
        for print in prints {
            writer.u16(print);
        }
        for weight in rows.into_iter().flatten() {
            writer.byte(code(weight));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::file::ModelFile;
    use super::super::{Header, TransitionModel, TransitionParts, feature, write_transition};
    use super::*;

    fn table(features: &[Triple], buckets: usize) -> TripleTable {
        let header = Header {
            task: "parse".into(),
            language: "und".into(),
            labels: vec!["root".into()],
        };
        let parts = TransitionParts {
            moves: features,
            buckets,
            relations: &[],
        };
        let bytes = write_transition(&header, parts).leak();
        TransitionModel::load(
            ModelFile {
                path: "a.bin",
                bytes,
            },
            "parse",
        )
        .unwrap()
        .moves
    }

    proptest! {
        #[test]
        fn a_table_that_is_large_enough_gives_every_row(
            rows in proptest::collection::btree_map(0..500_u64, proptest::array::uniform3(-31..=31_i16), 0..60),
        ) {
            let triples: Vec<Triple> = rows.iter().map(|(&key, &row)| (feature(7, &[key]), row)).collect();
            let table = table(&triples, 64);
            for key in 0..500 {
                let expected = rows.get(&key).map_or([0; 3], |row| row.map(i32::from));
                prop_assert_eq!(table.sum(&[feature(7, &[key])]), expected);
            }
        }
    }

    #[test]
    fn a_full_bucket_keeps_the_strongest() {
        let triples: Vec<Triple> = (1..=20_i16)
            .map(|number| (u64::from(number.unsigned_abs()), [number, 0, 0]))
            .collect();
        let table = table(&triples, 1);
        for number in 1..=20 {
            let kept = if number > 12 {
                i32::try_from(number).unwrap()
            } else {
                0
            };
            assert_eq!(table.sum(&[number]), [kept, 0, 0]);
        }
    }

    #[test]
    fn an_empty_table_gives_nothing() {
        assert_eq!(table(&[], 0).sum(&[0, 1, u64::MAX]), [0, 0, 0]);
    }
}
