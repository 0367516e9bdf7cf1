//! Filing, once.

use crate::house::{AGENCY, House, dossier};
use congvu_desk::On;
use jiff::Timestamp;
use serde_json::{Value, json};

fn with(mut dossier: Value, field: &str, value: Value) -> Value {
    dossier[field] = value;
    dossier
}

// conformance: SYNC-01, SYNC-02, SYNC-03, SYNC-07, ND224-15.1.i
#[tokio::test]
async fn a_dossier_becomes_one_case_however_often_it_comes() {
    let house = House::open().await;
    let file = async |body: Value| house.call("portal-test", "POST", "/dossiers", Some(body)).await;
    let first = file(dossier("G22.1", "m-1")).await.is(201);
    let again = file(dossier("G22.1", "m-1")).await.is(201);
    assert_eq!(first.body, again.body);
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(
        file(dossier("G22.1", "m-2")).await.is(201).body,
        first.body,
        "the same dossier in another message"
    );
    file(with(dossier("G22.1", "m-1"), "KenhThucHien", json!("1"))).await.problem(409, "message-reused");
    file(with(dossier("G22.1", "m-3"), "KenhThucHien", json!("1"))).await.problem(409, "dossier-reused");
    let row = house.desk.store().portal_dossier(AGENCY, "portal-test", "G22.1").await.unwrap().unwrap();
    let agency = house.desk.agency(AGENCY).unwrap();
    let case = house.desk.case(agency, &row.matter).await.unwrap().unwrap();
    assert_eq!((case.matter.channel.as_str(), case.matter.state.as_str()), ("portal", "filed"));
    assert_eq!(case.matter.party.unwrap().name, "Công ty Ánh Sáng");
    assert_eq!(case.matter.files.len(), 3);
    assert_eq!(first.body["code"], json!(case.matter.code));
    assert_eq!(first.body["TrangThai"], "1");
    // Appointments, and one case: nothing was opened twice.
    assert_eq!(house.desk.store().head(AGENCY).await.unwrap().seq, 6);
}

/// The server stopped after the case was opened and before anything else was written.
#[tokio::test]
async fn what_was_cut_short_goes_on_with_the_same_case() {
    let house = House::open().await;
    let first = house.call("portal-test", "POST", "/dossiers", Some(dossier("G22.1", "m-1"))).await.is(201);
    let store = house.desk.store();
    let cut = congvu_store::PortalSettled { state: "taken".to_owned(), ..Default::default() };
    // Everything but the case is as it was before the message came to its end.
    store.settle_portal_message(AGENCY, "portal-test", "in", "m-1", &cut, "").await.unwrap();
    let again = house.call("portal-test", "POST", "/dossiers", Some(dossier("G22.1", "m-1"))).await.is(201);
    assert_eq!(again.body["code"], first.body["code"]);
    assert_eq!(store.head(AGENCY).await.unwrap().seq, 6);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_place() {
    use base64::Engine as _;
    let house = House::open().await;
    let own = "publishing-fair.confirm";
    let procedures = house.unsigned("/hai-phong/portal/v1/procedures").await.is(200).body;
    let own = procedures["procedures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["filing"]["to"] == "own")
        .and_then(|p| p["id"].as_str())
        .unwrap_or(own);
    let refused = async |field: &str, value: Value, status: u16, said: &str| {
        let code = format!("G22.{}", said.len() + field.len() * 100);
        let body = with(dossier(&code, &format!("m-{code}-{status}")), field, value);
        let answer = house.call("portal-test", "POST", "/dossiers", Some(body)).await.is(status);
        let told = String::from_utf8_lossy(&answer.bytes);
        assert!(told.contains(said), "{field}: {told}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    };
    refused("MaTTHC", json!(own), 403, "not-taken-here").await;
    refused("MaTTHC", json!("9.9"), 422, "MaTTHC").await;
    refused("KenhThucHien", json!("7"), 422, "KenhThucHien").await;
    refused("DuocThanhToanTrucTuyen", json!(3), 422, "DuocThanhToanTrucTuyen").await;
    refused("NgayNopHoSo", json!("hôm qua"), 422, "NgayNopHoSo").await;
    refused("TaiLieuNop", json!([]), 422, "project").await;
    refused("TaiLieuNop", json!([{ "MaThanhPhanHoSo": "x" }]), 422, "TaiLieuNop/0/MaThanhPhanHoSo").await;
    refused(
        "TaiLieuNop",
        json!([{ "MaThanhPhanHoSo": "project", "content": "%" }]),
        422,
        "TaiLieuNop/0/content",
    )
    .await;
    let content = base64::engine::general_purpose::STANDARD.encode(crate::house::pdf("project"));
    let wrong = json!([{ "MaThanhPhanHoSo": "project", "content": content, "sha256": "0".repeat(64) }]);
    refused("TaiLieuNop", wrong, 422, "TaiLieuNop/0/sha256").await;
    refused("form", json!({ "licensee": "x" }), 422, "#/form/").await;
    refused("MaHoSo", json!("a/b"), 422, "MaHoSo").await;
    // A refusal binds nothing: the same message may come again, put right it is another one.
    assert_eq!(house.desk.store().head(AGENCY).await.unwrap().seq, 5);
    assert!(house.desk.store().portal_dossiers_reported(AGENCY, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_a_fresh_signature_of_a_partner_opens_the_door() {
    let house = House::open().await;
    let now = Timestamp::now().as_second();
    house.unsigned("/hai-phong/portal/v1/events").await.problem(401, "unsigned");
    house.call("nobody", "GET", "/events", None).await.problem(401, "unknown-partner");
    house.signed("portal-test", "GET", "/events", None, now - 301, "a").await.problem(401, "out-of-time");
    house.signed("portal-test", "GET", "/events", None, now + 400, "b").await.problem(401, "out-of-time");
    house.signed("portal-test", "GET", "/events", None, now, "c").await.is(200);
    house.signed("portal-test", "GET", "/events", None, now, "c").await.problem(401, "replayed");
    // Another partner's nonces are its own.
    house.signed("other-test", "GET", "/events", None, now, "c").await.is(200);
}

#[tokio::test]
async fn the_applicant_acts_over_there_and_only_as_an_applicant() {
    let house = House::open().await;
    let matter = house.filed("G22.1").await;
    let act = async |message: &str, act: &str| {
        let body = json!({ "message_id": message, "act": act, "input": {} });
        house.call("portal-test", "POST", "/dossiers/G22.1/acts", Some(body)).await
    };
    act("a-1", "receive").await.is(422);
    act("a-2", "supplement").await.is(403);
    let done = act("a-3", "withdraw").await.is(200);
    assert_eq!(done.body["state"], "withdrawn");
    assert_eq!(act("a-3", "withdraw").await.is(200).body, done.body);
    let agency = house.desk.agency(AGENCY).unwrap();
    assert_eq!(house.desk.case(agency, &matter).await.unwrap().unwrap().matter.version, 2);
    let other =
        house.act(crate::house::position("reception"), On::Matter(matter), "receive", json!({})).await;
    assert!(other.is_err(), "withdrawn is withdrawn");
}
