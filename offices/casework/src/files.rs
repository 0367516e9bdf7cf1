//! Files of a dossier and papers of a case, for officers.

use crate::access::{Stop, enter_page};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_views::OrNotSealed as _;
use congvu_web::download::handed_out;
use congvu_web::{PageCx, ResultExt, WebError};

/// `GET /{agency}/desk/cases/{matter}/files/{sha256}`: only a file that belongs to the matter.
pub(crate) async fn attached(
    State(desk): State<Desk>,
    Path((agency, matter, sha256)): Path<(String, String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let case = crate::access::matter(&desk, &officer, &matter).await?;
    let file = case.matter.files.iter().find(|f| f.sha256 == sha256).ok_or(WebError::NotFound)?;
    let bytes = desk.store().files().get(&file.sha256).await.or_fault()?;
    Ok(handed_out(bytes, &file.media_type, &file.name))
}

/// How a paper is wanted.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Wanted {
    /// `a5` for a print at half the area; the paper itself otherwise.
    #[serde(default)]
    sheet: String,
}

/// `GET /{agency}/desk/cases/{matter}/papers/{code}?sheet=a5`
pub(crate) async fn paper(
    State(desk): State<Desk>,
    Path((agency, matter, code)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let case = crate::access::matter(&desk, &officer, &matter).await?;
    let paper = desk.paper(officer.agency, &case, &code).await.or_not_sealed()?.ok_or(WebError::NotFound)?;
    let pdf = match wanted.sheet.as_str() {
        "a5" => desk.half_size(paper.pdf).await.or_fault()?,
        _ => paper.pdf,
    };
    Ok(handed_out(pdf, "application/pdf", &paper.name))
}

/// `GET /{agency}/desk/cases/{matter}/control-slip`: who had the case from when to when, to be printed.
pub(crate) async fn control_slip(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter_page(&desk, &cx, &agency).await?;
    let case = crate::access::matter(&desk, &officer, &matter).await?;
    if case.matter.code.is_none() {
        return Err(WebError::NotFound.into());
    }
    match desk.control_slip(officer.agency, &case).await {
        Ok(slip) => Ok(handed_out(slip.pdf, "application/pdf", &slip.name)),
        Err(congvu_desk::PerformError::Unknown { .. }) => Err(WebError::NotFound.into()),
        Err(error) => Err(WebError::fault(error).into()),
    }
}
