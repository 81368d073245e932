//! [`TransitionModel`]: scores of the moves of a parser and of the relations
//! of the arcs that they make, by features.

use super::file::{ModelFile, Writer};
use super::table::{FeatureTable, Weight, write_table};
use super::triples::{Triple, TripleTable, write_triples};
use super::{Header, LoadError};

/// A loaded transition model.
#[derive(Debug)]
pub struct TransitionModel {
    header: Header,
    pub(super) moves: TripleTable,
    relations: FeatureTable,
}

impl TransitionModel {
    /// Reads the model in `file`, which must be for `task`.
    pub fn load(file: ModelFile, task: &str) -> Result<Self, LoadError> {
        let (header, mut reader) = file.open(task)?;
        let moves = TripleTable::read(&mut reader).ok_or_else(|| file.broken())?;
        let relations = FeatureTable::read(&mut reader).ok_or_else(|| file.broken())?;
        Ok(Self {
            header,
            moves,
            relations,
        })
    }

    /// What the relations are called.
    pub fn labels(&self) -> &[String] {
        &self.header.labels
    }

    /// The scores that `features` give the three moves.
    pub fn moves(&self, features: &[u64]) -> [i32; 3] {
        self.moves.sum(features)
    }

    /// Adds the weights that `features` give the relations to `scores`.
    pub fn relations(&self, features: &[u64], scores: &mut [i32]) {
        self.relations.add_all(features, |label, weight| {
            if let Some(score) = scores.get_mut(label) {
                *score += weight;
            }
        });
    }
}

/// The parts of a transition model that training makes.
#[derive(Clone, Copy, Debug)]
pub struct TransitionParts<'a> {
    /// The weights of the moves.
    pub moves: &'a [Triple],
    /// How many buckets of eight features the moves get, of 40 bytes each.
    pub buckets: usize,
    /// The weights of the relations.
    pub relations: &'a [(u64, Vec<Weight>)],
}

/// Writes a transition model.
pub fn write_transition(header: &Header, parts: TransitionParts) -> Vec<u8> {
    let mut writer = Writer::new(header);
    write_triples(&mut writer, parts.moves, parts.buckets);
    write_table(&mut writer, parts.relations);
    writer.finish()
}
