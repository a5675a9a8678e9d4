//! The page that asks who sent a form, and carries the form along.

use super::carry::Form;
use super::chrome::door_chrome;
use super::faults::errors;
use crate::app::App;
use crate::error::WebError;
use crate::staff::Member;
use crate::staff::passkey::Site;
use crate::staff::prove::Fault;
use crate::views::{Carried, PasskeyCall, ProofPage};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use clipsheet_store::{StaffId, list_passkeys};

/// What a page needs to let a passkey be used: any, or one of somebody's; nothing where there is none to use.
pub(super) async fn passkey_call(
    app: &App,
    staff: Option<StaffId>,
) -> Result<PasskeyCall, WebError> {
    let Some(site) = Site::of(&app.public_url) else {
        return Ok(PasskeyCall::default());
    };
    let ids = match staff {
        None => String::new(),
        Some(id) => {
            let keys = app.store.read(move |conn| list_passkeys(conn, id)).await?;
            if keys.is_empty() {
                return Ok(PasskeyCall::default());
            }
            let ids: Vec<String> = keys.into_iter().map(|key| key.credential_id).collect();
            ids.join(" ")
        }
    };
    Ok(PasskeyCall {
        host: site.host,
        ids,
    })
}

/// The page. It is refused with 403, as every form that changed nothing.
pub(super) async fn page(
    app: &App,
    member: Option<&Member>,
    name: &str,
    uri: &Uri,
    form: Form,
    faults: Vec<Fault>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let title = if member.is_some() {
        "Is it you?"
    } else {
        "You are signed out"
    };
    let action = uri
        .path_and_query()
        .map_or(uri.path(), |path| path.as_str());
    let view = ProofPage {
        chrome: door_chrome(app, &paper, title),
        action: action.to_owned(),
        multipart: form.multipart,
        signed_out: member.is_none(),
        name: name.to_owned(),
        has_second_step: member.is_some_and(|member| member.staff.has_second_step()),
        passkey: passkey_call(app, member.map(Member::id)).await?,
        lost_files: form.lost_files,
        fields: form
            .fields
            .into_iter()
            .map(|(name, value)| Carried { name, value })
            .collect(),
        errors: errors("", &faults),
    };
    super::show(&view, StatusCode::FORBIDDEN)
}
