//! Applicants with an account: what they see of their own, and nobody else does.

use axum::http::StatusCode;
use serde_json::json;

use super::browser::Browser;
use super::filing::{FORM, PDF, filed};
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

/// The digests of files that the page of papers links to, in order.
fn digests(text: &str) -> Vec<String> {
    let links = text.split("href=\"/hau-giang/papers/").skip(1);
    links.map(|link| link.split('"').next().unwrap().to_owned()).collect()
}

/// Begins an application for a new licence as this account.
async fn draft(browser: &mut Browser) -> String {
    let apply = "/hau-giang/apply/aggregated-site.grant";
    let draft = browser.post(apply, apply, &[]).await.header("location").to_owned();
    let saved = browser.post(&draft, &draft, &FORM).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    draft
}

// conformance: TT21-CN28, NB-7.9
#[tokio::test]
async fn papers_filed_and_results_received_are_the_accounts_own() {
    let house = House::open().await;
    house.staff().await;
    let mut an = signed_in(&house, "an").await;
    an.get("/hau-giang/papers").await.says("Chưa có giấy tờ nào");
    let case = filed(&mut an).await;
    house.grant(case.rsplit('/').next().unwrap()).await;
    let page = an.get("/hau-giang/papers").await;
    page.says("đề án.pdf");
    page.says("Đề án hoạt động");
    page.says("01/GP-STTTT");
    page.says(&format!("href=\"{case}\""));
    // All three parts are one file: it is kept, and shown, once.
    let sha256 = digests(&page.text);
    assert_eq!(sha256.len(), 1, "{sha256:?}");
    let file = format!("/hau-giang/papers/{}", sha256[0]);
    let got = an.get(&file).await;
    assert_eq!((got.status, got.bytes.as_slice()), (StatusCode::OK, PDF));
    assert_eq!(got.header("content-type"), "application/pdf");
    assert!(got.header("content-disposition").starts_with("attachment; filename*="));
    assert_eq!(got.header("cache-control"), "private, no-store");
    let result =
        page.text.split(&format!("href=\"{case}/papers/")).nth(1).unwrap().split('"').next().unwrap();
    assert!(an.get(&format!("{case}/papers/{result}")).await.bytes.starts_with(b"%PDF-"));

    let mut binh = signed_in(&house, "binh").await;
    assert!(!binh.get("/hau-giang/papers").await.text.contains("đề án.pdf"));
    assert_eq!(binh.get(&file).await.status, StatusCode::NOT_FOUND);
    let mut anyone = Browser::new(&house.app);
    assert_eq!(anyone.get("/hau-giang/papers").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(anyone.get(&file).await.status, StatusCode::NOT_FOUND);
    // What is not the account's is not made up from a digest either.
    assert_eq!(an.get(&format!("/hau-giang/papers/{}", "0".repeat(64))).await.status, StatusCode::NOT_FOUND);
}

// conformance: TT21-CN29, NB-7.9
#[tokio::test]
async fn a_paper_is_used_again_as_the_same_file() {
    let house = House::open().await;
    house.staff().await;
    let mut an = signed_in(&house, "an").await;
    let case = filed(&mut an).await;
    house.grant(case.rsplit('/').next().unwrap()).await;
    let sha256 = digests(&an.get("/hau-giang/papers").await.text).remove(0);

    let draft = draft(&mut an).await;
    let files = format!("{draft}/files");
    let page = an.get(&files).await;
    page.says("Dùng giấy tờ đã có của ông/bà");
    page.says(&format!("value=\"file:{sha256}\""));
    let reuse = format!("{draft}/reuse");
    let nothing = an.post(&files, &reuse, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.says("Chọn một giấy tờ.");
    nothing.says("href=\"#f-own_part\"");
    let paper = format!("file:{sha256}");
    for part in ["project", "founding"] {
        let done = an.post(&files, &reuse, &[("own_paper", &paper), ("own_part", part)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    // A result serves as well as a file: the licence of before is the consent of now.
    let page = an.get(&files).await;
    let result = page.text.split("value=\"result:").nth(1).unwrap().split('"').next().unwrap();
    let result = format!("result:{result}");
    let done = an.post(&files, &reuse, &[("own_paper", &result), ("own_part", "source-consent")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = an.get(&files).await;
    assert_eq!(page.text.matches(&format!("name=\"sha256\" value=\"{sha256}\"")).count(), 2, "the same file");
    page.says("01-GP-STTTT");

    // Nobody uses another's paper, named by whatever digest.
    let mut binh = signed_in(&house, "binh").await;
    let theirs = self::draft(&mut binh).await;
    let from = format!("{theirs}/files");
    assert!(!binh.get(&from).await.text.contains("own_paper"), "nothing to choose from");
    for paper in [&paper, &result] {
        let stolen = [("own_paper", paper.as_str()), ("own_part", "project")];
        let answer = binh.post(&from, &format!("{theirs}/reuse"), &stolen).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{paper}");
    }
    assert!(!binh.get(&from).await.text.contains("name=\"sha256\""));
    // And the application with papers of before is filed like any other.
    let done = an.post(&format!("{draft}/check"), &format!("{draft}/file"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

// conformance: TT32-11.2.c
#[tokio::test]
async fn what_the_account_says_is_filled_in() {
    let house = House::open().await;
    let account = congvu_store::AccountRow {
        id: "citizen:an".to_owned(),
        login: "an".to_owned(),
        password_hash: String::new(),
        name: "Công ty <Sao Mai>".to_owned(),
        phone: "0912345678".to_owned(),
        email: "an@example.vn".to_owned(),
        kind: "citizen".to_owned(),
        person: None,
        created_ms: 0,
        closed_ms: None,
    };
    house.desk.store().put_account("hau-giang", &account).await.unwrap();
    for (apply, name) in [
        ("/hau-giang/apply/aggregated-site.grant", "licensee"),
        ("/hau-giang/apply/feedback.handling", "full_name"),
    ] {
        let filled = |text: &str, field: &str| {
            let id = format!("id=\"f-{field}\"");
            let tag =
                text.split('<').find(|tag| tag.contains(&id)).unwrap_or_else(|| panic!("{field}: {text}"));
            let value = tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
            value.to_owned()
        };
        let mut an = signed_in(&house, "an").await;
        let draft = an.post(apply, apply, &[]).await.header("location").to_owned();
        let form = an.get(&draft).await.text;
        assert_eq!(filled(&form, name), "Công ty &#60;Sao Mai&#62;");
        assert_eq!(filled(&form, "phone"), "0912345678");
        assert_eq!(filled(&form, "email"), "an@example.vn");
        // Without an account nothing is filled in.
        let mut anyone = Browser::new(&house.app);
        let draft = anyone.post(apply, apply, &[]).await.header("location").to_owned();
        assert_eq!(filled(&anyone.get(&draft).await.text, "phone"), "");
    }
}
