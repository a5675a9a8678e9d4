//! A member of the staff who is signed in: what every handler of the desk gets.

use crate::app::App;
use crate::error::WebError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use clipsheet_store::{Actor, Millis, Role, Staff, StaffId, StaffSession};
use std::sync::Arc;

/// How long a proof of who one is lasts before a dangerous act wants another: a quarter of an hour.
const PROOF_MILLIS: i64 = 15 * 60 * 1000;

/// Somebody of the staff, signed in, in this request.
///
/// A handler that takes one can only be reached through [`crate::desk::Desk::route`], which puts it there.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who it is.
    pub staff: Staff,
    /// The session they are signed in with.
    pub session: StaffSession,
}

impl Member {
    /// What they may do now. From moderator on, a password is not enough: until a second step is set up, they may do what a
    /// contributor may.
    pub fn role(&self) -> Role {
        if self.staff.has_second_step() {
            self.staff.role
        } else {
            Role::Contributor
        }
    }

    /// Whether a second step has to be set up before they may do what their role allows.
    pub fn wants_second_step(&self) -> bool {
        self.role() != self.staff.role
    }

    /// Whether they may do what this role may.
    pub fn may(&self, role: Role) -> bool {
        self.role() >= role
    }

    /// Their row.
    pub fn id(&self) -> StaffId {
        self.staff.id
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.staff.name
    }

    /// Who acts, for the audit log.
    pub fn actor(&self) -> Actor {
        Actor {
            staff: Some(self.staff.id),
            name: self.staff.name.clone(),
        }
    }

    /// Whether they proved a short while ago to be who they are.
    pub fn is_proved(&self, now: Millis) -> bool {
        now.0 - self.session.proved_at.0 < PROOF_MILLIS
    }
}

impl FromRequestParts<Arc<App>> for Member {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, WebError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            WebError::Internal("a handler of the desk was reached without its guard".into())
        })
    }
}
