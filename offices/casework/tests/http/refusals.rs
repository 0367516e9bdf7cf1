//! For what is permitted, what is refused.

use crate::house::{House, morning, position};
use axum::http::StatusCode;
use congvu_desk::{On, Opening};
use jiff::civil::date;
use serde_json::json;

#[tokio::test]
async fn a_specialist_does_not_sign() {
    let house = House::open("hau-giang").await;
    let case = house.desk_path(&format!("/cases/{}", house.agreed().await.matter));
    let mut specialist = house.officer("specialist").await;
    specialist
        .get(&case)
        .await
        .has("<details class=\"may-not\"><summary>Quyết định và ký")
        .has_not("acts/sign");
    let answer = specialist.submit(&case, &format!("{case}/acts/sign"), &[("sign_outcome", "granted")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer
        .has("Chưa thực hiện được: Quyết định và ký")
        .has("Người specialist")
        .has("chip-missing")
        .has("Người director");
    // Nothing was changed.
    house.officer("director").await.get(&case).await.has("Chờ ký").has(&format!("{case}/acts/sign"));
}

#[tokio::test]
async fn a_deputy_signs_no_more_when_the_delegation_has_ended() {
    let house = House::open("hau-giang").await;
    let case = house.desk_path(&format!("/cases/{}", house.agreed().await.matter));
    let away = house.desk_path("/delegation");
    let mut director = house.officer("director").await;
    let until = [("to", "deputy"), ("until", "5/3/2024 17:00"), ("reason", "Họp")];
    assert_eq!(director.submit(&away, &away, &until).await.status, StatusCode::SEE_OTHER);
    house.officer("deputy").await.get(&case).await.has("acts/sign");

    let house = house.at(date(2024, 3, 6).at(9, 0, 0, 0));
    let mut deputy = house.officer("deputy").await;
    deputy.get(&case).await.has_not(&format!("{case}/acts/sign"));
    let answer = deputy.submit(&case, &format!("{case}/acts/sign"), &[("sign_outcome", "granted")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.has("17:00").has("05/03/2024").has("chip-missing");
    house.officer("director").await.get(&away).await.has("Đã hết");
}

#[tokio::test]
async fn the_director_ends_a_delegation_and_nobody_else_does() {
    let house = House::open("long-an").await;
    let away = house.desk_path("/delegation");
    let mut director = house.officer("director").await;
    let until = [("to", "deputy"), ("until", "2024-03-08T17:00"), ("reason", "Họp")];
    director.submit(&away, &away, &until).await;
    let page = director.get(&away).await;
    let end = page.text.split("action=\"").find(|p| p.contains("/end\"")).unwrap().split('"').next().unwrap();

    let mut deputy = house.officer("deputy").await;
    deputy.get(&away).await.has_not("/end\"");
    let csrf = deputy.get(&away).await.hidden("_csrf");
    assert_eq!(deputy.post(end, &[("_csrf", &csrf)]).await.status, StatusCode::FORBIDDEN);
    let csrf = page.hidden("_csrf");
    assert_eq!(director.post(end, &[("_csrf", &csrf)]).await.status, StatusCode::SEE_OTHER);
    director.get(&away).await.has("Đã hết").has_not("/end\"");
}

#[tokio::test]
async fn in_binh_duong_a_delegate_does_not_delegate_further() {
    let house = House::open("binh-duong").await;
    let away = house.desk_path("/delegation");
    let given = json!({ "to": "deputy", "from": morning().to_string(), "until": "2024-03-08T17:00:00", "reason": "Họp" });
    let given_now = json!({ "from": house.desk.clock().now().to_string() });
    let mut input = given.as_object().unwrap().clone();
    input.extend(given_now.as_object().unwrap().clone());
    let on = On::New(Opening::Lifecycle("delegation".to_owned()));
    house.act(position("director"), on, "delegate", input.into()).await.unwrap();

    let mut deputy = house.officer("deputy").await;
    // The page says it before anything is tried, and so does the refusal.
    let page = deputy.get(&away).await;
    page.has("<details class=\"may-not\"><summary>Ủy nhiệm").has("Đ6·k2·c");
    let fields = [
        ("_csrf", page.hidden("_csrf")),
        ("to", "head".to_owned()),
        ("until", "2024-03-07T17:00".to_owned()),
        ("reason", "Bận".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = deputy.post(&away, &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.has("Đ6·k2·c").has("/binh-duong/decision/att_1__art_6__para_2__point_c");
}

// conformance: HN-03
#[tokio::test]
async fn another_saw_an_older_version() {
    let house = House::open("hau-giang").await;
    let case = house.desk_path(&format!("/cases/{}", house.file().await.matter));
    let mut reception = house.officer("reception").await;
    let page = reception.get(&case).await;
    let (csrf, seen) = (page.hidden("_csrf"), page.hidden("_seen"));
    let assign = |key: &'static str| {
        [
            ("_csrf", csrf.clone()),
            ("_seen", seen.clone()),
            ("_key", key.to_owned()),
            ("receive_assignee", "specialist".to_owned()),
        ]
    };
    let post = |f: &[(&'static str, String); 4]| f.iter().map(|(k, v)| (*k, v.clone())).collect::<Vec<_>>();
    let first = post(&assign("first"));
    let first: Vec<(&str, &str)> = first.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let action = format!("{case}/acts/receive");
    assert_eq!(reception.post(&action, &first).await.status, StatusCode::SEE_OTHER);
    let second = post(&assign("second"));
    let second: Vec<(&str, &str)> = second.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = reception.post(&action, &second).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.has("Người reception").has("Tiếp nhận và chuyển xử lý");
    // The same click again is answered like the first.
    let answer = reception.post(&action, &first).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, case.as_str()));
}

#[tokio::test]
async fn faults_are_shown_at_their_fields_and_nothing_typed_is_lost() {
    let house = House::open("hau-giang").await;
    let case = house.desk_path(&format!("/cases/{}", house.agreed().await.matter));
    let mut director = house.officer("director").await;
    let fields = [("sign_outcome", "refused"), ("sign_reasons", "Thiếu <b>đề án</b>")];
    let answer = director.submit(&case, &format!("{case}/acts/sign"), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer
        .has("href=\"#f-sign_ground\"")
        .has("id=\"f-sign_ground-error\"")
        .has("Thiếu &#60;b&#62;đề án&#60;/b&#62;")
        .has("id=\"act-sign\" open");
}

// conformance: TT03-PL1.05
#[tokio::test]
async fn an_act_whose_form_is_not_in_force_says_from_when() {
    let house = House::open("hau-giang").await;
    let case = house.desk_path(&format!("/cases/{}", house.agreed().await.matter));
    let mut director = house.officer("director").await;
    director.get(&case).await.has("Dừng giải quyết <span").has("15/09/2025");
    let fields = [("stop_reasons", "Thôi"), ("stop_ground", "Luật")];
    let answer = director.submit(&case, &format!("{case}/acts/stop"), &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.has("15/09/2025");
}
