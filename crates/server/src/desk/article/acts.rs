//! What can be done to a printed article with one button: each act is noted, and leads back to where it was done.

use super::read_id;
use crate::app::{App, Paper};
use crate::edit;
use crate::error::WebError;
use crate::pages::article_url;
use crate::press::redirect;
use crate::staff::Member;
use crate::talk::are_open;
use crate::views::{ArticleTools, Filed, Pick};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use clipsheet_markup::slug;
use clipsheet_store::{
    Act, Article, ArticleId, Dossier, Finding, Millis, NewDossier, Role, SourceCheck, StoreResult,
    Tx, create_dossier, find_dossier, find_source_check, list_article_dossiers, note_act,
};
use serde::Deserialize;
use std::sync::Arc;

/// Days for which comments are opened again.
const OPEN_DAYS: i64 = 14;
/// Characters of a dossier's name.
const DOSSIER_CHARS: usize = 120;

/// What the forms of the tools send; each sends some of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ToolForm {
    /// Where the form stood: `desk` for the desk's view of the article, else the article itself.
    from: String,
    page: String,
    area: String,
    /// `1` or `0`.
    on: String,
    dossier: String,
}

impl ToolForm {
    fn is_on(&self) -> bool {
        self.on == "1"
    }

    /// Back to where the form stood.
    fn back(&self, article: &Article) -> Response {
        let line = &article.headline;
        if self.from == "desk" || (self.from == "tools" && !line.is_printed) {
            redirect(&format!("/desk/articles/{}?done=1", line.id))
        } else {
            redirect(&article_url(line.id, &line.slug))
        }
    }
}

/// Does an act in one transaction with its note, unless it would change nothing.
async fn act(
    app: &App,
    member: &Member,
    article: &Article,
    [verb, before, after]: [&str; 3],
    change: impl FnOnce(&mut Tx<'_>, Millis) -> StoreResult<bool> + Send + 'static,
) -> Result<(), WebError> {
    let (now, actor) = (app.now(), member.actor());
    let (id, label) = (article.headline.id, article.headline.headline.clone());
    let [verb, before, after] = [verb, before, after].map(str::to_owned);
    app.store
        .write(move |tx| {
            if change(tx, now)? {
                let act = Act {
                    act: &verb,
                    subject: "article",
                    subject_id: id.0,
                    label: &label,
                    before: &before,
                    after: &after,
                };
                note_act(tx, &actor, &act, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// `POST /desk/articles/{id}/place`: to another page or area.
pub async fn set_place(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<ToolForm>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let article = edit::read(&app, id).await?;
    let paper = app.paper().await?;
    let line = &article.headline;
    let page = form.page.parse().unwrap_or(line.page);
    if paper.page_title(page).is_empty() {
        return Err(WebError::BadRequest(format!(
            "The paper has no page {page} any more. Choose another; its pages are in the settings."
        )));
    }
    let wanted = if form.area.is_empty() {
        &line.area_slug
    } else {
        &form.area
    };
    let area = paper.areas.iter().find(|area| area.slug == *wanted);
    let area = area.ok_or_else(|| {
        WebError::BadRequest(format!(
            "The paper has no area “{wanted}” any more. Choose another; its areas are in the settings."
        ))
    })?;
    let before = format!("page {}, {}", line.page, line.area_name);
    let after = format!("page {page}, {}", area.name);
    if before != after {
        let area = area.id;
        act(
            &app,
            &member,
            &article,
            ["moved", &before, &after],
            move |tx, now| clipsheet_store::set_place(tx, id, page, area, now),
        )
        .await?;
    }
    Ok(form.back(&article))
}

/// Reads the article, does an act of on and off in one transaction with its note, and leads back.
async fn switch(
    app: &App,
    member: &Member,
    id: &str,
    form: &ToolForm,
    [on, off]: [[&'static str; 3]; 2],
    change: impl FnOnce(&mut Tx<'_>, ArticleId, bool, Millis) -> StoreResult<bool> + Send + 'static,
) -> Result<Response, WebError> {
    let id = read_id(id)?;
    let article = edit::read(app, id).await?;
    let is_on = form.is_on();
    let words = if is_on { on } else { off };
    act(app, member, &article, words, move |tx, now| {
        change(tx, id, is_on, now)
    })
    .await?;
    // As it is now: whether readers see it decides where it leads.
    Ok(form.back(&edit::read(app, id).await?))
}

/// `POST /desk/articles/{id}/print`: taken back, or printed again.
pub async fn set_printed(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<ToolForm>,
) -> Result<Response, WebError> {
    let words = [
        ["printed again", "taken back", "in print"],
        ["took back", "in print", "taken back"],
    ];
    let change = clipsheet_store::set_printed;
    switch(&app, &member, &id, &form, words, change).await
}

/// `POST /desk/articles/{id}/lead`.
pub async fn set_lead(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<ToolForm>,
) -> Result<Response, WebError> {
    let words = [["made the lead", "", "lead"], ["made no lead", "lead", ""]];
    let change = clipsheet_store::set_lead;
    switch(&app, &member, &id, &form, words, change).await
}

/// `POST /desk/articles/{id}/classic`.
pub async fn set_classic(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<ToolForm>,
) -> Result<Response, WebError> {
    let words = [
        ["made a classic", "", "classic"],
        ["made no classic", "classic", ""],
    ];
    let change = clipsheet_store::set_classic;
    switch(&app, &member, &id, &form, words, change).await
}

/// `POST /desk/articles/{id}/comments`: closed now, or open for a while again.
pub async fn set_comments(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<ToolForm>,
) -> Result<Response, WebError> {
    let words = [
        ["opened the comments of", "closed", "open"],
        ["closed the comments of", "open", "closed"],
    ];
    switch(&app, &member, &id, &form, words, |tx, id, is_on, now| {
        let open = if is_on { OPEN_DAYS } else { 0 };
        let close_at = Millis(now.0 + open * 24 * 3600 * 1000);
        clipsheet_store::set_comments_close(tx, id, Some(close_at), now)
    })
    .await
}

/// `POST /desk/articles/{id}/file`: filed under a dossier, which is opened if the paper has none of that name, or taken out.
pub async fn set_filed(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<ToolForm>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let article = edit::read(&app, id).await?;
    let name = form.dossier.trim().to_owned();
    let short = slug(&name);
    if !name.contains(char::is_alphanumeric)
        || short.is_empty()
        || name.chars().count() > DOSSIER_CHARS
    {
        return Err(WebError::BadRequest(format!(
            "A dossier needs a name of {DOSSIER_CHARS} characters at most with a letter or a digit in it, and “{name}” is none."
        )));
    }
    let on = form.is_on();
    let words = if on {
        ["filed", "", &name]
    } else {
        ["took out of a dossier", &name, ""]
    };
    let wanted = name.clone();
    act(&app, &member, &article, words, move |tx, now| {
        let found = find_dossier(tx, &short)?.map(|dossier| dossier.id);
        let dossier = match (found, on) {
            (Some(dossier), _) => dossier,
            (None, true) => create_dossier(
                tx,
                &NewDossier {
                    slug: short,
                    name: wanted,
                    kind: "subject".into(),
                    about: String::new(),
                },
            )?,
            (None, false) => return Ok(false),
        };
        clipsheet_store::set_filed(tx, id, dossier, on, now)
    })
    .await?;
    Ok(form.back(&article))
}

/// What the tools of an article show to a member; `None` when there is nothing they may do, or no such article.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn read_tools(
    app: &App,
    member: &Member,
    id: ArticleId,
    from: &str,
) -> Result<Option<ArticleTools>, WebError> {
    if !member.may(Role::Moderator) {
        return Ok(None);
    }
    let paper = app.paper().await?;
    let found = app
        .store
        .read(move |conn| {
            let Some(article) = clipsheet_store::find_article(conn, id)? else {
                return Ok(None);
            };
            let check = find_source_check(conn, id)?;
            Ok(Some((article, list_article_dossiers(conn, id)?, check)))
        })
        .await?;
    Ok(found.map(|(article, dossiers, check)| {
        tools(
            app,
            &paper,
            member,
            &article,
            &dossiers,
            check.as_ref(),
            from,
        )
    }))
}

/// The tools of an article that was read already.
pub(super) fn tools(
    app: &App,
    paper: &Paper,
    member: &Member,
    article: &Article,
    dossiers: &[Dossier],
    check: Option<&SourceCheck>,
    from: &str,
) -> ArticleTools {
    let line = &article.headline;
    let mut pages: Vec<Pick> = paper
        .pages
        .iter()
        .map(|page| Pick {
            value: page.number.to_string(),
            label: format!("Page {}: {}", page.number, page.title),
            chosen: page.number == line.page,
        })
        .collect();
    if !pages.iter().any(|page| page.chosen) {
        pages.push(Pick {
            value: line.page.to_string(),
            label: format!("Page {} (no longer there)", line.page),
            chosen: true,
        });
    }
    ArticleTools {
        id: line.id.0.unsigned_abs(),
        from: from.to_owned(),
        may_edit: member.may(Role::Editor),
        source_note: check
            .filter(|check| matches!(check.finding, Finding::Changed | Finding::Gone))
            .map(|check| check.words.clone())
            .unwrap_or_default(),
        is_printed: line.is_printed,
        is_lead: line.is_lead,
        is_classic: line.is_classic,
        comments_open: are_open(line, article.comments_close_at, paper, app.now()),
        pages,
        areas: paper
            .areas
            .iter()
            .map(|area| Pick {
                value: area.slug.clone(),
                label: area.name.clone(),
                chosen: area.slug == line.area_slug,
            })
            .collect(),
        dossiers: dossiers
            .iter()
            .map(|dossier| Filed {
                name: dossier.name.clone(),
                slug: dossier.slug.clone(),
            })
            .collect(),
    }
}
