//! Who may come in: stands before every route of the desk.

use super::carry::{Form, NotCarried};
use super::chrome::parts_of;
use super::proof;
use super::refused;
use super::{DeskRoute, Needs};
use crate::app::App;
use crate::error::{Onward, WebError};
use crate::press::redirect;
use crate::staff::enter::come_in;
use crate::staff::prove::{Known, Proof, identify, prove_again};
use crate::staff::{Member, find_member, is_from_elsewhere};
use crate::views::Link;
use crate::visit::Visit;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use clipsheet_store::Role;
use std::net::SocketAddr;
use std::sync::Arc;

const UNPROVED: &str = "Please prove first who you are: nothing was changed.";

/// A route with the app behind it.
#[derive(Clone)]
pub struct Guarded {
    pub(super) app: Arc<App>,
    pub(super) route: DeskRoute,
}

/// Who asks, and what for.
struct Caller {
    visit: Visit,
    reads: bool,
    /// A script asks, which wants no pages.
    is_script: bool,
}

pub(super) async fn require(
    State(Guarded { app, route }): State<Guarded>,
    request: Request,
    next: Next,
) -> Response {
    match admit(&app, route, request).await {
        Ok((request, cookies)) => {
            let asked = refused::Asked::of(&app, &request);
            let mut response = next.run(request).await;
            if let Some(asked) = asked {
                response = refused::at_the_desk(&app, &asked, response).await;
            }
            set_cookies(&mut response, &cookies);
            response
        }
        Err(response) => *response,
    }
}

/// Sends cookies along.
pub(super) fn set_cookies(response: &mut Response, lines: &[String]) {
    for line in lines {
        if let Ok(cookie) = HeaderValue::from_str(line) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

/// Lets a request through, with its member, or answers it. Who signs in with it gets cookies.
async fn admit(
    app: &App,
    route: DeskRoute,
    request: Request,
) -> Result<(Request, Vec<String>), Box<Response>> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let visit = Visit::of(app, request.headers(), peer.map(|info| info.0));
    let caller = Caller {
        is_script: is_script(request.headers()),
        reads: request.method().is_safe(),
        visit,
    };
    if !caller.reads && is_from_elsewhere(app, request.headers()) {
        return Err(refuse(WebError::Forbidden(
            "This form was sent from another site, and nothing was changed. Open the desk here and do it again.".into(),
        )));
    }
    let found = find_member(app, &caller.visit).await.map_err(refuse)?;
    let (mut request, member, cookies) = match found {
        Some(member) => (request, member, Vec::new()),
        None => sign_in(app, &caller, request).await?,
    };
    if !member.may(route.role) {
        return Err(not_for(&member, route.role, &caller, request).await);
    }
    if !caller.reads && !member.is_proved(app.now()) {
        request = match route.proof {
            Needs::Nothing => request,
            Needs::Proof => prove(app, &caller, &member, request).await?,
            Needs::ProofFor(acts) => {
                let (parts, form) = form_of(request, UNPROVED).await?;
                let asks = form.value("act").is_some_and(|act| acts.contains(&act));
                let request = form.into_request(parts);
                if asks {
                    prove(app, &caller, &member, request).await?
                } else {
                    request
                }
            }
        };
    }
    request.extensions_mut().insert(member);
    Ok((request, cookies))
}

fn refuse(error: impl Into<WebError>) -> Box<Response> {
    Box::new(error.into().into_response())
}

/// Whether a script asks, and no page is wanted.
pub(super) fn is_script(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    headers
        .get("x-fragment")
        .is_some_and(|value| value.as_bytes() == b"1")
        || accept.is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"))
}

/// What a script is told: it knows what to do, or shows the words.
fn told(status: StatusCode, error: &str, message: &str) -> Box<Response> {
    let body = serde_json::json!({ "error": error, "message": message }).to_string();
    let json = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Box::new((status, json, body).into_response())
}

/// Reads the form that came, or says why it cannot be carried along.
async fn form_of(request: Request, words: &str) -> Result<(Parts, Form), Box<Response>> {
    let (parts, form) = Form::read(request).await;
    match form {
        Ok(form) => Ok((parts, form)),
        Err(NotCarried::TooLong) => Err(refuse(WebError::TooLarge(format!(
            "{words} What was sent is too long to be carried along: go back in your browser, where it still is, and sign in in another tab first."
        )))),
        Err(NotCarried::NoForm) => Err(refuse(WebError::Forbidden(format!(
            "{words} Sign in in another tab, so that this page stays as it is, and send it again."
        )))),
    }
}

/// Nobody is signed in: a reader is shown where to sign in and comes back; a form waits on the page that asks who sent it.
async fn sign_in(
    app: &App,
    caller: &Caller,
    request: Request,
) -> Result<(Request, Member, Vec<String>), Box<Response>> {
    const WORDS: &str = "You are signed out, so nothing was changed.";
    if caller.is_script {
        return Err(told(StatusCode::UNAUTHORIZED, "signed-out", WORDS));
    }
    if caller.reads {
        let to = request.uri().path_and_query();
        let to = to.map_or("/desk", |to| to.as_str());
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("to", to)
            .finish();
        return Err(Box::new(redirect(&format!("/sign-in?{query}"))));
    }
    let (parts, mut form) = form_of(request, WORDS).await?;
    let (name, faults) = match Proof::take(&mut form.fields) {
        None => (String::new(), Vec::new()),
        Some(proof) => {
            let known = identify(app, &caller.visit, &proof).await.map_err(refuse)?;
            let fault = match known {
                Ok(Known::Whole(staff, how)) => {
                    let (member, cookies) = come_in(app, &staff, how, &caller.visit)
                        .await
                        .map_err(refuse)?;
                    return Ok((form.into_request(parts), member, cookies.into()));
                }
                Ok(Known::Half(_)) => (
                    "p-code",
                    "The password is right. This account has a second step: please type the password again, and the code too.".to_owned(),
                ),
                Err(fault) => fault,
            };
            (proof.name, vec![fault])
        }
    };
    let page = proof::page(app, None, &name, &parts.uri, form, faults).await;
    Err(Box::new(page.unwrap_or_else(IntoResponse::into_response)))
}

/// Somebody is signed in and may do this, but did not prove of late who they are.
async fn prove(
    app: &App,
    caller: &Caller,
    member: &Member,
    request: Request,
) -> Result<Request, Box<Response>> {
    if caller.is_script {
        return Err(told(StatusCode::UNAUTHORIZED, "proof", UNPROVED));
    }
    let (parts, mut form) = form_of(request, UNPROVED).await?;
    let faults = match Proof::take(&mut form.fields) {
        None => Vec::new(),
        Some(given) => {
            let proved = prove_again(app, &caller.visit, member, &given).await;
            match proved.map_err(refuse)? {
                Ok(()) => return Ok(form.into_request(parts)),
                Err(fault) => vec![fault],
            }
        }
    };
    let page = proof::page(app, Some(member), member.name(), &parts.uri, form, faults).await;
    Err(Box::new(page.unwrap_or_else(IntoResponse::into_response)))
}

/// Somebody is signed in and may not do this, perhaps not any more: what they typed is theirs to keep.
async fn not_for(member: &Member, role: Role, caller: &Caller, request: Request) -> Box<Response> {
    let lacks_step = member.wants_second_step() && member.staff.role >= role;
    if lacks_step && caller.reads && !caller.is_script {
        return Box::new(redirect("/desk/account/second-step"));
    }
    let words = if lacks_step {
        "This needs a second step: set one up under your account, then send it again.".to_owned()
    } else {
        format!(
            "This part of the desk is for {}. You are signed in as {}, {}.",
            at_least(role),
            member.name(),
            a_role(member.staff.role),
        )
    };
    if caller.is_script {
        return told(StatusCode::FORBIDDEN, "forbidden", &words);
    }
    let typed = if caller.reads {
        String::new()
    } else {
        let (_, form) = Form::read(request).await;
        form.map(|form| form.typed()).unwrap_or_default()
    };
    let onward = Onward {
        links: ways_of(member),
        ..Onward::default()
    };
    let error = WebError::Onward(Box::new(WebError::Forbidden(words)), onward);
    refuse(error.keeping(typed))
}

/// The desk as far as it is open to a member.
fn ways_of(member: &Member) -> Vec<Link> {
    let own = [("The desk", "/desk"), ("Your account", "/desk/account")];
    let [desk, account] = own.map(|(label, url)| Link::new(label, url));
    let parts = parts_of(member).map(|(label, url)| Link::new(label, url));
    std::iter::once(desk)
        .chain(parts)
        .chain([account])
        .collect()
}

/// "moderators and editors".
fn at_least(role: Role) -> &'static str {
    match role {
        Role::Contributor => "the staff",
        Role::Moderator => "moderators and editors",
        Role::Editor => "editors",
        Role::Owner => "the owner",
    }
}

/// "a moderator".
pub(super) fn a_role(role: Role) -> &'static str {
    match role {
        Role::Contributor => "a contributor",
        Role::Moderator => "a moderator",
        Role::Editor => "an editor",
        Role::Owner => "an owner",
    }
}
