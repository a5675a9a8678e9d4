//! `clipsheet clip`, `drafts` and `publish`.

use crate::args::{Clip, Place, Publish};
use crate::input;
use crate::open::{Opened, open, open_existing, open_store};
use anyhow::{Context, bail};
use clipsheet_server::calendar::counted_len;
use clipsheet_server::clip::{
    Clipping, Printed, Story, Wishes, clip_with_page, publish as print, publish_clipped,
};
use clipsheet_server::drafts::{Begun, Twin, begin_clipping, list_twins, read_body};
use clipsheet_server::{App, starter};
use clipsheet_store::{Actor, ArticleId, DraftId, find_article_by_url, find_draft, list_drafts};
use std::path::Path;
use std::sync::Arc;
use url::Url;

async fn open_paper(place: &Place, opened: Opened) -> anyhow::Result<Arc<App>> {
    let app = open(place, opened, None).await?;
    starter::ensure_basics(&app).await?;
    Ok(app)
}

pub(crate) async fn clip(place: &Place, order: &Clip) -> anyhow::Result<()> {
    let story = match Url::parse(&order.story) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Story::Address(url),
        _ => {
            let bytes = input::read(Path::new(&order.story))?;
            let Some(url) = order.url.clone() else {
                bail!(
                    "a saved page needs --url: where it was, such as --url https://paper.example/story.html"
                );
            };
            if !matches!(url.scheme(), "http" | "https") {
                bail!(
                    "--url {url}: an address of the web is wanted, such as https://paper.example/story.html"
                );
            }
            Story::Page {
                bytes,
                content_type: None,
                url,
            }
        }
    };
    let app = open_paper(place, open_store(place).await?).await?;
    let wishes = Wishes {
        page: order.page,
        area: order.area.clone(),
        ..Wishes::default()
    };
    let clipped = clip_with_page(&app, story, &wishes)
        .await
        .with_context(|| format!("cannot clip {}", order.story))?;
    let clipping = clipped.clipping.clone();
    let address = clipping.url.clone();
    let (before, twins) = app
        .store
        .read(move |conn| {
            let before = find_article_by_url(conn, &address)?;
            Ok((before, list_twins(conn, &address, None)?))
        })
        .await?;
    if order.publish {
        let printed = publish_clipped(&app, clipped, &order.by, order.lead).await?;
        tell(&app, &clipping, &printed).await?;
        tell_twins(&app, &twins);
        return Ok(());
    }
    let id = begin_clipping(&app, clipped, Begun::default(), Actor::command_line()).await?;
    println!(
        "Draft {id}: [{}] {}",
        clipping.source_tag, clipping.headline
    );
    tell_before(before);
    tell_twins(&app, &twins);
    eprintln!("Print it with: clipsheet publish {id}");
    Ok(())
}

/// Points out an article that was printed from the same address.
fn tell_before(before: Option<ArticleId>) {
    if let Some(before) = before {
        eprintln!("Note: article {before} was clipped from the same address.");
    }
}

/// Points out drafts of the same address that wait at the desk already.
fn tell_twins(app: &App, twins: &[Twin]) {
    for twin in twins {
        eprintln!(
            "Note: there was a draft of this address already, draft {} by {}: {}{}",
            twin.id,
            twin.by,
            app.public_url,
            twin.url()
        );
    }
}

async fn tell(app: &App, clipping: &Clipping, printed: &Printed) -> anyhow::Result<()> {
    println!("{}", printed.url);
    let paper = app.paper().await?;
    let area = paper.area_for(&clipping.area).map_or("", |area| &area.slug);
    eprintln!(
        "Printed on page {} in {area}: [{}] {}",
        clipping.page, clipping.source_tag, clipping.headline
    );
    tell_before(printed.before);
    if !printed.loosened.is_empty() {
        eprintln!(
            "Note: {} lost their words by this: {}/desk/remarks?article={}",
            counted_len(printed.loosened.len(), "remark", "remarks"),
            app.public_url,
            printed.id
        );
    }
    Ok(())
}

pub(crate) async fn drafts(place: &Place) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let mut before = DraftId(i64::MAX);
    loop {
        let drafts = opened
            .store
            .read(move |conn| list_drafts(conn, before, 100))
            .await?;
        let Some(last) = drafts.last() else {
            if before == DraftId(i64::MAX) {
                eprintln!("No drafts.");
            }
            return Ok(());
        };
        before = last.id;
        for draft in &drafts {
            let found = opened.store.read({
                let id = draft.id;
                move |conn| find_draft(conn, id)
            });
            let Some(found) = found.await? else {
                continue;
            };
            let clipping = read_body(&found.body)?;
            println!(
                "{}\t[{}]\t{}",
                draft.id, clipping.source_tag, clipping.headline
            );
        }
    }
}

pub(crate) async fn publish(place: &Place, order: &Publish) -> anyhow::Result<()> {
    let app = open_paper(place, open_existing(place).await?).await?;
    let id = DraftId(order.draft);
    let found = app.store.read(move |conn| find_draft(conn, id)).await?;
    let Some(draft) = found.filter(|draft| draft.state.is_live()) else {
        bail!("there is no draft {id}. `clipsheet drafts` lists them");
    };
    let clipping = read_body(&draft.body)?;
    let printed = print(&app, &clipping, Some(&draft), &order.by, order.lead).await?;
    tell(&app, &clipping, &printed).await
}
