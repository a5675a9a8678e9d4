//! One-time links: they make an account, or open one anew.

use super::hash_of;
use crate::secrets::random_hex;
use clipsheet_store::{
    Act, Actor, Invitation, Millis, Role, Staff, Store, StoreError, StoreResult, create_invitation,
    note_act,
};

/// How long a link is good: a week, so that a weekend does not cost it.
const LINK_MILLIS: i64 = 7 * 24 * 3600 * 1000;

/// Makes a one-time link; gives its path. `staff` is whose account it opens anew; none for a new account.
///
/// # Errors
/// When the store cannot be written.
pub async fn invite(
    store: &Store,
    actor: Actor,
    role: Role,
    note: &str,
    staff: Option<&Staff>,
    now: Millis,
) -> StoreResult<String> {
    let secret = random_hex().map_err(|error| StoreError::Internal(error.to_string()))?;
    let invitation = Invitation {
        hash: hash_of(&secret),
        role,
        note: note.to_owned(),
        staff: staff.map(|staff| staff.id),
        invited_by: actor.staff,
        created_at: now,
        expires_at: Millis(now.0 + LINK_MILLIS),
    };
    let whose = staff.map(|staff| (staff.id.0, staff.name.clone()));
    store
        .write(move |tx| {
            create_invitation(tx, &invitation)?;
            let for_whom = if invitation.note.is_empty() {
                format!("a new {}", role.as_str())
            } else {
                format!("a new {}: {}", role.as_str(), invitation.note)
            };
            let act = match &whose {
                Some((id, name)) => Act {
                    act: "made a link to open anew",
                    subject: "staff",
                    subject_id: *id,
                    label: name,
                    ..Act::default()
                },
                None => Act {
                    act: "invited",
                    subject: "staff",
                    label: &for_whom,
                    ..Act::default()
                },
            };
            note_act(tx, &actor, &act, now)
        })
        .await?;
    Ok(format!("/join/{secret}"))
}

/// Makes a new one-time link for an owner; gives its path.
///
/// # Errors
/// When the store cannot be written.
pub async fn invite_owner(store: &Store, now: Millis) -> StoreResult<String> {
    let actor = Actor::command_line();
    invite(store, actor, Role::Owner, "the owner’s link", None, now).await
}
