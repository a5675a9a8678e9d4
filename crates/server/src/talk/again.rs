//! The form once more, with everything that was typed: previewed, refused, squished, or with another name in it.

use super::post::Sending;
use super::token;
use crate::calendar::number;
use crate::chrome;
use crate::error::WebError;
use crate::pages::article_url;
use crate::press::{HoleName, html_once};
use crate::readers::ReaderHoles;
use crate::views::{self, CommentForm, CommentPage, FormErrors, Hole, Link};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

impl Sending {
    /// The page with the form, what is wrong with it, and how the comment would look.
    pub(super) fn again(
        &self,
        heading: &str,
        preview: Option<views::Comment>,
        errors: FormErrors,
    ) -> Result<Response, WebError> {
        let Self {
            app,
            paper,
            under,
            fields,
            ..
        } = self;
        let line = &under.line;
        let rules = &paper.settings.comments;
        // A good token is handed back: who previews has waited already.
        let still_good = token::check(&app.secrets, &fields.token, line.id, app.now(), 0).is_ok();
        let token = if still_good {
            fields.token.clone()
        } else {
            token::form_token(&app.secrets, line.id, app.now().0.div_euclid(1000))
        };
        let mut chrome = chrome::around_once(app, paper, heading, &under.around);
        let mut standing = Hole::default();
        if let Some(commenter) = &under.commenter {
            let holes = ReaderHoles::of(commenter, &paper.settings.name);
            chrome.greeting = Hole::sentinel(holes.value(HoleName::Greeting, ""));
            standing = Hole::sentinel(holes.value(HoleName::Standing, ""));
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
}
