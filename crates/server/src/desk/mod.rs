//! The desk: staff only. A route cannot be registered here without the role it needs.

mod account;
mod article;
mod carry;
mod checks;
mod chrome;
mod comments;
pub(crate) mod drafts;
mod edition;
mod faults;
mod feeds;
mod front;
mod glossary;
mod guard;
mod inbox;
mod jobs;
mod join;
mod log;
mod people;
mod proof;
mod refused;
mod remarks;
mod second_step;
pub mod settings;
mod sign_in;
mod submissions;

pub(crate) use article::read_tools;
pub(crate) use chrome::{desk_chrome, parts_for, show};
use feeds::capital;
pub(crate) use feeds::sentence;
pub use guard::Guarded;
use inbox::inbox_place;

use crate::app::App;
use axum::Router;
use axum::middleware;
use axum::routing::{MethodRouter, get};
use clipsheet_store::Role;
use std::sync::Arc;

/// Whether whoever changes something by a route proves anew who they are.
///
/// The rule: a proof is wanted for what gives or takes power over the desk (people, settings, passwords, second steps), and for
/// what throws something away that no button of the desk brings back (a feed with its rules, a remark). What can be taken back
/// where it was done wants none, however loud it is: an article is printed again, a comment brought back, a draft fetched out
/// of those thrown away, a dropped story undone, a revision restored. A proof holds for a quarter of an hour, so whoever tidies
/// up is asked once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// No.
    Nothing,
    /// Yes, for everything.
    Proof,
    /// When the form's `act` is one of these. Such a route takes plain forms only, and no files.
    ProofFor(&'static [&'static str]),
}

/// A route of the desk and what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskRoute {
    /// Its path.
    pub path: &'static str,
    /// The role it needs at least.
    pub role: Role,
    /// Whether what it changes is dangerous, so that whoever does it proves anew who they are.
    pub proof: Needs,
}

/// The desk's routes, each with what it needs.
pub struct Desk {
    app: Arc<App>,
    router: Router<Arc<App>>,
    /// Every route, for the test that walks them.
    pub table: Vec<DeskRoute>,
}

impl Desk {
    /// A desk without routes.
    pub fn new(app: &Arc<App>) -> Self {
        Self {
            app: Arc::clone(app),
            router: Router::new(),
            table: Vec::new(),
        }
    }

    /// Adds a route for those who have at least this role.
    pub fn route(self, role: Role, path: &'static str, methods: MethodRouter<Arc<App>>) -> Self {
        self.add(role, path, methods, Needs::Nothing)
    }

    /// Adds a route for those who have at least this role, and who prove anew who they are before they change something.
    pub fn route_proved(
        self,
        role: Role,
        path: &'static str,
        methods: MethodRouter<Arc<App>>,
    ) -> Self {
        self.add(role, path, methods, Needs::Proof)
    }

    /// Adds a route for those who have at least this role, and who prove anew who they are before they do one of some acts.
    pub fn route_proved_for(
        self,
        role: Role,
        path: &'static str,
        methods: MethodRouter<Arc<App>>,
        acts: &'static [&'static str],
    ) -> Self {
        self.add(role, path, methods, Needs::ProofFor(acts))
    }

    fn add(
        mut self,
        role: Role,
        path: &'static str,
        methods: MethodRouter<Arc<App>>,
        proof: Needs,
    ) -> Self {
        assert!(
            path == "/desk" || path.starts_with("/desk/"),
            "the desk's routes begin with /desk"
        );
        let route = DeskRoute { path, role, proof };
        let guarded = Guarded {
            app: Arc::clone(&self.app),
            route,
        };
        let guard = middleware::from_fn_with_state(guarded, guard::require);
        self.router = self.router.route(path, methods.layer(guard));
        self.table.push(route);
        self
    }

    /// All routes of the desk.
    pub fn into_router(self) -> Router<Arc<App>> {
        self.router
    }
}

/// The routes of the desk.
pub fn routes(app: &Arc<App>) -> Desk {
    let desk = Desk::new(app).route_proved(
        Role::Owner,
        "/desk/settings",
        get(settings::show_settings).post(settings::save_settings),
    );
    let desk = desk.route(Role::Contributor, "/desk/live", get(crate::live::listen));
    let desk = article::routes(desk);
    let desk = edition::routes(desk);
    let desk = desk.route(Role::Contributor, "/desk", get(front::show_front));
    let desk = account::routes(desk);
    let desk = people::routes(desk);
    let desk = inbox::routes(desk);
    let desk = feeds::routes(desk);
    let desk = remarks::routes(desk);
    let desk = submissions::routes(desk);
    let desk = comments::routes(desk);
    let desk = drafts::routes(desk);
    let desk = jobs::routes(desk);
    let desk = glossary::routes(desk);
    checks::routes(desk)
}

/// The way in, for those who are not signed in yet.
pub fn door() -> Router<Arc<App>> {
    join::routes().merge(sign_in::routes())
}
