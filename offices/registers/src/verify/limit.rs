//! How often codes may be tried from one place.

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use congvu_desk::Desk;
use congvu_web::security::throttle::address_key;
use congvu_web::{ResultExt, WebError};
use std::net::{IpAddr, SocketAddr};

/// Window, milliseconds.
const WINDOW_MS: i64 = 60_000;
/// Tries in a window from one address: a counter with a stack of papers stays below, a machine does not.
const MAX_TRIES: i64 = 60;
/// Tries in a window from all visitors whose address is not known.
const MAX_TRIES_UNKNOWN: i64 = 1_200;

/// Counts a try.
///
/// # Errors
/// [`WebError::TooMany`] above the limit.
pub(crate) async fn count(
    desk: &Desk,
    agency: &str,
    parts: &Extensions,
    headers: &HeaderMap,
) -> Result<(), WebError> {
    let address = address(parts, headers);
    let (key, most) = match address {
        Some(address) => (address_key(address), MAX_TRIES),
        None => ("unknown".to_owned(), MAX_TRIES_UNKNOWN),
    };
    let now_ms = desk.clock().now_ms();
    let tries =
        desk.store().throttle(agency, &format!("verify/{key}"), WINDOW_MS, now_ms).await.or_fault()?;
    if tries <= most {
        return Ok(());
    }
    let left_ms = WINDOW_MS.saturating_sub(now_ms.rem_euclid(WINDOW_MS));
    Err(WebError::TooMany { retry_after_s: u32::try_from(left_ms / 1_000).unwrap_or(0).saturating_add(1) })
}

/// The visitor's address. Behind a proxy on the same machine it is the last that the proxy wrote down; what others
/// send in that header is not believed.
fn address(parts: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = parts.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    if !peer.is_loopback() {
        return Some(peer);
    }
    let named = headers.get_all("x-forwarded-for").iter().next_back().and_then(|v| v.to_str().ok());
    let last = named.and_then(|v| v.rsplit(',').next()).and_then(|v| v.trim().parse().ok());
    Some(last.unwrap_or(peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_proxy_is_believed() {
        for (peer, header, expected) in [
            ("203.0.113.9:1", Some("198.51.100.1"), "203.0.113.9"),
            ("127.0.0.1:1", Some("198.51.100.1, 198.51.100.2"), "198.51.100.2"),
            ("127.0.0.1:1", Some("rubbish"), "127.0.0.1"),
            ("127.0.0.1:1", None, "127.0.0.1"),
            ("[::ffff:203.0.113.9]:1", None, "203.0.113.9"),
        ] {
            let mut parts = Extensions::new();
            parts.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert("x-forwarded-for", header.parse().unwrap());
            }
            assert_eq!(address(&parts, &headers), Some(expected.parse().unwrap()), "{peer}");
        }
        assert_eq!(address(&Extensions::new(), &HeaderMap::new()), None);
    }
}
