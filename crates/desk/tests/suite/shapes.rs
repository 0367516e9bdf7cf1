//! What single procedures need of the language: a limit counted back from an hour, limits by an answer, a term until a day of
//! the form, a number that another body gives, an entry that ends without blame, an act that only some procedures know.

use crate::sample_form::filled;
use crate::support::{
    BD, House, MONDAY, act, agency_of, answer, appoint, assert_whole, attached, case, entry_of, filing,
    on_both, to_signature,
};
use congvu_desk::{Desk, Done, PerformError};
use congvu_matter::EntryRef;
use congvu_register::{Entry, Status};
use congvu_store::testing::Backend;
use serde_json::{Value, json};

const CONFERENCE: &str = "press-conference.notice";
const DOCUMENT: &str = "non-commercial-document.grant";

/// Files a well-filled form with these answers in it.
async fn ask(
    desk: &Desk,
    procedure: &str,
    answers: &[(&str, &str)],
    entry: Option<&(EntryRef, Entry)>,
) -> Result<Done, PerformError> {
    let loaded = &desk.library().procedures[procedure];
    let version = loaded.declared.version_on(desk.clock().now().date()).expect("in force");
    let schema = &loaded.schemas[&version.form.as_ref().expect("a form").schema];
    let mut form = filled(schema, entry.map(|(_, e)| e));
    for (name, value) in answers {
        assert!(form.contains_key(*name), "{name}");
        form.insert((*name).to_owned(), json!(value));
    }
    let mut asked = filing(BD, procedure, Value::Object(form), entry.map(|(at, _)| at));
    asked.command.files = version.dossier.iter().map(|p| attached(&p.id)).collect();
    desk.perform(asked).await
}

/// Decides and issues what waits for the signature.
async fn signed(desk: &Desk, matter: &str, outcome: &str) {
    to_signature(desk, BD, matter).await;
    act(desk, BD, "director", matter, "sign", json!({ "outcome": outcome })).await.expect("signed");
    act(desk, BD, "clerk-1", matter, "issue", json!({})).await.expect("issued");
}

async fn counted_back_from_its_hour(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at("2026-08-03T08:00");
    let at = [("held_on", "2026-08-05"), ("held_at", "09:30")];
    let filed = ask(&desk, CONFERENCE, &at, None).await.expect("notified").matter;
    let due = |c: &congvu_desk::Case| c.clock.as_ref().unwrap().due.unwrap().to_string();
    assert_eq!(due(&case(&desk, BD, &filed).await), "2026-08-04T21:30:00");
    let late = house.at("2026-08-04T21:31");
    let now = case(&late, BD, &filed).await;
    assert!(now.clock.as_ref().unwrap().overdue);
    // Under the law before, the day counts from the notice whenever the press conference is.
    let before = house.at("2026-06-30T08:00");
    let filed = ask(&before, CONFERENCE, &at, None).await.expect("notified").matter;
    assert_eq!(due(&case(&before, BD, &filed).await), "2026-07-01T08:00:00");
    assert_whole(&desk, BD).await;
}

async fn a_press_conference_is_suspended(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let filed = ask(&desk, CONFERENCE, &[], None).await.expect("notified").matter;
    let why = json!({ "reasons": ["Nội dung khác thông báo"], "ground": "Điều 41 khoản 6" });
    let early = act(&desk, BD, "director", &filed, "suspend", why.clone()).await;
    assert_eq!(answer(&early), "WrongState");
    signed(&desk, &filed, "granted").await;
    for who in ["press-head", "press-1", "clerk-1"] {
        let tried = act(&desk, BD, who, &filed, "suspend", why.clone()).await;
        assert!(answer(&tried).starts_with("refused"), "{who}: {}", answer(&tried));
    }
    let unsaid = act(&desk, BD, "director", &filed, "suspend", json!({})).await;
    assert_eq!(answer(&unsaid), "Input: reasons required");
    act(&desk, BD, "director", &filed, "suspend", why.clone()).await.expect("suspended");
    let now = case(&desk, BD, &filed).await;
    let paper = now.matter.paper("suspension").expect("a decision");
    assert_eq!((now.matter.state.as_str(), paper.cited().as_str()), ("suspended", "01/QĐ-STTTT"));
    let set = desk.paper(agency_of(&desk, BD), &now, &paper.code).await.expect("set").expect("there");
    assert!(set.pdf.starts_with(b"%PDF"));
    // Where no version declares it, the act does not exist.
    let other = ask(&desk, "press-conference.foreign", &[], None).await.expect("asked").matter;
    signed(&desk, &other, "granted").await;
    let tried = act(&desk, BD, "director", &other, "suspend", why).await;
    assert_eq!(answer(&tried), "UnknownAct");
    assert_whole(&desk, BD).await;
}

async fn a_number_of_another_body(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    // Until the end of June 2025 the department grants the licence itself, afterwards the People's Committee does.
    let before = house.at("2025-06-30T08:00");
    let own = ask(&before, DOCUMENT, &[], None).await.expect("filed").matter;
    signed(&before, &own, "granted").await;
    assert_eq!(entry_of(&before, BD, &own).await.0.number, "2025/01/GP-STTTT");

    let desk = house.at("2025-08-04T08:00");
    let mut given = Vec::new();
    for number in ["123/GP-UBND", "123 / GP-UBND", "124/GP-UBND"] {
        let filed = ask(&desk, DOCUMENT, &[], None).await.expect("filed").matter;
        assert_eq!(case(&desk, BD, &filed).await.matter.lifecycle, "submission");
        signed(&desk, &filed, "proposed-grant").await;
        let decided =
            json!({ "outcome": "granted", "decision_number": number, "decision_date": "2025-08-01" });
        given.push((answer(&act(&desk, BD, "reception-1", &filed, "deliver", decided).await), filed));
    }
    let answers: Vec<&str> = given.iter().map(|(a, _)| a.as_str()).collect();
    assert_eq!(answers, ["done", "Register", "done"], "a number is given once");
    let (at, entry) = entry_of(&desk, BD, &given[0].1).await;
    assert_eq!((at.number.as_str(), entry.paper.as_str()), ("2025/123/GP-UBND", "123/GP-UBND"));
    assert_eq!(entry.issued.date().to_string(), "2025-08-01");
    // A refusal enters nothing.
    let filed = ask(&desk, DOCUMENT, &[], None).await.expect("filed").matter;
    signed(&desk, &filed, "proposed-grant").await;
    let refused = json!({
        "outcome": "refused", "decision_number": "9/UBND", "decision_date": "2025-08-01", "reasons": ["Không phù hợp"],
    });
    act(&desk, BD, "reception-1", &filed, "deliver", refused).await.expect("delivered");
    assert!(case(&desk, BD, &filed).await.matter.entry.is_none());
    // Cases that were opened under the procedure that is united with this one find it.
    let united =
        desk.library().procedure(BD, "non-commercial-document.submit").expect("known by its former name");
    assert_eq!(united.declared.id, DOCUMENT);
    assert_whole(&desk, BD).await;
}

async fn terms_limits_and_ends(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    for (id, kind) in [("digital-head", "unit-head"), ("digital-1", "specialist")] {
        appoint(&desk, BD, "director", &json!({ "id": id, "kind": kind, "unit": "digital" }))
            .await
            .expect("appointed");
    }
    // A fair ends on the last day that its licence names.
    let days = [("start_date", "2024-04-20"), ("end_date", "2024-04-23")];
    let fair = ask(&desk, "publication-fair.grant", &days, None).await.expect("filed").matter;
    signed(&desk, &fair, "granted").await;
    let (_, entry) = entry_of(&desk, BD, &fair).await;
    assert_eq!(entry.until.expect("an end").to_string(), "2024-04-24T00:00:00");
    let over = ask(&desk, "publication-fair.grant", &[("end_date", "2024-03-01")], None)
        .await
        .expect("filed")
        .matter;
    to_signature(&desk, BD, &over).await;
    let late = act(&desk, BD, "director", &over, "sign", json!({ "outcome": "granted" })).await;
    assert_eq!(answer(&late), "Input: outcome term-over", "its days are over");
    // The limit depends on the group of the project.
    for (group, limit) in [("b", "15 day"), ("c", "10 day")] {
        let filed =
            ask(&desk, "it-basic-design.appraise", &[("project_group", group)], None).await.expect("filed");
        assert_eq!(case(&desk, BD, &filed.matter).await.matter.limit.unwrap().to_string(), limit);
    }
    // A machine that is handed over leaves the register, and nobody is blamed.
    let owned = ask(&desk, "colour-copier.register", &[], None).await.expect("filed").matter;
    signed(&desk, &owned, "granted").await;
    let held = entry_of(&desk, BD, &owned).await;
    let to = [("transferee", "Công ty In Bến Cát")];
    let moved = ask(&desk, "colour-copier.transfer", &to, Some(&held)).await.expect("filed").matter;
    signed(&desk, &moved, "granted").await;
    let (_, entry) = entry_of(&desk, BD, &moved).await;
    assert_eq!((entry.status, entry.version), (Status::Ended, 2));
    let now = case(&desk, BD, &moved).await;
    let paper = now.matter.paper("outcome").expect("a confirmation");
    assert!(desk.paper(agency_of(&desk, BD), &now, &paper.code).await.expect("set").is_some());
    let again = ask(&desk, "colour-copier.transfer", &to, Some(&held)).await;
    assert_eq!(answer(&again), "NoSubject", "it is no longer there to be handed over");
    assert_whole(&desk, BD).await;
}

on_both!(
    counted_back_from_its_hour,
    a_press_conference_is_suspended,
    a_number_of_another_body,
    terms_limits_and_ends,
);
