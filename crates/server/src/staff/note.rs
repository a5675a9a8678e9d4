//! What somebody does to their own account, in the log.

use clipsheet_store::{Act, Actor, Millis, Staff, StoreResult, Tx, note_act};

/// Somebody as the log knows them, who is not signed in yet.
pub fn actor_of(staff: &Staff) -> Actor {
    Actor {
        staff: Some(staff.id),
        name: staff.name.clone(),
    }
}

/// Notes what somebody did to their own account, with what was so before and after.
///
/// # Errors
/// When the database cannot be written.
pub fn note_own(
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &str,
    [before, after]: [&str; 2],
    now: Millis,
) -> StoreResult<()> {
    let act = Act {
        act,
        subject: "staff",
        subject_id: actor.staff.map_or(0, |id| id.0),
        label: &actor.name,
        before,
        after,
    };
    note_act(tx, actor, &act, now)
}
