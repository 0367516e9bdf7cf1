//! Reports by period, indicators, and a procedure in figures.

use crate::house::{House, position};
use axum::http::StatusCode;
use congvu_desk::On;
use jiff::civil::date;
use serde_json::json;

const MONTH: &str = "month/2024-02-15";

// conformance: ND09-1, HN-18, TT21-CN23, TT21-CN24, TT21-CN25, TT22-5.1.c
#[tokio::test]
async fn a_report_ends_on_the_fourteenth() {
    let house = House::open("hau-giang").await;
    house.issued().await;
    house.agreed().await;
    // Turned away at the desk: not received.
    let refused = house.file().await.matter;
    let input = json!({ "reasons": ["Không thuộc thẩm quyền"], "ground": "Điều 1" });
    house.act(position("reception"), On::Matter(refused), "refuse-receipt", input).await.unwrap();
    // Filed after the fourteenth: another month's.
    let house = house.at(date(2024, 3, 15).at(8, 30, 0, 0));
    house.agreed().await;
    let house = house.at(date(2024, 3, 29).at(9, 0, 0, 0));
    let mut director = house.officer("director").await;
    let file = |by: &str| house.desk_path(&format!("/reports?period={MONTH}&by={by}&as=csv"));
    // Received 2, resolved 1 in time, running 1 that was not late by the end of the fourteenth.
    for by in ["procedure", "field", "channel", "unit"] {
        let answer = director.get(&file(by)).await;
        answer.has("\"Cộng\",\"2\",\"1\",\"1\",\"0\",\"1\",\"0\"");
        assert!(answer.header("content-disposition").contains(&format!("month-2024-02-15-{by}.csv")));
    }
    director.get(&file("channel")).await.has("Trực tuyến");
    let page = director.get(&house.desk_path(&format!("/reports?period={MONTH}"))).await;
    page.has("Từ 15/02/2024 đến hết 14/03/2024").has("Điều 12 khoản 1 Nghị định 09/2019/NĐ-CP");
    let links = page.text.split('"').filter(|p| p.contains("standing=")).map(|p| p.replace("&#38;", "&"));
    for link in links.map(|l| l.replace("&amp;", "&")).collect::<Vec<_>>() {
        let expected = if link.contains("standing=received") { "2 hồ sơ." } else { "1 hồ sơ." };
        director.get(&link).await.has(expected);
    }
    // The month after has the late one, still running, and the one filed on the fifteenth.
    let next = house.desk_path("/reports?period=month/2024-03-15&as=csv");
    director.get(&next).await.has("\"Cộng\",\"1\",\"0\",\"0\",\"0\",\"2\",\"1\"");
    // An unknown period is the latest one.
    let any = director.get(&house.desk_path("/reports?period=never/2024")).await;
    assert_eq!(any.status, StatusCode::OK);
}

// conformance: HN-18, QD766-2.1, QD766-2.1f, QD766-3.3, QD766-GR
#[tokio::test]
async fn indicators_show_numerator_denominator_and_exclusions() {
    let house = House::open("hau-giang").await;
    house.issued().await;
    house.agreed().await;
    let house = house.at(date(2024, 3, 29).at(9, 0, 0, 0));
    let mut director = house.officer("director").await;
    let page = director.get(&house.desk_path("/indicators?period=half-year/2023-12-15")).await;
    page.has("Công khai, minh bạch").has("Không đo ở đây").has("Không tính những gì?");
    page.has("10 / 20").has("50 %").has("6 / 6").has("Kỳ chưa kết thúc");
    let side = |side: &str| {
        house.desk_path(&format!("/overview/cases?indicator=2.1/{side}&from=2023-12-15&to=2024-06-15"))
    };
    director.get(&side("numerator")).await.has("1 hồ sơ.");
    director.get(&side("denominator")).await.has("2 hồ sơ.");
    for nothing in ["2.1/else", "9.9/numerator", "1.1/numerator", "3.1/numerator"] {
        let path =
            house.desk_path(&format!("/overview/cases?indicator={nothing}&from=2024-01-01&to=2024-02-01"));
        assert_eq!(director.get(&path).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

// conformance: QD766-2.1c
#[tokio::test]
async fn asked_twice_counts_as_late() {
    let house = House::open("hau-giang").await;
    let matter = house.file().await.matter;
    let on = || On::Matter(matter.clone());
    house.act(position("reception"), on(), "receive", json!({ "assignee": "specialist" })).await.unwrap();
    let mut director = house.officer("director").await;
    let asked = house.desk_path("/overview/cases?indicator=2.1/numerator&from=2023-12-15&to=2024-06-15");
    let asks =
        [("specialist", "request-supplement", "1 hồ sơ."), ("head", "request-supplement-again", "0 hồ sơ.")];
    for (who, act, expected) in asks {
        let input = json!({ "items": ["Bản sao"], "reason": "Thiếu." });
        house.act(position(who), on(), act, input).await.unwrap();
        director.get(&asked).await.has(expected);
        house.act(crate::house::applicant(), on(), "supplement", json!({})).await.unwrap();
    }
}

// conformance: TT32-11.3, TT22-6.1.h, NB-7.7
#[tokio::test]
async fn a_procedure_in_figures_is_for_everybody() {
    let house = House::open("hau-giang").await;
    house.issued().await;
    house.agreed().await;
    let mut anyone = house.visitor();
    let page = anyone.get("/hau-giang/procedures/aggregated-site.grant/figures").await;
    page.has("Hồ sơ nhận trực tuyến").has("<dd>2</dd>").has("<dd>1</dd>").has("100 %").has("Từ 01/01/2024");
    page.has_not("Công ty Ánh Sáng");
    let none = anyone.get("/hau-giang/procedures/nothing/figures").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert_eq!(
        anyone.get("/nowhere/procedures/aggregated-site.grant/figures").await.status,
        StatusCode::NOT_FOUND
    );
}
