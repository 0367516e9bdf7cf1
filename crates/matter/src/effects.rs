//! What each declared effect of an act brings about.

use crate::command::{Command, Context, FormInForce, Permitted};
use crate::decide::{fault, text};
use crate::declare::{ClockEffect, Effect, Outcome, RegisterEffect};
use crate::event::{Event, Numbered, RegisterChange};
use crate::refused::Refused;
use crate::state::{Matter, Signature};
use congvu_calendar::{Clock, ClockEvent, ClockEventKind, Extension, Limit, Policy, Supplement, Unit};
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

/// The event that an effect of an act gives.
pub(crate) fn follow(
    effect: &Effect,
    matter: Option<&Matter>,
    command: &Command,
    said: &Map<String, Value>,
    permitted: &Permitted,
    ctx: &Context<'_>,
    before: &[Event],
) -> Result<Event, Refused> {
    match effect {
        Effect::Clock(clock) => self::clock(*clock, matter, command, said, ctx),
        Effect::Assign(from) => assigned(from, command, said, permitted),
        Effect::Outcome(input) => outcome(input, command, said, ctx),
        Effect::CaseNumber => Ok(Event::CaseNumber { number: case_number(ctx) }),
        Effect::Sign => Ok(Event::Signed { signature: signature(permitted, ctx.now) }),
        Effect::Paper(key) => paper(key, matter, command, ctx, before),
        Effect::Register => register(matter, ctx),
        Effect::CorrectEntry(input) => correct(input, matter, said, &command.act),
        Effect::Authority(effect) => Ok(Event::Authority { effect: *effect, detail: said.clone() }),
        Effect::Charge
        | Effect::Assess
        | Effect::DropCharge
        | Effect::Payment(_)
        | Effect::Refund
        | Effect::Waive => crate::money::follow(effect, matter, command, said, permitted, ctx),
    }
}

const NOTHING: &str = "";

/// Whether an event says that nothing changes: a refused application adds nothing to a register.
pub(crate) fn is_nothing(event: &Event) -> bool {
    matches!(event, Event::Outcome { outcome } if outcome == NOTHING)
}

pub(crate) fn nothing() -> Event {
    Event::Outcome { outcome: NOTHING.to_owned() }
}

fn clock(
    effect: ClockEffect,
    matter: Option<&Matter>,
    command: &Command,
    said: &Map<String, Value>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let reason = || text(said, "reason").unwrap_or_default().to_owned();
    let kind = match effect {
        ClockEffect::Start => ClockEventKind::Start,
        ClockEffect::Stop => ClockEventKind::Stop { reason: reason() },
        ClockEffect::Resume => ClockEventKind::Resume,
        ClockEffect::End => ClockEventKind::End,
        ClockEffect::Extend => {
            let until = text(said, "until").and_then(|t| t.parse::<Date>().ok());
            let until = until.ok_or_else(|| fault(&command.act, "until", "required"))?;
            if until <= ctx.now.date() || due(matter, ctx)?.is_some_and(|due| until <= due.date()) {
                return Err(fault(&command.act, "until", "not-later"));
            }
            ClockEventKind::Extend { extension: Extension::Until(until), reason: reason() }
        }
    };
    Ok(Event::Clock { clock: ClockEvent { at: ctx.now, kind } })
}

/// When the matter falls due as it stands; none where the law sets no time or the clock is stopped.
fn due(matter: Option<&Matter>, ctx: &Context<'_>) -> Result<Option<DateTime>, Refused> {
    let Some((matter, limit)) = matter.and_then(|m| Some((m, m.limit?))) else { return Ok(None) };
    let supplement = if matter.restarts { Supplement::ClockRestarts } else { Supplement::ClockStops };
    let policy = Policy { supplement };
    let reading = Clock::read(ctx.calendar, &limit, &policy, &matter.clock, ctx.now);
    reading.map(|r| r.due).map_err(|e| Refused::Clock(e.to_string()))
}

fn assigned(
    from: &str,
    command: &Command,
    said: &Map<String, Value>,
    permitted: &Permitted,
) -> Result<Event, Refused> {
    let position = if from == "@actor" { Some(permitted.position.as_str()) } else { text(said, from) };
    position
        .filter(|p| !p.is_empty())
        .map(|p| Event::Assigned { position: p.to_owned() })
        .ok_or_else(|| fault(&command.act, from, "required"))
}

/// The outcome must be one that the procedure knows, with everything said that it needs.
fn outcome(
    input: &str,
    command: &Command,
    said: &Map<String, Value>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let outcome = text(said, input).ok_or_else(|| fault(&command.act, input, "required"))?;
    if let Some(version) = ctx.version {
        let declared =
            version.outcome.get(outcome).ok_or_else(|| fault(&command.act, input, "not-a-choice"))?;
        if let Some(missing) = declared.needs.iter().find(|n| !said.contains_key(*n)) {
            return Err(fault(&command.act, missing, "required"));
        }
    }
    Ok(Event::Outcome { outcome: outcome.to_owned() })
}

fn case_number(ctx: &Context<'_>) -> Numbered {
    let before = ctx.numbering.case.before(ctx.unit_code, ctx.now.date());
    Numbered { series: format!("case/{before}"), before, digits: ctx.numbering.case.digits, value: None }
}

fn signature(permitted: &Permitted, at: DateTime) -> Signature {
    Signature {
        person: permitted.person.clone(),
        name: permitted.person_name.clone(),
        position: permitted.position.clone(),
        capacity: permitted.capacity.clone(),
        lines: permitted.lines.clone(),
        at,
    }
}

fn decided<'a>(matter: Option<&Matter>, ctx: &Context<'a>) -> Option<&'a Outcome> {
    ctx.version?.outcome.get(matter?.outcome.as_deref()?)
}

fn paper(
    key: &str,
    matter: Option<&Matter>,
    command: &Command,
    ctx: &Context<'_>,
    before: &[Event],
) -> Result<Event, Refused> {
    let at = ctx.now;
    let drawn = before.iter().filter(|e| matches!(e, Event::Paper { .. })).count();
    let code = ctx.codes.get(drawn).cloned().unwrap_or_default();
    let act = command.act.clone();
    if key == "@outcome" {
        let Some((outcome, template)) = decided(matter, ctx).and_then(|o| Some((o, o.paper.clone()?))) else {
            return Ok(nothing());
        };
        let kind = outcome.number.as_ref().map(|n| n.kind.as_str());
        let number = kind.map(|k| paper_number(k, ctx));
        let notation = kind.map(|k| ctx.numbering.paper.notation(k, ctx.short));
        return Ok(Event::Paper {
            key: "outcome".into(),
            act,
            template,
            form: None,
            number,
            notation,
            code,
            at,
        });
    }
    let form: FormInForce = (ctx.form_on)(key, at.date()).map_err(|from| Refused::NoForm {
        act: act.clone(),
        form: key.to_owned(),
        from,
    })?;
    let number = form.number_type.as_deref().map(|k| paper_number(k, ctx));
    let notation = form.number_type.as_deref().map(|k| ctx.numbering.paper.notation(k, ctx.short));
    let template = form.template.clone();
    Ok(Event::Paper { key: key.to_owned(), act, template, form: Some(form), number, notation, code, at })
}

fn paper_number(kind: &str, ctx: &Context<'_>) -> Numbered {
    let series = format!("paper/{kind}/{}", ctx.now.year());
    Numbered { series, before: String::new(), digits: ctx.numbering.paper.digits, value: None }
}

fn register(matter: Option<&Matter>, ctx: &Context<'_>) -> Result<Event, Refused> {
    let (Some(matter), Some(outcome)) = (matter, decided(matter, ctx)) else { return Ok(nothing()) };
    let Some(effect) = &outcome.register else { return Ok(nothing()) };
    let subject = || matter.entry.clone().ok_or(Refused::NoSubject);
    let term = term(outcome, matter);
    let change = match effect {
        RegisterEffect::Add(register) => RegisterChange::Add {
            register: register.clone(),
            content: matter.form.clone(),
            until: term.and_then(|t| add_years(ctx.now, t)),
        },
        RegisterEffect::Amend(_) => RegisterChange::Amend { entry: subject()?, content: changed(matter) },
        RegisterEffect::Extend(_) => RegisterChange::Extend {
            entry: subject()?,
            limit: term.ok_or_else(|| Refused::Register("the term asked for is missing".into()))?,
            at_most: outcome.valid.as_ref().and_then(|v| v.times),
        },
        RegisterEffect::Reissue(_) => RegisterChange::Reissue { entry: subject()? },
        RegisterEffect::Revoke(_) => RegisterChange::Revoke { entry: subject()? },
    };
    Ok(Event::Register { change })
}

/// The first moment after the term of an outcome that begins `at`; none where it has no term.
#[must_use]
pub fn term_end(outcome: &Outcome, matter: &Matter, at: DateTime) -> Option<DateTime> {
    add_years(at, term(outcome, matter)?)
}

/// The term asked for, never longer than the law allows.
fn term(outcome: &Outcome, matter: &Matter) -> Option<Limit> {
    let valid = outcome.valid.as_ref()?;
    let asked = valid.requested.as_ref().and_then(|p| matter.form.get(p)).and_then(Value::as_u64);
    let amount = asked
        .and_then(|a| u32::try_from(a).ok())
        .map_or(valid.at_most.amount, |a| a.clamp(1, valid.at_most.amount));
    Some(Limit { amount, unit: valid.at_most.unit })
}

/// Adds a term in years, months or days to a moment; other units give none.
fn add_years(at: DateTime, term: Limit) -> Option<DateTime> {
    let amount = i64::from(term.amount);
    let span = match term.unit {
        Unit::Year => jiff::Span::new().try_years(amount).ok()?,
        Unit::Month => jiff::Span::new().try_months(amount).ok()?,
        Unit::Day => jiff::Span::new().try_days(amount).ok()?,
        _ => return None,
    };
    // Terms run in whole days: papers say "to the end of" the day before.
    at.date().checked_add(span).ok().map(|last| last.at(0, 0, 0, 0))
}

/// The values of an amendment that were filled in.
fn changed(matter: &Matter) -> Map<String, Value> {
    let filled = |v: &Value| match v {
        Value::Null => false,
        Value::String(s) => !s.trim().is_empty(),
        Value::Array(a) => !a.is_empty(),
        _ => true,
    };
    matter.form.iter().filter(|(_, v)| filled(v)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

fn correct(
    input: &str,
    matter: Option<&Matter>,
    said: &Map<String, Value>,
    act: &str,
) -> Result<Event, Refused> {
    let content = said.get(input).and_then(Value::as_object).ok_or_else(|| fault(act, input, "required"))?;
    let entry = matter.and_then(|m| m.entry.clone()).ok_or(Refused::NoSubject)?;
    Ok(Event::Register { change: RegisterChange::Correct { entry, content: content.clone() } })
}
