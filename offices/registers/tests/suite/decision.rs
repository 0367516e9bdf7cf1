use crate::house::House;
use std::collections::BTreeSet;

#[tokio::test]
async fn every_place_of_every_decision_has_its_address() {
    let house = House::open().await;
    let mut count = 0;
    for (id, agency) in &house.desk.library().agencies {
        for node in agency.decision.walk() {
            let path = format!("/{id}/decision/{}", node.eid);
            let answer = house.get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.text().contains(&format!("id=\"{}\"", node.eid)), "{path} has no anchor");
            count += 1;
        }
        for unknown in ["art_99", "art_3__para_99", "x", "%3Cscript%3E"] {
            assert_eq!(house.get(&format!("/{id}/decision/{unknown}")).await.status, 404, "{unknown}");
        }
    }
    assert!(count > 500, "{count} places");
    assert_eq!(house.get("/nowhere/decision").await.status, 404);
}

#[tokio::test]
async fn whole_decisions() {
    let house = House::open().await;
    for (id, agency) in &house.desk.library().agencies {
        let page = house.get(&format!("/{id}/decision")).await;
        assert_eq!(page.status, 200, "{id}");
        let text = page.text();
        let mut seen = BTreeSet::new();
        for anchor in text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(anchor.to_owned()), "{id}: `{anchor}` twice");
        }
        for node in agency.decision.walk() {
            assert!(seen.contains(&node.eid), "{id}: no anchor `{}`", node.eid);
        }
        for link in text
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|l| l.contains("art_"))
        {
            assert!(seen.contains(link), "{id}: link to `{link}`");
        }
        let escaped: String = text.split('<').filter_map(|t| t.split_once('>')).map(|(_, t)| t).collect();
        let mut plain: String = escaped.split_whitespace().collect();
        for (entity, sign) in
            [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        {
            plain = plain.replace(entity, sign);
        }
        for node in agency.decision.walk() {
            let there = plain.contains(&node.text.split_whitespace().collect::<String>());
            assert!(there, "{id}: the words of `{}` are not on the page", node.eid);
        }
    }
}

#[tokio::test]
async fn a_clause_says_what_rests_on_it() {
    let house = House::open().await;
    let text = house.get("/binh-duong/decision/att_1__art_3__para_8__point_a").await.text();
    for said in [
        "Điểm a khoản 8 Điều 3",
        "https://congvu.example/binh-duong/decision/att_1__art_3__para_8__point_a",
        "01/06/2023",
        "Đ3·k8·a",
        "/binh-duong/procedures/aggregated-site.grant",
        "rel=\"next\"",
        "/binh-duong/decision/att_1__art_3__para_8\"",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let power = house.get("/binh-duong/decision/att_1__art_6__para_2__point_a").await.text();
    assert!(power.contains("Ai được làm gì theo khoản này"));
    let none = house.get("/binh-duong/decision/att_1__art_1").await.text();
    assert!(!none.contains("Thủ tục dựa trên"));
}

/// The whole text is the heaviest page of the office.
#[tokio::test]
async fn pages_weigh_less_than_100_kilobytes() {
    let house = House::open().await;
    for id in house.desk.library().agencies.keys() {
        for path in [format!("/{id}/decision"), format!("/compare?a={id}&b=binh-duong")] {
            let bytes = house.weight(&path).await;
            println!("{path}: {bytes} bytes");
            assert!(bytes < 100_000, "{path}: {bytes}");
        }
    }
}

#[tokio::test]
async fn for_other_programs() {
    let house = House::open().await;
    for (id, agency) in &house.desk.library().agencies {
        let akn = house.get(&format!("/{id}/decision.akn.xml")).await;
        assert_eq!(akn.status, 200);
        assert!(akn.headers["content-type"].to_str().unwrap().starts_with("application/akn+xml"));
        assert_eq!(akn.text(), congvu_law::write_akn(&agency.decision));
        let json = house.get(&format!("/{id}/decision.json")).await.json();
        assert_eq!(json["expression"], agency.decision.expression());
    }
}

#[tokio::test]
async fn each_duty_says_where_it_is_done() {
    let house = House::open().await;
    let page = house.get("/binh-duong/duties").await;
    let text = String::from_utf8_lossy(&page.bytes).into_owned();
    for part in [
        "/binh-duong/decision/att_1__art_3__para_8__point_a",
        "/binh-duong/procedures/aggregated-site.grant",
        "/binh-duong/registers/aggregated-sites",
        "Chưa làm được trên hệ thống",
        "Báo cáo định kỳ, chỉ số phục vụ",
    ] {
        assert!(text.contains(part), "`{part}` is missing");
    }
    // Rooms of officers are named, not linked.
    assert!(!text.contains("href=\"/binh-duong/desk/reports\""));
}
