//! The inbox at work: what feeds bring is known again or taken in, what nobody takes expires, what somebody takes is
//! clipped.

mod address;
mod arrival;
mod clipping;
mod expiry;
mod had;
mod memory;
mod rules;
mod submitted;
mod take_in;

pub(crate) use address::address_key;
pub(crate) use arrival::{Arrival, arrivals};
pub(crate) use clipping::{ClipItemError, Kept, clip_item, clipping_of, print_item};
pub(crate) use expiry::tend;
pub(crate) use had::{Had, read_had};
pub(crate) use submitted::take_submission;
pub(crate) use take_in::{name_of, take_in};

use clipping::InFlight;
use memory::Memory;
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore};

/// Stories that are fetched at the same time for those who look at them.
const MOST_FETCHES: usize = 4;

/// What the inbox keeps in memory: sketches of recent stories, and what is being fetched. All of it is derived.
pub struct Inbox {
    memory: Arc<Mutex<Memory>>,
    in_flight: InFlight,
    fetches: Semaphore,
}

impl Default for Inbox {
    fn default() -> Self {
        Self {
            memory: Arc::default(),
            in_flight: InFlight::default(),
            fetches: Semaphore::new(MOST_FETCHES),
        }
    }
}

impl Inbox {
    /// How many stories are kept in memory to know them again, and about how many bytes that takes.
    pub async fn remembered(&self) -> (usize, usize) {
        let memory = self.memory.lock().await;
        (memory.index.len(), memory.index.memory_bytes())
    }
}
