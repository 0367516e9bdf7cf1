//! Planned stops: announced in time or not at all, shown before and during, told to programs, recorded.

use crate::house::{House, position};
use axum::http::StatusCode;
use congvu_desk::{On, Opening, PerformError};
use jiff::civil::date;
use serde_json::json;

fn on() -> On {
    On::New(Opening::Lifecycle("stop".to_owned()))
}

fn said(from: &str, until: &str) -> serde_json::Value {
    json!({ "from": from, "until": until, "why": "Nâng cấp máy chủ" })
}

// conformance: NB-12.4, TT32-11.2.e
#[tokio::test]
async fn a_stop_is_announced_in_time_or_not_at_all() {
    // It is Tuesday, 5 March 2024, 9:00; the circular of 2017 asks for one working day between.
    for (from, until, fault) in [
        ("2024-03-05T22:00", "2024-03-06T02:00", Some(("from", "too-soon"))),
        ("2024-03-06T22:00", "2024-03-07T02:00", Some(("from", "too-soon"))),
        ("2024-03-07T00:00", "2024-03-07T02:00", None),
        ("2024-03-04T22:00", "2024-03-08T02:00", Some(("from", "too-soon"))),
        ("2024-03-08T22:00", "2024-03-08T22:00", Some(("until", "not-later"))),
        ("2024-03-08T22:00", "2024-05-08T22:00", Some(("until", "too-far"))),
        ("2025-03-08T22:00", "2025-03-08T23:00", Some(("from", "too-far"))),
        ("hôm nay", "2024-03-08T22:00", Some(("from", "not-a-moment"))),
    ] {
        let house = House::open("hau-giang").await;
        let done = house.act(position("director"), on(), "announce-stop", said(from, until)).await;
        match fault {
            None => drop(done.unwrap()),
            Some((input, fault)) => {
                let Err(PerformError::NotNow(congvu_matter::Refused::Input { faults, .. })) = done else {
                    panic!("{from}: {done:?}");
                };
                assert_eq!((faults[0].input.as_str(), faults[0].fault.as_str()), (input, fault), "{from}");
            }
        }
    }
    // From July 2026 seven working days: announced on Wednesday, 1 July, the eighth day after is the first.
    let house = House::open("hau-giang").await.at(date(2026, 7, 1).at(9, 0, 0, 0));
    let agency = house.desk.agency("hau-giang").unwrap();
    let (first, rule) = house.desk.first_stop_day(agency, house.desk.clock().now()).unwrap();
    assert_eq!((first, rule.working_days), (date(2026, 7, 11), 7));
}

#[tokio::test]
async fn only_those_who_lead_may() {
    let house = House::open("hau-giang").await;
    let fine = || said("2024-03-08T22:00", "2024-03-09T02:00");
    for who in ["specialist", "reception", "clerk", "head"] {
        let refused = house.act(position(who), on(), "announce-stop", fine()).await;
        assert!(matches!(refused, Err(PerformError::Refused(_))), "{who}: {refused:?}");
    }
    house.act(position("deputy"), on(), "announce-stop", fine()).await.unwrap();
    let page = house.officer("head").await.get(&house.desk_path("/stops")).await;
    page.has("Nâng cấp máy chủ").has_not("name=\"why\"");
}

// conformance: NB-12.4, TT32-11.2.e
#[tokio::test]
async fn everybody_is_told_before_and_during_and_no_longer_after() {
    let house = House::open("hau-giang").await;
    let mut director = house.officer("director").await;
    let page = house.desk_path("/stops");
    director.get(&page).await.has("Chưa có lần ngừng nào").has("32/2017/TT-BTTTT").has("07/03/2024");
    let form =
        [("from", "2024-03-08T22:00"), ("until", "2024-03-09T02:00"), ("why", "Nâng cấp <b>máy chủ</b>")];
    let early = [("from", "2024-03-06T07:00"), ("until", "2024-03-06T09:00"), ("why", "Gấp")];
    let refused = director.submit(&page, &page, &early).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("chưa đủ số ngày làm việc").has("href=\"#f-from\"").has("value=\"Gấp\"");
    let done = director.submit(&page, &page, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let before = "Hệ thống sẽ tạm ngừng từ 22:00 Thứ Sáu, 08/03/2024, dự kiến hoạt động lại lúc 02:00 Thứ Bảy, 09/03/2024. Lý do: Nâng cấp &#60;b&#62;máy chủ&#60;/b&#62;";
    for path in [
        "/hau-giang/feedback",
        "/hau-giang/procedures/aggregated-site.grant/figures",
        "/hau-giang/procedures/khong-co/figures",
    ] {
        house.visitor().get(path).await.has(before);
    }
    house.visitor().get("/long-an/feedback").await.has_not("tạm ngừng");
    let api = house.visitor().get("/hau-giang/api/v1/stops").await;
    let told: serde_json::Value = serde_json::from_str(&api.text).unwrap();
    assert_eq!(told["stops"][0]["from"], "2024-03-08T22:00:00");
    assert_eq!(told["stops"][0]["now"], false);

    let house = house.at(date(2024, 3, 8).at(22, 30, 0, 0));
    house.visitor().get("/hau-giang/feedback").await.has("Hệ thống đang tạm ngừng theo kế hoạch");
    house.visitor().get("/hau-giang/api/v1/stops").await.has("\"now\":true");
    let house = house.at(date(2024, 3, 9).at(2, 0, 0, 0));
    house.visitor().get("/hau-giang/feedback").await.has_not("tạm ngừng");
    house.visitor().get("/hau-giang/api/v1/stops").await.has("\"stops\":[]");
}

#[tokio::test]
async fn what_is_withdrawn_is_shown_no_longer() {
    let house = House::open("hau-giang").await;
    let input = said("2024-03-08T22:00", "2024-03-09T02:00");
    let stop = house.act(position("director"), on(), "announce-stop", input).await.unwrap().matter;
    house.visitor().get("/hau-giang/feedback").await.has("tạm ngừng");
    let page = house.desk_path("/stops");
    let action = format!("{page}/{stop}/withdraw");
    let mut specialist = house.officer("specialist").await;
    let refused = specialist.submit("/hau-giang/feedback", &action, &[("_seen", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    let mut director = house.officer("director").await;
    let done = director.submit(&page, &action, &[("_seen", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    house.visitor().get("/hau-giang/feedback").await.has_not("tạm ngừng");
    assert_eq!(director.submit(&page, &action, &[]).await.status, StatusCode::NOT_FOUND);
    // Both acts stand in the record.
    let agency = house.desk.agency("hau-giang").unwrap();
    let acts = house.desk.history(agency, &stop).await.unwrap();
    let kinds: Vec<&str> = acts.iter().map(|l| l.act.kind.as_str()).collect();
    assert_eq!(kinds, ["announce-stop", "withdraw-stop"]);
}
