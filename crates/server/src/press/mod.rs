//! From a rendered page to bytes on the wire: holes, compression, cache, headers.

mod cache;
mod deflate;
mod freshness;
pub(crate) mod reply;
mod sheet;

pub use cache::{PageCache, Printed};
pub use freshness::{Freshness, Stamp, Tag};
pub use reply::{PagePolicy, html_once, immutable, redirect};
pub use sheet::{HoleName, Marks, Sheet};
