//! Who asks: a partner of the department, by the signature of the request.

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use congvu_desk::Desk;
use congvu_pack::{Agency, Partner, PortalDef};
use congvu_views::agency_of;
use congvu_web::{PageCx, ResultExt, WebError, Words};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::problem::{Fail, Problem};
use crate::profile::{Parts, Signed, WINDOW_S, digest_fits};

/// Largest request, bytes: a dossier with its files in base64.
pub(crate) const MAX_BODY: usize = 32 * 1024 * 1024;

/// A request of a partner, its signature checked.
pub(crate) struct Asked<'d> {
    pub(crate) agency: &'d Agency,
    pub(crate) partner: &'d Partner,
    pub(crate) portal: &'d PortalDef,
    pub(crate) body: Bytes,
}

impl Asked<'_> {
    /// The body as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, w: &Words) -> Result<T, Fail> {
        serde_json::from_slice(&self.body).map_err(|e| {
            // serde's message names a field and a type, never a value that a person typed in full.
            let place =
                json!([{ "pointer": "#", "detail": format!("line {}, column {}", e.line(), e.column()) }]);
            Problem::new(w, StatusCode::BAD_REQUEST, "not-json").and("errors", place).into()
        })
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    // Two headers of a kind are one too many for the profile.
    all.next().is_none().then_some(first)
}

/// The address under which people reach the server, as it stands in signatures: host and port.
pub(crate) fn authority(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    match base_url.split_once("://") {
        Some(("http", _)) => host.strip_suffix(":80").unwrap_or(host),
        _ => host.strip_suffix(":443").unwrap_or(host),
    }
}

/// Checks the signature, the time, the nonce and the digest of the body, in this order: what comes first costs least, and
/// nothing of the body is looked at before somebody known has signed its digest.
pub(crate) async fn enter<'d>(
    desk: &'d Desk,
    cx: &PageCx,
    agency: &str,
    request: Request,
) -> Result<Asked<'d>, Fail> {
    let agency = agency_of(desk, agency)?;
    let w = cx.words();
    let (head, body) = request.into_parts();
    let denied = |kind: &str| Problem::new(w, StatusCode::UNAUTHORIZED, kind);
    let (Some(input), Some(signature)) =
        (text(&head.headers, "signature-input"), text(&head.headers, "signature"))
    else {
        return Err(denied("unsigned").into());
    };
    let signed = Signed::read(input, signature)
        .map_err(|f| denied("bad-signature").and("reason", f.to_string().into()))?;
    let partner = agency.partner(&signed.keyid).ok_or_else(|| denied("unknown-partner"))?;
    let key = partner.key_bytes().ok_or_else(|| WebError::fault("a partner's key cannot be read"))?;
    let portal = desk.library().portals.get(&partner.portal);
    let portal = portal.ok_or_else(|| WebError::fault("a partner's portal is not declared"))?;
    let digest = text(&head.headers, "content-digest");
    let parts = Parts {
        method: head.method.as_str(),
        authority: authority(desk.base_url()),
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        digest,
    };
    signed.check(&key, &parts).map_err(|f| denied("bad-signature").and("reason", f.to_string().into()))?;
    let now = cx.now().as_second();
    if !signed.in_time(now) {
        return Err(denied("out-of-time").and("now", now.into()).and("window_s", WINDOW_S.into()).into());
    }
    // Until a signature with this nonce is out of time for good, the nonce is remembered.
    let now_ms = now.saturating_mul(1_000);
    let until = signed.created.saturating_add(WINDOW_S).saturating_add(1).saturating_mul(1_000);
    if !desk.store().portal_nonce(agency.id(), &partner.id, &signed.nonce, until, now_ms).await.or_fault()? {
        return Err(denied("replayed").into());
    }
    let empty = head.headers.get(header::CONTENT_LENGTH).is_none_or(|v| v.as_bytes() == b"0")
        && !head.headers.contains_key(header::TRANSFER_ENCODING);
    let body = if empty && digest.is_none() {
        Bytes::new()
    } else {
        let limit = u64::try_from(MAX_BODY).unwrap_or(u64::MAX);
        to_bytes(body, MAX_BODY).await.map_err(|_| WebError::TooLarge { limit_bytes: limit })?
    };
    if digest.map_or(!body.is_empty(), |d| !digest_fits(d, &body)) {
        return Err(Problem::new(w, StatusCode::BAD_REQUEST, "bad-digest").into());
    }
    Ok(Asked { agency, partner, portal, body })
}

#[cfg(test)]
mod tests {
    use super::authority;

    #[test]
    fn the_authority_is_host_and_unusual_port() {
        for (url, expected) in [
            ("http://127.0.0.1:8106", "127.0.0.1:8106"),
            ("https://so.example.vn", "so.example.vn"),
            ("https://so.example.vn:443/x", "so.example.vn"),
            ("http://so.example.vn:80", "so.example.vn"),
            ("http://so.example.vn:443", "so.example.vn:443"),
        ] {
            assert_eq!(authority(url), expected, "{url}");
        }
    }
}
