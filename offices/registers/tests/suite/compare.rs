use crate::house::House;

#[tokio::test]
async fn every_pair_of_departments() {
    let house = House::open().await;
    let ids: Vec<&String> = house.desk.library().agencies.keys().collect();
    for a in &ids {
        for b in &ids {
            let page = house.get(&format!("/compare?a={a}&b={b}")).await;
            assert_eq!(page.status, 200, "{a} {b}");
            let differs = page.text().contains("<del");
            assert_eq!(differs, a != b || page.text().contains("chỉ có ở"), "{a} {b}");
        }
    }
    for unknown in ["/compare?a=nowhere&b=long-an", "/compare?a=long-an&b=%2F"] {
        assert_eq!(house.get(unknown).await.status, 404, "{unknown}");
    }
    assert_eq!(house.get("/compare").await.status, 200);
}

#[tokio::test]
async fn substance_comes_first_and_can_stand_alone() {
    let house = House::open().await;
    let (a, b) = (&house.desk.library().agencies["binh-duong"], &house.desk.library().agencies["long-an"]);
    let expected = congvu_law::compare(&a.decision, &b.decision);
    let all = house.get("/compare?a=binh-duong&b=long-an").await.text();
    let few = house.get("/compare?a=binh-duong&b=long-an&show=substantive").await.text();
    let clauses = |text: &str| text.matches("<section><h3>").count();
    assert_eq!(clauses(&all), expected.clauses.len());
    let heavy = expected.clauses.iter().filter(|c| c.weight == congvu_law::Weight::Substantive).count();
    assert!(heavy > 0 && heavy < expected.clauses.len());
    assert_eq!(clauses(&few), heavy);
    let badges: Vec<bool> = all
        .split("<section><h3>")
        .skip(1)
        .map(|s| s.split("</h3>").next().unwrap().contains("Khác về nội dung"))
        .collect();
    assert!(badges.windows(2).all(|pair| pair[0] || !pair[1]), "substance first");
    assert!(all.contains("chỉ có ở Bình Dương") && all.contains("chỉ có ở Long An"));
}
