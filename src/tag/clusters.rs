//! [`Clusters`]: classes of words that stand in the same surroundings, learned
//! from raw text (`lab train clusters`): what is known of a word that no
//! annotated text has.
//!
//! ```text
//! mardi, jeudi, dimanche → 17      Alger, Kiev, Tunis → 203
//! ```

use crate::model::{LoadError, ModelFile, TableFile};

/// The clusters of one language.
#[derive(Debug)]
pub struct Clusters {
    table: TableFile,
}

impl Clusters {
    /// Reads the clusters.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let table = TableFile::load(file, "clusters")?;
        Ok(Self { table })
    }

    /// The cluster of the word with the key `key`, from 1 on; 0 for a word that is in none.
    pub fn of(&self, key: u64) -> u64 {
        let mut found = 0;
        self.table
            .table
            .add_to(key, |cluster, _| found = cluster as u64 + 1);
        found
    }
}
