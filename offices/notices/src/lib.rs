#![doc = include_str!("../README.md")]

mod bell;
mod choices;
mod list;
mod reports;
mod work;

pub use bell::count_unread;
pub use work::{run, run_once};

use axum::extract::FromRef;
use axum::routing::{get, post};
use axum::{Router, middleware};
use congvu_desk::Desk;
use congvu_notice::Senders;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// What the pages of this office need.
#[derive(Clone)]
pub struct Notices {
    desk: Desk,
    senders: Senders,
}

impl Notices {
    /// Puts the office together.
    #[must_use]
    pub fn new(desk: Desk, senders: Senders) -> Self {
        Self { desk, senders }
    }
}

impl FromRef<Notices> for Desk {
    fn from_ref(notices: &Notices) -> Self {
        notices.desk.clone()
    }
}

/// The pages.
pub fn routes(notices: Notices) -> Router {
    Router::new()
        .route("/{agency}/desk/notices", get(list::officer).post(list::officer_marks))
        .route("/{agency}/notices", get(list::citizen).post(list::citizen_marks))
        .route("/{agency}/notices/choices", get(choices::show).post(choices::save))
        .route("/{agency}/notices/reports/{channel}", post(reports::take))
        .with_state(notices)
}

/// Counts unread notices before the pages of these routes are made.
pub fn with_bell(routes: Router, desk: &Desk) -> Router {
    routes.layer(middleware::from_fn_with_state(desk.clone(), count_unread))
}

/// The words of this office.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/notices.ftl"))
        .add(Lang::En, include_str!("../locales/en/notices.ftl"))
}
