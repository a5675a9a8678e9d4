//! The desk: staff only. A route cannot be registered here without the role it needs.

pub mod settings;

use crate::app::App;
use crate::error::WebError;
use crate::owner::is_owner;
use crate::visit::Visit;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use std::sync::Arc;

/// What somebody may do; each may also do what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// May submit.
    Contributor,
    /// May moderate.
    Moderator,
    /// May print.
    Editor,
    /// May do everything.
    Owner,
}

/// The desk's routes, each with its role.
pub struct Desk {
    app: Arc<App>,
    router: Router<Arc<App>>,
    /// Every path with the role it needs, for the test that walks them.
    pub table: Vec<(&'static str, Role)>,
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
    pub fn route(
        mut self,
        role: Role,
        path: &'static str,
        methods: MethodRouter<Arc<App>>,
    ) -> Self {
        assert!(
            path.starts_with("/desk/"),
            "the desk's routes begin with /desk/"
        );
        let guard = middleware::from_fn_with_state((Arc::clone(&self.app), role), require);
        self.router = self.router.route(path, methods.layer(guard));
        self.table.push((path, role));
        self
    }

    /// All routes of the desk.
    pub fn into_router(self) -> Router<Arc<App>> {
        self.router
    }
}

/// The routes of the desk.
pub fn routes(app: &Arc<App>) -> Desk {
    Desk::new(app).route(
        Role::Owner,
        "/desk/settings",
        axum::routing::get(settings::show_settings).post(settings::save_settings),
    )
}

async fn require(
    State((app, role)): State<(Arc<App>, Role)>,
    request: Request,
    next: Next,
) -> Response {
    let visit = Visit::of(&app, request.headers(), None);
    // Until there are accounts, the only staff member is the owner, who has every role.
    match is_owner(&app, &visit).await {
        Ok(true) => next.run(request).await,
        Ok(false) => {
            let who = match role {
                Role::Owner => "the owner",
                Role::Editor => "editors",
                Role::Moderator => "moderators",
                Role::Contributor => "contributors",
            };
            WebError::Forbidden(format!(
                "This page is for {who} of the paper. `clipsheet owner-link` on the server makes a link that lets you in."
            ))
            .into_response()
        }
        Err(error) => WebError::from(error).into_response(),
    }
}
