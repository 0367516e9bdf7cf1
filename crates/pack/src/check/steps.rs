//! The internal process: every step has somebody.

use crate::locate::Locator;
use crate::{Fault, Library};
use congvu_authority::{Rules, Selector};
use congvu_matter::declare::{Procedure, Version};

pub(crate) fn check(
    p: &Procedure,
    version: &Version,
    path: &str,
    library: &Library,
    at: &Locator<'_>,
    faults: &mut Vec<Fault>,
) {
    let Some(life) = library.lifecycles.get(p.lifecycle_of(Some(version))) else { return };
    for (i, step) in version.steps.iter().enumerate() {
        let place = format!("{path}.step.{i}");
        if life.act(&step.act).is_none() {
            let reason = format!("the lifecycle `{}` has no act `{}`", life.id, step.act);
            faults.push(at.fault(&format!("{place}.act"), reason));
        }
        match step.by.parse::<Selector>() {
            Err(error) => faults.push(at.fault(&format!("{place}.by"), format!("`{}`: {error}", step.by))),
            Ok(selector) => {
                for agency in library.agencies.values().filter(|a| a.procedures.contains(&p.id)) {
                    if let Err(error) = known(&agency.rules, &selector) {
                        let reason = format!("`{}` in `{}`: {error}", step.by, agency.id());
                        faults.push(at.fault(&format!("{place}.by"), reason));
                    }
                }
            }
        }
    }
    for act in life.acts.iter().filter(|a| a.by == "step" && !a.optional) {
        if !version.steps.iter().any(|s| s.act == act.id) {
            let reason = format!("nobody does `{}`: add a step for it", act.id);
            faults.push(at.fault(&format!("{path}.step"), reason));
        }
    }
    super::shares::check(version, path, library, at, faults);
}

/// Whether a department has the role, unit or kind of position that a selector names.
fn known(rules: &Rules, selector: &Selector) -> Result<(), String> {
    match selector {
        Selector::Role(role) if !rules.roles().contains_key(role) => {
            Err(format!("there is no role `{role}`"))
        }
        Selector::Kind(kind) if rules.kind(kind).is_none() => {
            Err(format!("there is no kind of position `{kind}`"))
        }
        Selector::Unit { unit, .. } if rules.unit(unit).is_none() => {
            Err(format!("there is no unit `{unit}`"))
        }
        Selector::Power { duty, .. } if rules.duty(duty).is_none() => {
            Err(format!("there is no duty `{duty}`"))
        }
        _ => Ok(()),
    }
}
