//! How often somebody without a name may ask.

use axum::Extension;
use axum::extract::ConnectInfo;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_web::{ResultExt, WebError};
use std::net::SocketAddr;

/// Window in which attempts are counted, milliseconds.
const WINDOW_MS: i64 = 10 * 60 * 1000;
/// Most attempts from one address in a window; offices and schools share one.
const MAX_PER_ADDRESS: i64 = 20;

/// Whom a request comes from, where the server knows it.
pub(crate) type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

/// Counts an attempt. The address is kept as a keyed hash that differs from window to window: a plain one could be tried for all
/// addresses there are, and would tell who was here.
pub(crate) async fn count(desk: &Desk, agency: &Agency, what: &str, peer: &Peer) -> Result<(), WebError> {
    let now = desk.clock().now_ms();
    let address = peer.as_ref().map_or_else(|| "unknown".to_owned(), |p| p.0.0.ip().to_string());
    let window = now.div_euclid(WINDOW_MS);
    let key =
        desk.sealed_key("throttle", &format!("{}/{what}/{window}/{address}", agency.id())).or_fault()?;
    let count = desk.store().throttle(agency.id(), &key, WINDOW_MS, now).await.or_fault()?;
    if count <= MAX_PER_ADDRESS {
        return Ok(());
    }
    let left_s = WINDOW_MS.saturating_sub(now.rem_euclid(WINDOW_MS)) / 1000;
    Err(WebError::TooMany { retry_after_s: u32::try_from(left_s).unwrap_or(60).max(1) })
}
