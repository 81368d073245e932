//! The threads that analyse: as many as there are permits. Each takes the next piece of work at
//! the moment when it is done with the last.
//!
//! Where a permit goes back through the event loop instead, two threads have to wake before the
//! next analysis begins: with articles of 2 kB a fifth of the time of two cores.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

type Work = Box<dyn FnOnce() + Send>;
/// Work until a thread takes it, or its giver takes it back.
type Slot = Arc<Mutex<Option<Work>>>;

/// Threads that do work in the order in which it was given.
pub(super) struct Crew {
    queue: Sender<Slot>,
    size: usize,
    /// Work that was given and is neither done nor taken back.
    given: Arc<AtomicUsize>,
}

/// Counts one piece of work from when it is given to its end: the work holds it, and drops it
/// before it tells anybody that it is done.
pub(super) struct Permit {
    given: Arc<AtomicUsize>,
    /// Whether a thread was free for it.
    pub(super) is_free: bool,
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.given.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The place of a piece of work in the queue; who drops it takes work back that has not begun.
pub(super) struct Place(Slot);

impl Place {
    /// Takes the work back, unless it has begun; whether it could.
    pub(super) fn leave(&self) -> bool {
        let work = lock(&self.0).take();
        work.is_some()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.leave();
    }
}

impl Crew {
    /// A crew of `size` threads, which end with it.
    pub(super) fn new(size: usize) -> std::io::Result<Self> {
        let (queue, slots) = channel();
        let slots = Arc::new(Mutex::new(slots));
        for number in 0..size {
            let slots = Arc::clone(&slots);
            let name = format!("analysis-{number}");
            thread::Builder::new()
                .name(name)
                .spawn(move || work_off(&slots))?;
        }
        Ok(Self {
            queue,
            size,
            given: Arc::default(),
        })
    }

    /// Threads that nobody has given work to.
    pub(super) fn free(&self) -> usize {
        let given = self.given.load(Ordering::Relaxed);
        self.size.saturating_sub(given)
    }

    /// What the next piece of work has to hold.
    pub(super) fn permit(&self) -> Permit {
        let before = self.given.fetch_add(1, Ordering::Relaxed);
        Permit {
            given: Arc::clone(&self.given),
            is_free: before < self.size,
        }
    }

    /// Has `work` done when its turn comes.
    pub(super) fn give(&self, work: impl FnOnce() + Send + 'static) -> Place {
        let work: Work = Box::new(work);
        let slot = Arc::new(Mutex::new(Some(work)));
        // There is a thread for as long as there is a crew, so that the queue takes everything.
        let _ = self.queue.send(Arc::clone(&slot));
        Place(slot)
    }
}

/// Does one piece of work after the other, until the crew has gone.
fn work_off(slots: &Mutex<Receiver<Slot>>) {
    loop {
        let next = lock(slots).recv();
        let Ok(slot) = next else {
            return;
        };
        let work = lock(&slot).take();
        if let Some(work) = work {
            // Who waits for work that panics is told by what the work drops.
            let _ = catch_unwind(AssertUnwindSafe(work));
        }
    }
}

/// What no panic can have left half done: nothing is computed while it is held.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_in_its_order_and_after_a_panic() {
        let crew = Crew::new(1).unwrap();
        let (said, heard) = channel();
        let places: Vec<Place> = (0..4)
            .map(|number| {
                let said = said.clone();
                crew.give(move || {
                    assert_ne!(number, 1, "a defect");
                    said.send(number).unwrap();
                })
            })
            .collect();
        drop(said);
        let order: Vec<i32> = heard.iter().collect();
        assert_eq!(order, [0, 2, 3]);
        assert!(places.iter().all(|place| !place.leave()));
    }

    #[test]
    fn work_that_is_taken_back_is_not_done_and_makes_room() {
        let crew = Crew::new(1).unwrap();
        let (go, wait) = channel::<()>();
        let (said, heard) = channel();
        let first = crew.permit();
        assert!(first.is_free);
        let busy = crew.give(move || {
            let _permit = first;
            let _ = wait.recv();
        });
        let second = crew.permit();
        assert!(!second.is_free);
        let waiting = crew.give(move || {
            let _permit = second;
            said.send(()).unwrap();
        });
        assert_eq!(crew.free(), 0);
        assert!(waiting.leave());
        assert!(!waiting.leave());
        go.send(()).unwrap();
        assert!(heard.recv().is_err());
        while crew.free() == 0 {
            thread::yield_now();
        }
        assert!(crew.permit().is_free);
        drop(busy);
    }
}
