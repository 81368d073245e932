//! How many bytes of bodies may be in memory at the same time, of all requests
//! together: what comes beyond that is refused, and memory does not grow.
//!
//! ```text
//! body ─► 4 KiB at a time of the budget ─► analysis ─► given back with the answer
//!              └ none left: 503
//! ```

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::ApiError;
use super::settings::Limits;

/// Bytes of one unit of the budget.
const UNIT: usize = 4096;
/// The least budget, in bytes.
const LEAST: usize = 64 << 20;
/// The largest bodies that there is room for in any case, for each analysis at the same time.
const LARGEST_AT_ONCE: usize = 4;

/// The budget of one server.
pub(super) struct Budget {
    units: Arc<Semaphore>,
    limits: Limits,
}

/// A part of the budget, which is given back when it is dropped.
pub(super) struct Share {
    units: Arc<Semaphore>,
    held: Option<OwnedSemaphorePermit>,
    bytes: usize,
    limits: Limits,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        let bytes = LEAST.max(LARGEST_AT_ONCE * limits.permits * limits.body());
        let units = (bytes / UNIT).min(Semaphore::MAX_PERMITS);
        Self {
            units: Arc::new(Semaphore::new(units)),
            limits: *limits,
        }
    }

    /// A share of nothing yet.
    pub(super) fn share(&self) -> Share {
        Share {
            units: Arc::clone(&self.units),
            held: None,
            bytes: 0,
            limits: self.limits,
        }
    }
}

impl Share {
    /// Takes room for `bytes` more.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), ApiError> {
        let units = |bytes: usize| bytes.div_ceil(UNIT);
        let more = units(self.bytes + bytes) - units(self.bytes);
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        let overloaded = ApiError::Overloaded {
            wait: self.limits.wait,
        };
        let taken = Arc::clone(&self.units).try_acquire_many_owned(more);
        let taken = taken.map_err(|_| overloaded)?;
        match &mut self.held {
            Some(held) => held.merge(taken),
            None => self.held = Some(taken),
        }
        self.bytes += bytes;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_budget_is_shared_and_given_back() {
        let limits = Limits {
            permits: 1,
            wait: Duration::ZERO,
            deadline: Duration::ZERO,
            text: 1000,
        };
        let budget = Budget::new(&limits);
        let (mut one, mut other) = (budget.share(), budget.share());
        assert!(one.take(LEAST - UNIT).is_ok());
        assert!(other.take(1).is_ok());
        assert!(other.take(UNIT - 1).is_ok(), "within the unit that it has");
        assert!(other.take(1).is_err());
        assert!(one.take(1).is_err());
        drop(one);
        assert!(other.take(1).is_ok());
    }
}
