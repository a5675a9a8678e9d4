//! Who may come in: stands before every route of the desk.

use super::DeskRoute;
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::{find_member, is_from_elsewhere};
use crate::visit::Visit;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use clipsheet_store::Role;
use std::sync::Arc;

/// A route with the app behind it.
#[derive(Clone)]
pub struct Guarded {
    pub(super) app: Arc<App>,
    pub(super) route: DeskRoute,
}

pub(super) async fn require(
    State(Guarded { app, route }): State<Guarded>,
    mut request: Request,
    next: Next,
) -> Response {
    let visit = Visit::of(&app, request.headers(), None);
    let reads = request.method().is_safe();
    let member = match find_member(&app, &visit).await {
        Ok(member) => member,
        Err(error) => return WebError::from(error).into_response(),
    };
    let Some(member) = member else {
        return signed_out(&request, reads);
    };
    if !reads && is_from_elsewhere(&app, request.headers()) {
        return WebError::Forbidden(
            "This form was sent from another site, and nothing was changed. Open the desk here and do it again.".into(),
        )
        .into_response();
    }
    if !member.may(route.role) {
        if member.wants_second_step() && member.staff.role >= route.role {
            return redirect("/desk/account/second-step");
        }
        return WebError::Forbidden(format!(
            "This part of the desk is for {}. You are signed in as {}, {}.",
            at_least(route.role),
            member.name(),
            a_role(member.staff.role),
        ))
        .into_response();
    }
    if route.proved && !reads && !member.is_proved(app.now()) {
        return WebError::Forbidden("Please sign in again before you change this.".into())
            .into_response();
    }
    request.extensions_mut().insert(member);
    next.run(request).await
}

/// A reader is shown where to sign in, and comes back to where they wanted to go.
fn signed_out(request: &Request, reads: bool) -> Response {
    if reads {
        let to = request.uri().path_and_query();
        let to = to.map_or("/desk", |to| to.as_str());
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("to", to)
            .finish();
        return redirect(&format!("/sign-in?{query}"));
    }
    WebError::Forbidden(
        "You are signed out, so nothing was changed. Sign in (in another tab, so that this page stays as it is) and send it again."
            .into(),
    )
    .into_response()
}

/// "moderators, editors and owners".
fn at_least(role: Role) -> &'static str {
    match role {
        Role::Contributor => "the staff",
        Role::Moderator => "moderators and editors",
        Role::Editor => "editors",
        Role::Owner => "the owner",
    }
}

/// "a moderator".
fn a_role(role: Role) -> &'static str {
    match role {
        Role::Contributor => "a contributor",
        Role::Moderator => "a moderator",
        Role::Editor => "an editor",
        Role::Owner => "an owner",
    }
}
