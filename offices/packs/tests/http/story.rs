//! From a proposal to the law in force, and for each act that is permitted one that is refused.

use crate::house::{House, object, position};
use axum::http::StatusCode;
use congvu_desk::{On, PacksError, PerformError, verify};
use congvu_matter::{Command, Refused};
use congvu_pack::Library;
use congvu_testing::{Answer, Client};
use jiff::civil::date;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

pub const PROCEDURE: &str = "aggregated-site.grant";
pub const FILE: &str = "vn/online-information/aggregated-site/grant.toml";

/// Opens a change as somebody; gives its address.
pub async fn propose(house: &House, who: &mut Client) -> String {
    let page = house.desk_path(&format!("/packs/procedures/{PROCEDURE}"));
    let why = [("procedure", PROCEDURE), ("why", "Nghị quyết mới về lệ phí")];
    let answer = who.submit(&page, &house.desk_path("/packs/changes"), &why).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header("location").to_owned()
}

pub async fn keep(who: &mut Client, change: &str, path: &str, text: &str) -> Answer {
    let edit = format!("{change}/edit");
    who.submit(&format!("{edit}?path={FILE}"), &edit, &[("path", path), ("text", text), ("do", "keep")]).await
}

pub async fn act(who: &mut Client, change: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    who.submit(change, &format!("{change}/acts/{act}"), fields).await
}

/// The text with another fee in a version that begins on a day.
pub fn with_fee(house: &House, day: jiff::civil::Date, fee: &str) -> String {
    let text = house.desk.clone().pack_text(house.desk.agency(house.agency).unwrap(), FILE).unwrap();
    let copied = congvu_pack::edit::copy_version(&text, day).unwrap();
    let mut quick = congvu_pack::edit::read(&copied, day).unwrap();
    quick.fee = Some(fee.to_owned());
    quick.fee_text = None;
    quick.fee_source = Some(("Nghị quyết thử của bộ kiểm".to_owned(), true));
    congvu_pack::edit::write(&copied, day, &quick).unwrap().replace(
        "text = { vi = \"Không thu phí, lệ phí.\", en = \"Free of charge.\" }\nsource = \"Nghị quyết thử",
        "source = \"Nghị quyết thử",
    )
}

fn fee_on(house: &House, day: jiff::civil::Date) -> u64 {
    let desk = house.desk.clone();
    let loaded = desk.library().loaded(house.agency, PROCEDURE).unwrap();
    loaded.declared.version_on(day).unwrap().fee.as_ref().unwrap().amount
}

// conformance: HN-14, TT21-CN09, NB-11.1
#[tokio::test]
async fn one_prepares_another_approves_and_on_the_day_it_is_in_force() {
    let house = House::open("hau-giang").await;
    let (mut specialist, mut director) = (house.officer("specialist").await, house.officer("director").await);
    specialist
        .get(&house.desk_path("/packs"))
        .await
        .has("Cấp giấy phép thiết lập trang thông tin điện tử tổng hợp");
    let change = propose(&house, &mut specialist).await;
    specialist.get(&change).await.has("Đang soạn").has("Sửa nguyên văn").has("Chưa sửa");

    // Nothing to submit yet.
    let empty = act(&mut specialist, &change, "submit-pack", &[]).await;
    assert_eq!(empty.status, StatusCode::CONFLICT);
    empty.has("nothing is different");

    let day = date(2024, 3, 6);
    let text = with_fee(&house, day, "300000");
    assert_eq!(keep(&mut specialist, &change, FILE, &text).await.status, StatusCode::SEE_OTHER);
    specialist
        .get(&change)
        .await
        .has("Không có lỗi nào")
        .has("<ins>")
        .has("amount = 300000")
        .has_not("acts/approve-pack");
    let preview = specialist.get(&format!("{change}/preview?past=1")).await;
    assert_eq!(preview.status, StatusCode::OK);
    preview.has("300.000").has("Tờ khai").has("Đã xét lại 0 hồ sơ");
    assert_eq!(act(&mut specialist, &change, "submit-pack", &[]).await.status, StatusCode::SEE_OTHER);

    // Whoever wrote it does not approve it; the director, who did not, does.
    let own = act(&mut specialist, &change, "approve-pack", &[]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    assert_eq!(act(&mut director, &change, "approve-pack", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fee_on(&house, day), 0, "approved is not yet in force");

    // Not by the one who wrote it, not from yesterday, not before its version begins to differ.
    let not = act(&mut specialist, &change, "enforce-pack", &[("enforce-pack_from", "2024-03-06")]).await;
    assert_eq!(not.status, StatusCode::FORBIDDEN);
    let late = act(&mut director, &change, "enforce-pack", &[("enforce-pack_from", "4/3/2024")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    late.has("không được trước hôm nay");
    let early = act(&mut director, &change, "enforce-pack", &[("enforce-pack_from", "2024-03-07")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    early.has("the earliest day is 2024-03-07");
    let done = act(&mut director, &change, "enforce-pack", &[("enforce-pack_from", "6/3/2024")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);

    // At once, without a restart; for this department alone; from that day on.
    assert_eq!((fee_on(&house, day), fee_on(&house, date(2024, 3, 5))), (300_000, 0));
    let desk = house.desk.clone();
    assert!(desk.library().own.contains_key("hau-giang"));
    assert!(!desk.library().own.contains_key("long-an"));
    let other = desk.library().loaded("long-an", PROCEDURE).unwrap();
    assert_eq!(other.declared.version_on(day).unwrap().fee.as_ref().unwrap().amount, 0);
    director.get(&house.desk_path("/packs")).await.has("Sở đã sửa").has("06/03/2024");
    director.get(&house.desk_path(&format!("/packs/file?path={FILE}"))).await.has("amount = 300000");
    director.get(&change).await.has("Đã áp dụng").has("amount = 300000").has_not("acts/withdraw-pack");

    // Another server reads it at its start; the record is whole with it.
    let another = house.another().await.unwrap();
    let loaded = another.library().loaded("hau-giang", PROCEDURE).unwrap();
    assert_eq!(loaded.declared.version_on(day).unwrap().fee.as_ref().unwrap().amount, 300_000);
    assert_eq!(verify(house.desk.store(), "hau-giang", &[]).await.unwrap().faults, Vec::<String>::new());
}

// conformance: HN-14
#[tokio::test]
async fn nobody_approves_what_they_wrote_not_even_the_director() {
    let house = House::open("long-an").await;
    let mut director = house.officer("director").await;
    let change = propose(&house, &mut director).await;
    keep(&mut director, &change, FILE, &with_fee(&house, date(2024, 3, 6), "1000")).await;
    assert_eq!(act(&mut director, &change, "submit-pack", &[]).await.status, StatusCode::SEE_OTHER);
    director.get(&change).await.has_not("acts/approve-pack").has("Không tự mình làm việc “Duyệt”");
    let own = act(&mut director, &change, "approve-pack", &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    own.has("Phải là người khác");
    // Nor does it help to have somebody else submit what the director wrote: the deputy who runs the department approves.
    let mut deputy = house.officer("deputy").await;
    assert_eq!(act(&mut deputy, &change, "approve-pack", &[]).await.status, StatusCode::FORBIDDEN);
    let delegated = json!({ "to": "deputy", "from": "2024-03-05T09:00:00", "until": "2024-03-08T17:00:00", "reason": "Họp" });
    let on = On::New(congvu_desk::Opening::Lifecycle("delegation".to_owned()));
    house.act(position("director"), on, "delegate", delegated).await.unwrap();
    assert_eq!(act(&mut deputy, &change, "approve-pack", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn sent_back_rejected_withdrawn() {
    let house = House::open("binh-thuan").await;
    let (mut head, mut director) = (house.officer("head").await, house.officer("director").await);
    for (ending, by_director, state) in
        [("reject-pack", true, "Không duyệt"), ("withdraw-pack", false, "Đã rút")]
    {
        let change = propose(&house, &mut head).await;
        keep(&mut head, &change, FILE, &with_fee(&house, date(2024, 3, 6), "1000")).await;
        act(&mut head, &change, "submit-pack", &[]).await;
        // No reason, no sending back; and not by whoever waits for the answer.
        let without = act(&mut director, &change, "return-pack", &[]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let reason = [("return-pack_reason", "Thiếu căn cứ")];
        assert_eq!(act(&mut head, &change, "return-pack", &reason).await.status, StatusCode::FORBIDDEN);
        assert_eq!(act(&mut director, &change, "return-pack", &reason).await.status, StatusCode::SEE_OTHER);
        head.get(&change).await.has("Đang soạn").has("Thiếu căn cứ");
        act(&mut head, &change, "submit-pack", &[]).await;
        // While it waits, its text stays.
        let late = keep(&mut head, &change, FILE, "id = 1").await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
        let reason = format!("{ending}_reason");
        let who = if by_director { &mut director } else { &mut head };
        assert_eq!(act(who, &change, ending, &[(&reason, "Thôi")]).await.status, StatusCode::SEE_OTHER);
        head.get(&change).await.has(state);
        let again = act(&mut director, &change, "approve-pack", &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn a_reader_at_the_counter_changes_nothing() {
    let house = House::open("hau-giang").await;
    let mut reception = house.officer("reception").await;
    reception.get(&house.desk_path("/packs")).await.has("Quy định của Sở");
    let why = [("procedure", PROCEDURE), ("why", "Vì thích")];
    let page = house.desk_path("/packs");
    let answer = reception.submit(&page, &house.desk_path("/packs/changes"), &why).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.has("chip-missing");
    let mut specialist = house.officer("specialist").await;
    let change = propose(&house, &mut specialist).await;
    let kept = keep(&mut reception, &change, FILE, &with_fee(&house, date(2024, 3, 6), "1000")).await;
    assert_eq!(kept.status, StatusCode::FORBIDDEN);
    // Nobody who is not signed in sees anything.
    let outside = house.visitor().get(&house.desk_path("/packs")).await;
    assert_eq!(outside.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn of_two_changes_from_the_same_text_only_one_comes_into_force() {
    let house = House::open("hau-giang").await;
    let (mut specialist, mut director) = (house.officer("specialist").await, house.officer("director").await);
    let mut both = Vec::new();
    for (day, fee) in [(6, "1000"), (7, "2000")] {
        let change = propose(&house, &mut specialist).await;
        keep(&mut specialist, &change, FILE, &with_fee(&house, date(2024, 3, day), fee)).await;
        act(&mut specialist, &change, "submit-pack", &[]).await;
        act(&mut director, &change, "approve-pack", &[]).await;
        both.push(change);
    }
    let from = [("enforce-pack_from", "2024-03-06")];
    assert_eq!(act(&mut director, &both[0], "enforce-pack", &from).await.status, StatusCode::SEE_OTHER);
    let second = act(&mut director, &both[1], "enforce-pack", &from).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    second.has("another change of this file has come into force");
    assert_eq!(fee_on(&house, date(2024, 3, 8)), 1000);
    // Taken up again from what is in force, it can follow.
    act(&mut director, &both[1], "return-pack", &[("return-pack_reason", "Sửa lại")]).await;
    let edit = format!("{}/edit", both[1]);
    let text = with_fee(&house, date(2024, 3, 7), "2000");
    specialist.get(&format!("{edit}?path={FILE}")).await.has("Bắt đầu lại");
    let again = format!("{edit}?path={FILE}&again=1");
    let base = specialist.get(&again).await.hidden("base");
    let kept = [("path", FILE), ("base", base.as_str()), ("text", text.as_str()), ("do", "keep")];
    assert_eq!(specialist.submit(&again, &edit, &kept).await.status, StatusCode::SEE_OTHER);
    act(&mut specialist, &both[1], "submit-pack", &[]).await;
    act(&mut director, &both[1], "approve-pack", &[]).await;
    let from = [("enforce-pack_from", "2024-03-07")];
    assert_eq!(act(&mut director, &both[1], "enforce-pack", &from).await.status, StatusCode::SEE_OTHER);
    assert_eq!((fee_on(&house, date(2024, 3, 6)), fee_on(&house, date(2024, 3, 8))), (1000, 2000));
    assert_eq!(verify(house.desk.store(), "hau-giang", &[]).await.unwrap().faults, Vec::<String>::new());
}

/// A server that has not looked yet decides under the packs in force all the same: its commit meets the newer shelf.
#[tokio::test]
async fn another_server_never_acts_under_packs_that_are_over() {
    let house = House::open("hau-giang").await;
    let slow = house.another().await.unwrap();
    let (mut specialist, mut director) = (house.officer("specialist").await, house.officer("director").await);
    let change = propose(&house, &mut specialist).await;
    let text = with_fee(&house, date(2024, 3, 5), "1000");
    keep(&mut specialist, &change, FILE, &text).await;
    act(&mut specialist, &change, "submit-pack", &[]).await;
    act(&mut director, &change, "approve-pack", &[]).await;
    let from = [("enforce-pack_from", "2024-03-05")];
    assert_eq!(act(&mut director, &change, "enforce-pack", &from).await.status, StatusCode::SEE_OTHER);
    let known = |desk: &congvu_desk::Desk| {
        desk.library().loaded("hau-giang", PROCEDURE).unwrap().declared.versions.len()
    };
    let before = known(&slow);
    let command = Command {
        act: "propose-pack".to_owned(),
        input: object(json!({ "why": "Một việc khác" })),
        subject: "Một việc khác".to_owned(),
        ..Command::default()
    };
    let request = congvu_desk::Request {
        agency: "hau-giang".to_owned(),
        actor: position("head"),
        on: On::New(congvu_desk::Opening::Lifecycle("pack-change".to_owned())),
        seen: None,
        idempotency_key: None,
        command,
    };
    slow.perform(request).await.unwrap();
    assert_eq!(known(&slow.clone()), before + 1, "it has read the newer packs before it acted");
}

#[tokio::test]
async fn the_desk_itself_refuses_what_pages_would_not_ask() {
    let house = House::open("hau-giang").await;
    let mut specialist = house.officer("specialist").await;
    let change = propose(&house, &mut specialist).await;
    let matter = change.rsplit('/').next().unwrap().to_owned();
    let file = congvu_matter::Attachment {
        part: "vn/authority.toml".to_owned(),
        name: "authority.toml".to_owned(),
        sha256: "0".repeat(64),
        size_bytes: 1,
        media_type: "text/plain".to_owned(),
    };
    let command = Command {
        act: "revise-pack".to_owned(),
        input: object(json!({ "base": { "vn/authority.toml": "" } })),
        files: vec![file],
        ..Command::default()
    };
    let refused = house.perform(position("specialist"), On::Matter(matter), command).await;
    assert!(matches!(refused, Err(PerformError::NotNow(Refused::Packs { .. }))), "{refused:?}");
}

/// The next program has another name for a paper: the approved change still asks for the old one.
#[tokio::test]
async fn a_change_that_no_longer_fits_stops_the_start_and_says_how_to_go_on() {
    let house = House::open("hau-giang").await;
    let (mut specialist, mut director) = (house.officer("specialist").await, house.officer("director").await);
    let change = propose(&house, &mut specialist).await;
    keep(&mut specialist, &change, FILE, &with_fee(&house, date(2024, 3, 6), "1000")).await;
    act(&mut specialist, &change, "submit-pack", &[]).await;
    act(&mut director, &change, "approve-pack", &[]).await;
    act(&mut director, &change, "enforce-pack", &[("enforce-pack_from", "2024-03-06")]).await;
    let id = change.rsplit('/').next().unwrap().to_owned();

    let mut files = congvu_pack::Files::built_in();
    let renamed = |text: &[u8]| {
        String::from_utf8_lossy(text).replace("\"licence.typ\"", "\"licence-2.typ\"").into_bytes()
    };
    let paper = files.by_path.remove("vn/papers/licence.typ").unwrap();
    files.by_path.values_mut().for_each(|bytes| *bytes = renamed(bytes));
    files.by_path.insert("vn/papers/licence-2.typ".to_owned(), paper);
    let next = Arc::new(Library::load(&files).unwrap());

    let stopped = house.started(Arc::clone(&next), BTreeSet::new()).await.err().unwrap();
    let PacksError::Faults { agency, faults, changes } = &stopped else { panic!("{stopped}") };
    assert_eq!((agency.as_str(), changes.as_slice()), ("hau-giang", [id.clone()].as_slice()));
    assert!(faults.0.iter().all(|f| f.file == FILE && f.line > 1), "{faults}");
    assert!(stopped.to_string().contains("--without-change"));

    let without = house.started(next, BTreeSet::from([id.clone()])).await.unwrap();
    let agency = without.agency("hau-giang").unwrap();
    assert_eq!(without.packs_left_out(agency), [id]);
    assert_eq!(without.packs_overtaken(agency), [FILE]);
    assert!(without.library().own.is_empty());
}
