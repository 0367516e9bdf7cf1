#![doc = include_str!("../README.md")]

mod access;
mod case;
mod devices;
mod duplicates;
mod home;
mod inputs;
mod items;
mod minutes;
mod open;
mod plan;
mod public;

use axum::Router;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages of this office. The desk is the state.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/supervision", get(public::page))
        .route("/{agency}/desk/supervision", get(home::page))
        .route("/{agency}/desk/supervision/new/{what}", get(open::page).post(open::open))
        .route("/{agency}/desk/supervision/cases/{matter}", get(case::page))
        .route("/{agency}/desk/supervision/cases/{matter}/weigh", post(case::weigh))
        .route("/{agency}/desk/supervision/plans", get(plan::list).post(plan::begin))
        .route("/{agency}/desk/supervision/plans/{matter}", get(plan::page))
        .route("/{agency}/desk/supervision/plans/{matter}/{act}", post(plan::act))
        .route("/{agency}/desk/supervision/devices", get(devices::page))
        .route("/{agency}/desk/supervision/devices/{matter}/revoke", post(devices::revoke))
        .route("/{agency}/desk/supervision/minutes", get(minutes::page))
        .route("/{agency}/desk/supervision/minutes/session", get(minutes::session))
        .route("/{agency}/desk/supervision/minutes/devices", post(devices::enrol))
        .route("/{agency}/desk/supervision/minutes/items", post(items::take))
        .route("/{agency}/desk/supervision/minutes.js", get(minutes::script))
        .route("/{agency}/desk/supervision/minutes-sw.js", get(minutes::worker))
        .route("/{agency}/desk/supervision/minutes.webmanifest", get(minutes::manifest))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/supervision.ftl"))
        .add(Lang::En, include_str!("../locales/en/supervision.ftl"))
}
