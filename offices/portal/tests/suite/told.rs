//! What each side tells the other.

use crate::house::{AGENCY, House, position};
use congvu_desk::On;
use serde_json::{Value, json};

async fn result(house: &House) -> Value {
    house.call("portal-test", "GET", "/dossiers/G22.1", None).await.is(200).body["result"].clone()
}

fn report(message: &str, sequence: i64, status: &str) -> Option<Value> {
    Some(
        json!({ "message_id": message, "sequence": sequence, "TrangThai": status, "ThoiDiem": "2024-03-06T10:00:00" }),
    )
}

// conformance: HN-07, SYNC-08, SYNC-12
#[tokio::test]
async fn issued_delivered_and_synchronised_are_three_states() {
    let house = House::open().await;
    let matter = house.filed("G22.1").await;
    assert_eq!(result(&house).await, json!({ "issued": null, "delivered": null, "synchronised": null }));
    house.issued(&matter).await;
    let issued = result(&house).await;
    assert!(
        issued["issued"].is_string() && issued["delivered"].is_null() && issued["synchronised"].is_null(),
        "{issued}"
    );
    let events = house.call("portal-test", "GET", "/events", None).await.is(200).body;
    let last = events["events"].as_array().unwrap().iter().find(|e| e["final"] == true).unwrap().clone();
    assert_eq!((last["act"].as_str(), last["TrangThai"].as_str()), (Some("issue"), Some("9")));
    let path = format!("/events/{}/receipt", last["message_id"].as_str().unwrap());
    let said = async |code: i64| {
        let body = Some(json!({ "error_code": code, "message": "x" }));
        house.call("portal-test", "POST", &path, body).await.is(200).body["state"].clone()
    };
    assert_eq!(said(5).await, "failed", "a number other than zero is no success");
    assert!(result(&house).await["synchronised"].is_null());
    assert_eq!(said(0).await, "synchronised");
    assert_eq!(said(5).await, "synchronised", "what is kept over there stays kept");
    let kept = result(&house).await;
    assert!(kept["synchronised"].is_string() && kept["delivered"].is_null(), "{kept}");
    house.call("portal-test", "POST", "/dossiers/G22.1/events", report("r", 1, "10")).await.is(200);
    let all = result(&house).await;
    assert_eq!(all["delivered"], "2024-03-06T10:00:00");
    let status = house.call("portal-test", "GET", "/dossiers/G22.1", None).await.body;
    assert_eq!((status["TrangThai"].as_str(), status["state"].as_str()), (Some("10"), Some("issued")));
}

// conformance: HN-08
#[tokio::test]
async fn reports_in_any_order_never_move_the_case() {
    let house = House::open().await;
    let send = async |code: &str, body: Option<Value>| {
        house.call("portal-test", "POST", &format!("/dossiers/{code}/events"), body).await
    };
    // The report came before its dossier: it waits.
    assert_eq!(send("G22.1", report("r-0", 1, "2")).await.is(202).body["taken"], "early");
    let matter = house.filed("G22.1").await;
    for (message, sequence, status, taken) in
        [("r-3", 3, "9", "kept"), ("r-2", 2, "4", "late"), ("r-3b", 3, "4", "late"), ("r-4", 4, "5", "kept")]
    {
        let answer = send("G22.1", report(message, sequence, status)).await.is(200);
        assert_eq!(answer.body["taken"], taken, "{message}");
        assert_eq!(send("G22.1", report(message, sequence, status)).await.is(200).body, answer.body, "again");
    }
    send("G22.1", report("r-4", 4, "9")).await.problem(409, "message-reused");
    send("G22.1", report("r-5", 5, "99")).await.is(422);
    let row = house.desk.store().portal_dossier_of(AGENCY, &matter).await.unwrap().unwrap();
    assert_eq!((row.status.as_str(), row.sequence, row.owner.as_str()), ("5", 4, ""));
    let kept = house.desk.store().portal_messages_of(AGENCY, "portal-test", "G22.1", 99).await.unwrap();
    assert_eq!(kept.iter().filter(|m| m.kind == "status").count(), 6, "all are kept, also what was refused");
    let agency = house.desk.agency(AGENCY).unwrap();
    let case = house.desk.case(agency, &matter).await.unwrap().unwrap();
    assert_eq!((case.matter.state.as_str(), case.matter.version), ("filed", 1));
}

// conformance: TT13-8.2.b
#[tokio::test]
async fn no_data_is_told_from_not_permitted() {
    let house = House::open().await;
    let matter = house.filed("G22.1").await;
    house.call("portal-test", "GET", "/dossiers/G22.404", None).await.problem(404, "no-data");
    house.call("other-test", "GET", "/dossiers/G22.1", None).await.problem(403, "not-permitted");
    let seen = house.call("portal-test", "GET", "/dossiers/G22.1", None).await.is(200).body;
    assert_eq!(seen["absent"]["NgayTra"], "no-data");
    assert_eq!(seen["absent"]["GiayToKetQua"], "no-data");
    assert!(seen["absent"].get("TenTTHC").is_none() && seen["TenTTHC"].is_string());
    // By our own number as well, but only to the partner whose dossier it is.
    let ours = seen["code"].as_str().unwrap();
    house.call("portal-test", "GET", &format!("/dossiers/{ours}"), None).await.is(200);
    house.call("other-test", "GET", &format!("/dossiers/{ours}"), None).await.problem(403, "not-permitted");
    // A partner that may see progress only.
    let body = crate::house::dossier("O-1", "o-1");
    house.call("other-test", "POST", "/dossiers", Some(body)).await.is(201);
    let progress = house.call("other-test", "GET", "/dossiers/O-1", None).await.is(200).body;
    assert_eq!(progress["absent"]["GiayToKetQua"], "not-permitted");
    assert!(progress.get("GiayTo").is_none());
    drop(matter);
}

// conformance: SYNC-11
#[tokio::test]
async fn events_have_the_identifiers_of_acts_and_no_gaps() {
    let house = House::open().await;
    let matter = house.filed("G22.1").await;
    let feed = async |after: i64| {
        house.call("portal-test", "GET", &format!("/events?after={after}"), None).await.is(200).body
    };
    assert_eq!(feed(0).await["events"].as_array().unwrap().len(), 1);
    let done = house
        .act(
            position("reception"),
            On::Matter(matter.clone()),
            "receive",
            json!({ "assignee": "specialist" }),
        )
        .await
        .unwrap();
    let page = feed(0).await;
    let events = page["events"].as_array().unwrap();
    assert_eq!(events.iter().map(|e| e["sequence"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(feed(0).await, page, "told again, word for word");
    let received = &events[1];
    assert_eq!(received["message_id"], done.act);
    assert_eq!((received["version"].as_i64(), received["TrangThai"].as_str()), (Some(2), Some("4")));
    assert_eq!(received["NguoiXuLy"], "Người reception");
    assert!(received["NgayKetThucTheoQuyDinh"].is_string());
    assert_eq!(feed(2).await["events"], json!([]));
    let rows = house.desk.store().portal_messages_after(AGENCY, "portal-test", "out", 0, 9).await.unwrap();
    assert!(rows.iter().all(|r| r.state == "delivered"), "asking beyond them says that they arrived");
    assert_eq!(house.call("other-test", "GET", "/events", None).await.is(200).body["events"], json!([]));
    house.call("portal-test", "GET", "/events?after=-1", None).await.problem(400, "bad-query");
}

// conformance: TT03-7.2
#[tokio::test]
async fn papers_are_for_the_partner_and_for_whoever_has_a_link_that_holds() {
    let house = House::open().await;
    let matter = house.filed("G22.1").await;
    let seen = house.call("portal-test", "GET", "/dossiers/G22.1", None).await.is(200).body;
    let link =
        seen["GiayTo"][0]["DuongDanTepTinKetQua"].as_str().unwrap().replace("http://so.example.vn", "");
    let paper = house.unsigned(&link).await.is(200);
    assert!(paper.bytes.starts_with(b"%PDF-"));
    let bare = link.split('?').next().unwrap();
    house.unsigned(bare).await.problem(401, "unsigned");
    house.unsigned(&link.replace("expires=", "expires=1")).await.problem(403, "not-permitted");
    house.call("portal-test", "GET", bare, None).await.is(200);
    house.call("other-test", "GET", bare, None).await.problem(403, "not-permitted");
    assert!(bare.contains(&matter));
}

// conformance: SYNC-04, SYNC-05, SYNC-06, SYNC-10, SYNC-13
#[tokio::test]
async fn what_the_portal_said_about_a_dossier_is_given_back_as_it_was() {
    let house = House::open().await;
    let mut body = crate::house::dossier("S-1", "s-1");
    let owner = json!({ "HoTen": "Lê Thị Mai", "SoDienThoai": "0912345678", "LoaiDinhDanh": "1", "NgaySinh": "1980-01-02" });
    let said = json!({
        "DuocThanhToanTrucTuyen": 2, "TaiKhoanDuocXacThucVoiVNeID": 1, "LoaiDinhDanh": "1", "SoDinhDanh": "001080000001",
        "HoSoCoThanhPhanSoHoa": 1, "MaCSDL": "DKDN", "ChuHoSo": owner,
        "NguoiDuocUyQuyen": { "HoTen": "Trần Văn Nam" },
    });
    for (name, value) in said.as_object().unwrap() {
        body[name] = value.clone();
    }
    house.call("portal-test", "POST", "/dossiers", Some(body)).await.is(201);
    let seen = house.call("portal-test", "GET", "/dossiers/S-1", None).await.is(200).body;
    for (name, value) in said.as_object().unwrap() {
        assert_eq!(&seen[name], value, "{name}");
        assert!(seen["absent"].get(name).is_none(), "{name}");
    }
    assert_eq!(
        (seen["ThoiGianGiaiQuyet"].as_i64(), seen["DonViTinh"].as_str()),
        (Some(10), Some("working-day"))
    );
    // What was not said is told as such, and never filled in.
    house.filed("S-2").await;
    let bare = house.call("portal-test", "GET", "/dossiers/S-2", None).await.is(200).body;
    for name in said.as_object().unwrap().keys() {
        assert_eq!((&bare[name], &bare["absent"][name]), (&Value::Null, &json!("no-data")), "{name}");
    }
    // Nobody else is told who stands behind it.
    house.call("other-test", "GET", "/dossiers/S-1", None).await.problem(403, "not-permitted");
}

// conformance: SYNC-09
#[tokio::test]
async fn a_fee_is_told_with_its_amount_and_free_of_charge_as_nothing() {
    let free = [("amount = 0", "amount = 0")];
    let dear = [("amount = 0", "amount = 150000\ndue = \"filing\"\ndue_source = \"test\"")];
    let unread = [
        ("amount = 0", "amount = 70000"),
        ("2015-298376.html\"\nverified = true", "2015-298376.html\"\nverified = false"),
    ];
    for (changes, told) in [
        (&free[..], json!([{ "Gia": 0 }])),
        (&dear[..], json!([{ "Gia": 150_000 }])),
        // An amount that nobody has read in a source is told to nobody.
        (&unread[..], Value::Null),
    ] {
        let house = House::under(changes).await;
        house.filed("F-1").await;
        let seen = house.call("portal-test", "GET", "/dossiers/F-1", None).await.is(200).body;
        assert_eq!(seen["LePhi"], told, "{changes:?}");
        assert_eq!(seen["absent"]["LePhi"] == "no-data", told.is_null(), "{changes:?}");
    }
}

// conformance: NB-4.3
#[tokio::test]
async fn a_dossier_of_the_night_is_taken_and_counted_from_the_morning() {
    let night = House::open_at(jiff::civil::date(2024, 3, 9).at(23, 30, 0, 0)).await;
    let body = crate::house::dossier("N-1", "n-1");
    night.call("portal-test", "POST", "/dossiers", Some(body)).await.is(201);
    let seen = night.call("portal-test", "GET", "/dossiers/N-1", None).await.is(200).body;
    // Saturday night: the ten working days begin on Monday.
    assert!(seen["NgayHenTra"].as_str().unwrap().starts_with("2024-03-25T"), "{}", seen["NgayHenTra"]);
}

#[tokio::test]
async fn hostile_files_are_refused_from_a_portal_as_from_a_person() {
    use base64::Engine as _;
    let house = House::open().await;
    let script = crate::house::pdf("x")
        .replace("/Pages 2 0 R", "/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>");
    let hostile = [
        ("empty", Vec::new()),
        ("no PDF inside", b"%PDF-1.7 nothing".to_vec()),
        ("a script", script.into_bytes()),
        ("a program", b"MZ\x90\0\x03".to_vec()),
    ];
    for (what, bytes) in hostile {
        let mut body = crate::house::dossier("H-1", &format!("h-{}", what.len()));
        body["TaiLieuNop"][0]["content"] = json!(base64::engine::general_purpose::STANDARD.encode(bytes));
        let answer = house.call("portal-test", "POST", "/dossiers", Some(body)).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.body);
    }
    house.call("portal-test", "GET", "/dossiers/H-1", None).await.problem(404, "no-data");
}
