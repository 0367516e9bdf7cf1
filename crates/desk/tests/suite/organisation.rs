//! The department as a whole: units that merge, staff allotted, orders to sign, discipline in time.

use crate::people::{HG, chairman, house, matter_of, on, open};
use crate::support::*;
use congvu_desk::{Desk, Plan};
use congvu_store::testing::Backend;
use jiff::civil::DateTime;
use serde_json::{Value, json};

on_both!(a_division_is_merged, staff_are_counted, discipline_comes_in_time, orders_and_authorisations);

// conformance: HN-13
async fn a_division_is_merged(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let agency = agency_of(&desk, HG);
    let plan = |positions: Value| {
        json!({ "at": "2024-03-11T00:00:00",
        "units": [{ "unit": "post-telecom", "into": "press-publishing", "name": "Phòng Thông tin - Bưu chính" }], "positions": positions })
    };
    let close =
        |from: &str, heir: &str, to: Option<&str>| json!({ "position": from, "heir": heir, "person-to": to });
    // A case in the hands of somebody whose chair is to go.
    let filed = file_grant(&desk, HG).await.matter;
    act(&desk, HG, "reception-1", &filed, "receive", json!({ "assignee": "press-1" })).await.unwrap();
    for (positions, expected) in [
        (json!([]), "Input: plan plan-two-heads"),
        (json!([close("post-head", "nobody", None)]), "Input: plan not-a-position"),
        (
            json!([close("post-head", "press-head", None), close("post-head", "press-head", None)]),
            "Input: plan plan-twice",
        ),
        (
            json!([close("post-head", "post-1", None), close("post-1", "post-head", None)]),
            "Input: plan circular",
        ),
        (json!([close("post-head", "press-head", Some("press-2"))]), "Input: plan plan-held"),
        // The heir of the case is a chair that nobody holds.
        (
            json!([close("post-head", "press-head", None), close("press-1", "empty-1", None)]),
            "Input: plan plan-lost-case",
        ),
    ] {
        appoint_and_leave(&desk).await;
        let asked = json!({ "plan": plan(positions.clone()), "reason": "Sáp nhập." });
        let result = open(&desk, officer("office-head"), "structure", "plan-structure", asked).await;
        assert_eq!(answer(&result), expected, "{positions}");
    }
    let circle = json!({ "at": "2024-03-11T00:00:00", "units": [{ "unit": "digital", "into": "office" }, { "unit": "office", "into": "digital" }] });
    let result = open(
        &desk,
        officer("office-head"),
        "structure",
        "plan-structure",
        json!({ "plan": circle, "reason": "x" }),
    )
    .await;
    assert_eq!(answer(&result), "Input: plan circular");
    // Rehearsed, planned, decided by the body that issued the founding decision.
    let good =
        plan(json!([close("post-head", "press-head", Some("empty-1")), close("press-1", "press-2", None)]));
    let rehearsal = desk.rehearse(agency, &Plan::read(&good).unwrap()).await.unwrap().unwrap();
    assert_eq!((rehearsal.cases, rehearsal.lost_count, rehearsal.inherited.get("press-1")), (1, 0, Some(&1)));
    assert_eq!(rehearsal.people.len(), 2);
    let planned = open(
        &desk,
        officer("office-head"),
        "structure",
        "plan-structure",
        json!({ "plan": good, "reason": "Sáp nhập." }),
    )
    .await
    .unwrap();
    assert_eq!(
        answer(
            &on(&desk, officer("director"), &planned.matter, "restructure", json!({ "basis": "x" })).await
        ),
        "refused: no-power"
    );
    on(&desk, chairman(), &planned.matter, "restructure", json!({ "basis": "05/2024/QĐ-UBND" }))
        .await
        .unwrap();
    // Until the day everything is as it was.
    let opinion = || json!({ "recommendation": "granted", "opinion": "Đủ điều kiện." });
    assert_eq!(
        answer(&act(&desk, HG, "press-2", &filed, "appraise", opinion()).await),
        "refused: not-assigned"
    );
    let day = house.at("2024-03-11T08:00");
    assert_eq!(
        answer(&act(&day, HG, "press-1", &filed, "appraise", opinion()).await),
        "refused: not-appointed"
    );
    act(&day, HG, "press-2", &filed, "appraise", opinion()).await.unwrap();
    let book = day.positions(agency).await.unwrap();
    let now: DateTime = "2024-03-11T08:00:00".parse().unwrap();
    assert_eq!(book.holder("empty-1", now).map(|(p, _)| p), Some("person:post-head"));
    assert_eq!(book.holder("post-head", now), None);
    let table = congvu_authority::Authority::new(std::sync::Arc::clone(&agency.rules), book.roster).unwrap();
    let unit = "post-telecom".into();
    assert_eq!(table.unit_at(&unit, now).unwrap().as_str(), "press-publishing");
    assert_eq!(table.unit_name_at(&unit, now), Some("Phòng Thông tin - Bưu chính"));
    assert_eq!(
        table.unit_name_at(&unit, "2024-03-10T00:00:00".parse().unwrap()),
        Some("Phòng Bưu chính - Viễn thông")
    );
    // Nobody is put on a chair that is gone.
    let back = appoint(
        &day,
        HG,
        "director",
        &json!({ "id": "post-head", "kind": "unit-head", "unit": "post-telecom" }),
    )
    .await;
    assert_eq!(answer(&back), "Input: appointment closed-seat");
    assert_whole(&day, HG).await;
}

/// A chair in the inspectorate that somebody has left.
async fn appoint_and_leave(desk: &Desk) {
    let book = desk.positions(agency_of(desk, HG)).await.unwrap();
    if book.position("empty-1").is_none() {
        appoint(
            desk,
            HG,
            "director",
            &json!({ "id": "empty-1", "kind": "specialist", "unit": "inspectorate" }),
        )
        .await
        .unwrap();
        let matter = matter_of(desk, "empty-1").await;
        on(
            desk,
            officer("director"),
            &matter,
            "dismiss",
            json!({ "until": desk.clock().now(), "reason": "Thôi việc." }),
        )
        .await
        .unwrap();
    }
}

async fn staff_are_counted(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let quota = |unit: Option<&str>, number: &str| {
        let input =
            json!({ "unit": unit, "staff": "civil-servant", "number": number, "basis": "12/QĐ-UBND" });
        let input: Value = input
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, v)| !v.is_null())
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        open(&desk, officer("director"), "quota", "set-quota", input)
    };
    assert_eq!(answer(&quota(None, "many").await), "Input: number not-a-number");
    assert_eq!(answer(&quota(Some("nowhere"), "3").await), "Input: unit not-a-unit");
    quota(Some("press-publishing"), "3").await.unwrap();
    let more = appoint(
        &desk,
        HG,
        "director",
        &json!({ "id": "press-3", "kind": "specialist", "unit": "press-publishing" }),
    )
    .await;
    assert_eq!(answer(&more), "refused: limit-reached");
    appoint(&desk, HG, "director", &json!({ "id": "digital-1", "kind": "specialist", "unit": "digital" }))
        .await
        .unwrap();
    quota(Some("press-publishing"), "4").await.unwrap();
    appoint(
        &desk,
        HG,
        "director",
        &json!({ "id": "press-3", "kind": "specialist", "unit": "press-publishing" }),
    )
    .await
    .unwrap();
    assert_whole(&desk, HG).await;
}

async fn discipline_comes_in_time(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let file = json!({ "position": "press-1", "person": "person:press-1", "grade": "university", "step": "2", "since": "2022-01-01", "born": "1990-05-05" });
    let file = open(&desk, officer("director"), "person-file", "open-file", file).await.unwrap().matter;
    let asked = |form: &str, committed: &str, found: &str| {
        on(
            &desk,
            officer("director"),
            &file,
            "discipline",
            json!({ "form": form, "committed": committed, "found": found, "reason": "Chậm trễ." }),
        )
    };
    for (form, committed, found, expected) in [
        ("reprimand", "2022-03-04", "2024-02-01", "done"),
        ("reprimand", "2022-03-03", "2024-02-01", "refused: too-long"),
        ("warning", "2022-03-03", "2024-02-01", "done"),
        ("warning", "2022-03-03", "2023-12-04", "refused: too-long"),
        ("warning", "2024-03-05", "2024-03-05", "Input: committed in-future"),
        ("warning", "2024-03-03", "2024-03-02", "Input: found in-future"),
    ] {
        assert_eq!(answer(&asked(form, committed, found).await), expected, "{form} {committed} {found}");
    }
    assert_whole(&desk, HG).await;
}

async fn orders_and_authorisations(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let give = |who: &str, act: &str, input: Value| {
        let (actor, act) = (officer(who), act.to_owned());
        let desk = desk.clone();
        async move { open(&desk, actor, "delegation", &act, input).await }
    };
    let order = |to: &str, acts: Value| json!({ "to": to, "acts": acts, "duties": ["8"] });
    for (who, act, input, expected) in [
        ("director", "order-signing", order("press-1", json!(["consult"])), "refused: no-power"),
        ("director", "order-signing", order("press-head", json!(["fly"])), "Input: acts not-a-choice"),
        ("director", "authorise", order("press-head", json!(["sign"])), "Input: until required"),
        ("deputy-1", "order-signing", order("press-head", json!(["consult"])), "refused: no-power"),
        (
            "press-head",
            "pass-order",
            json!({ "to": "press-1", "acts": ["consult"], "order": "nothing" }),
            "refused: no-power",
        ),
        ("director", "order-signing", order("press-head", json!(["consult"])), "done"),
    ] {
        assert_eq!(answer(&give(who, act, input.clone()).await), expected, "{who} {act} {input}");
    }
    let mut input = order("press-head", json!(["stop"]));
    input["until"] = json!("2024-04-01T00:00:00");
    give("director", "authorise", input).await.unwrap();
    let book = desk.positions(agency_of(&desk, HG)).await.unwrap();
    let forms: Vec<&str> = book.roster.delegations.iter().map(|d| d.form.as_str()).collect();
    assert_eq!(forms, ["TL", "TUQ"]);
    let table =
        congvu_authority::Authority::new(std::sync::Arc::clone(&agency_of(&desk, HG).rules), book.roster)
            .unwrap();
    let now: DateTime = "2024-03-05T08:00:00".parse().unwrap();
    let lines = |act: &str, duty: &str| {
        let facts = congvu_authority::MatterFacts::of_duty(duty);
        table.may(&officer("press-head"), act, &facts, now).map(|p| p.capacity.signature_lines).ok()
    };
    assert_eq!(lines("consult", "8.a").unwrap(), ["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]);
    assert_eq!(lines("stop", "8.a").unwrap(), ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]);
    assert_eq!(lines("consult", "10.a"), None, "only the duties that are named");
    assert_eq!(lines("sign", "8.a"), None, "only the acts that are named");
    assert_whole(&desk, HG).await;
}
