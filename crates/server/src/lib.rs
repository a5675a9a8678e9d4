//! The paper on the web: reader pages, comments, rendering and cache.

pub mod views;
