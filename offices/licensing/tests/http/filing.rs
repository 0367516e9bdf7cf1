//! From looking for a procedure to a receipt, and what comes after.

use axum::http::StatusCode;
use congvu_desk::{LogSeed, Receipt};
use std::collections::BTreeMap;

use super::browser::Browser;
use super::house::{AGENCY, House};

pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

pub const FORM: [(&str, &str); 18] = [
    ("licensee", "Công ty TNHH Truyền thông Mẫu"),
    ("kind", "enterprise"),
    ("enterprise_code", "0104630479"),
    ("address", "1 đường Hòa Bình, Vị Thanh"),
    ("representative", "Trần Thị Bình, giám đốc"),
    ("phone", "0912 345 678"),
    ("email", "lienhe@example.vn"),
    ("site_name", "Tin Hậu Giang"),
    ("domains", "tintuc.example.vn"),
    ("purpose", "Đưa tin địa phương"),
    ("content_scope", "Kinh tế, văn hóa"),
    ("sources", "Báo Hậu Giang"),
    ("audience", "Người dân"),
    ("server_location", "Trung tâm dữ liệu, Cần Thơ"),
    ("hosting_provider", "Nhà cung cấp mẫu"),
    ("responsible_person", "Lê Văn Cường"),
    ("responsible_phone", "0912345679"),
    ("term_years", "5"),
];

/// Files an application for a new licence and gives the address of its case.
pub async fn filed(browser: &mut Browser) -> String {
    let apply = "/hau-giang/apply/aggregated-site.grant";
    let begun = browser.post(apply, apply, &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let draft = begun.header("location").to_owned();
    let saved = browser.post(&draft, &draft, &FORM).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let files = format!("{draft}/files");
    assert_eq!(saved.header("location"), files);
    let parts = [("project", "đề án.pdf", PDF), ("founding", "a.pdf", PDF), ("source-consent", "b.pdf", PDF)];
    let sent = browser.upload(&files, &files, &parts).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let check = browser.get(&format!("{draft}/check")).await;
    assert_eq!(check.status, StatusCode::OK);
    check.says("Tin Hậu Giang");
    check.says("đề án.pdf");
    let done = browser.post(&format!("{draft}/check"), &format!("{draft}/file"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let again = browser.post("/hau-giang/cases", &format!("{draft}/file"), &[]).await;
    assert_eq!(again.header("location"), "/hau-giang/cases", "the draft is gone");
    done.header("location").to_owned()
}

fn code_of(text: &str) -> String {
    let start = text.split("class=\"big-number\">").nth(1).expect("a case number");
    start.split('<').next().unwrap().to_owned()
}

// conformance: TT22-6.1.c, TT22-6.1.g, TT32-6.2, NB-7.1
#[tokio::test]
async fn pages_of_a_department() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let first = browser.get("/").await;
    first.says("/hau-giang/decision");
    browser.get("/hau-giang").await.says("name=\"q\"");
    assert_eq!(browser.get("/nowhere").await.status, StatusCode::NOT_FOUND);
    let found = browser.get("/hau-giang/procedures?q=trang+tin+tong+hop").await.text;
    let place = |what: &str| found.find(what).unwrap_or(usize::MAX);
    assert!(place("procedures/aggregated-site.grant") < place("procedures/aggregated-site.extend"));
    // The catalogue: by field in the order of the fields, and of each what can be done online.
    let all = browser.get("/hau-giang/procedures").await.text;
    let fields = house.desk.library().fields.iter().map(|f| all.find(&format!("id=\"{}\"", f.id)));
    let fields: Vec<usize> = fields.flatten().collect();
    assert!(fields.len() > 5 && fields.is_sorted(), "{fields:?}");
    let card = all.split("procedures/aggregated-site.grant").nth(1).unwrap().split("</li>").next().unwrap();
    assert!(card.contains("Trực tuyến: nộp, theo dõi và nhận kết quả trên trang này."), "{card}");
    let own = all.split("procedures/aggregated-site.revoke").nth(1).unwrap().split("</li>").next().unwrap();
    assert!(!own.contains("Trực tuyến"), "what the office opens itself has no service: {own}");
    let procedure = browser.get("/hau-giang/procedures/aggregated-site.grant").await;
    procedure.says("10 ngày làm việc");
    procedure.says("Đề án hoạt động");
    procedure.says("/hau-giang/decision/art_2__para_8__point_a");
    assert_eq!(browser.get("/hau-giang/procedures/nothing").await.status, StatusCode::NOT_FOUND);
    // What the office opens itself has a page, but nothing to apply for.
    browser.get("/hau-giang/procedures/aggregated-site.revoke").await.says("Sở tự mở");
    assert_eq!(browser.get("/hau-giang/apply/aggregated-site.revoke").await.status, StatusCode::NOT_FOUND);
}

// conformance: NB-4.2
#[tokio::test]
async fn every_procedure_says_what_people_need_and_nothing_that_was_not_read() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let library = house.desk.library();
    let today = jiff::civil::date(2024, 3, 4);
    let mut pages = 0;
    for agency in library.agencies.values() {
        for id in &agency.procedures {
            let declared = &library.loaded(agency.id(), id).unwrap().declared;
            let Some(version) = declared.version_on(today) else { continue };
            let page = browser.get(&format!("/{}/procedures/{}", agency.id(), declared.id)).await;
            assert_eq!(page.status, StatusCode::OK, "{} {id}", agency.id());
            // Limit, cost, papers, steps, law: each stands there, or that nothing is known of it.
            for title in ["Tóm tắt", "Thời hạn", "Phí", "Căn cứ pháp luật"] {
                assert!(page.text.contains(title), "{id}: {title}");
            }
            for part in &version.dossier {
                page.says(&escaped(&part.name.vi));
            }
            for law in &version.law {
                page.says(&escaped(&law.cite));
            }
            // A figure that nobody read is told to nobody: the words say so in its place.
            let fee = version.fee.as_ref().filter(|f| !f.verified);
            let unread = "Chưa công bố";
            if let Some(fee) = fee.and_then(|f| f.text.as_ref()) {
                assert!(!page.text.contains(&escaped(&fee.vi)), "{id}: a fee that was not read");
                page.says(unread);
            }
            let doubts = version.dossier.iter().filter(|p| !p.verified).count();
            assert!(page.text.matches("chưa công bố chính thức").count() >= doubts, "{id}: {doubts} doubts");
            pages += 1;
        }
    }
    assert!(pages > 200, "{pages} pages");
}

/// As a page writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

// conformance: TT01VPCP-16.2.d1, HN-17
#[tokio::test]
async fn the_number_alone_tells_how_far_and_nothing_else() {
    let house = House::open().await;
    house.staff().await;
    let mut browser = Browser::new(&house.app);
    let case = filed(&mut browser).await;
    let code = code_of(&browser.get(&case).await.text);
    let mut anyone = Browser::new(&house.app);
    let follow = "/hau-giang/cases";
    let before = anyone.post(follow, follow, &[("code", &code), ("phone", "")]).await;
    assert_eq!(before.status, StatusCode::OK, "{}", before.text);
    before.says(&code);
    before.says("Chờ tiếp nhận");
    before.says("1 trong 6 bước");
    for secret in
        ["Công ty", "Tin Hậu Giang", "0912", "18/03/2024", "papers/", "đề án", "/acts/", "Trần Thị Bình"]
    {
        assert!(!before.text.contains(secret), "`{secret}` is told to anybody");
    }
    // It opens nothing either.
    assert_eq!(anyone.get(&case).await.status, StatusCode::NOT_FOUND);
    house.grant(case.rsplit('/').next().unwrap()).await;
    let after = anyone.post(follow, follow, &[("code", &code)]).await;
    after.says("6 trong 6 bước");
    let none = anyone.post(follow, follow, &[("code", "000.00.00.H30-240304-9999")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.says("Không có hồ sơ nào mang số này");
}

// conformance: TT32-8.4
#[tokio::test]
async fn errors_say_what_to_do_and_nothing_is_lost() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let apply = "/hau-giang/apply/aggregated-site.grant";
    let draft = browser.post(apply, apply, &[]).await.header("location").to_owned();
    let wrong = browser.post(&draft, &draft, &[("site_name", "Tin Hậu Giang"), ("phone", "12")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("error-summary");
    browser.get(&draft).await.says("Tin Hậu Giang");
    browser.get("/hau-giang/drafts").await.says(&draft);
    assert_eq!(Browser::new(&house.app).get(&draft).await.status, StatusCode::NOT_FOUND, "not anybody's");
    browser.post(&draft, &draft, &FORM).await;
    let files = format!("{draft}/files");
    let bad = browser.upload(&files, &files, &[("project", "a.exe", b"MZ\x90\0\x03")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bad.text);
    // Filing without the papers ends at the page where they are handed in.
    let early = browser.post(&files, &format!("{draft}/file"), &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    early.says("Còn thiếu “Đề án hoạt động”");
    browser.upload(&files, &files, &[("project", "a.pdf", PDF)]).await;
    let page = browser.get(&files).await;
    page.says("a.pdf");
    let sha256 =
        page.text.split("name=\"sha256\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let removed =
        browser.post(&files, &format!("{draft}/remove"), &[("part", "project"), ("sha256", &sha256)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(&files).await.text.contains("a.pdf ("));
}

// conformance: TT03-PL1.01, ND61-17.3, TT22-4.2, TT22-6.1.d, TT32-5.3.b, TT22-6.1.b, TT22-6.1.m
#[tokio::test]
async fn filing_gives_a_receipt_that_can_be_followed() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let case = filed(&mut browser).await;
    let receipt = browser.get(&case).await;
    assert_eq!(receipt.status, StatusCode::OK);
    receipt.says("Thứ Hai, 18/03/2024");
    receipt.says("Bộ phận Một cửa");
    let code = code_of(&receipt.text);
    assert!(code.starts_with("000.00.00.H30-240304-"), "{code}");
    let paper = receipt.text.split(&format!("href=\"{case}/papers/")).nth(1).expect("a receipt");
    let paper = format!("{case}/papers/{}", paper.split('"').next().unwrap());
    let pdf = browser.get(&paper).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"), "{}", pdf.text);
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    assert!(pdf.header("content-disposition").starts_with("inline"));
    browser.get("/hau-giang/cases").await.says(&code);

    let mut other = Browser::new(&house.app);
    assert_eq!(other.get(&case).await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.get(&paper).await.status, StatusCode::NOT_FOUND);
    let follow = "/hau-giang/cases";
    let wrong_phone = other.post(follow, follow, &[("code", &code), ("phone", "0900000000")]).await;
    let wrong_code =
        other.post(follow, follow, &[("code", "000.00.00.H30-240304-9999"), ("phone", "0912345678")]).await;
    assert_eq!(wrong_phone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong_code.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = "Không có hồ sơ nào ứng với số hồ sơ và số điện thoại này";
    wrong_phone.says(answer);
    wrong_code.says(answer);
    let right =
        other.post(follow, follow, &[("code", &code.to_lowercase()), ("phone", "+84 912 345 678")]).await;
    assert_eq!(right.header("location"), case, "{}", right.text);
    let seen = other.get(&case).await;
    seen.says(&code);
    assert!(!seen.text.contains("/acts/withdraw"), "what cannot be undone is left to the owner");
    assert_eq!(other.get(&format!("{case}/acts/withdraw")).await.status, StatusCode::NOT_FOUND);
    let mut tries = 0;
    while tries < 20 {
        tries += 1;
        let again = other.post(follow, follow, &[("code", &code), ("phone", "0900000001")]).await;
        if again.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert!(tries < 15, "guessing is slowed down");
}

// conformance: TT22-6.1.m
#[tokio::test]
async fn the_applicant_may_do_what_the_law_lets() {
    let house = House::open().await;
    house.staff().await;
    let mut browser = Browser::new(&house.app);
    let case = filed(&mut browser).await;
    // Nothing was asked for yet.
    let early = browser.get(&format!("{case}/acts/supplement")).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    house.ask_for_more(case.rsplit('/').next().unwrap()).await;
    let page = browser.get(&case).await;
    page.says("Bản sao quyết định thành lập");
    page.says("Phòng Thông tin - Báo chí - Xuất bản");
    assert!(!page.text.contains("Nguyễn Văn An"), "units, not names");
    assert!(page.text.contains("Hồ sơ này theo luật nào"), "the law that governs it");
    let act = format!("{case}/acts/supplement");
    let sent = browser.upload(&act, &act, &[("founding", "c.pdf", PDF), ("other", "d.pdf", PDF)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = browser.get(&case).await;
    page.says("Đang thẩm định");
    page.says("c.pdf");
    let act = format!("{case}/acts/withdraw");
    browser.get(&act).await.says("không mở lại được");
    let withdrawn = browser.post(&act, &act, &[("reason", "Không cần nữa")]).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{}", withdrawn.text);
    browser.get(&case).await.says("Đã rút");
    assert_eq!(browser.get(&act).await.status, StatusCode::CONFLICT, "only once");
    assert_eq!(browser.get(&format!("{case}/acts/sign")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_extension_needs_a_licence_in_force() {
    let house = House::open().await;
    let mut browser = Browser::new(&house.app);
    let apply = "/hau-giang/apply/aggregated-site.extend";
    let draft = browser.post(apply, apply, &[]).await.header("location").to_owned();
    let form = [
        ("licence_number", "05/GP-STTTT"),
        ("licence_date", "14/03/2023"),
        ("enterprise_code", "0104630479"),
        ("years", "2"),
        ("phone", "0912345678"),
        ("email", "lienhe@example.vn"),
    ];
    let saved = browser.post(&draft, &draft, &form).await;
    assert_eq!(saved.header("location"), format!("{draft}/check"), "{}", saved.text);
    let refused = browser.post(&format!("{draft}/check"), &format!("{draft}/file"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("#f-licence_number");
}

// conformance: TT22-6.1.a, TT32-8.2, TT32-4.2.a, NB-4.5, NB-14.3
#[tokio::test]
async fn a_licence_is_extended_by_its_holder() {
    let house = House::open().await;
    house.staff().await;
    let mut browser = Browser::new(&house.app);
    let case = filed(&mut browser).await;
    house.grant(case.rsplit('/').next().unwrap()).await;
    let page = browser.get(&case).await;
    page.says("Đã trả kết quả");
    let apply = "/hau-giang/apply/aggregated-site.extend";
    let about = [("entry", "aggregated-sites/2024/01/GP-STTTT")];
    let draft = browser.post(apply, apply, &about).await.header("location").to_owned();
    let form = browser.get(&draft).await;
    form.says("value=\"01/GP-STTTT\"");
    form.says("value=\"0104630479\"");
    // The key that ties a licence to its holder is filled in for the holder only.
    let mut other = Browser::new(&house.app);
    let theirs = other.post(apply, apply, &about).await.header("location").to_owned();
    let theirs = other.get(&theirs).await;
    theirs.says("value=\"01/GP-STTTT\"");
    assert!(!theirs.text.contains("value=\"0104630479\""));
    let form = [
        ("licence_number", "1/gp-stttt"),
        ("licence_date", "04/03/2024"),
        ("enterprise_code", "0104630479"),
        ("years", "2"),
        ("phone", "0912345678"),
        ("email", "lienhe@example.vn"),
    ];
    browser.post(&draft, &draft, &form).await;
    let done = browser.post(&format!("{draft}/check"), &format!("{draft}/file"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    browser.get(done.header("location")).await.says("Gia hạn giấy phép");
}

#[tokio::test]
async fn the_proof_of_a_filing_shows_the_act_to_the_one_who_filed_alone() {
    let house = House::open().await;
    house
        .desk
        .set_log_seeds(BTreeMap::from([(AGENCY.to_owned(), LogSeed { log: [1; 32], witness: [11; 32] })]));
    let mut browser = Browser::new(&house.app);
    let case = filed(&mut browser).await;
    let page = browser.get(&case).await;
    let seq = page.text.split(&format!("href=\"{case}/receipts/")).nth(1).expect("a place in the record");
    let path = format!("{case}/receipts/{}", seq.split('"').next().unwrap());
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "not signed yet");
    house.desk.grow_log(AGENCY).await.unwrap();
    let key = house.desk.log_state(AGENCY).await.unwrap().unwrap().verifier.parse().unwrap();
    let proven = Receipt::read(&browser.get(&path).await.text).unwrap().check(&key, &[]).unwrap();
    let act = proven.act.expect("the act itself");
    assert_eq!((act.kind.as_str(), act.matter.as_str()), ("file", case.rsplit('/').next().unwrap()));

    let mut other = Browser::new(&house.app);
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    let follow = "/hau-giang/cases";
    let code = code_of(&page.text);
    other.post(follow, follow, &[("code", &code), ("phone", "0912345678")]).await;
    let closed = Receipt::read(&other.get(&path).await.text).unwrap();
    assert!(closed.check(&key, &[]).unwrap().act.is_none(), "a number and a telephone show no act");
    for wrong in ["2", "0", "-1", "99999", "x"] {
        let status = browser.get(&format!("{case}/receipts/{wrong}")).await.status;
        assert!(status.is_client_error(), "{wrong}: {status}");
    }
}
