//! Asking another program something, over HTTP. What comes back is signed by it, so the way needs no secrecy.

use anyhow::{Context, bail};
use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use std::time::Duration;

/// How long one answer may take.
const WAIT: Duration = Duration::from_secs(10);

/// Reads an address.
pub(super) fn address(text: &str) -> anyhow::Result<Uri> {
    let uri: Uri = text.parse().with_context(|| format!("`{text}` is no address"))?;
    if uri.scheme_str() != Some("http") || uri.host().is_none() {
        bail!("`{text}`: an address that begins with http:// is needed; what comes back is signed");
    }
    Ok(uri)
}

/// Sends a body of this kind; the status, and at most `max` bytes of the answer.
pub(super) async fn post(
    uri: &Uri,
    kind: &'static str,
    body: &[u8],
    max: usize,
) -> anyhow::Result<(StatusCode, Bytes)> {
    let answer = tokio::time::timeout(WAIT, exchange(uri, kind, body, max)).await;
    answer.context("it did not answer in time")?
}

async fn exchange(
    uri: &Uri,
    kind: &'static str,
    body: &[u8],
    max: usize,
) -> anyhow::Result<(StatusCode, Bytes)> {
    let host = uri.host().context("no host")?;
    let port = uri.port_u16().unwrap_or(80);
    let stream = tokio::net::TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    let (mut send, connection) = handshake(TokioIo::new(stream)).await?;
    let running = tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |p| p.as_str());
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, uri.authority().map_or(host, |a| a.as_str()))
        .header(header::CONTENT_TYPE, kind)
        .body(Full::new(Bytes::copy_from_slice(body)))?;
    let response = send.send_request(request).await?;
    let status = response.status();
    let read = Limited::new(response.into_body(), max).collect().await;
    running.abort();
    Ok((status, read.map_err(|_| anyhow::anyhow!("its answer broke off or is too long"))?.to_bytes()))
}
