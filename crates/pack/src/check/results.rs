//! What is decided has its result, and what is declared as a result can come about.

use crate::Library;
use congvu_matter::declare::{ActDef, Effect, Lifecycle, Procedure, RegisterEffect, Version};
use std::collections::BTreeSet;

pub(crate) fn check(
    p: &Procedure,
    version: &Version,
    path: &str,
    library: &Library,
    say: &mut impl FnMut(String, String),
) {
    let Some(life) = library.lifecycles.get(p.lifecycle_of(Some(version))) else { return };
    let deciding: Vec<&ActDef> = life.acts.iter().filter(|a| choices(a).next().is_some()).collect();
    let choices: BTreeSet<&String> = deciding.iter().flat_map(|a| choices(a)).collect();
    for missing in choices.iter().filter(|c| !version.outcome.contains_key(**c)) {
        say(format!("{path}.outcome"), format!("the lifecycle can decide `{missing}`: say what comes of it"));
    }
    for extra in version.outcome.keys().filter(|o| !choices.contains(o)) {
        say(format!("{path}.outcome.{extra}"), format!("no act of the lifecycle can decide `{extra}`"));
    }
    for (id, outcome) in &version.outcome {
        let place = format!("{path}.outcome.{id}");
        if outcome.paper.is_some() && !has(life, |e| matches!(e, Effect::Paper(key) if key == "@outcome")) {
            let reason =
                "its paper never goes out: no act of the lifecycle has the effect `{ paper = \"@outcome\" }`";
            say(format!("{place}.paper"), reason.into());
        }
        let given = has(life, |e| matches!(e, Effect::RegisterAs(_)));
        if outcome.register.is_some() && !given && !has(life, |e| *e == Effect::Register) {
            let reason = "the register never changes: no act of the lifecycle has the effect `register`";
            say(format!("{place}.register"), reason.into());
        }
        let adds = matches!(outcome.register, Some(RegisterEffect::Add(_)));
        if adds && outcome.number.is_none() && !given {
            say(place.clone(), "an entry is named by the number of its paper: give a `number`".into());
        }
        let asked = |need: &String| {
            let decides = deciding.iter().filter(|a| self::choices(a).any(|c| c == id));
            decides.flat_map(|a| &a.inputs).any(|i| i.id == *need)
        };
        for (i, need) in outcome.needs.iter().enumerate().filter(|(_, n)| !asked(n)) {
            say(
                format!("{place}.needs.{i}"),
                format!("the act that decides `{id}` does not ask for `{need}`"),
            );
        }
    }
}

fn has(life: &Lifecycle, what: impl Fn(&Effect) -> bool) -> bool {
    life.acts.iter().flat_map(|a| &a.effects).any(what)
}

/// What an act can decide.
pub(crate) fn choices(act: &ActDef) -> impl Iterator<Item = &String> {
    let decides = act.effects.iter().filter_map(|e| match e {
        Effect::Outcome(input) => act.inputs.iter().find(|i| i.id == *input),
        _ => None,
    });
    decides.flat_map(|input| input.choices.keys())
}
