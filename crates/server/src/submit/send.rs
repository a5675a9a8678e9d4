//! The two forms: from what was typed to a submission, or back to the form with everything kept.

use super::form::{Checked, SubmitFields, check, had, place};
use super::print::{Form, is_trusted, print};
use super::status_path;
use crate::app::{App, Paper};
use crate::calendar::number;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::inbox::take_submission;
use crate::press::{HoleName, html_once, redirect};
use crate::readers::ReaderHoles;
use crate::staff::{Member, find_member, is_from_elsewhere};
use crate::talk::form::CommentFields;
use crate::talk::gate::on_text;
use crate::talk::{guard, names, render, token};
use crate::views::{Choice, FormErrors, Hole, Link, SubmitForm, SubmitPage};
use crate::visit::{Visit, commenter_cookie};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    ArticleKind, Commenter, CommenterId, NewSubmission, StoreError, SubmissionId, find_commenter,
};
use std::sync::Arc;

/// `GET /submit/link`.
pub(super) async fn show_link(
    State(app): State<Arc<App>>,
    visit: Visit,
) -> Result<Response, WebError> {
    show(app, visit, ArticleKind::Link).await
}

/// `GET /submit/article`.
pub(super) async fn show_article(
    State(app): State<Arc<App>>,
    visit: Visit,
) -> Result<Response, WebError> {
    show(app, visit, ArticleKind::Original).await
}

/// `POST /submit/link`.
pub(super) async fn send_link(
    State(app): State<Arc<App>>,
    visit: Visit,
    headers: HeaderMap,
    fields: SubmitFields,
) -> Result<Response, WebError> {
    send(app, visit, &headers, ArticleKind::Link, fields).await
}

/// `POST /submit/article`.
pub(super) async fn send_article(
    State(app): State<Arc<App>>,
    visit: Visit,
    headers: HeaderMap,
    fields: SubmitFields,
) -> Result<Response, WebError> {
    send(app, visit, &headers, ArticleKind::Original, fields).await
}

/// A form, and who is at it.
struct Sending {
    app: Arc<App>,
    paper: Arc<Paper>,
    visit: Visit,
    kind: ArticleKind,
    around: Around,
    commenter: Option<Commenter>,
    member: Option<Member>,
    fields: SubmitFields,
}

/// What comes back with the form.
#[derive(Default)]
struct Back {
    errors: FormErrors,
    preview: SafeHtml,
    had: Option<(String, Link)>,
}

/// What a form's token is for.
fn subject(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::Link => "link",
        ArticleKind::Original => "original",
    }
}

fn address(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::Link => "/submit/link",
        ArticleKind::Original => "/submit/article",
    }
}

async fn show(app: Arc<App>, visit: Visit, kind: ArticleKind) -> Result<Response, WebError> {
    let mut sending = Sending::read(app, visit, kind, SubmitFields::default()).await?;
    if let Some(commenter) = &sending.commenter {
        sending.fields.nic.clone_from(&commenter.nic);
        sending.fields.email.clone_from(&commenter.email);
    }
    sending.page(Back::default())
}

async fn send(
    app: Arc<App>,
    visit: Visit,
    headers: &HeaderMap,
    kind: ArticleKind,
    fields: SubmitFields,
) -> Result<Response, WebError> {
    let typed = fields.text.clone();
    let answer = async {
        let elsewhere = visit.from_elsewhere || is_from_elsewhere(&app, headers);
        let mut sending = Sending::read(app, visit, kind, fields).await?;
        let mut errors = FormErrors::default();
        if elsewhere {
            errors.add(
                "",
                "This was sent from another site. Your text is kept: please send it again from here.",
            );
        }
        if let Some(member) = &sending.member {
            // Staff sign with their own name.
            sending.fields.nic = member.name().to_owned();
        }
        sending.answer(errors).await
    };
    answer.await.map_err(|error: WebError| error.keeping(typed))
}

impl Sending {
    async fn read(
        app: Arc<App>,
        mut visit: Visit,
        kind: ArticleKind,
        fields: SubmitFields,
    ) -> Result<Self, WebError> {
        let paper = app.paper().await?;
        let today = paper.calendar.day_of(app.now());
        let id = visit.commenter;
        let (around, commenter) = app
            .store
            .read(move |conn| {
                let commenter = id.map(|id| find_commenter(conn, id)).transpose()?;
                Ok((Around::read(conn, today)?, commenter.flatten()))
            })
            .await?;
        // A cookie of another data folder names nobody here.
        visit.commenter = commenter.as_ref().map(|commenter| commenter.id);
        let member = find_member(&app, &visit).await?;
        Ok(Self {
            app,
            paper,
            visit,
            kind,
            around,
            commenter,
            member,
            fields,
        })
    }

    /// Whether this goes straight to print: an article at once, a link when it has been fetched.
    fn prints(&self) -> bool {
        self.member
            .as_ref()
            .is_some_and(|member| is_trusted(&member.staff))
    }

    async fn answer(self, mut errors: FormErrors) -> Result<Response, WebError> {
        let rules = &self.paper.settings.comments;
        let checked = check(&self.fields, self.kind, rules, &mut errors).await?;
        if self.fields.act == "preview" {
            let preview = match errors.text.is_empty() {
                true => self.text().await?,
                false => SafeHtml::default(),
            };
            return self.page(Back {
                errors,
                preview,
                had: None,
            });
        }
        let (app, now) = (&self.app, self.app.now());
        let (token, seconds) = (&self.fields.token, rules.min_fill_secs);
        if let Err(error) = token::check(&app.secrets, token, subject(self.kind), now, seconds) {
            errors.add("", error.message());
        }
        if let (Some(checked), None) = (&checked, &self.member) {
            names::check_name(app, &self.visit, &checked.nic, &mut errors).await?;
        }
        if let Some(checked) = &checked
            && errors.is_empty()
            && let Some(had) = had(app, &checked.url).await?
        {
            let had = Some(had);
            return self.page(Back {
                errors,
                had,
                ..Back::default()
            });
        }
        if errors.is_empty() {
            guard::check_flood(app, &self.visit, rules, &mut errors);
        }
        match checked {
            Some(checked) if errors.is_empty() => self.keep(checked).await,
            _ => self.page(Back {
                errors,
                ..Back::default()
            }),
        }
    }

    /// The text as it comes out. Pictures from elsewhere become links: nothing is fetched for what nobody has looked at.
    async fn text(&self) -> Result<SafeHtml, WebError> {
        let text = self.fields.text.clone();
        on_text(text.len(), move || render::again(&text)).await
    }

    async fn keep(self, checked: Checked) -> Result<Response, WebError> {
        let (app, now, visit) = (&self.app, self.app.now(), &self.visit);
        let html = self.text().await?;
        let new = NewSubmission {
            kind: self.kind,
            headline: checked.headline,
            url: checked.url,
            source: self.fields.text.clone(),
            seal: html.seal(&app.secrets.seal).as_str().to_owned(),
            html: html.as_str().to_owned(),
            nic: checked.nic.as_str().to_owned(),
            email: checked.email,
            commenter: visit.commenter,
            staff: self.member.as_ref().map(Member::id),
            print_at: (self.prints() && self.kind == ArticleKind::Link).then_some(now),
            created_at: now,
        };
        let key = CommentFields {
            token: self.fields.token.clone(),
            nic: new.nic.clone(),
            text: format!("{}\n{}\n{}", new.headline, new.url, new.source),
            ..CommentFields::default()
        };
        let network = visit.network(app);
        if let (true, Some(member), Some(place)) = (
            self.prints() && self.kind == ArticleKind::Original,
            &self.member,
            place(&self.paper, &self.fields),
        ) {
            let form = Form { key, network };
            let printed = print(app, &self.paper, member, new, &html, place, &form).await?;
            return Ok(sent(app, &printed.0, printed.1));
        }
        let writing = Arc::clone(app);
        let text = clipsheet_intake::plain_text(html.as_str());
        let write = move || async move {
            let written = take_submission(&writing, new, text).await;
            written.map(|(id, commenter)| (id.0, commenter))
        };
        let written = match visit.commenter {
            Some(_) => write().await,
            None => app.twice.once(&key, network, now, write).await,
        };
        let (id, commenter) = match written {
            Ok(written) => written,
            Err(
                error @ (StoreError::Busy
                | StoreError::Full
                | StoreError::ReadOnly
                | StoreError::Unavailable(_)),
            ) => {
                tracing::error!(%error, "a submission could not be kept");
                let mut errors = FormErrors::default();
                errors.add("", "Our store room does not answer just now. Your text is kept: please send it again in a minute.");
                return self.page(Back {
                    errors,
                    ..Back::default()
                });
            }
            Err(error) => return Err(error.into()),
        };
        if visit.commenter.is_none() {
            guard::count_first(app, commenter, &self.paper.settings.comments);
        }
        let to = status_path(&app.secrets, SubmissionId(id));
        Ok(sent(app, &format!("{to}?sent=1"), commenter))
    }

    /// The form, with everything that was typed.
    fn page(self, back: Back) -> Result<Response, WebError> {
        let (app, paper, fields) = (&self.app, &self.paper, &self.fields);
        let heading = match self.kind {
            ArticleKind::Link => "Post a news link",
            ArticleKind::Original => "Post your own article",
        };
        let mut chrome = chrome::around_once(app, paper, heading, &self.around);
        chrome.greeting = match &self.commenter {
            Some(commenter) => {
                let holes = ReaderHoles::of(commenter, &paper.settings.name);
                Hole::sentinel(holes.value(HoleName::Greeting, ""))
            }
            None => Hole::sentinel(app.readers.stranger().value(HoleName::Greeting, "")),
        };
        let now = app.now();
        // A good token is handed back: who previews has waited already.
        let still_good =
            token::check(&app.secrets, &fields.token, subject(self.kind), now, 0).is_ok();
        let token = match still_good {
            true => fields.token.clone(),
            false => token::form_token(&app.secrets, subject(self.kind), now.0.div_euclid(1000)),
        };
        let prints = self.prints();
        let (pages, areas) = if prints && self.kind == ArticleKind::Original {
            places(paper, fields)
        } else {
            (Vec::new(), Vec::new())
        };
        let (had_note, had) = back.had.unwrap_or_default();
        let status = match back.errors.is_empty() && had_note.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let max_chars = paper.settings.comments.max_chars;
        let page = SubmitPage {
            chrome,
            heading: heading.into(),
            about: match (self.kind, prints) {
                (ArticleKind::Link, true) => "Its page is fetched, and the story goes straight into today’s edition.",
                (ArticleKind::Link, false) => "Seen something that belongs in the paper? Send its link. The desk looks at everything that comes in.",
                (ArticleKind::Original, false) => "Write it yourself. The desk reads it, and prints it if it can.",
                (ArticleKind::Original, true) => "This goes straight into today’s edition.",
            }
            .into(),
            had_note,
            had,
            preview_headline: if back.preview.is_empty() {
                String::new()
            } else {
                fields.headline.clone()
            },
            preview: back.preview,
            form: SubmitForm {
                action: address(self.kind).into(),
                is_link: self.kind == ArticleKind::Link,
                headline: fields.headline.clone(),
                url: fields.url.clone(),
                text: fields.text.clone(),
                nic: fields.nic.clone(),
                email: fields.email.clone(),
                signed: self.member.as_ref().map(|member| member.name().to_owned()).unwrap_or_default(),
                token,
                prints,
                pages,
                areas,
                max_chars_label: number(i64::from(max_chars)),
                errors: back.errors,
            },
        };
        Ok(html_once(&page.render()?, status))
    }
}

/// The pages and areas to choose from; the address of a choice is what the form sends for it.
fn places(paper: &Paper, fields: &SubmitFields) -> (Vec<Choice>, Vec<Choice>) {
    let chosen = place(paper, fields);
    let choice = |label: String, value: String, current: bool| Choice {
        label,
        url: value,
        count: String::new(),
        current,
    };
    let pages = paper.pages.iter().map(|page| {
        let current = chosen
            .as_ref()
            .is_some_and(|(number, _)| *number == page.number);
        let label = format!("Page {}: {}", page.number, page.title);
        choice(label, page.number.to_string(), current)
    });
    let areas = paper.areas.iter().map(|area| {
        let current = chosen
            .as_ref()
            .is_some_and(|(_, chosen)| chosen.id == area.id);
        choice(area.name.clone(), area.slug.clone(), current)
    });
    (pages.collect(), areas.collect())
}

/// Sends the browser on, with the cookie by which it is known again.
fn sent(app: &App, to: &str, commenter: CommenterId) -> Response {
    let mut response = redirect(to);
    if let Ok(cookie) = HeaderValue::from_str(&commenter_cookie(app, commenter)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
