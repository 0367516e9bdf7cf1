//! Notices of payment gateways.

use crate::house::{AGENCY, FEE, House, SECRET};
use congvu_matter::ChargeState;
use congvu_payment::notice::sign;
use serde_json::{Value, json};

/// Sends a notice as a gateway does, at a moment so many milliseconds from now; gives status and result.
async fn send(house: &House, body: &Value, late_ms: i64, secret: &str) -> (u16, String) {
    let bytes = body.to_string().into_bytes();
    let moment = (house.desk.clock().now_ms() - late_ms).to_string();
    let signature = sign(secret.as_bytes(), &moment, &bytes).unwrap();
    let headers = [
        ("content-type", "application/json"),
        ("x-congvu-timestamp", moment.as_str()),
        ("x-congvu-signature", signature.as_str()),
    ];
    let path = format!("/{AGENCY}/api/v1/payments/notices");
    let answer = house.visitor().raw(&path, &headers, bytes).await;
    let said: Value = serde_json::from_slice(&answer.bytes).unwrap_or_default();
    (answer.status.as_u16(), said["result"].as_str().unwrap_or_default().to_owned())
}

fn paid(code: &str, transaction: &str, amount: u64, status: &str) -> Value {
    json!({ "transaction": transaction, "case": code, "amount": amount, "currency": "VND", "status": status })
}

// conformance: HN-06, HN-08, TT32-5.4.b, ND224-15.1.đ, NB-10
#[tokio::test]
async fn a_repeated_or_late_notice_is_one_payment() {
    let house = House::open().await;
    let filed = house.postal().await;
    let code = filed.code.clone().unwrap();
    let notice = paid(&code, "GW-1", FEE, "succeeded");
    let ok = |result: &str| (200, result.to_owned());
    assert_eq!(send(&house, &paid(&code, "GW-1", FEE, "pending"), 0, SECRET).await, ok("ignored"));
    assert_eq!(house.charge(&filed.matter).await.state(), ChargeState::Due);
    assert_eq!(send(&house, &notice, 0, SECRET).await, ok("recorded"));
    for _ in 0..3 {
        assert_eq!(send(&house, &notice, 1_000, SECRET).await, ok("recorded"), "the first answer again");
    }
    for late in ["pending", "failed", "cancelled"] {
        assert_eq!(send(&house, &paid(&code, "GW-1", FEE, late), 0, SECRET).await, ok("ignored"), "{late}");
    }
    let other = paid(&code, "GW-1", FEE + 1, "succeeded");
    assert_eq!(send(&house, &other, 0, SECRET).await, (409, "other-content".to_owned()));
    let matter = house.matter(&filed.matter).await;
    assert_eq!(matter.charge.as_ref().unwrap().entries.len(), 1);
    assert_eq!(matter.charge.as_ref().unwrap().state(), ChargeState::Paid);
    let receipts = matter.papers.iter().filter(|p| p.key == "fee-receipt").count();
    assert_eq!(receipts, 1, "a repeated notice adds no second receipt");
}

#[tokio::test]
async fn many_at_once_are_one_payment() {
    let house = House::open().await;
    let filed = house.postal().await;
    let notice = paid(filed.code.as_deref().unwrap(), "GW-2", FEE, "succeeded");
    let sent = (0..8).map(|_| send(&house, &notice, 0, SECRET));
    for (status, result) in futures::future::join_all(sent).await {
        assert!(status == 200 && ["recorded", "known"].contains(&result.as_str()), "{status} {result}");
    }
    assert_eq!(house.charge(&filed.matter).await.entries.len(), 1);
}

#[tokio::test]
async fn nobody_else_is_believed() {
    let house = House::open().await;
    let filed = house.postal().await;
    let code = filed.code.clone().unwrap();
    let notice = paid(&code, "GW-3", FEE, "succeeded");
    let refused = |status: u16, what: &str| (status, what.to_owned());
    assert_eq!(send(&house, &notice, 0, "another secret, long enough too").await, refused(401, "signature"));
    assert_eq!(send(&house, &notice, 6 * 60_000, SECRET).await, refused(401, "stale"));
    assert_eq!(send(&house, &notice, -6 * 60_000, SECRET).await, refused(401, "stale"));
    let wrong = [
        (paid("000.00.00.H30-240305-9999", "GW-3", FEE, "succeeded"), "unknown-case"),
        (paid(&code, "", FEE, "succeeded"), "unreadable"),
        (paid(&code, &"9".repeat(101), FEE, "succeeded"), "unreadable"),
        (
            json!({ "transaction": "GW-3", "case": code, "amount": 1.5, "currency": "VND", "status": "succeeded" }),
            "unreadable",
        ),
        (
            json!({ "transaction": "GW-3", "case": code, "amount": 1, "currency": "USD", "status": "succeeded" }),
            "unreadable",
        ),
        (json!([]), "unreadable"),
    ];
    for (body, what) in wrong {
        assert_eq!(send(&house, &body, 0, SECRET).await, refused(422, what), "{body}");
    }
    let free = house.file("aggregated-site.grant").await;
    let free = paid(free.code.as_deref().unwrap(), "GW-4", 1_000, "succeeded");
    assert_eq!(send(&house, &free, 0, SECRET).await, refused(422, "not-charged"));
    assert_eq!(house.charge(&filed.matter).await.entries, []);
}

#[tokio::test]
async fn the_address_is_described() {
    let house = House::open().await;
    let answer = house.visitor().get(&format!("/{AGENCY}/api/v1/payments/openapi.json")).await;
    let described: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert!(described["paths"]["/api/v1/payments/notices"]["post"]["responses"]["409"].is_object());
}
