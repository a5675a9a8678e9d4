//! Whose name it is: nobody is taken for somebody else.

use crate::app::App;
use crate::staff::find_member;
use crate::views::FormErrors;
use crate::visit::Visit;
use clipsheet_markup::Nic;
use clipsheet_store::{CommenterId, Conn, StoreResult, find_staff_by_key, list_nics_like};

/// Looks whether somebody may sign with a name. That of a member of the staff, or one that looks like it, is theirs alone
/// while they are signed in at the desk; one that imitates another reader's is nobody's.
///
/// # Errors
/// When the store cannot be read.
pub async fn check_name(
    app: &App,
    visit: &Visit,
    nic: &Nic,
    errors: &mut FormErrors,
) -> StoreResult<()> {
    let (nic, commenter, key) = (nic.clone(), visit.commenter, nic.skeleton());
    let (staff, other) = app
        .store
        .read(move |conn| {
            let staff = find_staff_by_key(conn, &key)?.filter(|staff| staff.is_active);
            Ok((staff, imitated(conn, &nic, commenter)?))
        })
        .await?;
    if let Some(staff) = staff {
        let member = find_member(app, visit).await?;
        if member.is_none_or(|member| member.id() != staff.id) {
            errors.add("nic", format!("“{0}” makes this paper, and nobody else signs with that name or one that looks like it. Please choose another. If you are {0}, sign in at the desk first.", staff.name));
        }
    } else if let Some(other) = other {
        errors.add("nic", format!("This looks just like “{other}”, a name in use here. Please choose another, so that nobody is taken for somebody else."));
    }
    Ok(())
}

/// The name in use that this one imitates: one that looks the same to the eye but is written with other letters,
/// unless the commenter is the one who brought it here. Mere capitals and spaces are no imitation: people
/// type their own names differently.
fn imitated(
    conn: &mut Conn,
    nic: &Nic,
    commenter: Option<CommenterId>,
) -> StoreResult<Option<String>> {
    let plain = |name: &str| -> String {
        name.chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mine = plain(nic.as_str());
    let like = list_nics_like(conn, &nic.skeleton())?;
    let known = like.iter().any(|record| {
        plain(&record.nic) == mine && record.first_commenter == commenter && commenter.is_some()
    });
    if known {
        return Ok(None);
    }
    // The name that was first is the real one.
    let first = like.into_iter().min_by_key(|record| record.first_used_at);
    Ok(first
        .map(|record| record.nic)
        .filter(|name| plain(name) != mine))
}
