#![doc = include_str!("../README.md")]

mod access;
mod acts;
mod change;
mod diff;
mod edit;
mod faults;
mod files;
mod frame;
mod home;
mod panel;
mod preview;
mod procedure;
mod quick;

use axum::Router;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages. The desk is the state.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/desk/packs", get(home::page))
        .route("/{agency}/desk/packs/file", get(files::page))
        .route("/{agency}/desk/packs/procedures/{procedure}", get(procedure::page))
        .route("/{agency}/desk/packs/changes", post(change::propose))
        .route("/{agency}/desk/packs/changes/{matter}", get(change::page))
        .route("/{agency}/desk/packs/changes/{matter}/edit", get(edit::page).post(edit::keep))
        .route("/{agency}/desk/packs/changes/{matter}/quick", get(quick::page).post(quick::keep))
        .route("/{agency}/desk/packs/changes/{matter}/version", post(quick::version))
        .route("/{agency}/desk/packs/changes/{matter}/preview", get(preview::page))
        .route("/{agency}/desk/packs/changes/{matter}/acts/{act}", post(acts::perform))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/packs.ftl"))
        .add(Lang::En, include_str!("../locales/en/packs.ftl"))
}
