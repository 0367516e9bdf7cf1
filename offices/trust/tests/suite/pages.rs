use crate::house::{AGENCY, House};
use axum::body::Body;
use axum::http::Request;
use congvu_sign::StampRequest;

// conformance: TT22-2020-5.5, TT22-2020-7, HN-05
#[tokio::test]
async fn a_file_is_checked_and_the_answer_stands_in_words() {
    let house = House::open().await;
    let sealed = house.sealed();
    let page = house.check(&sealed).await;
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for said in
        ["<h1>Chữ ký hợp lệ</h1>", "DEMO Sở", "DEMO root", "DEMO time", "Toàn bộ tệp", "Sở không lưu tệp này"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    let mut changed = sealed.clone();
    let at = changed.windows(8).position(|w| w == b"Fee: 100").unwrap();
    changed[at + 5] = b'9';
    let text = house.check(&changed).await.text();
    assert!(text.contains("<h1>Chữ ký không hợp lệ</h1>"), "{text}");
    assert!(text.contains("Văn bản đã bị sửa sau khi ký"), "{text}");
    let text = house.check(&house.paper()).await.text();
    assert!(text.contains("<h1>Không có chữ ký số</h1>"), "{text}");
    let stranger = House::open().await;
    let text = house.check(&stranger.sealed()).await.text();
    assert!(text.contains("<h1>Chưa xác định được người ký</h1>"), "{text}");
}

#[tokio::test]
async fn a_paper_of_the_department_leads_to_its_page() {
    let house = House::open().await;
    let sealed = house.sealed();
    house.keep(&sealed, "m9", "RECE000011112222").await;
    let text = house.check(&sealed).await.text();
    assert!(text.contains("Văn bản do Sở ban hành"), "{text}");
    assert!(text.contains(&format!("/{AGENCY}/v/RECE000011112222")), "{text}");
}

#[tokio::test]
async fn what_cannot_be_read_is_said() {
    let house = House::open().await;
    for (file, said) in [
        (b"".to_vec(), "Tệp trống"),
        (b"hello".to_vec(), "Không đọc được tệp này"),
        (b"%PDF-1.7\nnothing".to_vec(), "Không đọc được tệp này"),
    ] {
        let page = house.check(&file).await;
        assert_eq!(page.status, 422, "{said}");
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let large = house.check(&vec![b' '; congvu_sign::MAX_PDF_BYTES + 1]).await;
    assert_eq!(large.status, 413);
    assert_eq!(house.get("/nowhere/trust").await.status, 404);
    let forged = Request::post(format!("/{AGENCY}/trust"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::from("--x\r\nContent-Disposition: form-data; name=\"paper\"\r\n\r\nx\r\n--x--\r\n"));
    assert_eq!(house.send(forged.unwrap()).await.status, 403, "a page of another site sends nothing");
}

// conformance: TT22-2020-5.4, TT41-12
#[tokio::test]
async fn the_roots_are_shown_and_handed_out() {
    let house = House::open().await;
    assert!(house.get(&format!("/{AGENCY}/trust")).await.text().contains("DEMO root"));
    let pem = house.get(&format!("/{AGENCY}/trust/roots.pem")).await;
    assert!(pem.text().starts_with("-----BEGIN CERTIFICATE-----") && !pem.text().contains("PRIVATE"));
}

#[tokio::test]
async fn time_is_told_over_http() {
    let house = House::open().await;
    let ask = |kind: &'static str, body: Vec<u8>| {
        house.send(Request::post("/tsa").header("content-type", kind).body(Body::from(body)).unwrap())
    };
    let request = StampRequest::new([7; 32]).unwrap();
    let answer = ask("application/timestamp-query", request.der().to_vec()).await;
    assert_eq!(
        (answer.status.as_u16(), answer.headers["content-type"].to_str().unwrap()),
        (200, "application/timestamp-reply")
    );
    let token = request.read(&answer.bytes).unwrap();
    assert!((token.at_ms - house.desk.clock().now_ms()).abs() < 10_000);
    assert!(request.read(&ask("application/timestamp-query", b"x".to_vec()).await.bytes).is_err());
    assert_eq!(ask("application/octet-stream", request.der().to_vec()).await.status, 415);
    assert_eq!(ask("application/timestamp-query", vec![0; 5_000]).await.status, 413);
}
