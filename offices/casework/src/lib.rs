#![doc = include_str!("../README.md")]

mod absence;
mod access;
mod acts;
mod case;
mod delegation;
mod exports;
mod files;
mod frame;
mod inbox;
mod on_paper;
mod open;
mod outcome;
mod panel;
mod people;
mod preview;
mod rows;
mod said;
mod search;

use axum::Router;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages of officers. The desk is the state.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/desk", get(inbox::page))
        .route("/{agency}/desk/position", post(inbox::change_position))
        .route("/{agency}/desk/search", get(search::page))
        .route("/{agency}/desk/search/saved", post(search::keep))
        .route("/{agency}/desk/search/saved/{id}/forget", post(search::forget))
        .route("/{agency}/desk/search/export", post(exports::export))
        .route("/{agency}/desk/exports", get(exports::page))
        .route("/{agency}/desk/people/clauses", get(people::page))
        .route("/{agency}/desk/delegation", get(delegation::page).post(delegation::delegate))
        .route("/{agency}/desk/delegation/{matter}/end", post(delegation::end))
        .route("/{agency}/desk/open/{procedure}", get(open::page).post(open::open))
        .route("/{agency}/desk/cases/{matter}", get(case::page))
        .route("/{agency}/desk/cases/{matter}/acts/{act}", post(acts::perform))
        .route("/{agency}/desk/cases/{matter}/preview", get(preview::page))
        .route("/{agency}/desk/cases/{matter}/control-slip", get(files::control_slip))
        .route("/{agency}/desk/cases/{matter}/files/{sha256}", get(files::attached))
        .route("/{agency}/desk/cases/{matter}/papers/{code}", get(files::paper))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/casework.ftl"))
        .add(Lang::En, include_str!("../locales/en/casework.ftl"))
}
