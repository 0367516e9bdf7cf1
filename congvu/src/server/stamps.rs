//! Time stamps from elsewhere, over HTTP (RFC 3161, 3.4). A stamp is signed by its authority, so the way it comes needs no secrecy.

use anyhow::{Context, bail};
use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, Uri, header};
use congvu_sign::{MAX_ANSWER_BYTES, StampRequest, Token};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use std::time::Duration;

/// How long one authority may take.
const WAIT: Duration = Duration::from_secs(10);

/// Reads an address of an authority.
pub(super) fn address(text: &str) -> anyhow::Result<Uri> {
    let uri: Uri = text.parse().with_context(|| format!("`{text}` is no address"))?;
    if uri.scheme_str() != Some("http") || uri.host().is_none() {
        bail!("`{text}`: authorities of time are asked over http");
    }
    Ok(uri)
}

/// Asks one authority.
pub(super) async fn ask(uri: &Uri, request: &StampRequest) -> anyhow::Result<Token> {
    let answer = tokio::time::timeout(WAIT, post(uri, request.der())).await;
    let answer = answer.context("it did not answer in time")??;
    Ok(request.read(&answer)?)
}

async fn post(uri: &Uri, body: &[u8]) -> anyhow::Result<Bytes> {
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
        .header(header::CONTENT_TYPE, "application/timestamp-query")
        .body(Full::new(Bytes::copy_from_slice(body)))?;
    let response = send.send_request(request).await?;
    let status = response.status();
    let read = Limited::new(response.into_body(), MAX_ANSWER_BYTES).collect().await;
    running.abort();
    if status != StatusCode::OK {
        bail!("it answered {status}");
    }
    Ok(read.map_err(|_| anyhow::anyhow!("its answer broke off or is too long"))?.to_bytes())
}
