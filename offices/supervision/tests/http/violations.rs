//! A violation from the record to the proposal, with what is told where something does not fit.

use crate::house::{House, position};
use axum::http::StatusCode;
use congvu_desk::On;
use serde_json::json;

const ACT: &str = "119-2020.28b.4";

fn record<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("offender_kind", "organisation"),
        ("subject_name", "Xưởng in Sao Mai"),
        ("subject_code", "6300000001"),
        ("address", "1 Trần Hưng Đạo"),
        ("act_status", "ended"),
        ("ended_on", "2024-03-01"),
        ("place", "Xưởng in"),
        ("act.facts", "Đang in 200 bản."),
    ];
    all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    all.extend_from_slice(more);
    all
}

async fn opened(house: &House) -> String {
    let mut inspector = house.officer("inspector").await;
    let path = house.desk_path("/supervision/new/violation");
    let answer = inspector.submit(&path, &path, &record(&[("behaviours", ACT)])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header("location").rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_case_shows_bracket_powers_and_who_may() {
    let house = House::open("hau-giang").await;
    let matter = opened(&house).await;
    let mut inspector = house.officer("inspector").await;
    let page = inspector.get(&house.desk_path(&format!("/supervision/cases/{matter}"))).await;
    page.has("60.000.000").has("100.000.000").has("80.000.000").has("Điều 28b khoản 4 119/2020/NĐ-CP");
    page.has("Chánh Thanh tra Sở").has("được quyết định").has("vượt thẩm quyền").has("01/03/2026");
    page.has("Điều 40 119/2020/NĐ-CP").has_not("189/2025");
    page.has("Người inspector-head").has_not("Người director");
    // A fine above the bracket: told at the field, and nothing is proposed.
    let case = house.desk_path(&format!("/supervision/cases/{matter}"));
    let name = format!("amounts.{ACT}");
    let typed = [(name.as_str(), "100.000.001"), ("act.opinion", "Phạt nặng.")];
    let answer = inspector.submit(&case, &format!("{case}/weigh"), &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.has("ngoài phần khung");
    let answer =
        inspector.submit(&case, &format!("{case}/weigh"), &[("act.opinion", "Phạt mức giữa.")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let on = On::Matter(matter.clone());
    let decision = json!({ "outcome": "fine", "reasons": ["Rõ"], "ground": "Nghị định 119" });
    house.act(position("inspector-head"), on, "sanction", decision).await.unwrap();
    inspector.get(&case).await.has("Còn phải nộp").has("80.000.000");
    // The chief inspector weighs nothing: it is the inspector's case.
    let mut head = house.officer("inspector-head").await;
    let refused = head.post(&format!("{case}/weigh"), &[("_csrf", "x")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_does_not_fit_is_told_and_opens_nothing() {
    let house = House::open("hau-giang").await;
    let mut inspector = house.officer("inspector").await;
    let path = house.desk_path("/supervision/new/violation");
    for (more, said) in [
        (vec![("behaviours", ACT), ("ended_on", "2024-03-06")], "ngày này chưa đến"),
        (vec![("behaviours", "174-2026.93.1")], "chưa bị phạt như vậy"),
        (vec![("behaviours", ACT), ("_entry", "99/GP-STTTT")], "Không có giấy phép nào mang số này"),
        (vec![], "Hành vi vi phạm"),
    ] {
        let answer = inspector.submit(&path, &path, &record(&more)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {}", answer.text);
        answer.has(said);
    }
    inspector.get(&house.desk_path("/supervision")).await.has("Chưa có gì.");
    // Of many acts those of one field.
    let press = inspector.get(&format!("{path}?field=press")).await;
    press.has("value=\"119-2020.11.1\"").has_not("value=\"119-2020.28b.4\"");
    assert_eq!(inspector.get(&format!("{path}?field=none")).await.status, StatusCode::NOT_FOUND);
    let nothing = inspector.get(&house.desk_path("/supervision/new/nothing")).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    // Others have no business there.
    let mut head = house.officer("head").await;
    let refused = head.get(&house.desk_path("/supervision")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let anyone = house.visitor().get(&house.desk_path("/supervision")).await;
    assert_eq!(anyone.status, StatusCode::SEE_OTHER);
}
