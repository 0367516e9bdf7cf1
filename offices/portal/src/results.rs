//! Papers for partners and for the people to whom a partner shows the link.

use axum::extract::{Path, Query, Request as HttpRequest, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_views::OrNotSealed as _;
use congvu_views::agency_of;
use congvu_web::{PageCx, ResultExt, WebError};
use serde::Deserialize;

use crate::enter::enter;
use crate::problem::{Fail, Problem};
use crate::{keys, profile};

/// How long a signed link opens its paper, seconds.
pub(crate) const LINK_S: i64 = 3_600;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    expires: Option<i64>,
    #[serde(default)]
    signature: Option<String>,
}

fn path(agency: &str, matter: &str, paper: &str) -> String {
    format!("/{agency}/portal/v1/results/{matter}/{paper}")
}

/// The address at which a partner fetches a paper with a signed request.
pub(crate) fn address(desk: &Desk, agency: &Agency, matter: &str, paper: &str) -> String {
    format!("{}{}", desk.base_url(), path(agency.id(), matter, paper))
}

/// The address at which anyone who has it opens a paper for a while.
pub(crate) fn signed(
    desk: &Desk,
    agency: &Agency,
    key: &[u8; 32],
    matter: &str,
    paper: &str,
    now: i64,
) -> String {
    let expires = now.saturating_add(LINK_S);
    let path = path(agency.id(), matter, paper);
    let signature = URL_SAFE_NO_PAD.encode(profile::sign_text(key, &format!("{path}\n{expires}")));
    format!("{}{path}?expires={expires}&signature={signature}", desk.base_url())
}

/// `GET /{agency}/portal/v1/results/{matter}/{paper}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    Path((id, matter, paper)): Path<(String, String, String)>,
    link: Result<Query<Link>, axum::extract::rejection::QueryRejection>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let agency = agency_of(&desk, &id)?;
    let w = cx.words();
    let link = link.map(|q| q.0).map_err(|_| Problem::new(w, StatusCode::BAD_REQUEST, "bad-query"))?;
    let permitted = || Problem::new(w, StatusCode::FORBIDDEN, "not-permitted");
    if let (Some(expires), Some(signature)) = (link.expires, &link.signature) {
        let key = keys::secret(&desk, agency).await?;
        let text = format!("{}\n{expires}", path(&id, &matter, &paper));
        let bytes = URL_SAFE_NO_PAD.decode(signature).ok().and_then(|b| <[u8; 64]>::try_from(b).ok());
        let fits = bytes.is_some_and(|b| profile::text_fits(&key, &text, &b));
        if !fits || expires < cx.now().as_second() {
            return Err(permitted().into());
        }
    } else {
        let asked = enter(&desk, &cx, &id, request).await?;
        let row = desk.store().portal_dossier_of(agency.id(), &matter).await.or_fault()?;
        let row = row.ok_or_else(|| Problem::new(w, StatusCode::NOT_FOUND, "no-data"))?;
        if row.partner != asked.partner.id || !asked.partner.results {
            return Err(permitted().into());
        }
    }
    let case = desk.case(agency, &matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let found = desk.paper(agency, &case, &paper).await.or_not_sealed()?.ok_or(WebError::NotFound)?;
    let mut response = found.pdf.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
