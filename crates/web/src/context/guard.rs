//! Lets a request that changes something in only when it came from one of our own pages.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use futures::{StreamExt, stream};

use super::{PageCx, is_safe};
use crate::error::WebError;
use crate::security::csrf::{FIELD, HEADER};

/// The token must stand within this many bytes of the beginning of a multipart form.
const MULTIPART_HEAD_BYTES: usize = 4 * 1024;

/// Longest wait for a form, or for the beginning of an upload.
const READ_TIMEOUT: Duration = Duration::from_secs(20);

/// Checks a request; gives it back with its body whole.
pub(super) async fn check(cx: &PageCx, request: Request) -> Result<Request, WebError> {
    let headers = request.headers();
    if is_safe(request.method()) || !can_be_forged(cx, headers) {
        return Ok(request);
    }
    if is_cross_site(headers) {
        return Err(WebError::StaleForm);
    }
    if let Some(token) = headers.get(HEADER).and_then(|v| v.to_str().ok()) {
        return if accepts(cx, token) { Ok(request) } else { Err(WebError::StaleForm) };
    }
    match media_type(headers).as_str() {
        "application/x-www-form-urlencoded" => check_form(cx, request).await,
        "multipart/form-data" => check_multipart(cx, request).await,
        _ => Err(WebError::StaleForm),
    }
}

/// Whether a page of another site could make a browser send this with effect: it carries our session, or it is of a
/// kind that a plain form can send. A client with a bearer token and no session is neither.
fn can_be_forged(cx: &PageCx, headers: &HeaderMap) -> bool {
    if cx.0.session_cookie.is_some() {
        return true;
    }
    let bearer = headers
        .get(header::AUTHORIZATION)
        .is_some_and(|v| v.as_bytes().get(..7).is_some_and(|start| start.eq_ignore_ascii_case(b"bearer ")));
    let kind = media_type(headers);
    let from_form =
        matches!(kind.as_str(), "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain");
    from_form && !bearer
}

fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What the browser itself says about where the request came from.
fn is_cross_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => match (text("origin"), text("host")) {
            (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, o)| o != host),
            _ => false,
        },
    }
}

fn accepts(cx: &PageCx, token: &str) -> bool {
    let bindings = [&cx.0.session_cookie, &cx.0.visit_cookie];
    bindings.into_iter().flatten().any(|binding| cx.0.web.0.csrf.accepts(binding, token))
}

async fn check_form(cx: &PageCx, request: Request) -> Result<Request, WebError> {
    let limit = cx.0.web.0.config.form_max_bytes;
    let (parts, body) = request.into_parts();
    let read =
        tokio::time::timeout(READ_TIMEOUT, to_bytes(body, limit)).await.map_err(|_| WebError::Timeout)?;
    let bytes = read.map_err(|_| WebError::TooLarge { limit_bytes: limit as u64 })?;
    let token = form_urlencoded::parse(&bytes).find(|(name, _)| name == FIELD).map(|(_, value)| value);
    if token.is_some_and(|t| accepts(cx, &t)) {
        Ok(Request::from_parts(parts, Body::from(bytes)))
    } else {
        Err(WebError::StaleForm)
    }
}

/// Reads just enough of an upload to see its first field, then puts that back in front of the rest.
async fn check_multipart(cx: &PageCx, request: Request) -> Result<Request, WebError> {
    let (parts, body) = request.into_parts();
    let mut rest = body.into_data_stream();
    let mut head = Vec::new();
    let mut found = None;
    let reading = async {
        while found.is_none() && head.len() < MULTIPART_HEAD_BYTES {
            match rest.next().await {
                Some(Ok(chunk)) => head.extend_from_slice(&chunk),
                Some(Err(_)) | None => break,
            }
            found = first_field(&head);
        }
    };
    tokio::time::timeout(READ_TIMEOUT, reading).await.map_err(|_| WebError::Timeout)?;
    if !found.is_some_and(|token| accepts(cx, &token)) {
        return Err(WebError::StaleForm);
    }
    let whole = stream::once(async { Ok::<_, axum::Error>(Bytes::from(head)) }).chain(rest);
    Ok(Request::from_parts(parts, Body::from_stream(whole)))
}

/// The value of the first field of a multipart body (RFC 7578), if it is the token and all of it is there.
fn first_field(head: &[u8]) -> Option<String> {
    let head = head.get(..head.len().min(MULTIPART_HEAD_BYTES))?;
    let text = String::from_utf8_lossy(head);
    let (headers, rest) = text.split_once("\r\n\r\n")?;
    let named = headers.starts_with("--") && headers.contains(&format!("name=\"{FIELD}\""));
    let (value, _) = rest.split_once("\r\n")?;
    named.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_the_first_field_or_nothing() {
        let field = |name: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nvalue\r\n--b--")
        };
        assert_eq!(first_field(field("_csrf").as_bytes()).as_deref(), Some("value"));
        for bad in [
            field("other"),
            String::new(),
            field("_csrf").replace("\r\n--b--", ""),
            "\r\n\r\nx\r\n".to_owned(),
        ] {
            assert_eq!(first_field(bad.as_bytes()), None, "{bad}");
        }
    }
}
