//! Who is named with an act: the applicant of a new matter, and positions that are to do something.

use super::definition::Definition;
use crate::book::Opened;
use crate::error::PerformError;
use crate::request::Request;
use congvu_authority::{Actor, MatterFacts, Missing, Refusal, Selector};
use congvu_matter::declare::{Input, InputKind};
use congvu_matter::{Command, InputFault, Refused, holder_of};
use jiff::civil::DateTime;
use serde_json::Value;

/// An applicant opens matters of its own account only: whose matter it is decides who may act on it later.
pub(crate) fn own_party(request: &Request) -> Result<(), PerformError> {
    let Actor::Applicant { account } = &request.actor else { return Ok(()) };
    let named = request.command.party.as_ref().map_or("", |p| p.account.as_str());
    if named == account.as_str() && !named.is_empty() {
        return Ok(());
    }
    Err(PerformError::Refused(Box::new(Refusal {
        act: request.command.act.clone(),
        actor: request.actor.clone(),
        missing: Missing::NotParty,
        consulted: Vec::new(),
        may_instead: Vec::new(),
    })))
}

/// A matter is handed only to a position that somebody holds and that is meant by the declaration.
pub(crate) fn positions(
    definition: &Definition,
    command: &Command,
    facts: &MatterFacts,
    opened: &Opened,
    now: DateTime,
) -> Result<(), PerformError> {
    let Some(act) = definition.lifecycle.act(&command.act) else { return Ok(()) };
    for input in act.inputs.iter().filter(|i| i.kind == InputKind::Position) {
        let Some(named) = command.input.get(&input.id).and_then(Value::as_str).map(str::trim) else {
            continue;
        };
        if !named.is_empty() && !is_meant(definition, input, named, facts, opened, now) {
            let faults = vec![InputFault { input: input.id.clone(), fault: "not-a-position".to_owned() }];
            return Err(PerformError::NotNow(Refused::Input { act: act.id.clone(), faults }));
        }
    }
    Ok(())
}

fn is_meant(
    definition: &Definition,
    input: &Input,
    named: &str,
    facts: &MatterFacts,
    opened: &Opened,
    now: DateTime,
) -> bool {
    let Some(of) = &input.of else { return opened.book.position(named).is_some() };
    let by = of.strip_prefix("step:").and_then(|step| holder_of(definition.version(), step)).unwrap_or(of);
    let Ok(selector) = by.parse::<Selector>() else { return false };
    opened.authority.holders(&selector, facts, now).iter().any(|(position, _)| position.as_str() == named)
}
