//! Who comes in, and the pages besides the case.

use crate::house::House;
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn only_officers_of_the_department_come_in() {
    let house = House::open("hau-giang").await;
    let matter = house.file().await.matter;
    let paths = [
        String::new(),
        "/search?q=a".to_owned(),
        "/people/clauses".to_owned(),
        "/delegation".to_owned(),
        "/open/aggregated-site.revoke".to_owned(),
        format!("/cases/{matter}"),
        format!("/cases/{matter}/preview?outcome=granted"),
    ];
    for path in &paths {
        let mut elsewhere = house.visitor();
        elsewhere.get("/test/long-an/director").await;
        for client in [&mut house.visitor(), &mut elsewhere] {
            let answer = client.get(&house.desk_path(path)).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
            assert!(answer.header("location").starts_with("/hau-giang/sign-in?next=%2Fhau-giang%2Fdesk"));
        }
    }
    // Signed in with a position that the person does not hold.
    let mut former = house.officer("nobody").await;
    assert_eq!(former.get(&house.desk_path("")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn files_are_given_out_only_with_their_case() {
    let house = House::open("hau-giang").await;
    let case = house.desk_path(&format!("/cases/{}", house.file().await.matter));
    let mut reception = house.officer("reception").await;
    let page = reception.get(&case).await;
    let link = page.text.split('"').find(|p| p.contains("/files/")).unwrap().to_owned();
    let answer = reception.get(&link).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert_eq!(answer.bytes, b"%PDF-1.7 project");
    let limits = congvu_store::FileLimits { max_bytes: 64, allow: &["application/pdf"] };
    let other = house.desk.store().files().put(b"%PDF-1.7 other".to_vec(), "o.pdf", &limits).await.unwrap();
    for wrong in [other.sha256.as_str(), "0", "..%2f..%2fcongvu.db"] {
        assert_eq!(reception.get(&format!("{case}/files/{wrong}")).await.status, StatusCode::NOT_FOUND);
    }
}

// conformance: HN-01
#[tokio::test]
async fn a_case_says_which_law_governs_it() {
    let house = House::open("hau-giang").await;
    let case = house.desk_path(&format!("/cases/{}", house.file().await.matter));
    let mut reception = house.officer("reception").await;
    let page = reception.get(&case).await;
    page.has("Hồ sơ này theo luật nào")
        .has("nên theo quy định áp dụng từ 15/04/2018")
        .has("72/2013/NĐ-CP")
        .has("Nguồn:");
}

// conformance: TT21-CN21, TT32-5.3.c
#[tokio::test]
async fn search_does_not_mind_diacritics() {
    let house = House::open("hau-giang").await;
    let entry = house.licensed().await;
    let mut clerk = house.officer("clerk").await;
    for (q, found) in [("anh sang", true), ("ÁNH", true), ("0912345678", true), ("khong co", false)] {
        let query: String = form_urlencoded::byte_serialize(q.as_bytes()).collect();
        let page = clerk.get(&house.desk_path(&format!("/search?q={query}"))).await;
        if found {
            page.has("Tin Ánh Sáng")
        } else {
            page.has("Không tìm thấy hồ sơ nào")
        };
    }
    let page = clerk.get(&house.desk_path("/search?q=anhsang.example.vn")).await;
    page.has(&entry.number).has("Còn hiệu lực").has_not("/open/");
    house
        .officer("specialist")
        .await
        .get(&house.desk_path("/search?q=anhsang"))
        .await
        .has("/open/aggregated-site.revoke?entry=");
}

#[tokio::test]
async fn the_department_revokes_a_licence_of_its_own_accord() {
    let house = House::open("hau-giang").await;
    let entry = house.licensed().await;
    let path = house.desk_path("/open/aggregated-site.revoke");
    let query: String = form_urlencoded::byte_serialize(entry.number.as_bytes()).collect();
    let page = format!("{path}?entry={query}");
    let mut specialist = house.officer("specialist").await;
    specialist.get(&house.desk_path("")).await.has("/open/aggregated-site.revoke");
    specialist.get(&page).await.has("Công ty Ánh Sáng").has("value=\"2024-03-05\"");
    let mut fields = vec![
        ("_entry", entry.number.as_str()),
        ("licence_number", "01/GP-STTTT"),
        ("licence_date", "2024-03-05"),
        ("ground", "secrets"),
        ("evidence", "Biên bản 1"),
        ("phone", "0912345678"),
    ];
    let answer = specialist.submit(&page, &path, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.has("id=\"f-open_facts-error\"").has("Biên bản 1");
    fields.push(("open_facts", "Đã đăng tin mật."));
    let answer = house.officer("reception").await.submit(&page, &path, &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
    let answer = specialist.submit(&page, &path, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    specialist.get(answer.header("location")).await.has("Đang dự thảo").has("acts/propose");
    // A number that the register does not have.
    fields[0].1 = "2024/77/GP-STTTT";
    assert_eq!(specialist.submit(&page, &path, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

// conformance: ND61-21
#[tokio::test]
async fn an_error_of_the_office_is_put_right() {
    let house = House::open("hau-giang").await;
    house.licensed().await;
    let mut director = house.officer("director").await;
    let found = director.get(&house.desk_path("/search?q=anhsang")).await;
    let found = director.get(&house.desk_path(&format!("/search?q={}", "anh+sang"))).await.text + &found.text;
    let case = found.split('"').find(|p| p.contains("/desk/cases/")).unwrap().to_owned();
    director.get(&case).await.has("name=\"correct_values.address\"").has("1 Đường Hoa");
    let fields = [
        ("correct_values.licensee", "Công ty Ánh Sáng"),
        ("correct_values.address", "2 Đường Hoa"),
        ("correct_reason", "Gõ nhầm số nhà."),
    ];
    let answer = director.submit(&case, &format!("{case}/acts/correct"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    director.get(&case).await.has("address: 2 Đường Hoa").has_not("licensee: ");
    // Nothing put right is nothing said.
    let answer =
        director.submit(&case, &format!("{case}/acts/correct"), &[("correct_reason", "Không rõ.")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn people_and_their_clauses() {
    let house = House::open("binh-duong").await;
    let page = house.officer("clerk").await.get(&house.desk_path("/people/clauses")).await;
    page.has("Người director").has("Quyết định và ký").has("(KT; khi được ủy nhiệm)").has("Đ6·k2·c");
}

#[tokio::test]
async fn who_holds_two_positions_changes_between_them() {
    let house = House::open("hau-giang").await;
    let appointment = json!({
        "position": { "id": "clerk-2", "kind": "clerk", "unit": "office" },
        "person": "p-reception", "name": "Người reception", "from": "2024-03-05T07:00:00",
    });
    let on = congvu_desk::On::New(congvu_desk::Opening::Lifecycle("appointment".to_owned()));
    let input = json!({ "appointment": appointment });
    house.act(crate::house::position("director"), on, "appoint", input).await.unwrap();
    let mut officer = house.officer("reception").await;
    let page = officer.get(&house.desk_path("")).await;
    page.has("name=\"position\"");
    let change = |csrf: &str, to: &str| {
        vec![("_csrf".to_owned(), csrf.to_owned()), ("position".to_owned(), to.to_owned())]
    };
    for (to, status) in [("director", StatusCode::BAD_REQUEST), ("clerk-2", StatusCode::SEE_OTHER)] {
        let fields = change(&page.hidden("_csrf"), to);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(officer.post(&house.desk_path("/position"), &fields).await.status, status);
    }
    officer.get(&house.desk_path("")).await.has("Văn thư");
}

// conformance: HN-20, TT21-CN22
#[tokio::test]
async fn an_answer_is_a_quotation_with_its_clause_or_there_is_no_basis() {
    let house = House::open("hau-giang").await;
    let ask = |q: &str| {
        let q: String = form_urlencoded::byte_serialize(q.as_bytes()).collect();
        house.desk_path(&format!("/ask?q={q}"))
    };
    assert_eq!(house.visitor().get(&ask("x")).await.status, StatusCode::SEE_OTHER, "for officers");
    let mut specialist = house.officer("specialist").await;
    let empty = specialist.get(&house.desk_path("/ask")).await;
    empty.has("Tra cứu căn cứ").has("Không có căn cứ thì hệ thống nói là không có");
    // From the decision, word for word, with a link to the clause; and from a procedure in force.
    let page = specialist.get(&ask("Ai cấp giấy phép trang thông tin điện tử tổng hợp?")).await;
    page.has("<blockquote").has("/hau-giang/decision/art_2__para_8__point_a").has("Thủ tục:");
    let decision = &house.desk.agency("hau-giang").unwrap().decision;
    let clause = decision.find("art_2__para_8__point_a").unwrap().own_words();
    assert!(page.text.contains(clause.trim()), "as it is written: {clause}");
    assert!(page.text.contains(&decision.title_vi()), "which decision");
    let at = |words: &str| page.text.find(words).expect("it is there");
    assert!(at("art_2__para_8__point_a") < at("Thủ tục:"), "the clause comes first");
    // From the help, with its place.
    specialist.get(&ask("số hồ sơ và số điện thoại để tra cứu")).await.has("/hau-giang/help#");
    // What no approved text knows is not made up.
    for q in [
        "Thời tiết ngày mai thế nào?",
        "Giá vàng hôm nay bao nhiêu?",
        "Đội bóng nào vô địch?",
        "<script>alert(1)</script>",
    ] {
        let page = specialist.get(&ask(q)).await;
        page.has("Không có căn cứ trong các văn bản đã duyệt");
        assert!(!page.text.contains("<blockquote") && !page.text.contains("<script>alert"), "{q}");
    }
}
