//! Work on many threads with the results in the order of the work: a bounded
//! queue of promises, so that a slow item holds back what comes after it and
//! memory stays bounded.
//!
//! ```text
//! items ─► work queue ─► workers ─┐ fulfil
//!    └───► promises, in order ────┴─► sink
//! ```

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many items each worker may be ahead of the sink.
const AHEAD: usize = 4;

/// Gives each item to `work` on one of `workers` threads and each result to
/// `sink`, in the order of the items. The first error of the sink ends it.
pub(super) fn map_in_order<I, R, E>(
    workers: NonZeroUsize,
    items: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    R: Send,
{
    let (promise_sender, promises) = sync_channel(workers.get() * AHEAD);
    let (task_sender, tasks) = sync_channel(workers.get());
    let tasks = Mutex::new(tasks);
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            scope.spawn(|| fulfil(&tasks, &work));
        }
        scope.spawn(move || promise(items, &task_sender, &promise_sender));
        // Leaving this scope drops the promises, which ends the thread that makes them.
        let promises: Receiver<Receiver<R>> = promises;
        promises
            .iter()
            .filter_map(|promise| promise.recv().ok())
            .try_for_each(&mut sink)
    })
}

/// An item, and where its result is awaited.
type Task<I, R> = (I, SyncSender<R>);

fn promise<I, R>(
    items: impl Iterator<Item = I>,
    tasks: &SyncSender<Task<I, R>>,
    promises: &SyncSender<Receiver<R>>,
) {
    for item in items {
        let (result, promise) = sync_channel(1);
        if promises.send(promise).is_err() || tasks.send((item, result)).is_err() {
            return;
        }
    }
}

fn fulfil<I, R>(tasks: &Mutex<Receiver<Task<I, R>>>, work: impl Fn(I) -> R) {
    loop {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((item, result)) = task else {
            return;
        };
        // Nobody may be waiting any more: the sink had an error.
        let _ = result.send(work(item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn workers(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for count in [1, 3, 8] {
            let mut results = vec![];
            let slow_when_even = |item: u64| {
                thread::sleep(Duration::from_micros(200 * (1 - item % 2)));
                item * 2
            };
            let sink = |result| {
                results.push(result);
                Ok::<(), ()>(())
            };
            map_in_order(workers(count), 0..200, slow_when_even, sink).unwrap();
            assert_eq!(results, (0..400).step_by(2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_endless_work() {
        let mut room = 3;
        let sink = |result| {
            room -= 1;
            if room == 0 { Err(result) } else { Ok(()) }
        };
        assert_eq!(map_in_order(workers(2), 0_u64.., |item| item, sink), Err(2));
    }
}
