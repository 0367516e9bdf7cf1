//! What is late, where, why; and who may see it.

use crate::house::{House, position};
use axum::http::StatusCode;
use congvu_desk::On;
use jiff::civil::date;
use serde_json::json;

/// Two working weeks after the morning on which cases are filed, and more: the ten working days are over.
const LATE: jiff::civil::DateTime = date(2024, 3, 29).at(9, 0, 0, 0);

// conformance: TT21-CN08, TT21-CN26, ND61-30.1, TT01VPCP-17.1.b, TT22-5.1.g
#[tokio::test]
async fn the_director_sees_what_is_late_where_and_why() {
    let house = House::open("hau-giang").await;
    let matter = house.agreed().await.matter;
    let mut director = house.officer("director").await;
    director.get(&house.desk_path("/overview")).await.has("Không có hồ sơ nào quá hạn").has("Lãnh đạo Sở");
    let house = house.at(LATE);
    let mut director = house.officer("director").await;
    let page = director.get(&house.desk_path("/overview")).await;
    page.has("1 hồ sơ đang quá hạn")
        .has("Chờ ký")
        .has("Chưa nêu lý do")
        // It has waited for the signature since 5 March, and the pack gives that step twelve working hours.
        .has("Quyết định và ký: 144 giờ làm việc, phần được giao 12")
        .has("Phòng Thông tin - Báo chí - Xuất bản")
        .has("Cấp giấy phép thiết lập trang thông tin điện tử tổng hợp")
        .has(&format!("/desk/cases/{matter}"))
        .has_not("Tiếp nhận và chuyển xử lý:");
    // Every number leads to as many cases.
    let links: Vec<String> = page
        .text
        .split('"')
        .filter(|p| p.contains("/overview/cases?"))
        .map(|p| p.replace("&amp;", "&").replace("&#38;", "&"))
        .collect();
    assert!(links.len() >= 8, "{links:?}");
    for link in &links {
        director.get(link).await.has("1 hồ sơ.").has(&format!("/desk/cases/{matter}"));
    }
    let file = director.get(&format!("{}&as=csv", links[0])).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    file.has("Chờ ký").has_not("Công ty Ánh Sáng");
}

#[tokio::test]
async fn the_reason_is_the_one_of_the_apology() {
    let house = House::open("hau-giang").await.at(date(2024, 3, 5).at(10, 0, 0, 0));
    let matter = house.agreed().await.matter;
    let input = json!({ "until": "2024-03-22", "reason": "Chờ ý kiến của Bộ." });
    house.act(position("director"), On::Matter(matter), "apologise", input).await.unwrap();
    let before = house.at(date(2024, 3, 21).at(9, 0, 0, 0));
    before
        .officer("director")
        .await
        .get(&before.desk_path("/overview"))
        .await
        .has("Không có hồ sơ nào quá hạn");
    let after = before.at(LATE);
    let page = after.officer("director").await.get(&after.desk_path("/overview")).await;
    page.has("1 hồ sơ đang quá hạn").has("Chờ ý kiến của Bộ.").has_not("Chưa nêu lý do");
}

#[tokio::test]
async fn it_is_for_leaders_and_heads_see_their_own_unit() {
    let house = House::open("hau-giang").await;
    let matter = house.agreed().await.matter;
    let house = house.at(LATE);
    let paths = ["/overview", "/overview/cases?standing=late", "/reports", "/indicators"];
    for path in paths.map(|p| house.desk_path(p)) {
        let answer = house.visitor().get(&path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/hau-giang/sign-in?next="));
        for who in ["specialist", "reception", "clerk"] {
            let answer = house.officer(who).await.get(&path).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who} {path}");
        }
        for who in ["director", "deputy", "head", "digital-head"] {
            assert_eq!(house.officer(who).await.get(&path).await.status, StatusCode::OK, "{who} {path}");
        }
        // Signed in elsewhere.
        let mut elsewhere = house.visitor();
        elsewhere.get("/test/long-an/director").await;
        assert_eq!(elsewhere.get(&path).await.status, StatusCode::SEE_OTHER);
    }
    let case = format!("/desk/cases/{matter}");
    house.officer("head").await.get(&house.desk_path("/overview")).await.has(&case);
    let other = house.officer("digital-head").await.get(&house.desk_path("/overview")).await;
    other.has("Không có hồ sơ nào quá hạn").has_not(&case);
    // Nor by an address of one's own making.
    let asked = house.desk_path("/overview/cases?standing=late&unit=press-publishing");
    house.officer("digital-head").await.get(&asked).await.has("Không có hồ sơ nào").has_not(&case);
    house.officer("specialist").await.get(&house.desk_path("/overview")).await.has("Giám đốc");
}

#[tokio::test]
async fn what_waits_for_the_applicant_is_not_late() {
    let house = House::open("hau-giang").await;
    let matter = house.file().await.matter;
    let on = || On::Matter(matter.clone());
    house.act(position("reception"), on(), "receive", json!({ "assignee": "specialist" })).await.unwrap();
    let input = json!({ "items": ["Bản sao"], "reason": "Thiếu." });
    house.act(position("specialist"), on(), "request-supplement", input).await.unwrap();
    let house = house.at(LATE);
    let mut director = house.officer("director").await;
    director
        .get(&house.desk_path("/overview"))
        .await
        .has("Không có hồ sơ nào quá hạn")
        .has("standing=stopped");
    let list = director.get(&house.desk_path("/overview/cases?standing=stopped")).await;
    list.has(&matter).has("Chờ bổ sung");
    director.get(&house.desk_path("/overview/cases?standing=late")).await.has("Không có hồ sơ nào");
}

#[tokio::test]
async fn a_leader_s_morning_says_what_waits_for_the_signature_and_what_was_seldom() {
    let house = House::open("hau-giang").await;
    let agreed = house.agreed().await.matter;
    let told = json!({ "instruction": "Rà soát lại hồ sơ.", "until": "2024-03-20" });
    house.act(position("director"), On::Matter(agreed.clone()), "instruct", told).await.unwrap();
    let mut director = house.officer("director").await;
    let page = director.get(&house.desk_path("/morning")).await;
    let (before, unusual) = page.text.split_once("id=\"unusual\"").expect("the part");
    let signature = before.split("id=\"signature\"").nth(1).expect("the part");
    for (part, what) in [(signature, "Chờ ông/bà ký"), (unusual, "Việc ít gặp")] {
        assert!(part.contains(what) && part.contains(&format!("/cases/{agreed}")), "{part}");
    }
    // A specialist is told who may see it.
    let refused = house.officer("specialist").await.get(&house.desk_path("/morning")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // The head of another division sees nothing of it.
    let other = house.officer("digital-head").await.get(&house.desk_path("/morning")).await;
    other.has_not(&agreed);
}
