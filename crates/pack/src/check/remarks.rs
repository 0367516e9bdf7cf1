//! What a person should look at although the packs work: limits that nobody has found, texts that end while a version goes on,
//! files and names that nothing uses.

use super::results;
use crate::library::Loaded;
use crate::locate::Locator;
use crate::{Fault, Files, Library};
use congvu_matter::declare::{
    ActDef, Deadline, Effect, Fact, InputKind, Lifecycle, Outcome, Step, Transition, Version,
};
use std::collections::BTreeSet;

/// Forms that every department gives out by itself, whatever lifecycles say.
const OWN_FORMS: [&str; 3] = ["correction", "control", "book"];

/// All remarks.
pub(crate) fn all(files: &Files, library: &Library) -> Vec<Fault> {
    let mut remarks = Vec::new();
    for loaded in library.procedures.values() {
        let at = Locator::new(&loaded.file, files.text(&loaded.file).unwrap_or_default());
        procedure(loaded, library, &at, &mut remarks);
    }
    for life in library.lifecycles.values() {
        let path = format!("vn/lifecycles/{}.toml", life.id);
        let at = Locator::new(&path, files.text(&path).unwrap_or_default());
        lifecycle(life, library, &at, &mut remarks);
    }
    unused(files, library, &mut remarks);
    remarks
}

fn procedure(loaded: &Loaded, library: &Library, at: &Locator<'_>, remarks: &mut Vec<Fault>) {
    let p = &loaded.declared;
    let mut say = |path: String, reason: String| remarks.push(at.fault(&path, reason));
    if !library.agencies.values().any(|a| a.procedures.contains(&p.id)) {
        say("id".into(), format!("no department handles `{}`", p.id));
    }
    for (i, version) in p.versions.iter().enumerate() {
        let path = format!("version.{i}");
        let next = p.versions.get(i.saturating_add(1)).map(|v| v.from);
        let end = version.until.or(next);
        if next.is_none() && version.until.is_some() && version.ended_by.is_none() {
            say(format!("{path}.until"), "the procedure ends: say by which text (`ended_by`)".into());
        }
        let life = library.lifecycles.get(p.lifecycle_of(Some(version)));
        limits(version, life.map(AsRef::as_ref), &path, p.own_initiative, &mut say);
        for (j, law) in version.law.iter().enumerate() {
            let Some(text) = library.texts.iter().find(|t| t.cite == law.cite) else { continue };
            let Some(until) = text.until.filter(|u| version.from < *u && end.is_none_or(|end| *u < end))
            else {
                continue;
            };
            let by = text.ended_by.as_ref().map(|by| format!(" by `{by}`")).unwrap_or_default();
            let reason = format!("`{}` ended on {until}{by}, while this version goes on", law.cite);
            say(format!("{path}.law.{j}"), reason);
        }
        let idle = |t: &congvu_matter::declare::Transitional| {
            t.deadline == Deadline::Keeps && t.compares.contains(&Fact::Limit)
        };
        if version.transition == Transition::FavoursApplicant
            && version.transitional.as_ref().is_some_and(idle)
        {
            let reason = "the limit is compared, but a case that moves keeps its due date: should `deadline` be `from-filing`?";
            say(format!("{path}.transitional"), reason.into());
        }
    }
    let life = library.lifecycles.get(&p.lifecycle);
    if p.versions.len() > 1 && life.is_some_and(|l| l.law_act().is_none()) {
        let reason = format!(
            "`{}` has no act with the effect `law`: running cases are not told when a new version begins",
            p.lifecycle
        );
        say("lifecycle".into(), reason);
    }
}

fn limits(
    version: &Version,
    life: Option<&Lifecycle>,
    path: &str,
    own_initiative: bool,
    say: &mut impl FnMut(String, String),
) {
    let time = version.time.as_ref();
    let counted = time.and_then(|t| t.counted());
    let back = time.is_some_and(|t| t.back_from.is_some() || t.by_answer.is_some());
    if counted.is_none() && !back && !own_initiative {
        say(format!("{path}.time"), "no time limit is known: no day is promised to anybody".into());
    }
    let shared = version.steps.iter().any(|s| s.share.is_some());
    if let Some(counted) = counted.filter(|_| !shared && !back) {
        let reason = format!("the limit of {} is not divided among the steps (`share`)", counted.limit);
        say(format!("{path}.step"), reason);
    }
    if shared {
        let optional = |s: &Step| life.and_then(|l| l.act(&s.act)).is_some_and(|a| a.optional);
        let without = |s: &Step| s.share.is_none() && s.by != "applicant" && !optional(s);
        for (j, step) in version.steps.iter().enumerate().filter(|(_, s)| without(s)) {
            say(format!("{path}.step.{j}"), format!("the step `{}` has no share of the time", step.act));
        }
    }
}

fn lifecycle(life: &Lifecycle, library: &Library, at: &Locator<'_>, remarks: &mut Vec<Fault>) {
    let procedures = || library.procedures.values().map(|l| &l.declared);
    let used = procedures()
        .any(|p| p.lifecycle == life.id || p.versions.iter().any(|v| v.lifecycle.as_ref() == Some(&life.id)));
    let house = life
        .acts
        .iter()
        .flat_map(|a| &a.effects)
        .any(|e| matches!(e, Effect::Authority(_) | Effect::Packs(_)));
    if !used && !house {
        remarks.push(at.fault("id", format!("no procedure follows the lifecycle `{}`", life.id)));
    }
    for (i, state) in life.states.iter().enumerate() {
        if used && !state.phase.is_closed() && state.next.is_none() {
            let reason =
                format!("state `{}` says no `next` act: such a matter is in nobody's inbox", state.id);
            remarks.push(at.fault(&format!("state.{i}"), reason));
        }
    }
    let decided: BTreeSet<&String> = life.acts.iter().flat_map(results::choices).collect();
    for (i, act) in life.acts.iter().enumerate() {
        for (j, input) in act.inputs.iter().enumerate() {
            if let Some(reason) = nothing_follows(act, &input.id, &decided) {
                remarks.push(at.fault(&format!("act.{i}.input.{j}"), reason));
            }
        }
    }
}

/// Why an input that looks as if it decided something decides nothing.
fn nothing_follows(act: &ActDef, id: &str, decided: &BTreeSet<&String>) -> Option<String> {
    let input = act.inputs.iter().find(|i| i.id == id)?;
    let by_effect = act.effects.iter().any(|e| match e {
        Effect::Assign(from) | Effect::Outcome(from) | Effect::CorrectEntry(from) => from == id,
        Effect::RegisterAs(given) => given.number == id || given.date == id,
        Effect::Authority(_) => true,
        _ => false,
    });
    let asks_more = act.inputs.iter().any(|i| i.required_when.contains_key(id));
    match input.kind {
        // A recommendation names results that somebody else decides.
        InputKind::Choice
            if !by_effect && !asks_more && !input.choices.keys().all(|c| decided.contains(c)) =>
        {
            Some(format!("nothing follows from the choice `{id}`"))
        }
        InputKind::Position if !by_effect => Some(format!("nobody is assigned by `{id}`")),
        InputKind::Object if !by_effect => Some(format!("nothing uses `{id}`")),
        _ => None,
    }
}

fn outcomes(library: &Library) -> impl Iterator<Item = &Outcome> {
    library.procedures.values().flat_map(|l| &l.declared.versions).flat_map(|v| v.outcome.values())
}

/// Papers, forms, registers, fields and files that nothing names.
fn unused(files: &Files, library: &Library, remarks: &mut Vec<Fault>) {
    let remark = |file: &str, reason: String| Fault { file: file.to_owned(), line: 1, column: 1, reason };
    let imported = |name: &str| {
        let import = format!("\"{name}\"");
        library.templates.values().any(|source| source.contains(&import))
    };
    for name in library.templates.keys() {
        let by_outcome = outcomes(library).any(|o| o.paper.as_ref() == Some(name));
        let by_form = library.forms.values().any(|f| f.template == *name);
        if !by_outcome && !by_form && !imported(name) {
            remarks.push(remark(
                &format!("vn/papers/{name}"),
                "no procedure and no form uses this paper".into(),
            ));
        }
    }
    let effects = || library.lifecycles.values().flat_map(|l| &l.acts);
    for key in library.forms.keys() {
        let needed = effects().any(|a| {
            a.needs_form.as_ref() == Some(key) || a.effects.iter().any(|e| *e == Effect::Paper(key.clone()))
        });
        if !needed && !OWN_FORMS.contains(&key.as_str()) {
            remarks.push(remark("vn/forms.toml", format!("no lifecycle uses the form `{key}`")));
        }
    }
    for id in library.registers.keys() {
        let fills = |o: &Outcome| o.register.as_ref().is_some_and(|r| r.register() == id);
        if !outcomes(library).any(fills) {
            remarks.push(remark(
                &format!("vn/registers/{id}.toml"),
                "no result enters anything in this register".into(),
            ));
        }
    }
    for field in &library.fields {
        if !library.procedures.values().any(|l| l.declared.field == field.id) {
            remarks.push(remark("vn/fields.toml", format!("no procedure is in the field `{}`", field.id)));
        }
    }
    for path in files.under("vn/", ".schema.json").filter(|p| !p.starts_with("vn/papers/")) {
        let named = library.procedures.values().any(|l| {
            let folder = l.file.rsplit_once('/').map_or("", |(folder, _)| folder);
            path.strip_prefix(folder)
                .and_then(|p| p.strip_prefix('/'))
                .is_some_and(|f| l.schemas.contains_key(f))
        });
        if !named {
            remarks.push(remark(path, "no version of a procedure uses this form".into()));
        }
    }
}
