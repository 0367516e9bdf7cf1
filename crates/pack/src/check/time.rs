//! Limits that come from the form.

use crate::library::Loaded;
use congvu_calendar::Unit;
use congvu_matter::declare::{Outcome, Version};
use serde_json::Value;

/// The schema of a version's form.
fn schema<'l>(loaded: &'l Loaded, version: &Version) -> Option<&'l Value> {
    loaded.schemas.get(&version.form.as_ref()?.schema)
}

fn property<'s>(schema: Option<&'s Value>, name: &str) -> Option<&'s Value> {
    schema?.get("properties")?.get(name)
}

pub(crate) fn check(loaded: &Loaded, version: &Version, path: &str, say: &mut impl FnMut(String, String)) {
    let form = schema(loaded, version);
    let Some(time) = &version.time else { return };
    let path = format!("{path}.time");
    if let Some(back) = &time.back_from {
        for (key, name) in [("date", Some(&back.date)), ("time", back.time.as_ref())] {
            if let Some(name) = name.filter(|n| property(form, n).is_none()) {
                say(format!("{path}.back_from.{key}"), format!("the form has no property `{name}`"));
            }
        }
        if !matches!(back.limit.unit, Unit::Hour | Unit::Day) {
            say(format!("{path}.back_from.limit"), "counted back are hours or days by the clock".into());
        }
    }
    let Some(by) = &time.by_answer else { return };
    let choices = property(form, &by.property).and_then(|p| p.get("enum")).and_then(Value::as_array);
    let Some(choices) = choices else {
        let reason = format!("the form has no property `{}` with a list of choices (`enum`)", by.property);
        return say(format!("{path}.by_answer.property"), reason);
    };
    for key in by.limits.keys().filter(|k| !choices.iter().any(|c| c.as_str() == Some(k))) {
        say(format!("{path}.by_answer.limits.{key}"), format!("`{}` has no choice `{key}`", by.property));
    }
    if time.committed.is_some() {
        let reason = "one promise cannot stand beside several limits: promise each of them";
        say(format!("{path}.committed"), reason.into());
    }
}

/// The term and what the paper shows come from the form.
pub(crate) fn outcome(
    loaded: &Loaded,
    version: &Version,
    outcome: &Outcome,
    path: &str,
    say: &mut impl FnMut(String, String),
) {
    let form = schema(loaded, version);
    for (i, name) in outcome.shows.iter().enumerate().filter(|(_, n)| property(form, n).is_none()) {
        say(format!("{path}.shows.{i}"), format!("the form has no property `{name}`"));
    }
    let Some(valid) = &outcome.valid else { return };
    for (key, name) in [("requested", &valid.requested), ("until", &valid.until)] {
        if let Some(name) = name.as_ref().filter(|n| form.is_some() && property(form, n).is_none()) {
            say(format!("{path}.valid.{key}"), format!("the form has no property `{name}`"));
        }
    }
    if valid.at_most.is_none() && valid.until.is_none() {
        say(format!("{path}.valid"), "say how long: `at_most`, or `until` with a day of the form".into());
    }
}
