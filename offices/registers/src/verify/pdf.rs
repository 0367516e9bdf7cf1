//! The paper itself, for whoever holds its code: only papers of public registers.

use super::find::{Found, find};
use super::{code, limit};
use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::OrNotSealed as _;
use congvu_views::agency_of;
use congvu_web::WebError;
use congvu_web::download::{handed_out, unlisted};

/// `GET /{agency}/v/{code}/paper.pdf`.
pub(crate) async fn file(
    State(desk): State<Desk>,
    Path((agency, typed)): Path<(String, String)>,
    parts: Extensions,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    limit::count(&desk, agency.id(), &parts, &headers).await?;
    let code = code::read(&typed).ok_or(WebError::NotFound)?;
    let Found::Entry(of) = find(&desk, agency, &code).await? else { return Err(WebError::NotFound) };
    let Some((case, paper)) = &of.case else { return Err(WebError::NotFound) };
    let kept = desk.paper(agency, case, &paper.code).await.or_not_sealed()?.ok_or(WebError::NotFound)?;
    let name = format!("{}.pdf", of.shown.paper.replace('/', "-"));
    Ok(unlisted(handed_out(kept.pdf, "application/pdf", &name)))
}
