#![doc = include_str!("../README.md")]

mod access;
mod case;
mod fields;
mod home;
mod notices;
mod open;
mod report;
mod statements;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// What stands around a statement in an upload, in bytes.
const FORM_BYTES: usize = 64 * 1024;

/// The pages of the cash desk and the address for gateways. The desk is the state.
pub fn routes() -> Router<Desk> {
    let upload = congvu_payment::statement::MAX_BYTES.saturating_add(FORM_BYTES);
    Router::new()
        .route("/{agency}/desk/fees", get(home::page))
        .route("/{agency}/desk/fees/cases/{matter}", get(case::page))
        .route("/{agency}/desk/fees/cases/{matter}/acts/{act}", post(case::perform))
        .route(
            "/{agency}/desk/fees/statements",
            get(statements::page).post(statements::bring).layer(DefaultBodyLimit::max(upload)),
        )
        .route("/{agency}/desk/fees/statements/{id}", get(statements::show))
        .route("/{agency}/desk/fees/statements/{id}/take", post(statements::take))
        .route("/{agency}/desk/fees/open", get(open::page).post(open::settle))
        .route("/{agency}/desk/fees/report", get(report::page))
        .route("/{agency}/desk/fees/report.csv", get(report::csv))
        .route(
            "/{agency}/api/v1/payments/notices",
            post(notices::take).layer(DefaultBodyLimit::max(congvu_payment::notice::MAX_BYTES)),
        )
        .route("/{agency}/api/v1/payments/openapi.json", get(notices::description))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/fees.ftl"))
        .add(Lang::En, include_str!("../locales/en/fees.ftl"))
}
