//! Searching, narrowing, keeping searches, taking lists out.

use crate::house::{House, morning, position};
use axum::http::StatusCode;
use congvu_desk::On;
use serde_json::{Value, json};

/// A case in each of three states: filed, being appraised, and with its licence.
async fn three() -> (House, String, String) {
    let house = House::open("hau-giang").await;
    house.licensed().await;
    let appraised = house.file().await.matter;
    let on = On::Matter(appraised.clone());
    house.act(position("reception"), on, "receive", json!({ "assignee": "specialist" })).await.unwrap();
    let filed = house.file().await.matter;
    (house, appraised, filed)
}

/// How many rows the table of cases has.
fn cases(page: &str) -> usize {
    page.matches("/desk/cases/").count()
}

#[tokio::test]
async fn filters_narrow_and_stand_in_the_address() {
    let (house, _, _) = three().await;
    let mut clerk = house.officer("clerk").await;
    for (query, expected) in [
        ("q=anh+sang", 3),
        ("q=anh+sang&list=entries", 0),
        ("q=anh+sang&state=open", 2),
        ("state=closed", 1),
        ("state=phase%3Awaiting", 1),
        ("state=phase%3Adone", 1),
        ("state=phase%3Anonsense", 0),
        ("state=state%3Aappraising", 1),
        ("state=state%3Aissued&q=tin", 1),
        ("officer=specialist", 2),
        ("officer=specialist-2", 0),
        ("procedure=aggregated-site.grant", 3),
        ("procedure=aggregated-site.revoke", 0),
        ("field=online-information&unit=press-publishing", 3),
        ("field=printing", 0),
        ("channel=online", 3),
        ("channel=post", 0),
        ("from=2024-03-05&to=05%2F03%2F2024", 3),
        ("from=2024-03-06", 0),
        ("to=2024-03-04", 0),
        ("due_from=2024-03-06", 2),
        ("due_to=2024-03-06", 0),
        ("late=true", 0),
        ("order=due&q=tin", 2),
        ("q=anh+sang&state=open&officer=specialist&unit=press-publishing&from=2024-03-05", 1),
    ] {
        let page = clerk.get(&house.desk_path(&format!("/search?{query}"))).await;
        assert_eq!((page.status, cases(&page.text)), (StatusCode::OK, expected), "{query}\n{}", page.text);
        assert!(page.text.len() < 100_000, "{query}: {} bytes", page.text.len());
    }
    let page = clerk.get(&house.desk_path("/search?state=open&officer=specialist&from=2024-03-05")).await;
    page.has("<details open>")
        .has("value=\"open\" selected")
        .has("value=\"specialist\" selected")
        .has("value=\"2024-03-05\"");
    clerk.get(&house.desk_path("/search?from=32/13/2024&q=tin")).await.has("Có ngày chưa đọc được");
    clerk.get(&house.desk_path("/search")).await.has("Xin gõ chữ cần tìm").has_not("/search/export");
    clerk.get(&house.desk_path("/search?q=%3D%3F%21")).await.has("Không tìm thấy hồ sơ nào");
    // Half a year later the two open cases are late.
    let later = house.at(morning().checked_add(jiff::Span::new().months(6)).unwrap());
    let page = later.officer("clerk").await.get(&later.desk_path("/search?late=true&order=due")).await;
    assert_eq!(cases(&page.text), 2);
    page.has("row-bad");
}

#[tokio::test]
async fn registers_are_found_by_number_holder_and_standing() {
    let house = House::open("hau-giang").await;
    let entry = house.licensed().await;
    let mut clerk = house.officer("clerk").await;
    let number: String = form_urlencoded::byte_serialize(entry.number.as_bytes()).collect();
    let link = format!("/hau-giang/registers/aggregated-sites/{}", entry.number);
    for (query, found) in [
        (format!("q={number}"), true),
        ("q=cong+ty+anh+sa&list=entries".to_owned(), true),
        ("register=aggregated-sites".to_owned(), true),
        ("register=newsletters".to_owned(), false),
        ("standing=valid".to_owned(), true),
        ("standing=expired".to_owned(), false),
        ("standing=suspended".to_owned(), false),
        ("standing=revoked".to_owned(), false),
        ("list=entries&due_from=2024-03-06".to_owned(), true),
        ("list=entries&due_to=2024-03-06".to_owned(), false),
    ] {
        let page = clerk.get(&house.desk_path(&format!("/search?{query}"))).await;
        assert_eq!(page.text.contains(&link), found, "{query}\n{}", page.text);
    }
    let later = house.at(morning().checked_add(jiff::Span::new().years(11)).unwrap());
    // The people's appointments have no end: they still work there.
    let mut clerk = later.officer("clerk").await;
    assert!(clerk.get(&later.desk_path("/search?standing=expired")).await.text.contains(&link));
    assert!(!clerk.get(&later.desk_path("/search?standing=valid")).await.text.contains(&link));
}

#[tokio::test]
async fn a_page_ends_and_the_next_goes_on() {
    let house = House::open("hau-giang").await;
    for _ in 0..53 {
        house.file().await;
    }
    let mut clerk = house.officer("clerk").await;
    let first = clerk.get(&house.desk_path("/search?q=tin&order=newest")).await;
    assert_eq!(cases(&first.text), 50);
    let next = first.text.split("href=\"").find(|p| p.contains("after=")).unwrap();
    let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    let second = clerk.get(&next).await;
    assert_eq!(cases(&second.text), 3);
    second.has("Về trang đầu").has_not("mục tiếp theo");
    // The inbox reads what is listed, too.
    let inbox = house.officer("reception").await.get(&house.desk_path("")).await;
    assert_eq!(cases(&inbox.text), 53);
}

// conformance: ND30-PL6-III.6.e, TT22-5.1.i
#[tokio::test]
async fn searches_are_kept_under_a_name() {
    let (house, _, _) = three().await;
    let mut head = house.officer("head").await;
    let (page, keep) = (house.desk_path("/search?q=tin&state=open"), house.desk_path("/search/saved"));
    let answer =
        head.submit(&page, &keep, &[("name", " Việc  của phòng "), ("query", "q=tin&state=open&x=1")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), page);
    let shown = head.get(&house.desk_path("/search")).await;
    shown.has("Việc  của phòng").has("/desk/search?q=tin&").has_not("x=1");
    house.officer("clerk").await.get(&house.desk_path("/search")).await.has_not("của phòng");
    for (fields, said) in [
        ([("name", "  "), ("query", "q=tin")], "xin đặt tên"),
        ([("name", "Không gì"), ("query", "")], "xin chọn điều kiện"),
    ] {
        head.submit(&page, &keep, &fields).await;
        head.get(&house.desk_path("/search")).await.has(said);
    }
    let forget = shown.text.split('"').find(|p| p.ends_with("/forget")).unwrap().to_owned();
    let mut clerk = house.officer("clerk").await;
    let answer = clerk.submit(&page, &forget, &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "somebody else's");
    assert_eq!(head.submit(&page, &forget, &[]).await.status, StatusCode::SEE_OTHER);
    head.get(&house.desk_path("/search")).await.has_not("của phòng");
}

// conformance: HN-17, TT21-CN19
#[tokio::test]
async fn whoever_takes_a_list_out_stands_in_the_record() {
    let (house, _, _) = three().await;
    let agency = house.desk.agency("hau-giang").unwrap();
    let (page, export) = (house.desk_path("/search?q=anh+sang"), house.desk_path("/search/export"));
    let mut head = house.officer("head").await;
    head.get(&page).await.has("nhiều nhất 5.000 dòng").has("/search/export");
    let before = house.desk.store().head("hau-giang").await.unwrap().seq;
    let wish = |format| [("list", "cases"), ("query", "q=anh+sang"), ("format", format)];
    let answer = head.submit(&page, &export, &wish("csv")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename*=UTF-8''hau-giang-cases-2024-03-05.csv"
    );
    assert_eq!(answer.text.matches("\r\n").count(), 4, "{}", answer.text);
    answer.has("\u{feff}\"Số hồ sơ\"").has("\"Tin Ánh Sáng\"").has("\"2024-03-05 09:").has_not("0912345678");
    let act = house.desk.store().acts_from("hau-giang", before + 1, 9).await.unwrap().pop().unwrap();
    assert_eq!((act.seq, act.kind.as_str(), act.actor.as_str()), (before + 1, "export", "p-head"));
    assert!(act.clause.ends_with("para_29"), "{}", act.clause);
    let body: Value = serde_json::from_slice(&act.body).unwrap();
    assert_eq!(body["input"]["rows"], "3");
    assert_eq!(body["input"]["filter"], "q=anh+sang&list=cases");
    assert_eq!(body["input"]["sha256"], sha256(&answer.bytes));
    // Registers as XLSX: what is in it is looked at by another program, see tools/check_sheet.py.
    let answer = head
        .submit(&page, &export, &[("list", "entries"), ("query", "q=anh+sang"), ("format", "xlsx")])
        .await;
    assert!(answer.bytes.starts_with(b"PK"), "{}", answer.text);
    // The director reads who took what out; so does anybody who works here.
    let listed = house.officer("director").await.get(&house.desk_path("/exports")).await;
    listed.has("Người head").has("Chữ: anh sang").has("XLSX").has("k29");
    assert_eq!(listed.text.matches("class=\"row-").count(), 2, "{}", listed.text);
    let report = congvu_desk::verify(house.desk.store(), agency.id(), &[]).await.unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(bytes))
}

// conformance: HN-17
#[tokio::test]
async fn nobody_else_takes_a_list_out() {
    let (house, appraised, _) = three().await;
    let agency = house.desk.agency("hau-giang").unwrap();
    let (page, export) = (house.desk_path("/search?q=anh+sang"), house.desk_path("/search/export"));
    let before = house.desk.store().head("hau-giang").await.unwrap();
    let wish = [("list", "cases"), ("query", "q=anh+sang"), ("format", "csv")];
    for who in ["specialist", "reception", "clerk"] {
        let mut client = house.officer(who).await;
        client.get(&page).await.has("không có thẩm quyền xuất").has_not("/search/export");
        let answer = client.submit(&page, &export, &wish).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who}: {}", answer.text);
        answer.has_not("0912345678");
    }
    for bad in [[("list", "people"), ("format", "csv")], [("list", "cases"), ("format", "pdf")]] {
        let answer = house.officer("director").await.submit(&page, &export, &bad).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad:?}");
    }
    // Who is not signed in gets nothing by the number of a case.
    let code = house.desk.case(agency, &appraised).await.unwrap().unwrap().matter.code.unwrap();
    let mut visitor = house.visitor();
    for path in [format!("/search?q={code}"), format!("/cases/{appraised}"), "/exports".to_owned()] {
        let answer = visitor.get(&house.desk_path(&path)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        answer.has_not("Ánh Sáng");
    }
    assert_eq!(house.desk.store().head("hau-giang").await.unwrap(), before, "nothing was recorded");
}

#[tokio::test]
async fn lists_of_an_earlier_program_are_made_anew() {
    let (house, _, _) = three().await;
    let agency = house.desk.agency("hau-giang").unwrap();
    let asked = congvu_store::Asked { kind: congvu_desk::CASES, words: &["anh"], ..Default::default() };
    let found = house.desk.store().find("hau-giang", &asked, None, 9).await.unwrap();
    // Three cases, one entry; the seven appointments are listed under their own kind.
    assert_eq!(house.desk.relist(agency).await.unwrap(), 3 + 1 + 7);
    assert_eq!(
        house.desk.store().find("hau-giang", &asked, None, 9).await.unwrap(),
        found,
        "as the acts had made them"
    );
    assert_eq!(house.desk.relist(agency).await.unwrap(), 0, "once is enough");
}
