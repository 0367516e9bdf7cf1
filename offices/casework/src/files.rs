//! Files of a dossier and papers of a case, for officers.

use crate::access::{Stop, enter_page};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use congvu_desk::Desk;
use congvu_views::OrNotSealed as _;
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

/// A file as an answer. PDF and pictures open in the browser, whose type was found by looking at the content; anything
/// else is saved.
pub(crate) fn handed_out(bytes: Vec<u8>, media_type: &str, name: &str) -> Response {
    let shown = media_type == "application/pdf"
        || (media_type.starts_with("image/") && media_type != "image/svg+xml");
    let how = if shown { "inline" } else { "attachment" };
    let disposition = format!("{how}; filename*=UTF-8''{}", percent(name));
    let kind =
        HeaderValue::from_str(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// RFC 8187 §3.2.1.
fn percent(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_header_and_only_harmless_types_open() {
        for (media_type, name, expected) in [
            ("application/pdf", "Đề án.pdf", "inline; filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n.pdf"),
            ("image/png", "a.png", "inline; filename*=UTF-8''a.png"),
            ("image/svg+xml", "a.svg", "attachment; filename*=UTF-8''a.svg"),
            ("text/html", "a\"\r\nb.html", "attachment; filename*=UTF-8''a%22%0D%0Ab.html"),
        ] {
            let answer = handed_out(Vec::new(), media_type, name);
            assert_eq!(answer.headers()[header::CONTENT_DISPOSITION], expected);
        }
    }
}
