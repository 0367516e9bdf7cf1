use crate::house::{AGENCY, House, REGISTER, day, entry};

fn list(rest: &str) -> String {
    format!("/{AGENCY}/registers/{REGISTER}{rest}")
}

#[tokio::test]
async fn registers_of_a_department() {
    let house = House::open().await;
    let page = house.get(&format!("/{AGENCY}/registers")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains(&list("")));
    for unknown in ["/nowhere/registers", "/binh-duong/registers/none", "/binh-duong/registers/none.csv"] {
        assert_eq!(house.get(unknown).await.status, 404, "{unknown}");
    }
    assert!(house.get(&list("")).await.text().contains("Sổ chưa có mục nào"));
}

#[tokio::test]
async fn list_shows_every_standing_and_only_what_is_public() {
    let house = House::filled().await;
    let page = house.get(&list("")).await;
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in [
        "01/GP-STTTT",
        "Công ty Cổ phần Sông Bé",
        "Còn hiệu lực",
        "Hết hiệu lực",
        "Đang bị đình chỉ",
        "Đã thu hồi",
        "Đất Thủ mới",
    ] {
        assert!(text.contains(said), "{said}");
    }
    for private in ["3700000001", "0274999888", "a@vidu.vn"] {
        assert!(!text.contains(private), "{private}");
    }
    let english = house.get(&list("?lang=en")).await.text();
    for said in ["In force", "Expired", "Suspended", "Revoked"] {
        assert!(english.contains(said), "{said}");
    }
}

// conformance: NB-10
#[tokio::test]
async fn search_needs_no_diacritics() {
    let house = House::filled().await;
    for (q, found, not_found) in [
        ("song be", "Sông Bé", "Đất Thủ"),
        ("dat+thu", "Đất Thủ", "Sông Bé"),
        ("04%2FGP-STTTT", "Ví Dụ", "Sông Bé"),
        ("2024%2F01%2FGP-STTTT", "Sông Bé", "Ví Dụ"),
    ] {
        let text = house.get(&list(&format!("?q={}", q.replace(' ', "%20")))).await.text();
        let table = text.split("<table").nth(1).expect(q);
        assert!(table.contains(found) && !table.contains(not_found), "{q}");
    }
    assert!(house.get(&list("?q=khong+co+gi+het")).await.text().contains("Không tìm thấy"));
}

#[tokio::test]
async fn as_of_a_day() {
    let house = House::filled().await;
    let then = house.get(&list("?at=2022-12-31")).await.text();
    assert!(then.contains("Ví Dụ") && !then.contains("Sông Bé") && !then.contains("Đã thu hồi"));
    assert!(then.contains("không phải hôm nay"));
    assert!(house.get(&list("?at=1999-01-01")).await.text().contains("Sổ chưa có mục nào"));
    let wrong = house.get(&list("?at=abc")).await;
    assert_eq!(wrong.status, 200);
    assert!(wrong.text().contains("Ngày chưa đúng"));
}

#[tokio::test]
async fn pages_follow_a_cursor() {
    let house = House::open().await;
    for n in 1..=120 {
        let one = entry(&format!("2024/{n:03}/GP-STTTT"), &format!("Đơn vị {n}"), day(2024, 1, 2));
        house.entry("long-an", &one, &format!("PAGE{n:04}")).await;
    }
    let (mut path, mut seen, mut pages) = ("/long-an/registers/aggregated-sites".to_owned(), 0, 0);
    loop {
        let text = house.get(&path).await.text();
        seen += text.matches("class=\"row-").count();
        pages += 1;
        let Some(link) = text.split("rel=\"next\" href=\"").nth(1) else { break };
        path = link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    }
    assert_eq!((seen, pages), (120, 3));
    let csv = house.get("/long-an/registers/aggregated-sites.csv").await.text();
    assert_eq!(csv.matches("\r\n").count(), 121);
    let searched = house.get("/long-an/registers/aggregated-sites.csv?q=don+vi+11").await.text();
    assert_eq!(searched.matches("\r\n").count(), 1 + 11, "11 and 110 to 119");
}

#[tokio::test]
async fn csv_is_read_by_spreadsheets_and_runs_nothing() {
    let house = House::filled().await;
    let answer = house.get(&list(".csv")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(&answer.bytes[..3], b"\xef\xbb\xbf");
    let text = answer.text();
    assert!(text.contains("\"'=Trang tin\"") && !text.contains("\"=Trang"));
    assert!(text.contains("\"vidu.vn, tin.vidu.vn\""));
    assert!(!text.contains("3700000001"));
}

#[tokio::test]
async fn entry_tells_all_its_versions() {
    let house = House::filled().await;
    let page = house.get(&list("/2023/02/GP-STTTT")).await;
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in [
        "Đất Thủ mới",
        "07/GP-STTTT",
        "Cấp lần đầu",
        "Đ3·k8·a",
        "/binh-duong/v/CHAN000011113333",
        "15/01/2024",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("3700000001"));
    let then = house.get(&list("/2023/02/GP-STTTT?at=2023-12-31")).await.text();
    let (said, _) = then.split_once("Các lần cấp").unwrap();
    assert!(said.contains("=Trang tin") && !said.contains("Đất Thủ mới"));
    assert!(house.get(&list("/2023/02/GP-STTTT?at=2020-01-01")).await.text().contains("chưa có mục đó"));
    assert_eq!(house.get(&list("/2023/99/GP-STTTT")).await.status, 404);
    assert_eq!(house.get("/long-an/registers/aggregated-sites/2023/02/GP-STTTT").await.status, 404);
}
