//! Passkeys: added and named.

use super::codes::after_adding;
use super::{Change, again_with};
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::passkey::{Checks, SENT_TWICE, Site};
use crate::staff::{Member, note_own};
use axum::response::Response;
use clipsheet_store::{StoreError, create_passkey, name_passkey};

/// Characters of what a passkey is called.
const MOST_LABEL: usize = 60;

/// What a passkey is called, as typed or as good as it gets.
fn label_of(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let label: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST_LABEL)
        .collect();
    if label.is_empty() {
        "Passkey".into()
    } else {
        label
    }
}

pub(super) async fn add_passkey(
    app: &App,
    member: &Member,
    form: &Change,
) -> Result<Response, WebError> {
    if form.answer.is_empty() {
        let words = "Adding a passkey needs a browser with scripts, and one that knows passkeys. Codes from your phone need neither.";
        return again_with(app, member, "k-label", words).await;
    }
    let Some(site) = Site::of(&app.public_url) else {
        let words = "Browsers allow passkeys only on a site with TLS and a name.";
        return again_with(app, member, "", words).await;
    };
    let now = app.now();
    let checks = Checks {
        site: &site,
        secrets: &app.secrets,
        now,
    };
    let (passkey, answered) =
        match checks.new_passkey(&form.answer, member.id(), &label_of(&form.label)) {
            Ok(made) => made,
            Err(words) => return again_with(app, member, "k-label", words).await,
        };
    let whose = member.clone();
    let added = app.store.write(move |tx| {
        if !answered.spend(tx, now)? {
            return Ok(false);
        }
        create_passkey(tx, &passkey)?;
        let added = ["", passkey.label.as_str()];
        note_own(tx, &whose.actor(), "added a passkey for", added, now)?;
        Ok(true)
    });
    match added.await {
        Ok(false) => again_with(app, member, "k-label", SENT_TWICE).await,
        Ok(true) => after_adding(app, member).await,
        Err(StoreError::Conflict(_)) => {
            again_with(app, member, "k-label", "That passkey is set up already.").await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn rename_passkey(
    app: &App,
    member: &Member,
    form: &Change,
) -> Result<Response, WebError> {
    let (id, label, whose, now) = (
        form.id.clone(),
        label_of(&form.label),
        member.clone(),
        app.now(),
    );
    app.store
        .write(move |tx| {
            if name_passkey(tx, &id, whose.id(), &label)? {
                note_own(
                    tx,
                    &whose.actor(),
                    "renamed a passkey of",
                    ["", &label],
                    now,
                )?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect("/desk/account/second-step?saved=1"))
}
