//! What the authority table needs to know of a matter.

use super::definition::Definition;
use congvu_authority::{AccountId, Actor, MatterFacts, PositionId, Selector, UnitId};
use congvu_matter::{Command, Matter, expected_selector, holder_of};
use serde_json::{Map, Value};

/// Facts about the matter for this act.
pub(crate) fn facts(
    definition: &Definition,
    matter: Option<&Matter>,
    command: &Command,
    actor: &Actor,
) -> MatterFacts {
    let procedure = definition.judged_by();
    MatterFacts {
        duty: procedure.map(|p| p.duty.clone()),
        unit: procedure.map(|p| UnitId(p.unit.clone())),
        assigned: matter.and_then(|m| m.assigned.clone()).map(PositionId),
        applicant: applicant(matter, actor),
        target: target(matter, command),
        paper: None,
        step: step(definition, matter, &command.act),
        extra: std::collections::BTreeMap::new(),
    }
}

/// Whose case it is: for a new one, the account that files it.
fn applicant(matter: Option<&Matter>, actor: &Actor) -> Option<AccountId> {
    match (matter, actor) {
        (Some(m), _) => m.party.as_ref().map(|p| AccountId(p.account.clone())),
        (None, Actor::Applicant { account }) => Some(account.clone()),
        (None, _) => None,
    }
}

/// The position that the act is about, to be delegated to or appointed to: named with the act, or, for a matter of the
/// house, when it was opened.
fn target(matter: Option<&Matter>, command: &Command) -> Option<PositionId> {
    let of_the_house = matter.filter(|m| m.procedure.is_empty());
    let before = || of_the_house?.said.values().find_map(named);
    named(&command.input).or_else(before).map(|p| PositionId(p.to_owned()))
}

fn named(said: &Map<String, Value>) -> Option<&str> {
    let appointed = || said.get("appointment")?.get("position")?.get("id")?.as_str();
    let to = said.get("to").and_then(Value::as_str);
    to.or_else(|| said.get("position").and_then(Value::as_str)).or_else(appointed)
}

/// Whose step it is by the declaration; the table has the last word.
fn step(definition: &Definition, matter: Option<&Matter>, act: &str) -> Option<Selector> {
    let declared = definition.lifecycle.act(act)?;
    let selector = match matter {
        Some(m) => expected_selector(&definition.lifecycle, definition.version(), m, declared),
        None if declared.by == "step" => holder_of(definition.version(), act).map(str::to_owned),
        None if declared.by == "power" => None,
        None => match declared.by.strip_prefix("step:") {
            Some(step) => holder_of(definition.version(), step).map(str::to_owned),
            None => Some(declared.by.clone()),
        },
    };
    selector.and_then(|s| s.parse().ok())
}
