//! The form as it was sent, and what is wrong with it.

use crate::app::{App, Paper};
use crate::clip::MOST_URL;
use crate::error::WebError;
use crate::pages::article_url;
use crate::settings::CommentRules;
use crate::talk::form::MOST_TEXT;
use crate::talk::gate::on_text;
use crate::talk::guard;
use crate::views::{FormErrors, Link};
use axum::Form;
use axum::RequestExt;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use clipsheet_markup::{Nic, clean_url};
use clipsheet_store::{
    ArticleKind, SubmissionState, find_article_by_url, find_headline, find_submission_by_url,
};
use serde::Deserialize;

/// Longest headline, in characters.
const MOST_HEADLINE: usize = 200;
/// Longest address, in bytes.
/// Longest of the other fields as sent, in bytes.
const MOST_FIELD: usize = 4 << 10;

/// The form as sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SubmitFields {
    /// `preview`, or anything else to send it.
    pub(super) act: String,
    pub(super) headline: String,
    pub(super) url: String,
    pub(super) text: String,
    pub(super) nic: String,
    pub(super) email: String,
    pub(super) token: String,
    /// The field that people do not see.
    pub(super) subject: String,
    /// For those whose articles go straight to print.
    pub(super) page: String,
    pub(super) area: String,
}

impl<S: Send + Sync> FromRequest<S> for SubmitFields {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        let Form(mut fields) = request
            .extract::<Form<Self>, _>()
            .await
            .map_err(|error| match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => too_long(),
                _ => WebError::BadRequest(format!(
                    "The form did not arrive whole ({}). Please go back, where your text still is, and send it again.",
                    error.body_text()
                )),
            })?;
        fields.text = fields.text.replace("\r\n", "\n").replace('\r', "\n");
        let others = [
            &fields.headline,
            &fields.url,
            &fields.nic,
            &fields.email,
            &fields.token,
            &fields.subject,
        ];
        if fields.text.len() > MOST_TEXT {
            return Err(too_long().keeping(fields.text));
        }
        if others.iter().any(|field| field.len() > MOST_FIELD) {
            return Err(WebError::TooLarge("A headline, a name or an address has thousands of characters. Please go back, where your text still is, and make it shorter.".into()).keeping(fields.text));
        }
        Ok(fields)
    }
}

fn too_long() -> WebError {
    WebError::TooLarge("A text may have 256 KB at most. Please go back, where your text still is, and shorten it, or send it in parts.".into())
}

/// Fields in order.
pub(super) struct Checked {
    pub(super) headline: String,
    /// Empty for an article of one's own.
    pub(super) url: String,
    pub(super) nic: Nic,
    pub(super) email: String,
}

/// Looks at the fields alone. What is wrong goes into `errors`.
pub(super) async fn check(
    fields: &SubmitFields,
    kind: ArticleKind,
    rules: &CommentRules,
    errors: &mut FormErrors,
) -> Result<Option<Checked>, WebError> {
    let headline = fields.headline.split_whitespace().collect::<Vec<_>>();
    let headline: String = headline
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let chars = headline.chars().count();
    if clipsheet_markup::is_blank(&headline) {
        errors.add("headline", "It needs a headline.");
    } else if chars > MOST_HEADLINE {
        errors.add(
            "headline",
            format!("The headline has {chars} characters; {MOST_HEADLINE} is the most."),
        );
    }
    let url = match kind {
        ArticleKind::Original => Some(String::new()),
        ArticleKind::Link => guard::web_address(fields.url.trim(), MOST_URL),
    };
    if url.is_none() {
        errors.add(
            "url",
            "This is no address of the web. Copy the whole line from the top of your browser, such as https://example.org/news/story.",
        );
    }
    let who = guard::check_who(&fields.nic, &fields.email, &fields.subject, errors);
    // A link may come without a note.
    if kind == ArticleKind::Original || !fields.text.trim().is_empty() {
        let (text, rules) = (fields.text.clone(), rules.clone());
        let found = on_text(text.len(), move || {
            let mut found = FormErrors::default();
            guard::check_text(&text, &rules, &mut found);
            found
        });
        let found = found.await?;
        for error in found.summary {
            errors.add("text", error.message);
        }
    }
    let (Some(url), Some((nic, email))) = (url, who) else {
        return Ok(None);
    };
    Ok(Some(Checked {
        headline,
        url: clean_url(&url),
        nic,
        email,
    }))
}

/// What the paper has of an address already: the words for it, and where it is.
pub(super) async fn had(app: &App, url: &str) -> Result<Option<(String, Link)>, WebError> {
    if url.is_empty() {
        return Ok(None);
    }
    let url = url.to_owned();
    let found = app
        .store
        .read(move |conn| {
            if let Some(id) = find_article_by_url(conn, &url)? {
                return Ok((find_headline(conn, id)?, None));
            }
            Ok((None, find_submission_by_url(conn, &url)?))
        })
        .await?;
    Ok(match found {
        (Some(line), _) => Some((
            "Thank you. The paper has this story already:".into(),
            Link::new(line.headline.clone(), article_url(line.id, &line.slug)),
        )),
        (None, Some(sent)) if sent.state != SubmissionState::Printed => Some((
            "Thank you. Somebody has sent us this link already, and it waits for the desk.".into(),
            Link::default(),
        )),
        _ => None,
    })
}

/// The page and the area that were chosen, else the paper's first ones: its number, and its row and short name.
pub(super) fn place(paper: &Paper, fields: &SubmitFields) -> Option<(i64, clipsheet_store::Area)> {
    let page = fields
        .page
        .parse()
        .ok()
        .filter(|number| !paper.page_title(*number).is_empty())
        .or(paper.pages.first().map(|page| page.number))?;
    let area = paper.areas.iter().find(|area| area.slug == fields.area);
    Some((page, area.or(paper.areas.first())?.clone()))
}
