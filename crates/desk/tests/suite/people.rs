//! People in office: what acts change in the table of authority, from when, and what they may not.

use crate::support::*;
use congvu_authority::{Actor, Missing};
use congvu_desk::{Desk, Done, On, Opening, PerformError, verify};
use congvu_store::testing::Backend;
use jiff::civil::DateTime;
use serde_json::{Value, json};

pub const HG: &str = "hau-giang";

on_both!(
    a_fourth_deputy_is_refused_with_the_article,
    an_office_ends_at_midnight,
    prepared_and_signed,
    nobody_is_appointed_twice,
    moved_seconded_suspended,
    a_substitute_works_the_cases,
    the_list_for_emergencies,
    an_appointment_is_annulled,
);

pub async fn house(backend: Backend) -> House {
    let house = House::open(backend, &[HG]).await;
    let desk = house.at("2024-03-01T09:00");
    for (id, kind, unit) in [
        ("office-head", "unit-head", "office"),
        ("digital-head", "unit-head", "digital"),
        ("post-head", "unit-head", "post-telecom"),
        ("post-1", "specialist", "post-telecom"),
    ] {
        appoint(&desk, HG, "director", &json!({ "id": id, "kind": kind, "unit": unit })).await.unwrap();
    }
    house
}

pub fn chairman() -> Actor {
    Actor::Position { person: "chairman".into(), position: "chairman".into() }
}

pub async fn open(
    desk: &Desk,
    actor: Actor,
    life: &str,
    act: &str,
    input: Value,
) -> Result<Done, PerformError> {
    desk.perform(request(HG, actor, On::New(Opening::Lifecycle(life.into())), act, input)).await
}

pub async fn on(
    desk: &Desk,
    actor: Actor,
    matter: &str,
    act: &str,
    input: Value,
) -> Result<Done, PerformError> {
    desk.perform(request(HG, actor, On::Matter(matter.to_owned()), act, input)).await
}

fn deputy(number: u8, from: &str, to: Option<&str>) -> Value {
    json!({ "appointment": {
        "position": { "id": format!("deputy-{number}"), "kind": "deputy-director", "unit": null },
        "person": format!("person:deputy-{number}"), "name": "Y-Ngông", "from": from, "to": to,
    } })
}

fn missing(result: Result<Done, PerformError>) -> Missing {
    match result {
        Err(PerformError::Refused(refusal)) => refusal.missing,
        other => panic!("not refused: {other:?}"),
    }
}

/// The appointment by which somebody holds a position.
pub async fn matter_of(desk: &Desk, position: &str) -> String {
    let book = desk.positions(agency_of(desk, HG)).await.unwrap();
    let held = book.roster.appointments.iter().rev().find(|a| a.position.as_str() == position);
    held.and_then(|a| a.matter.clone()).expect("made by an act")
}

async fn a_fourth_deputy_is_refused_with_the_article(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let prepare = |n: u8| {
        open(&desk, officer("office-head"), "appointment", "prepare", deputy(n, "2024-03-05T00:00:00", None))
    };
    let third = prepare(3).await.unwrap();
    assert_eq!(third.state, "prepared");
    // The officeholder above the department signs; the director is refused.
    assert_eq!(
        answer(&on(&desk, officer("director"), &third.matter, "sign-appointment", json!({})).await),
        "refused: no-power"
    );
    on(&desk, chairman(), &third.matter, "sign-appointment", json!({})).await.unwrap();
    match missing(prepare(4).await) {
        Missing::LimitReached { clause, limit: 3, held: 3 } => {
            assert_eq!(clause.to_string(), "art_3__para_1")
        }
        other => panic!("{other:?}"),
    }
    // Nor by whoever could sign, without preparation.
    let straight =
        open(&desk, chairman(), "appointment", "appoint", deputy(4, "2024-03-05T00:00:00", None)).await;
    assert_eq!(answer(&straight), "refused: limit-reached");
    // By the act that makes it lawful: one of the three leaves, and from that day it is possible.
    let first = matter_of(&desk, "deputy-1").await;
    let leave = json!({ "until": "2024-04-01T00:00:00", "reason": "Nghỉ hưu.", "kind": "retirement" });
    on(&desk, chairman(), &first, "dismiss", leave).await.unwrap();
    assert_eq!(
        answer(
            &open(
                &desk,
                officer("office-head"),
                "appointment",
                "prepare",
                deputy(4, "2024-03-31T00:00:00", None)
            )
            .await
        ),
        "refused: limit-reached"
    );
    open(&desk, officer("office-head"), "appointment", "prepare", deputy(4, "2024-04-01T00:00:00", None))
        .await
        .unwrap();
    // Whoever has not the power does not prepare either.
    let other =
        open(&desk, officer("press-1"), "appointment", "prepare", deputy(5, "2024-04-01T00:00:00", None))
            .await;
    assert!(answer(&other).starts_with("refused"), "{other:?}");
    assert_whole(&desk, HG).await;
}

async fn an_office_ends_at_midnight(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    // The director hands the department to the deputy for the week, so the deputy signs everything.
    let week = json!({ "to": "deputy-1", "until": "2024-03-12T00:00:00", "reason": "Đi công tác." });
    open(&desk, officer("director"), "delegation", "delegate", week).await.unwrap();
    let cases = [file_grant(&desk, HG).await.matter, file_grant(&desk, HG).await.matter];
    for case in &cases {
        to_signature(&desk, HG, case).await;
    }
    let first = matter_of(&desk, "deputy-1").await;
    let end = json!({ "until": "2024-03-08T00:00:00", "reason": "Hết nhiệm kỳ." });
    on(&desk, chairman(), &first, "dismiss", end).await.unwrap();
    let before = house.at("2024-03-07T23:59");
    let granted = json!({ "outcome": "granted" });
    act(&before, HG, "deputy-1", &cases[0], "sign", granted.clone()).await.unwrap();
    let after = house.at("2024-03-08T00:01");
    match missing(act(&after, HG, "deputy-1", &cases[1], "sign", granted.clone()).await) {
        Missing::NotAppointed { until: Some(until), .. } => {
            assert_eq!(until, "2024-03-08T00:00:00".parse::<DateTime>().unwrap())
        }
        other => panic!("{other:?}"),
    }
    // What was signed before stays right: the record is whole, the case is decided and signed as it was.
    let signed = case(&after, HG, &cases[0]).await.matter;
    assert_eq!(signed.signature.unwrap().lines, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
    act(&after, HG, "director", &cases[1], "sign", granted).await.unwrap();
    assert_whole(&after, HG).await;
}

async fn prepared_and_signed(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let head = |from: &str, to: &str| {
        json!({ "appointment": {
        "position": { "id": "ict-head", "kind": "unit-head", "unit": "inspectorate" }, "person": "person:ict", "name": "Nguye\u{302}\u{303}n An",
        "from": from, "to": to,
    } })
    };
    // Longer than the term that the law gives leaders.
    let long = head("2024-03-05T00:00:00", "2029-03-06T00:00:00");
    match missing(open(&desk, officer("office-head"), "appointment", "prepare", long).await) {
        Missing::TooLong { clause, latest } => {
            assert_eq!(
                (clause.to_string().as_str(), latest.to_string().as_str()),
                ("138/2020/NĐ-CP, Điều 41 khoản 1", "2029-03-05T00:00:00")
            );
        }
        other => panic!("{other:?}"),
    }
    let prepared = open(
        &desk,
        officer("office-head"),
        "appointment",
        "prepare",
        head("2024-03-05T00:00:00", "2029-03-05T00:00:00"),
    )
    .await
    .unwrap();
    let holder = |desk: &Desk, at: &str| {
        let (desk, at) = (desk.clone(), at.parse::<DateTime>().unwrap());
        async move {
            desk.positions(agency_of(&desk, HG))
                .await
                .unwrap()
                .holder("ict-head", at)
                .map(|(_, n)| n.to_owned())
        }
    };
    assert_eq!(holder(&desk, "2024-03-06T08:00:00").await, None, "nothing changes before the signature");
    let later = house.at("2024-03-07T10:00");
    let signed =
        on(&later, officer("director"), &prepared.matter, "sign-appointment", json!({})).await.unwrap();
    assert_eq!(signed.papers.len(), 1);
    assert_eq!(holder(&later, "2024-03-06T08:00:00").await, None, "never before its date");
    assert_eq!(holder(&later, "2024-03-07T12:00:00").await.as_deref(), Some("Nguyễn An"));
    assert_eq!(holder(&later, "2029-03-05T00:00:00").await, None);
    let paper = later
        .paper(agency_of(&later, HG), &case(&later, HG, &prepared.matter).await, &signed.papers[0])
        .await
        .unwrap()
        .unwrap();
    assert!(paper.pdf.starts_with(b"%PDF"));
    // The term is followed by another; its limit runs from the end of the first.
    for (until, expected) in [
        ("2034-03-06T00:00:00", "refused: too-long"),
        ("2028-01-01T00:00:00", "Input: until not-later"),
        ("2034-03-05T00:00:00", "done"),
    ] {
        let again =
            on(&later, officer("director"), &prepared.matter, "reappoint", json!({ "until": until })).await;
        assert_eq!(answer(&again), expected, "{until}");
    }
    assert_eq!(holder(&later, "2033-01-01T00:00:00").await.as_deref(), Some("Nguyễn An"));
    assert_whole(&later, HG).await;
}

async fn nobody_is_appointed_twice(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let base = json!({ "position": { "id": "press-1", "kind": "specialist", "unit": "press-publishing" },
        "person": "person:press-1", "name": "Người press-1", "from": "2024-03-05T00:00:00" });
    for (change, expected) in [
        (json!({}), "refused: appointed-already"),
        (json!({ "person": "person:other" }), "refused: position-held"),
        // A seat is not turned into another, and powers are not got by naming an old seat anew.
        (
            json!({ "position": { "id": "press-1", "kind": "director", "unit": null } }),
            "Input: appointment other-seat",
        ),
        (
            json!({ "position": { "id": "press-1", "kind": "specialist", "unit": "press-publishing", "roles": ["clerk"] } }),
            "Input: appointment other-seat",
        ),
        (
            json!({ "position": { "id": "x-1", "kind": "wizard", "unit": null } }),
            "Input: appointment not-a-position",
        ),
        (
            json!({ "position": { "id": "x-1", "kind": "specialist", "unit": "no-such-unit" } }),
            "Input: appointment not-a-position",
        ),
        (json!({ "name": " \t " }), "Input: appointment not-a-name"),
        (json!({ "name": "<script>" }), "Input: appointment not-a-name"),
        (json!({ "from": "yesterday" }), "Input: appointment wrong-type"),
    ] {
        let mut asked = base.clone();
        asked.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        for act in ["prepare", "appoint"] {
            let result =
                open(&desk, officer("director"), "appointment", act, json!({ "appointment": asked })).await;
            assert_eq!(answer(&result), expected, "{act} {change}");
        }
    }
    assert_whole(&desk, HG).await;
}

async fn moved_seconded_suspended(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let matter = matter_of(&desk, "post-1").await;
    let director = || officer("director");
    let held = |at: &str, person: &str| {
        let (desk, at, person) = (desk.clone(), at.parse::<DateTime>().unwrap(), person.to_owned());
        async move {
            desk.positions(agency_of(&desk, HG))
                .await
                .unwrap()
                .positions_of(&person, at)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        }
    };
    // Nobody is moved onto a chair that is taken, nor by somebody without the power, nor into the past.
    for (actor, to, from, expected) in [
        (director(), "press-1", "2024-03-11T00:00:00", "refused: position-held"),
        (officer("press-head"), "press-2", "2024-03-11T00:00:00", "refused: other-holder"),
        (director(), "deputy-2", "2024-03-11T00:00:00", "refused: other-target"),
        (director(), "nowhere", "2024-03-11T00:00:00", "refused: unknown-position"),
    ] {
        let result = on(&desk, actor, &matter, "transfer", json!({ "to": to, "from": from })).await;
        assert!(answer(&result).starts_with(expected.split(':').next().unwrap()), "{to}: {result:?}");
    }
    let left = matter_of(&desk, "press-2").await;
    on(
        &desk,
        director(),
        &left,
        "dismiss",
        json!({ "until": "2024-03-10T00:00:00", "reason": "Chuyển công tác." }),
    )
    .await
    .unwrap();
    let past = json!({ "to": "press-2", "from": "2024-03-01T00:00:00" });
    assert_eq!(answer(&on(&desk, director(), &matter, "transfer", past).await), "Input: from not-later");
    on(&desk, director(), &matter, "transfer", json!({ "to": "press-2", "from": "2024-03-11T00:00:00" }))
        .await
        .unwrap();
    assert_eq!(held("2024-03-10T23:59:00", "person:post-1").await, ["post-1"]);
    assert_eq!(held("2024-03-11T00:00:00", "person:post-1").await, ["press-2"]);
    // Seconded: both chairs for the time.
    let time = json!({ "to": "post-1", "from": "2024-04-01T00:00:00", "until": "2024-05-01T00:00:00" });
    on(&desk, director(), &matter, "second", time).await.unwrap();
    assert_eq!(held("2024-04-15T00:00:00", "person:post-1").await.len(), 2);
    assert_eq!(held("2024-05-01T00:00:00", "person:post-1").await, ["press-2"]);
    // Suspended: no act, until it ends or is ended.
    let head = matter_of(&desk, "press-head").await;
    let filed = file_grant(&desk, HG).await.matter;
    act(&desk, HG, "reception-1", &filed, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let opinion = json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    act(&desk, HG, "press-1", &filed, "appraise", opinion).await.unwrap();
    on(&desk, director(), &head, "suspend", json!({ "until": "2024-03-18T00:00:00", "reason": "Xác minh." }))
        .await
        .unwrap();
    assert_eq!(answer(&act(&desk, HG, "press-head", &filed, "agree", json!({})).await), "refused: suspended");
    on(&desk, director(), &head, "reinstate", json!({})).await.unwrap();
    act(&desk, HG, "press-head", &filed, "agree", json!({})).await.unwrap();
    assert_whole(&desk, HG).await;
}

async fn a_substitute_works_the_cases(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let filed = file_grant(&desk, HG).await.matter;
    act(&desk, HG, "reception-1", &filed, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let opinion = || json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    assert_eq!(
        answer(&act(&desk, HG, "press-2", &filed, "appraise", opinion()).await),
        "refused: not-assigned"
    );
    let leave = |who: &str, by: &str, from: &str| json!({ "position": who, "substitute": by, "from": from, "until": "2024-03-12T00:00:00", "kind": "annual" });
    for (input, expected) in [
        (leave("press-1", "press-1", "2024-03-05T00:00:00"), "Input: substitute circular"),
        (leave("press-1", "nowhere", "2024-03-05T00:00:00"), "Input: substitute not-a-position"),
        (leave("press-1", "press-2", "2024-03-01T00:00:00"), "Input: from not-later"),
        (leave("press-1", "press-2", "2024-03-05T00:00:00"), "done"),
        (leave("press-1", "press-2", "2024-03-06T00:00:00"), "Input: from away-already"),
        (leave("press-2", "press-1", "2024-03-06T00:00:00"), "Input: substitute away-too"),
    ] {
        let result = open(&desk, officer("director"), "leave", "grant-leave", input.clone()).await;
        assert_eq!(answer(&result), expected, "{input}");
    }
    let own = open(
        &desk,
        officer("press-1"),
        "leave",
        "grant-leave",
        leave("press-2", "press-head", "2024-03-05T00:00:00"),
    )
    .await;
    assert!(answer(&own).starts_with("refused"), "{own:?}");
    assert_eq!(
        answer(&act(&desk, HG, "press-2", &filed, "appraise", opinion()).await),
        "refused: not-assigned",
        "not before its day"
    );
    let away = house.at("2024-03-06T08:00");
    assert!(
        away.turns(agency_of(&away, HG), &officer("press-2"))
            .await
            .unwrap()
            .contains(&"position:press-1".to_owned())
    );
    act(&away, HG, "press-2", &filed, "appraise", opinion()).await.unwrap();
    let history = away.history(agency_of(&away, HG), &filed).await.unwrap();
    let capacity = history.last().unwrap().act.capacity.clone().unwrap();
    assert_eq!(capacity.in_place_of.as_deref(), Some("press-1"), "the record says in whose place");
    let back = house.at("2024-03-12T00:01");
    assert!(
        !back
            .turns(agency_of(&back, HG), &officer("press-2"))
            .await
            .unwrap()
            .contains(&"position:press-1".to_owned())
    );
    assert_whole(&back, HG).await;
}

async fn the_list_for_emergencies(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let name = |of: &str, by: &str| {
        open(
            &desk,
            officer("director"),
            "substitute",
            "name-substitute",
            json!({ "position": of, "substitute": by }),
        )
    };
    name("deputy-1", "deputy-2").await.unwrap();
    assert_eq!(answer(&name("deputy-2", "deputy-1").await), "Input: substitute circular");
    name("press-1", "press-2").await.unwrap();
    let filed = file_grant(&desk, HG).await.matter;
    act(&desk, HG, "reception-1", &filed, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    let opinion = || json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    assert_eq!(
        answer(&act(&desk, HG, "press-2", &filed, "appraise", opinion()).await),
        "refused: not-assigned",
        "press-1 is there"
    );
    let matter = matter_of(&desk, "press-1").await;
    on(
        &desk,
        officer("director"),
        &matter,
        "dismiss",
        json!({ "until": "2024-03-06T00:00:00", "reason": "Thôi việc." }),
    )
    .await
    .unwrap();
    let after = house.at("2024-03-06T00:01");
    assert_eq!(
        answer(&act(&after, HG, "press-1", &filed, "appraise", opinion()).await),
        "refused: not-appointed"
    );
    act(&after, HG, "press-2", &filed, "appraise", opinion()).await.unwrap();
    assert_whole(&after, HG).await;
}

async fn an_appointment_is_annulled(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let filed = file_grant(&desk, HG).await.matter;
    to_signature(&desk, HG, &filed).await;
    let matter = matter_of(&desk, "press-head").await;
    let later = house.at("2024-03-05T08:00");
    assert_eq!(
        answer(
            &on(&later, officer("office-head"), &matter, "annul-appointment", json!({ "reason": "x" })).await
        ),
        "refused: no-power"
    );
    on(
        &later,
        officer("director"),
        &matter,
        "annul-appointment",
        json!({ "reason": "Không đủ tiêu chuẩn." }),
    )
    .await
    .unwrap();
    let book = later.positions(agency_of(&later, HG)).await.unwrap();
    assert_eq!(
        book.holder("press-head", "2024-03-04T09:00:00".parse().unwrap()),
        None,
        "the table never knew it"
    );
    // The case stands where it stood; what was done is found for review.
    assert_eq!(case(&later, HG, &filed).await.matter.version, case(&desk, HG, &filed).await.matter.version);
    let review = later.acts_under(agency_of(&later, HG), &matter).await.unwrap();
    assert_eq!(review.iter().map(|a| a.kind.as_str()).collect::<Vec<_>>(), ["agree"]);
    let finding = json!({ "reviewed": review[0].id, "finding": "stands", "reason": "Nội dung đúng." });
    on(&later, officer("director"), &matter, "review-act", finding).await.unwrap();
    assert!(verify(later.store(), HG, &[]).await.unwrap().faults.is_empty());
}
