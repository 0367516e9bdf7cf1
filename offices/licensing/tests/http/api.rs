//! The same acts for programs.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::browser::{Answer, Browser};
use super::filing::{FORM, PDF};
use super::house::House;

const API: &str = "/hau-giang/api/v1";

fn form() -> Value {
    let mut form = serde_json::Map::new();
    for (name, value) in FORM {
        let value = match name {
            "domains" | "sources" => json!([value]),
            "term_years" => json!(5),
            _ => json!(value),
        };
        form.insert(name.to_owned(), value);
    }
    Value::Object(form)
}

async fn post(client: &mut Browser, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
    let token = client.get(&format!("{API}/token")).await.json()["csrf"].as_str().unwrap().to_owned();
    let mut all = vec![("content-type", "application/json"), ("x-csrf-token", &token)];
    all.extend_from_slice(headers);
    client.send(Method::POST, path, &all, body.to_string()).await
}

// conformance: TT21-CN05
#[tokio::test]
async fn programs_file_and_withdraw() {
    let house = House::open().await;
    let mut client = Browser::new(&house.app);
    let stored = client
        .send(Method::POST, &format!("{API}/files"), &[("content-type", "application/pdf")], PDF.to_vec())
        .await;
    assert_eq!(stored.status, StatusCode::CREATED, "{}", stored.text);
    let sha256 = stored.json()["sha256"].clone();
    let part = |id: &str| json!({ "part": id, "sha256": sha256, "name": "a.pdf" });
    let asked = json!({
        "procedure": "aggregated-site.grant", "form": form(),
        "files": [part("project"), part("founding"), part("source-consent")],
    });
    let cases = format!("{API}/cases");
    let key = [("idempotency-key", "one")];
    let done = post(&mut client, &cases, &key, asked.clone()).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    let again = post(&mut client, &cases, &key, asked).await;
    assert_eq!(again.json()["matter"], done.json()["matter"], "the same request, the same case");
    let matter = done.json()["matter"].as_str().unwrap().to_owned();
    let case = client.get(&format!("{cases}/{matter}")).await;
    assert_eq!((case.header("etag"), case.json()["state"].as_str()), ("\"1\"", Some("filed")));
    assert_eq!(
        Browser::new(&house.app).get(&format!("{cases}/{matter}")).await.status,
        StatusCode::NOT_FOUND
    );

    let sign = post(&mut client, &format!("{cases}/{matter}/acts/sign"), &[], json!({ "input": {} })).await;
    assert_eq!(sign.status, StatusCode::FORBIDDEN, "{}", sign.text);
    assert_eq!(sign.header("content-type"), "application/problem+json");
    let act = format!("{cases}/{matter}/acts/withdraw");
    let stale = post(&mut client, &act, &[("if-match", "\"7\"")], json!({ "input": {} })).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text);
    let withdrawn = post(&mut client, &act, &[("if-match", "\"1\"")], json!({ "input": {} })).await;
    assert_eq!(withdrawn.status, StatusCode::OK, "{}", withdrawn.text);
    assert_eq!(withdrawn.json()["state"], "withdrawn");
}

#[tokio::test]
async fn what_is_wrong_comes_back_as_problems() {
    let house = House::open().await;
    let mut client = Browser::new(&house.app);
    let cases = format!("{API}/cases");
    let asked = json!({ "procedure": "aggregated-site.grant", "form": form(), "files": [] });
    let missing = post(&mut client, &cases, &[], asked).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(missing.json()["errors"].as_array().map(Vec::len), Some(3), "{}", missing.text);
    let empty = post(&mut client, &cases, &[], json!({ "procedure": "aggregated-site.grant" })).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = post(&mut client, &cases, &[], json!({ "procedure": "nothing" })).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let none = json!({
        "procedure": "aggregated-site.grant", "form": form(),
        "files": [{ "part": "project", "sha256": "0".repeat(64) }],
    });
    assert_eq!(post(&mut client, &cases, &[], none).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&mut client, &cases, &[], json!([1])).await.status, StatusCode::BAD_REQUEST);
    let forged =
        client.send(Method::POST, &cases, &[("content-type", "application/json")], "{}".to_owned()).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "a session without a token");
}
