//! An authority of time over HTTP (RFC 3161, 3.4).

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use congvu_desk::Clock;
use congvu_sign::{Clockmaker, MAX_REQUEST_BYTES};
use std::sync::Arc;
use std::time::Instant;

const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";
/// How far a clock that is kept right may be slewed: 500 parts in a million (the limit of NTP, RFC 5905, appendix A).
const SLEW_PER_MILLION: i64 = 500;

/// An authority of time with its clock.
///
/// The clock is compared with the one that only counts: where it was set by hand, or jumped, since the service began, it is not
/// trusted any more and every request is refused until the service is started again.
#[derive(Debug)]
pub struct TimeService {
    authority: Clockmaker,
    clock: Clock,
    begun: Instant,
    begun_ms: i64,
    accuracy_ms: i64,
}

impl TimeService {
    /// The service, from now on. `accuracy_ms` is what the authority promises.
    #[must_use]
    pub fn new(authority: Clockmaker, clock: Clock, accuracy_ms: u32) -> Self {
        let begun_ms = clock.now_ms();
        Self { authority, clock, begun: Instant::now(), begun_ms, accuracy_ms: i64::from(accuracy_ms) }
    }

    /// The time in UTC, milliseconds since 1970; `None` where the clock is not trusted.
    fn now_ms(&self) -> Option<i64> {
        let counted_ms = i64::try_from(self.begun.elapsed().as_millis()).ok()?;
        agrees(self.begun_ms, counted_ms, self.clock.now_ms(), self.accuracy_ms)
    }

    /// Answers a request in DER.
    ///
    /// # Errors
    /// Not even a refusal can be written.
    pub fn answer(&self, request: &[u8]) -> Result<Vec<u8>, congvu_sign::Fault> {
        self.authority.answer(request, self.now_ms())
    }
}

/// `now_ms`, where it is what it must be after `counted_ms`.
fn agrees(begun_ms: i64, counted_ms: i64, now_ms: i64, accuracy_ms: i64) -> Option<i64> {
    let expected = begun_ms.checked_add(counted_ms)?;
    let slew = counted_ms.checked_mul(SLEW_PER_MILLION)?.checked_div(1_000_000)?;
    let off = now_ms.checked_sub(expected)?.checked_abs()?;
    (off <= accuracy_ms.checked_add(slew)?).then_some(now_ms)
}

/// `POST /tsa`.
pub fn time_routes(service: Arc<TimeService>) -> Router {
    Router::new()
        .route("/tsa", post(answer).layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES)))
        .with_state(service)
}

/// Answers a request over HTTP.
pub async fn answer(State(service): State<Arc<TimeService>>, headers: HeaderMap, request: Bytes) -> Response {
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != QUERY) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    match service.answer(&request) {
        Ok(reply) => {
            ([(header::CONTENT_TYPE, REPLY), (header::CACHE_CONTROL, "no-store")], reply).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "no time stamp");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumped_is_not_trusted() {
        const HOUR: i64 = 3_600_000;
        for (counted_ms, now_ms, trusted) in [
            (0, 1_000, true),
            (0, 1_999, true),
            (0, 2_001, false),
            (HOUR, 1_000 + HOUR, true),
            (HOUR, 1_000 + HOUR + 2_500, true),
            (HOUR, 1_000 + HOUR + 3_500, false),
            (HOUR, 1_000, false),
            (HOUR, 1_000 + 2 * HOUR, false),
            (i64::MAX, 0, false),
        ] {
            assert_eq!(agrees(1_000, counted_ms, now_ms, 1_000).is_some(), trusted, "{counted_ms} {now_ms}");
        }
    }
}
