//! Every act is possible in its states and in no other, in every lifecycle that there is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{
    APPLICATION, APPOINTMENT, DELEGATION, GRANT, MONDAY, OWN_INITIATIVE, REVOKE, World, answer, command,
};
use congvu_matter::declare::{ActDef, ConsultEffect, Effect};
use congvu_matter::{Refused, expected_selector, possible, turn_of};
use serde_json::json;

/// A day on which every form but `late` is in force.
const LATE: &str = "2025-10-01T08:00";

fn check(world: &World) {
    let matter = World::small().opened();
    for act in &world.lifecycle.acts {
        let ask = |state: Option<&str>, day: &str| {
            // What must come before was done.
            let done = act.after.iter().map(|a| (a.clone(), 1)).collect();
            let matter = state.map(|s| congvu_matter::Matter { state: s.to_owned(), done, ..matter.clone() });
            world.at(day, None, |ctx| possible(matter.as_ref(), act, ctx))
        };
        for state in &world.lifecycle.states {
            let day = if act.needs_form.as_deref() == Some("late") { MONDAY } else { LATE };
            let got = ask(Some(&state.id), day);
            if act.from.contains(&state.id) {
                assert_eq!(answer(&got), expected(act), "`{}` while `{}`", act.id, state.id);
            } else {
                let Err(Refused::WrongState { possible, state: found, .. }) = &got else {
                    panic!("`{}` while `{}`: {got:?}", act.id, state.id);
                };
                assert_eq!((possible, found), (&act.from, &state.id));
            }
        }
        let opens = if act.from.is_empty() { "done" } else { "not while ``" };
        assert_eq!(answer(&ask(None, LATE)), opens, "`{}` on nothing", act.id);
    }
}

/// In its state an act is possible, unless a form has taken its place or nobody was asked who could answer.
fn expected(act: &ActDef) -> String {
    let answers = act.effects.contains(&Effect::Consult(ConsultEffect::Answer));
    match (&act.until_form, &act.after) {
        (Some(form), _) => format!("replaced by {form}"),
        (None, Some(after)) if answers => format!("only after {after}"),
        _ => "done".to_owned(),
    }
}

// conformance: TT21-CN04
#[test]
fn acts_keep_to_their_states() {
    check(&World::small());
    check(&World::of(APPLICATION, Some(GRANT)));
    check(&World::of(OWN_INITIATIVE, Some(REVOKE)));
    check(&World::of(APPOINTMENT, None));
    check(&World::of(DELEGATION, None));
}

/// A closed matter takes only what is declared for it.
#[test]
fn a_closed_matter_stays_closed() {
    let world = World::of(APPLICATION, Some(GRANT));
    let closed: Vec<_> = world.lifecycle.states.iter().filter(|s| s.phase.is_closed()).collect();
    assert_eq!(closed.len(), 5);
    let after = |state: &str| -> Vec<&str> {
        world
            .lifecycle
            .acts
            .iter()
            .filter(|a| a.from.iter().any(|f| f == state))
            .map(|a| a.id.as_str())
            .collect()
    };
    for state in closed {
        let expected: &[&str] = match state.id.as_str() {
            "issued" => &["return-originals", "resend-notice", "archive", "correct", "rate"],
            "archived" => &["return-originals", "resend-notice", "correct", "rate"],
            // What was never taken in has nothing to give back.
            "not-received" => &["resend-notice"],
            _ => &["return-originals", "resend-notice"],
        };
        assert_eq!(after(&state.id), expected, "{}", state.id);
    }
}

#[test]
fn unknown_acts_are_refused() {
    let world = World::small();
    let matter = world.opened();
    for act in ["", "fly", "START", "start "] {
        assert_eq!(
            answer(&world.decide(Some(&matter), &command(act, json!({})), MONDAY)),
            "unknown act",
            "{act}"
        );
    }
}

/// The form for stopping begins on 15 September 2025: before that the refusal says so.
#[test]
fn forms_have_their_days() {
    let world = World::small();
    let matter = world.opened();
    let check = |act: &str, input, now: &str, expected: &str| {
        assert_eq!(
            answer(&world.decide(Some(&matter), &command(act, input), now)),
            expected,
            "`{act}` {now}"
        );
    };
    check("stop", json!({}), "2024-03-05T08:00", "no form before 2025-09-15");
    check("stop", json!({}), "2025-09-14T23:59:59", "no form before 2025-09-15");
    check("stop", json!({}), "2025-09-15T00:00", "done");
    check("later", json!({ "until": "2025-12-01" }), "2025-09-14T08:00", "done");
    check("later", json!({ "until": "2025-12-01" }), "2025-09-15T08:00", "no form before ever");
}

#[test]
fn somebody_is_expected() {
    let world = World::small();
    let mut matter = world.opened();
    let version = world.procedure.as_ref().and_then(|p| p.versions.first());
    let selector = |m: &congvu_matter::Matter, act: &str| {
        expected_selector(&world.lifecycle, version, m, world.lifecycle.act(act).unwrap())
    };
    assert_eq!(turn_of(&world.lifecycle, version, &matter), "role:reception");
    assert_eq!(selector(&matter, "decide").as_deref(), Some("power:1.a"));
    assert_eq!(selector(&matter, "hold").as_deref(), Some("role:reception"), "whoever has the turn");
    assert_eq!(selector(&matter, "stop"), None, "the table alone");
    assert_eq!(selector(&matter, "go-on").as_deref(), Some("applicant"));
    assert_eq!(selector(&matter, "issue"), None, "no step names anybody");
    matter.state = "held".to_owned();
    assert_eq!(turn_of(&world.lifecycle, version, &matter), "");
    assert_eq!(selector(&matter, "hold"), None);

    let world = World::of(APPLICATION, Some(GRANT));
    let version = world.procedure.as_ref().and_then(|p| p.versions.first());
    let turn = |state: &str, assigned: Option<&str>| {
        let m = congvu_matter::Matter {
            state: state.into(),
            assigned: assigned.map(str::to_owned),
            ..matter.clone()
        };
        turn_of(&world.lifecycle, version, &m)
    };
    let cases = [
        ("filed", "role:reception"),
        ("appraising", "position:bd-05"),
        ("supplement", "applicant"),
        ("appraised", "unit:press-publishing/head"),
        ("agreed", "power:8.a"),
        ("signed", "role:clerk"),
        ("issued", "role:clerk"),
        ("archived", ""),
        ("withdrawn", ""),
        ("no-such-state", ""),
    ];
    for (state, expected) in cases {
        assert_eq!(turn(state, Some("bd-05")), expected, "{state}");
    }
    assert_eq!(turn("appraising", None), "", "nobody has it yet");
}
