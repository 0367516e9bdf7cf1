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

// conformance: TT01VPCP-13.1, TT01VPCP-13.2, TT01VPCP-13.3, TT01VPCP-13.4, TT01VPCP-13.5, TT01VPCP-13.6, TT01VPCP-13.7
// conformance: TT01VPCP-13.8, TT01VPCP-13.9, TT01VPCP-14, HN-18
#[tokio::test]
async fn nine_indicators_in_grades_are_computed_from_the_record() {
    let house = House::open("hau-giang").await;
    // One early and asked for nothing; one asked back once; both complained of, one of the complaints found to be wrong.
    let early = house.issued().await;
    let asked = house.file().await.matter;
    let on = |m: &str| On::Matter(m.to_owned());
    house
        .act(position("reception"), on(&asked), "receive", json!({ "assignee": "specialist" }))
        .await
        .unwrap();
    let items = json!({ "items": ["Bản sao"], "reason": "Thiếu." });
    house.act(position("specialist"), on(&asked), "request-supplement", items).await.unwrap();
    house.act(crate::house::applicant(), on(&asked), "supplement", json!({})).await.unwrap();
    // Its ten working days are over on 19 March: it ends on that day.
    let house = house.at(date(2024, 3, 19).at(10, 0, 0, 0));
    for (who, act, input) in [
        ("specialist", "appraise", json!({ "recommendation": "granted", "opinion": "Đủ." })),
        ("head", "agree", json!({})),
        ("director", "sign", json!({ "outcome": "granted" })),
        ("clerk", "issue", json!({})),
    ] {
        house.act(position(who), on(&asked), act, input).await.unwrap();
    }
    let mut director = house.officer("director").await;
    let period = house.desk_path("/indicators?period=half-year/2023-12-15");
    let row = |page: &str, name: &str| {
        let at = page.find(name).unwrap_or_else(|| panic!("{name}"));
        page.split_at(at).1.split("</tr>").next().unwrap().to_owned()
    };
    let page = director.get(&period).await.text;
    let check = |page: &str, name: &str, parts: &[&str]| {
        let row = row(page, name);
        for part in parts {
            assert!(row.contains(part), "`{part}` is missing: {row}");
        }
    };
    assert!(page.contains("01/2018/TT-VPCP; tính trên 2 hồ sơ"), "{page}");
    check(&page, "1. Tổng thời gian", &["Điều 13 khoản 1", "Từng hồ sơ", "3 điểm / 2 lần chấm", "1,5 / 2"]);
    // The specialist had the second case far beyond the share; everybody else was quick.
    check(
        &page,
        "2. Thời gian của từng",
        &["Từng bước của hồ sơ", "Bình quân theo", "0 điểm – Các trường hợp khác: 1"],
    );
    check(&page, "3. Số lần", &["2 điểm – Không lần nào: 1", "1 điểm – Một lần: 1", "1,5 / 2"]);
    check(&page, "4. Số cơ quan", &["1 điểm – Chỉ Bộ phận Một cửa: 1", "1,5 / 2"]);
    check(&page, "5. Tiếp nhận", &["Cơ quan", "Thủ tục do Bộ phận Một cửa tiếp nhận", " / 2"]);
    check(&page, "6. Công khai thủ tục (theo hồ sơ)", &["Từng hồ sơ", "Niêm yết tại trụ sở"]);
    check(&page, "7. Thái độ", &["2 điểm – Sớm hạn và không có phản ánh: 1", "1,5 / 2"]);
    check(&page, "8. Xử lý", &["0 / 0", "2 / 2"]);
    check(&page, "9. Cung cấp", &["2 / 2 (Hồ sơ tiếp nhận trong kỳ)", "2 / 2"]);
    // Somebody complains about the conduct in the early case: it has no points left, until the complaint is found to be wrong.
    let code =
        house.desk.case(house.desk.agency("hau-giang").unwrap(), &early).await.unwrap().unwrap().matter.code;
    let complaint = house.complain(&code.unwrap()).await;
    check(&director.get(&period).await.text, "7. Thái độ", &["1 điểm / 2 lần chấm", "0,5 / 2"]);
    let assign = json!({ "assignee": "specialist-2" });
    house.act(position("reception"), on(&complaint), "receive", assign).await.unwrap();
    let answer =
        json!({ "answer": "Đã xác minh.", "public_question": "Thái độ.", "public_answer": "Không đúng." });
    house.act(position("specialist-2"), on(&complaint), "draft", answer).await.unwrap();
    house.act(position("director"), on(&complaint), "sign", json!({ "finding": "unfounded" })).await.unwrap();
    check(&director.get(&period).await.text, "7. Thái độ", &["3 điểm / 2 lần chấm", "1,5 / 2"]);
    // No one but who oversees sees any of it.
    assert_eq!(house.officer("clerk").await.get(&period).await.status, StatusCode::FORBIDDEN);
    // The text is no longer in force: its indicators are not computed for later periods.
    let later = house.at(date(2026, 3, 20).at(9, 0, 0, 0));
    let page = later.officer("director").await.get(&later.desk_path("/indicators")).await.text;
    assert!(!page.contains("1. Tổng thời gian"));
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

// conformance: TT22-6.1.o
#[tokio::test]
async fn readings_are_counted_by_page_and_day_and_not_by_reader() {
    let house = House::open("hau-giang").await;
    let figures = "/hau-giang/procedures/aggregated-site.grant/figures";
    let app = house.app();
    for _ in 0..3 {
        let mut anyone = congvu_testing::Client::new(app.clone());
        assert_eq!(anyone.get(figures).await.status, StatusCode::OK);
        // What is not there, and what programs read, is no page that was read.
        assert_eq!(anyone.get("/hau-giang/procedures/nothing/figures").await.status, StatusCode::NOT_FOUND);
        assert_eq!(anyone.get("/hau-giang/api/v1/stops").await.status, StatusCode::OK);
    }
    let mut director = congvu_testing::Client::new(app.clone());
    director.get("/test/hau-giang/director").await;
    let page = director.get(&house.desk_path("/visits")).await;
    page.has("/procedures/{id}/figures").has("Cộng: 3 lượt").has("05/03/2024").has("Không lưu ai đọc");
    let rows = house.desk.store().visits("hau-giang", "2024-03-05", "2024-03-05", 99).await.unwrap();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0].page.as_str(), rows[0].count), ("/procedures/{id}/figures", 3));
    // Read again: the page of readings was a page that was read, too.
    director.get(&house.desk_path("/visits")).await.has("Cộng: 4 lượt");
    let mut clerk = congvu_testing::Client::new(app);
    clerk.get("/test/hau-giang/clerk").await;
    assert_eq!(clerk.get(&house.desk_path("/visits")).await.status, StatusCode::FORBIDDEN);
}
