//! Items of minutes: each taken once, signed by an enrolled device, whatever is sent twice, out of order or with a wrong clock.

use crate::house::{House, position};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use congvu_desk::On;
use congvu_testing::Client;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

struct Phone {
    key: EcdsaKeyPair,
    device: String,
}

impl Phone {
    async fn enrolled(house: &House, client: &mut Client) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
        let csrf = csrf(house, client).await;
        let body = json!({ "name": "Điện thoại", "key": STANDARD.encode(key.public_key()) });
        let answer = client.post_json(&house.desk_path("/supervision/minutes/devices"), &csrf, &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let said: Value = serde_json::from_str(&answer.text).unwrap();
        Self { key, device: said["device"].as_str().unwrap().to_owned() }
    }

    fn item(&self, matter: &str, item: &str, place: u32, text: &str, now: i64) -> Value {
        let (sha256, taken) = (hex::encode(Sha256::digest(text.as_bytes())), "2024-03-05T09:12:00.000Z");
        let words = [&self.device, matter, item, &sha256, taken].join("\n");
        let signature = self.key.sign(&SystemRandom::new(), words.as_bytes()).unwrap();
        json!({
            "device": self.device, "matter": matter, "item": item, "kind": "note", "taken": taken, "place": place,
            "now": now, "text": text, "sha256": sha256, "signature": STANDARD.encode(signature),
        })
    }
}

async fn csrf(house: &House, client: &mut Client) -> String {
    let said = client.json(&house.desk_path("/supervision/minutes/session")).await;
    said["csrf"].as_str().unwrap().to_owned()
}

async fn send(house: &House, client: &mut Client, item: &Value) -> (StatusCode, Value) {
    let csrf = csrf(house, client).await;
    let answer = client.post_json(&house.desk_path("/supervision/minutes/items"), &csrf, item).await;
    (answer.status, serde_json::from_str(&answer.text).unwrap_or_default())
}

async fn evidence(house: &House, matter: &str) -> Vec<Value> {
    let agency = house.desk.agency(house.agency).unwrap();
    let history = house.desk.history(agency, matter).await.unwrap();
    history.into_iter().filter(|l| l.act.kind == "add-evidence").map(|l| l.act.input).collect()
}

#[tokio::test]
async fn each_item_is_taken_once_in_whatever_order() {
    let house = House::open("hau-giang").await;
    let matter = house.on_site().await;
    let mut client = house.officer("inspector").await;
    let phone = Phone::enrolled(&house, &mut client).await;
    let now = house.desk.clock().now_ms();
    let (second, first) = (
        phone.item(&matter, "b-2", 2, "Máy in đang chạy.", now),
        phone.item(&matter, "a-1", 1, "Có 200 bản.", now),
    );
    let (status, said) = send(&house, &mut client, &second).await;
    assert_eq!((status, &said["again"]), (StatusCode::OK, &json!(false)), "{said}");
    let act = said["act"].clone();
    // The answer was lost: sent again, also with another clock, it is the same act.
    for off in [0, 3_600_000] {
        let mut again = second.clone();
        again["now"] = json!(now + off);
        let (status, said) = send(&house, &mut client, &again).await;
        assert_eq!((status, &said["again"], &said["act"]), (StatusCode::OK, &json!(true), &act));
    }
    assert_eq!(send(&house, &mut client, &first).await.0, StatusCode::OK);
    let kept = evidence(&house, &matter).await;
    let items: Vec<&str> = kept.iter().map(|e| e["item"].as_str().unwrap()).collect();
    assert_eq!(items, ["b-2", "a-1"]);
    assert!(kept.iter().all(|e| e.get("clock_off").is_none()));
    // A clock a day off is noted, not refused.
    let late = phone.item(&matter, "c-3", 3, "Chủ xưởng nói.", now - 86_400_000);
    assert_eq!(send(&house, &mut client, &late).await.0, StatusCode::OK);
    let kept = evidence(&house, &matter).await;
    let off: i64 = kept[2]["clock_off"].as_str().unwrap().parse().unwrap();
    assert!((-86_460..=-86_390).contains(&off), "{off}");
}

#[tokio::test]
async fn a_stolen_phone_a_forged_item_and_a_case_that_is_closed() {
    let house = House::open("hau-giang").await;
    let matter = house.on_site().await;
    let mut client = house.officer("inspector").await;
    let phone = Phone::enrolled(&house, &mut client).await;
    let now = house.desk.clock().now_ms();
    let good = phone.item(&matter, "a-1", 1, "Có 200 bản.", now);
    let with = |name: &str, value: Value| {
        let mut item = good.clone();
        item[name] = value;
        item
    };
    for (item, status, word) in [
        (with("text", json!("Có 300 bản.")), StatusCode::UNPROCESSABLE_ENTITY, "digest"),
        (with("sha256", json!("0".repeat(64))), StatusCode::FORBIDDEN, "signature"),
        (with("taken", json!("2024-03-05T10:00:00Z")), StatusCode::FORBIDDEN, "signature"),
        (with("item", json!("../a")), StatusCode::UNPROCESSABLE_ENTITY, "item"),
        (with("device", json!("nothing")), StatusCode::FORBIDDEN, "unknown-device"),
    ] {
        let (got, said) = send(&house, &mut client, &item).await;
        assert_eq!((got, said["fault"].as_str()), (status, Some(word)));
    }
    // Somebody else with the phone of the inspector.
    let mut other = house.officer("inspector-2").await;
    let (status, said) = send(&house, &mut other, &good).await;
    assert_eq!((status, said["fault"].as_str()), (StatusCode::FORBIDDEN, Some("other-device")));
    assert_eq!(evidence(&house, &matter).await.len(), 0, "nothing half done");
    // Revoked: by an act, and from then on nothing is taken.
    let devices = house.desk_path("/supervision/devices");
    client.get(&devices).await.has("Điện thoại").has("Đang dùng");
    let revoked =
        client.submit(&devices, &format!("{devices}/{}/revoke", phone.device), &[("reason", "Mất")]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.text);
    let (status, said) = send(&house, &mut client, &good).await;
    assert_eq!((status, said["fault"].as_str()), (StatusCode::FORBIDDEN, Some("revoked")));
    let session = house.desk_path(&format!("/supervision/minutes/session?device={}", phone.device));
    assert_eq!(client.json(&session).await["device"], json!("revoked"));
    // Another device, after the case went on to its report.
    let phone = Phone::enrolled(&house, &mut client).await;
    let on = || On::Matter(matter.clone());
    let closed = json!({ "findings": ["200 bản"], "signed": "Chủ xưởng" });
    house.act(position("inspector"), on(), "close-site", closed).await.unwrap();
    house.act(position("inspector"), on(), "report", json!({ "opinion": "Vi phạm." })).await.unwrap();
    let late = phone.item(&matter, "z-9", 9, "Muộn.", now);
    let (status, said) = send(&house, &mut client, &late).await;
    assert_eq!((status, said["fault"].as_str()), (StatusCode::CONFLICT, Some("not-now")));
}

#[tokio::test]
async fn the_page_and_what_it_keeps() {
    let house = House::open("hau-giang").await;
    let matter = house.on_site().await;
    let mut client = house.officer("inspector").await;
    let page = client.get(&house.desk_path("/supervision/minutes")).await;
    page.has("minutes.js").has("data-base=\"/hau-giang/desk/supervision\"").has("<noscript>");
    let worker = client.get(&house.desk_path("/supervision/minutes-sw.js")).await;
    assert!(worker.header("content-security-policy").contains("connect-src 'self'"));
    let session = client.json(&house.desk_path("/supervision/minutes/session")).await;
    assert_eq!(session["cases"][0]["id"], json!(matter));
    // A script that is signed out is told so in its own words.
    let out = house.visitor().json(&house.desk_path("/supervision/minutes/session")).await;
    assert_eq!(out["type"], json!("/problems/sign-in"));
}
