use crate::house::{AGENCY, House};

fn at(code: &str) -> String {
    format!("/{AGENCY}/v/{code}")
}

// conformance: NB-15.6, TT22-6.1.r
#[tokio::test]
async fn one_answer_for_each_paper() {
    let house = House::filled().await;
    for (code, verdict, title) in [
        ("VA1D000011112222", "valid", "<h1>Còn hiệu lực</h1>"),
        ("CHAN000011112222", "changed", "<h1>Đã có thay đổi</h1>"),
        ("CHAN000011113333", "valid", "<h1>Còn hiệu lực</h1>"),
        ("EXPR000011112222", "expired", "<h1>Hết hiệu lực</h1>"),
        ("REV0000011112222", "revoked", "<h1>Đã thu hồi</h1>"),
        ("REV0000011113333", "revoked", "<h1>Đã thu hồi</h1>"),
        ("SVSP000011112222", "suspended", "<h1>Đang bị đình chỉ</h1>"),
        ("RECE000011112222", "genuine", "<h1>Đúng là giấy tờ của Sở</h1>"),
    ] {
        let page = house.get(&at(code)).await;
        assert_eq!(page.status, 200, "{code}");
        assert!(page.text().contains(title), "{code}: {}", page.text());
        let json = house.ask(&at(code), "application/json", None).await.json();
        assert_eq!(json["verdict"], verdict, "{code}");
    }
    for code in ["NEVER00011112222", "%C4%91", "..%2Fx"] {
        let page = house.get(&at(code)).await;
        assert_eq!(page.status, 404, "{code}");
        assert!(page.text().contains("<h1>Không phải giấy tờ của Sở</h1>"), "{code}");
        let json = house.ask(&at(code), "application/json", None).await;
        assert_eq!((json.status.as_u16(), json.json()["verdict"].as_str()), (404, Some("not-ours")));
    }
    assert_eq!(house.get("/long-an/v/VA1D000011112222").await.status, 404, "another department's paper");
    assert_eq!(house.get("/nowhere/v/VA1D000011112222").await.status, 404);
}

#[tokio::test]
async fn a_clerk_reads_what_paper_it_is() {
    let house = House::filled().await;
    let text = house.get(&at("VA1D000011112222")).await.text();
    for said in [
        "Giấy phép Thiết lập trang thông tin điện tử tổng hợp",
        "01/GP-STTTT, ngày 01/03/2024",
        "Công ty Cổ phần Sông Bé",
        "Sở Thông tin và Truyền thông tỉnh Bình Dương",
        "Trần Thị Ký (KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC)",
        "Đ3·k8·a",
        "/binh-duong/registers/aggregated-sites/2024/01/GP-STTTT",
        "/paper.pdf",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let changed = house.get(&at("CHAN000011112222")).await.text();
    assert!(changed.contains("Đã thay đổi theo 07/GP-STTTT, ngày 15/01/2024"));
    assert!(changed.contains("/binh-duong/v/CHAN000011113333"));
    let json = house.ask(&at("CHAN000011112222"), "application/json", None).await.json();
    assert_eq!(json["standing"], "valid");
    assert_eq!(json["number"], "02/GP-STTTT");
    assert_eq!(json["current"]["number"], "07/GP-STTTT");
    assert_eq!(json["clause"]["eid"], "att_1__art_3__para_8__point_a");
    assert_eq!(json["until"], "2033-05-02T09:30:00");
}

#[tokio::test]
async fn receipts_tell_no_names() {
    let house = House::filled().await;
    let text = house.get(&at("RECE000011112222")).await.text();
    assert!(text.contains("N. V. B. M.") && text.contains("000.00.00.H09-240301-0001"));
    for private in ["Bí Mật", "0912345678", "Sông Bé", "3700000001"] {
        assert!(!text.contains(private), "{private}");
    }
    let json = house.ask(&at("RECE000011112222"), "application/json", None).await.text();
    assert!(!json.contains("Bí Mật"));
    assert_eq!(house.get(&at("RECE000011112222/paper.pdf")).await.status, 404);
}

#[tokio::test]
async fn codes_as_people_type_them() {
    let house = House::filled().await;
    for typed in ["va1d000011112222", "VA1D-0000-1111-2222", "VA1D%200000%201111%202222", "valdOoOoiIlL2222"]
    {
        assert_eq!(house.get(&at(typed)).await.status, 200, "{typed}");
    }
    let form = house.get("/binh-duong/verify").await;
    assert!(form.status == 200 && form.text().contains("name=\"code\""));
    let sent = house.get("/binh-duong/verify?code=vald+0000+1111+2222").await;
    assert_eq!(sent.status, 303);
    assert_eq!(sent.headers["location"], "/binh-duong/v/VA1D000011112222");
    let wrong = house.get("/binh-duong/verify?code=%C4%91%C4%91").await;
    assert!(wrong.status == 200 && wrong.text().contains("Mã chỉ gồm"));
}

// conformance: TT22-6.1.q, ND61-20.5
#[tokio::test]
async fn papers_of_registers_can_be_opened() {
    let house = House::filled().await;
    let first = house.get(&at("VA1D000011112222/paper.pdf")).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.headers["content-type"], "application/pdf");
    assert!(first.bytes.starts_with(b"%PDF-"));
    let again = house.get(&at("va1d-0000-1111-2222/paper.pdf")).await;
    assert!(again.bytes == first.bytes, "kept, not set again");
    assert_eq!(house.get(&at("VA1D000011112222")).await.status, 200, "the code still leads to the entry");
    for none in ["EXPR000011112222", "NEVER00011112222"] {
        assert_eq!(house.get(&at(&format!("{none}/paper.pdf"))).await.status, 404, "{none}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_by_address() {
    let house = House::filled().await;
    let mut last = 0;
    for n in 0..=60 {
        last =
            house.ask(&at(&format!("GVESS{n:04}")), "text/html", Some("203.0.113.7:1")).await.status.as_u16();
    }
    // The window may have changed once on the way.
    if last != 429 {
        for n in 0..=60 {
            last = house
                .ask(&at(&format!("GVESS{n:04}")), "text/html", Some("203.0.113.7:1"))
                .await
                .status
                .as_u16();
        }
    }
    assert_eq!(last, 429);
    assert_eq!(house.ask(&at("VA1D000011112222"), "text/html", Some("203.0.113.8:1")).await.status, 200);
}

/// A sealer that has no authority of time.
struct Nobody;

impl congvu_desk::Sealer for Nobody {
    fn seal(&self, _: congvu_desk::ToSeal) -> congvu_desk::Sealed<'_> {
        Box::pin(async { Err("no authority of time".to_owned()) })
    }
}

// conformance: HN-05
#[tokio::test]
async fn a_paper_that_waits_for_its_seal_is_not_confirmed() {
    let house = House::filled().await;
    house.desk.set_sealer(std::sync::Arc::new(Nobody));
    let page = house.get(&at("VA1D000011112222")).await;
    assert!(page.status == 200 && page.text().contains("<h1>Văn bản đang ký số</h1>"), "{}", page.text());
    assert!(!page.text().contains("01/GP-STTTT"), "nothing is told of it");
    let json = house.ask(&at("VA1D000011112222"), "application/json", None).await.json();
    assert_eq!((json["verdict"].as_str(), json.get("number")), (Some("not-yet"), None));
    let pdf = house.get(&at("VA1D000011112222/paper.pdf")).await;
    assert!(pdf.status == 503 && pdf.text().contains("đang ký số"), "{}", pdf.text());
    let kept = house.get(&at("RECE000011112222")).await;
    assert!(kept.text().contains("<h1>Đúng là giấy tờ của Sở</h1>"), "what is kept was issued");
}
