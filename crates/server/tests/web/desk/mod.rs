//! The desk: staff only.

mod access;
mod drafts;
mod settings;

use crate::support::{Browser, Paper};
use clipsheet_store::Role;

/// Somebody who owns the paper.
async fn owner(paper: &Paper) -> Browser {
    paper.staff("Mrs Limpet", Role::Owner).await
}
