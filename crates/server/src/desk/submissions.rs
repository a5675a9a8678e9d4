//! Where what was sent in used to be listed: it waits in the inbox now.

use super::Desk;
use crate::press::redirect;
use crate::staff::Member;
use axum::response::Response;
use axum::routing::get;
use clipsheet_store::Role;

/// The address of before.
pub(crate) fn routes(desk: Desk) -> Desk {
    desk.route(Role::Moderator, "/desk/submissions", get(to_inbox))
}

/// `GET /desk/submissions`: bookmarks lead on.
async fn to_inbox(_member: Member) -> Response {
    redirect("/desk/inbox?submitted=1")
}
