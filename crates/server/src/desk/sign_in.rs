//! Signing in and out.

use super::chrome::door_chrome;
use super::faults::{Fault, errors, status_of};
use super::guard::set_cookies;
use super::proof::passkey_call;
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::enter::{come_in, half_ticket, take_half_ticket};
use crate::staff::passkey::challenge;
use crate::staff::prove::{Known, Proof, identify};
use crate::staff::second::second_step;
use crate::staff::ticket::Kind;
use crate::staff::{ENDED_COOKIE, device, find_member, is_from_elsewhere, note_own};
use crate::views::SignInPage;
use crate::visit::Visit;
use axum::Router;
use axum::extract::{Query, RawForm, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use clipsheet_store::{Staff, end_session};
use serde::Deserialize;
use std::sync::Arc;

/// The routes of signing in and out.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/sign-in", get(show).post(sign_in))
        .route("/sign-in/code", get(begin_again).post(send_code))
        .route("/sign-in/challenge", get(give_challenge))
        .route("/sign-out", post(sign_out))
}

/// Where to go after signing in: a path of this site, else the desk.
fn safe_path(to: &str) -> &str {
    let here = url::Url::parse("https://here.invalid/");
    let stays = here.is_ok_and(|here| {
        here.join(to)
            .is_ok_and(|there| there.origin() == here.origin())
    });
    // A browser takes a backslash for a slash.
    let is_path = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    let is_plain = to.bytes().all(|byte| byte.is_ascii_graphic());
    if stays && is_path && is_plain {
        to
    } else {
        "/desk"
    }
}

#[derive(Debug, Deserialize)]
struct ToQuery {
    #[serde(default)]
    to: String,
}

async fn first_page(
    app: &App,
    to: &str,
    name: &str,
    faults: Vec<Fault>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let status = status_of(&faults);
    let view = SignInPage {
        chrome: door_chrome(app, &paper, "Sign in"),
        to: safe_path(to).to_owned(),
        name: name.to_owned(),
        passkey: passkey_call(app, None).await?,
        errors: errors("", &faults),
        ..SignInPage::default()
    };
    super::show(&view, status)
}

async fn second_page(
    app: &App,
    to: &str,
    staff: &Staff,
    faults: Vec<Fault>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let status = status_of(&faults);
    let view = SignInPage {
        chrome: door_chrome(app, &paper, "The second step"),
        to: safe_path(to).to_owned(),
        name: staff.name.clone(),
        ticket: half_ticket(app, staff),
        has_codes: !staff.totp_secret.is_empty(),
        passkey: passkey_call(app, Some(staff.id)).await?,
        errors: errors("", &faults),
    };
    super::show(&view, status)
}

/// `GET /sign-in?to=…`. Whoever is signed in already goes on.
async fn show(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(query): Query<ToQuery>,
) -> Result<Response, WebError> {
    if find_member(&app, &visit).await?.is_some() {
        return Ok(redirect(safe_path(&query.to)));
    }
    first_page(&app, &query.to, "", Vec::new()).await
}

/// `GET /sign-in/code`: a page that was loaded again.
async fn begin_again() -> Response {
    redirect("/sign-in")
}

/// What was sent: the proof, and the other fields.
struct Sent {
    proof: Proof,
    fields: Vec<(String, String)>,
}

impl Sent {
    fn read(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<Self, WebError> {
        if is_from_elsewhere(app, headers) {
            return Err(WebError::Forbidden(
                "This form was sent from another site. Open the paper’s own page to sign in."
                    .into(),
            ));
        }
        let mut fields = url::form_urlencoded::parse(body).into_owned().collect();
        let proof = Proof::take(&mut fields).unwrap_or_default();
        Ok(Self { proof, fields })
    }

    fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(of, _)| of == name);
        found.map_or("", |(_, value)| value)
    }
}

/// `POST /sign-in`.
async fn sign_in(
    State(app): State<Arc<App>>,
    visit: Visit,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Result<Response, WebError> {
    let mut sent = Sent::read(&app, &headers, &body)?;
    // The code has its own page.
    sent.proof.code.clear();
    let to = sent.value("to");
    match identify(&app, &visit, &sent.proof).await? {
        Ok(Known::Whole(staff, how)) => welcome(&app, &visit, &staff, how, to).await,
        Ok(Known::Half(staff)) => second_page(&app, to, &staff, Vec::new()).await,
        Err(fault) => first_page(&app, to, &sent.proof.name, vec![fault]).await,
    }
}

/// `POST /sign-in/code`.
async fn send_code(
    State(app): State<Arc<App>>,
    visit: Visit,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Result<Response, WebError> {
    let sent = Sent::read(&app, &headers, &body)?;
    let to = sent.value("to");
    let Some(staff) = take_half_ticket(&app, sent.value("ticket")).await? else {
        let fault = "That took longer than ten minutes. Please begin with the password again.";
        return first_page(&app, to, "", vec![("p-name", fault.into())]).await;
    };
    let known = device::find(&app, &visit, staff.id);
    match second_step(&app, &visit, &staff, &sent.proof, known).await? {
        // Whoever needed a recovery code has lost something.
        Ok(how @ "by recovery code") => {
            welcome(
                &app,
                &visit,
                &staff,
                how,
                "/desk/account/second-step?recovered=1",
            )
            .await
        }
        Ok(how) => welcome(&app, &visit, &staff, how, to).await,
        Err((_, words)) => second_page(&app, to, &staff, vec![("p-code", words)]).await,
    }
}

async fn welcome(
    app: &App,
    visit: &Visit,
    staff: &Staff,
    how: &'static str,
    to: &str,
) -> Result<Response, WebError> {
    let (_, cookies) = come_in(app, staff, how, visit).await?;
    let mut response = redirect(safe_path(to));
    set_cookies(&mut response, &cookies);
    Ok(response)
}

#[derive(Debug, Deserialize)]
struct ChallengeQuery {
    #[serde(default)]
    r#for: String,
}

/// `GET /sign-in/challenge?for=use` or `add`: what a passkey signs.
async fn give_challenge(
    State(app): State<Arc<App>>,
    Query(query): Query<ChallengeQuery>,
) -> Result<Response, WebError> {
    let kind = match query.r#for.as_str() {
        "add" => Kind::AddPasskey,
        _ => Kind::UsePasskey,
    };
    let challenge = challenge(&app.secrets, kind, app.now())
        .map_err(|error| WebError::Internal(error.to_string()))?;
    let body = serde_json::json!({ "challenge": challenge }).to_string();
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body).into_response())
}

/// `POST /sign-out`.
async fn sign_out(
    State(app): State<Arc<App>>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    if is_from_elsewhere(&app, &headers) {
        return Err(WebError::Forbidden(
            "Another site asked to sign you out, and nothing was changed.".into(),
        ));
    }
    if let Some(member) = find_member(&app, &visit).await? {
        let now = app.now();
        app.store
            .write(move |tx| {
                end_session(tx, &member.session.hash, member.id())?;
                note_own(tx, &member.actor(), "signed out", ["", ""], now)
            })
            .await?;
    }
    let mut response = redirect("/");
    let ended = HeaderValue::from_static(ENDED_COOKIE);
    response.headers_mut().append(header::SET_COOKIE, ended);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for here in ["/", "/desk/inbox?x=1&y=%2F%2F", "/article/7/mud#c3"] {
            assert_eq!(safe_path(here), here);
        }
        for away in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            " /desk",
            "/desk\r\nSet-Cookie: a=b",
            "/ä",
        ] {
            assert_eq!(safe_path(away), "/desk", "{away:?}");
        }
    }
}
