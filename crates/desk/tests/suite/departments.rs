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

/// The department gets another name: what it issued under the old one keeps it, what comes after has the new one.
// conformance: HN-13
async fn papers_keep_the_name_under_which_they_were_issued(backend: Backend) {
    let (old, new) = ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "SỞ VĂN HÓA VÀ TRUYỀN THÔNG");
    let house = House::open(backend, &["hau-giang"]).await;
    let desk = house.at(MONDAY);
    let paper = async |desk: &congvu_desk::Desk, matter: &str| {
        let case = case(desk, "hau-giang", matter).await;
        let code = case.matter.paper("outcome").expect("a licence").code.clone();
        let agency = crate::support::agency_of(desk, "hau-giang");
        desk.paper(agency, &case, &code).await.expect("set").expect("there").pdf
    };
    let before = granted(&desk, "hau-giang", GRANT, grant_form(), None).await;
    let issued = paper(&desk, &before.matter).await;
    let in_line = |pdf: &[u8]| crate::support::words_of(pdf).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(in_line(&issued).contains(old), "{}", in_line(&issued));

    let mut files = congvu_pack::Files::built_in();
    let file = files.by_path.get_mut("hau-giang/agency.toml").expect("a department");
    let text = String::from_utf8(file.clone())
        .expect("text")
        .replace(&format!("title = \"{old}\""), &format!("title = \"{new}\""));
    assert!(text.contains(new));
    *file = text.into_bytes();
    let house = house.under(&files);
    let desk = house.at("2024-03-11T08:00");
    assert_eq!(paper(&desk, &before.matter).await, issued, "byte for byte");
    let mut form = grant_form();
    form["site_name"] = json!("Sao Mai Hai");
    form["domains"] = json!(["saomaihai.example.vn"]);
    let after = granted(&desk, "hau-giang", GRANT, form, None).await;
    let fresh = in_line(&paper(&desk, &after.matter).await);
    assert!(fresh.contains(new), "{fresh}");
    // One record goes on through both names.
    assert_whole(&desk, "hau-giang").await;
}

async fn again_by_director(desk: &congvu_desk::Desk) -> Result<congvu_desk::Done, PerformError> {
    let until = json!({ "to": "deputy-2", "from": "2024-03-11T08:00", "until": "2024-03-12T17:00", "reason": "Vắng" });
    let on = On::New(Opening::Lifecycle("delegation".to_owned()));
    let given = desk.perform(request("binh-duong", officer("director"), on, "delegate", until)).await?;
    act(desk, "binh-duong", "director", &given.matter, "end-delegation", json!({})).await
}

on_both!(
    each_department_acts_by_its_own_clause,
    papers_keep_the_name_under_which_they_were_issued,
    nobody_delegates_what_was_delegated
);
