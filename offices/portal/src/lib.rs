#![doc = include_str!("../README.md")]

mod catalogue;
mod dossier;
mod enter;
mod events;
mod inbound;
mod intake;
mod keys;
mod message;
mod opening;
mod page;
mod problem;
pub mod profile;
mod push;
mod results;
mod status;

pub use push::run as run_pushes;

use axum::Router;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The interface for other portals, and the page on which officers see what goes over it.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/portal/v1/openapi.json", get(catalogue::description))
        .route("/{agency}/portal/v1/keys", get(catalogue::keys))
        .route("/{agency}/portal/v1/procedures", get(catalogue::procedures))
        .route("/{agency}/portal/v1/files", post(intake::put_file))
        .route("/{agency}/portal/v1/dossiers", post(intake::file))
        .route("/{agency}/portal/v1/dossiers/{code}", get(status::show))
        .route("/{agency}/portal/v1/dossiers/{code}/acts", post(intake::act))
        .route("/{agency}/portal/v1/dossiers/{code}/events", post(inbound::report))
        .route("/{agency}/portal/v1/events", get(events::feed))
        .route("/{agency}/portal/v1/events/{message}/receipt", post(events::receipt))
        .route("/{agency}/portal/v1/results/{matter}/{paper}", get(results::show))
        .route("/{agency}/desk/portal", get(page::show))
        .route("/{agency}/desk/portal/again", post(page::again))
}

/// The words of this office.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/portal.ftl"))
        .add(Lang::En, include_str!("../locales/en/portal.ftl"))
}
