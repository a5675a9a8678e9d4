//! `POST /article/{id}/comments`: from the form to a numbered comment, or back to the form with everything kept.

use super::form::{Act, CommentFields};
use super::gate::on_text;
use super::guard::Checked;
use super::{CLOSED, are_open, guard, names, pic_a_nic, pictures, render, token};
use crate::app::{App, Paper};
use crate::chrome::Around;
use crate::error::WebError;
use crate::pages::article_url;
use crate::press::{html_once, redirect};
use crate::readers::nic_url;
use crate::views::{self, FormErrors, PreviewFragment};
use crate::visit::{Visit, commenter_cookie};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use clipsheet_markup::{SafeHtml, comment_pictures, squish};
use clipsheet_store::{
    ArticleId, Commenter, Headline, Millis, NewComment, StoreError, create_comment, find_commenter,
    find_headline,
};
use std::sync::Arc;

/// A form that was sent, and what it concerns.
pub(super) struct Sending {
    pub(super) app: Arc<App>,
    pub(super) paper: Arc<Paper>,
    pub(super) visit: Visit,
    pub(super) under: Under,
    pub(super) fields: CommentFields,
}

/// An article as far as its form needs it.
pub(super) struct Under {
    pub(super) line: Headline,
    close_at: Option<Millis>,
    pub(super) commenter: Option<Commenter>,
    pub(super) around: Around,
}

/// `POST /article/{id}/comments`.
pub async fn post_comment(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    visit: Visit,
    fields: CommentFields,
) -> Result<Response, WebError> {
    let typed = fields.text.clone();
    let answer = async {
        let paper = app.paper().await?;
        let under = read_under(&app, &paper, ArticleId(id), &visit).await?;
        let mut sending = Sending {
            app,
            paper,
            visit,
            under,
            fields,
        };
        // A cookie of another data folder names nobody here.
        sending.visit.commenter = sending
            .under
            .commenter
            .as_ref()
            .map(|commenter| commenter.id);
        sending.answer().await
    };
    answer.await.map_err(|error: WebError| error.keeping(typed))
}

impl Sending {
    async fn answer(mut self) -> Result<Response, WebError> {
        let mut errors = FormErrors::default();
        if self.visit.from_elsewhere {
            errors.add(
                "",
                "This was sent from another site. Your text is kept: please send it again from here.",
            );
        }
        self.take_upload(&mut errors).await;
        match self.fields.act {
            Act::Post if errors.is_empty() => self.post().await,
            Act::Post => self.again("Not posted yet", None, errors),
            Act::Preview => self.preview(errors).await,
            Act::Squish => {
                let text = std::mem::take(&mut self.fields.text);
                self.fields.text = on_text(text.len(), move || squish(&text)).await?;
                self.again("Squished", None, errors)
            }
            Act::Pic => {
                self.fields.nic = propose(&self.app).await?;
                self.again("A name for you", None, errors)
            }
            Act::Original => {
                match &self.under.commenter {
                    Some(commenter) => self.fields.nic.clone_from(&commenter.original_nic),
                    None => errors.add(
                        "nic",
                        "You have not commented here yet, so there is no first name to put back.",
                    ),
                }
                self.again("Your original nic", None, errors)
            }
        }
    }

    /// Why this form may not bring pictures in, if it may not: it costs the house work and room before anything is
    /// posted, so it takes a form of ours, an open article and some moderation.
    fn refuse_pictures(&self) -> Option<String> {
        let Self {
            app,
            visit,
            under,
            fields,
            ..
        } = self;
        if !are_open(&under.line, under.close_at, &self.paper, app.now()) {
            return Some(CLOSED.into());
        }
        if let Err(error) = token::check(&app.secrets, &fields.token, under.line.id, app.now(), 0) {
            return Some(error.message().into());
        }
        guard::too_many_pictures(app, visit, &self.paper.settings.comments)
    }

    /// An uploaded picture is kept at once and named in the text, so that nothing is lost whatever comes next.
    async fn take_upload(&mut self, errors: &mut FormErrors) {
        let Some(bytes) = self.fields.picture.take() else {
            return;
        };
        if let Some(refusal) = self.refuse_pictures() {
            errors.add("picture", format!("The picture was not taken. {refusal}"));
            return;
        }
        match pictures::keep(&self.app, bytes, None).await {
            Ok(picture) => {
                let url = pictures::shown(&picture).src;
                let text = &mut self.fields.text;
                // A paragraph of its own: below the text, or above it to have the text beside it.
                if self.fields.full_width {
                    let gap = if text.is_empty() { "" } else { "\n\n" };
                    text.push_str(&format!("{gap}[photo {url}]\n"));
                } else {
                    text.insert_str(0, &format!("[foto {url}]\n\n"));
                }
            }
            Err(error) => errors.add("picture", format!("The picture could not be used: {error}")),
        }
    }

    async fn post(self) -> Result<Response, WebError> {
        let Self {
            app,
            paper,
            visit,
            under,
            fields,
        } = &self;
        let rules = &paper.settings.comments;
        let (id, now) = (under.line.id, app.now());
        let mut errors = FormErrors::default();
        if !are_open(&under.line, under.close_at, paper, now) {
            errors.add(
                "",
                format!("{CLOSED}. Your text is below: you may want to keep it."),
            );
        } else if let Err(error) =
            token::check(&app.secrets, &fields.token, id, now, rules.min_fill_secs)
        {
            errors.add("", error.message());
        }
        let checked = self.check(&mut errors).await?;
        if let Some(checked) = &checked {
            names::check_name(app, visit, &checked.nic, &mut errors).await?;
        }
        if errors.is_empty() {
            guard::check_flood(app, visit, rules, &mut errors);
        }
        let shown = if errors.is_empty() {
            self.body(&mut errors).await?
        } else {
            None
        };
        let (Some(checked), Some(html)) = (checked, shown.filter(|_| errors.is_empty())) else {
            return self.again("Not posted yet", None, errors);
        };
        let new = NewComment {
            article: id,
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
        let writing = Arc::clone(app);
        let write = move || async move {
            writing
                .store
                .write(move |tx| create_comment(tx, &new))
                .await
        };
        let written = match visit.commenter {
            Some(_) => write().await,
            None => app.twice.once(fields, visit.network(app), now, write).await,
        };
        let (number, commenter) = match written {
            Ok(written) => written,
            Err(
                error @ (StoreError::Busy
                | StoreError::Full
                | StoreError::ReadOnly
                | StoreError::Unavailable(_)),
            ) => {
                tracing::error!(%error, "a comment could not be kept");
                errors.add("", "Our store room does not answer just now. Your text is kept: please send it again in a minute.");
                return self.again("Not posted yet", None, errors);
            }
            Err(error) => return Err(error.into()),
        };
        if visit.commenter.is_none() {
            guard::count_first(app, commenter, rules);
        }
        let mut response = redirect(&format!("{}#c{number}", article_url(id, &under.line.slug)));
        if let Ok(cookie) = HeaderValue::from_str(&commenter_cookie(app, commenter)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(response)
    }

    /// Looks at the fields alone. What is wrong goes into `errors`.
    async fn check(&self, errors: &mut FormErrors) -> Result<Option<Checked>, WebError> {
        let (fields, paper) = (self.fields.clone(), Arc::clone(&self.paper));
        let mut found = std::mem::take(errors);
        let checked;
        (checked, *errors) = on_text(fields.text.len(), move || {
            let checked = guard::check_fields(&fields, &paper.settings.comments, &mut found);
            (checked, found)
        })
        .await?;
        Ok(checked)
    }

    /// The comment as it comes out, its pictures fetched; what is wrong with them goes into `errors`.
    async fn body(&self, errors: &mut FormErrors) -> Result<Option<SafeHtml>, WebError> {
        let text = self.fields.text.clone();
        let bytes = text.len();
        let (text, addresses) = on_text(bytes, move || {
            let addresses = comment_pictures(&text);
            (text, addresses)
        })
        .await?;
        if addresses.len() > guard::MOST_PICTURES {
            return Ok(None);
        }
        let elsewhere = addresses
            .iter()
            .any(|address| !address.starts_with("/media/"));
        if elsewhere && let Some(refusal) = self.refuse_pictures() {
            errors.add("text", format!("The pictures were not fetched. {refusal}"));
            return Ok(None);
        }
        let (pictures, failed) = pictures::of_comment(&self.app, &addresses).await?;
        for (address, error) in failed {
            errors.add(
                "text",
                format!(
                    "The picture {address} cannot be shown: {error} Take it out, or make it a link."
                ),
            );
        }
        let last_number = self.under.line.last_number;
        let html = on_text(bytes, move || render::render(&text, last_number, &pictures));
        Ok(Some(html.await?))
    }

    async fn preview(self, mut errors: FormErrors) -> Result<Response, WebError> {
        self.check(&mut errors).await?;
        // What cannot be posted is not worth the work, which anybody may ask for.
        let html = if errors.text.is_empty() {
            self.body(&mut errors).await?
        } else {
            None
        };
        let Some(html) = html else {
            return self.shown(None, errors);
        };
        let nic = match self.fields.nic.trim() {
            "" => "You",
            nic => nic,
        };
        let preview = views::Comment {
            number: (self.under.line.last_number + 1).unsigned_abs(),
            nic: nic.to_owned(),
            nic_url: nic_url(nic),
            time: self.paper.calendar.time(self.app.now()),
            text: html,
            ..views::Comment::default()
        };
        self.shown(Some(preview), errors)
    }

    /// The preview, or what is wrong, as a page or as the part that a script puts into it.
    fn shown(
        &self,
        preview: Option<views::Comment>,
        errors: FormErrors,
    ) -> Result<Response, WebError> {
        if !self.visit.fragment {
            return self.again("Preview", preview, errors);
        }
        let preview = preview.unwrap_or_default();
        let html = PreviewFragment { preview, errors }.render()?;
        Ok(html_once(&html, StatusCode::OK))
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
            let Some(line) = find_headline(conn, id)?.filter(|line| line.is_printed) else {
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
