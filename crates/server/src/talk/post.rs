//! `POST /article/{id}/comments`: from the form to a numbered comment, or back to the form with everything kept.

use super::form::{Act, CommentFields};
use super::{CLOSED, are_open, guard, pic_a_nic, pictures, render, token};
use crate::app::{App, Paper};
use crate::calendar::number;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::pages::article_url;
use crate::press::{html_once, redirect};
use crate::readers::{ReaderHoles, nic_url};
use crate::views::{self, CommentForm, CommentPage, FormErrors, Hole, Link, PreviewFragment};
use crate::visit::{Visit, commenter_cookie};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use clipsheet_markup::{SafeHtml, comment_pictures, squish};
use clipsheet_store::{
    ArticleId, Commenter, Headline, Millis, NewComment, create_comment, find_commenter,
    find_headline,
};
use std::sync::Arc;

/// An article as far as its form needs it.
struct Under {
    line: Headline,
    close_at: Option<Millis>,
    commenter: Option<Commenter>,
    around: Around,
}

/// `POST /article/{id}/comments`.
pub async fn post_comment(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    mut visit: Visit,
    mut fields: CommentFields,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let under = read_under(&app, &paper, ArticleId(id), &visit).await?;
    // A cookie of another data folder names nobody here.
    visit.commenter = under.commenter.as_ref().map(|commenter| commenter.id);
    let mut errors = FormErrors::default();
    if visit.from_elsewhere {
        errors.add(
            "",
            "This was sent from another site. Your text is kept: please send it again from here.",
        );
    }
    take_upload(&app, &mut fields, &mut errors).await;
    match fields.act {
        Act::Post if errors.is_empty() => post(&app, &paper, &visit, under, fields).await,
        Act::Post => again(
            &app,
            &paper,
            &visit,
            &under,
            &fields,
            "Not posted yet",
            None,
            errors,
        ),
        Act::Preview => preview(&app, &paper, &visit, &under, &fields, errors).await,
        Act::Squish => {
            fields.text = squish(&fields.text);
            again(
                &app, &paper, &visit, &under, &fields, "Squished", None, errors,
            )
        }
        Act::Pic => {
            fields.nic = propose(&app).await?;
            again(
                &app,
                &paper,
                &visit,
                &under,
                &fields,
                "A name for you",
                None,
                errors,
            )
        }
        Act::Original => {
            match &under.commenter {
                Some(commenter) => fields.nic.clone_from(&commenter.original_nic),
                None => errors.add(
                    "nic",
                    "You have not commented here yet, so there is no first name to put back.",
                ),
            }
            again(
                &app,
                &paper,
                &visit,
                &under,
                &fields,
                "Your original nic",
                None,
                errors,
            )
        }
    }
}

/// An invented name that is free.
pub(super) async fn propose(app: &App) -> Result<String, WebError> {
    let random =
        crate::secrets::random_hex().map_err(|error| WebError::Internal(error.to_string()))?;
    let seed = u64::from_str_radix(&random[..16], 16).unwrap_or(0);
    Ok(app
        .store
        .read(move |conn| pic_a_nic::propose(conn, seed))
        .await?)
}

async fn read_under(
    app: &App,
    paper: &Paper,
    id: ArticleId,
    visit: &Visit,
) -> Result<Under, WebError> {
    let today = paper.calendar.day_of(app.now());
    let commenter = visit.commenter;
    let found = app
        .store
        .read(move |conn| {
            let Some(line) = find_headline(conn, id)? else {
                return Ok(None);
            };
            let close_at = clipsheet_store::find_comments_close(conn, id)?;
            let commenter = commenter
                .map(|id| find_commenter(conn, id))
                .transpose()?
                .flatten();
            Ok(Some(Under {
                line,
                close_at,
                commenter,
                around: Around::read(conn, today)?,
            }))
        })
        .await?;
    found.ok_or_else(|| WebError::NotFound(format!("There is no article {id} to comment on.")))
}

/// An uploaded picture is kept at once and named in the text, so that nothing is lost whatever comes next.
async fn take_upload(app: &App, fields: &mut CommentFields, errors: &mut FormErrors) {
    let Some(bytes) = fields.picture.take() else {
        return;
    };
    match pictures::keep(app, bytes, None).await {
        Ok(picture) => {
            let word = if fields.full_width { "photo" } else { "foto" };
            let url = pictures::shown(&picture).src;
            if !fields.text.is_empty() && !fields.text.ends_with('\n') {
                fields.text.push('\n');
            }
            fields.text.push_str(&format!("[{word} {url}]\n"));
        }
        Err(error) => errors.add("picture", format!("The picture could not be used: {error}")),
    }
}

async fn post(
    app: &App,
    paper: &Paper,
    visit: &Visit,
    under: Under,
    fields: CommentFields,
) -> Result<Response, WebError> {
    let rules = &paper.settings.comments;
    let mut errors = FormErrors::default();
    if !are_open(&under.line, under.close_at, paper, app.now()) {
        errors.add(
            "",
            format!("{CLOSED}. Your text is below: you may want to keep it."),
        );
    } else if let Err(error) = token::check(
        &app.secrets,
        &fields.token,
        under.line.id,
        app.now(),
        rules.min_fill_secs,
    ) {
        errors.add("", error.message());
    }
    let checked = guard::check_fields(&fields, rules, &mut errors);
    if let Some(checked) = &checked {
        let (nic, commenter) = (checked.nic.clone(), visit.commenter);
        if let Some(other) = app
            .store
            .read(move |conn| guard::imitated(conn, &nic, commenter))
            .await?
        {
            errors.add("nic", format!("This looks just like “{other}”, a name in use here. Please choose another, so that nobody is taken for somebody else."));
        }
    }
    if errors.is_empty() {
        guard::check_flood(app, visit, rules, &mut errors);
    }
    let shown = if errors.is_empty() {
        body(app, &under, &fields.text, &mut errors).await?
    } else {
        None
    };
    let (Some(checked), Some(html)) = (checked, shown.filter(|_| errors.is_empty())) else {
        return again(
            app,
            paper,
            visit,
            &under,
            &fields,
            "Not posted yet",
            None,
            errors,
        );
    };
    let now = app.now();
    let new = NewComment {
        article: under.line.id,
        commenter: visit.commenter,
        nic: checked.nic.as_str().to_owned(),
        nic_skeleton: checked.nic.skeleton(),
        email: checked.email,
        website: checked.website,
        source: fields.text.clone(),
        seal: html.seal(&app.secrets.seal).as_str().to_owned(),
        html: html.into_string(),
        created_at: now,
        written_on: paper.calendar.day_of(now),
    };
    let post = || app.store.write(move |tx| create_comment(tx, &new));
    let (number, commenter) = match visit.commenter {
        Some(_) => post().await?,
        None => {
            app.twice
                .once(&fields, visit.network(app), now, post)
                .await?
        }
    };
    let mut response = redirect(&format!(
        "{}#c{number}",
        article_url(under.line.id, &under.line.slug)
    ));
    if let Ok(cookie) = HeaderValue::from_str(&commenter_cookie(app, commenter)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The comment as it comes out, its pictures fetched; what is wrong with them goes into `errors`.
async fn body(
    app: &App,
    under: &Under,
    text: &str,
    errors: &mut FormErrors,
) -> Result<Option<SafeHtml>, WebError> {
    let addresses = comment_pictures(text);
    if addresses.len() > guard::MOST_PICTURES {
        return Ok(None);
    }
    let (pictures, failed) = pictures::of_comment(app, &addresses).await?;
    for (address, error) in failed {
        errors.add(
            "text",
            format!(
                "The picture {address} cannot be shown: {error} Take it out, or make it a link."
            ),
        );
    }
    Ok(Some(render::render(
        text,
        under.line.last_number,
        &pictures,
    )))
}

async fn preview(
    app: &App,
    paper: &Paper,
    visit: &Visit,
    under: &Under,
    fields: &CommentFields,
    mut errors: FormErrors,
) -> Result<Response, WebError> {
    guard::check_fields(fields, &paper.settings.comments, &mut errors);
    let html = body(app, under, &fields.text, &mut errors)
        .await?
        .unwrap_or_else(|| SafeHtml::escape(""));
    let now = app.now();
    let nic = if fields.nic.trim().is_empty() {
        "You"
    } else {
        fields.nic.trim()
    };
    let preview = views::Comment {
        number: (under.line.last_number + 1).unsigned_abs(),
        nic: nic.to_owned(),
        nic_url: nic_url(nic),
        website: String::new(),
        time: paper.calendar.time(now),
        datetime: String::new(),
        text: html,
        tombstone: String::new(),
    };
    if visit.fragment {
        let html = PreviewFragment { preview, errors }.render()?;
        return Ok(html_once(&html, StatusCode::OK));
    }
    again(
        app,
        paper,
        visit,
        under,
        fields,
        "Preview",
        Some(preview),
        errors,
    )
}

/// The form once more, with everything that was typed and a fresh token.
#[expect(
    clippy::too_many_arguments,
    reason = "each is another part of one page"
)]
fn again(
    app: &App,
    paper: &Paper,
    visit: &Visit,
    under: &Under,
    fields: &CommentFields,
    heading: &str,
    preview: Option<views::Comment>,
    errors: FormErrors,
) -> Result<Response, WebError> {
    let line = &under.line;
    let rules = &paper.settings.comments;
    let second = app.now().0.div_euclid(1000);
    // A good token is handed back: who previews has waited already.
    let still_good = token::check(&app.secrets, &fields.token, line.id, app.now(), 0).is_ok();
    let token = if still_good {
        fields.token.clone()
    } else {
        token::form_token(&app.secrets, line.id, second)
    };
    let mut chrome = chrome::around(app, paper, heading, &under.around, None);
    chrome.noindex = true;
    chrome.greeting = Hole::default();
    let mut standing = Hole::default();
    if let Some(commenter) = under
        .commenter
        .as_ref()
        .filter(|_| visit.commenter.is_some())
    {
        let holes = ReaderHoles::of(commenter, &paper.settings.name);
        chrome.greeting = Hole::sentinel(holes.value(crate::press::HoleName::Greeting, ""));
        standing = Hole::sentinel(holes.value(crate::press::HoleName::Standing, ""));
    }
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = CommentPage {
        chrome,
        heading: heading.to_owned(),
        article: Link::new(line.headline.clone(), article_url(line.id, &line.slug)),
        preview: preview.unwrap_or_default(),
        form: CommentForm {
            action: format!("/article/{}/comments", line.id),
            article_id: line.id.0.unsigned_abs(),
            nic: Hole::text(&fields.nic),
            email: Hole::text(&fields.email),
            website: Hole::text(&fields.website),
            token: Hole::text(&token),
            standing,
            text: fields.text.clone(),
            full_width: fields.full_width,
            max_chars: u64::from(rules.max_chars),
            max_chars_label: number(i64::from(rules.max_chars)),
            errors,
        },
    };
    Ok(html_once(&page.render()?, status))
}
