//! Time stamps from elsewhere (RFC 3161, 3.4).

use super::http::post;
use anyhow::bail;
use axum::http::{StatusCode, Uri};
use congvu_sign::{MAX_ANSWER_BYTES, StampRequest, Token};

/// Asks one authority.
pub(super) async fn ask(uri: &Uri, request: &StampRequest) -> anyhow::Result<Token> {
    let (status, answer) = post(uri, "application/timestamp-query", request.der(), MAX_ANSWER_BYTES).await?;
    if status != StatusCode::OK {
        bail!("it answered {status}");
    }
    Ok(request.read(&answer)?)
}
