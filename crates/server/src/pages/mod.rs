//! The paper's pages: one file for each family, a handler beside what it shows.

pub mod archive;
pub mod article;
pub mod comments;
pub mod edition;
pub mod feeds;
pub mod files;
pub mod glossary;
pub mod lists;
pub mod mods;
mod parts;
pub mod serial;
pub mod sources;
mod thread;

pub(crate) use article::read_id;
pub(crate) use edition::in_order;
pub(crate) use feeds::absolute;
pub(crate) use parts::{article_url, comment_url, nic_link};
