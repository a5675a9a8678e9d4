//! What is proposed for a clipping: its area, its page, its dossiers.

use super::Clipping;
use crate::app::{App, Paper};
use crate::printing::{self, Place};
use clipsheet_store::{StoreError, find_source, usual_area, usual_page};

/// Dossiers under which a clipping is filed by itself.
const MOST_DOSSIERS: usize = 8;

/// The page on which the source's latest articles stand; else the first.
pub(super) async fn propose_page(
    app: &App,
    paper: &Paper,
    source: &str,
) -> Result<i64, StoreError> {
    let source = source.to_owned();
    let usual = app
        .store
        .read(move |conn| match find_source(conn, &source)? {
            Some(source) => usual_page(conn, source.id),
            None => Ok(None),
        })
        .await?;
    let first = || paper.pages.first().map_or(1, |page| page.number);
    Ok(usual
        .filter(|page| !paper.page_title(*page).is_empty())
        .unwrap_or_else(first))
}

/// Where the source's latest articles stand; else the area whose name the text has most often; else the first.
pub(super) async fn propose_area(
    app: &App,
    paper: &Paper,
    source: &str,
    text: &str,
) -> Result<String, StoreError> {
    let source = source.to_owned();
    let usual = app
        .store
        .read(move |conn| match find_source(conn, &source)? {
            Some(source) => usual_area(conn, source.id),
            None => Ok(None),
        })
        .await?;
    let usual = usual.and_then(|id| paper.areas.iter().find(|area| area.id == id));
    let text = text.to_lowercase();
    let named = || {
        let count = |name: &str| text.matches(&name.to_lowercase()).count();
        paper
            .areas
            .iter()
            .map(|area| (count(&area.name), area))
            .filter(|(count, _)| *count > 0)
            .max_by_key(|(count, _)| *count)
    };
    let area = usual
        .or_else(|| named().map(|(_, area)| area))
        .or(paper.areas.first());
    Ok(area.map(|area| area.slug.clone()).unwrap_or_default())
}

/// What the text mentions, the most often first.
pub(crate) async fn propose_dossiers(
    app: &App,
    paper: &Paper,
    clipping: &Clipping,
) -> Result<Vec<String>, StoreError> {
    let glossary = app.glossary().await?;
    let place = Place {
        day: paper.calendar.day_of(app.now()),
        page: clipping.page,
        area: clipping.area.clone(),
    };
    let safe = printing::safe_article(&clipping.source_html, &|_| None);
    let mut mentioned = printing::mentioned_dossiers(&glossary, &safe, &place);
    mentioned.truncate(MOST_DOSSIERS);
    Ok(mentioned)
}
