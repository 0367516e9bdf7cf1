//! An officer's calendar, as a page and as a feed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use axum::http::StatusCode;
use congvu_desk::{On, Opening};
use congvu_testing::{House, Office, Seat, position};
use congvu_web::I18n;
use jiff::civil::date;
use serde_json::json;

const HG: &str = "hau-giang";
const SEATS: [Seat; 6] = [
    ("director", "director", ""),
    ("office-head", "unit-head", "office"),
    ("head", "unit-head", "press-publishing"),
    ("specialist", "specialist", "press-publishing"),
    ("specialist-2", "specialist", "press-publishing"),
    ("reception", "reception", "office"),
];
const PAGE: &str = "/hau-giang/desk/calendar";

const OFFICE: Office = Office {
    routes: |desk| congvu_agenda::routes().with_state(desk.clone()),
    words: || congvu_agenda::words(congvu_views::words(I18n::builder())).build().unwrap(),
};

async fn house() -> House {
    House::open(HG, &SEATS, OFFICE).await
}

/// A business files, and reception gives the case to the specialist.
async fn given(house: &House) -> String {
    let case = house.file().await.matter;
    let input = json!({ "assignee": "specialist" });
    house.act(position("reception"), On::Matter(case.clone()), "receive", input).await.unwrap();
    case
}

/// The address in the page that was just made.
fn address(page: &str) -> String {
    let rest = page.split("http://localhost/").nth(1).expect("an address");
    format!("/{}", rest.split('<').next().unwrap())
}

#[tokio::test]
async fn what_falls_due_is_on_the_page_and_in_the_feed() {
    let house = house().await;
    let case = given(&house).await;
    let due = house.desk.store().matter(HG, &case).await.unwrap().unwrap().due_ms.unwrap();
    let due = congvu_desk::from_ms(due).date();
    let mut specialist = house.officer("specialist").await;
    let page = specialist.get(PAGE).await;
    page.is(StatusCode::OK).has("Trình kết quả thẩm định").has("Tin Ánh Sáng");
    // It is the specialist's, nobody else's.
    house.officer("specialist-2").await.get(PAGE).await.is(StatusCode::OK).has_not("Tin Ánh Sáng");

    let made = specialist.submit(PAGE, &format!("{PAGE}/feed"), &[]).await;
    made.is(StatusCode::OK);
    let address = address(&made.text);
    specialist.get(PAGE).await.has_not(&address);
    // A calendar that nobody is signed in to reads it.
    let mut calendar = house.visitor();
    let feed = calendar.get(&address).await;
    feed.is(StatusCode::OK);
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(feed.header("cache-control"), "private, no-store");
    assert_eq!(feed.header("x-robots-tag"), "noindex");
    let unfolded = feed.text.replace("\r\n ", "");
    assert!(unfolded.contains(&format!("DTSTART;VALUE=DATE:{}", due.strftime("%Y%m%d"))), "{unfolded}");
    assert!(unfolded.contains(&format!("UID:due-{case}@{HG}")), "{unfolded}");
    assert!(unfolded.contains("DTSTAMP:20240305T"), "made at the desk's time: {unfolded}");
    // Calendars are kept by others: nothing of the applicant leaves the house.
    for private in ["Ánh Sáng", "0912345678", "acme", "anhsang"] {
        assert!(!unfolded.contains(private), "{private}: {unfolded}");
    }
}

#[tokio::test]
async fn an_address_ends_when_it_is_taken_back_or_replaced() {
    let house = house().await;
    let mut head = house.officer("head").await;
    let mut calendar = house.visitor();
    let feed = format!("{PAGE}/feed");
    let first = address(&head.submit(PAGE, &feed, &[]).await.text);
    calendar.get(&first).await.is(StatusCode::OK);
    let second = address(&head.submit(PAGE, &feed, &[]).await.text);
    assert_ne!(first, second);
    calendar.get(&first).await.is(StatusCode::NOT_FOUND);
    calendar.get(&second).await.is(StatusCode::OK);
    head.submit(PAGE, &format!("{PAGE}/feed/end"), &[]).await.is(StatusCode::SEE_OTHER);
    calendar.get(&second).await.is(StatusCode::NOT_FOUND);
    // What is no key leads nowhere either.
    for wrong in ["x.ics", "agenda", &format!("{}.ics", "0".repeat(64)), &format!("{}.ics", "g".repeat(64))] {
        calendar.get(&format!("/{HG}/calendar/{wrong}")).await.is(StatusCode::NOT_FOUND);
    }
    calendar.get(&second.replace(HG, "binh-dinh")).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn leave_and_who_does_the_work_are_on_both_calendars() {
    let house = house().await;
    let leave = json!({
        "position": "specialist", "from": "2024-03-11T00:00:00", "until": "2024-03-13T00:00:00",
        "substitute": "specialist-2", "kind": "annual", "reason": "Nghỉ phép năm.",
    });
    let opening = On::New(Opening::Lifecycle("leave".to_owned()));
    house.act(position("director"), opening, "grant-leave", leave).await.unwrap();
    let mut specialist = house.officer("specialist").await;
    specialist.get(PAGE).await.has("Ông/bà nghỉ phép").has("đến 12/03/2024");
    specialist.get(&format!("{PAGE}?from=2024-03-13")).await.has_not("Ông/bà nghỉ phép");
    let mut other = house.officer("specialist-2").await;
    other.get(PAGE).await.has("Làm thay").has_not("Ông/bà nghỉ phép");
}

#[tokio::test]
async fn the_feed_ends_with_the_appointment() {
    let house = house().await;
    let mut head = house.officer("head").await;
    let feed = address(&head.submit(PAGE, &format!("{PAGE}/feed"), &[]).await.text);
    let book = house.desk.positions(house.desk.agency(HG).unwrap()).await.unwrap();
    let held = book.roster.appointments.iter().find(|a| a.position.as_str() == "head").unwrap();
    let leave = json!({ "until": "2024-03-06T00:00:00", "reason": "Nghỉ hưu.", "kind": "retirement" });
    let matter = On::Matter(held.matter.clone().unwrap());
    house.act(position("director"), matter, "dismiss", leave).await.unwrap();
    let mut calendar = house.visitor();
    calendar.get(&feed).await.is(StatusCode::OK).has("Hết thời hạn bổ nhiệm");
    let house = house.at(date(2024, 3, 6).at(8, 0, 0, 0));
    let mut calendar = house.visitor();
    calendar.get(&feed).await.is(StatusCode::NOT_FOUND);
    // Nor does the page open any more.
    house.officer("head").await.get(PAGE).await.is(StatusCode::FORBIDDEN);
    house.visitor().get(PAGE).await.is(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn days_off_are_named() {
    let house = house().await;
    let mut head = house.officer("head").await;
    // 30 April and 1 May.
    head.get(&format!("{PAGE}?from=2024-04-20")).await.has("30/04/2024").has("01/05/2024").has("Ngày nghỉ");
    // What is no day is today; a day beyond every calendar has nothing on it.
    head.get(&format!("{PAGE}?from=hôm-nay")).await.is(StatusCode::OK);
    head.get(&format!("{PAGE}?from=9999-12-31")).await.is(StatusCode::OK).has("Không có gì");
    head.get(&format!("{PAGE}?from=-9999-01-01")).await.is(StatusCode::OK);
}
