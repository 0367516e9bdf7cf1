#![doc = include_str!("../README.md")]

mod access;
mod choice;
mod csv;
mod feedback;
mod figures;
mod figuring;
mod grades;
mod indicators;
mod list;
mod morning;
mod overview;
mod period;
mod reports;
mod seat;
mod stops;
mod why;

use axum::routing::{get, post};
use axum::{Router, middleware};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages of this office. The desk is the state.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/desk/overview", get(overview::page))
        .route("/{agency}/desk/overview/cases", get(list::page))
        .route("/{agency}/desk/morning", get(morning::page))
        .route("/{agency}/desk/reports", get(reports::page))
        .route("/{agency}/desk/indicators", get(indicators::page))
        .route("/{agency}/procedures/{id}/figures", get(figures::page))
        .route("/{agency}/feedback", get(feedback::page))
        .route("/{agency}/desk/stops", get(stops::page).post(stops::announce))
        .route("/{agency}/desk/stops/{matter}/withdraw", post(stops::withdraw))
        .route("/{agency}/api/v1/stops", get(stops::read))
}

/// Puts planned stops over the pages of these routes.
pub fn with_alerts(routes: Router, desk: &Desk) -> Router {
    routes.layer(middleware::from_fn_with_state(desk.clone(), stops::alert))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/oversight.ftl"))
        .add(Lang::En, include_str!("../locales/en/oversight.ftl"))
}
