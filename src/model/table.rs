//! [`FeatureTable`]: from a feature to the weights of its labels, read in place
//! from the bytes of a model file.
//!
//! ```text
//! index    one u32 per bucket: where its entries start in `entries`
//! entries  fingerprint u16 · n u8 · n × (label u8, weight i8) · next entry …
//! ```
//!
//! The high bits of a feature choose the bucket and the low sixteen are its
//! fingerprint, so a feature that the model has never seen hits another one's
//! weights once in some 20,000 look-ups.

use super::file::{Reader, Writer};

/// Weights of labels by feature.
#[derive(Debug)]
pub struct FeatureTable {
    bits: u32,
    index: &'static [u8],
    entries: &'static [u8],
}

/// The weight that a feature gives a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Index of the label.
    pub label: u8,
    /// The weight, in the model's own unit.
    pub weight: i8,
}

impl FeatureTable {
    /// Calls `add` with every weight of `feature`.
    pub fn add_to(&self, feature: u64, mut add: impl FnMut(usize, i32)) {
        let Some(weights) = self.weights(feature) else {
            return;
        };
        for pair in weights.chunks_exact(2) {
            add(usize::from(pair[0]), i32::from(pair[1].cast_signed()));
        }
    }

    fn weights(&self, feature: u64) -> Option<&[u8]> {
        let bucket = bucket(feature, self.bits);
        let mut at = self.entry(bucket)?;
        let end = self.entry(bucket + 1)?;
        let wanted = fingerprint(feature).to_le_bytes();
        while at + 3 <= end {
            let head = self.entries.get(at..at + 3)?;
            let after = at + 3 + 2 * usize::from(head[2]);
            if head[..2] == wanted {
                return self.entries.get(at + 3..after);
            }
            at = after;
        }
        None
    }

    fn entry(&self, bucket: usize) -> Option<usize> {
        let bytes = self.index.get(bucket * 4..bucket * 4 + 4)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    }

    /// Reads a table that [`write_table`] wrote.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let bits = u32::from(reader.byte()?).min(30);
        let index = reader.bytes(((1 << bits) + 1) * 4)?;
        let length = reader.u32()? as usize;
        Some(Self {
            bits,
            index,
            entries: reader.bytes(length)?,
        })
    }
}

fn bucket(feature: u64, bits: u32) -> usize {
    usize::try_from(feature >> (64 - bits)).unwrap_or_default()
}

fn fingerprint(feature: u64) -> u16 {
    let [low, high, ..] = feature.to_le_bytes();
    u16::from_le_bytes([low, high])
}

/// Writes `features` with their weights; features need not be sorted, at most 255 weights each.
/// Of two features that share bucket and fingerprint, the first is kept.
pub fn write_table(writer: &mut Writer, features: &[(u64, Vec<Weight>)]) {
    let bits = (features.len().max(4) / 2).ilog2().clamp(2, 20);
    let mut sorted: Vec<&(u64, Vec<Weight>)> = features.iter().collect();
    sorted.sort_by_key(|(feature, _)| (bucket(*feature, bits), fingerprint(*feature)));
    sorted.dedup_by_key(|(feature, _)| (bucket(*feature, bits), fingerprint(*feature)));
    let mut index = Vec::new();
    let mut entries: Vec<u8> = Vec::new();
    let mut next = sorted.into_iter().peekable();
    for current in 0..1_usize << bits {
        index.push(entries.len());
        while let Some((feature, weights)) =
            next.next_if(|(feature, _)| bucket(*feature, bits) == current)
        {
            entries.extend(fingerprint(*feature).to_le_bytes());
            entries.push(u8::try_from(weights.len()).unwrap_or(u8::MAX));
            entries.extend(
                weights
                    .iter()
                    .take(255)
                    .flat_map(|pair| [pair.label, pair.weight.cast_unsigned()]),
            );
        }
    }
    index.push(entries.len());
    writer.byte(u8::try_from(bits).unwrap_or_default());
    for offset in index {
        writer.u32(offset);
    }
    writer.u32(entries.len());
    writer.bytes(&entries);
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::super::{Header, ModelFile, TableFile, write_lists};
    use super::*;
    use crate::model::feature;

    fn table(features: &[(u64, Vec<Weight>)]) -> FeatureTable {
        let header = Header {
            task: "lists".into(),
            language: "und".into(),
            labels: vec![],
        };
        let bytes = write_lists(&header, features).leak();
        let file = ModelFile {
            path: "a.bin",
            bytes,
        };
        TableFile::load(file, "lists").unwrap().table
    }

    fn look_up(table: &FeatureTable, feature: u64) -> Vec<(usize, i32)> {
        let mut found = vec![];
        table.add_to(feature, |label, weight| found.push((label, weight)));
        found
    }

    fn weights() -> impl Strategy<Value = Vec<Weight>> {
        let weight =
            (any::<u8>(), any::<i8>()).prop_map(|(label, weight)| Weight { label, weight });
        proptest::collection::vec(weight, 0..4)
    }

    proptest! {
        #[test]
        fn a_table_gives_what_a_map_gives(
            rows in proptest::collection::btree_map(0..500_u64, weights(), 0..60),
        ) {
            let key = |number: u64| feature(7, &[number]);
            let features: Vec<_> = rows.into_iter().map(|(number, row)| (key(number), row)).collect();
            let table = table(&features);
            let place = |feature: u64| (bucket(feature, table.bits), fingerprint(feature));
            let mut map: HashMap<(usize, u16), Vec<Weight>> = HashMap::new();
            for (feature, row) in features {
                map.entry(place(feature)).or_insert(row);
            }
            for feature in (0..500).map(key) {
                let row = map.get(&place(feature)).into_iter().flatten();
                let expected: Vec<_> =
                    row.map(|pair| (usize::from(pair.label), i32::from(pair.weight))).collect();
                prop_assert_eq!(look_up(&table, feature), expected);
            }
        }
    }

    #[test]
    fn an_empty_table_gives_nothing() {
        let table = table(&[]);
        for feature in [0, 1, u64::MAX] {
            assert_eq!(look_up(&table, feature), []);
        }
    }

    #[test]
    fn of_two_features_in_one_place_the_first_is_kept() {
        let row = |weight| vec![Weight { label: 0, weight }];
        let table = table(&[(0x1_0001, row(1)), (0x2_0001, row(2))]);
        assert_eq!(look_up(&table, 0x1_0001), [(0, 1)]);
        assert_eq!(look_up(&table, 0x2_0001), [(0, 1)]);
    }
}
