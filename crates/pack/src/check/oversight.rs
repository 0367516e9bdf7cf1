//! What is counted must exist, and every indicator says either what it counts or why it does not.

use crate::locate::Locator;
use crate::{Fault, Files, Indicator, Library, Part};
use congvu_matter::declare::Effect;

const FILE: &str = "vn/oversight.toml";

pub(crate) fn check(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let at = Locator::new(FILE, files.text(FILE).unwrap_or_default());
    let oversight = &library.oversight;
    let mut say = |path: &str, reason: String| faults.push(at.fault(path, reason));
    if !library.lifecycles.contains_key(&oversight.feedback) {
        say("feedback", format!("there is no lifecycle `{}`", oversight.feedback));
    }
    for (i, act) in oversight.unusual.iter().enumerate() {
        // What is secret is told of nowhere but in its own office.
        let open = library.lifecycles.values().filter(|l| !l.secret && !l.private);
        if !open.into_iter().any(|l| l.act(act).is_some()) {
            say(&format!("unusual.{i}"), format!("no lifecycle that is not secret has an act `{act}`"));
        }
    }
    let asked = &oversight.satisfaction;
    let counted = library.lifecycles.values().filter_map(|l| l.act(&asked.act)).any(|act| {
        act.effects.iter().any(|e| matches!(e, Effect::Tally(inputs) if inputs.contains(&asked.overall)))
    });
    if !counted {
        let reason = format!("no lifecycle has an act `{}` that counts `{}`", asked.act, asked.overall);
        say("satisfaction.act", reason);
    }
    if asked.least_answers < 2 {
        say("satisfaction.least_answers", "the sum of a single answer is that answer".to_owned());
    }
    for (i, period) in oversight.periods.iter().enumerate() {
        let place = format!("period.{i}");
        if !(1..=24).contains(&period.months) {
            say(&format!("{place}.months"), "a period has 1 to 24 months".to_owned());
        }
        if period.ends_in.is_empty() || period.ends_in.iter().any(|m| !(1..=12).contains(m)) {
            say(&format!("{place}.ends_in"), "name the months in which it ends, 1 to 12".to_owned());
        }
        if period.last_day.is_some_and(|d| !(1..=28).contains(&d)) {
            say(&format!("{place}.last_day"), "the last day is one that every month has, 1 to 28".to_owned());
        }
    }
    for (g, group) in oversight.groups.iter().enumerate() {
        let sum: u32 = group.indicators.iter().map(|i| i.points).sum();
        if sum != group.points {
            let reason = format!("the indicators have {sum} points together, the group {}", group.points);
            say(&format!("group.{g}.points"), reason);
        }
        for (i, indicator) in group.indicators.iter().enumerate() {
            if let Some(reason) = wrong(indicator) {
                say(&format!("group.{g}.indicator.{i}"), reason);
            }
        }
    }
}

fn wrong(indicator: &Indicator) -> Option<String> {
    if indicator.full_at.is_some_and(|p| !(1..=100).contains(&p)) {
        return Some("`full_at` is a percentage, 1 to 100".to_owned());
    }
    match (&indicator.numerator, &indicator.denominator, &indicator.missing) {
        (Some(above), Some(below), None) => unclear(above).or_else(|| unclear(below)),
        (None, None, Some(_)) => None,
        _ => Some(
            "give a numerator and a denominator, or say in `missing` why it is not measured here".to_owned(),
        ),
    }
}

/// Either procedures are counted, or cases of one population.
fn unclear(part: &Part) -> Option<String> {
    let procedures = part.of.iter().filter(|f| f.is_of_procedures()).count();
    let populations = part.of.iter().filter(|f| f.is_population()).count();
    match (procedures, populations) {
        (1, 0) if part.of.len() == 1 => None,
        (0, 1) => None,
        _ => {
            Some("count one kind of procedures, or exactly one of received, resolved and feedback".to_owned())
        }
    }
}
