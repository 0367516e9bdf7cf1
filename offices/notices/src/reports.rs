//! What providers report of messages. Signed with the secret of the channel; the same report twice changes nothing, and neither
//! does one that comes too late.

use crate::Notices;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use congvu_desk::Clock;
use congvu_notice::signature::verify;
use serde::Deserialize;

/// Largest report, in bytes.
const MAX_BYTES: usize = 16 * 1024;
/// Longest reason that is kept, in characters.
const MAX_REASON_CHARS: usize = 60;

/// A report. Members that it has besides are the provider's business.
#[derive(Debug, Deserialize)]
struct Report {
    id: String,
    status: Status,
    #[serde(default)]
    at: Option<jiff::Timestamp>,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Accepted,
    Delivered,
    Failed,
}

/// `POST /{agency}/notices/reports/{channel}`
pub(crate) async fn take(
    State(office): State<Notices>,
    Path((agency, channel)): Path<(String, String)>,
    request: Request<Body>,
) -> StatusCode {
    let (Some(hook), Some(agency)) = (office.senders.hook(&channel), office.desk.agency(&agency)) else {
        return StatusCode::NOT_FOUND;
    };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BYTES).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let text = |name: &str| header(&parts.headers, name);
    let real = Clock::real();
    let now_s = real.now_ms().div_euclid(1000);
    let signed = verify(
        hook.secret(),
        text("webhook-id"),
        text("webhook-timestamp"),
        &body,
        text("webhook-signature"),
        now_s,
    );
    if let Err(reason) = signed {
        tracing::warn!(%channel, %reason, "a report is not believed");
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(report) = serde_json::from_slice::<Report>(&body) else { return StatusCode::BAD_REQUEST };
    let store = office.desk.store();
    let taken = match report.status {
        // The provider says again what its answer said.
        Status::Accepted => store.message(agency.id(), &report.id).await.map(|found| found.is_some()),
        Status::Delivered => {
            // The provider's clock is the world's; the office's may be a demo's.
            let shift_ms = office.desk.clock().now_ms().saturating_sub(real.now_ms());
            let at_ms = report.at.map_or(real.now_ms(), jiff::Timestamp::as_millisecond).min(real.now_ms());
            store.message_delivered(agency.id(), &report.id, &channel, at_ms.saturating_add(shift_ms)).await
        }
        Status::Failed => {
            let reason = code(&report.reason);
            store.message_failed(agency.id(), &report.id, &channel, &reason).await
        }
    };
    match taken {
        Ok(true) => StatusCode::NO_CONTENT,
        Ok(false) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(%error, "a report could not be kept");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// A reason as a code: a provider's sentence might hold a number or a name, so digits in a row and anything but plain letters go.
fn code(reason: &str) -> String {
    let mut kept = String::from(if reason.is_empty() { "report" } else { "report-" });
    let mut digits = 0;
    for c in reason.chars().take(MAX_REASON_CHARS) {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        match c {
            'a'..='z' | 'A'..='Z' => kept.push(c.to_ascii_lowercase()),
            '0'..='9' if digits <= 4 => kept.push(c),
            _ if !kept.ends_with('-') => kept.push('-'),
            _ => {}
        }
    }
    kept.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_reason_becomes_a_code() {
        for (reason, expected) in [
            ("", "report"),
            ("UNREACHABLE", "report-unreachable"),
            ("code 1404", "report-code-1404"),
            ("0912345678 absent", "report-0912-absent"),
            ("Nguyễn Văn An!", "report-nguy-n-v-n-an"),
        ] {
            assert_eq!(code(reason), expected);
        }
    }
}
