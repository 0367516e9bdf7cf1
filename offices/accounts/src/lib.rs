#![doc = include_str!("../README.md")]

mod address;
mod register;
mod sessions;
mod sign_in;
mod throttles;

pub use address::PeerAddress;
pub use sessions::StoredSessions;
pub use throttles::StoredThrottles;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;
use congvu_web::security::password::Passwords;
use std::sync::Arc;

/// One demo account, shown on the sign-in page of a demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLogin {
    /// Login.
    pub login: String,
    /// The officer's position; it may not exist in every department.
    pub position: Option<String>,
    /// Who it is, in Vietnamese.
    pub who_vi: String,
    /// Who it is, in English.
    pub who_en: String,
}

/// What the pages of this office need.
#[derive(Clone)]
pub struct Accounts {
    desk: Desk,
    passwords: Passwords,
    demo: Arc<Demo>,
}

/// Accounts of a demo; empty outside one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demo {
    /// The password that all of them have.
    pub password: String,
    /// The accounts.
    pub logins: Vec<DemoLogin>,
}

impl Accounts {
    /// Puts the office together.
    #[must_use]
    pub fn new(desk: Desk, passwords: Passwords, demo: Demo) -> Self {
        Self { desk, passwords, demo: Arc::new(demo) }
    }
}

impl FromRef<Accounts> for Desk {
    fn from_ref(accounts: &Accounts) -> Self {
        accounts.desk.clone()
    }
}

/// Kind of an officer's account.
pub const OFFICER: &str = "officer";
/// Kind of a citizen's account.
pub const CITIZEN: &str = "citizen";

/// The pages.
pub fn routes(accounts: Accounts) -> Router {
    Router::new()
        .route("/{agency}/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/{agency}/register-account", get(register::show).post(register::submit))
        .route("/sign-out", post(sign_in::sign_out))
        .with_state(accounts)
}

/// The words of this office.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/accounts.ftl"))
        .add(Lang::En, include_str!("../locales/en/accounts.ftl"))
}
