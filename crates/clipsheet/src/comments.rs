//! `clipsheet comments` and `recount`.

use crate::args::{Comments, Place};
use crate::open::{now, open_existing};
use anyhow::bail;
use clipsheet_store::{
    ArticleId, Millis, recount as count_anew, remove_comment, set_comments_close,
};

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
        Comments::Remove { article, number } => remove(place, article, number).await,
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

async fn remove(place: &Place, article: i64, number: i64) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let at = now();
    let gone = opened
        .store
        .write(move |tx| remove_comment(tx, ArticleId(article), number, at))
        .await?;
    if !gone {
        bail!("there is no comment {number} under article {article}, or it was taken away before");
    }
    println!("Comment {number} under article {article} was taken away; its number stays.");
    Ok(())
}

pub(crate) async fn recount(place: &Place) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let at = now();
    opened.store.write(move |tx| count_anew(tx, at)).await?;
    println!("Counted anew.");
    Ok(())
}
