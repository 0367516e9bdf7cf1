//! Days of force: one version on each day, texts that are in force, and a rule for running cases that can be followed.

use crate::library::Loaded;
use crate::locate::Locator;
use crate::{Fault, FormDef, Library};
use congvu_matter::declare::{Deadline, Procedure, Transition, Version};
use jiff::civil::Date;

pub(crate) fn check(loaded: &Loaded, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let p = &loaded.declared;
    let mut say = |path: String, reason: String| faults.push(at.fault(&path, reason));
    for (i, version) in p.versions.iter().enumerate() {
        let path = format!("version.{i}");
        if let Some(until) = version.until.filter(|until| *until <= version.from) {
            let reason = format!("the version ends on {until}, before it begins on {}", version.from);
            say(format!("{path}.until"), reason);
        }
        for (j, law) in version.law.iter().enumerate() {
            if let Some(reason) = not_in_force(library, &law.cite, version.from) {
                say(format!("{path}.law.{j}"), reason);
            }
        }
        let before = i.checked_sub(1).and_then(|b| p.versions.get(b));
        transitional(p, before, version, &path, library, &mut say);
    }
    for (i, pair) in p.versions.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let Some(until) = a.until else { continue };
        if until > b.from {
            let reason = format!(
                "two versions are in force from {} until {until}: end this one on {} at the latest",
                b.from, b.from
            );
            say(format!("version.{i}.until"), reason);
        } else if until < b.from && a.ended_by.is_none() {
            let reason = format!(
                "no version is in force from {until} until {}: close the gap, or say by which text this one ended (`ended_by`)",
                b.from
            );
            say(format!("version.{i}.until"), reason);
        }
    }
}

/// Why a text cannot be cited on a day, where its days of force are known.
fn not_in_force(library: &Library, cite: &str, day: Date) -> Option<String> {
    let text = library.texts.iter().find(|t| t.cite == cite)?;
    if let Some(from) = text.from.filter(|from| day < *from) {
        return Some(format!(
            "`{cite}` comes into force on {from}, after {day}, the first day of this version"
        ));
    }
    let until = text.until.filter(|until| *until <= day)?;
    let by = text.ended_by.as_ref().map(|by| format!(" by `{by}`")).unwrap_or_default();
    Some(format!("`{cite}` ended on {until}{by}, before {day}, the first day of this version"))
}

fn transitional(
    p: &Procedure,
    before: Option<&Version>,
    new: &Version,
    path: &str,
    library: &Library,
    say: &mut impl FnMut(String, String),
) {
    let rule = new.transitional.as_ref();
    let moves = new.transition != Transition::Stays;
    if moves && rule.is_none() {
        let reason = "moving running cases needs its ground: add `[version.transitional]` with `ground`";
        say(format!("{path}.transition"), reason.into());
    }
    if let Some(rule) = rule {
        let compares = new.transition == Transition::FavoursApplicant;
        if compares == rule.compares.is_empty() {
            let reason = if compares {
                "say what is compared, the weightiest first: limit, fee, term, dossier"
            } else {
                "only `favours-applicant` compares"
            };
            say(format!("{path}.transitional.compares"), reason.into());
        }
        if !moves && rule.deadline != Deadline::Keeps {
            let reason = "a case that stays keeps its due date";
            say(format!("{path}.transitional.deadline"), reason.into());
        }
    }
    if !moves {
        return;
    }
    let Some(before) = before else {
        say(format!("{path}.transition"), "there are no running cases before the first version".into());
        return;
    };
    for id in before.outcome.keys().filter(|id| !new.outcome.contains_key(*id)) {
        let reason = format!("a case decided as `{id}` cannot move: this version knows no such outcome");
        say(format!("{path}.transition"), reason);
    }
    states(p, before, new, path, library, say);
}

/// A case that moves must find its state again, and there must be an act that moves it.
fn states(
    p: &Procedure,
    before: &Version,
    new: &Version,
    path: &str,
    library: &Library,
    say: &mut impl FnMut(String, String),
) {
    let life = |v| library.lifecycles.get(p.lifecycle_of(Some(v)));
    let (Some(old), Some(next)) = (life(before), life(new)) else { return };
    let mut reasons = Vec::new();
    for state in old.states.iter().filter(|s| !s.phase.is_closed()) {
        if next.state(&state.id).is_none() {
            let (id, from, to) = (&state.id, &old.id, &next.id);
            reasons.push(format!("a case in state `{id}` of `{from}` cannot move: `{to}` has no such state"));
        }
        if !old.law_act().is_some_and(|a| a.from.contains(&state.id)) {
            let (id, life) = (&state.id, &old.id);
            reasons.push(format!(
                "no act of `{life}` with the effect `law` is possible in state `{id}`: nothing can move a case there"
            ));
        }
    }
    reasons.into_iter().for_each(|reason| say(format!("{path}.transition"), reason));
}

/// One-stop forms: on each day one version at most, and no gap between them.
pub(crate) fn forms(forms: &[FormDef], at: &Locator<'_>, faults: &mut Vec<Fault>) {
    for (i, form) in forms.iter().enumerate() {
        for (j, pair) in form.versions.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let reason = match a.until {
                _ if a.from >= b.from => {
                    format!("versions must come oldest first: {} stands before {}", a.from, b.from)
                }
                Some(until) if until < b.from => {
                    format!("no version of the form `{}` is in force from {until} until {}", form.key, b.from)
                }
                Some(until) if until > b.from => {
                    format!(
                        "two versions of the form `{}` are in force from {} until {until}",
                        form.key, b.from
                    )
                }
                Some(_) => continue,
                None => format!(
                    "two versions of the form `{}` are in force from {}: say `until`",
                    form.key, b.from
                ),
            };
            faults.push(at.fault(&format!("form.{i}.version.{j}"), reason));
        }
    }
}
