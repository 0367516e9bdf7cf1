//! Violations from the record to the end: who may fine how much, what is refused, what it does to a licence, and undone.

use crate::support::GRANT;
use crate::support::{
    House, MONDAY, act, agency_of, answer, appoint, assert_whole, case, entry_of, grant_form, granted,
    officer, request,
};
use congvu_authority::{Actor, Missing};
use congvu_desk::{Desk, Done, On, Opening, PerformError};
use congvu_matter::EntryRef;
use congvu_register::Standing;
use congvu_store::testing::Backend;
use serde_json::{Value, json};

const AGENCY: &str = "hau-giang";
/// A bracket of 1 to 3 million, of 60 to 100 million, of 140 to 200 million.
const SMALL: &str = "119-2020.11.1";
const MIDDLE: &str = "119-2020.28b.4";
const LARGE: &str = "119-2020.11.6";

async fn house() -> (House, Desk) {
    let house = House::open(Backend::Sqlite, &[AGENCY]).await;
    let desk = house.at(MONDAY);
    for (id, kind) in [
        ("inspector-head", "unit-head"),
        ("inspector-deputy", "deputy-unit-head"),
        ("inspector-1", "specialist"),
    ] {
        let position = json!({ "id": id, "kind": kind, "unit": "inspectorate" });
        appoint(&desk, AGENCY, "director", &position).await.expect("appointed");
    }
    (house, desk)
}

fn form(acts: &[&str]) -> Value {
    json!({
        "offender_kind": "organisation", "subject_name": "Công ty In Sao Mai", "subject_code": "6300000001",
        "address": "1 Trần Hưng Đạo", "behaviours": acts, "act_status": "ended", "ended_on": "2024-03-01", "place": "Xưởng in",
    })
}

async fn record(desk: &Desk, form: Value, entry: Option<EntryRef>) -> Result<Done, PerformError> {
    let on = On::New(Opening::Procedure("violation.case".into()));
    let mut asked =
        request(AGENCY, officer("inspector-1"), on, "record-violation", json!({ "facts": "Đang in." }));
    asked.command.form = form.as_object().cloned().unwrap();
    asked.command.subject = "Công ty In Sao Mai".into();
    asked.command.entry = entry;
    desk.perform(asked).await
}

async fn drafted(desk: &Desk, acts: &[&str]) -> String {
    let matter = record(desk, form(acts), None).await.expect("recorded").matter;
    act(desk, AGENCY, "inspector-1", &matter, "weigh", json!({ "opinion": "Đề nghị phạt." }))
        .await
        .expect("weighed");
    matter
}

fn decision() -> Value {
    json!({ "outcome": "fine", "reasons": ["Đã rõ"], "ground": "Nghị định 119" })
}

async fn chairman(desk: &Desk, matter: &str, name: &str, input: Value) -> Result<Done, PerformError> {
    let chairman = Actor::Position { person: "chairman".into(), position: "chairman".into() };
    desk.perform(request(AGENCY, chairman, On::Matter(matter.to_owned()), name, input)).await
}

#[tokio::test]
async fn each_position_fines_up_to_its_amount_and_no_further() {
    let (_house, desk) = house().await;
    // The inspector alone: not even the small bracket, which goes to three million.
    let small = drafted(&desk, &[SMALL]).await;
    let refused = act(&desk, AGENCY, "inspector-1", &small, "sanction", decision()).await;
    let Err(PerformError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(
        refusal.missing,
        Missing::OverLimit { fact: "fine".into(), at_most: 1_000_000, value: Some(3_000_000) }
    );
    let may: Vec<&str> = refusal.may_instead.iter().map(|p| p.as_str()).collect();
    assert_eq!(may, ["chairman", "inspector-head"], "who may fine more");
    // The deputy without a delegation, the director of 2024, the head of another unit: nobody empowers them.
    for (who, word) in
        [("inspector-deputy", "not-delegated"), ("director", "not-in-force"), ("press-head", "over-limit")]
    {
        let said = answer(&act(&desk, AGENCY, who, &small, "sanction", decision()).await);
        assert!(said.starts_with("refused: "), "{who}: {said}");
        assert!(said == format!("refused: {word}") || who == "press-head", "{who}: {said}");
    }
    act(&desk, AGENCY, "inspector-head", &small, "sanction", decision()).await.expect("within the amount");
    let middle = drafted(&desk, &[MIDDLE]).await;
    act(&desk, AGENCY, "inspector-head", &middle, "sanction", decision())
        .await
        .expect("up to a hundred million");
    // Above: to the Chairman.
    let large = drafted(&desk, &[LARGE]).await;
    let refused = act(&desk, AGENCY, "inspector-head", &large, "sanction", decision()).await;
    let Err(PerformError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(
        refusal.missing,
        Missing::OverLimit { fact: "fine".into(), at_most: 100_000_000, value: Some(200_000_000) }
    );
    assert_eq!(refusal.may_instead.iter().map(|p| p.as_str()).collect::<Vec<_>>(), ["chairman"]);
    act(&desk, AGENCY, "inspector-head", &large, "send-up", json!({ "reason": "Vượt thẩm quyền." }))
        .await
        .expect("sent up");
    chairman(&desk, &large, "sanction", decision()).await.expect("the Chairman may");
    assert_whole(&desk, AGENCY).await;
}

#[tokio::test]
async fn a_deputy_fines_under_a_delegation_that_is_not_handed_on() {
    let (_house, desk) = house().await;
    let on = || On::New(Opening::Lifecycle("delegation".into()));
    let input = |to: &str| json!({ "to": to, "from": "2024-03-04T08:00", "until": "2024-03-15T17:00", "reason": "Đi công tác" });
    let asked = request(AGENCY, officer("inspector-head"), on(), "delegate", input("inspector-deputy"));
    desk.perform(asked).await.expect("delegated");
    let middle = drafted(&desk, &[MIDDLE]).await;
    act(&desk, AGENCY, "inspector-deputy", &middle, "sanction", decision())
        .await
        .expect("as the chief inspector");
    let signed = case(&desk, AGENCY, &middle).await.matter.signature.expect("signed");
    assert_eq!((signed.capacity.as_str(), signed.lines[0].as_str()), ("KT", "KT. CHÁNH THANH TRA"));
    let large = drafted(&desk, &[LARGE]).await;
    assert_eq!(
        answer(&act(&desk, AGENCY, "inspector-deputy", &large, "sanction", decision()).await),
        "refused: over-limit"
    );
    let again = desk
        .perform(request(AGENCY, officer("inspector-deputy"), on(), "delegate", input("inspector-1")))
        .await;
    assert!(answer(&again).starts_with("refused: forbidden"), "{}", answer(&again));
}

#[tokio::test]
async fn wrong_cases_and_amounts_are_told_and_change_nothing() {
    let (house, desk) = house().await;
    let check = async |change: Value, expected: &str| {
        let mut all = form(&[SMALL]);
        all.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(answer(&record(&desk, all, None).await), expected);
    };
    check(json!({ "behaviours": ["nothing"] }), "Input: behaviours not-a-choice").await;
    check(json!({ "behaviours": [] }), "Input: behaviours acts").await;
    check(json!({ "ended_on": "2024-03-05" }), "Input: ended_on not-yet").await;
    check(json!({ "ended_on": "2020-11-30" }), "Input: behaviours not-fined-then").await;
    check(json!({ "behaviours": ["174-2026.93.1"] }), "Input: behaviours not-fined-then").await;
    let matter = record(&desk, form(&[SMALL]), None).await.expect("recorded").matter;
    let weigh = async |input: Value| {
        let mut all = json!({ "opinion": "Đề nghị." });
        all.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        answer(&act(&desk, AGENCY, "inspector-1", &matter, "weigh", all).await)
    };
    for amount in [3_000_001, 999_999, 2_500_000] {
        let said = weigh(json!({ "amounts": { (SMALL): amount } })).await;
        assert_eq!(said, format!("Input: amounts.{SMALL} outside-bracket"), "{amount}");
    }
    assert_eq!(
        weigh(json!({ "amounts": { (SMALL): "nhiều" } })).await,
        format!("Input: amounts.{SMALL} not-money")
    );
    assert_eq!(weigh(json!({ "suspension_months": "2" })).await, "Input: suspension_months no-entry");
    assert_eq!(case(&desk, AGENCY, &matter).await.matter.state, "recorded");
    // One aggravating fact opens the upper half, and somebody must set the amount.
    assert_eq!(
        weigh(json!({ "aggravating": ["Quy mô lớn"], "amounts": { (SMALL): 2_500_000 } })).await,
        "done"
    );
    // The time for a decision is over: only remedies are left.
    let late = house.at("2024-03-14T08:00");
    let refused = act(&late, AGENCY, "inspector-head", &matter, "sanction", decision()).await;
    assert_eq!(answer(&refused), "Input: outcome decision-late");
    let remedies = json!({ "outcome": "remedies", "reasons": ["Quá hạn"], "ground": "Điều 65" });
    act(&late, AGENCY, "inspector-head", &matter, "sanction", remedies).await.expect("remedies");
    let sanction = case(&late, AGENCY, &matter).await.matter.sanction.expect("decided");
    assert_eq!((sanction.total, sanction.items.len()), (0, 0));
}

#[tokio::test]
async fn a_licence_is_suspended_at_once_and_given_back_when_the_decision_is_annulled() {
    let (house, desk) = house().await;
    let made = granted(&desk, AGENCY, GRANT, grant_form(), None).await;
    let (at, _) = entry_of(&desk, AGENCY, &made.matter).await;
    let standing =
        async |desk: &Desk| desk.entry(AGENCY, &at).await.unwrap().unwrap().standing(desk.clock().now());
    let matter = record(&desk, form(&[MIDDLE]), Some(at.clone())).await.expect("recorded").matter;
    let said = json!({ "opinion": "Tước giấy phép.", "suspension_months": "30" });
    assert_eq!(
        answer(&act(&desk, AGENCY, "inspector-1", &matter, "weigh", said).await),
        "Input: suspension_months months-outside"
    );
    let said = json!({ "opinion": "Tước giấy phép.", "suspension_months": "2" });
    act(&desk, AGENCY, "inspector-1", &matter, "weigh", said).await.expect("weighed");
    act(&desk, AGENCY, "inspector-head", &matter, "sanction", decision()).await.expect("decided");
    assert_eq!(standing(&desk).await, Standing::Valid, "a decision that is not issued does nothing yet");
    act(&desk, AGENCY, "clerk-1", &matter, "issue", json!({})).await.expect("issued");
    assert_eq!(standing(&desk).await, Standing::Suspended);
    // It ends by itself after two months.
    assert_eq!(standing(&house.at("2024-05-04T08:00")).await, Standing::Suspended);
    assert_eq!(standing(&house.at("2024-05-06T08:00")).await, Standing::Valid);
    let paper = case(&desk, AGENCY, &matter).await;
    for code in paper.matter.papers.iter().map(|p| p.code.clone()) {
        let set = desk.paper(agency_of(&desk, AGENCY), &paper, &code).await.expect("set").expect("there");
        assert!(set.pdf.starts_with(b"%PDF"));
    }
    // Paid: once under one receipt, never more than is owed.
    act(&desk, AGENCY, "inspector-1", &matter, "serve", json!({ "served_on": "2024-03-04", "how": "hand" }))
        .await
        .expect("served");
    let due = case(&desk, AGENCY, &matter).await.matter.sanction.and_then(|s| s.due);
    assert_eq!(due.map(|d| d.to_string()).as_deref(), Some("2024-03-14"));
    let pay = |amount: u64, reference: &str| json!({ "amount": amount, "paid_on": "2024-03-04", "reference": reference });
    let paid =
        async |input| answer(&act(&desk, AGENCY, "inspector-1", &matter, "record-payment", input).await);
    assert_eq!(paid(pay(80_000_001, "KB-1")).await, "TooMuch");
    assert_eq!(paid(pay(30_000_000, "KB-1")).await, "done");
    assert_eq!(paid(pay(30_000_000, "KB-1")).await, "KnownPayment");
    let settle = async |how: &str| {
        answer(&act(&desk, AGENCY, "inspector-1", &matter, "settle", json!({ "how": how })).await)
    };
    assert_eq!(settle("paid").await, "Unpaid");
    // Annulled: only by whoever has the power, and the licence is in force again.
    let annul = json!({ "reason": "Sai đối tượng", "ground": "Điều 13" });
    let refused = act(&desk, AGENCY, "inspector-1", &matter, "annul-decision", annul.clone()).await;
    assert!(answer(&refused).starts_with("refused"), "{}", answer(&refused));
    act(&desk, AGENCY, "inspector-head", &matter, "annul-decision", annul).await.expect("annulled");
    assert_eq!(standing(&desk).await, Standing::Valid);
    assert_eq!(case(&desk, AGENCY, &matter).await.matter.sanction.map(|s| s.owed()), Some(0));
    assert_whole(&desk, AGENCY).await;
}

/// From 1 July 2025 the director fines up to a part of the ceiling, and inspectors of the department no more.
#[tokio::test]
async fn the_powers_of_2025() {
    let (house, _) = house().await;
    let desk = house.at("2025-07-07T08:00");
    let on = On::New(Opening::Procedure("violation.case".into()));
    let mut all = form(&[LARGE]);
    all["act_status"] = json!("ongoing");
    let mut asked =
        request(AGENCY, officer("inspector-1"), on, "record-violation", json!({ "facts": "Đang họp báo." }));
    asked.command.form = all.as_object().cloned().unwrap();
    let matter = desk.perform(asked).await.expect("recorded").matter;
    act(&desk, AGENCY, "inspector-1", &matter, "weigh", json!({ "opinion": "Phạt." }))
        .await
        .expect("weighed");
    let refused = answer(&act(&desk, AGENCY, "inspector-head", &matter, "sanction", decision()).await);
    assert_eq!(refused, "refused: not-in-force");
    act(&desk, AGENCY, "director", &matter, "sanction", decision()).await.expect("the director may now");
}
