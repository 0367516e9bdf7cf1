use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::client::Client;

#[tokio::test]
async fn each_error_has_its_page_and_its_json() {
    let mut client = Client::new();
    for (path, status, vi, problem) in [
        ("/nowhere", 404, "Không tìm thấy trang này", "not-found"),
        ("/verify/other", 404, "Không tìm thấy trang này", "not-found"),
        ("/fail/refused", 403, "Chưa thực hiện được: Ký giấy phép", "refused"),
        ("/fail/conflict", 409, "Hồ sơ vừa được người khác cập nhật", "conflict"),
        ("/fail/too-large", 413, "không được quá 20\u{a0}MB", "too-large"),
        ("/fail/too-many", 429, "Xin thử lại sau 1 phút 30 giây", "too-many"),
        ("/fail/fault", 500, "Hệ thống gặp trục trặc", "fault"),
        ("/fail/panic", 500, "Hệ thống gặp trục trặc", "fault"),
        ("/fail/bare", 422, "Máy chủ không đọc được biểu mẫu", "bad-form"),
    ] {
        let page = client.get(path).await;
        assert!(page.text.contains(vi), "{vi} on {path}: {}", page.text);
        assert!(page.text.contains("<main id=\"main\"") && page.text.contains("Tỉnh Mẫu"), "{path}");
        assert!(
            !page.text.contains("nguyen van a") && !page.text.contains("on purpose"),
            "nothing inner on {path}"
        );
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");

        let accept = [("accept", "application/json")];
        let json = client.send(Method::GET, path, &accept, Body::empty()).await;
        assert_eq!(json.header("content-type"), "application/problem+json", "{path}");
        let body: Value = serde_json::from_str(&json.text).unwrap();
        assert_eq!(body["type"], format!("/problems/{problem}"));
        if path != "/fail/bare" {
            assert_eq!((page.status.as_u16(), json.status.as_u16()), (status, status), "{path}");
            assert_eq!(body["status"], status);
        }
    }
}

#[tokio::test]
async fn a_refusal_tells_machines_what_it_tells_people() {
    let mut client = Client::new();
    let json =
        client.send(Method::GET, "/fail/refused", &[("accept", "application/json")], Body::empty()).await;
    let body: Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(body["consulted"][0]["label"], "Đ3·k8·a");
    assert_eq!(body["may"][0], "Giám đốc Sở");
    let page = client.get("/fail/refused").await.text;
    for needed in ["Đ3·k8·a", "chip-missing", "Giám đốc Sở", "Chuyên viên được thẩm định"]
    {
        assert!(page.contains(needed), "{needed}");
    }
}

#[tokio::test]
async fn a_fault_shows_its_reference() {
    let page = Client::new().get("/fail/fault").await;
    let id = page.header("x-request-id").to_owned();
    assert_eq!(id.len(), 12);
    assert!(page.text.contains(&format!("Mã tham chiếu: {id}")));
}

#[tokio::test]
async fn waits_and_methods_are_named_in_headers() {
    let mut client = Client::new();
    assert_eq!(client.get("/fail/too-many").await.header("retry-after"), "90");
    let wrong = client.send(Method::PUT, "/inbox", &[("accept", "text/html")], Body::empty()).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong.header("allow").contains("GET"), "{:?}", wrong.headers);
    let challenge = client.get("/fail/challenge").await;
    assert_eq!(challenge.status, StatusCode::UNAUTHORIZED);
    assert_eq!(challenge.header("www-authenticate"), "Basic realm=\"api\"");
    let own = client.get("/fail/own").await;
    assert_eq!((own.status, own.text.as_str()), (StatusCode::BAD_REQUEST, "own words"));
}

#[tokio::test]
async fn too_much_and_too_slow() {
    let mut client = Client::new();
    let token = client.get("/form").await.token();
    let large = format!("_csrf={token}&org={}", "x".repeat(300 * 1024));
    let answer = client.post("/form", &large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text.contains("256\u{a0}KB"), "{}", answer.text);

    let headers =
        [("content-type", "application/json"), ("accept", "application/json"), ("content-length", "2000000")];
    let huge = client.send(Method::POST, "/api/key", &headers, "x".repeat(2_000_000)).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(huge.header("content-type"), "application/problem+json");

    let mut config = super::super::app::config();
    config.timeout = Duration::from_millis(20);
    let slow = Client::with(config).get("/fail/slow").await;
    assert_eq!(slow.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(slow.text.contains("Việc này mất quá nhiều thời gian"));
}
