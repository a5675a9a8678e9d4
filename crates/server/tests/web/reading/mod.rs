//! What everybody may read.

mod archive;
mod cache;
mod fresh;
mod glossary;
mod modes;
mod refusals;
mod starter;
mod views;
