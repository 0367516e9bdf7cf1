//! A procedure must find everything that it names.

use super::steps;
use crate::library::Loaded;
use crate::locate::Locator;
use crate::{Fault, Library};
use congvu_matter::declare::{Outcome, Procedure, Version};
use std::collections::BTreeSet;

/// Kinds of applicant that the pages know.
const KINDS: [&str; 4] = ["citizen", "enterprise", "organisation", "agency"];
/// Kinds of file that the pages know.
const ACCEPTS: [&str; 3] = ["pdf", "image", "word"];

/// How an entry of a register can stand.
const STANDINGS: [&str; 5] = ["valid", "expired", "suspended", "revoked", "ended"];

pub(crate) fn check(loaded: &Loaded, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let p = &loaded.declared;
    let mut say = |path: &str, reason: String| faults.push(at.fault(path, reason));
    if !library.lifecycles.contains_key(&p.lifecycle) {
        say("lifecycle", format!("there is no lifecycle `{}`", p.lifecycle));
    }
    if !library.fields.iter().any(|f| f.id == p.field) {
        say("field", format!("there is no field `{}` in fields.toml", p.field));
    }
    if let Some(subject) = p.subject.as_ref().filter(|s| !library.registers.contains_key(&s.register)) {
        say("subject.register", format!("there is no register `{}`", subject.register));
    }
    let statuses = p.subject.iter().flat_map(|s| s.status.iter().enumerate());
    for (i, status) in statuses.filter(|(_, s)| !STANDINGS.contains(&s.as_str())) {
        say(&format!("subject.status.{i}"), format!("`{status}` is none of {}", STANDINGS.join(", ")));
    }
    for (i, former) in p.former.iter().enumerate() {
        let others = library.procedures.values().map(|o| &o.declared).filter(|o| o.id != p.id);
        let taken = |o: &Procedure| o.id == *former || o.former.contains(former);
        if library.procedures.contains_key(former) || others.into_iter().any(taken) {
            say(
                &format!("former.{i}"),
                format!("the id `{former}` belongs to another procedure: an id is given once"),
            );
        }
    }
    if p.versions.is_empty() {
        say("", "the procedure needs at least one version".into());
    }
    for agency in library.agencies.values().filter(|a| a.procedures.contains(&p.id)) {
        if agency.duty(&p.duty).is_none() {
            let reason = format!(
                "the decision of `{}` has no clause `{}`: the department has no such duty",
                agency.id(),
                p.duty
            );
            say("duty", reason);
        }
        if agency.rules.unit(&congvu_authority::UnitId(p.unit.clone())).is_none() {
            say("unit", format!("`{}` has no unit `{}`", agency.id(), p.unit));
        }
    }
    for pair in p.versions.windows(2) {
        if let [a, b] = pair
            && a.from >= b.from
        {
            say("version", format!("versions must come oldest first: {} stands before {}", a.from, b.from));
        }
    }
    for (i, version) in p.versions.iter().enumerate() {
        check_version(loaded, version, &format!("version.{i}"), library, at, faults);
    }
}

fn check_version(
    loaded: &Loaded,
    version: &Version,
    path: &str,
    library: &Library,
    at: &Locator<'_>,
    faults: &mut Vec<Fault>,
) {
    let p = &loaded.declared;
    let mut say = |place: String, reason: String| faults.push(at.fault(&place, reason));
    if let Some(life) = version.lifecycle.as_ref().filter(|l| !library.lifecycles.contains_key(*l)) {
        say(format!("{path}.lifecycle"), format!("there is no lifecycle `{life}`"));
    }
    if version.law.is_empty() {
        say(format!("{path}.law"), "no act without a clause: name the legal basis".into());
    }
    for (i, kind) in version.who.kinds.iter().enumerate().filter(|(_, k)| !KINDS.contains(&k.as_str())) {
        say(format!("{path}.who.kinds.{i}"), format!("`{kind}` is none of {}", KINDS.join(", ")));
    }
    let mut ids = BTreeSet::new();
    for (i, part) in version.dossier.iter().enumerate() {
        if !ids.insert(&part.id) {
            say(format!("{path}.dossier.{i}.id"), format!("the part `{}` stands here twice", part.id));
        }
        for kind in part.accepts.iter().filter(|k| !ACCEPTS.contains(&k.as_str())) {
            say(format!("{path}.dossier.{i}.accepts"), format!("`{kind}` is none of {}", ACCEPTS.join(", ")));
        }
    }
    let acts = library.lifecycles.get(&p.lifecycle).map(|l| l.acts.as_slice()).unwrap_or_default();
    if let Some((key, reason)) = super::money::bad_fee(version, acts) {
        say(format!("{path}.fee.{key}"), reason);
    }
    check_form(loaded, version, path, &mut say);
    for (id, outcome) in &version.outcome {
        check_outcome(p, version, outcome, &format!("{path}.outcome.{id}"), library, loaded, &mut say);
    }
    super::results::check(p, version, path, library, &mut say);
    super::time::check(loaded, version, path, &mut say);
    check_lapse(p, version, path, library, &mut say);
    if let Some(f) = &version.filing {
        let said = super::portal::Said {
            to: f.to,
            portal: f.portal.as_deref(),
            source: &f.source,
            verified: f.verified,
        };
        super::portal::check_filing(&said, library, [p], &format!("{path}.filing"), &mut say);
    }
    steps::check(p, version, path, library, at, faults);
}

fn check_form(loaded: &Loaded, version: &Version, path: &str, say: &mut impl FnMut(String, String)) {
    let Some(form) = &version.form else {
        if !loaded.declared.own_initiative {
            say(path.to_owned(), "a procedure that people file needs a form".into());
        }
        return;
    };
    let Some(schema) = loaded.schemas.get(&form.schema) else { return };
    if let Err(error) = jsonschema::validator_for(schema) {
        say(format!("{path}.form.schema"), format!("`{}` is not a JSON Schema: {error}", form.schema));
    }
    if property(schema, &form.subject).is_none() {
        let reason = format!("`{}` has no property `{}`", form.schema, form.subject);
        say(format!("{path}.form.subject"), reason);
    }
}

fn property<'s>(schema: &'s serde_json::Value, name: &str) -> Option<&'s serde_json::Value> {
    schema.get("properties")?.get(name)
}

fn check_outcome(
    p: &Procedure,
    version: &Version,
    outcome: &Outcome,
    path: &str,
    library: &Library,
    loaded: &Loaded,
    say: &mut impl FnMut(String, String),
) {
    if let Some(paper) = outcome.paper.as_ref().filter(|t| !library.templates.contains_key(*t)) {
        say(format!("{path}.paper"), format!("there is no paper `{paper}` in vn/papers"));
    }
    if let Some(effect) = &outcome.register {
        if !library.registers.contains_key(effect.register()) {
            say(format!("{path}.register"), format!("there is no register `{}`", effect.register()));
        }
        let adds = matches!(effect, congvu_matter::declare::RegisterEffect::Add(_));
        if !adds && p.subject.is_none() {
            say(format!("{path}.register"), "changing an entry needs a `subject` for the procedure".into());
        }
        let schema = version.form.as_ref().and_then(|f| loaded.schemas.get(&f.schema));
        if let (true, Some(schema), Some(def)) = (adds, schema, library.registers.get(effect.register())) {
            check_public(def, schema, path, say);
        }
    }
    super::time::outcome(loaded, version, outcome, path, say);
    if outcome.number.as_ref().is_some_and(|n| n.per != "year") {
        say(format!("{path}.number.per"), "papers are numbered per `year`".into());
    }
}

/// What a register shows must be asked for by the form that fills it, and must not be what the form calls private.
fn check_public(
    def: &congvu_register::RegisterDef,
    schema: &serde_json::Value,
    path: &str,
    say: &mut impl FnMut(String, String),
) {
    let used = [&def.holder, &def.owner].into_iter().chain(&def.public).chain(&def.search);
    for name in used.filter(|name| property(schema, name).is_none()) {
        say(
            format!("{path}.register"),
            format!("the register `{}` uses `{name}`, which the form does not ask for", def.id),
        );
    }
    let private = |name: &&String| {
        property(schema, name).and_then(|p| p.get("x-private")).is_some_and(|v| v == &serde_json::json!(true))
    };
    for name in def.public.iter().filter(private) {
        say(
            format!("{path}.register"),
            format!("the register `{}` would show `{name}`, which the form calls private", def.id),
        );
    }
}

/// What happens by the passing of time needs a time, and an act that the program itself may do without being told anything.
fn check_lapse(
    p: &Procedure,
    version: &Version,
    path: &str,
    library: &Library,
    say: &mut impl FnMut(String, String),
) {
    let Some(time) = &version.time else { return };
    let Some(lapse) = &time.lapse else { return };
    if time.counted().is_none() && time.back_from.is_none() {
        say(format!("{path}.time.lapse"), "nothing can lapse without a time limit".into());
    }
    let act = library.lifecycles.get(p.lifecycle_of(Some(version))).and_then(|l| l.act(lapse));
    match act {
        None => {
            let life = p.lifecycle_of(Some(version));
            say(format!("{path}.time.lapse"), format!("the lifecycle `{life}` has no act `{lapse}`"));
        }
        Some(act) if act.by != "system" || act.inputs.iter().any(|i| i.required) => {
            say(format!("{path}.time.lapse"), format!("`{lapse}` is not an act of the `system` alone"));
        }
        Some(_) => {}
    }
}
