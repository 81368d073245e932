//! [`Rows`]: the weights of a model in training: a row of whole numbers for
//! every feature that the gold trees show twice, and their sums for averaging.

/// Rows of `N` weights by feature.
pub(crate) struct Rows<const N: usize> {
    mask: usize,
    keys: Vec<u64>,
    weights: Vec<[i32; N]>,
    sums: Vec<[i64; N]>,
    used: usize,
    step: i64,
    seen: Seen,
}

/// Features met once, as bits.
struct Seen(Vec<u64>);

impl Seen {
    /// Notes `feature`; whether it was there before.
    fn note(&mut self, feature: u64) -> bool {
        let at = usize::try_from(feature >> 8).unwrap_or_default() % (self.0.len() * 64);
        let (word, bit) = (&mut self.0[at / 64], 1 << (at % 64));
        let before = *word & bit != 0;
        *word |= bit;
        before
    }
}

impl<const N: usize> Rows<N> {
    pub(crate) fn new() -> Self {
        Self {
            mask: 0,
            keys: vec![0],
            weights: Vec::new(),
            sums: Vec::new(),
            used: 0,
            step: 1,
            seen: Seen(vec![0; 1 << 22]),
        }
    }

    /// Rows for these features.
    pub(crate) fn of(features: &[u64]) -> Self {
        let mut rows = Self::new();
        for &feature in features {
            rows.insert(feature);
        }
        rows.close();
        rows
    }

    /// Makes rows for those of `features` that were met before, if they are in the model's own language.
    pub(crate) fn meet(&mut self, features: &[u64], is_own: bool) {
        for &feature in features {
            if self.seen.note(feature) && is_own {
                self.insert(feature);
            }
        }
    }

    fn insert(&mut self, feature: u64) {
        if self.used * 2 >= self.mask {
            self.grow();
        }
        let at = self.slot(feature);
        if self.keys[at] == 0 {
            self.keys[at] = feature;
            self.used += 1;
        }
    }

    /// Ends the meeting of features: from here on rows have weights.
    pub(crate) fn close(&mut self) {
        self.seen = Seen(Vec::new());
        self.weights = vec![[0; N]; self.keys.len()];
        self.sums = vec![[0; N]; self.keys.len()];
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.keys);
        let size = (old.len() * 2).max(1 << 16);
        self.mask = size - 1;
        self.keys = vec![0; size];
        for key in old.into_iter().filter(|key| *key != 0) {
            let at = self.slot(key);
            self.keys[at] = key;
        }
    }

    /// Where `feature` is, or where it would be.
    fn slot(&self, feature: u64) -> usize {
        let mut at = usize::try_from(feature >> 20).unwrap_or_default() & self.mask;
        while self.keys[at] != 0 && self.keys[at] != feature {
            at = (at + 1) & self.mask;
        }
        at
    }

    /// The sum of the rows of `features`.
    pub(crate) fn sum(&self, features: &[u64]) -> [i32; N] {
        let mut total = [0; N];
        for batch in features.chunks(32) {
            let mut slots = [0; 32];
            for (slot, &feature) in slots.iter_mut().zip(batch) {
                *slot = self.slot(feature);
            }
            for &slot in &slots[..batch.len()] {
                for (total, weight) in total.iter_mut().zip(&self.weights[slot]) {
                    *total += weight;
                }
            }
        }
        total
    }

    /// Adds `amount` to the weight `column` of each of `features`.
    pub(crate) fn change(&mut self, features: &[u64], column: usize, amount: i32) {
        for &feature in features {
            let at = self.slot(feature);
            if self.keys[at] == feature {
                self.weights[at][column] += amount;
                self.sums[at][column] += i64::from(amount) * self.step;
            }
        }
    }

    /// One more example was seen.
    pub(crate) fn tick(&mut self) {
        self.step += 1;
    }

    /// The `count` features with the largest averages, in the order of their numbers.
    pub(crate) fn strongest(&self, count: usize) -> Vec<u64> {
        let strength = |row: &[f32]| row.iter().map(|weight| weight.abs()).sum::<f32>();
        let mut rows: Vec<(u64, f32)> = self
            .averages()
            .iter()
            .map(|(feature, row)| (*feature, strength(row)))
            .collect();
        rows.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        rows.truncate(count);
        let mut kept: Vec<u64> = rows.into_iter().map(|(feature, _)| feature).collect();
        kept.sort_unstable();
        kept
    }

    /// The averages of the weights over all examples, in the order of the features' numbers.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "an average needs no more digits"
    )]
    pub(crate) fn averages(&self) -> Vec<(u64, Vec<f32>)> {
        let average = |at: usize| {
            let pairs = self.weights[at].iter().zip(&self.sums[at]);
            pairs
                .map(|(&weight, &sum)| (f64::from(weight) - sum as f64 / self.step as f64) as f32)
                .collect::<Vec<f32>>()
        };
        let mut rows: Vec<(u64, Vec<f32>)> = (0..self.keys.len())
            .filter(|&at| self.keys[at] != 0)
            .map(|at| (self.keys[at], average(at)))
            .filter(|(_, row)| row.iter().any(|weight| *weight != 0.0))
            .collect();
        rows.sort_unstable_by_key(|(feature, _)| *feature);
        rows
    }
}
