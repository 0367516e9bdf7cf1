#![doc = include_str!("../README.md")]

mod days;
mod feed;
mod ical;
mod page;

use axum::Router;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages of this office. The desk is the state.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/desk/calendar", get(page::page))
        .route("/{agency}/desk/calendar/feed", post(feed::make))
        .route("/{agency}/desk/calendar/feed/end", post(feed::end))
        .route("/{agency}/calendar/{file}", get(feed::read))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/agenda.ftl"))
        .add(Lang::En, include_str!("../locales/en/agenda.ftl"))
}
