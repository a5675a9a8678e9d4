//! `clipsheet comments` and `recount`.

use crate::args::{Comments, Place};
use crate::open::{now, open_existing};
use anyhow::bail;
use clipsheet_server::glossary::jobs;
use clipsheet_server::moderation::set_shown;
use clipsheet_store::{Actor, ArticleId, Millis, recount as count_anew, set_comments_close};

const DAY_MILLIS: i64 = 24 * 3600 * 1000;

pub(crate) async fn run(place: &Place, command: Comments) -> anyhow::Result<()> {
    let at = now();
    match command {
        Comments::Close { article } => close_at(place, article, Some(at), "closed").await,
        Comments::Open {
            article,
            days: None,
        } => close_at(place, article, Some(Millis(i64::MAX)), "open for good").await,
        Comments::Open {
            article,
            days: Some(days),
        } => {
            let until = Millis(at.0 + i64::from(days) * DAY_MILLIS);
            close_at(
                place,
                article,
                Some(until),
                &format!("open for {days} days"),
            )
            .await
        }
        Comments::Reset { article } => {
            close_at(place, article, None, "under the paper's rule").await
        }
        Comments::Remove { article, number } => set(place, article, number, false).await,
        Comments::Restore { article, number } => set(place, article, number, true).await,
    }
}

async fn close_at(
    place: &Place,
    article: i64,
    until: Option<Millis>,
    words: &str,
) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let at = now();
    let found = opened
        .store
        .write(move |tx| set_comments_close(tx, ArticleId(article), until, at))
        .await?;
    if !found {
        bail!("there is no article {article}");
    }
    println!("The comments of article {article} are {words}.");
    Ok(())
}

/// Takes a comment away, or brings it back.
async fn set(place: &Place, article: i64, number: i64, shown: bool) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let (at, article) = (now(), ArticleId(article));
    let changed = opened
        .store
        .write(move |tx| set_shown(tx, &Actor::command_line(), article, number, shown, at))
        .await?;
    match (changed, shown) {
        (true, true) => println!("Comment {number} under article {article} is back."),
        (true, false) => {
            println!("Comment {number} under article {article} was taken away; its number stays.");
        }
        (false, true) => bail!("no comment {number} under article {article} was taken away"),
        (false, false) => bail!(
            "there is no comment {number} under article {article}, or it was taken away before"
        ),
    }
    Ok(())
}

pub(crate) async fn recount(place: &Place) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let at = now();
    opened
        .store
        .write(move |tx| {
            count_anew(tx, at)?;
            jobs::ask_index(tx, &Actor::command_line(), at).map(drop)
        })
        .await?;
    println!("Counted anew.");
    eprintln!(
        "Where entries of the glossary were printed is noted anew by the server, beside its other work; the desk shows how far it is."
    );
    Ok(())
}
