//! Taking over a paper register as an officer does it: the empty sheet, the filled one, its faults, the act.

use crate::house::{AGENCY, Answer, House, REGISTER};
use axum::body::Body;
use axum::http::{Request, header};
use congvu_authority::Actor;
use congvu_desk::{On, Opening};
use congvu_matter::Command;
use http_body_util::BodyExt;
use serde_json::json;
use tower::ServiceExt;

const SEATS: [(&str, &str, Option<&str>); 5] = [
    ("director", "director", None),
    ("head", "unit-head", Some("press-publishing")),
    ("specialist", "specialist", Some("press-publishing")),
    ("digital-head", "unit-head", Some("digital")),
    ("clerk", "clerk", Some("office")),
];

async fn staffed() -> House {
    let house = House::open().await;
    for (id, kind, unit) in SEATS {
        let by = if kind == "director" { "chairman" } else { "director" };
        let person = if by == "chairman" { by.to_owned() } else { format!("p-{by}") };
        let appointment = json!({ "appointment": {
            "position": { "id": id, "kind": kind, "unit": unit },
            "person": format!("p-{id}"), "name": format!("Người {id}"), "from": "2024-03-04T07:00:00",
        }});
        let request = congvu_desk::Request {
            agency: AGENCY.to_owned(),
            actor: Actor::Position { person: person.as_str().into(), position: by.into() },
            on: On::New(Opening::Lifecycle("appointment".to_owned())),
            seen: None,
            idempotency_key: None,
            command: Command {
                act: "appoint".to_owned(),
                input: appointment.as_object().cloned().unwrap(),
                ..Command::default()
            },
        };
        house.desk.perform(request).await.unwrap();
    }
    house
}

/// A browser with cookies.
struct Browser<'h> {
    house: &'h House,
    cookies: Vec<(String, String)>,
}

impl<'h> Browser<'h> {
    async fn of(house: &'h House, position: &str) -> Self {
        let mut browser = Self { house, cookies: Vec::new() };
        browser.get(&format!("/test/{AGENCY}/{position}")).await;
        browser
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Vec<u8>) -> Answer {
        let line: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let request = request.header("accept", "text/html").header(header::COOKIE, line.join("; "));
        let request = request.body(Body::from(body)).unwrap();
        let (parts, body) = self.house.app.clone().oneshot(request).await.unwrap().into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(k, _)| k != name);
            self.cookies.push((name.to_owned(), rest.split(';').next().unwrap().to_owned()));
        }
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Vec::new()).await
    }

    /// Hands a sheet in; gives the page that shows what it says, with its address.
    async fn hand_in(&mut self, sheet: &[u8]) -> (String, Answer) {
        let path = import("");
        let csrf = hidden(&self.get(&path).await, "_csrf");
        let mut body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{csrf}\r\n--x\r\nContent-Disposition: form-data; \
             name=\"sheet\"; filename=\"so.csv\"\r\nContent-Type: text/csv\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(sheet);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let request = Request::post(&path).header("content-type", "multipart/form-data; boundary=x");
        let answer = self.send(request, body).await;
        if answer.status != 303 {
            return (path, answer);
        }
        let next = answer.headers["location"].to_str().unwrap().to_owned();
        let page = self.get(&next).await;
        (next, page)
    }

    async fn enter(&mut self, path: &str, csrf: &str, key: &str, book: &str) -> Answer {
        let fields = [("_csrf", csrf), ("_key", key), ("book", book), ("note", "")];
        let mut body = form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, body.into_bytes()).await
    }
}

fn import(rest: &str) -> String {
    format!("/{AGENCY}/desk/registers/{REGISTER}/import{rest}")
}

fn hidden(page: &Answer, name: &str) -> String {
    let text = page.text();
    let rest = text
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap_or_else(|| panic!("no {name}: {text}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Lines of a paper register; line `bad` has a day that is none.
fn sheet(rows: usize, bad: Option<usize>) -> Vec<u8> {
    let mut out = String::from("Số,Ngày cấp,Tên cơ quan,Tên miền\r\n");
    for n in 1..=rows {
        let day = if bad == Some(n) { "31/02/2019" } else { "05/03/2019" };
        out.push_str(&format!("{n:05}/GP-CU,{day},Đơn vị {n},don-vi-{n}.example.vn\r\n"));
    }
    out.replace("Tên cơ quan", "licensee").replace("Tên miền", "domains").into_bytes()
}

#[tokio::test]
async fn the_empty_sheet_names_every_column() {
    let house = staffed().await;
    let mut head = Browser::of(&house, "head").await;
    let page = head.get(&import("")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains(&import("/sheet.csv")));
    let empty = head.get(&import("/sheet.csv")).await;
    assert_eq!(empty.headers["content-type"], "text/csv; charset=utf-8");
    let text = empty.text();
    assert!(
        text.starts_with(
            "\u{feff}\"Số\",\"Ngày cấp\",\"Có giá trị đến hết ngày\",\"Tình trạng\",\"Trang sổ\","
        ),
        "{text}"
    );
    // Given back as it is, it has columns and no lines.
    let (_, page) = head.hand_in(&empty.bytes).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("chưa có dòng nào"), "{}", page.text());
}

/// The bad input that the department names: one bad row in 10,000.
#[tokio::test]
async fn one_bad_row_in_ten_thousand() {
    let house = staffed().await;
    let mut head = Browser::of(&house, "head").await;
    let before = house.desk.store().head(AGENCY).await.unwrap().seq;
    let (path, page) = head.hand_in(&sheet(10_000, Some(7_777))).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    for said in ["10.000 dòng, 1 chỗ cần sửa", "7778", "Ngày cấp", "31/02/2019", "Không phải ngày"]
    {
        assert!(
            text.contains(said),
            "{said} is not in {}",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        );
    }
    assert!(!text.contains("name=\"book\""), "there is nothing to press");
    assert!(page.bytes.len() < 100_000, "{} bytes", page.bytes.len());
    // Pressed all the same, it enters nothing.
    let csrf = hidden(&head.get(&import("")).await, "_csrf");
    let answer = head.enter(&path, &csrf, "k1", "Sổ 1").await;
    assert_eq!(answer.status, 422);
    assert_eq!(house.desk.store().head(AGENCY).await.unwrap().seq, before);
    let all = house.get(&format!("/{AGENCY}/registers/{REGISTER}.json")).await.json();
    assert_eq!(all["entries"].as_array().unwrap().len(), 0, "nothing is half imported");
}

#[tokio::test]
async fn entered_by_whom_a_clause_lets() {
    let house = staffed().await;
    let good = sheet(30, None);
    // A specialist of the unit may look and pass it on; so may others who work here; nobody of them enters it.
    for (who, status) in [("specialist", 403), ("digital-head", 403), ("clerk", 403), ("director", 403)] {
        let mut browser = Browser::of(&house, who).await;
        let (path, page) = browser.hand_in(&good).await;
        assert_eq!(page.status, 200, "{who}: {}", page.text());
        assert!(page.text().contains("Người head") && !page.text().contains("name=\"book\""), "{who}");
        let csrf = hidden(&browser.get(&import("")).await, "_csrf");
        let answer = browser.enter(&path, &csrf, "k", "Sổ 1").await;
        assert_eq!(answer.status, status, "{who}: {}", answer.text());
    }
    let mut head = Browser::of(&house, "head").await;
    let (path, page) = head.hand_in(&good).await;
    let (csrf, key) = (hidden(&page, "_csrf"), hidden(&page, "_key"));
    let unnamed = head.enter(&path, &csrf, &key, " ").await;
    assert_eq!(unnamed.status, 422);
    assert!(unnamed.text().contains("Xin ghi tên sổ giấy"));
    let done = head.enter(&path, &csrf, &key, "Sổ 1").await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(done.headers["location"].to_str().unwrap().starts_with("/binh-duong/desk/cases/"));
    let entry = house.get(&format!("/{AGENCY}/registers/{REGISTER}/2019/00007/GP-CU")).await.text();
    for said in ["Đơn vị 7", "Nhập từ sổ giấy “Sổ 1”", "Nhập vào sổ, số", "Đ3·k8·a"]
    {
        assert!(entry.contains(said), "{said}: {entry}");
    }
    let then = house.get(&format!("/{AGENCY}/registers/{REGISTER}.json?on=2019-03-04")).await.json();
    assert_eq!(then["entries"].as_array().unwrap().len(), 0, "before the day of issue");
    // The same file again is known, and its lines too.
    let (path, page) = head.hand_in(&good).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("đã được nhập rồi") && page.text().contains("Sổ đã có mục này"));
    let again = head.enter(&path, &csrf, "another", "Sổ 1").await;
    assert_eq!(again.status, 422);
}

#[tokio::test]
async fn what_is_no_sheet_is_told_so() {
    let house = staffed().await;
    let mut head = Browser::of(&house, "head").await;
    for (bytes, said) in [
        (&b""[..], "Chưa có tệp nào"),
        (b"%PDF-1.7\n", "không phải bảng Excel"),
        (b"PK\x03\x04 broken", "không phải bảng Excel"),
        (b"\xff\xfe\x41\x00", "không phải bảng Excel"),
    ] {
        let (_, page) = head.hand_in(bytes).await;
        assert_eq!(page.status, 422, "{said}");
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert_eq!(head.get(&import(&format!("/{}", "ab".repeat(32)))).await.status, 404);
    assert_eq!(head.get(&import("/..%2f..")).await.status, 404);
    assert_eq!(head.get(&format!("/{AGENCY}/desk/registers/none/import")).await.status, 404);
}

#[tokio::test]
async fn books_of_the_office_are_read_as_the_table_says() {
    let house = staffed().await;
    let path = format!("/{AGENCY}/registers/publication-deposits");
    for (who, status) in
        [("head", 200), ("specialist", 200), ("director", 200), ("digital-head", 404), ("clerk", 404)]
    {
        let mut browser = Browser::of(&house, who).await;
        assert_eq!(browser.get(&path).await.status, status, "{who}");
        assert_eq!(browser.get(&format!("{path}.csv")).await.status, status, "{who}");
    }
    let mut head = Browser::of(&house, "head").await;
    let json = head.get(&format!("{path}.json")).await;
    assert!(json.headers["cache-control"].to_str().unwrap().starts_with("private"));
    assert!(head.get(&format!("/{AGENCY}/registers")).await.text().contains("Sổ lưu chiểu"));
}
