//! What each declared effect of an act brings about.

use crate::command::{Command, Context, FormInForce, Permitted};
use crate::decide::{fault, text};
use crate::declare::{ClockEffect, ConsultEffect, Effect, Given, Outcome, PacksEffect, RegisterEffect};
use crate::event::{Event, GivenNumber, Numbered, RegisterChange};
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
        Effect::Outcome(input) => outcome(input, matter, command, said, ctx),
        Effect::CaseNumber => Ok(Event::CaseNumber { number: case_number(ctx) }),
        Effect::Sign => Ok(Event::Signed { signature: signature(permitted, ctx.now) }),
        Effect::Paper(_) if permitted.outside => Ok(nothing()),
        Effect::Paper(key) => paper(key, matter, command, ctx, before),
        Effect::Register => register(matter, before, None, ctx),
        Effect::RegisterAs(given) => {
            register(matter, before, Some(given_number(given, said, &command.act)?), ctx)
        }
        Effect::Law => law(matter, ctx),
        Effect::CorrectEntry(input) => correct(input, matter, said, &command.act),
        // Answers are counted from what was said; the matter itself does not change by them.
        Effect::Tally(_) | Effect::AnnounceStop => Ok(nothing()),
        Effect::Import(part) => import(part, matter, command),
        Effect::AnnulImport => {
            let register = register_of(matter, command)?;
            Ok(Event::Register { change: RegisterChange::Annul { register } })
        }
        Effect::Consult(effect) => consult(*effect, matter, command, said, ctx),
        Effect::Look if sealed_for(matter, permitted) => Ok(nothing()),
        Effect::Look => Err(Refused::NotSealedFor),
        Effect::EraseSeal => Ok(Event::SealErased { at: ctx.now }),
        Effect::Packs(PacksEffect::Check) => Ok(nothing()),
        Effect::Packs(PacksEffect::InForce) => crate::packs::in_force(matter, command, said, ctx),
        Effect::Authority(effect) => Ok(Event::Authority { effect: *effect, detail: said.clone() }),
        // What follows is worked out by the desk, which has the law on violations.
        Effect::Violation(_) => Ok(nothing()),
        Effect::Suspend(input) => suspend(input, matter, said, ctx),
        Effect::Restore => Ok(match matter.filter(|m| m.holds_entry).and_then(|m| m.entry.clone()) {
            Some(entry) => Event::Register { change: RegisterChange::Restore { entry } },
            None => nothing(),
        }),
        Effect::Charge
        | Effect::Assess
        | Effect::DropCharge
        | Effect::Payment(_)
        | Effect::Refund
        | Effect::Waive => crate::money::follow(effect, matter, command, said, permitted, ctx),
    }
}

/// Whether something in the matter is sealed for the very position that acts. Acting for another opens nothing.
fn sealed_for(matter: Option<&Matter>, permitted: &Permitted) -> bool {
    let sealed = matter.map(|m| m.sealed.as_slice()).unwrap_or_default();
    sealed.iter().any(|s| !s.erased && s.positions.contains(&permitted.position))
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
        ClockEffect::ExtendBy(limit) => {
            ClockEventKind::Extend { extension: Extension::By(limit), reason: reason() }
        }
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

/// A body is asked once at a time; only a body that was asked answers.
fn consult(
    effect: ConsultEffect,
    matter: Option<&Matter>,
    command: &Command,
    said: &Map<String, Value>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let body = text(said, "body").ok_or_else(|| fault(&command.act, "body", "required"))?.to_owned();
    let waiting = matter.is_some_and(|m| m.unanswered().any(|c| c.body == body));
    match effect {
        ConsultEffect::Ask if waiting => Err(fault(&command.act, "body", "asked-already")),
        ConsultEffect::Ask => {
            let until = text(said, "until").and_then(|t| t.parse::<Date>().ok());
            let until = until.ok_or_else(|| fault(&command.act, "until", "required"))?;
            if until <= ctx.now.date() {
                return Err(fault(&command.act, "until", "not-later"));
            }
            let question = text(said, "question").unwrap_or_default().to_owned();
            Ok(Event::Asked { body, question, until, at: ctx.now })
        }
        ConsultEffect::Answer if waiting => Ok(Event::Answered { body, at: ctx.now }),
        ConsultEffect::Answer => Err(fault(&command.act, "body", "not-a-choice")),
    }
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
    matter: Option<&Matter>,
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
        // What would end before it begins cannot be granted any more.
        let ends = matter.and_then(|m| term_end(declared, m, ctx.now));
        if ends.is_some_and(|end| end <= ctx.now) {
            return Err(fault(&command.act, input, "term-over"));
        }
    }
    Ok(Event::Outcome { outcome: outcome.to_owned() })
}

fn case_number(ctx: &Context<'_>) -> Numbered {
    let before = ctx.numbering.case.before(ctx.unit_code, ctx.now.date());
    let digits = ctx.numbering.case.digits;
    // A gap in the numbers that everybody sees would tell that something secret came in that day.
    if ctx.lifecycle.secret {
        let before = format!("{before}S-");
        return Numbered { series: format!("secret/{before}"), before, digits, value: None };
    }
    Numbered { series: format!("case/{before}"), before, digits, value: None }
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

/// The outcome as it stands after what this act has brought about so far.
fn decided_with<'a>(matter: Option<&Matter>, before: &[Event], ctx: &Context<'a>) -> Option<&'a Outcome> {
    let now = before.iter().rev().find_map(|e| match e {
        Event::Outcome { outcome } if outcome != NOTHING => Some(outcome.as_str()),
        _ => None,
    });
    match now {
        Some(outcome) => ctx.version?.outcome.get(outcome),
        None => decided(matter, ctx),
    }
}

/// Which law governs the matter now that a new version has come into force.
fn law(matter: Option<&Matter>, ctx: &Context<'_>) -> Result<Event, Refused> {
    let (Some(matter), Some(procedure)) = (matter, ctx.procedure) else { return Err(Refused::LawSettled) };
    let new = crate::law::pending(procedure, matter, ctx.now.date()).ok_or(Refused::LawSettled)?;
    let choice = crate::law::choose(procedure, matter, new, ctx);
    Ok(Event::Law { choice: Box::new(choice) })
}

/// Number and day of another body's paper, as said with the act.
fn given_number(given: &Given, said: &Map<String, Value>, act: &str) -> Result<Option<GivenNumber>, Refused> {
    let (number, date) = (text(said, &given.number), text(said, &given.date));
    let (Some(number), Some(date)) = (number, date) else { return Ok(None) };
    let date: Date = date.parse().map_err(|_| fault(act, &given.date, "not-a-date"))?;
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | ' ');
    if !number.chars().all(fits) {
        return Err(fault(act, &given.number, "wrong-type"));
    }
    Ok(Some(GivenNumber { number: number.replace(' ', ""), date }))
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
        let decided = decided_with(matter, before, ctx);
        let Some((outcome, template)) = decided.and_then(|o| Some((o, o.paper.clone()?))) else {
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

fn register(
    matter: Option<&Matter>,
    before: &[Event],
    given: Option<Option<GivenNumber>>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let decided = decided_with(matter, before, ctx);
    let (Some(matter), Some(outcome)) = (matter, decided) else { return Ok(nothing()) };
    let Some(effect) = &outcome.register else { return Ok(nothing()) };
    let subject = || matter.entry.clone().ok_or(Refused::NoSubject);
    let term = term(outcome, matter);
    let change = match effect {
        RegisterEffect::Add(register) => RegisterChange::Add {
            register: register.clone(),
            content: matter.form.clone(),
            until: term_end(outcome, matter, ctx.now).map(|end| end.max(day_after(ctx.now))),
            given: match given {
                None => None,
                // A register entry is named by a number: without one nothing can be entered.
                Some(given) => Some(given.ok_or_else(|| Refused::Register("the number is missing".into()))?),
            },
        },
        RegisterEffect::Amend(_) => RegisterChange::Amend { entry: subject()?, content: changed(matter) },
        RegisterEffect::Extend(_) => RegisterChange::Extend {
            entry: subject()?,
            limit: term.ok_or_else(|| Refused::Register("the term asked for is missing".into()))?,
            at_most: outcome.valid.as_ref().and_then(|v| v.times),
        },
        RegisterEffect::Reissue(_) => RegisterChange::Reissue { entry: subject()? },
        RegisterEffect::Revoke(_) => RegisterChange::Revoke { entry: subject()? },
        RegisterEffect::End(_) => RegisterChange::End { entry: subject()? },
    };
    Ok(Event::Register { change })
}

/// The first moment after the term of an outcome that begins `at`; none where it has no term.
#[must_use]
pub fn term_end(outcome: &Outcome, matter: &Matter, at: DateTime) -> Option<DateTime> {
    let named = outcome.valid.as_ref()?.until.as_ref().and_then(|p| matter.form.get(p)?.as_str());
    let last = named.and_then(|day| day.parse::<Date>().ok());
    match last {
        Some(last) => last.tomorrow().ok().map(|day| day.at(0, 0, 0, 0)),
        None => add_years(at, term(outcome, matter)?),
    }
}

/// The beginning of the next day: what was granted in time and issued late holds on the day of its issue.
fn day_after(at: DateTime) -> DateTime {
    at.date().tomorrow().map_or(at, |day| day.at(0, 0, 0, 0))
}

/// The term asked for, never longer than the law allows.
fn term(outcome: &Outcome, matter: &Matter) -> Option<Limit> {
    let valid = outcome.valid.as_ref()?;
    let at_most = valid.at_most?;
    let asked = valid.requested.as_ref().and_then(|p| matter.form.get(p)).and_then(Value::as_u64);
    let amount =
        asked.and_then(|a| u32::try_from(a).ok()).map_or(at_most.amount, |a| a.clamp(1, at_most.amount));
    Some(Limit { amount, unit: at_most.unit })
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

/// Until the day that was said, or for so many months from the next day on.
fn suspend(
    input: &str,
    matter: Option<&Matter>,
    said: &Map<String, Value>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let Some((matter, entry)) = matter.and_then(|m| Some((m, m.entry.clone()?))) else {
        return Ok(nothing());
    };
    let earlier = || matter.said.values().find_map(|s| text(s, input));
    let Some(named) = text(said, input).or_else(earlier) else { return Ok(nothing()) };
    let until = match (named.parse::<Date>(), named.parse::<u32>()) {
        (Ok(day), _) => Some(day.at(0, 0, 0, 0)),
        (Err(_), Ok(months)) => add_years(day_after(ctx.now), Limit { amount: months, unit: Unit::Month }),
        _ => None,
    };
    match until.filter(|until| *until > ctx.now) {
        None => Err(fault("suspend", input, "not-later")),
        until => Ok(Event::Register { change: RegisterChange::Suspend { entry, until } }),
    }
}

/// The register that a matter is about as a whole.
fn register_of(matter: Option<&Matter>, command: &Command) -> Result<String, Refused> {
    let entry = matter.map_or(command.entry.as_ref(), |m| m.entry.as_ref());
    entry.map(|e| e.register.clone()).filter(|r| !r.is_empty()).ok_or(Refused::NoSubject)
}

fn import(part: &str, matter: Option<&Matter>, command: &Command) -> Result<Event, Refused> {
    let rows = command.files.iter().find(|f| f.part == part).map(|f| f.sha256.clone());
    let rows = rows.ok_or_else(|| fault(&command.act, part, "required"))?;
    let change = RegisterChange::Import { register: register_of(matter, command)?, rows };
    Ok(Event::Register { change })
}
