#![doc = include_str!("../README.md")]

mod common;
mod compare;
mod decision;
mod import;
mod officer;
mod registers;
mod verify;

use axum::Router;
use axum::routing::get;
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages of this office; the state is the desk.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/registers", get(registers::all::page))
        .route("/{agency}/registers/{register}", get(registers::list::page))
        .route("/{agency}/registers/{register}/{*number}", get(registers::entry::page))
        .route("/{agency}/registers.jsonld", get(registers::dataset::catalogue))
        .route("/{agency}/desk/registers/{register}/import", get(import::page).post(import::upload))
        .route("/{agency}/desk/registers/{register}/import/sheet.csv", get(import::template))
        .route(
            "/{agency}/desk/registers/{register}/import/{sheet}",
            get(import::preview).post(import::perform),
        )
        .route("/{agency}/verify", get(verify::form::page))
        .route("/{agency}/v/{code}", get(verify::page::page))
        .route("/{agency}/v/{code}/paper.pdf", get(verify::pdf::file))
        .route("/{agency}/duties", get(decision::duties::page))
        .route("/{agency}/decision", get(decision::whole::page))
        .route("/{agency}/decision.akn.xml", get(decision::files::akn))
        .route("/{agency}/decision.json", get(decision::files::json))
        .route("/{agency}/decision/{eid}", get(decision::clause::page))
        .route("/compare", get(compare::page))
}

/// Adds the messages of this office.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/registers.ftl"))
        .add(Lang::En, include_str!("../locales/en/registers.ftl"))
}
