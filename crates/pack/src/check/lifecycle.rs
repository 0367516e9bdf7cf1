//! A lifecycle must hang together.

use crate::locate::Locator;
use crate::{Fault, Library};
use congvu_authority::Selector;
use congvu_matter::declare::{
    ActDef, ConsultEffect, Effect, GivenBack, Input, InputKind, Lifecycle, PacksEffect, ViolationEffect,
};
use std::collections::BTreeSet;

pub(crate) fn check(life: &Lifecycle, library: &Library, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let states: BTreeSet<&str> = life.states.iter().map(|s| s.id.as_str()).collect();
    for (i, state) in life.states.iter().enumerate() {
        if let Some(next) = state.next.as_ref().filter(|n| life.act(n).is_none()) {
            faults.push(at.fault(&format!("state.{i}.next"), format!("there is no act `{next}`")));
        }
        let leads_on = |a: &ActDef| a.from.contains(&state.id) && a.to != "@same";
        if !state.phase.is_closed() && !life.acts.iter().any(leads_on) {
            let reason = format!("state `{}` has no way out: no act starts from it", state.id);
            faults.push(at.fault(&format!("state.{i}"), reason));
        }
    }
    for (i, id) in twice(life.states.iter().map(|s| s.id.as_str())) {
        faults.push(at.fault(&format!("state.{i}.id"), format!("the state `{id}` stands here twice")));
    }
    for (i, id) in twice(life.acts.iter().map(|a| a.id.as_str())) {
        faults.push(at.fault(&format!("act.{i}.id"), format!("the act `{id}` stands here twice")));
    }
    if !life.acts.iter().any(|a| a.from.is_empty()) {
        faults.push(at.fault("act", "no act opens the matter: one must have no `from`"));
    }
    // Acts on money stand in a file of their own and are checked there.
    for (i, act) in life.acts.iter().enumerate().filter(|(_, a)| !crate::money::is_joined(a)) {
        check_act(life, act, &format!("act.{i}"), library, &states, at, faults);
    }
    unreachable(life, at, faults);
}

fn check_act(
    life: &Lifecycle,
    act: &ActDef,
    path: &str,
    library: &Library,
    states: &BTreeSet<&str>,
    at: &Locator<'_>,
    faults: &mut Vec<Fault>,
) {
    for (i, from) in act.from.iter().enumerate().filter(|(_, f)| !states.contains(f.as_str())) {
        faults.push(at.fault(&format!("{path}.from.{i}"), format!("there is no state `{from}`")));
    }
    if !states.contains(act.to.as_str()) && !matches!(act.to.as_str(), "@same" | "@previous") {
        faults.push(at.fault(&format!("{path}.to"), format!("there is no state `{}`", act.to)));
    }
    if let Some(reason) = bad_holder(life, act) {
        faults.push(at.fault(&format!("{path}.by"), reason));
    }
    for (key, form) in [("needs_form", &act.needs_form), ("until_form", &act.until_form)] {
        if let Some(form) = form.as_ref().filter(|f| !library.forms.contains_key(*f)) {
            faults
                .push(at.fault(&format!("{path}.{key}"), format!("there is no form `{form}` in forms.toml")));
        }
    }
    if let Some(after) = act.after.as_ref().filter(|a| life.act(a).is_none()) {
        faults.push(at.fault(&format!("{path}.after"), format!("there is no act `{after}`")));
    }
    if let Some(ground) = act.needs_answers.as_ref().filter(|g| !act.inputs.iter().any(|i| i.id == **g)) {
        faults.push(at.fault(&format!("{path}.needs_answers"), format!("the act has no input `{ground}`")));
    }
    if let Some(reason) = act.needs_given_back.as_ref().and_then(|back| bad_return(life, back)) {
        faults.push(at.fault(&format!("{path}.needs_given_back"), reason));
    }
    for (i, other) in act.not_by.iter().enumerate().filter(|(_, o)| life.act(o).is_none()) {
        faults.push(at.fault(&format!("{path}.not_by.{i}"), format!("there is no act `{other}`")));
    }
    if !act.channels.is_empty() && !act.from.is_empty() {
        let reason = format!("`{}` opens no matter: only an opening act has `channels`", act.id);
        faults.push(at.fault(&format!("{path}.channels"), reason));
    }
    if let Some(id) = &act.paper_dossier
        && !act.inputs.iter().any(|i| i.id == *id && i.kind == InputKind::Object && !i.choices.is_empty())
    {
        let reason = format!("the act has no input `{id}` of the kind `object` with `choices`");
        faults.push(at.fault(&format!("{path}.paper_dossier"), reason));
    }
    if let Some((key, reason)) = bad_seal(life, act) {
        faults.push(at.fault(&format!("{path}.{key}"), reason));
    }
    for (i, input) in act.inputs.iter().enumerate() {
        if let Some((key, reason)) = bad_input(life, act, input) {
            faults.push(at.fault(&format!("{path}.input.{i}.{key}"), reason));
        }
    }
    for (i, effect) in act.effects.iter().enumerate() {
        if let Some(reason) = bad_effect(act, effect, library) {
            faults.push(at.fault(&format!("{path}.effects.{i}"), reason));
        }
    }
}

/// What is wrong with papers that must have gone back: an act that does not exist, or a reason that nobody can give.
fn bad_return(life: &Lifecycle, back: &GivenBack) -> Option<String> {
    if life.act(&back.act).is_none() {
        return Some(format!("there is no act `{}`", back.act));
    }
    let counts = |a: &&ActDef| a.paper_dossier.is_some();
    let given = |reason: &&String| {
        let mut inputs = life.acts.iter().filter(counts).flat_map(|a| &a.inputs);
        !inputs.any(|i| i.choices.contains_key(*reason))
    };
    back.reasons.iter().find(given).map(|r| format!("no act that counts paper has the reason `{r}`"))
}

/// What is wrong with what an act seals, and under which key: something sealed that nobody could open, or everybody learns of.
fn bad_seal(life: &Lifecycle, act: &ActDef) -> Option<(String, String)> {
    let sealed = act.inputs.iter().any(|i| i.sealed);
    if sealed != act.is_sealing() {
        let reason = "an act with `sealed` inputs says by `seal` for whom, and only such an act does";
        return Some(("seal".to_owned(), reason.to_owned()));
    }
    if sealed && !life.secret {
        return Some(("seal".to_owned(), "only matters of a `secret` lifecycle have seals".to_owned()));
    }
    if sealed && act.seals.last().is_none_or(|s| !s.when.is_empty()) {
        return Some(("seal".to_owned(), "the last `seal` must hold always: it has no `when`".to_owned()));
    }
    for (i, seal) in act.seals.iter().enumerate() {
        if seal.positions.is_empty() {
            return Some((format!("seal.{i}.for"), "sealed for nobody".to_owned()));
        }
        if let Some(error) = seal.positions.iter().find_map(|p| p.parse::<Selector>().err()) {
            return Some((format!("seal.{i}.for"), error.to_string()));
        }
        for (on, value) in &seal.when {
            let choice = |i: &&Input| i.id == *on && !i.sealed && i.choices.contains_key(value);
            if !act.inputs.iter().any(|i| choice(&i)) {
                return Some((
                    format!("seal.{i}.when"),
                    format!("the act has no open choice `{on}` with `{value}`"),
                ));
            }
        }
    }
    None
}

fn bad_holder(life: &Lifecycle, act: &ActDef) -> Option<String> {
    match act.by.as_str() {
        "step" | "assigned" | "turn" | "power" | "applicant" => None,
        by => match by.strip_prefix("step:") {
            Some(step) => life.act(step).is_none().then(|| format!("there is no act `{step}`")),
            None => by.parse::<Selector>().err().map(|e| {
                format!(
                    "`{by}` is none of step, step:ACT, assigned, turn, power, applicant, nor a selector: {e}"
                )
            }),
        },
    }
}

/// What stands more than once, with its place.
pub(crate) fn twice<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<(usize, &'i str)> {
    let mut seen = BTreeSet::new();
    ids.enumerate().filter(|(_, id)| !seen.insert(*id)).collect()
}

/// What is wrong with an input, and under which key.
fn bad_input(life: &Lifecycle, act: &ActDef, input: &Input) -> Option<(&'static str, String)> {
    if act.inputs.iter().filter(|other| other.id == input.id).count() > 1 {
        return Some(("id", format!("the input `{}` stands here twice", input.id)));
    }
    if input.kind == InputKind::Choice && input.choices.is_empty() {
        return Some(("kind", format!("the choice `{}` needs `choices`", input.id)));
    }
    if input.sealed && matches!(input.kind, InputKind::Position | InputKind::Sending | InputKind::Consulted) {
        return Some((
            "sealed",
            format!("what the program itself must read cannot be sealed: `{}`", input.id),
        ));
    }
    if let Some(other) = input.differs.as_ref().filter(|o| !act.inputs.iter().any(|i| i.id == **o)) {
        return Some(("differs", format!("the act has no input `{other}`")));
    }
    if let Some(of) = &input.of {
        let fault = match of.strip_prefix("step:") {
            Some(step) => life.act(step).is_none().then(|| format!("there is no act `{step}`")),
            None => of
                .parse::<Selector>()
                .err()
                .map(|e| format!("`{of}` is neither step:ACT nor a selector: {e}")),
        };
        if let Some(fault) = fault {
            return Some(("of", fault));
        }
    }
    for (on, value) in &input.required_when {
        match act.inputs.iter().find(|other| other.id == *on) {
            None => return Some(("required_when", format!("the act has no input `{on}`"))),
            Some(other) if other.kind == InputKind::Choice && !other.choices.contains_key(value) => {
                return Some(("required_when", format!("`{on}` has no choice `{value}`")));
            }
            Some(_) => {}
        }
    }
    None
}

fn bad_effect(act: &ActDef, effect: &Effect, library: &Library) -> Option<String> {
    let input = |id: &String| {
        let known = id == "@actor" || act.inputs.iter().any(|i| i.id == *id);
        (!known).then(|| format!("the act has no input `{id}`"))
    };
    match effect {
        Effect::Tally(ids) => ids.iter().find_map(|id| {
            let choice = act.inputs.iter().any(|i| i.id == *id && i.kind == InputKind::Choice);
            (!choice).then(|| format!("only choices are counted: the act has no choice `{id}`"))
        }),
        Effect::Assign(id) | Effect::Outcome(id) | Effect::CorrectEntry(id) => input(id),
        Effect::Import(_) if !act.files => {
            Some("an import takes its rows from a file: set `files = true`".into())
        }
        Effect::RegisterAs(given) => input(&given.number).or_else(|| input(&given.date)),
        Effect::Look
            if act.to != "@same"
                || act.is_sealing()
                || !act.inputs.iter().any(|i| i.id == "reason" && i.required) =>
        {
            Some("a look stays in the same state and asks for its `reason`".into())
        }
        Effect::Law if act.by != "system" || act.to != "@same" || act.inputs.iter().any(|i| i.required) => {
            Some(
                "the effect `law` belongs to an act of the `system` alone, which stays in the same state"
                    .into(),
            )
        }
        Effect::Paper(key) if key != "@outcome" && !library.forms.contains_key(key) => {
            Some(format!("there is no form `{key}` in forms.toml"))
        }
        Effect::Consult(ConsultEffect::Ask) => {
            input(&"body".to_owned()).or_else(|| input(&"until".to_owned()))
        }
        Effect::Consult(ConsultEffect::Answer) => input(&"body".to_owned()),
        Effect::Violation(effect) => needs(*effect).iter().find_map(|id| input(&(*id).to_owned())),
        Effect::AnnounceStop => {
            let moment =
                |id: &str| act.inputs.iter().any(|i| i.id == id && i.required && i.kind == InputKind::Moment);
            let whole =
                moment("from") && moment("until") && act.inputs.iter().any(|i| i.id == "why" && i.required);
            (!whole).then(|| {
                "a stop needs the inputs `from` and `until` of kind moment, and `why`, all required".into()
            })
        }
        Effect::Packs(PacksEffect::InForce)
            if !act.inputs.iter().any(|i| i.id == "from" && i.kind == InputKind::Date && i.required) =>
        {
            Some(
                "packs come into force on a day: the act needs a required input `from` of the kind `date`"
                    .into(),
            )
        }
        _ => None,
    }
}

/// What must be said where violations are dealt with.
fn needs(effect: ViolationEffect) -> &'static [&'static str] {
    match effect {
        ViolationEffect::Weigh => &["aggravating", "mitigating", "amounts"],
        ViolationEffect::Serve => &["served_on"],
        ViolationEffect::Pay => &["amount", "paid_on", "reference"],
        ViolationEffect::Settle => &["how"],
        ViolationEffect::Record | ViolationEffect::Decide | ViolationEffect::Annul => &[],
    }
}

/// Every state must be reachable from the opening act.
fn unreachable(life: &Lifecycle, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let mut seen: BTreeSet<&str> =
        life.acts.iter().filter(|a| a.from.is_empty()).map(|a| a.to.as_str()).collect();
    loop {
        let more: Vec<&str> = life
            .acts
            .iter()
            .filter(|a| a.from.iter().any(|f| seen.contains(f.as_str())) && !a.to.starts_with('@'))
            .map(|a| a.to.as_str())
            .filter(|to| !seen.contains(to))
            .collect();
        if more.is_empty() {
            break;
        }
        seen.extend(more);
    }
    for (i, state) in life.states.iter().enumerate().filter(|(_, s)| !seen.contains(s.id.as_str())) {
        faults.push(at.fault(&format!("state.{i}"), format!("no act leads to state `{}`", state.id)));
    }
}
