//! Applicants with an account: what they see of their own, and nobody else does.

use axum::http::StatusCode;
use serde_json::json;

use super::browser::Browser;
use super::filing::filed;
use super::house::House;

async fn signed_in(house: &House, account: &str) -> Browser {
    let mut browser = Browser::new(&house.app);
    let entered = browser.get(&format!("/test/hau-giang/{account}")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    browser
}

/// Files feedback and gives the address of its case.
async fn told(browser: &mut Browser) -> String {
    let apply = "/hau-giang/apply/feedback.handling";
    let draft = browser.post(apply, apply, &[]).await.header("location").to_owned();
    let form = [
        ("kind", "question"),
        ("topic", "Hỏi về bản sao"),
        ("content", "Bản sao có cần chứng thực không?"),
        ("full_name", "Trần Thị Hỏi"),
        ("phone", "0912345678"),
    ];
    let saved = browser.post(&draft, &draft, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let done = browser.post(&format!("{draft}/check"), &format!("{draft}/file"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    done.header("location").to_owned()
}

// conformance: TT01VPCP-16.2.d2, TT01VPCP-16.2.đ
#[tokio::test]
async fn a_signed_in_applicant_sees_own_cases_down_to_the_division_and_the_answers() {
    let house = House::open().await;
    house.staff().await;
    let mut an = signed_in(&house, "an").await;
    let case = filed(&mut an).await;
    house.ask_for_more(case.rsplit('/').next().unwrap()).await;
    let told = told(&mut an).await;
    let question = told.rsplit('/').next().unwrap();
    house
        .answer(
            question,
            json!({
                "answer": "Bản sao không cần chứng thực.",
                "public_question": "Bản sao",
                "public_answer": "Không cần chứng thực.",
            }),
        )
        .await;
    // The same account elsewhere: nothing hangs on the browser.
    for mut browser in [an, signed_in(&house, "an").await] {
        let list = browser.get("/hau-giang/cases").await;
        list.says(&case);
        list.says(&told);
        let page = browser.get(&case).await;
        assert_eq!(page.status, StatusCode::OK);
        page.says("Phòng Thông tin - Báo chí - Xuất bản");
        browser.get(&told).await.says("Bản sao không cần chứng thực.");
    }
    // Neither another account nor a passer-by sees any of it.
    for mut browser in [signed_in(&house, "binh").await, Browser::new(&house.app)] {
        assert!(!browser.get("/hau-giang/cases").await.text.contains(&case));
        assert_eq!(browser.get(&case).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get(&told).await.status, StatusCode::NOT_FOUND);
    }
}
