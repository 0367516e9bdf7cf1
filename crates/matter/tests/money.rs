//! What is charged, and how a charge stands after money came and went.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{APPLICATION, MONDAY, World, answer, command, opening};
use congvu_matter::declare::{ActDef, Fee};
use congvu_matter::{ChargeState, Matter};
use serde::Deserialize;
use serde_json::{Value, json};

const MONEY: &str = include_str!("../../../packs/vn/money.toml");

#[derive(Deserialize)]
struct Acts {
    act: Vec<ActDef>,
}

/// The application with the acts on money in all its states, and a procedure that costs `amount`.
fn world(amount: u64, before: &[&str]) -> World {
    let mut world = World::of(APPLICATION, Some(include_str!("data/small-procedure.toml")));
    let states: Vec<String> = world.lifecycle.states.iter().map(|s| s.id.clone()).collect();
    let acts: Acts = toml::from_str(MONEY).unwrap();
    world.lifecycle.acts.extend(acts.act.into_iter().map(|a| ActDef { from: states.clone(), ..a }));
    let before = before.iter().map(|b| (*b).to_owned()).collect();
    let fee = Fee {
        amount,
        text: None,
        due: None,
        due_source: None,
        assessed: false,
        before,
        source: Some("biểu phí".to_owned()),
        verified: true,
    };
    world.procedure.as_mut().unwrap().versions[0].fee = Some(fee);
    world
}

fn cash(amount: Value) -> Value {
    json!({ "amount": amount, "method": "cash" })
}

#[test]
fn a_charge_stands_as_money_came_and_went() {
    let world = world(1_000, &[]);
    let mut matter = world.act(None, &opening("file"), MONDAY).unwrap();
    let mut then = |act: &str, input: Value, expected: &str| {
        let done = world.act(Some(matter.clone()), &command(act, input), MONDAY);
        let said = answer(&done);
        if let Ok(after) = done {
            matter = after;
        }
        let charge = matter.charge.as_ref().unwrap();
        let stands = format!("{said}: {} {}/{}", charge.state().as_str(), charge.held(), charge.asked());
        assert_eq!(stands, expected, "{act}");
    };
    then("refund-fee", json!({ "amount": 1, "method": "cash", "reason": "x" }), "at most 0: due 0/1000");
    then("collect-fee", cash(json!("1.001")), "at most 1000: due 0/1000");
    then("collect-fee", cash(json!("10,5")), "amount not-money: due 0/1000");
    then("collect-fee", cash(json!(0)), "amount not-money: due 0/1000");
    then("collect-fee", cash(json!("400 đ")), "done: partly 400/1000");
    then("collect-fee", cash(json!(600)), "done: paid 1000/1000");
    then("collect-fee", cash(json!(1)), "at most 0: paid 1000/1000");
    then("book-transfer", json!({ "amount": 250, "reference": "FT1" }), "done: over 1250/1000");
    then(
        "refund-fee",
        json!({ "amount": 250, "method": "transfer", "reason": "thừa" }),
        "done: paid 1000/1000",
    );
    then("waive-fee", json!({ "ground": "x" }), "no charge: paid 1000/1000");
    then("refund-fee", json!({ "amount": 1_000, "method": "cash", "reason": "x" }), "done: refunded 0/0");
}

#[test]
fn waived_means_that_what_was_paid_goes_back() {
    let world = world(1_000, &[]);
    let act = |m: Matter, act: &str, input: Value| world.act(Some(m), &command(act, input), MONDAY).unwrap();
    let matter = world.act(None, &opening("file"), MONDAY).unwrap();
    let matter = act(matter, "collect-fee", cash(json!(400)));
    let matter = act(matter, "waive-fee", json!({ "ground": "Quyết định số 1" }));
    let charge = matter.charge.as_ref().unwrap();
    assert_eq!((charge.state(), charge.excess(), charge.owed()), (ChargeState::Over, 400, 0));
}

#[test]
fn where_the_law_says_so_an_act_waits_for_the_money() {
    let world = world(1_000, &["receive"]);
    let matter = world.act(None, &opening("file"), MONDAY).unwrap();
    let receive = command("receive", json!({ "assignee": "bd-05" }));
    assert_eq!(answer(&world.decide(Some(&matter), &receive, MONDAY)), "unpaid 1000");
    let paid = world.act(Some(matter), &command("collect-fee", cash(json!(1_000))), MONDAY).unwrap();
    assert_eq!(answer(&world.decide(Some(&paid), &receive, MONDAY)), "done");
}

#[test]
fn what_nobody_has_read_is_charged_to_nobody() {
    for (amount, verified, assessed) in [(0, true, false), (1_000, false, false), (1_000, true, true)] {
        let mut world = world(amount, &[]);
        let fee = world.procedure.as_mut().unwrap().versions[0].fee.as_mut().unwrap();
        (fee.verified, fee.assessed) = (verified, assessed);
        let matter = world.act(None, &opening("file"), MONDAY).unwrap();
        assert_eq!(matter.charge, None);
        let set = command("assess-fee", json!({ "amount": 700, "ground": "ba tài liệu" }));
        let set = world.act(Some(matter), &set, MONDAY);
        let expected = if assessed { "done" } else { "no charge" };
        assert_eq!(answer(&set), expected, "{amount} {verified} {assessed}");
    }
}
