//! The settings page.

use crate::app::App;
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::press::redirect;
use crate::settings::{KEY, Settings, SettingsForm, apply_form, fields};
use crate::staff::Member;
use crate::views::{FieldError, FieldSet, Pair, Pairs, SettingsPage};
use axum::extract::{RawForm, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    Act, PageTitle, StoreError, find_setting, is_page_in_use, list_pages, note_act, replace_pages,
    save_areas, set_setting,
};
use std::sync::Arc;

/// Empty rows to add a page or an area in.
const SPARE_ROWS: usize = 2;

/// `GET /desk/settings`.
pub async fn show_settings(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let form = SettingsForm {
        pages: paper
            .pages
            .iter()
            .map(|page| (page.number.to_string(), page.title.clone()))
            .collect(),
        areas: paper
            .areas
            .iter()
            .map(|area| (area.slug.clone(), area.name.clone()))
            .collect(),
        links: paper
            .settings
            .links
            .iter()
            .map(|link| (link.label.clone(), link.url.clone()))
            .collect(),
        ..SettingsForm::default()
    };
    let notice = match query.as_deref() {
        Some("saved=1") => "Saved. The paper shows it already.",
        _ => "",
    };
    show(&app, &member, &paper.settings, form, Vec::new(), notice).await
}

async fn show(
    app: &App,
    member: &Member,
    settings: &Settings,
    form: SettingsForm,
    wrong: Vec<(String, String)>,
    notice: &str,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let mut chrome = desk_chrome(app, &paper, member, "Settings", "/desk/settings");
    chrome.notice = notice.to_owned();
    let mut sets = fields(settings, &app.file);
    let put = |set: &mut FieldSet| {
        for field in set.fields.iter_mut().filter(|field| !field.locked) {
            if let Some(typed) = form.fields.get(&field.name) {
                field.value.clone_from(typed);
            }
            if let Some((_, message)) = wrong.iter().find(|(name, _)| *name == field.name) {
                field.error.clone_from(message);
            }
        }
    };
    sets.iter_mut().for_each(put);
    let rows = |pairs: &[(String, String)], locked: bool| -> Vec<Pair> {
        let spare = if locked { 0 } else { SPARE_ROWS };
        let pair = |(key, value): &(String, String)| Pair {
            key: key.clone(),
            value: value.clone(),
            error: String::new(),
        };
        pairs
            .iter()
            .map(pair)
            .chain((0..spare).map(|_| Pair::default()))
            .collect()
    };
    let pages = Pairs {
        legend: "Pages".into(),
        help: "An edition has these pages. Empty both fields to take one away; articles on it keep its number.".into(),
        key_name: "page_number".into(),
        key_label: "Number".into(),
        value_name: "page_title".into(),
        value_label: "Title".into(),
        rows: rows(&form.pages, app.file.sets("pages")),
        locked: app.file.sets("pages"),
    };
    let areas = Pairs {
        legend: "Areas".into(),
        help: "Readers can filter an edition by area. The short name stands in addresses and is best left alone once articles are in it.".into(),
        key_name: "area_slug".into(),
        key_label: "Short name".into(),
        value_name: "area_name".into(),
        value_label: "Name".into(),
        rows: rows(&form.areas, app.file.sets("areas")),
        locked: app.file.sets("areas"),
    };
    let links = Pairs {
        legend: "Links column".into(),
        help: "Other places worth a look, beside the edition. Empty both fields to take one away."
            .into(),
        key_name: "link_label".into(),
        key_label: "Name".into(),
        value_name: "link_url".into(),
        value_label: "Address".into(),
        rows: rows(&form.links, false),
        locked: false,
    };
    let status = if wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = SettingsPage {
        chrome,
        action: "/desk/settings".into(),
        file: "clipsheet.toml".into(),
        sets,
        lists: vec![pages, areas, links],
        errors: wrong
            .into_iter()
            .map(|(name, message)| FieldError {
                field: match name.as_str() {
                    "" => String::new(),
                    "pages" => "s-page_number".into(),
                    "areas" => "s-area_slug".into(),
                    "links" => "s-link_label".into(),
                    name => format!("s-{name}"),
                },
                message,
            })
            .collect(),
    };
    super::show(&page, status)
}

fn read_form(body: &[u8]) -> SettingsForm {
    let mut form = SettingsForm::default();
    let (mut numbers, mut titles, mut slugs, mut names) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut labels, mut urls) = (Vec::new(), Vec::new());
    for (name, value) in url::form_urlencoded::parse(body) {
        let value = value.into_owned();
        match name.as_ref() {
            "page_number" => numbers.push(value),
            "page_title" => titles.push(value),
            "area_slug" => slugs.push(value),
            "area_name" => names.push(value),
            "link_label" => labels.push(value),
            "link_url" => urls.push(value),
            other => {
                form.fields.insert(other.to_owned(), value);
            }
        }
    }
    form.pages = numbers.into_iter().zip(titles).collect();
    form.areas = slugs.into_iter().zip(names).collect();
    form.links = labels.into_iter().zip(urls).collect();
    form
}

/// `POST /desk/settings`.
pub async fn save_settings(
    State(app): State<Arc<App>>,
    member: Member,
    RawForm(body): RawForm,
) -> Result<Response, WebError> {
    let mut form = read_form(&body);
    // What the file sets stays the file's: it is not saved as if it had been typed here.
    let mut settings = app.stored_settings().await?;
    let mut wrong = apply_form(&mut form, &mut settings, &app.file);
    if wrong.is_empty()
        && let Some(refused) = save(&app, &member, &settings, &form).await?
    {
        wrong.push(refused);
    }
    if wrong.is_empty() {
        return Ok(redirect("/desk/settings?saved=1"));
    }
    show(&app, &member, &app.file.over(settings), form, wrong, "").await
}

/// Saves all in one transaction; gives the field and what is wrong with it when a page or an area in use was taken away, and
/// saves nothing then.
async fn save(
    app: &App,
    member: &Member,
    settings: &Settings,
    form: &SettingsForm,
) -> Result<Option<(String, String)>, WebError> {
    let (now, actor) = (app.now(), member.actor());
    let settings =
        serde_json::to_string(settings).map_err(|error| StoreError::Internal(error.to_string()))?;
    let areas = (!app.file.sets("areas")).then(|| form.areas.clone());
    let pages = (!app.file.sets("pages")).then(|| page_titles(form));
    let saved = app.store.write(move |tx| {
        let standing = list_pages(tx)?;
        // The steps that may refuse come before any that changes something.
        for old in pages.iter().flat_map(|_| &standing) {
            let stays = pages.iter().flatten().any(|page| page.number == old.number);
            if !stays && is_page_in_use(tx, old.number)? {
                return Ok(Err(("pages".to_owned(), format!(
                    "Page {}, “{}”, cannot be taken away: articles stand on it. Give it another title instead.",
                    old.number, old.title
                ))));
            }
        }
        if let Some(areas) = areas
            && let Err(error) = save_areas(tx, &areas, now)?
        {
            return Ok(Err(("areas".to_owned(), format!(
                "The area “{}” cannot be taken away, nor its short name changed: articles stand in it. Change its name instead.",
                error.in_use
            ))));
        }
        if let Some(pages) = pages {
            replace_pages(tx, &pages, now)?;
        }
        let before = find_setting(tx, KEY)?.unwrap_or_default();
        set_setting(tx, KEY, &settings, now)?;
        let act = Act {
            act: "changed",
            subject: "settings",
            label: "the settings",
            before: &before,
            after: &settings,
            ..Act::default()
        };
        note_act(tx, &actor, &act, now)?;
        Ok(Ok(()))
    });
    Ok(saved.await?.err())
}

fn page_titles(form: &SettingsForm) -> Vec<PageTitle> {
    let title = |(number, title): &(String, String)| {
        Some(PageTitle {
            number: number.parse().ok()?,
            title: title.clone(),
        })
    };
    form.pages.iter().filter_map(title).collect()
}
