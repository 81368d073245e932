//! What the targets share: the models, loaded once, an allocator that ends the
//! process when something asks for far too much, and the promises that every
//! answer keeps ([`promises`]).
//!
//! ```text
//! bytes → target → copydesk → promises::keep
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use copydesk::analysis::Analyzer;
use copydesk::http::wire::{Refusal, Request, answer};
use serde_json::Value;

pub mod promises;

/// The models, as the server has them.
pub static ANALYZER: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::load().expect("the models are in the binary"));

/// The largest article that the targets analyse, in bytes.
pub const LARGEST_TEXT: usize = 1 << 16;

/// The most that may be asked for at once: ten times what the largest model takes.
const LARGEST_ALLOCATION: usize = 256 << 20;

struct Bounded;

#[global_allocator]
static ALLOCATOR: Bounded = Bounded;

// SAFETY: every call goes on to the system's allocator unchanged, or ends the process.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        refuse_above(layout.size());
        // SAFETY: the caller keeps the promises of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        refuse_above(layout.size());
        // SAFETY: the caller keeps the promises of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        refuse_above(size);
        // SAFETY: the caller keeps the promises of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// An abort is a finding; an allocator must not unwind.
fn refuse_above(size: usize) {
    if size > LARGEST_ALLOCATION {
        std::process::abort();
    }
}

/// The answer to a request, as a client reads it; none where the text is too large.
pub fn answered(request: &Request) -> Option<Value> {
    let never = AtomicBool::new(false);
    match answer(request, &*ANALYZER, &never, LARGEST_TEXT) {
        Ok(answer) => Some(serde_json::to_value(&answer).expect("an answer is JSON")),
        Err(Refusal::TooLarge { limit, got }) => {
            assert!(got > limit);
            None
        }
        Err(Refusal::Cancelled(_)) => panic!("nothing cancels it"),
    }
}
