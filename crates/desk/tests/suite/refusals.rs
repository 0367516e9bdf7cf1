//! For each permitted act a refused one.

use crate::support::{
    BD, CITIZEN, GRANT, House, MONDAY, act, answer, appoint, assert_whole, case, change_form, citizen,
    entry_of, file_grant, filing, grant_form, granted, officer, on_both, request, to_signature,
};
use congvu_desk::{Desk, On, Opening};
use congvu_store::testing::Backend;
use serde_json::{Value, json};

/// One act that must be answered in a certain way.
async fn check(desk: &Desk, who: &str, matter: &str, what: &str, input: Value, expected: &str) {
    let before = desk.store().head(BD).await.unwrap().seq;
    let got = answer(&act(desk, BD, who, matter, what, input).await);
    assert_eq!(got, expected, "`{who}` does `{what}`");
    let after = desk.store().head(BD).await.unwrap().seq;
    assert_eq!(
        after - before,
        i64::from(expected == "done"),
        "`{who}` `{what}`: a refused act leaves no trace"
    );
}

// conformance: TT21-CN16
async fn everyone_keeps_to_their_part(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    let opinion = || json!({ "recommendation": "granted", "opinion": "Được." });
    let grant = || json!({ "outcome": "granted" });
    let apology = |day: &str| json!({ "until": day, "reason": "Chậm" });

    // Filed.
    check(&desk, "citizen:other", &m, "withdraw", json!({}), "refused: not-party").await;
    check(&desk, "press-1", &m, "receive", json!({ "assignee": "press-1" }), "refused: no-power").await;
    check(&desk, "reception-1", &m, "appraise", opinion(), "refused: no-power").await;
    check(&desk, "reception-1", &m, "receive", json!({}), "Input: assignee required").await;
    for nobody in ["nobody", "director", "clerk-1", "press-head"] {
        let to = json!({ "assignee": nobody });
        check(&desk, "reception-1", &m, "receive", to, "Input: assignee not-a-position").await;
    }
    check(
        &desk,
        "reception-1",
        "no-such-matter",
        "receive",
        json!({ "assignee": "press-1" }),
        "unknown: matter",
    )
    .await;
    check(&desk, "reception-1", &m, "receive", json!({ "assignee": "press-1" }), "done").await;

    // Being appraised.
    check(&desk, "reception-1", &m, "receive", json!({ "assignee": "press-1" }), "WrongState").await;
    check(&desk, "press-2", &m, "appraise", opinion(), "refused: not-assigned").await;
    check(&desk, "director", &m, "stop", json!({ "reasons": "a", "ground": "b" }), "NoForm").await;
    check(
        &desk,
        "press-1",
        &m,
        "appraise",
        json!({ "recommendation": "perhaps", "opinion": "x" }),
        "Input: recommendation not-a-choice",
    )
    .await;
    check(&desk, "press-1", &m, "hand-over", json!({ "assignee": "press-2", "reason": "Nghỉ phép" }), "done")
        .await;
    check(&desk, "press-1", &m, "appraise", opinion(), "refused: not-assigned").await;
    check(&desk, "press-2", &m, "appraise", opinion(), "done").await;

    // With the head of the division.
    check(&desk, "press-2", &m, "agree", json!({}), "refused: no-power").await;
    check(&desk, "press-head", &m, "return", json!({ "reason": "Làm rõ" }), "done").await;
    check(&desk, "press-2", &m, "appraise", opinion(), "done").await;
    check(&desk, "press-head", &m, "agree", json!({}), "done").await;

    // Waiting for the signature.
    check(&desk, "press-2", &m, "sign", grant(), "refused: no-power").await;
    check(&desk, "press-head", &m, "sign", grant(), "refused: not-delegated").await;
    check(&desk, "deputy-1", &m, "sign", grant(), "refused: not-in-field").await;
    check(&desk, "clerk-1", &m, "issue", json!({}), "WrongState").await;
    check(&desk, "director", &m, "apologise", apology("2024-03-18"), "Input: until not-later").await;
    check(&desk, "director", &m, "apologise", apology("2024-03-20"), "done").await;
    check(&desk, "director", &m, "apologise", apology("2024-03-25"), "TooOften").await;
    check(&desk, "director", &m, "sign", grant(), "done").await;

    // Signed.
    check(&desk, CITIZEN, &m, "withdraw", json!({}), "WrongState").await;
    check(&desk, "director", &m, "issue", json!({}), "refused: no-power").await;
    check(&desk, "clerk-1", &m, "issue", json!({ "surprise": 1 }), "Input: surprise unknown").await;
    check(&desk, "clerk-1", &m, "issue", json!({}), "done").await;
    check(&desk, "clerk-1", &m, "correct", json!({ "values": {}, "reason": "x" }), "refused: no-power").await;
    assert_whole(&desk, BD).await;
}

async fn a_delegation_has_a_beginning_and_an_end(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    let away = json!({ "to": "deputy-1", "from": "2024-03-05T08:00", "until": "2024-03-06T17:00", "reason": "Vắng" });
    let on = || On::New(Opening::Lifecycle("delegation".to_owned()));
    desk.perform(request(BD, officer("director"), on(), "delegate", away.clone())).await.expect("delegated");
    let grant = || json!({ "outcome": "granted" });
    check(&desk, "deputy-1", &m, "sign", grant(), "refused: delegation-not-begun").await;
    check(&house.at("2024-03-05T08:00"), "deputy-2", &m, "sign", grant(), "refused: not-in-field").await;
    check(&house.at("2024-03-06T17:00:01"), "deputy-1", &m, "sign", grant(), "refused: delegation-ended")
        .await;

    // To nobody, to the past, to an end before the beginning, by somebody else.
    let cases = [
        ("director", "nobody", "2024-03-07T08:00", "2024-03-08T08:00", "refused: unknown-position"),
        ("director", "deputy-2", "2024-03-01T08:00", "2024-03-08T08:00", "refused: backdated"),
        ("director", "deputy-2", "2024-03-08T08:00", "2024-03-07T08:00", "Input: until not-later"),
        ("director", "press-1", "2024-03-07T08:00", "2024-03-08T08:00", "refused: no-power"),
        ("press-head", "deputy-2", "2024-03-07T08:00", "2024-03-08T08:00", "refused: no-power"),
    ];
    for (who, to, from, until, expected) in cases {
        let input = json!({ "to": to, "from": from, "until": until, "reason": "Vắng" });
        let got = desk.perform(request(BD, officer(who), on(), "delegate", input)).await;
        assert_eq!(answer(&got), expected, "{who} to {to}");
    }
    let during = house.at("2024-03-06T16:59:30");
    check(&during, "deputy-1", &m, "sign", grant(), "done").await;
    assert_eq!(case(&during, BD, &m).await.matter.signature.unwrap().capacity, "KT");
    assert_whole(&desk, BD).await;
}

async fn the_door_knows_versions_keys_and_owners(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let mut asked = filing(BD, GRANT, grant_form(), None);
    asked.idempotency_key = Some("form-1".to_owned());
    let first = desk.perform(asked.clone()).await.expect("filed");
    assert_eq!(desk.perform(asked.clone()).await.expect("the first answer"), first);
    asked.command.subject = "Another".to_owned();
    assert_eq!(answer(&desk.perform(asked).await), "key-reused");

    // An act on a matter that is over for it gets its first answer too, with the version that was seen.
    let receive = json!({ "assignee": "press-1" });
    let mut received =
        request(BD, officer("reception-1"), On::Matter(first.matter.clone()), "receive", receive);
    received.idempotency_key = Some("receive-1".to_owned());
    received.seen = Some(1);
    let done = desk.perform(received.clone()).await.expect("received");
    assert_eq!(desk.perform(received.clone()).await.expect("the first answer"), done);
    received.command.input.insert("assignee".to_owned(), json!("press-2"));
    assert_eq!(answer(&desk.perform(received.clone()).await), "key-reused");
    received.idempotency_key = None;
    assert_eq!(answer(&desk.perform(received).await), "changed: 2");

    // Filing for somebody else, or for nobody.
    let mut theirs = filing(BD, GRANT, grant_form(), None);
    theirs.actor = citizen("citizen:other");
    assert_eq!(answer(&desk.perform(theirs.clone()).await), "refused: not-party");
    theirs.command.party = None;
    assert_eq!(answer(&desk.perform(theirs).await), "refused: not-party");

    // What is too much, and what cannot be recorded exactly.
    let mut large = filing(BD, GRANT, grant_form(), None);
    large.command.form.insert("purpose".to_owned(), json!("x".repeat(70_000)));
    assert_eq!(answer(&desk.perform(large).await), "Input: form too-long");
    for odd in [json!(9_007_199_254_740_993_i64), json!(1e300), json!([{ "deep": 1.0e17 }])] {
        let mut inexact = filing(BD, GRANT, grant_form(), None);
        inexact.command.form.insert("odd".to_owned(), odd);
        assert_eq!(answer(&desk.perform(inexact).await), "Input: odd wrong-type");
    }
    let mut fraction = filing(BD, GRANT, grant_form(), None);
    fraction.command.form.extend([
        ("whole".to_owned(), json!(5.0)),
        ("half".to_owned(), json!(0.1)),
        ("zero".to_owned(), json!(-0.0)),
    ]);
    let kept = desk.perform(fraction).await.expect("filed").matter;
    assert_eq!(case(&desk, BD, &kept).await.matter.form["whole"], json!(5));
    for (agency, procedure, expected) in
        [("nowhere", GRANT, "unknown: agency"), (BD, "no-such-procedure", "unknown: procedure")]
    {
        assert_eq!(answer(&desk.perform(filing(agency, procedure, grant_form(), None)).await), expected);
    }
    assert_whole(&desk, BD).await;
}

async fn an_entry_belongs_to_its_enterprise(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let done = granted(&desk, BD, GRANT, grant_form(), None).await;
    let (at, _) = entry_of(&desk, BD, &done.matter).await;
    let years = || change_form(&json!({ "years": 1 }));
    let extend = |form, entry| filing(BD, "aggregated-site.extend", form, entry);
    let other = change_form(&json!({ "years": 1, "enterprise_code": "3700999999" }));
    let elsewhere = congvu_matter::EntryRef { number: "2024/99/GP-STTTT".to_owned(), ..at.clone() };
    let register = congvu_matter::EntryRef { register: "others".to_owned(), ..at.clone() };
    let cases = [
        (extend(other, Some(&at)), "NoSubject"),
        (extend(years(), None), "NoSubject"),
        (extend(years(), Some(&elsewhere)), "NoSubject"),
        (extend(years(), Some(&register)), "NoSubject"),
        (extend(years(), Some(&at)), "done"),
    ];
    for (asked, expected) in cases {
        assert_eq!(answer(&desk.perform(asked).await), expected);
    }
    // After its five years it is over.
    let late = house.at("2029-03-04T08:00:30");
    assert_eq!(answer(&late.perform(extend(years(), Some(&at))).await), "NoSubject");
}

async fn posts_are_given_by_those_who_may(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let specialist = json!({ "id": "press-3", "kind": "specialist", "unit": "press-publishing" });
    let cases = [
        ("press-head", specialist.clone(), "refused: no-power"),
        ("director", json!({ "id": "deputy-3", "kind": "deputy-director" }), "refused: no-power"),
        ("director", json!({ "kind": "specialist" }), "Input: appointment wrong-type"),
        ("director", specialist, "done"),
    ];
    for (by, position, expected) in cases {
        let got = if position["id"].is_string() {
            appoint(&desk, BD, by, &position).await
        } else {
            let on = On::New(Opening::Lifecycle("appointment".to_owned()));
            desk.perform(request(
                BD,
                officer(by),
                on,
                "appoint",
                json!({ "appointment": { "position": position } }),
            ))
            .await
        };
        assert_eq!(answer(&got), expected, "{by}: {position}");
    }
    assert_whole(&desk, BD).await;
}

on_both!(
    everyone_keeps_to_their_part,
    a_delegation_has_a_beginning_and_an_end,
    the_door_knows_versions_keys_and_owners,
    an_entry_belongs_to_its_enterprise,
    posts_are_given_by_those_who_may,
);
