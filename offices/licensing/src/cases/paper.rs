//! Papers of a case, as PDF.

use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::OrNotSealed as _;
use congvu_views::agency_of;
use congvu_web::download::{handed_out, private};
use congvu_web::{PageCx, WebError};

use super::open;

pub(crate) async fn show(
    State(desk): State<Desk>,
    Path((id, matter, code)): Path<(String, String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (case, _) = open(&desk, &cx, agency, &matter).await?;
    let paper = desk.paper(agency, &case, &code).await.or_not_sealed()?.ok_or(WebError::NotFound)?;
    Ok(private(handed_out(paper.pdf, "application/pdf", &paper.name)))
}
