//! The inbox: what waits, one story with all that is known of it, and what the desk does with it.

mod acts;
mod item;
mod list;
mod query;
mod row;

pub(super) use row::place as inbox_place;

use super::Desk;
use axum::routing::{get, post};
use clipsheet_store::Role;

/// Reading and dropping is for moderators, clipping and printing for editors.
pub(crate) fn routes(desk: Desk) -> Desk {
    desk.route(Role::Moderator, "/desk/inbox", get(list::show_inbox))
        .route(
            Role::Moderator,
            "/desk/inbox/changes",
            get(acts::show_changes),
        )
        .route(Role::Moderator, "/desk/inbox/{id}", get(item::show_item))
        .route(
            Role::Moderator,
            "/desk/inbox/{id}/drop",
            post(acts::drop_item),
        )
        .route(
            Role::Moderator,
            "/desk/inbox/{id}/undo",
            post(acts::undo_item),
        )
        .route(
            Role::Editor,
            "/desk/inbox/{id}/fetch",
            post(acts::fetch_item),
        )
        .route(Role::Editor, "/desk/inbox/{id}/clip", post(acts::clip))
        .route(Role::Editor, "/desk/inbox/{id}/print", post(acts::print))
}
