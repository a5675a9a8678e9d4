//! Whose evidence a folder is: a database that is not its own knows nothing of it, and would take all of it for what nothing
//! refers to.

use crate::app::App;
use clipsheet_store::{StoreResult, has_evidence};
use std::io::ErrorKind;
use std::path::Path;

/// Holds the id of the paper that the folder belongs to.
const FILE: &str = "paper";
/// Pages that are looked up to tell whose a folder is that does not say.
const MOST_LOOKED_AT: usize = 200;

/// What a folder says of itself.
enum Says {
    Ours,
    /// It names another paper, or cannot be read: why nothing is removed.
    NotOurs(String),
    /// It is of a program that did not write it down; with some of its pages, by their hashes.
    Nothing(Vec<String>),
}

/// Writes down whose a folder is that has nothing in it yet. Whoever cannot write here will not keep a page here either.
pub(super) fn begin(folder: &Path, paper: &str) {
    if !folder.exists() && std::fs::create_dir_all(folder).is_ok() {
        write(folder, paper);
    }
}

fn write(folder: &Path, paper: &str) {
    if let Err(error) = std::fs::write(folder.join(FILE), format!("{paper}\n")) {
        tracing::warn!(%error, folder = %folder.display(), "it cannot be noted whose source pages these are");
    }
}

/// Whether the folder belongs to the paper that is served. One that does not say, as programs of before left it, does when
/// it is empty, or when the database knows at least half of the pages that are looked at; that is written down then.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn is_ours(app: &App) -> StoreResult<bool> {
    let folder = app.data.join("evidence");
    let paper = app.secrets.paper_id.clone();
    let (asked, wanted) = (folder.clone(), paper.clone());
    let work = tokio::task::spawn_blocking(move || ask(&asked, &wanted));
    let says = work
        .await
        .unwrap_or_else(|error| Says::NotOurs(error.to_string()));
    let why = match says {
        Says::Ours => return Ok(true),
        Says::NotOurs(why) => why,
        Says::Nothing(pages) => {
            let of = pages.len();
            let known = app
                .store
                .read(move |conn| {
                    let mut known = 0;
                    for page in &pages {
                        known += usize::from(has_evidence(conn, page)?);
                    }
                    Ok(known)
                })
                .await?;
            if 2 * known >= of {
                let work = tokio::task::spawn_blocking(move || write(&folder, &paper));
                return Ok(work.await.is_ok());
            }
            format!("the database knows {known} of {of} pages that were looked at")
        }
    };
    tracing::warn!(
        why,
        "nothing is removed from {folder}: these source pages seem to be another paper's than the database that is served. \
            If they are this paper's all the same, write {paper} into {folder}/{FILE}",
        folder = folder.display(),
    );
    Ok(false)
}

fn ask(folder: &Path, paper: &str) -> Says {
    match std::fs::read_to_string(folder.join(FILE)) {
        Ok(text) if text.trim() == paper => Says::Ours,
        // Half a file is none.
        Ok(text) if text.trim().is_empty() => Says::Nothing(some_pages(folder)),
        Ok(text) => Says::NotOurs(format!("{FILE} in it says {}", text.trim())),
        // There is nothing to remove yet.
        Err(error) if error.kind() == ErrorKind::NotFound && !folder.exists() => Says::Ours,
        Err(error) if error.kind() == ErrorKind::NotFound => Says::Nothing(some_pages(folder)),
        Err(error) => Says::NotOurs(format!("{FILE} in it cannot be read: {error}")),
    }
}

/// Some of the pages in a folder, by their hashes: which they are is chance, since they are hashes.
fn some_pages(folder: &Path) -> Vec<String> {
    let parts = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = parts
        .filter_map(|part| std::fs::read_dir(part.path()).ok())
        .flat_map(Iterator::flatten);
    let hashes = files.filter_map(|file| super::prune::hash_of(&file.path()));
    hashes.take(MOST_LOOKED_AT).collect()
}
