//! Writing comments: what goes right, what is refused and how, and that nothing typed is ever lost.

mod closed;
mod flood;
mod helpers;
mod hostile;
mod paging;
mod pictures;
mod posting;
mod refusals;
mod staff_names;

pub(crate) use hostile::{open_the_gates, payloads};
