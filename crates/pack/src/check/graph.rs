//! A lifecycle as a graph: from every state that is open some way leads to an end, and what comes next can be done.

use crate::Fault;
use crate::locate::Locator;
use congvu_matter::declare::{ActDef, Lifecycle};
use std::collections::BTreeSet;

pub(crate) fn check(life: &Lifecycle, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    for (i, state) in life.states.iter().enumerate() {
        let next = state.next.as_ref().and_then(|id| life.act(id));
        if let Some(next) = next.filter(|a| !a.from.contains(&state.id)) {
            let reason =
                format!("`{}` comes next in state `{}`, but is not possible there", next.id, state.id);
            faults.push(at.fault(&format!("state.{i}.next"), reason));
        }
    }
    let ends = reaching_an_end(life);
    for (i, state) in life.states.iter().enumerate() {
        let begun = life.acts.iter().any(|a| a.from.contains(&state.id));
        if begun && !ends.contains(state.id.as_str()) {
            let reason =
                format!("from state `{}` no way leads to an end: add an act that leads out of it", state.id);
            faults.push(at.fault(&format!("state.{i}"), reason));
        }
    }
}

/// States to which an act leads from a state.
pub(crate) fn targets<'l>(life: &'l Lifecycle, act: &'l ActDef, from: &'l str) -> Vec<&'l str> {
    match act.to.as_str() {
        "@same" => vec![from],
        "@previous" => {
            let into = life.acts.iter().filter(|a| a.to == from);
            into.flat_map(|a| a.from.iter().map(String::as_str)).filter(|s| *s != from).collect()
        }
        to => vec![to],
    }
}

/// The closed states, and those from which one of them can be reached.
fn reaching_an_end(life: &Lifecycle) -> BTreeSet<&str> {
    let closed = life.states.iter().filter(|s| s.phase.is_closed()).map(|s| s.id.as_str());
    let mut ends: BTreeSet<&str> = closed.collect();
    loop {
        let leads = |state: &str| {
            let acts = life.acts.iter().filter(|a| a.from.iter().any(|f| f == state));
            acts.flat_map(|a| targets(life, a, state)).any(|to| ends.contains(to))
        };
        let open = life.states.iter().map(|s| s.id.as_str()).filter(|s| !ends.contains(s));
        let more: Vec<&str> = open.filter(|s| leads(s)).collect();
        if more.is_empty() {
            return ends;
        }
        ends.extend(more);
    }
}
