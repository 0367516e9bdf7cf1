use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::StatusCode;
use jiff::Timestamp;

use super::client::Client;

fn with_clock() -> (Client, Arc<AtomicI64>) {
    let seconds = Arc::new(AtomicI64::new(1_700_000_000));
    let mut config = super::super::app::config();
    let clock = Arc::clone(&seconds);
    config.clock = Arc::new(move || Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap());
    (Client::with(config), seconds)
}

// conformance: TT22-6.1.e, TT22-3.10
#[tokio::test]
async fn signing_in_and_out() {
    let mut client = Client::new();
    let away = client.get("/mine?tab=1").await;
    assert_eq!(
        (away.status, away.header("location")),
        (StatusCode::SEE_OTHER, "/sign-in?next=%2Fmine%3Ftab%3D1")
    );
    client.sign_in().await;
    let id = client.cookie("congvu").unwrap().to_owned();
    assert_eq!(id.len(), 64);
    let mine = client.get("/mine").await;
    assert!(mine.text.contains("Trần Thị Bình") && mine.text.contains("Chuyên viên"));
    assert_eq!(mine.header("cache-control"), "no-store");

    client.sign_in().await;
    assert_ne!(client.cookie("congvu").unwrap(), id, "a new value at each sign-in");
    let newest = client.cookies.clone();
    client.cookies = vec![("congvu".to_owned(), id)];
    assert_eq!(client.get("/mine").await.status, StatusCode::SEE_OTHER, "the old value opens nothing");

    client.cookies = newest.clone();
    let token = client.get("/mine").await.token();
    assert_eq!(client.post("/sign-out", "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.post("/sign-out", &format!("_csrf={token}")).await.status, StatusCode::SEE_OTHER);
    let left = client.cookie("congvu").unwrap().to_owned();
    assert!(newest.iter().all(|(_, v)| *v != left));
    assert!(client.get("/").await.text.contains("Đã đăng xuất."));
    assert_eq!(client.get("/mine").await.status, StatusCode::SEE_OTHER);
    client.cookies = newest;
    assert_eq!(client.get("/mine").await.status, StatusCode::SEE_OTHER, "signed out is signed out");
}

#[tokio::test]
async fn a_made_up_cookie_is_not_taken_over() {
    let mut client = Client::new();
    let planted = "ab".repeat(32);
    client.cookies = vec![("congvu".to_owned(), planted.clone())];
    client.sign_in().await;
    assert_ne!(client.cookie("congvu").unwrap(), planted);
    for odd in ["", "x", "../../etc", &"g".repeat(64)] {
        client.cookies = vec![("congvu".to_owned(), odd.to_owned())];
        assert_eq!(client.get("/mine").await.status, StatusCode::SEE_OTHER, "{odd}");
    }
}

#[tokio::test]
async fn sessions_end_when_idle_and_in_any_case() {
    let (mut client, clock) = with_clock();
    client.sign_in().await;
    clock.fetch_add(3_599, Ordering::Relaxed);
    assert_eq!(client.get("/mine").await.status, StatusCode::OK);
    clock.fetch_add(3_600, Ordering::Relaxed);
    assert_eq!(client.get("/mine").await.status, StatusCode::SEE_OTHER, "idle for an hour");

    let (mut client, clock) = with_clock();
    client.sign_in().await;
    for _ in 0..23 {
        clock.fetch_add(1_800, Ordering::Relaxed);
        assert_eq!(client.get("/mine").await.status, StatusCode::OK);
    }
    clock.fetch_add(1_800, Ordering::Relaxed);
    assert_eq!(client.get("/mine").await.status, StatusCode::SEE_OTHER, "twelve hours after signing in");
}

// conformance: TT32-20
#[tokio::test]
async fn over_https_cookies_are_tied_to_the_host() {
    let mut config = super::super::app::config();
    config.https = true;
    let mut client = Client::with(config);
    let page = client.get("/sign-in").await;
    assert!(page.header("strict-transport-security").starts_with("max-age="));
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-congvu-visit="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; SameSite=Lax; HttpOnly; Secure"), "{cookie}");
    client.sign_in().await;
    assert!(client.cookie("__Host-congvu").is_some());
}

#[tokio::test]
async fn visitors_who_only_look_get_no_cookie() {
    let mut client = Client::new();
    client.get("/").await;
    client.get("/verify/valid").await;
    assert!(client.cookies.is_empty());
}
