//! Submissions: news links and articles of their own that readers and contributors send in.
//!
//! The defences are those of comments (`talk`). Whoever sends something gets an address under which they see what became
//! of it; the address holds a signature and nothing is kept of it.

mod by_itself;
mod form;
mod print;
mod send;
mod status;

pub use by_itself::print_due;
pub(crate) use by_itself::run;
pub(crate) use status::{printed_as, status_path, submission_row, text_of};

use crate::app::App;
use crate::talk::form::MOST_TEXT;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use std::sync::Arc;

/// The routes of submissions.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/submit/link", get(send::show_link).post(send::send_link))
        .route(
            "/submit/article",
            get(send::show_article).post(send::send_article),
        )
        .route("/submission/{secret}", get(status::show))
        .route("/submissions", get(status::show_mine))
        .layer(DefaultBodyLimit::max(4 * MOST_TEXT))
}
