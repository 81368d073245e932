//! A measured score: what, how much, on which test set; and what was missed.

use std::collections::BTreeMap;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Score {
    /// What was measured: `UPOS accuracy`.
    pub(crate) measure: &'static str,
    /// Per cent.
    pub(crate) value: f64,
    /// The test set's name.
    pub(crate) test_set: String,
    /// How large the test set is: `9778 tokens`.
    pub(crate) size: String,
}

impl std::fmt::Display for Score {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Self {
            measure,
            value,
            test_set,
            size,
        } = self;
        write!(formatter, "{measure} {value:.2} ({test_set}, {size})")
    }
}

/// `part` of `whole` in per cent.
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    let [part, whole] = [part, whole.max(1)].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    100.0 * f64::from(part) / f64::from(whole)
}

/// Counts of a comparison of findings with the gold.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Matches {
    /// Findings that are in the gold.
    pub(crate) right: usize,
    /// Findings.
    pub(crate) found: usize,
    /// What the gold has.
    pub(crate) gold: usize,
}

impl Matches {
    /// The harmonic mean of precision and recall in per cent.
    pub(crate) fn f1(self) -> f64 {
        share(2 * self.right, self.found + self.gold)
    }
}

/// A finding that is wrong or missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Miss {
    /// What went wrong: `NOUN for PROPN`, `ORG missing`.
    pub(crate) kind: String,
    /// Where, with the words around it: `le [Sénat] a voté`.
    pub(crate) context: String,
}

/// Prints `misses` by kind, the most frequent kind first, at most `most` of each.
pub(crate) fn print_misses(misses: &[Miss], most: usize) {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for miss in misses {
        kinds.entry(&miss.kind).or_default().push(&miss.context);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, contexts)| std::cmp::Reverse(contexts.len()));
    for (kind, contexts) in kinds {
        println!("{kind}: {}", contexts.len());
        // Spread over the whole file, so that one text does not fill the list.
        let step = contexts.len().div_ceil(most.max(1)).max(1);
        contexts
            .iter()
            .step_by(step)
            .for_each(|context| println!("    {context}"));
    }
}
