//! A case from the counter to the issued licence, by the pages alone.

use crate::house::{House, applicant, name_of};
use axum::http::StatusCode;
use congvu_desk::On;
use congvu_testing::Client;
use serde_json::json;

async fn done(client: &mut Client, case: &str, act: &str, fields: &[(&str, &str)]) {
    let answer = client.submit(case, &format!("{case}/acts/{act}"), fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}: {}", answer.text);
    assert_eq!(answer.header("location"), case);
    // The sentence on the next page names the clause.
    client.get(case).await.has("Đã xong:").has("Căn cứ: Đ");
}

// conformance: TT21-CN06, TT21-CN14, TT21-CN16, TT21-CN18, TT22-5.1.b, TT22-5.1.d, TT22-3.8
#[tokio::test]
async fn from_the_counter_to_the_issued_licence() {
    let house = House::open("binh-duong").await;
    let filed = house.file().await;
    let case = house.desk_path(&format!("/cases/{}", filed.matter));
    let code = filed.code.unwrap();

    let mut reception = house.officer("reception").await;
    let inbox = reception.get(&house.desk_path("")).await;
    inbox.has(&code).has("Tin Ánh Sáng – Công ty Ánh Sáng").has("data-keys").has("Chờ tiếp nhận: 1");
    let page = reception.get(&case).await;
    page.has("Người specialist").has("0912345678").has("anhsang.example.vn").has("Cách tính thời hạn");
    done(&mut reception, &case, "receive", &[("receive_assignee", "specialist")]).await;
    reception.get(&house.desk_path("")).await.has_not(&code);

    let mut specialist = house.officer("specialist").await;
    specialist.get(&house.desk_path("")).await.has(&code);
    let wanted =
        [("request-supplement_items", "Bản sao\nĐề án"), ("request-supplement_reason", "Thiếu đề án.")];
    done(&mut specialist, &case, "request-supplement", &wanted).await;
    specialist.get(&case).await.has("Đang tạm dừng").has("Bản sao<br>Đề án");
    let on = On::Matter(filed.matter.clone());
    house.act(applicant(), on, "supplement", json!({ "note": "Đã bổ sung." })).await.unwrap();
    let opinion = [("appraise_recommendation", "granted"), ("appraise_opinion", "Đủ điều kiện.")];
    done(&mut specialist, &case, "appraise", &opinion).await;

    let mut head = house.officer("head").await;
    head.get(&case).await.has("Dự thảo: ");
    done(&mut head, &case, "agree", &[]).await;

    let mut director = house.officer("director").await;
    let away = house.desk_path("/delegation");
    let until = [("to", "deputy"), ("until", "2024-03-08T17:00"), ("reason", "Đi công tác")];
    let answer = director.submit(&away, &away, &until).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    director.get(&away).await.has("Đang có hiệu lực").has(&name_of("deputy"));

    let mut deputy = house.officer("deputy").await;
    deputy.get(&house.desk_path("")).await.has(&code);
    deputy.get(&case).await.has("Ông/bà sẽ ký: ký thay (KT.) Giám đốc Sở.");
    let draft = deputy.get(&format!("{case}/preview?outcome=granted")).await;
    assert_eq!((draft.status, draft.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(draft.bytes.starts_with(b"%PDF"));
    done(&mut deputy, &case, "sign", &[("sign_outcome", "granted")]).await;

    let mut clerk = house.officer("clerk").await;
    done(&mut clerk, &case, "issue", &[]).await;
    let page = clerk.get(&case).await;
    page.has("ký thay (KT.) Giám đốc Sở").has("Đã trả kết quả").has("01/GP-STTTT");
    // Every paper of the case is set: receipt, request for what was missing, licence.
    let start = format!("{case}/papers/");
    let papers: Vec<&str> = page.text.split('"').filter(|p| p.starts_with(&start)).collect();
    assert_eq!(papers.len(), 3, "{papers:?}");
    for paper in papers {
        let paper = clerk.get(paper).await;
        assert!(paper.status == StatusCode::OK && paper.bytes.starts_with(b"%PDF"), "{}", paper.text);
    }
    assert_eq!(clerk.get(&format!("{start}AAAAAAAAAAAAAAAA")).await.status, StatusCode::NOT_FOUND);
}

// conformance: TT03-PL1.04, ND61-19.9
#[tokio::test]
async fn an_apology_sets_a_new_date_and_is_signed() {
    let house = House::open("hai-phong").await;
    let case = house.desk_path(&format!("/cases/{}", house.agreed().await.matter));
    let mut director = house.officer("director").await;
    let fields = [("apologise_until", "29/3/2024"), ("apologise_reason", "Chờ ý kiến phối hợp.")];
    done(&mut director, &case, "apologise", &fields).await;
    let page = director.get(&case).await;
    page.has("29/03/2024");
    let start = format!("{case}/papers/");
    let paper = page.text.split('"').rfind(|p| p.starts_with(&start)).unwrap();
    let paper = director.get(paper).await;
    assert!(paper.status == StatusCode::OK && paper.bytes.starts_with(b"%PDF"), "{}", paper.text);
}
