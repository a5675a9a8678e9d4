//! The desk as a whole: every page of it, from the table of its routes, so that none can be missed.

mod by_keys;
mod every_page;
mod pages;
mod tabs;
mod without_scripts;
