//! Feedback: taken in from anybody, answered, published without personal data, counted by its own times.

use crate::house::{House, applicant, position};
use congvu_desk::{On, PerformError};
use jiff::civil::date;
use serde_json::json;

fn draft() -> serde_json::Value {
    json!({
        "answer": "Thưa bà Gửi, chúng tôi xin lỗi.",
        "public_question": "Chờ lâu tại một cửa",
        "public_answer": "Sở đã mở thêm một quầy.",
    })
}

// conformance: QD766-5.2, QD766-5.3, QD766-5.2c, QD766-5.2d, TT01VPCP-17.1.đ, ND61-29.1, TT22-6.1.s, NB-7.5
#[tokio::test]
async fn it_is_answered_and_published_without_personal_data() {
    let house = House::open("hau-giang").await;
    let mut anyone = house.visitor();
    anyone
        .get("/hau-giang/feedback")
        .await
        .has("/hau-giang/apply/feedback.handling")
        .has("2 ngày làm việc")
        .has("5 ngày làm việc")
        .has("15 ngày làm việc")
        .has("Chưa có trả lời nào")
        .has("Đ2·k28");
    let matter = house.tell().await;
    let on = || On::Matter(matter.clone());
    let asked = house.act(position("reception"), on(), "receive", json!({ "assignee": "specialist" })).await;
    asked.unwrap();
    let refused = house.act(position("specialist-2"), on(), "draft", draft()).await;
    assert!(matches!(refused, Err(PerformError::Refused(_))), "{refused:?}");
    house.act(position("specialist"), on(), "draft", draft()).await.unwrap();
    let refused = house.act(position("specialist"), on(), "sign", json!({})).await;
    assert!(matches!(refused, Err(PerformError::Refused(_))), "{refused:?}");
    house.act(position("director"), on(), "sign", json!({})).await.unwrap();
    // Answered is not published yet.
    anyone.get("/hau-giang/feedback").await.has_not("mở thêm một quầy");
    house.act(position("clerk"), on(), "issue", json!({})).await.unwrap();
    let page = anyone.get("/hau-giang/feedback").await;
    page.has("Chờ lâu tại một cửa").has("Sở đã mở thêm một quầy.").has("05/03/2024");
    page.has_not("Gửi,").has_not("0912345678").has_not("hai giờ");
    let mut director = house.officer("director").await;
    let side =
        |id: &str| house.desk_path(&format!("/overview/cases?indicator={id}&from=2023-12-15&to=2024-06-15"));
    for id in ["5.2/numerator", "5.2/denominator", "5.3/numerator"] {
        director.get(&side(id)).await.has("1 hồ sơ.");
    }
    // Whoever wrote may say that the answer was no good.
    let writer = congvu_authority::Actor::Applicant { account: "guest:1".into() };
    let rated = house.act(applicant(), on(), "rate", json!({ "overall": "3-not-satisfied" })).await;
    assert!(matches!(rated, Err(PerformError::Refused(_))), "{rated:?}");
    house.act(writer, on(), "rate", json!({ "overall": "3-not-satisfied" })).await.unwrap();
    director.get(&side("5.3/numerator")).await.has("0 hồ sơ.");
    director.get(&side("5.2/numerator")).await.has("1 hồ sơ.");
    // Feedback is no procedure: reports leave it out.
    director
        .get(&house.desk_path("/reports?as=csv"))
        .await
        .has("\"Cộng\",\"0\",\"0\",\"0\",\"0\",\"0\",\"0\"");
}

// conformance: QD766-5.2a, HN-11
#[tokio::test]
async fn being_late_is_counted_never_refused() {
    // Written on a Tuesday morning: refused in time until the end of Thursday.
    for (day, in_time) in [(7, true), (8, false)] {
        let house = House::open("hau-giang").await;
        let matter = house.tell().await;
        let house = house.at(date(2024, 3, day).at(9, 0, 0, 0));
        let input = json!({ "reason": "Nội dung không rõ." });
        house.act(position("reception"), On::Matter(matter), "refuse-receipt", input).await.unwrap();
        let side = house.desk_path("/overview/cases?indicator=5.2/numerator&from=2023-12-15&to=2024-06-15");
        let expected = if in_time { "1 hồ sơ." } else { "0 hồ sơ." };
        house.officer("director").await.get(&side).await.has(expected);
    }
}

// conformance: QD766-5.2b
#[tokio::test]
async fn asking_back_and_passing_on_have_times_of_their_own() {
    for (day, in_time) in [(12, true), (13, false)] {
        let house = House::open("hau-giang").await;
        let matter = house.tell().await;
        let on = || On::Matter(matter.clone());
        house.act(position("reception"), on(), "receive", json!({ "assignee": "specialist" })).await.unwrap();
        let house = house.at(date(2024, 3, day).at(9, 0, 0, 0));
        let input = json!({ "items": ["Hôm nào?"], "reason": "Chưa rõ." });
        house.act(position("specialist"), on(), "request-supplement", input).await.unwrap();
        let side = house.desk_path("/overview/cases?indicator=5.2/numerator&from=2023-12-15&to=2024-06-15");
        let expected = if in_time { "1 hồ sơ." } else { "0 hồ sơ." };
        house.officer("director").await.get(&side).await.has(expected);
    }
    let house = House::open("long-an").await;
    let matter = house.tell().await;
    let input = json!({ "body": "Sở Y tế", "reason": "Về bệnh viện." });
    let refused =
        house.act(position("specialist"), On::Matter(matter.clone()), "transfer", input.clone()).await;
    assert!(matches!(refused, Err(PerformError::Refused(_))), "{refused:?}");
    house.act(position("reception"), On::Matter(matter), "transfer", input).await.unwrap();
}
