//! Papers of a case, as PDF.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use congvu_desk::Desk;
use congvu_views::agency_of;
use congvu_views::OrNotSealed as _;
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
    let mut response = paper.pdf.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    // Somebody's papers do not stay in caches that others may share.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let plain: String =
        paper.name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{plain}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
