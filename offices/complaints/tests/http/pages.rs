//! What each page shows, to whom, and what it must never show.

use crate::house::{AGENCY, House};
use axum::http::StatusCode;
use congvu_testing::{Answer, Client};

const NAME: &str = "Quách Thị Hồng Nhạn";
const CONTENT: &str = "Nhận phong bì tại quầy tiếp khách";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn at(path: &str) -> String {
    format!("/{AGENCY}{path}")
}

async fn send(client: &mut Client, changes: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
    let page = client.get(&at("/complaints/denounce")).await;
    page.is(StatusCode::OK);
    let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
    send_again(client, &csrf, &key, changes, files).await
}

async fn send_again(
    client: &mut Client,
    csrf: &str,
    key: &str,
    changes: &[(&str, &str)],
    files: &[(&str, &str, &[u8])],
) -> Answer {
    let usual = [("about", "staff"), ("full_name", NAME), ("phone", "0938475610"), ("content", CONTENT)];
    let mut fields = vec![("_csrf", csrf), ("_key", key)];
    fields.extend(usual.iter().filter(|(n, _)| !changes.iter().any(|(c, _)| c == n)));
    fields.extend(changes.iter().filter(|(_, v)| !v.is_empty()));
    client.upload(&at("/complaints/denounce"), &fields, files).await
}

/// The code that an answer shows.
fn code_of(answer: &Answer) -> String {
    let is_code = |w: &&str| w.len() == 24 && w.matches('-').count() == 4;
    let words = answer.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.into_iter().find(is_code).unwrap_or_else(|| panic!("no code in {}", answer.text)).to_owned()
}

async fn post(client: &mut Client, path: &str, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    let csrf = page.hidden("_csrf");
    let mut all = vec![("_csrf", csrf.as_str())];
    all.extend(fields);
    client.post(path, &all).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_without_a_name_in_the_answer_and_followed_by_a_code() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let done = send(&mut browser, &[], &[("files", "anh.pdf", PDF)]).await;
    done.is(StatusCode::OK).has_not(NAME).has_not(CONTENT).has_not("0938475610");
    assert_eq!(done.header("cache-control"), "no-store");
    let code = code_of(&done);
    // Another browser, another day: the code alone.
    let mut other = house.visitor();
    let page = other.get(&at("/complaints/follow")).await;
    let found = post(&mut other, &at("/complaints/follow"), &page, &[("code", &code.to_lowercase())]).await;
    found.is(StatusCode::OK).has("đơn ký tên").has_not(NAME).has_not(CONTENT);
    assert_eq!(found.header("cache-control"), "no-store");
    let wrong =
        post(&mut other, &at("/complaints/follow"), &page, &[("code", "0000-0000-0000-0000-0000")]).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).has("Không tìm thấy mã này");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_twice_is_one_and_gives_the_same_code() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let page = browser.get(&at("/complaints/denounce")).await;
    let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
    let first = send_again(&mut browser, &csrf, &key, &[], &[]).await;
    let second = send_again(&mut browser, &csrf, &key, &[], &[]).await;
    assert_eq!(code_of(first.is(StatusCode::OK)), code_of(second.is(StatusCode::OK)));
    house.matter().await;
    let changed = send_again(&mut browser, &csrf, &key, &[("content", "Khác")], &[]).await;
    assert!(changed.status.is_client_error(), "{}", changed.status);
    house.matter().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_or_too_much_is_said_and_nothing_is_kept() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let long = "dài ".repeat(4_000);
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("about", "")], "Tố cáo về ai"),
        (&[("content", "")], "Nội dung tố cáo"),
        (&[("content", &long)], "quá dài"),
        (&[("about", "somebody")], "Tố cáo về ai"),
    ];
    for (changes, said) in cases {
        let answer = send(&mut browser, changes, &[]).await;
        answer.is(StatusCode::UNPROCESSABLE_ENTITY).has(said);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let bad = send(&mut browser, &[], &[("files", "virus.exe", b"MZ\x90\x00")]).await;
    bad.is(StatusCode::UNPROCESSABLE_ENTITY);
    let rows = house.desk.store().matters(AGENCY, 100, "").await.unwrap();
    assert!(rows.iter().all(|r| r.kind != "denunciation"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_seal_opens_once_for_whom_it_is_for() {
    let house = House::open().await;
    send(&mut house.visitor(), &[], &[("files", "anh-cua-nhan.pdf", PDF)]).await.is(StatusCode::OK);
    let path = at(&format!("/desk/complaints/{}", house.matter().await));
    let mut director = house.officer("director").await;
    let page = director.get(&path).await;
    page.is(StatusCode::OK).has("Chưa ai mở").has_not(NAME).has_not(CONTENT).has_not("anh-cua-nhan");
    let silent = post(&mut director, &path, &page, &[("what", "identity"), ("reason", "")]).await;
    silent.is(StatusCode::UNPROCESSABLE_ENTITY).has_not(NAME);
    let opened = post(&mut director, &path, &page, &[("what", "identity"), ("reason", "Xác minh")]).await;
    opened.is(StatusCode::OK).has(NAME).has(CONTENT).has("anh-cua-nhan.pdf");
    assert_eq!(opened.header("cache-control"), "no-store");
    let fields = [("what", "file"), ("_file", "0"), ("reason", "Xem tệp")];
    let file = post(&mut director, &path, &page, &fields).await;
    file.is(StatusCode::OK);
    assert!(file.text.starts_with("%PDF-1.7") && file.header("cache-control") == "no-store");
    assert!(!file.header("content-disposition").contains("nhan"), "{}", file.header("content-disposition"));
    let after = director.get(&path).await;
    after.has("Xác minh").has("Xem tệp").has_not(NAME).has_not(CONTENT);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_do_not_even_learn_of_it() {
    let house = House::open().await;
    send(&mut house.visitor(), &[("about", "leadership")], &[]).await.is(StatusCode::OK);
    let matter = house.matter().await;
    for who in ["director", "deputy", "inspectorate-head", "inspector", "reception", "clerk"] {
        let mut client = house.officer(who).await;
        client.get(&at(&format!("/desk/complaints/{matter}"))).await.is(StatusCode::NOT_FOUND);
        let list = client.get(&at("/desk/complaints")).await;
        list.is(StatusCode::OK).has("Không có việc nào").has_not(&matter);
    }
    let mut visitor = house.visitor();
    visitor.get(&at(&format!("/desk/complaints/{matter}"))).await.is(StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_at_the_desk_is_sealed_by_whoever_cannot_open_it() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let path = at("/desk/complaints/take/take-denunciation");
    let page = reception.get(&path).await;
    let (csrf, key) = (page.is(StatusCode::OK).hidden("_csrf"), page.hidden("_key"));
    let fields = [
        ("_csrf", csrf.as_str()),
        ("_key", key.as_str()),
        ("_channel", "counter"),
        ("about", "field"),
        ("how", "spoken"),
        ("full_name", NAME),
        ("address", "Số 1 đường Mẫu"),
        ("content", CONTENT),
    ];
    let without: Vec<_> = fields.iter().copied().filter(|(n, _)| *n != "full_name").collect();
    let missing = reception.upload(&path, &without, &[]).await;
    missing.is(StatusCode::UNPROCESSABLE_ENTITY).has("Họ và tên");
    let taken = reception.upload(&path, &fields, &[]).await;
    taken.is(StatusCode::OK).has_not(NAME).has_not(CONTENT);
    code_of(&taken);
    let matter = house.matter().await;
    let own = reception.get(&at(&format!("/desk/complaints/{matter}"))).await;
    own.has_not(NAME).has_not("value=\"identity\"");
    for who in ["inspector", "deputy"] {
        let refused = house.officer(who).await.get(&path).await;
        refused.is(StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn withdrawn_by_the_code_and_by_nobody_else() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let code = code_of(&send(&mut browser, &[], &[]).await);
    let page = browser.get(&at("/complaints/follow")).await;
    let path = at("/complaints/withdraw");
    let fields = [("code", "1111-1111-1111-1111-1111"), ("forced", "no")];
    post(&mut browser, &path, &page, &fields).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    let silent = post(&mut browser, &path, &page, &[("code", &code)]).await;
    silent.is(StatusCode::UNPROCESSABLE_ENTITY).has("đe dọa");
    let done = post(&mut browser, &path, &page, &[("code", &code), ("forced", "no")]).await;
    done.is(StatusCode::OK).has("Đã ghi nhận yêu cầu rút");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_tries_are_slowed_down() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let page = browser.get(&at("/complaints/follow")).await;
    let mut last = StatusCode::OK;
    for n in 0..22 {
        let code = format!("{n:04}-0000-0000-0000-0000");
        last = post(&mut browser, &at("/complaints/follow"), &page, &[("code", &code)]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_public_page_has_ways_and_times() {
    let house = House::open().await;
    let page = house.visitor().get(&at("/complaints")).await;
    page.is(StatusCode::OK)
        .has("Khiếu nại lần đầu")
        .has("Khiếu nại lần hai")
        .has("Công khai kết luận")
        .has("Chưa có kết luận");
}
