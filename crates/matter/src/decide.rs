//! `decide(state, command) -> events`: what an act brings about, or why it is not possible.

use crate::command::{Command, Context, Permitted};
use crate::declare::{ActDef, ConsultEffect, Effect};
use crate::event::Event;
use crate::limits::{ACTS, FILES, OBJECT_BYTES, TEXT_CHARS};
use crate::refused::{InputFault, Refused};
use crate::state::Matter;
use crate::{effects, input, on_paper};
use serde_json::{Map, Value};

/// What follows from a command. Pure: the same arguments always give the same events. Numbers are left open for
/// [`crate::assign`].
///
/// # Errors
/// The act is not possible now; see [`Refused`].
pub fn decide(
    matter: Option<&Matter>,
    command: &Command,
    permitted: &Permitted,
    ctx: &Context<'_>,
) -> Result<Vec<Event>, Refused> {
    let act =
        ctx.lifecycle.act(&command.act).ok_or_else(|| Refused::UnknownAct { act: command.act.clone() })?;
    possible(matter, act, ctx)?;
    let said =
        input::check(act, &command.input).map_err(|faults| Refused::Input { act: act.id.clone(), faults })?;
    answered(matter, act, &said)?;
    files(act, command)?;
    let seal = sealed(act, command, &said)?;
    let mut events = Vec::new();
    if matter.is_none() {
        events.push(open(act, command, &said, ctx)?);
    }
    events.push(Event::Said {
        act: act.id.clone(),
        input: said.clone(),
        position: permitted.position.clone(),
        at: ctx.now,
    });
    events.extend(seal);
    if !command.files.is_empty() {
        events.push(Event::Attached { files: command.files.clone() });
    }
    events.extend(moved(matter, act, ctx));
    for effect in &act.effects {
        let next = effects::follow(effect, matter, command, &said, permitted, ctx, &events)?;
        events.push(next);
    }
    // A register that does not change leaves no event behind.
    events.retain(|e| !effects::is_nothing(e));
    Ok(events)
}

/// Whether the act is possible in this state at all, before anything is said with it.
///
/// # Errors
/// Why not; see [`Refused`].
pub fn possible(matter: Option<&Matter>, act: &ActDef, ctx: &Context<'_>) -> Result<(), Refused> {
    let state = matter.map_or("", |m| m.state.as_str());
    let opens = act.from.is_empty();
    if opens != matter.is_none() || (!opens && !act.from.iter().any(|s| s == state)) {
        return Err(Refused::WrongState {
            act: act.id.clone(),
            state: state.to_owned(),
            possible: act.from.clone(),
        });
    }
    let says = |(property, answer): (&String, &String)| {
        matter.and_then(|m| m.form.get(property)?.as_str()).unwrap_or_default() == answer
    };
    if !act.answers.iter().all(says) {
        return Err(Refused::OtherAnswers { act: act.id.clone() });
    }
    if act.effects.contains(&Effect::Look) && matter.is_none_or(|m| m.sealed.iter().all(|s| s.erased)) {
        return Err(Refused::NotSealedFor);
    }
    if act.optional && crate::turn::holder_of(ctx.version, &act.id).is_none() {
        return Err(Refused::UnknownAct { act: act.id.clone() });
    }
    let charge = matter.and_then(|m| m.charge.as_ref());
    if charge.is_none() && act.effects.iter().any(crate::declare::Effect::is_money) {
        return Err(Refused::NoCharge);
    }
    let fee = ctx.version.and_then(|v| v.fee.as_ref()).filter(|f| f.is_charged());
    if fee.is_none() && act.effects.contains(&crate::declare::Effect::Assess) {
        return Err(Refused::NoCharge);
    }
    let first = ctx.version.and_then(|v| v.fee.as_ref()).is_some_and(|f| f.before.contains(&act.id));
    if let Some(owed) = charge.map(crate::charge::Charge::owed).filter(|owed| first && *owed > 0) {
        return Err(Refused::Unpaid { act: act.id.clone(), owed });
    }
    let done = matter.and_then(|m| m.done.get(&act.id)).copied().unwrap_or(0);
    if let Some(max) = act.max.filter(|max| done >= *max) {
        return Err(Refused::TooOften { act: act.id.clone(), max });
    }
    if matter.is_some_and(|m| m.version >= ACTS) {
        return Err(Refused::Full { max: ACTS });
    }
    comes_after(matter, act)?;
    given_back(matter, act, ctx)?;
    if let Some(form) = act.until_form.as_ref().filter(|f| (ctx.form_on)(f, ctx.now.date()).is_ok()) {
        return Err(Refused::Replaced { act: act.id.clone(), form: form.clone() });
    }
    if let Some(form) = &act.needs_form {
        (ctx.form_on)(form, ctx.now.date()).map_err(|from| Refused::NoForm {
            act: act.id.clone(),
            form: form.clone(),
            from,
        })?;
    }
    Ok(())
}

/// Whether what must come before an act was done.
fn comes_after(matter: Option<&Matter>, act: &ActDef) -> Result<(), Refused> {
    let not_yet = |after: &str| Err(Refused::NotYet { act: act.id.clone(), after: after.to_owned() });
    if let Some(after) = act.after.as_deref().filter(|a| !matter.is_some_and(|m| m.done.contains_key(*a))) {
        return not_yet(after);
    }
    let answers = act.effects.contains(&Effect::Consult(ConsultEffect::Answer));
    if answers && matter.is_none_or(|m| m.unanswered().next().is_none()) {
        return not_yet(act.after.as_deref().unwrap_or("consult"));
    }
    Ok(())
}

/// The file on paper goes in step with the electronic one: what was only shown has gone back before the case is put away.
fn given_back(matter: Option<&Matter>, act: &ActDef, ctx: &Context<'_>) -> Result<(), Refused> {
    let (Some(matter), Some(back)) = (matter, &act.needs_given_back) else { return Ok(()) };
    let held = |opening: &ActDef| {
        let came = matter.said.get(&opening.id).map(|said| on_paper::of(opening, said)).unwrap_or_default();
        came.values()
            .any(|p| p.originals > 0 && p.not_scanned.as_ref().is_some_and(|r| back.reasons.contains(r)))
    };
    if ctx.lifecycle.acts.iter().any(held) && !matter.done.contains_key(&back.act) {
        return Err(Refused::NotYet { act: act.id.clone(), after: back.act.clone() });
    }
    Ok(())
}

/// An opinion that was asked for is waited for, or the ground for going on without it is said.
fn answered(matter: Option<&Matter>, act: &ActDef, said: &Map<String, Value>) -> Result<(), Refused> {
    let Some(ground) = &act.needs_answers else { return Ok(()) };
    let waiting = matter.is_some_and(|m| m.unanswered().next().is_some());
    if waiting && text(said, ground).is_none() { Err(fault(&act.id, ground, "unanswered")) } else { Ok(()) }
}

/// What the record keeps of what is said under a seal. An act that seals takes nothing in clear that could tell who speaks.
fn sealed(act: &ActDef, command: &Command, said: &Map<String, Value>) -> Result<Option<Event>, Refused> {
    let secret = match (&command.secret, act.is_sealing()) {
        (None, false) => return Ok(None),
        (Some(_), false) => return Err(fault(&act.id, "sealed", "unknown")),
        // What was sealed before is judged again without being opened.
        (None, true) if command.sealed.is_some() => {
            return Ok(command.sealed.clone().map(|seal| Event::Sealed { seal }));
        }
        (None, true) => return Err(fault(&act.id, "sealed", "required")),
        (Some(secret), true) => secret,
    };
    crate::secret::check(act, secret, said)
        .map_err(|faults| Refused::Input { act: act.id.clone(), faults })?;
    let seal = command.sealed.clone().ok_or_else(|| fault(&act.id, "sealed", "required"))?;
    Ok(Some(Event::Sealed { seal }))
}

fn files(act: &ActDef, command: &Command) -> Result<(), Refused> {
    let max = if act.files && !act.is_sealing() { FILES } else { 0 };
    if command.files.len() > max { Err(Refused::Files { act: act.id.clone(), max }) } else { Ok(()) }
}

fn open(
    act: &ActDef,
    command: &Command,
    said: &Map<String, Value>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    if let (Some(procedure), None) = (ctx.procedure, ctx.version) {
        return Err(Refused::NotInForce { procedure: procedure.id.clone() });
    }
    sizes(command)?;
    if ctx.lifecycle.secret {
        in_clear(command)?;
    }
    if !act.channels.is_empty() && !act.channels.contains(&command.channel) {
        return Err(fault(&command.act, "channel", "not-a-choice"));
    }
    let paper = on_paper::read(act, said, ctx.version)?;
    missing_parts(command, &paper, ctx)?;
    if ctx.procedure.is_some_and(|p| p.subject.is_some()) && command.entry.is_none() {
        return Err(Refused::NoSubject);
    }
    let time = ctx.version.and_then(|v| v.time.as_ref());
    Ok(Event::Opened {
        agency: ctx.agency.to_owned(),
        id: ctx.matter_id.to_owned(),
        lifecycle: ctx.lifecycle.id.clone(),
        procedure: ctx.procedure.map(|p| p.id.clone()).unwrap_or_default(),
        law_of: ctx.version.map(|v| v.from),
        subject: command.subject.clone(),
        party: command.party.clone(),
        channel: command.channel.clone(),
        form: command.form.clone(),
        entry: command.entry.clone(),
        at: ctx.now,
        limit: time.and_then(|t| t.counted_for(&command.form)).map(|l| l.limit),
        due: time.and_then(|t| t.back_from.as_ref()?.due(&command.form)),
        restarts: time.is_some_and(crate::declare::Time::restarts),
        secret: ctx.lifecycle.secret,
        times: ctx.lifecycle.counts_from_acts(),
    })
}

/// A secret matter begins without anything by which it could be found: only an account that says nothing.
fn in_clear(command: &Command) -> Result<(), Refused> {
    let party = command.party.as_ref();
    let told = [
        ("subject", !command.subject.is_empty()),
        ("form", !command.form.is_empty()),
        ("party", party.is_some_and(|p| !p.name.is_empty() || !p.phone.is_empty())),
        ("entry", command.entry.is_some()),
    ];
    match told.iter().find(|(_, told)| *told) {
        Some((what, _)) => Err(fault(&command.act, what, "in-clear")),
        None => Ok(()),
    }
}

/// What comes with an opening act besides its declared inputs has limits too.
fn sizes(command: &Command) -> Result<(), Refused> {
    let party = command.party.as_ref();
    let texts = [
        ("subject", Some(&command.subject)),
        ("channel", Some(&command.channel)),
        ("party", party.map(|p| &p.account)),
        ("party", party.map(|p| &p.name)),
        ("party", party.map(|p| &p.phone)),
        ("entry", command.entry.as_ref().map(|e| &e.register)),
        ("entry", command.entry.as_ref().map(|e| &e.number)),
    ];
    let long = texts.iter().find(|(_, text)| text.is_some_and(|t| t.chars().count() > TEXT_CHARS));
    if let Some((what, _)) = long {
        return Err(fault(&command.act, what, "too-long"));
    }
    let form_bytes = serde_json::to_vec(&command.form).map_or(usize::MAX, |bytes| bytes.len());
    if form_bytes > OBJECT_BYTES { Err(fault(&command.act, "form", "too-long")) } else { Ok(()) }
}

/// A required part is there when it came as a file, or on paper that the law has nobody scan; whatever is on paper is
/// scanned or has its reason not to be.
fn missing_parts(command: &Command, paper: &on_paper::Dossier, ctx: &Context<'_>) -> Result<(), Refused> {
    let scanned = |part: &str| command.files.iter().any(|f| f.part == part);
    let counted = |part: &str| paper.get(part).is_some_and(|p| p.sheets() > 0);
    let excused = |part: &str| paper.get(part).is_some_and(|p| p.sheets() > 0 && p.not_scanned.is_some());
    let parts: Vec<_> = ctx
        .version
        .map(|v| v.dossier.as_slice())
        .unwrap_or_default()
        .iter()
        .filter(|p| (p.required || counted(&p.id)) && !scanned(&p.id) && !excused(&p.id))
        .map(|p| (p.id.clone(), p.name.clone()))
        .collect();
    if parts.is_empty() { Ok(()) } else { Err(Refused::MissingParts { parts }) }
}

fn moved(matter: Option<&Matter>, act: &ActDef, ctx: &Context<'_>) -> Option<Event> {
    let to = match act.to.as_str() {
        "@same" => return None,
        "@previous" => matter.map(|m| m.previous.clone())?,
        to => to.to_owned(),
    };
    let closed = ctx.lifecycle.state(&to).is_some_and(|s| s.phase.is_closed());
    Some(Event::Moved { to, closed, at: ctx.now })
}

/// The value of an input as text.
pub(crate) fn text<'a>(said: &'a Map<String, Value>, id: &str) -> Option<&'a str> {
    said.get(id).and_then(Value::as_str)
}

/// One fault about one input.
pub(crate) fn fault(act: &str, input: &str, fault: &str) -> Refused {
    let faults = vec![InputFault { input: input.to_owned(), fault: fault.to_owned() }];
    Refused::Input { act: act.to_owned(), faults }
}
