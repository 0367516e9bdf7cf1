#![doc = include_str!("../README.md")]

mod access;
mod fields;
mod follow;
mod limits;
mod list;
mod look;
mod public;
mod read;
mod send;
mod take;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use congvu_desk::Desk;
use congvu_web::Lang;
use congvu_web::i18n::I18nBuilder;

/// The lifecycle of denunciations.
pub(crate) const LIFECYCLE: &str = "denunciation";
/// The field of the catalogue to which complaints and denunciations belong.
pub(crate) const FIELD: &str = "complaints";

/// The pages of this office. The desk is the state.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/{agency}/complaints", get(public::page))
        .route("/{agency}/complaints/denounce", get(send::page).post(send::send))
        .route("/{agency}/complaints/follow", get(follow::page).post(follow::look_up))
        .route("/{agency}/complaints/withdraw", post(follow::withdraw))
        .route("/{agency}/desk/complaints", get(list::page))
        .route("/{agency}/desk/complaints/take/{act}", get(take::page).post(take::take))
        .route("/{agency}/desk/complaints/{matter}", get(look::page).post(look::look))
        .route("/{agency}/desk/complaints/{matter}/add/{act}", get(take::add_page).post(take::add))
}

/// Adds the words of these pages.
#[must_use]
pub fn words(builder: I18nBuilder) -> I18nBuilder {
    builder
        .add(Lang::Vi, include_str!("../locales/vi/complaints.ftl"))
        .add(Lang::En, include_str!("../locales/en/complaints.ftl"))
}

/// An answer that neither the browser nor anything between keeps.
pub(crate) fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
