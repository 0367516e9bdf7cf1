//! The whole life of a licence in Bình Dương, from the first filing to its revocation.

use crate::support::{
    BD, CITIZEN, GRANT, House, MONDAY, act, answer, assert_whole, attached, case, change_form, citizen,
    entry_of, filing, grant_form, granted, on_both, request, revoked,
};
use congvu_desk::{On, PerformError};
use congvu_matter::Refused;
use congvu_register::Status;
use congvu_store::testing::Backend;
use serde_json::json;

/// Khoản 8 điểm a of the duties: every act of these procedures rests on it.
const CLAUSE: &str = "att_1__art_3__para_8__point_a";

// conformance: TT21-3.1, TT22-6.1.t
async fn a_licence_lives(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);

    // Filing needs its papers.
    let mut bare = filing(BD, GRANT, grant_form(), None);
    bare.command.files.truncate(1);
    let Err(PerformError::NotNow(Refused::MissingParts { parts })) = desk.perform(bare).await else {
        panic!("a filing without its papers was taken");
    };
    assert_eq!(parts.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["founding", "source-consent"]);

    let filed = desk.perform(filing(BD, GRANT, grant_form(), None)).await.expect("filed");
    assert_eq!((filed.state.as_str(), filed.version), ("filed", 1));
    assert_eq!(filed.code.as_deref(), Some("000.00.00.H09-240304-0001"));
    assert_eq!(filed.clause, CLAUSE);
    assert_eq!(filed.papers.len(), 1, "the receipt");
    let m = filed.matter.clone();
    let first = case(&desk, BD, &m).await;
    assert_eq!(first.turn, "role:reception");
    let due = first.clock.expect("the law sets a time").due.expect("the clock runs");
    assert_eq!(due.date().to_string(), "2024-03-18", "ten working days from Monday 4 March");

    // The clock stands while the applicant completes the dossier.
    let received = act(&desk, BD, "reception-1", &m, "receive", json!({ "assignee": "press-1" }))
        .await
        .expect("received");
    assert_eq!(received.state, "appraising");
    assert_eq!(case(&desk, BD, &m).await.turn, "position:press-1");
    let missing = json!({ "items": "Đề án\nHợp đồng", "reason": "Chưa đủ" });
    let asked = act(&desk, BD, "press-1", &m, "request-supplement", missing).await.expect("asked");
    assert_eq!((asked.state.as_str(), asked.papers.len()), ("supplement", 1));
    let stopped = case(&desk, BD, &m).await.clock.expect("a clock");
    assert_eq!(stopped.due, None);
    assert!(stopped.stopped.is_some());
    assert_eq!(desk.store().matter(BD, &m).await.unwrap().unwrap().due_ms, None);

    let later = house.at("2024-03-11T08:00");
    let mut addition =
        request(BD, citizen(CITIZEN), On::Matter(m.clone()), "supplement", json!({ "note": "Đã bổ sung" }));
    addition.command.files = vec![attached("project")];
    let supplemented = later.perform(addition).await.expect("supplemented");
    assert_eq!(supplemented.state, "appraising", "back to where it was");
    let resumed = case(&later, BD, &m).await.clock.expect("a clock");
    assert_eq!(resumed.stopped, None);
    assert!(resumed.due.expect("it runs again") > due, "the applicant's week does not count");

    let opinion = json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    let appraised = act(&later, BD, "press-1", &m, "appraise", opinion).await.expect("appraised");
    assert_eq!((appraised.state.as_str(), appraised.clause.as_str()), ("appraised", CLAUSE));
    act(&later, BD, "press-head", &m, "agree", json!({})).await.expect("agreed");

    // The director is away: a deputy signs for him.
    let away = json!({ "to": "deputy-1", "from": "2024-03-11T08:00", "until": "2024-03-15T17:00", "reason": "Đi công tác" });
    delegate(&later, "director", away).await.expect("delegated");
    let signed =
        act(&later, BD, "deputy-1", &m, "sign", json!({ "outcome": "granted" })).await.expect("signed");
    assert_eq!((signed.state.as_str(), signed.clause.as_str()), ("signed", CLAUSE));
    let signature = case(&later, BD, &m).await.matter.signature.expect("a signature");
    assert_eq!((signature.capacity.as_str(), signature.position.as_str()), ("KT", "deputy-1"));
    assert_eq!(signature.lines, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
    assert_eq!(signature.name, "Người deputy-1");

    let issued = act(&later, BD, "clerk-1", &m, "issue", json!({})).await.expect("issued");
    assert_eq!((issued.state.as_str(), issued.clause.as_str()), ("issued", CLAUSE));
    let matter = case(&later, BD, &m).await.matter;
    assert_eq!(matter.paper("outcome").expect("the licence").cited(), "01/GP-STTTT");
    assert!(matter.closed.is_some());
    let (at, entry) = entry_of(&later, BD, &m).await;
    assert_eq!(at.number, "2024/01/GP-STTTT");
    assert_eq!((entry.status, entry.version, entry.clause.as_str()), (Status::Valid, 1, CLAUSE));
    assert_eq!(entry.until.expect("a term").date().to_string(), "2029-03-11", "the five years asked for");
    let code = issued.papers.first().expect("the code on the licence");
    assert!(later.store().entry_by_verify_code(BD, code).await.unwrap().is_some());

    the_licence_changes(&house, &at).await;
    assert_whole(&later, BD).await;
}

async fn delegate(
    desk: &congvu_desk::Desk,
    who: &str,
    input: serde_json::Value,
) -> Result<congvu_desk::Done, PerformError> {
    let on = On::New(congvu_desk::Opening::Lifecycle("delegation".to_owned()));
    desk.perform(request(BD, crate::support::officer(who), on, "delegate", input)).await
}

async fn the_licence_changes(house: &House, at: &congvu_matter::EntryRef) {
    let desk = house.at("2024-04-01T08:00");
    let paper = |matter: &congvu_matter::Matter| matter.paper("outcome").expect("a paper").cited();

    let form = change_form(
        &json!({ "domains": ["saomai.example.vn", "tin.saomai.example.vn"], "reason": "Thêm tên miền" }),
    );
    let amended = granted(&desk, BD, "aggregated-site.amend", form, Some(at)).await;
    let (_, entry) = entry_of(&desk, BD, &amended.matter).await;
    assert_eq!((entry.version, entry.status), (2, Status::Valid));
    assert_eq!(entry.content["domains"], json!(["saomai.example.vn", "tin.saomai.example.vn"]));
    assert_eq!(entry.content.get("reason"), None, "only what the entry says is amended");
    assert_eq!(paper(&case(&desk, BD, &amended.matter).await.matter), "02/GP-STTTT");
    assert_eq!(amended.clause, CLAUSE);

    // Twice for two years at most, a third time never.
    for (times, (asked, until)) in [(9, "2031-03-11"), (1, "2032-03-11")].into_iter().enumerate() {
        let form = change_form(&json!({ "years": asked }));
        let extended = granted(&desk, BD, "aggregated-site.extend", form, Some(at)).await;
        let (_, entry) = entry_of(&desk, BD, &extended.matter).await;
        assert_eq!(
            (entry.until.unwrap().date().to_string().as_str(), entry.extended),
            (until, times as u32 + 1)
        );
        assert_eq!(extended.clause, CLAUSE);
    }
    let third = desk
        .perform(filing(BD, "aggregated-site.extend", change_form(&json!({ "years": 1 })), Some(at)))
        .await;
    let third = third.expect("filed").matter;
    crate::support::to_signature(&desk, BD, &third).await;
    act(&desk, BD, "director", &third, "sign", json!({ "outcome": "granted" })).await.expect("signed");
    let refused = act(&desk, BD, "clerk-1", &third, "issue", json!({})).await;
    assert_eq!(answer(&refused), "Register");
    assert_eq!(case(&desk, BD, &third).await.matter.state, "signed", "nothing changed");

    let form = change_form(&json!({ "cause": "lost", "circumstances": "Mất khi chuyển văn phòng" }));
    let reissued = granted(&desk, BD, "aggregated-site.reissue", form, Some(at)).await;
    let (_, entry) = entry_of(&desk, BD, &reissued.matter).await;
    assert_eq!((entry.version, entry.reissued, entry.paper.as_str()), (5, 1, "05/GP-STTTT"));
    assert_eq!(reissued.clause, CLAUSE);

    // An error of the office is put right with a signed paper of its own.
    let right =
        json!({ "values": { "site_name": "Sao Mai Tin Tức 24h", "unknown": "x" }, "reason": "Gõ sai tên" });
    let corrected = act(&desk, BD, "director", &reissued.matter, "correct", right).await.expect("corrected");
    let (_, entry) = entry_of(&desk, BD, &corrected.matter).await;
    assert_eq!((entry.version, entry.text("site_name").as_str()), (6, "Sao Mai Tin Tức 24h"));
    assert_eq!(entry.content.get("unknown"), None);
    assert_eq!(paper_of(&desk, &corrected.matter, "correction").await, "01/ĐC-STTTT");

    let ended = revoked(&desk, BD, at).await.expect("revoked");
    let (_, entry) = entry_of(&desk, BD, &ended.matter).await;
    assert_eq!((entry.status, entry.version), (Status::Revoked, 7));
    assert_eq!(paper(&case(&desk, BD, &ended.matter).await.matter), "01/QĐ-STTTT");
    assert_eq!(ended.clause, CLAUSE);

    // What was revoked can neither be changed nor revoked again.
    for procedure in ["amend", "extend", "reissue"] {
        let again = filing(BD, &format!("aggregated-site.{procedure}"), change_form(&json!({})), Some(at));
        assert_eq!(answer(&desk.perform(again).await), "NoSubject", "{procedure}");
    }
    assert_eq!(answer(&revoked(&desk, BD, at).await), "NoSubject");
}

async fn paper_of(desk: &congvu_desk::Desk, matter: &str, key: &str) -> String {
    case(desk, BD, matter).await.matter.paper(key).expect("a paper").cited()
}

// conformance: ND61-19.8
async fn a_refusal_adds_nothing_to_the_register(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = crate::support::file_grant(&desk, BD).await.matter;
    crate::support::to_signature(&desk, BD, &m).await;
    let bare = act(&desk, BD, "director", &m, "sign", json!({ "outcome": "refused" })).await;
    assert_eq!(answer(&bare), "Input: reasons required");
    let why = json!({ "outcome": "refused", "reasons": ["Tên miền trùng"], "ground": "Điều 23d" });
    act(&desk, BD, "director", &m, "sign", why).await.expect("signed");
    act(&desk, BD, "clerk-1", &m, "issue", json!({})).await.expect("issued");
    let matter = case(&desk, BD, &m).await.matter;
    assert_eq!(matter.entry, None);
    assert_eq!(matter.paper("outcome").expect("a notice").cited(), "01/TB-STTTT");
    assert_whole(&desk, BD).await;
}

on_both!(a_licence_lives, a_refusal_adds_nothing_to_the_register);
