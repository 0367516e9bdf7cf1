//! The internal process: every step has somebody, and the shares of time add up.

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
    let Some(life) = library.lifecycles.get(&p.lifecycle) else { return };
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
    for act in life.acts.iter().filter(|a| a.by == "step") {
        if !version.steps.iter().any(|s| s.act == act.id) {
            let reason = format!("nobody does `{}`: add a step for it", act.id);
            faults.push(at.fault(&format!("{path}.step"), reason));
        }
    }
    check_time(version, path, library, at, faults);
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

fn check_time(version: &Version, path: &str, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let Some(time) = &version.time else { return };
    let hours = |limit: &congvu_calendar::Limit| limit.in_working_hours(&library.calendar);
    if let (Some(law), Some(promise)) = (&time.statutory, &time.committed)
        && let (Some(most), Some(promised)) = (hours(&law.limit), hours(&promise.limit))
        && promised > most
    {
        let reason = format!("the promise of {} is longer than the {} of the law", promise.limit, law.limit);
        faults.push(at.fault(&format!("{path}.time.committed"), reason));
    }
    let shares: Vec<_> = version.steps.iter().filter_map(|s| s.share.as_ref()).collect();
    let (Some(counted), false) = (time.counted(), shares.is_empty()) else { return };
    let Some(allowed) = hours(&counted.limit) else { return };
    match shares.iter().map(|s| hours(s)).sum::<Option<u32>>() {
        None => {
            let reason = "shares must be in working hours or working days, as the limit is";
            faults.push(at.fault(&format!("{path}.step"), reason));
        }
        Some(sum) if sum != allowed => {
            let reason = format!(
                "the shares of the steps add up to {sum} working hours, the limit {} is {allowed}",
                counted.limit
            );
            faults.push(at.fault(&format!("{path}.step"), reason));
        }
        Some(_) => {}
    }
}
