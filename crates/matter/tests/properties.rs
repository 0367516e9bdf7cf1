//! Whatever is asked, in whatever order: no panic, nothing lost in JSON, the same fold every time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{APPLICATION, GRANT, World, command, opening, permitted, thing};
use congvu_matter::{Command, Event, Matter, assign, decide, fold, series};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

static SMALL: LazyLock<World> = LazyLock::new(World::small);
static REAL: LazyLock<World> = LazyLock::new(|| World::of(APPLICATION, Some(GRANT)));

/// Values that are often right and often wrong.
fn value() -> impl Strategy<Value = Value> {
    let words = vec![
        "granted",
        "refused",
        "new",
        "changed",
        "longer",
        "2024-03-20",
        "2025-12-01",
        "2024-03-04T09:00",
        "5 working-day",
        "bd-05",
        "a",
        "b",
        "",
        " ",
        "x\ny",
        "ệ\u{0}\u{1F600}",
    ];
    prop_oneof![
        6 => proptest::sample::select(words).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => Just(json!(["a", "b"])),
        1 => Just(json!({ "name": "Sao Hôm" })),
        1 => Just(Value::Null),
    ]
}

/// An act by its place among all acts of the world, with some of its inputs and perhaps one of another's.
#[derive(Debug, Clone)]
struct Move {
    act: usize,
    values: Vec<Value>,
    stray: Option<Value>,
    hours: i64,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let stray = proptest::option::weighted(0.05, value());
    let one = (any::<usize>(), prop::collection::vec(value(), 10), stray, 0_i64..100);
    let one = one.prop_map(|(act, values, stray, hours)| Move { act, values, stray, hours });
    prop::collection::vec(one, 0..40)
}

fn asked(world: &World, step: &Move) -> Command {
    // One place more than there are acts: an act that nobody knows.
    let act = world.lifecycle.acts.get(step.act % (world.lifecycle.acts.len() + 1));
    let Some(act) = act else { return command("no-such-act", json!({})) };
    let mut input: Map<String, Value> =
        act.inputs.iter().zip(&step.values).map(|(i, v)| (i.id.clone(), v.clone())).collect();
    input.extend(step.stray.clone().map(|v| ("stray".to_owned(), v)));
    Command { input, ..command(&act.id, json!({})) }
}

fn json_round_trip<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(
    value: &T,
) {
    let text = serde_json::to_string(value).unwrap();
    let again: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&again, value);
    let tree = serde_json::to_value(value).unwrap();
    assert_eq!(&serde_json::from_value::<T>(tree).unwrap(), value);
}

fn live(world: &World, steps: &[Move]) {
    let mut now: DateTime = date(2024, 3, 4).at(8, 0, 0, 0);
    let first = opening(&world.lifecycle.acts.iter().find(|a| a.from.is_empty()).unwrap().id);
    let first = Command { entry: Some(thing()), ..first };
    let mut all: Vec<Vec<Event>> = Vec::new();
    let mut matter: Option<Matter> = None;
    for asked in std::iter::once(first).chain(steps.iter().map(|s| asked(world, s))) {
        let before = matter.clone();
        let law_of = matter.as_ref().and_then(|m| m.law_of);
        let result =
            world.at(&now.to_string(), law_of, |ctx| decide(matter.as_ref(), &asked, &permitted(), ctx));
        let again =
            world.at(&now.to_string(), law_of, |ctx| decide(matter.as_ref(), &asked, &permitted(), ctx));
        assert_eq!(result, again, "the same question, the same answer");
        let Ok(mut events) = result else { continue };
        let act = world.lifecycle.act(&asked.act).unwrap();
        if let Some(m) = &before {
            assert!(act.from.contains(&m.state), "`{}` while `{}`", act.id, m.state);
        }
        let numbers: Vec<i64> = (1..).take(series(&events).len()).collect();
        assign(&mut events, &numbers);
        json_round_trip(&events);
        matter = fold(matter, &events);
        let m = matter.as_ref().unwrap();
        json_round_trip(m);
        assert_eq!(m.version, before.map_or(0, |b| b.version) + 1);
        let state = world.lifecycle.state(&m.state).expect("a state of the lifecycle");
        assert_eq!(m.closed.is_some(), state.phase.is_closed());
        assert_eq!(m.done.values().sum::<u32>(), u32::try_from(m.version).unwrap());
        all.push(events);
        let step = steps.get(all.len()).map_or(1, |s| s.hours);
        now = now.checked_add(step.hours()).unwrap();
    }
    // Folding the whole record again gives the same matter, also from JSON.
    let text = serde_json::to_string(&all).unwrap();
    let read: Vec<Vec<Event>> = serde_json::from_str(&text).unwrap();
    assert_eq!(read.iter().fold(None, |m, events| fold(m, events)), matter);
    assert_eq!(matter.unwrap().version, i64::try_from(all.len()).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn small_matters_live(steps in moves()) {
        live(&SMALL, &steps);
    }

    #[test]
    fn real_matters_live(steps in moves()) {
        live(&REAL, &steps);
    }

    /// Reading a record never fails, whatever stands in it.
    #[test]
    fn any_events_fold(picks in prop::collection::vec(any::<prop::sample::Index>(), 0..30)) {
        let mut pool = SMALL.decide(None, &opening("start"), common::MONDAY).unwrap();
        let opened = SMALL.opened();
        for (act, input) in [("say", json!({ "line": "x" })), ("hold", json!({})), ("decide", json!({ "result": "new" }))] {
            pool.extend(SMALL.decide(Some(&opened), &command(act, input), common::MONDAY).unwrap());
        }
        let signed = SMALL.act(Some(opened), &command("decide", json!({ "result": "new" })), common::MONDAY).unwrap();
        pool.extend(SMALL.decide(Some(&signed), &command("issue", json!({})), common::MONDAY).unwrap());
        let events: Vec<Event> = picks.iter().map(|i| i.get(&pool).clone()).collect();
        let opens = events.iter().any(|e| matches!(e, Event::Opened { .. }));
        prop_assert_eq!(fold(None, &events).is_some(), opens);
    }
}

/// Nothing happens without end.
#[test]
fn a_matter_fills_up() {
    let full = Matter { version: 10_000, ..SMALL.opened() };
    let asked = command("say", json!({ "line": "x" }));
    assert_eq!(common::answer(&SMALL.decide(Some(&full), &asked, common::MONDAY)), "full");
    let nearly = Matter { version: 9_999, ..SMALL.opened() };
    assert_eq!(common::answer(&SMALL.decide(Some(&nearly), &asked, common::MONDAY)), "done");
}
