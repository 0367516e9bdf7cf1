//! A file on paper: the ways in which it may come, and what is counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{APPLICATION, GRANT, MONDAY, World, answer, attached, command, opening};
use congvu_matter::{Command, on_paper};
use serde_json::{Value, json};

fn take_in(channel: &str, scans: &[&str], parts: Value) -> Command {
    let said = json!({ "assignee": "press-1", "filer": "Lê An", "filer-as": "self", "parts": parts });
    Command {
        channel: channel.to_owned(),
        files: scans.iter().map(|p| attached(p)).collect(),
        input: command("", said).input,
        ..opening("take-in")
    }
}

// conformance: TT21-CN12, TT03-5.2.b, TT03-5.2.c, TT03-5.2.d, TT01-2023-8.2.a, NB-10
#[test]
fn paper_is_counted_and_scanned_or_has_its_reason() {
    let world = World::of(APPLICATION, Some(GRANT));
    let all = json!({ "project": { "originals": 1 }, "founding": { "copies": 2, "pages": 3 }, "source-consent": { "originals": 1 } });
    let with = |part: &str, what: Value| {
        let mut parts = all.clone();
        parts[part] = what;
        parts
    };
    let scans = ["project", "founding", "source-consent"];
    let cases = [
        ("counter", &scans[..], all.clone(), "done"),
        ("post", &scans, all.clone(), "done"),
        ("online", &scans, all.clone(), "channel not-a-choice"),
        ("portal", &scans, all.clone(), "channel not-a-choice"),
        ("", &scans, all.clone(), "channel not-a-choice"),
        ("counter", &scans[..2], all.clone(), "missing source-consent"),
        (
            "counter",
            &scans[..2],
            with("source-consent", json!({ "originals": 1, "not-scanned": "shown-only" })),
            "done",
        ),
        (
            "counter",
            &scans[..2],
            with("source-consent", json!({ "originals": 1, "not-scanned": "internal" })),
            "done",
        ),
        (
            "counter",
            &scans[..2],
            with("source-consent", json!({ "originals": 1, "not-scanned": "secret" })),
            "done",
        ),
        (
            "counter",
            &scans[..2],
            with("source-consent", json!({ "originals": 1, "not-scanned": "no time" })),
            "parts not-a-choice",
        ),
        (
            "counter",
            &scans[..2],
            with("source-consent", json!({ "not-scanned": "secret" })),
            "missing source-consent",
        ),
        ("counter", &scans, with("nothing", json!({ "originals": 1 })), "parts unknown"),
        ("counter", &scans, with("project", json!({ "originals": 100 })), "parts too-many"),
        ("counter", &scans, with("project", json!({ "originals": -1 })), "parts wrong-type"),
        ("counter", &scans, with("project", json!({ "sheets": 1 })), "parts wrong-type"),
    ];
    for (channel, scans, parts, expected) in cases {
        let said = parts.to_string();
        let got = world.decide(None, &take_in(channel, scans, parts), MONDAY);
        assert_eq!(answer(&got), expected, "{channel} {said}");
    }
    let matter = world.act(None, &take_in("post", &scans, all), MONDAY).unwrap();
    assert_eq!((matter.state.as_str(), matter.channel.as_str()), ("appraising", "post"));
    let came = on_paper::of(world.lifecycle.act("take-in").unwrap(), &matter.said["take-in"]);
    assert_eq!((came["founding"].copies, came["founding"].pages, came.len()), (2, Some(3), 3));
}

// conformance: TT03-5.2.a
#[test]
fn what_citizens_file_is_not_on_paper() {
    let world = World::of(APPLICATION, Some(GRANT));
    for (channel, expected) in [
        ("online", "done"),
        ("portal", "done"),
        ("counter", "channel not-a-choice"),
        ("post", "channel not-a-choice"),
    ] {
        let filed = Command { channel: channel.to_owned(), ..opening("file") };
        assert_eq!(answer(&world.decide(None, &filed, MONDAY)), expected, "{channel}");
    }
}
