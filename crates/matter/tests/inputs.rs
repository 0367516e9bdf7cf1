//! What is said with an act.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{MONDAY, World, answer, attached, command, opening, thing};
use congvu_matter::{Event, Party};
use serde_json::{Value, json};

/// `say` with these inputs besides a line.
fn check(world: &World, input: Value, expected: &str) {
    let matter = world.opened();
    let mut said = json!({ "line": "x" });
    said.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
    let got = world.decide(Some(&matter), &command("say", said), MONDAY);
    assert_eq!(answer(&got), expected, "{}", input.to_string().chars().take(80).collect::<String>());
}

#[test]
fn inputs_are_checked() {
    let world = World::small();
    let many = |n: usize| -> Vec<String> { (0..n).map(|i| format!("item {i}")).collect() };
    let cases = [
        (json!({}), "done"),
        (json!({ "line": "" }), "line required"),
        (json!({ "line": "   " }), "line required"),
        (json!({ "line": null }), "line required"),
        (json!({ "line": 1 }), "line wrong-type"),
        (json!({ "line": ["x"] }), "line wrong-type"),
        (json!({ "line": "ệ".repeat(300) }), "done"),
        (json!({ "line": "ệ".repeat(301) }), "line too-long"),
        (json!({ "surprise": 1 }), "surprise unknown"),
        (json!({ "line": null, "surprise": "" }), "surprise unknown, line required"),
        (json!({ "story": "ệ".repeat(10_000) }), "done"),
        (json!({ "story": "x".repeat(10_001) }), "story too-long"),
        (json!({ "list": "a\n\n b \n" }), "done"),
        (json!({ "list": many(50) }), "done"),
        (json!({ "list": many(51) }), "list too-many"),
        (json!({ "list": many(51).join("\n") }), "list too-many"),
        (json!({ "list": ["x".repeat(10_001)] }), "list too-long"),
        (json!({ "list": [1] }), "list wrong-type"),
        (json!({ "list": { "a": 1 } }), "list wrong-type"),
        (json!({ "pick": "a" }), "done"),
        (json!({ "pick": "c" }), "pick not-a-choice"),
        (json!({ "pick": "b" }), "why required"),
        (json!({ "pick": "b", "why": " " }), "why required"),
        (json!({ "pick": "b", "why": "because" }), "done"),
        (json!({ "day": "2024-02-29" }), "done"),
        (json!({ "day": "2023-02-29" }), "day not-a-date"),
        (json!({ "day": "4/3/2024" }), "day not-a-date"),
        (json!({ "hour": "2024-03-04T08:00" }), "done"),
        (json!({ "hour": "2024-03-04T25:00" }), "hour not-a-moment"),
        (json!({ "hour": "soon" }), "hour not-a-moment"),
        (json!({ "term": "5 working-day" }), "done"),
        (json!({ "term": "0 working-day" }), "term not-a-limit"),
        (json!({ "term": "five days" }), "term not-a-limit"),
        (json!({ "who": "bd-05" }), "done"),
        (json!({ "who": { "id": "bd-05" } }), "who wrong-type"),
        (json!({ "thing": { "a": [1, "b", null] } }), "done"),
        (json!({ "thing": "text" }), "thing wrong-type"),
        (json!({ "thing": { "a": "x".repeat(70_000) } }), "thing too-long"),
    ];
    for (input, expected) in cases {
        check(&world, input, expected);
    }
}

#[test]
fn what_is_kept_is_trimmed() {
    let world = World::small();
    let said = json!({ "line": "  x ", "list": " a \n\n b ", "story": "", "why": null });
    let matter = world.act(Some(world.opened()), &command("say", said), MONDAY).unwrap();
    assert_eq!(Value::Object(matter.said["say"].clone()), json!({ "line": "x", "list": ["a", "b"] }));
}

#[test]
fn openings_are_checked() {
    let world = World::small();
    let check = |change: &dyn Fn(&mut congvu_matter::Command), now: &str, expected: &str| {
        let mut asked = opening("start");
        change(&mut asked);
        assert_eq!(answer(&world.decide(None, &asked, now)), expected);
    };
    check(&|_| {}, MONDAY, "done");
    check(&|c| c.files.clear(), MONDAY, "missing plan");
    check(&|c| c.files = vec![attached("plan"); 40], MONDAY, "done");
    check(&|c| c.files = vec![attached("plan"); 41], MONDAY, "40 files");
    check(&|_| {}, "2019-12-31T08:00", "no law");
    check(&|_| {}, "2030-01-01T08:00", "no law");
    check(&|c| c.subject = "x".repeat(301), MONDAY, "subject too-long");
    check(&|c| c.channel = "x".repeat(301), MONDAY, "channel too-long");
    check(&|c| c.party = Some(Party { name: "x".repeat(301), ..party() }), MONDAY, "party too-long");
    check(
        &|c| c.entry = Some(congvu_matter::EntryRef { number: "9".repeat(301), ..thing() }),
        MONDAY,
        "entry too-long",
    );
    check(&|c| drop(c.form.insert("a".into(), json!("x".repeat(66_000)))), MONDAY, "form too-long");
    check(&|c| drop(c.input.insert("a".into(), json!(1))), MONDAY, "a unknown");
}

fn party() -> Party {
    Party { account: String::new(), name: String::new(), phone: String::new() }
}

#[test]
fn files_come_only_where_they_may() {
    let world = World::small();
    let matter = world.opened();
    let mut asked = command("say", json!({ "line": "x" }));
    asked.files = vec![attached("")];
    assert_eq!(answer(&world.decide(Some(&matter), &asked, MONDAY)), "0 files");
    let held = world.act(Some(matter), &command("hold", json!({})), MONDAY).unwrap();
    let mut asked = command("go-on", json!({}));
    asked.files = vec![attached("more")];
    let events = world.decide(Some(&held), &asked, "2024-03-05T08:00").unwrap();
    assert!(events.iter().any(|e| matches!(e, Event::Attached { files } if files.len() == 1)));
}
