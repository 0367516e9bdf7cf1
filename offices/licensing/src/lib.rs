#![doc = include_str!("../README.md")]

mod api;
mod cases;
mod departments;
mod drafts;
mod papers;
mod procedure;
mod procedures;
mod route;
mod site;
mod start;
mod visitor;

pub use congvu_views::filing::entry_number;
pub(crate) use congvu_views::filing::{self as specs, phone};
pub use congvu_views::finder;

use axum::routing::{get, post};
use axum::{Extension, Router};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The pages and the API of this office.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/", get(departments::show))
        .route("/{agency}", get(start::show))
        .route("/{agency}/about", get(site::about::show))
        .route("/{agency}/help", get(site::help::show))
        .route("/{agency}/terms", get(site::terms::show))
        .route("/{agency}/sitemap", get(site::map::show))
        .route("/{agency}/sitemap.xml", get(site::map::xml))
        .route("/sitemap.xml", get(site::map::index))
        .route("/robots.txt", get(site::map::robots))
        .route("/{agency}/procedures", get(procedures::show))
        .route("/{agency}/procedures/{id}", get(procedure::show))
        .route("/{agency}/apply/{procedure}", get(drafts::begin::confirm).post(drafts::begin::begin))
        .route("/{agency}/drafts", get(drafts::list::show))
        .route("/{agency}/drafts/{id}", get(drafts::form::show).post(drafts::form::save))
        .route("/{agency}/drafts/{id}/files", get(drafts::files::show).post(drafts::files::add))
        .route("/{agency}/drafts/{id}/remove", post(drafts::files::remove))
        .route("/{agency}/drafts/{id}/reuse", post(drafts::files::reuse))
        .route("/{agency}/papers", get(papers::show))
        .route("/{agency}/papers/{sha256}", get(papers::file))
        .route("/{agency}/drafts/{id}/discard", post(drafts::list::discard))
        .route("/{agency}/drafts/{id}/check", get(drafts::check::show))
        .route("/{agency}/drafts/{id}/file", post(drafts::filing::file))
        .route("/{agency}/cases", get(cases::follow::show).post(cases::follow::look_up))
        .route("/{agency}/cases/{matter}", get(cases::page::show))
        .route("/{agency}/cases/{matter}/papers/{code}", get(cases::paper::show))
        .route("/{agency}/cases/{matter}/receipts/{seq}", get(cases::receipt::show))
        .route("/{agency}/cases/{matter}/acts/{act}", get(cases::act::show).post(cases::act::submit))
        .route("/{agency}/api/v1/token", get(api::token))
        .route("/{agency}/api/v1/files", post(api::put_file))
        .route("/{agency}/api/v1/cases", post(api::file))
        .route("/{agency}/api/v1/cases/{matter}", get(api::read))
        .route("/{agency}/api/v1/cases/{matter}/acts/{act}", post(api::act))
        .layer(Extension(specs::Specs::default()))
}

/// The words of this office; those of `congvu-views` are added by whoever composes the server.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/licensing.ftl"))
        .add(Lang::En, include_str!("../locales/en/licensing.ftl"))
}
