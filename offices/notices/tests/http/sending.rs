//! The work of sending: each message once, or knowingly again.

use crate::house::{House, PER_HOUR, due_ms};
use std::time::{Duration, Instant};

#[tokio::test]
async fn what_is_taken_is_sent_once() {
    let house = House::open().await;
    house.put("x", "sms", "account:a").await;
    assert_eq!((house.run_once().await, house.run_once().await), (1, 0));
    assert_eq!(house.provider.ids(), ["x"]);
    let got = house.provider.got.lock().unwrap()[0].1.clone();
    assert_eq!((got["to"].as_str(), got["sender"].as_str()), (Some("0912345678"), Some("STTTT")));
    assert_eq!(got["report_to"], "http://localhost/hau-giang/notices/reports/sms");
    let sent = house.message("x").await;
    assert_eq!((sent.state.as_str(), sent.attempts, sent.unsure), ("sent", 1, 0));
}

/// Handed over, and then the power goes before that was written down.
// conformance: HN-07
#[tokio::test]
async fn a_sender_that_dies_sends_again_under_the_same_identifier() {
    let house = House::open().await;
    house.put("x", "sms", "account:a").await;
    *house.provider.hangs.lock().unwrap() = true;
    let (desk, senders) = (house.desk.clone(), house.senders.clone());
    let sender = tokio::spawn(async move { congvu_notices::run_once(&desk, &senders, "sms").await });
    let until = Instant::now() + Duration::from_secs(30);
    while house.provider.ids().is_empty() {
        assert!(Instant::now() < until, "nothing came");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    sender.abort();
    let _ = sender.await;
    *house.provider.hangs.lock().unwrap() = false;
    assert_eq!(house.run_once().await, 0, "it may still be under way");
    assert_eq!(house.message("x").await.state, "sending");
    let later = house.at("2024-03-05T09:05");
    assert_eq!(later.run_once().await, 1);
    assert_eq!(later.provider.ids(), ["x", "x"], "the provider knows it again");
    let sent = later.message("x").await;
    assert_eq!((sent.state.as_str(), sent.attempts, sent.unsure), ("sent", 2, 1), "and the page says so");
}

#[tokio::test]
async fn a_refusal_is_final_and_a_busy_provider_is_asked_again() {
    let house = House::open().await;
    house.put("x", "sms", "account:a").await;
    house.provider.answers(503);
    assert_eq!(house.run_once().await, 1);
    let x = house.message("x").await;
    assert_eq!((x.state.as_str(), x.error.as_str(), x.attempts), ("queued", "http-503", 1));
    assert!(x.run_at_ms > house.desk.clock().now_ms(), "later");
    assert_eq!(house.run_once().await, 0);
    house.put("y", "sms", "account:b").await;
    house.provider.answers(400);
    assert_eq!(house.run_once().await, 1, "what waits holds up nobody");
    let y = house.message("y").await;
    assert_eq!((y.state.as_str(), y.error.as_str()), ("failed", "http-400"));
    // Every try fails: given up after as many as the packs say, one each day here.
    house.provider.answers(500);
    let mut house = house;
    let most = house.desk.library().notices.sending.attempts;
    for day in 6..6 + most {
        house = house.at(&format!("2024-03-{day:02}T09:00"));
        house.run_once().await;
    }
    let x = house.message("x").await;
    assert_eq!((x.state.as_str(), x.attempts), ("failed", i64::from(most)));
    assert_eq!(house.provider.ids().iter().filter(|id| *id == "x").count(), most as usize);
}

#[tokio::test]
async fn nobody_is_woken_and_an_hour_takes_so_many() {
    let house = House::open().await.at("2024-03-05T23:00");
    house.put("x", "sms", "account:a").await;
    assert_eq!(house.run_once().await, 1);
    let x = house.message("x").await;
    assert_eq!((x.state.as_str(), x.attempts, x.run_at_ms), ("queued", 0, due_ms("2024-03-06T06:00")));
    assert!(house.provider.ids().is_empty());
    // Many at once: so many in this hour, the others in the next.
    let house = house.at("2024-03-06T09:30");
    for n in 0..PER_HOUR + 2 {
        house.put(&format!("y{n}"), "sms", "account:a").await;
    }
    while house.run_once().await > 0 {}
    assert_eq!(house.provider.ids().len(), PER_HOUR);
    let house = house.at("2024-03-06T10:00");
    while house.run_once().await > 0 {}
    assert_eq!(house.provider.ids().len(), PER_HOUR + 3);
    assert_eq!(house.message("x").await.state, "sent");
}
