//! What follows from acts: clock, assignment, outcome, papers, numbers, registers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{MONDAY, OWN_INITIATIVE, REVOKE, World, answer, command, opening, thing};
use congvu_matter::{Event, Matter, RegisterChange, assign, fold, series};
use serde_json::{Value, json};

fn done(world: &World, matter: Matter, act: &str, input: Value, now: &str) -> Matter {
    world.act(Some(matter), &command(act, input), now).unwrap_or_else(|e| panic!("`{act}` {now}: {e:?}"))
}

#[test]
fn opening_gives_a_number_a_clock_and_a_receipt() {
    let world = World::small();
    let events = world.decide(None, &opening("start"), MONDAY).unwrap();
    assert_eq!(series(&events), ["case/000.00.00.H09-240304-"]);
    let matter = world.opened();
    assert_eq!((matter.version, matter.state.as_str(), matter.previous.as_str()), (1, "open", ""));
    assert_eq!(matter.code.as_deref(), Some("000.00.00.H09-240304-0001"));
    assert_eq!(matter.limit.unwrap().to_string(), "8 working-day", "the promise counts, not the law");
    assert_eq!(matter.law_of.unwrap().to_string(), "2020-01-01");
    let receipt = matter.paper("receipt").unwrap();
    assert_eq!(
        (receipt.code.as_str(), receipt.cited().as_str(), receipt.act.as_str()),
        ("CODE-1", "", "start")
    );
    assert_eq!((matter.files.len(), matter.clock.len(), matter.closed), (4, 1, None));
}

// conformance: TT01VPCP-19.1
#[test]
fn numbers_are_written_as_declared() {
    let world = World::small();
    let mut events = world.decide(None, &opening("start"), MONDAY).unwrap();
    assert_eq!(fold(None, &events).unwrap().code.as_deref(), Some(""), "not drawn yet");
    for (drawn, written) in [(1, "0001"), (42, "0042"), (9_999, "9999"), (10_000, "10000")] {
        assign(&mut events, &[drawn]);
        let code = fold(None, &events).unwrap().code.unwrap();
        assert_eq!(code, format!("000.00.00.H09-240304-{written}"));
    }
}

// conformance: TT21-CN13
#[test]
fn a_stopped_matter_goes_back_to_where_it_was() {
    let world = World::small();
    let held = done(&world, world.opened(), "hold", json!({}), MONDAY);
    assert_eq!((held.state.as_str(), held.previous.as_str()), ("held", "open"));
    let given = done(&world, held, "give", json!({ "who": "bd-05" }), MONDAY);
    assert_eq!((given.state.as_str(), given.previous.as_str()), ("held", "open"), "`@same` moves nothing");
    let back = done(&world, given, "go-on", json!({}), "2024-03-05T08:00");
    assert_eq!(back.state, "open");
    let signed = done(&world, back, "decide", json!({ "result": "new" }), "2024-03-05T09:00");
    let held = done(&world, signed, "hold", json!({}), "2024-03-05T10:00");
    let back = done(&world, held, "go-on", json!({}), "2024-03-06T08:00");
    assert_eq!(back.state, "signed", "back to the other state");
    // Twice is the most.
    let again = world.act(Some(back), &command("hold", json!({})), "2024-03-06T09:00");
    assert_eq!(answer(&again), "more than 2");
}

#[test]
fn matters_are_given_and_taken() {
    let world = World::small();
    let check = |act: &str, input, expected: &str| {
        let got = world.act(Some(world.opened()), &command(act, input), MONDAY);
        let found = got.as_ref().ok().and_then(|m| m.assigned.clone()).unwrap_or_else(|| answer(&got));
        assert_eq!(found, expected);
    };
    check("give", json!({ "who": "bd-05" }), "bd-05");
    check("give", json!({}), "who required");
    check("take", json!({}), "bd-01");
}

/// Ten working days were promised as eight: due on 14 March.
#[test]
fn a_new_day_must_be_later() {
    let world = World::small();
    let check = |input: Value, now: &str, expected: &str| {
        let got = world.decide(Some(&world.opened()), &command("later", input.clone()), now);
        assert_eq!(answer(&got), expected, "{input} at {now}");
    };
    check(json!({ "until": "2024-03-15" }), "2024-03-11T08:00", "done");
    check(json!({ "until": "2024-03-14" }), "2024-03-11T08:00", "until not-later");
    check(json!({ "until": "2024-03-12" }), "2024-03-11T08:00", "until not-later");
    check(json!({ "until": "2024-03-20" }), "2024-03-20T08:00", "until not-later");
    check(json!({ "until": "2024-03-21" }), "2024-03-20T08:00", "done");
    check(json!({}), "2024-03-11T08:00", "until required");
    let late = done(&world, world.opened(), "later", json!({ "until": "2024-03-20" }), "2024-03-11T08:00");
    let again =
        world.decide(Some(&late), &command("later", json!({ "until": "2024-03-25" })), "2024-03-12T08:00");
    assert_eq!(answer(&again), "more than 1");
    assert_eq!(late.paper("late").unwrap().input["until"], json!("2024-03-20"));
}

#[test]
fn outcomes_are_known_and_say_what_they_need() {
    let world = World::small();
    let check = |input: Value, expected: &str| {
        assert_eq!(answer(&world.decide(Some(&world.opened()), &command("decide", input), MONDAY)), expected);
    };
    check(json!({ "result": "new" }), "done");
    check(json!({ "result": "refused", "reasons": "a" }), "done");
    check(json!({ "result": "refused" }), "reasons required");
    check(json!({ "result": "refused", "reasons": [" "] }), "reasons required");
    check(json!({ "result": "else" }), "result not-a-choice");
    check(json!({}), "result required");
    let signed = done(&world, world.opened(), "decide", json!({ "result": "new" }), MONDAY);
    let signature = signed.signature.unwrap();
    assert_eq!((signature.capacity.as_str(), signature.lines.len()), ("KT", 2));
}

/// The register change that an outcome brings about, with the entry named where one is given.
fn change(
    outcome: &str,
    with_entry: bool,
    years: Value,
) -> Result<Option<RegisterChange>, congvu_matter::Refused> {
    let world = World::small();
    let mut asked = opening("start");
    asked.entry = with_entry.then(thing);
    asked.form.insert("years".to_owned(), years);
    let matter = world.act(None, &asked, MONDAY).unwrap();
    let decision = json!({ "result": outcome, "reasons": "x" });
    let signed = done(&world, matter, "decide", decision, "2024-03-05T08:00");
    let events = world.decide(Some(&signed), &command("issue", json!({})), "2024-03-06T08:00")?;
    Ok(events.into_iter().find_map(|e| match e {
        Event::Register { change } => Some(change),
        _ => None,
    }))
}

#[test]
fn outcomes_change_registers() {
    for (asked, until) in [
        (json!(3), "2027-03-06"),
        (json!(99), "2029-03-06"),
        (json!(0), "2025-03-06"),
        (json!(-1), "2029-03-06"),
        (json!("3"), "2029-03-06"),
        (json!(2.5), "2029-03-06"),
        (json!(u64::MAX), "2029-03-06"),
        (Value::Null, "2029-03-06"),
    ] {
        let Some(RegisterChange::Add { register, until: end, .. }) =
            change("new", false, asked.clone()).unwrap()
        else {
            panic!("{asked}: nothing added");
        };
        assert_eq!(
            (register.as_str(), end.unwrap().date().to_string().as_str()),
            ("things", until),
            "{asked}"
        );
    }
    let Some(RegisterChange::Amend { entry, content }) = change("changed", true, json!(1)).unwrap() else {
        panic!()
    };
    assert_eq!(
        (entry, Value::Object(content)),
        (thing(), json!({ "name": "Sao Mai", "years": 1 })),
        "only what was filled in"
    );
    let Some(RegisterChange::Extend { limit, at_most, .. }) = change("longer", true, json!(12)).unwrap()
    else {
        panic!()
    };
    assert_eq!((limit.to_string().as_str(), at_most), ("12 month", Some(2)));
    assert!(matches!(change("again", true, json!(1)).unwrap(), Some(RegisterChange::Reissue { .. })));
    assert!(matches!(change("ended", true, json!(1)).unwrap(), Some(RegisterChange::Revoke { .. })));
    assert_eq!(change("refused", true, json!(1)).unwrap(), None);
    for outcome in ["changed", "longer", "again", "ended"] {
        assert_eq!(answer(&change(outcome, false, json!(1))), "no subject", "{outcome}");
    }
}

#[test]
fn papers_draw_numbers_of_their_type_and_year() {
    let world = World::small();
    let signed = done(&world, world.opened(), "decide", json!({ "result": "new" }), MONDAY);
    let issue = command("issue", json!({}));
    assert_eq!(series(&world.decide(Some(&signed), &issue, "2024-12-31T23:00").unwrap()), ["paper/GP/2024"]);
    assert_eq!(series(&world.decide(Some(&signed), &issue, "2025-01-01T00:00").unwrap()), ["paper/GP/2025"]);
    let issued = world.act(Some(signed), &issue, "2024-03-06T08:00").unwrap();
    assert_eq!(issued.paper("outcome").unwrap().cited(), "01/GP-STTTT");
    assert_eq!(issued.entry.as_ref().unwrap().number, "2024/01/GP-STTTT");
    assert_eq!(issued.closed.unwrap().to_string(), "2024-03-06T08:00:00");
    // Put right: another paper, another type, the entry stays.
    let fixed = done(&world, issued, "fix", json!({ "values": { "name": "Sao Hôm" } }), "2024-03-07T08:00");
    assert_eq!(fixed.paper("correction").unwrap().cited(), "01/ĐC-STTTT");
    assert_eq!(fixed.entry.unwrap().number, "2024/01/GP-STTTT");
    // A refusal has no paper here, no number and no entry: nothing can be put right.
    let decision = json!({ "result": "refused", "reasons": "x" });
    let refused = done(&world, world.opened(), "decide", decision, MONDAY);
    assert_eq!(
        series(&world.decide(Some(&refused), &issue, "2024-03-06T08:00").unwrap()),
        Vec::<String>::new()
    );
    let closed = world.act(Some(refused), &issue, "2024-03-06T08:00").unwrap();
    assert_eq!((closed.papers.len(), closed.entry.clone()), (1, None));
    let fix = command("fix", json!({ "values": {} }));
    assert_eq!(answer(&world.decide(Some(&closed), &fix, "2024-03-07T08:00")), "no subject");
    assert_eq!(
        answer(&world.decide(Some(&closed), &command("fix", json!({})), "2024-03-07T08:00")),
        "values required"
    );
}

/// The office opens a matter itself: whoever opens it has it; the subject must be named.
#[test]
fn the_office_acts_by_itself() {
    let world = World::of(OWN_INITIATIVE, Some(REVOKE));
    let mut asked = command("open", json!({ "facts": "Vi phạm" }));
    assert_eq!(answer(&world.decide(None, &asked, MONDAY)), "no subject");
    asked.entry = Some(congvu_matter::EntryRef {
        register: "aggregated-sites".into(),
        number: "2024/01/GP-STTTT".into(),
    });
    let opened = world.act(None, &asked, MONDAY).unwrap();
    assert_eq!((opened.assigned.as_deref(), opened.party.clone(), opened.limit), (Some("bd-01"), None, None));
    let proposed = done(&world, opened, "propose", json!({ "opinion": "x" }), MONDAY);
    let agreed = done(&world, proposed, "agree", json!({}), MONDAY);
    let bare = world.decide(Some(&agreed), &command("sign", json!({ "outcome": "done" })), MONDAY);
    assert_eq!(answer(&bare), "reasons required, ground required");
    let decision = json!({ "outcome": "done", "reasons": "x", "ground": "y" });
    let signed = done(&world, agreed, "sign", decision, MONDAY);
    let issued = done(&world, signed, "issue", json!({}), MONDAY);
    assert_eq!(issued.paper("outcome").unwrap().cited(), "01/QĐ-STTTT");
    assert!(issued.closed.is_some());
}
