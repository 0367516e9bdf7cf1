//! Reports of providers.

use crate::house::{AGENCY, House, SECRET};
use axum::http::StatusCode;
use congvu_desk::Clock;
use congvu_notice::signature::{Secret, sign};
use congvu_testing::Client;

/// The headers of a report, signed `age_s` seconds ago.
fn signed(body: &str, secret: &str, age_s: i64) -> Vec<(&'static str, String)> {
    let at = Clock::real().now_ms() / 1000 - age_s;
    let secret: Secret = secret.parse().unwrap();
    vec![
        ("webhook-id", "r1".to_owned()),
        ("webhook-timestamp", at.to_string()),
        ("webhook-signature", sign(&secret, "r1", at, body.as_bytes())),
    ]
}

/// A provider reports; the status that it gets.
async fn report(client: &mut Client, path: &str, body: &str, headers: &[(&str, String)]) -> StatusCode {
    let mut all = vec![("content-type", "application/json"), ("accept", "application/json")];
    all.extend(headers.iter().map(|(name, value)| (*name, value.as_str())));
    client.raw(path, &all, body.into()).await.status
}

// conformance: HN-07
#[tokio::test]
async fn a_report_is_believed_when_it_is_signed() {
    let house = House::open().await;
    house.put("x", "sms", "account:a").await;
    assert_eq!(house.run_once().await, 1);
    assert_eq!(house.message("x").await.state, "sent", "sent and delivered are two things");
    let mut client = house.visitor();
    let (good, other) = (SECRET, "whsec_AfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    let path = format!("/{AGENCY}/notices/reports/sms");
    let large = format!("{{\"id\":\"x\",\"status\":\"failed\",\"reason\":\"{}\"}}", "x".repeat(20_000));
    let delivered = r#"{"id":"x","status":"delivered","at":"2024-03-05T09:00:00Z","fee":700}"#;
    for (path, body, secret, age_s, expected) in [
        (path.as_str(), delivered, other, 0, 401),
        (&path, delivered, good, 301, 401),
        (&path, delivered, good, -301, 401),
        (&path, "{}", good, 0, 400),
        (&path, r#"{"id":"x","status":"eaten"}"#, good, 0, 400),
        (&path, r#"{"id":"unknown","status":"delivered"}"#, good, 0, 404),
        (&format!("/{AGENCY}/notices/reports/zalo"), delivered, good, 0, 404),
        (&format!("/{AGENCY}/notices/reports/email"), delivered, good, 0, 404),
        ("/nowhere/notices/reports/sms", delivered, good, 0, 404),
        (&path, &large, good, 0, 413),
    ] {
        let found = report(&mut client, path, body, &signed(body, secret, age_s)).await;
        assert_eq!(found, StatusCode::from_u16(expected).unwrap(), "{path} {body:.60} {age_s}");
    }
    assert_eq!(report(&mut client, &path, delivered, &[]).await, StatusCode::UNAUTHORIZED);
    assert_eq!(house.message("x").await.state, "sent", "nothing of that was believed");
    let accepted = r#"{"id":"x","status":"accepted"}"#;
    let failed = r#"{"id":"x","status":"failed","reason":"absent 0912345678"}"#;
    for (body, state) in [
        (accepted, "sent"),
        (failed, "failed"),
        (delivered, "delivered"),
        (delivered, "delivered"),
        (failed, "delivered"),
        (accepted, "delivered"),
    ] {
        let found = report(&mut client, &path, body, &signed(body, good, 0)).await;
        assert_eq!(found, StatusCode::NO_CONTENT);
        let message = house.message("x").await;
        assert_eq!(message.state, state, "{body}");
        assert!(!message.error.contains("0912345678"), "{}", message.error);
    }
}
