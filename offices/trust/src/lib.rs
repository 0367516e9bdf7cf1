#![doc = include_str!("../README.md")]

mod form;
mod known;
mod log;
mod time;
mod told;

pub use time::{TimeService, answer as answer_time, time_routes};
pub use told::told;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use congvu_desk::{Desk, witness};
use congvu_sign::MAX_PDF_BYTES;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What stands around a file in an upload, bytes.
const FORM_BYTES: usize = 64 * 1024;
/// How many files are read at once.
const AT_ONCE: usize = 2;

/// What the pages of this office need.
#[derive(Clone)]
pub struct Office {
    pub(crate) desk: Desk,
    pub(crate) trust: Arc<congvu_sign::Trust>,
    pub(crate) readers: Arc<Semaphore>,
}

impl Office {
    /// The office with its list of trust.
    #[must_use]
    pub fn new(desk: Desk, trust: Arc<congvu_sign::Trust>) -> Self {
        Self { desk, trust, readers: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// The pages of this office.
pub fn routes(office: Office) -> Router {
    let upload = MAX_PDF_BYTES.saturating_add(FORM_BYTES);
    Router::new()
        .route("/{agency}/trust", get(form::page).post(form::check).layer(DefaultBodyLimit::max(upload)))
        .route("/{agency}/trust/roots.pem", get(form::roots))
        .route("/{agency}/log", get(log::page))
        .route("/{agency}/log/checkpoint", get(log::checkpoint))
        .route("/{agency}/log/tile/{level}/{*path}", get(log::tile))
        .route("/{agency}/log/acts/{seq}", get(log::proof))
        .route(
            "/{agency}/witness/add-checkpoint",
            post(log::add_checkpoint).layer(DefaultBodyLimit::max(witness::MAX_REQUEST_BYTES)),
        )
        .with_state(office)
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/trust.ftl"))
        .add(Lang::Vi, include_str!("../locales/vi/log.ftl"))
        .add(Lang::En, include_str!("../locales/en/log.ftl"))
        .add(Lang::En, include_str!("../locales/en/trust.ftl"))
}
