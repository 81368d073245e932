//! [`TableFile`]: a model file that holds a table alone.

use super::file::{ModelFile, Writer};
use super::table::{FeatureTable, Weight, write_table};
use super::{Header, LoadError};

/// Labels and a table that gives them.
#[derive(Debug)]
pub struct TableFile {
    /// What the labels of the table are called.
    pub labels: Vec<String>,
    /// The table.
    pub table: FeatureTable,
}

impl TableFile {
    /// Reads the table in `file`, which must be for `task`.
    pub fn load(file: ModelFile, task: &str) -> Result<Self, LoadError> {
        let (header, mut reader) = file.open(task)?;
        let table = FeatureTable::read(&mut reader).ok_or_else(|| file.broken())?;
        Ok(Self {
            labels: header.labels,
            table,
        })
    }
}

/// Writes a table.
pub fn write_lists(header: &Header, features: &[(u64, Vec<Weight>)]) -> Vec<u8> {
    let mut writer = Writer::new(header);
    write_table(&mut writer, features);
    writer.finish()
}
