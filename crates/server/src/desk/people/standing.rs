//! How somebody stands at the paper: role, trust, whether they are there at all.

use crate::staff::Member;
use clipsheet_store::{
    Act, Millis, Role, StaffId, StoreResult, Tx, count_owners, drop_invitations_of, find_staff,
    note_act, set_role,
};

const LAST_OWNER: &str = "is the last owner. Make somebody else an owner first, or nobody could change anything here any more.";

/// How somebody stands at the paper, for the log.
fn standing(role: Role, trusted: bool, active: bool) -> String {
    let trusted = if trusted { ", trusted" } else { "" };
    let active = if active { "" } else { ", dismissed" };
    format!("{}{trusted}{active}", role.as_str())
}

/// Changes how somebody stands; gives what speaks against it.
pub(super) fn set_standing(
    tx: &mut Tx<'_>,
    member: &Member,
    id: StaffId,
    act: &str,
    role: Option<Role>,
    now: Millis,
) -> StoreResult<Result<(), String>> {
    let Some(staff) = find_staff(tx, id)? else {
        return Ok(Err("There is nobody of that number.".into()));
    };
    let (mut new_role, mut trusted, mut active) = (staff.role, staff.is_trusted, staff.is_active);
    let done = match act {
        "role" => {
            let Some(role) = role else {
                return Ok(Err("Please choose a role.".into()));
            };
            new_role = role;
            "set the role of"
        }
        "trust" => {
            trusted = true;
            "trusts"
        }
        "untrust" => {
            trusted = false;
            "no longer trusts"
        }
        "dismiss" => {
            active = false;
            "dismissed"
        }
        _ => {
            active = true;
            "readmitted"
        }
    };
    let was_owner = staff.is_active && staff.role == Role::Owner;
    let is_owner = active && new_role == Role::Owner;
    if was_owner && !is_owner && count_owners(tx)? <= 1 {
        return Ok(Err(format!("{} {LAST_OWNER}", staff.name)));
    }
    set_role(tx, id, new_role, trusted, active, now)?;
    if !is_owner {
        // Nobody comes back by a link that they made while they could.
        drop_invitations_of(tx, id)?;
    }
    let noted = Act {
        act: done,
        subject: "staff",
        subject_id: id.0,
        label: &staff.name,
        before: &standing(staff.role, staff.is_trusted, staff.is_active),
        after: &standing(new_role, trusted, active),
    };
    note_act(tx, &member.actor(), &noted, now)?;
    Ok(Ok(()))
}
