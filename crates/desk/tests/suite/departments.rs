//! The same story elsewhere: another decision, another clause, another founding.

use crate::support::{
    GRANT, House, MONDAY, act, answer, assert_whole, case, entry_of, grant_form, granted, officer, on_both,
    request, revoked,
};
use congvu_authority::Missing;
use congvu_desk::{On, Opening, PerformError};
use congvu_store::testing::Backend;
use serde_json::json;

/// Department, clause of khoản 8 điểm a in its decision.
const OTHERS: [(&str, &str); 4] = [
    ("hau-giang", "art_2__para_8__point_a"),
    ("hai-phong", "att_1__art_3__para_8__point_a"),
    ("long-an", "art_2__para_8__point_a"),
    ("binh-thuan", "att_1__art_2__para_8__point_a"),
];

// conformance: HN-13
async fn each_department_acts_by_its_own_clause(backend: Backend) {
    let names = OTHERS.map(|(name, _)| name);
    let house = House::open(backend, &names).await;
    let desk = house.at(MONDAY);
    for (agency, clause) in OTHERS {
        let done = granted(&desk, agency, GRANT, grant_form(), None).await;
        assert_eq!(done.clause, clause, "{agency}");
        let (at, entry) = entry_of(&desk, agency, &done.matter).await;
        assert_eq!(entry.clause, clause);
        let signature = case(&desk, agency, &done.matter).await.matter.signature.expect("signed");
        assert_eq!(
            (signature.capacity.as_str(), signature.lines),
            ("own", vec!["GIÁM ĐỐC".to_owned()]),
            "{agency}"
        );
        let ended = revoked(&desk, agency, &at).await.expect("revoked");
        assert_eq!(ended.clause, clause);
        assert_whole(&desk, agency).await;
    }
}

/// Whoever runs the department for the director hands nothing on: Bình Dương's decision forbids it, Hậu Giang's says
/// nothing, so no clause empowers it.
async fn nobody_delegates_what_was_delegated(backend: Backend) {
    let house = House::open(backend, &["binh-duong", "hau-giang"]).await;
    let desk = house.at(MONDAY);
    let delegate = |agency: &'static str, who: &'static str, to: &'static str| {
        let until =
            json!({ "to": to, "from": "2024-03-04T08:05", "until": "2024-03-08T17:00", "reason": "Vắng" });
        let on = On::New(Opening::Lifecycle("delegation".to_owned()));
        desk.perform(request(agency, officer(who), on, "delegate", until))
    };
    for agency in ["binh-duong", "hau-giang"] {
        delegate(agency, "director", "deputy-1").await.expect("the director delegates");
    }
    let desk_later = house.at("2024-03-05T08:00");
    let again = |agency: &'static str, to: &'static str| {
        let until =
            json!({ "to": to, "from": "2024-03-05T09:00", "until": "2024-03-06T17:00", "reason": "Vắng" });
        let on = On::New(Opening::Lifecycle("delegation".to_owned()));
        desk_later.perform(request(agency, officer("deputy-1"), on, "delegate", until))
    };
    match again("binh-duong", "press-head").await {
        Err(PerformError::Refused(refusal)) => match refusal.missing {
            Missing::Forbidden { clause, .. } => {
                assert!(format!("{clause:?}").contains("att_1__art_6__para_2__point_c"), "{clause:?}");
            }
            other => panic!("refused for another reason: {other:?}"),
        },
        other => panic!("not refused: {other:?}"),
    }
    assert_eq!(answer(&again("binh-duong", "deputy-2").await), "refused: no-power");
    assert_eq!(answer(&again("hau-giang", "press-head").await), "refused: no-power");
    assert_eq!(answer(&again("hau-giang", "deputy-2").await), "refused: no-power");
    // The director himself may, and ends it again.
    assert_eq!(answer(&again_by_director(&desk_later).await), "done");
}

async fn again_by_director(desk: &congvu_desk::Desk) -> Result<congvu_desk::Done, PerformError> {
    let until = json!({ "to": "deputy-2", "from": "2024-03-11T08:00", "until": "2024-03-12T17:00", "reason": "Vắng" });
    let on = On::New(Opening::Lifecycle("delegation".to_owned()));
    let given = desk.perform(request("binh-duong", officer("director"), on, "delegate", until)).await?;
    act(desk, "binh-duong", "director", &given.matter, "end-delegation", json!({})).await
}

on_both!(each_department_acts_by_its_own_clause, nobody_delegates_what_was_delegated);
