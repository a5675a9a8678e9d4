//! `clipsheet staff` and `owner-link`.

use crate::args::{Place, Staff, StaffRole};
use crate::open::{Opened, now, open_existing, paper_address};
use anyhow::bail;
use clipsheet_server::calendar::Calendar;
use clipsheet_server::staff::prove::find_by_name;
use clipsheet_server::staff::{invite, invite_owner};
use clipsheet_store::{Actor, Role, list_staff};

pub(crate) async fn run(place: &Place, command: &Staff) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    match command {
        Staff::List => list(&opened).await,
        Staff::Invite { role, note } => {
            let role = match role {
                StaffRole::Contributor => Role::Contributor,
                StaffRole::Moderator => Role::Moderator,
                StaffRole::Editor => Role::Editor,
                StaffRole::Owner => Role::Owner,
            };
            let actor = Actor::command_line();
            let path = invite(&opened.store, actor, role, note, None, now()).await?;
            print_link(place, &opened, &path);
            Ok(())
        }
    }
}

fn print_link(place: &Place, opened: &Opened, path: &str) {
    println!("{}{path}", paper_address(place, &opened.file));
}

async fn list(opened: &Opened) -> anyhow::Result<()> {
    let staff = opened.store.read(list_staff).await?;
    if staff.is_empty() {
        eprintln!("Nobody yet. `clipsheet owner-link` makes a link for the first.");
    }
    for one in staff {
        let role = if one.is_active {
            one.role.as_str()
        } else {
            "dismissed"
        };
        let step = if one.has_second_step() {
            "second step"
        } else {
            "no second step"
        };
        let seen = one.seen_at.map_or("never".into(), Calendar::rfc3339);
        println!("{}\t{role}\t{step}\t{seen}", one.name);
    }
    Ok(())
}

/// Lets an owner in, in every case: a new one, or one who is there and lost everything.
pub(crate) async fn owner_link(place: &Place, name: Option<&str>) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let Some(name) = name else {
        let path = invite_owner(&opened.store, now()).await?;
        print_link(place, &opened, &path);
        return Ok(());
    };
    let wanted = name.to_owned();
    let found = opened
        .store
        .read(move |conn| find_by_name(conn, &wanted))
        .await?;
    let Some(staff) = found else {
        bail!("there is nobody called {name}. `clipsheet staff list` lists everybody");
    };
    let actor = Actor::command_line();
    let path = invite(&opened.store, actor, Role::Owner, "", Some(&staff), now()).await?;
    print_link(place, &opened, &path);
    eprintln!(
        "It opens the account of {} anew, as an owner's.",
        staff.name
    );
    Ok(())
}
