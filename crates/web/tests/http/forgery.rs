use axum::body::Body;
use axum::http::{Method, StatusCode};

use super::client::Client;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn a_form_needs_its_token() {
    let mut client = Client::new();
    let token = client.get("/form").await.token();
    assert!(client.cookie("congvu-visit").is_some());
    assert_eq!(
        client.post("/form", &format!("_csrf={token}")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for body in
        ["", "org=x", "_csrf=", "_csrf=00", &format!("_csrf={}", "0".repeat(64)), &format!("x_csrf={token}")]
    {
        let answer = client.post("/form", body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body}");
        assert!(answer.text.contains("Trang này đã mở quá lâu"));
    }
    let mut other = Client::new();
    other.get("/form").await;
    assert_eq!(
        other.post("/form", &format!("_csrf={token}")).await.status,
        StatusCode::FORBIDDEN,
        "another browser"
    );
    assert_eq!(
        Client::new().post("/form", &format!("_csrf={token}")).await.status,
        StatusCode::FORBIDDEN,
        "no cookie"
    );
}

#[tokio::test]
async fn other_sites_are_kept_out_even_with_a_token() {
    let mut client = Client::new();
    let token = client.get("/form").await.token();
    for (header, value, expected) in [
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-origin", StatusCode::UNPROCESSABLE_ENTITY),
        ("sec-fetch-site", "none", StatusCode::UNPROCESSABLE_ENTITY),
        ("origin", "https://evil.example", StatusCode::FORBIDDEN),
        ("origin", "null", StatusCode::FORBIDDEN),
        ("origin", "http://here.example", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let headers = [FORM, ("host", "here.example"), (header, value)];
        let answer = client.send(Method::POST, "/form", &headers, format!("_csrf={token}")).await;
        assert_eq!(answer.status, expected, "{header}: {value}");
    }
}

#[tokio::test]
async fn the_api_needs_a_token_only_with_a_session() {
    let json = [("content-type", "application/json"), ("idempotency-key", "\"k1\"")];
    let mut client = Client::new();
    let answer = client.send(Method::POST, "/api/key", &json, "{}").await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "k1"));
    let bearer = [FORM, ("authorization", "Bearer x")];
    assert_eq!(client.send(Method::POST, "/api/key", &bearer, "a=b").await.status, StatusCode::OK);
    let basic = [FORM, ("authorization", "Basic x")];
    assert_eq!(client.send(Method::POST, "/api/key", &basic, "a=b").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        client.send(Method::POST, "/api/key", &[("content-type", "text/plain")], "x").await.status,
        StatusCode::FORBIDDEN
    );

    client.sign_in().await;
    assert_eq!(client.send(Method::POST, "/api/key", &json, "{}").await.status, StatusCode::FORBIDDEN);
    assert_eq!(client.send(Method::POST, "/api/key", &bearer, "a=b").await.status, StatusCode::FORBIDDEN);
    let token = client.get("/form").await.token();
    let with_token = [json[0], json[1], ("x-csrf-token", token.as_str())];
    assert_eq!(client.send(Method::POST, "/api/key", &with_token, "{}").await.status, StatusCode::OK);
    let wrong = [json[0], json[1], ("x-csrf-token", "00")];
    assert_eq!(client.send(Method::POST, "/api/key", &wrong, "{}").await.status, StatusCode::FORBIDDEN);
}

fn multipart(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        let file = if *name == "project" { "; filename=\"a.pdf\"" } else { "" };
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect::<String>() + "--b--\r\n"
}

#[tokio::test]
async fn an_upload_has_the_token_first() {
    let kind = [("content-type", "multipart/form-data; boundary=b"), ("accept", "text/html")];
    let mut client = Client::new();
    let token = client.get("/upload").await.token();
    let long = "x".repeat(100_000);
    let good = multipart(&[("_csrf", &token), ("project", &long)]);
    let chunks: Vec<Result<Vec<u8>, std::io::Error>> =
        good.as_bytes().chunks(7).map(|c| Ok(c.to_vec())).collect();
    let in_drops = Body::from_stream(futures::stream::iter(chunks));
    let sent = client.send(Method::POST, "/upload", &kind, in_drops).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let next = client.get("/upload").await;
    assert!(next.text.contains("Đã nhận hồ sơ"), "the sentence after the redirect");
    assert!(!client.get("/upload").await.text.contains("Đã nhận hồ sơ"), "once");

    let empty = multipart(&[("_csrf", &token), ("project", "")]);
    assert_eq!(
        client.send(Method::POST, "/upload", &kind, empty).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for bad in [
        multipart(&[("project", "x"), ("_csrf", &token)]),
        multipart(&[("_csrf", "no"), ("project", "x")]),
        multipart(&[("project", &long), ("_csrf", &token)]),
        String::new(),
    ] {
        assert_eq!(client.send(Method::POST, "/upload", &kind, bad).await.status, StatusCode::FORBIDDEN);
    }
}
