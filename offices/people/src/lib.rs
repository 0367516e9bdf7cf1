#![doc = include_str!("../README.md")]

mod access;
mod acts;
mod as_of;
mod chart;
mod fields;
mod file;
mod frame;
mod home;
mod prepare;
mod remedy;
mod review;
mod signing;
mod structure;

use axum::Router;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages of this office. The desk is the state.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/organisation", get(chart::public))
        .route("/{agency}/desk/people", get(home::page))
        .route("/{agency}/desk/people/chart", get(chart::page))
        .route("/{agency}/desk/people/signing", get(signing::page))
        .route("/{agency}/desk/people/signing.json", get(signing::json))
        .route("/{agency}/desk/people/prepare", get(prepare::page).post(prepare::prepare))
        .route("/{agency}/desk/people/open/{lifecycle}/{act}", get(acts::opening).post(acts::open))
        .route("/{agency}/desk/people/matters/{matter}/{act}", get(acts::page).post(acts::perform))
        .route("/{agency}/desk/people/structure", get(structure::page).post(structure::draw))
        .route("/{agency}/desk/people/structure/{matter}", get(structure::planned))
        .route("/{agency}/desk/people/review/{matter}", get(review::page))
        .route("/{agency}/desk/people/files", get(file::list))
        .route("/{agency}/desk/people/files/{matter}", post(file::look))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/people.ftl"))
        .add(Lang::En, include_str!("../locales/en/people.ftl"))
}
