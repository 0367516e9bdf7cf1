//! The page behind the QR code.

use super::find::{Found, find};
use super::verdict::Verdict;
use super::{code, limit, view};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_views::{agency_of, agency_shell};
use congvu_web::{Html, PageCx, ResultExt, WebError};

/// `GET /{agency}/v/{code}`: a page, or JSON for other systems.
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path((agency, typed)): Path<(String, String)>,
    parts: Extensions,
    headers: HeaderMap,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    limit::count(&desk, agency.id(), &parts, &headers).await?;
    let read = code::read(&typed);
    let found = match &read {
        Some(code) => find(&desk, agency, code).await?,
        None => Found::Nothing,
    };
    let now = desk.clock().now();
    let mut verdict = Verdict::of(&found, now);
    let mut found = found;
    if !issued(&desk, agency, &found).await? {
        (verdict, found) = (Verdict::NotYet, Found::Nothing);
    }
    let status = if verdict == Verdict::NotOurs { StatusCode::NOT_FOUND } else { StatusCode::OK };
    if cx.wants_json() {
        return Ok((status, Json(view::json(&desk, agency, &found, verdict))).into_response());
    }
    let w = cx.words();
    let context = view::Context { w, desk: &desk, agency, now };
    let detail = match verdict {
        Verdict::NotYet => Html::EMPTY,
        _ => context.detail(&found, read.as_deref().unwrap_or_default(), &typed).await?,
    };
    let shell = agency_shell(&cx, agency, verdict.title(w));
    Ok(cx.page_with(status, shell, verdict.shown(w, &detail)))
}

/// Whether the paper has its seal, where papers are sealed.
async fn issued(desk: &Desk, agency: &Agency, found: &Found) -> Result<bool, WebError> {
    let of = match found {
        Found::Entry(of) => of.case.as_ref().map(|(case, paper)| (case, paper)),
        Found::Paper(of) => Some((&of.case, &of.paper)),
        Found::Nothing => None,
    };
    match of {
        Some((case, paper)) => desk.is_issued(agency, case, &paper.code).await.or_fault(),
        None => Ok(true),
    }
}
