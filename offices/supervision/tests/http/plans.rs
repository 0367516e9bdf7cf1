//! Plans of a year, subjects that come twice, and what anyone sees.

use crate::house::House;
use axum::http::StatusCode;

#[tokio::test]
async fn a_plan_is_approved_by_the_director_and_published_and_twice_is_shown() {
    let house = House::open("hau-giang").await;
    let plans = house.desk_path("/supervision/plans");
    let mut head = house.officer("inspector-head").await;
    // An inspector draws up no plan.
    let mut inspector = house.officer("inspector").await;
    let typed = [("act.year", "2024"), ("act.legal-basis", "Định hướng")];
    let refused = inspector.submit(&plans, &plans, &typed).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let begun = head.submit(&plans, &plans, &typed).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let plan = begun.header("location").to_owned();
    let items = "6300000001 | Xưởng in Sao Mai | in | 5 | Lưu chiểu\n63.0000.0001 | Xưởng in Sao Mai | in | 9 | Máy photo";
    let revised = head.submit(&plan, &format!("{plan}/revise-plan"), &[("act.items", items)]).await;
    assert_eq!(revised.status, StatusCode::SEE_OTHER, "{}", revised.text);
    head.get(&plan).await.has("trùng trong chính kế hoạch này").has("Máy photo");
    house.visitor().get("/hau-giang/supervision").await.has_not("Sao Mai").has("Chưa có kế hoạch");
    head.submit(&plan, &format!("{plan}/submit-plan"), &[("act.note", "Trình.")]).await;
    let number = [("act.number", "01/QĐ-STTTT")];
    let refused = head.submit(&plan, &format!("{plan}/approve-plan"), &number).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut director = house.officer("director").await;
    director.submit(&plan, &format!("{plan}/approve-plan"), &number).await;
    house
        .visitor()
        .get("/hau-giang/supervision")
        .await
        .has("Xưởng in Sao Mai")
        .has("Lưu chiểu")
        .has_not("6300000001");
}

#[tokio::test]
async fn a_subject_that_comes_twice_is_opened_only_with_the_reason() {
    let house = House::open("hau-giang").await;
    house.inspection("6300000001").await.unwrap();
    let mut inspector = house.officer("inspector").await;
    let path = house.desk_path("/supervision/new/inspection");
    let form = |code: &'static str| {
        vec![
            ("subject_name", "Xưởng in Sao Mai"),
            ("subject_code", code),
            ("address", "1 Trần Hưng Đạo"),
            ("kind", "check"),
            ("occasion", "signs"),
            ("field", "publishing"),
            ("topic", "Lưu chiểu"),
            ("act.facts", "Có dấu hiệu."),
        ]
    };
    let shown = inspector.submit(&path, &path, &form("63 0000 0001")).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    shown.has("đã được thanh tra, kiểm tra trong năm").has("vì sao vẫn tiến hành");
    let mut again = form("63 0000 0001");
    again.push(("act.seen-before", "Dấu hiệu vi phạm rõ ràng."));
    assert_eq!(inspector.submit(&path, &path, &again).await.status, StatusCode::SEE_OTHER);
    assert_eq!(inspector.submit(&path, &path, &form("6300000002")).await.status, StatusCode::SEE_OTHER);
    inspector.get(&house.desk_path("/supervision")).await.has("Xuất bản, in, phát hành");
}
