//! The paper on the web: reader pages, comments, rendering and cache.
//!
//! A request goes through [`router()`]; a page comes from the cache or is made from the store (`serve_page`,
//! `press`); a comment goes through `talk`; a clipping through [`clip`] and [`printing`].

pub mod app;
mod assets;
pub mod calendar;
pub mod checks;
mod chrome;
pub mod clip;
pub mod clock;
pub mod desk;
pub mod drafts;
pub mod edit;
mod error;
pub mod evidence;
mod flood;
pub mod follow;
pub mod glossary;
pub mod inbox;
pub mod letter;
mod live;
mod media;
pub mod moderation;
mod pages;
pub mod poll;
mod press;
pub mod printing;
mod readers;
mod reading;
pub mod remarks;
mod router;
pub mod secrets;
mod serve_page;
pub mod settings;
pub mod staff;
pub mod starter;
pub mod submit;
mod talk;
mod tally;
mod theme;
pub mod views;
mod visit;

pub use app::{App, AppOptions, OpenError};
pub use clock::Clock;
pub use router::router;
