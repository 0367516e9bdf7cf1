//! Satisfaction: the applicant's word alone, after the result, never a condition for it.

use crate::house::{House, applicant, position};
use congvu_authority::Actor;
use congvu_desk::{On, PerformError};
use serde_json::json;

// conformance: HN-19, TT32-11.2.d, TT32-12.1, ND61-25.2.e, TT22-6.1.i
#[tokio::test]
async fn only_the_applicant_says_it_and_only_after_the_result() {
    let house = House::open("hau-giang").await;
    let grades = || json!({ "overall": "1-very-satisfied", "attitude": "2-satisfied" });
    let case = house.agreed().await.matter;
    let on = || On::Matter(case.clone());
    // Not before the result.
    let early = house.act(applicant(), on(), "rate", grades()).await;
    assert!(matches!(early, Err(PerformError::NotNow(_))), "{early:?}");
    // The result comes without it.
    house.act(position("director"), on(), "sign", json!({ "outcome": "granted" })).await.unwrap();
    house.act(position("clerk"), on(), "issue", json!({})).await.unwrap();
    // Nobody in the office says it, nor anybody else.
    let stranger = Actor::Applicant { account: "somebody".into() };
    for who in ["director", "deputy", "head", "specialist", "reception", "clerk"].map(position) {
        let refused = house.act(who, on(), "rate", grades()).await;
        assert!(matches!(refused, Err(PerformError::Refused(_))), "{refused:?}");
    }
    for who in [stranger, Actor::System] {
        let refused = house.act(who, on(), "rate", grades()).await;
        assert!(matches!(refused, Err(PerformError::Refused(_))), "{refused:?}");
    }
    // Three grades, no other word.
    let wrong = house.act(applicant(), on(), "rate", json!({ "overall": "great" })).await;
    assert!(matches!(wrong, Err(PerformError::NotNow(_))), "{wrong:?}");
    house.act(applicant(), on(), "rate", grades()).await.unwrap();
    // Once.
    let twice = house.act(applicant(), on(), "rate", grades()).await;
    assert!(matches!(twice, Err(PerformError::NotNow(_))), "{twice:?}");
}

// conformance: QD766-5.4, NB-7.6
#[tokio::test]
async fn few_answers_are_not_shown_and_dislike_costs_points() {
    let house = House::open("hau-giang").await;
    let rate = async |grade: &str| {
        let case = house.issued().await;
        house.act(applicant(), On::Matter(case), "rate", json!({ "overall": grade })).await.unwrap();
    };
    for _ in 0..4 {
        rate("1-very-satisfied").await;
    }
    let mut director = house.officer("director").await;
    let (report, figures) =
        (house.desk_path("/reports"), "/hau-giang/procedures/aggregated-site.grant/figures");
    director.get(&report).await.has("từ 5 câu trả lời").has_not("Rất hài lòng");
    director.get(figures).await.has_not("Rất hài lòng");
    rate("3-not-satisfied").await;
    director.get(&report).await.has("Rất hài lòng").has("4 (80 %)").has("1 (20 %)");
    director.get(figures).await.has("4 (80 %)");
    // A head of another unit sees no sums of this one.
    house.officer("digital-head").await.get(&report).await.has_not("Rất hài lòng");
    // Four of five neither late nor disliked: 80 % of 90 %.
    let side = |side: &str| {
        house.desk_path(&format!("/overview/cases?indicator=5.4/{side}&from=2023-12-15&to=2024-06-15"))
    };
    director.get(&side("numerator")).await.has("4 hồ sơ.");
    director.get(&side("denominator")).await.has("5 hồ sơ.");
}
