//! [`RecordTable`]: records of one width, found by hashed names. Several records may
//! have one name, and one record several names. The bytes stay where the file is:
//!
//! ```text
//! width u8 · records u32 · names u32 · records … · keys u64 … (ascending) · record of each key u32 …
//! ```

use super::file::{ModelFile, Writer};
use super::{Header, LoadError};

/// Records by the hashes of names.
#[derive(Debug)]
pub struct RecordTable {
    width: usize,
    records: &'static [u8],
    keys: &'static [u8],
    numbers: &'static [u8],
}

impl RecordTable {
    /// Reads the table in `file`, which must be for `task` and hold records of `width` bytes.
    pub fn load(file: ModelFile, task: &str, width: usize) -> Result<Self, LoadError> {
        let (_, mut reader) = file.open(task)?;
        let mut read = || {
            let found = usize::from(reader.byte()?);
            let records = reader.u32()? as usize;
            let names = reader.u32()? as usize;
            Some(Self {
                width: Some(found).filter(|found| *found == width)?,
                records: reader.bytes(records.checked_mul(width)?)?,
                keys: reader.bytes(names.checked_mul(8)?)?,
                numbers: reader.bytes(names.checked_mul(4)?)?,
            })
        };
        read().ok_or_else(|| file.broken())
    }

    /// The records that have the name with this hash.
    pub fn named(&self, key: u64) -> impl Iterator<Item = &'static [u8]> {
        let count = self.keys.len() / 8;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..count)
            .take_while(move |at| self.key(*at) == key)
            .filter_map(|at| self.record(at))
    }

    fn key(&self, at: usize) -> u64 {
        let bytes = self.keys.get(at * 8..at * 8 + 8);
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(u64::MAX, u64::from_le_bytes)
    }

    fn record(&self, at: usize) -> Option<&'static [u8]> {
        let number = self.numbers.get(at * 4..at * 4 + 4)?;
        let start = u32::from_le_bytes(number.try_into().ok()?) as usize * self.width;
        self.records.get(start..start + self.width)
    }
}

/// Writes a table of `records`, all of one width, and the names that each of them has.
pub fn write_records(header: &Header, records: &[(Vec<u8>, Vec<u64>)]) -> Vec<u8> {
    let mut writer = Writer::new(header);
    let width = records.first().map_or(0, |(record, _)| record.len());
    let mut names: Vec<(u64, usize)> = records
        .iter()
        .enumerate()
        .flat_map(|(number, (_, keys))| keys.iter().map(move |key| (*key, number)))
        .collect();
    names.sort_unstable();
    names.dedup();
    writer.byte(u8::try_from(width).unwrap_or(u8::MAX));
    writer.u32(records.len());
    writer.u32(names.len());
    for (record, _) in records {
        writer.bytes(record);
    }
    for (key, _) in &names {
        writer.bytes(&key.to_le_bytes());
    }
    for (_, number) in &names {
        writer.u32(*number);
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_by_each_of_their_names() {
        let header = Header {
            task: "atlas".into(),
            language: "und".into(),
            labels: vec![],
        };
        let records = [
            (vec![1, 1], vec![7, 9]),
            (vec![2, 2], vec![9]),
            (vec![3, 3], vec![u64::MAX]),
        ];
        let bytes = write_records(&header, &records).leak();
        let file = ModelFile {
            path: "x.bin",
            bytes,
        };
        let table = RecordTable::load(file, "atlas", 2).unwrap();
        let named = |key| table.named(key).map(|record| record[0]).collect::<Vec<_>>();
        assert_eq!(named(7), [1]);
        assert_eq!(named(9), [1, 2]);
        assert_eq!(named(u64::MAX), [3]);
        assert!(named(8).is_empty() && named(0).is_empty());
        assert!(RecordTable::load(file, "atlas", 3).is_err());
    }
}
