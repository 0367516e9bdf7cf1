//! Files in pieces: tus 1.0.0 with creation, termination and expiration (<https://tus.io/protocols/resumable-upload>).
//!
//! What has arrived is kept at once, so a cut connection or a restart of the server loses the last moments at most.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use congvu_desk::Desk;
use congvu_store::{UploadRow, display_name};
use congvu_views::{agency_of, upload};
use congvu_web::{PageCx, ResultExt, WebError};
use futures::StreamExt;
use std::time::Duration;

/// Largest file, bytes: as for files sent in one go.
pub(crate) const MAX_FILE_BYTES: i64 = 10 * 1024 * 1024;
/// Most uploads of one visitor at a time.
const MAX_UPLOADS: i64 = 30;
/// How long an upload is kept after its last piece, milliseconds.
const LIFE_MS: i64 = 24 * 3_600_000;
/// What is kept at once, bytes, and how long to wait for it on a slow line.
const PIECE_BYTES: usize = 64 * 1024;
const PIECE_WAIT: Duration = Duration::from_secs(4);
/// Longest declared name in base64, bytes.
const MAX_NAME_BYTES: usize = 2_000;

const VERSION: &str = "1.0.0";
const PIECE_TYPE: &str = "application/offset+octet-stream";

/// `OPTIONS /{agency}/uploads`: what this server can do.
pub(crate) async fn about(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
) -> Result<Response, WebError> {
    agency_of(&desk, &agency)?;
    let mut answer = said(StatusCode::NO_CONTENT);
    let headers = answer.headers_mut();
    headers.insert("tus-version", HeaderValue::from_static(VERSION));
    headers.insert("tus-extension", HeaderValue::from_static("creation,termination,expiration"));
    headers.insert("tus-max-size", HeaderValue::from(MAX_FILE_BYTES));
    Ok(answer)
}

/// `POST /{agency}/uploads`: begins an upload.
pub(crate) async fn create(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    headers: HeaderMap,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    if let Some(other) = other_version(&headers) {
        return Ok(other);
    }
    let Some(size_bytes) = number(&headers, "upload-length").filter(|n| *n > 0) else {
        return Ok(said(StatusCode::BAD_REQUEST));
    };
    if size_bytes > MAX_FILE_BYTES {
        return Ok(said(StatusCode::PAYLOAD_TOO_LARGE));
    }
    let now_ms = desk.clock().now_ms();
    desk.store().delete_expired_uploads(now_ms).await.or_fault()?;
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).or_fault()?;
    let row = UploadRow {
        id: hex::encode(bytes),
        owner: upload::new_owner(&cx, agency)?,
        name: display_name(&name(&headers)),
        size_bytes,
        offset_bytes: 0,
        expires_ms: now_ms.saturating_add(LIFE_MS),
    };
    if !desk.store().begin_upload(agency.id(), &row, MAX_UPLOADS).await.or_fault()? {
        return Ok(said(StatusCode::TOO_MANY_REQUESTS));
    }
    let mut answer = said(StatusCode::CREATED);
    let place = HeaderValue::from_str(&format!("/{id}/uploads/{}", row.id)).or_fault()?;
    answer.headers_mut().insert(header::LOCATION, place);
    expires(&mut answer, row.expires_ms);
    Ok(answer)
}

/// `HEAD /{agency}/uploads/{upload}`: how much has arrived.
pub(crate) async fn place(
    State(desk): State<Desk>,
    Path((agency, id)): Path<(String, String)>,
    headers: HeaderMap,
    cx: PageCx,
) -> Result<Response, WebError> {
    if let Some(other) = other_version(&headers) {
        return Ok(other);
    }
    let Some((_, row)) = mine(&desk, &cx, &agency, &id).await? else {
        return Ok(said(StatusCode::NOT_FOUND));
    };
    let mut answer = said(StatusCode::OK);
    let out = answer.headers_mut();
    out.insert("upload-offset", HeaderValue::from(row.offset_bytes));
    out.insert("upload-length", HeaderValue::from(row.size_bytes));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    expires(&mut answer, row.expires_ms);
    Ok(answer)
}

/// `PATCH /{agency}/uploads/{upload}`: the next piece.
pub(crate) async fn append(
    State(desk): State<Desk>,
    Path((agency, id)): Path<(String, String)>,
    headers: HeaderMap,
    cx: PageCx,
    body: Body,
) -> Result<Response, WebError> {
    if let Some(other) = other_version(&headers) {
        return Ok(other);
    }
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(PIECE_TYPE.as_bytes()) {
        return Ok(said(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let Some((owner, row)) = mine(&desk, &cx, &agency, &id).await? else {
        return Ok(said(StatusCode::NOT_FOUND));
    };
    if number(&headers, "upload-offset") != Some(row.offset_bytes) {
        return Ok(said(StatusCode::CONFLICT));
    }
    let mut keeping = Keeping { desk: &desk, agency: &agency, owner: &owner, row, held: Vec::new() };
    let kept = keeping.all(body).await?;
    let mut answer = said(if kept { StatusCode::NO_CONTENT } else { StatusCode::CONFLICT });
    answer.headers_mut().insert("upload-offset", HeaderValue::from(keeping.row.offset_bytes));
    expires(&mut answer, keeping.row.expires_ms);
    Ok(answer)
}

/// `DELETE /{agency}/uploads/{upload}`: the upload is not wanted any more.
pub(crate) async fn discard(
    State(desk): State<Desk>,
    Path((agency, id)): Path<(String, String)>,
    headers: HeaderMap,
    cx: PageCx,
) -> Result<Response, WebError> {
    if let Some(other) = other_version(&headers) {
        return Ok(other);
    }
    let Some((owner, row)) = mine(&desk, &cx, &agency, &id).await? else {
        return Ok(said(StatusCode::NOT_FOUND));
    };
    desk.store().delete_upload(&agency, &owner, &row.id).await.or_fault()?;
    Ok(said(StatusCode::NO_CONTENT))
}

/// Keeps what comes in, piece by piece.
struct Keeping<'a> {
    desk: &'a Desk,
    agency: &'a str,
    owner: &'a str,
    row: UploadRow,
    held: Vec<u8>,
}

impl Keeping<'_> {
    /// Takes the body to its end, or to where the connection is cut: what came until then is kept. `false` when there is
    /// more than was said, or somebody else goes on with the same upload.
    async fn all(&mut self, body: Body) -> Result<bool, WebError> {
        let mut body = body.into_data_stream();
        loop {
            match tokio::time::timeout(PIECE_WAIT, body.next()).await {
                Ok(Some(Ok(bytes))) => self.held.extend_from_slice(&bytes),
                // A slow line: what is there is kept before more is waited for.
                Err(_) => {
                    if !self.keep(1).await? {
                        return Ok(false);
                    }
                    continue;
                }
                Ok(Some(Err(_)) | None) => return self.keep(1).await,
            }
            if !self.keep(PIECE_BYTES).await? {
                return Ok(false);
            }
        }
    }

    /// Stores what is held, once there is as much as `least`.
    async fn keep(&mut self, least: usize) -> Result<bool, WebError> {
        while self.held.len() >= least.max(1) {
            let rest = self.held.split_off(self.held.len().min(PIECE_BYTES));
            let piece = std::mem::replace(&mut self.held, rest);
            let (row, now_ms) = (&mut self.row, self.desk.clock().now_ms());
            row.expires_ms = now_ms.saturating_add(LIFE_MS);
            let store = self.desk.store();
            let at = row.offset_bytes;
            if !store
                .append_upload(self.agency, self.owner, &row.id, at, &piece, row.expires_ms)
                .await
                .or_fault()?
            {
                return Ok(false);
            }
            row.offset_bytes = at.saturating_add(i64::try_from(piece.len()).unwrap_or(i64::MAX));
        }
        Ok(true)
    }
}

/// The visitor's own upload.
async fn mine(
    desk: &Desk,
    cx: &PageCx,
    agency: &str,
    id: &str,
) -> Result<Option<(String, UploadRow)>, WebError> {
    let agency = agency_of(desk, agency)?;
    let Some(owner) = upload::owner(cx, agency) else { return Ok(None) };
    let found = desk.store().upload(agency.id(), &owner, id, desk.clock().now_ms()).await.or_fault()?;
    Ok(found.map(|row| (owner, row)))
}

/// An answer of the protocol: its body stays empty, whatever the status.
fn said(status: StatusCode) -> Response {
    let mut answer = status.into_response();
    answer.headers_mut().insert("tus-resumable", HeaderValue::from_static(VERSION));
    answer.extensions_mut().insert(congvu_web::context::KeepBody);
    answer
}

/// The answer to a client that speaks another version.
fn other_version(headers: &HeaderMap) -> Option<Response> {
    let same = headers.get("tus-resumable").is_some_and(|v| v.as_bytes() == VERSION.as_bytes());
    (!same).then(|| {
        let mut answer = said(StatusCode::PRECONDITION_FAILED);
        answer.headers_mut().insert("tus-version", HeaderValue::from_static(VERSION));
        answer
    })
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.parse().ok().filter(|n| *n >= 0)
}

/// `filename` of the metadata: pairs of a key and a value in base64, separated by commas.
fn name(headers: &HeaderMap) -> String {
    let given = headers.get("upload-metadata").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let coded = given.split(',').find_map(|pair| pair.trim().strip_prefix("filename "));
    let coded = coded.map(str::trim).filter(|c| c.len() <= MAX_NAME_BYTES).unwrap_or_default();
    let bytes = base64::engine::general_purpose::STANDARD.decode(coded).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// When it is forgotten, as RFC 9110 §5.6.7 writes dates.
fn expires(answer: &mut Response, at_ms: i64) {
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let text = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at);
    if let Some(value) = text.ok().and_then(|t| HeaderValue::from_str(&t).ok()) {
        answer.headers_mut().insert("upload-expires", value);
    }
}
