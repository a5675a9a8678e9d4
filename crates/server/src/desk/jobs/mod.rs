//! Work that goes over the archive, at the desk: reprints, corrections, rehearsals.

mod act;
mod reprint;
mod show;
mod view;

use super::Desk;
use axum::routing::get;
use clipsheet_store::Role;

/// The part of the desk that all of it belongs to.
const HERE: &str = "/desk/glossary";

/// The routes of the jobs.
pub(super) fn routes(desk: Desk) -> Desk {
    desk.route(Role::Moderator, "/desk/glossary/jobs", get(show::show_jobs))
        .route(
            Role::Moderator,
            "/desk/glossary/jobs/{id}",
            get(show::show_job),
        )
        .route(
            Role::Editor,
            "/desk/glossary/jobs/{id}/act",
            axum::routing::post(act::act),
        )
        .route(
            Role::Editor,
            "/desk/glossary/reprint",
            get(reprint::ask).post(reprint::begin),
        )
}

fn job_url(id: i64) -> String {
    format!("/desk/glossary/jobs/{id}")
}
