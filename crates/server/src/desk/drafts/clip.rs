//! Clipping from the desk: an address, a bookmarklet, a phone's share sheet, or what was pasted.

use super::form::Fields;
use super::page::twin_links;
use super::{HERE, draft_url};
use crate::app::App;
use crate::clip::{ClipError, Clipped, Story, Wishes, check_length, clip_with_page};
use crate::desk::desk_chrome;
use crate::drafts::{Begun, begin_clipping, list_twins};
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{ClipPage, FieldError, Link};
use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_intake::source_tag;
use clipsheet_markup::{SafeHtml, clean_url};
use clipsheet_store::{SubmissionId, find_article_by_url, find_headline};
use std::sync::Arc;
use url::Url;

/// What a form to clip with says.
#[derive(Debug, Clone, Default)]
struct Wanted {
    url: String,
    title: String,
    pasted: String,
    /// The item of the inbox that it is for.
    item: Option<i64>,
    /// The submission that it is for.
    submission: Option<i64>,
    /// The address of whose drafts the editor was told.
    told: String,
}

/// `GET /desk/clip?url=&title=&text=`: also where bookmarklets and share sheets lead.
pub(super) async fn show_form(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let mut wanted = Wanted::default();
    let query = query.unwrap_or_default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "url" => wanted.url = value.trim().to_owned(),
            "title" => wanted.title = value.trim().to_owned(),
            "text" => wanted.pasted = value.into_owned(),
            "item" => wanted.item = value.parse().ok(),
            "submission" => wanted.submission = value.parse().ok(),
            _ => {}
        }
    }
    // Many phones share the address within the text.
    if wanted.url.is_empty() {
        let address = |word: &&str| word.starts_with("https://") || word.starts_with("http://");
        let found = wanted.pasted.split_whitespace().rfind(address);
        wanted.url = found.unwrap_or_default().to_owned();
        if wanted.pasted.trim() == wanted.url {
            wanted.pasted.clear();
        }
    }
    let error = Url::parse(&wanted.url).ok().and_then(|url| too_long(&url));
    let status = match &error {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show(&app, &member, wanted, error, status).await
}

/// What is said of an address that is too long.
fn too_long(url: &Url) -> Option<FieldError> {
    let error = check_length(url).err()?;
    Some(field_error(
        "c-url",
        &crate::desk::feeds::capital(&error.to_string()),
    ))
}

async fn show(
    app: &App,
    member: &Member,
    wanted: Wanted,
    error: Option<FieldError>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let address = clean_url(&wanted.url);
    let known = app.store.read({
        let address = address.clone();
        move |conn| {
            let before = match find_article_by_url(conn, &address)? {
                Some(before) if !address.is_empty() => find_headline(conn, before)?,
                _ => None,
            };
            Ok((before, list_twins(conn, &address, None)?))
        }
    });
    let (before, twins) = known.await?;
    let before = before.map(|headline| {
        let url = crate::pages::article_url(headline.id, &headline.slug);
        Link::new(&headline.headline, &url)
    });
    let page = ClipPage {
        chrome: desk_chrome(app, &paper, member, "Clip a story", HERE),
        paste_open: error.is_some() || !wanted.pasted.is_empty(),
        url: wanted.url,
        title: wanted.title,
        pasted: wanted.pasted,
        item: wanted.item.map(|id| id.to_string()).unwrap_or_default(),
        submission: wanted
            .submission
            .map(|id| id.to_string())
            .unwrap_or_default(),
        before: before.unwrap_or_default(),
        told: if twins.is_empty() {
            String::new()
        } else {
            address
        },
        twins: twin_links(&twins),
        bookmarklet: bookmarklet(&app.public_url),
        errors: error.into_iter().collect(),
    };
    crate::desk::show(&page, status)
}

/// Opens the form here with the address and the title of the page that is being read, and what is marked on it.
fn bookmarklet(site: &str) -> String {
    let site = serde_json::to_string(site).unwrap_or_default();
    let script = format!(
        "(function(){{var e=encodeURIComponent;location.href={site}+'/desk/clip?url='+e(location.href)\
         +'&title='+e(document.title)+'&text='+e(String(getSelection()).slice(0,4000))}})()"
    );
    format!(
        "javascript:{}",
        script
            .replace('%', "%25")
            .replace(' ', "%20")
            .replace('"', "%22")
    )
}

/// `POST /desk/clip`.
pub(super) async fn clip_story(
    State(app): State<Arc<App>>,
    member: Member,
    request: Request,
) -> Result<Response, WebError> {
    let fields = Fields::read(request).await?;
    let wanted = Wanted {
        url: fields.word("url").to_owned(),
        title: fields.word("title").to_owned(),
        pasted: fields.get("pasted").unwrap_or_default().to_owned(),
        item: fields.word("item").parse().ok(),
        submission: fields.word("submission").parse().ok(),
        told: fields.word("told").to_owned(),
    };
    let typed = if wanted.url.contains("://") {
        wanted.url.clone()
    } else {
        format!("https://{}", wanted.url)
    };
    let url = Url::parse(&typed).ok();
    let of_the_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    let Some(url) = url.filter(of_the_web) else {
        let message = "Where is the story? An address such as https://paper.example/story.html is wanted, also for what was pasted.";
        let error = field_error("c-url", message);
        return show(
            &app,
            &member,
            wanted,
            Some(error),
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    if let Some(error) = too_long(&url) {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&app, &member, wanted, Some(error), status).await;
    }
    // Told of a draft of the same story before another is made, the editor decides; pressed again, it is made.
    let address = clean_url(url.as_str());
    if wanted.told != address {
        let twins = app
            .store
            .read(move |conn| list_twins(conn, &address, None))
            .await?;
        if !twins.is_empty() {
            let wanted = Wanted {
                url: url.to_string(),
                ..wanted
            };
            return show(&app, &member, wanted, None, StatusCode::CONFLICT).await;
        }
    }
    let pasted = fields.word("act") == "paste" || !wanted.pasted.trim().is_empty();
    let clipped = if fields.word("act") != "fetch" && pasted {
        from_paste(&app, &wanted, url).await
    } else {
        clip_with_page(&app, Story::Address(url), &Wishes::default()).await
    };
    let clipped = match clipped {
        Ok(mut clipped) => {
            clipped.clipping.submission = wanted.submission.map(SubmissionId);
            clipped
        }
        Err(ClipError::Store(error)) => return Err(error.into()),
        Err(error) => {
            let message = format!(
                "{}. You can paste the story below instead; the address is kept.",
                error.to_string().trim_end_matches('.')
            );
            let error = field_error("c-url", &message);
            return show(
                &app,
                &member,
                wanted,
                Some(error),
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await;
        }
    };
    let begun = Begun {
        by: Some(member.id()),
        inbox_item: wanted.item,
    };
    match begin_clipping(&app, clipped, begun, member.actor()).await {
        Ok(id) => Ok(redirect(&format!("{}?done=clipped", draft_url(id)))),
        Err(ClipError::Store(error)) => Err(error.into()),
        Err(ClipError::ItemTaken) => {
            let message = "Somebody else took this story, or dropped it, a moment ago. Look for it among the drafts; or press once more, and it is clipped all the same.";
            let error = field_error("c-url", message);
            let wanted = Wanted {
                item: None,
                ..wanted
            };
            show(&app, &member, wanted, Some(error), StatusCode::CONFLICT).await
        }
        Err(error) => Err(WebError::Internal(error.to_string())),
    }
}

fn field_error(field: &str, message: &str) -> FieldError {
    FieldError {
        field: field.into(),
        message: message.into(),
    }
}

/// A draft of what was pasted: a whole page is extracted like a fetched one; a part of one, or plain text, is the story.
async fn from_paste(app: &App, wanted: &Wanted, url: Url) -> Result<Clipped, ClipError> {
    let pasted = wanted.pasted.trim();
    if pasted.is_empty() {
        return Err(ClipError::NoText);
    }
    let lower: String = pasted.chars().take(2000).collect::<String>().to_lowercase();
    let whole = ["<html", "<body", "<!doctype", "<head"]
        .iter()
        .any(|tag| lower.contains(tag));
    let content_type = Some(format!(
        "text/html; charset=utf-8; {}",
        crate::evidence::PASTED
    ));
    let page = |bytes: Vec<u8>| Story::Page {
        bytes,
        content_type: content_type.clone(),
        url: url.clone(),
    };
    if whole {
        let mut clipped = clip_with_page(app, page(pasted.into()), &Wishes::default()).await?;
        if !wanted.title.is_empty() {
            clipped.clipping.headline.clone_from(&wanted.title);
        }
        return Ok(clipped);
    }
    let html = if lower.contains("</") || lower.contains("<p") || lower.contains("<br") {
        pasted.to_owned()
    } else {
        paragraphs(pasted)
    };
    let title = if wanted.title.is_empty() {
        pasted
            .split(['\n', '<', '>'])
            .map(str::trim)
            .find(|line| line.contains(' '))
            .unwrap_or("A story")
            .chars()
            .take(120)
            .collect()
    } else {
        wanted.title.clone()
    };
    let escaped = SafeHtml::escape(&title);
    // Enough words around it for the extraction of all that stands around a text: source, area, pictures, dossiers.
    let wrapped = format!(
        "<!DOCTYPE html><html><head><title>{escaped}</title></head><body><article><h1>{escaped}</h1>{html}</article></body></html>"
    );
    let mut clipped =
        match clip_with_page(app, page(wrapped.clone().into()), &Wishes::default()).await {
            Ok(clipped) => clipped,
            // Too short or too odd to be recognised: it is the story all the same, since an editor says so.
            Err(ClipError::Extract(_)) => bare(app, &url, wrapped).await?,
            Err(error) => return Err(error),
        };
    clipped.clipping.headline = title;
    clipped.clipping.source_html = html;
    Ok(clipped)
}

/// A clipping of which nothing is known but where it came from.
async fn bare(app: &App, url: &Url, page: String) -> Result<Clipped, ClipError> {
    let paper = app.paper().await?;
    let source = source_tag(None, url);
    let clipping = crate::clip::Clipping {
        url: clean_url(url.as_str()),
        source_name: source.name,
        source_slug: source.slug_hint,
        source_tag: source.tag,
        source_homepage: url
            .join("/")
            .map_or_else(|_| url.to_string(), |home| home.to_string()),
        page: paper.pages.first().map_or(1, |page| page.number),
        ..crate::clip::Clipping::default()
    };
    Ok(Clipped {
        clipping,
        page: page.into(),
        content_type: Some("text/html; charset=utf-8".into()),
        url: url.clone(),
    })
}

/// Plain text as paragraphs: a blank line ends one.
fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| format!("<p>{}</p>\n", SafeHtml::escape(part)))
        .collect()
}
