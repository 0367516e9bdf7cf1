//! The decision for other programs.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use congvu_desk::Desk;
use congvu_law::{Report, write_akn};
use congvu_views::agency_of;
use congvu_web::WebError;
use congvu_web::download::{saved, unlisted};

/// `GET /{agency}/decision.akn.xml`: Akoma Ntoso 3.0.
pub(crate) async fn akn(State(desk): State<Desk>, Path(agency): Path<String>) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let name = format!("{}.akn.xml", agency.id());
    Ok(unlisted(saved(write_akn(&agency.decision), "application/akn+xml; charset=utf-8", &name)))
}

/// `GET /{agency}/decision.json`: facts, tree and remarks.
pub(crate) async fn json(State(desk): State<Desk>, Path(agency): Path<String>) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    Ok(Json(Report::of(&agency.decision)).into_response())
}
