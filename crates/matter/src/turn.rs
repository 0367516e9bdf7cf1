//! Whose turn it is.

use crate::declare::{ActDef, Lifecycle, Version};
use crate::state::Matter;

/// The selector of the authority table for the holder of an act in a version's steps.
#[must_use]
pub fn holder_of<'a>(version: Option<&'a Version>, act: &str) -> Option<&'a str> {
    version?.steps.iter().find(|s| s.act == act).map(|s| s.by.as_str())
}

/// Who is expected next, as kept in the inbox index: `applicant`, `position:ID`, or a selector such as
/// `role:reception`, and `may:ACT` where the authority table alone says who; empty when nobody is.
#[must_use]
pub fn turn_of(lifecycle: &Lifecycle, version: Option<&Version>, matter: &Matter) -> String {
    let Some(next) = lifecycle.state(&matter.state).and_then(|s| s.next.as_deref()) else {
        return String::new();
    };
    let Some(act) = lifecycle.act(next) else { return String::new() };
    if act.by == "assigned" {
        return matter.assigned.as_ref().map(|p| format!("position:{p}")).unwrap_or_default();
    }
    if act.by == "power" {
        return format!("may:{}", act.id);
    }
    expected_selector(lifecycle, version, matter, act).unwrap_or_default()
}

/// The selector that the declaration expects for an act in the matter's present state.
///
/// `None` leaves it to the authority table alone (`by = "power"`).
#[must_use]
pub fn expected_selector(
    lifecycle: &Lifecycle,
    version: Option<&Version>,
    matter: &Matter,
    act: &ActDef,
) -> Option<String> {
    match act.by.as_str() {
        "power" => None,
        "step" => holder_of(version, &act.id).map(str::to_owned),
        "assigned" => Some("assigned".to_owned()),
        "turn" => {
            let next = lifecycle.state(&matter.state)?.next.as_deref()?;
            let act = lifecycle.act(next).filter(|a| a.by != "turn")?;
            expected_selector(lifecycle, version, matter, act)
        }
        by => match by.strip_prefix("step:") {
            Some(step) => holder_of(version, step).map(str::to_owned),
            None => Some(by.to_owned()),
        },
    }
}
