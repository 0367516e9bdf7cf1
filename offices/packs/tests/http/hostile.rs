//! Broken, hostile and oversized input: told with its place, nothing lost, nothing kept.

use crate::house::House;
use crate::story::{FILE, act, keep, propose, with_fee};
use axum::http::StatusCode;
use congvu_testing::Client;
use jiff::civil::date;

async fn check(who: &mut Client, change: &str, text: &str) -> String {
    let edit = format!("{change}/edit");
    let fields = [("path", FILE), ("text", text), ("do", "check")];
    let answer = who.submit(&format!("{edit}?path={FILE}"), &edit, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.text
}

#[tokio::test]
async fn faults_are_told_with_line_and_column_and_nothing_typed_is_lost() {
    let house = House::open("hau-giang").await;
    let mut specialist = house.officer("specialist").await;
    let change = propose(&house, &mut specialist).await;
    let whole = with_fee(&house, date(2024, 3, 6), "1000");
    let line_of = |text: &str, part: &str| text.lines().position(|l| l.contains(part)).unwrap() + 1;
    let old = whole.clone();
    for (text, place, said) in [
        ("id = \"x\"\nname = {".to_owned(), "grant.toml:2:".to_owned(), ""),
        (
            whole.replacen("gives = ", "gibes = ", 1),
            format!("grant.toml:{}:1", line_of(&old, "gives = ")),
            "unknown field",
        ),
        (
            whole.replacen("duty = \"8.a\"", "duty = \"8.z\"", 1),
            format!("grant.toml:{}:", line_of(&old, "duty =")),
            "8.z",
        ),
        (
            whole.replacen("by = \"role:clerk\"", "by = \"role:nobody\"", 1),
            "grant.toml:".to_owned(),
            "nobody",
        ),
        // What has begun stays: a shorter limit in the version of 2018.
        (
            whole.replacen("limit = \"10 working-day\"", "limit = \"9 working-day\"", 1).replacen(
                "share = \"6 working-day\"",
                "share = \"5 working-day\"",
                1,
            ),
            "grant.toml:".to_owned(),
            "is law under which people have filed",
        ),
        (
            whole.replacen("from = \"2018-04-15\"", "from = \"2018-04-16\"", 1),
            "grant.toml:".to_owned(),
            "is gone",
        ),
        (
            whole.replacen("from = \"2024-03-06\"", "from = \"2024-03-01\"", 1),
            "grant.toml:".to_owned(),
            "cannot begin on 2024-03-01",
        ),
    ] {
        let page = check(&mut specialist, &change, &text).await;
        assert!(page.contains(&place) && page.contains(said), "{place} {said} in {page}");
        assert!(page.contains("class=\"place\""), "the line itself is shown");
        assert!(page.contains("gibes") == text.contains("gibes"), "what was typed is there");
    }
    // It may be kept as it is, for tomorrow; it cannot be submitted.
    let broken = whole.replacen("gives = ", "gibes = ", 1);
    assert_eq!(keep(&mut specialist, &change, FILE, &broken).await.status, StatusCode::SEE_OTHER);
    let submitted = act(&mut specialist, &change, "submit-pack", &[]).await;
    assert_eq!(submitted.status, StatusCode::CONFLICT);
    submitted.has("unknown field").has(FILE);
    assert_eq!(specialist.get(&format!("{change}/preview")).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_is_no_text_or_too_long_is_not_kept() {
    let house = House::open("hau-giang").await;
    let mut specialist = house.officer("specialist").await;
    let change = propose(&house, &mut specialist).await;
    let long = "a".repeat(100 * 1024);
    for (text, status, said) in [
        ("id = \"\0\"", StatusCode::UNPROCESSABLE_ENTITY, "không phải chữ"),
        ("\u{7}", StatusCode::UNPROCESSABLE_ENTITY, "không phải chữ"),
        ("  \n ", StatusCode::UNPROCESSABLE_ENTITY, "trống"),
        (long.as_str(), StatusCode::UNPROCESSABLE_ENTITY, "96"),
    ] {
        let answer = keep(&mut specialist, &change, FILE, text).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        answer.has(said);
    }
    let huge = "a".repeat(2 * 1024 * 1024);
    assert_eq!(keep(&mut specialist, &change, FILE, &huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    specialist.get(&change).await.has("Chưa sửa");
}

#[tokio::test]
async fn no_path_leads_out_of_the_departments_procedures() {
    let house = House::open("hau-giang").await;
    let mut specialist = house.officer("specialist").await;
    let change = propose(&house, &mut specialist).await;
    for path in [
        "",
        "vn/authority.toml",
        "vn/lifecycles/application.toml",
        "hau-giang/agency.toml",
        "long-an/agency.toml",
        "demo.toml",
        "../../etc/passwd",
        "vn/press/../authority.toml",
        "vn/press/bulletin/../../authority.toml",
        "/vn/press/bulletin/grant.toml",
        "vn/press/bulletin/grant.toml/",
        "vn//press/grant.toml",
        "vn/press/Bulletin/grant.toml",
        "vn/press/bulletin/grant.typ",
        "vn/press/bulletin/.toml",
        "vn/press/bulletin/grant.toml\0",
        "vn\\press\\grant.toml",
        // Another department's field, which this one does not handle.
        "vn/nothing/x.toml",
    ] {
        let answer = keep(&mut specialist, &change, path, "id = 1").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path:?}");
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("path", path).finish();
        let file = specialist.get(&house.desk_path(&format!("/packs/file?{query}"))).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{path:?}");
        let edit = specialist.get(&format!("{change}/edit?{query}")).await;
        assert_eq!(edit.status, StatusCode::UNPROCESSABLE_ENTITY, "{path:?}");
    }
    // A new file in its place may be begun.
    let new = "vn/press/bulletin/another-one.toml";
    let edit = specialist.get(&format!("{change}/edit?path={new}")).await;
    assert_eq!(edit.status, StatusCode::OK);
    // Another matter is no change of packs.
    let book = house.desk_path("/packs/changes/book");
    assert_eq!(specialist.get(&book).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_clerk_without_toml_adds_a_version_and_its_fee() {
    let house = House::open("hau-giang").await;
    let mut specialist = house.officer("specialist").await;
    let change = propose(&house, &mut specialist).await;
    let quick = format!("{change}/quick?path={FILE}");
    specialist.get(&quick).await.has("Phiên bản từ 25/12/2024").has_not("Phiên bản từ 15/04/2018");
    for (day, said) in
        [("4/3/2024", "không trước hôm nay"), ("x", "không trước hôm nay"), ("25/12/2024", "Đã có phiên bản")]
    {
        let wrong =
            specialist.submit(&quick, &format!("{change}/version"), &[("path", FILE), ("day", day)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        wrong.has(said);
    }
    let added =
        specialist.submit(&quick, &format!("{change}/version"), &[("path", FILE), ("day", "6/3/2024")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let page = specialist.get(&quick).await;
    page.has("Phiên bản từ 06/03/2024").has("name=\"fee.2024-03-06\"");
    // What does not come with the form stays as it was.
    let fields = [
        ("fee", "300.000"),
        ("fee-vi", "300.000 đồng"),
        ("fee-en", "300,000 đồng"),
        ("fee-source", "Nghị quyết thử"),
        ("fee-read", "true"),
        ("part-vi-0", "Đề án"),
    ]
    .map(|(name, value)| (format!("{name}.2024-03-06"), value));
    let mut all = vec![("path", FILE), ("day", "2024-03-06")];
    all.extend(fields.iter().map(|(n, v)| (n.as_str(), *v)));
    let kept = specialist.submit(&quick, &format!("{change}/quick"), &all).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    specialist.get(&change).await.has("Không có lỗi nào").has("amount = 300000").has("Đề án");
    let text = specialist.get(&format!("{change}/edit?path={FILE}")).await.text;
    assert_eq!(text.matches("limit = &#34;10 working-day&#34;").count(), 2, "the limit is still there");
}

/// The trial of the guide to the packs: a procedure that nobody had declared is added through these pages alone.
#[tokio::test]
async fn a_new_procedure_is_added_without_a_program() {
    let house = House::open("hai-phong").await;
    let (mut specialist, mut director) = (house.officer("specialist").await, house.officer("director").await);
    let home = house.desk_path("/packs");
    let why = [("procedure", ""), ("why", "Thủ tục mới, theo trang của tỉnh bạn")];
    let opened = specialist.submit(&home, &house.desk_path("/packs/changes"), &why).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let change = opened.header("location").to_owned();
    let folder = "vn/online-information/online-game";
    let (toml, schema) = (format!("{folder}/g1-change.toml"), format!("{folder}/g1-change.schema.json"));
    for (path, text) in [
        (&toml, include_str!("../data/g1-change.toml")),
        (&schema, include_str!("../data/g1-change.schema.json")),
    ] {
        let page = format!("{change}/edit?path={path}");
        let fields = [("path", path.as_str()), ("text", text), ("do", "keep")];
        let kept = specialist.submit(&page, &format!("{change}/edit"), &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    }
    specialist.get(&change).await.has("Không có lỗi nào");
    specialist
        .get(&format!("{change}/preview?on=2024-03-06"))
        .await
        .has("Nội dung thay đổi")
        .has("7 ngày làm việc");
    act(&mut specialist, &change, "submit-pack", &[]).await;
    act(&mut director, &change, "approve-pack", &[]).await;
    let done = act(&mut director, &change, "enforce-pack", &[("enforce-pack_from", "2024-03-05")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let desk = house.desk.clone();
    let agency = desk.agency("hai-phong").unwrap();
    assert!(agency.procedures.iter().any(|p| p == "online-game.g1-change"));
    assert!(!desk.agency("hau-giang").unwrap().procedures.iter().any(|p| p == "online-game.g1-change"));
    let actor = congvu_authority::Actor::Applicant { account: "acme".into() };
    desk.may_open(agency, &actor, "online-game.g1-change", "file").await.unwrap();
}
