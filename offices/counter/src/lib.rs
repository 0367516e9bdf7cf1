#![doc = include_str!("../README.md")]

mod access;
mod book;
mod closing;
mod done;
mod guidance;
mod people;
mod start;
mod take;
mod uploads;

use axum::routing::{get, post};
use axum::{Extension, Router};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages of the counter, and the uploads.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/desk/counter", get(start::page))
        .route("/{agency}/desk/counter/take/{procedure}", get(take::page).post(take::submit))
        .route(
            "/{agency}/desk/counter/take/{procedure}/pages/{draft}/{part}",
            get(take::pages::page).post(take::pages::arrange),
        )
        .route("/{agency}/desk/counter/book", get(book::page))
        .route("/{agency}/desk/counter/book/closings", get(closing::page).post(closing::close))
        .route("/{agency}/desk/counter/guidance", get(guidance::page).post(guidance::keep))
        .route("/{agency}/desk/counter/done/{matter}", get(done::page))
        .route("/{agency}/uploads", post(uploads::create).options(uploads::about))
        .route("/{agency}/uploads/{id}", get(uploads::place).patch(uploads::append).delete(uploads::discard))
        .layer(Extension(congvu_views::filing::Specs::default()))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/counter.ftl"))
        .add(Lang::En, include_str!("../locales/en/counter.ftl"))
}
