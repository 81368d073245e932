//! [`FeatureTable`]: from a feature to the weights of its labels, read in place
//! from the bytes of a model file.
//!
//! ```text
//! index    one u32 per bucket: where its entries start in `entries`
//! entries  fingerprint u16 · n u8 · n × (label u8, weight code) · next entry …
//! ```
//!
//! A weight is a byte: a sign, three bits of exponent and four of mantissa, so that weights from 1 to
//! 1,984 are off by at most one part in 32. Evenly spaced codes would round the many small weights of
//! rare features to nothing, or cut the few large ones of frequent features.
//!
//! The high bits of a feature choose the bucket and the low sixteen are its
//! fingerprint, so a feature that the model has never seen hits another one's
//! weights once in some 20,000 look-ups.

use super::file::{Reader, Writer};

/// How many look-ups go on side by side. A table does not fit into a near cache, so that a look-up
/// mostly waits for memory; side by side they wait together.
const BATCH: usize = 32;

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
    /// The weight, in the model's own unit, at most [`LARGEST_WEIGHT`] on either side of 0.
    pub weight: i16,
}

/// The largest weight that a table can hold.
pub const LARGEST_WEIGHT: i16 = 31 << 6;

/// The weight of each code.
pub(super) static WEIGHTS: [i16; 256] = weights_of_codes();

const fn weights_of_codes() -> [i16; 256] {
    let mut weights = [0; 256];
    let mut code = 0;
    let mut mantissa = 0;
    let mut exponent = 0;
    while code < 128 {
        let size = if exponent == 0 {
            mantissa
        } else {
            (16 + mantissa) << (exponent - 1)
        };
        weights[code] = size;
        weights[code + 128] = -size;
        code += 1;
        mantissa += 1;
        if mantissa == 16 {
            mantissa = 0;
            exponent += 1;
        }
    }
    weights
}

/// The code of the weight that is nearest to `weight`; the first of two that are as near.
pub(super) fn code(weight: i16) -> u8 {
    let size = weight.unsigned_abs().min(LARGEST_WEIGHT.unsigned_abs());
    let distance = |code: &u8| WEIGHTS[usize::from(*code)].unsigned_abs().abs_diff(size);
    let nearest = (0_u8..128).min_by_key(distance).unwrap_or_default();
    if weight < 0 { nearest + 128 } else { nearest }
}

impl FeatureTable {
    /// Calls `add` with every weight of `feature`.
    pub fn add_to(&self, feature: u64, add: impl FnMut(usize, i32)) {
        self.add_all(&[feature], add);
    }

    /// Calls `add` with every weight of each of `features`.
    pub fn add_all(&self, features: &[u64], mut add: impl FnMut(usize, i32)) {
        self.add_each(
            features,
            |feature| *feature,
            |_, label, weight| add(label, weight),
        );
    }

    /// Calls `add` with every weight of the feature in each of `items`, and with that item.
    pub fn add_each<T>(
        &self,
        items: &[T],
        feature_of: impl Fn(&T) -> u64,
        mut add: impl FnMut(&T, usize, i32),
    ) {
        for batch in items.chunks(BATCH) {
            let mut places = [(0, 0); BATCH];
            for (place, item) in places.iter_mut().zip(batch) {
                *place = self.place(feature_of(item)).unwrap_or_default();
            }
            let mut heads = [[0; 3]; BATCH];
            for (head, (start, _)) in heads.iter_mut().zip(places) {
                *head = self.head(start).unwrap_or_default();
            }
            for ((item, place), head) in batch.iter().zip(places).zip(heads) {
                let weights = self.weights(fingerprint(feature_of(item)), place, head);
                for pair in weights.unwrap_or_default().chunks_exact(2) {
                    add(
                        item,
                        usize::from(pair[0]),
                        i32::from(WEIGHTS[usize::from(pair[1])]),
                    );
                }
            }
        }
    }

    /// Where the entries of a feature's bucket start and end.
    fn place(&self, feature: u64) -> Option<(usize, usize)> {
        let at = bucket(feature, self.bits) * 4;
        let ends = self.index.get(at..at + 8)?;
        let offset = |at: usize| {
            u32::from_le_bytes([ends[at], ends[at + 1], ends[at + 2], ends[at + 3]]) as usize
        };
        Some((offset(0), offset(4)))
    }

    /// The fingerprint and the number of weights of the entry at `at`.
    fn head(&self, at: usize) -> Option<[u8; 3]> {
        self.entries.get(at..at + 3)?.try_into().ok()
    }

    /// The weights of the entry with the fingerprint `wanted` in the bucket at `place`, whose first
    /// entry starts with `head`.
    fn weights(&self, wanted: u16, place: (usize, usize), mut head: [u8; 3]) -> Option<&[u8]> {
        let (mut at, end) = place;
        while at + 3 <= end {
            let after = at + 3 + 2 * usize::from(head[2]);
            if head[..2] == wanted.to_le_bytes() {
                return self.entries.get(at + 3..after);
            }
            at = after;
            head = self.head(at)?;
        }
        None
    }

    /// Reads a table that [`write_table`] wrote.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let bits = Some(u32::from(reader.byte()?)).filter(|bits| (1..=30).contains(bits))?;
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
                    .flat_map(|pair| [pair.label, code(pair.weight)]),
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
            (any::<u8>(), -2_000..2_000_i16).prop_map(|(label, weight)| Weight { label, weight });
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
                    row.map(|pair| (usize::from(pair.label), i32::from(WEIGHTS[usize::from(code(pair.weight))]))).collect();
                prop_assert_eq!(look_up(&table, feature), expected);
            }
        }
    }

    #[test]
    fn a_weight_comes_back_as_it_was_but_for_one_part_in_thirty_two() {
        for weight in -LARGEST_WEIGHT..=LARGEST_WEIGHT {
            let found = WEIGHTS[usize::from(code(weight))];
            assert!(
                found.abs_diff(weight) * 32 <= weight.unsigned_abs(),
                "{weight}: {found}"
            );
        }
        assert_eq!(WEIGHTS[usize::from(code(i16::MIN))], -LARGEST_WEIGHT);
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
