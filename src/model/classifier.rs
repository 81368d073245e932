//! [`Classifier`]: one label for a bag of features, by a linear model whose
//! scores, divided by a temperature, are log-odds.

use super::file::{ModelFile, Writer};
use super::table::{FeatureTable, Weight, write_table};
use super::{Header, LoadError};

/// A loaded classifier.
#[derive(Debug)]
pub struct Classifier {
    header: Header,
    bias: Vec<i32>,
    unit: f32,
    table: FeatureTable,
}

impl Classifier {
    /// Reads the classifier in `file`, which must be for `task`.
    pub fn load(file: ModelFile, task: &str) -> Result<Self, LoadError> {
        let (header, mut reader) = file.open(task)?;
        let unit = reader
            .u32()
            .map(f32::from_bits)
            .ok_or_else(|| file.broken())?;
        let bias = (0..header.labels.len())
            .map(|_| reader.u16().map(|weight| i32::from(weight.cast_signed())))
            .collect::<Option<_>>()
            .ok_or_else(|| file.broken())?;
        let table = FeatureTable::read(&mut reader).ok_or_else(|| file.broken())?;
        Ok(Self {
            header,
            bias,
            unit,
            table,
        })
    }

    /// The labels that the classifier chooses from.
    pub fn labels(&self) -> &[String] {
        &self.header.labels
    }

    /// The score of no feature at all, to which [`Classifier::add`] adds.
    pub fn start(&self) -> Vec<i32> {
        self.bias.clone()
    }

    /// Adds the weights of `features`, each with how often it occurs, to `scores`.
    pub fn add(&self, features: &[(u64, i32)], scores: &mut [i32]) {
        // As many sums as a label's byte has values, so that no weight needs a check.
        let mut sums = [0; 256];
        let weigh = |(_, times): &(u64, i32), label: usize, weight: i32| {
            sums[label & 255] += weight * times;
        };
        self.table
            .add_each(features, |(feature, _)| *feature, weigh);
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score += sum;
        }
    }

    /// Adds the weights of `features`, each once, to `scores`.
    pub fn add_once(&self, features: &[u64], scores: &mut [i32]) {
        self.table.add_all(features, |label, weight| {
            if let Some(score) = scores.get_mut(label) {
                *score += weight;
            }
        });
    }

    /// Log-odds per unit of score.
    pub fn unit(&self) -> f32 {
        self.unit
    }
}

/// Writes a classifier; `unit` is the log-odds of a weight of 1.
pub fn write_classifier(
    header: &Header,
    unit: f32,
    bias: &[i16],
    features: &[(u64, Vec<Weight>)],
) -> Vec<u8> {
    let mut writer = Writer::new(header);
    writer.u32(unit.to_bits() as usize);
    for &weight in bias {
        writer.i16(weight);
    }
    write_table(&mut writer, features);
    writer.finish()
}
