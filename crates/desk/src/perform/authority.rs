//! Acts that change who has authority: appointments and delegations.

use crate::Book;
use crate::book::Opened;
use crate::error::PerformError;
use crate::request::Request;
use congvu_authority::{
    Actor, Appointment, Delegation, DelegationId, Form, Permit, Position, PositionId, Scope,
};
use congvu_matter::declare::AuthorityEffect;
use congvu_matter::{Event, InputFault, Matter, Refused};
use congvu_pack::Agency;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What the input `appointment` holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Appointing {
    position: Position,
    person: String,
    name: String,
    from: DateTime,
    #[serde(default)]
    to: Option<DateTime>,
    #[serde(default)]
    acting: bool,
    #[serde(default)]
    basis: Option<String>,
}

/// The book with a new position in it, where the act would appoint somebody to one: only then can the table judge it.
pub(crate) fn seat(
    agency: &Agency,
    opened: &Opened,
    request: &Request,
) -> Result<Option<Opened>, PerformError> {
    if !request.command.input.contains_key("appointment") {
        return Ok(None);
    }
    let asked = appointing(&request.command.input, request)?;
    if opened.book.position(asked.position.id.as_str()).is_some() {
        return Ok(None);
    }
    let mut book = opened.book.clone();
    book.roster.positions.push(asked.position);
    Ok(Some(Opened::new(opened.version, book, &agency.rules)?))
}

/// The book after the events, when they change it.
pub(crate) fn follow(
    opened: &Opened,
    events: &[Event],
    matter_id: &str,
    matter: Option<&Matter>,
    request: &Request,
    permit: &Permit,
    now: DateTime,
) -> Result<Option<Book>, PerformError> {
    let change = events.iter().find_map(|e| match e {
        Event::Authority { effect, detail } => Some((*effect, detail)),
        _ => None,
    });
    let Some((effect, detail)) = change else { return Ok(None) };
    let mut book = opened.book.clone();
    match effect {
        AuthorityEffect::Appoint => appoint(opened, &mut book, detail, request, now)?,
        AuthorityEffect::Dismiss => dismiss(&mut book, matter, detail, request)?,
        AuthorityEffect::Delegate => {
            delegate(opened, &mut book, matter_id, detail, request, permit, now)?;
        }
        AuthorityEffect::EndDelegation => book.end_delegation(matter_id, now),
    }
    Ok(Some(book))
}

fn wrong(request: &Request, input: &str, fault: &str) -> PerformError {
    let faults = vec![InputFault { input: input.to_owned(), fault: fault.to_owned() }];
    PerformError::NotNow(Refused::Input { act: request.command.act.clone(), faults })
}

fn appointing(detail: &Map<String, Value>, request: &Request) -> Result<Appointing, PerformError> {
    let value = detail.get("appointment").cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|_| wrong(request, "appointment", "wrong-type"))
}

fn appoint(
    seated: &Opened,
    book: &mut Book,
    detail: &Map<String, Value>,
    request: &Request,
    now: DateTime,
) -> Result<(), PerformError> {
    let asked = appointing(detail, request)?;
    let appointment = Appointment {
        person: asked.person.clone().into(),
        position: asked.position.id.clone(),
        from: asked.from,
        to: asked.to,
        acting: asked.acting,
        exception: None,
        basis: asked.basis,
    };
    seated.authority.check_appointment(&request.actor, &appointment, now).map_err(PerformError::Refused)?;
    book.appoint(asked.position, appointment, &asked.name);
    Ok(())
}

fn dismiss(
    book: &mut Book,
    matter: Option<&Matter>,
    detail: &Map<String, Value>,
    request: &Request,
) -> Result<(), PerformError> {
    let said = matter.and_then(|m| m.said.get("appoint")).cloned().unwrap_or_default();
    let asked = appointing(&said, request)?;
    let until = moment(detail, "until").ok_or_else(|| wrong(request, "until", "not-a-moment"))?;
    book.dismiss(&asked.person, asked.position.id.as_str(), until);
    Ok(())
}

fn moment(detail: &Map<String, Value>, input: &str) -> Option<DateTime> {
    detail.get(input).and_then(Value::as_str).and_then(|t| t.parse().ok())
}

fn delegate(
    opened: &Opened,
    book: &mut Book,
    matter_id: &str,
    detail: &Map<String, Value>,
    request: &Request,
    permit: &Permit,
    now: DateTime,
) -> Result<(), PerformError> {
    let Actor::Position { position, .. } = &request.actor else {
        return Err(wrong(request, "to", "not-a-position"));
    };
    let to = detail.get("to").and_then(Value::as_str).unwrap_or_default();
    // People give whole minutes: the present minute means at once.
    let asked = moment(detail, "from").unwrap_or(now);
    let at_once = asked < now && now.duration_since(asked) < jiff::SignedDuration::from_mins(1);
    let from = if at_once { now } else { asked };
    let until = moment(detail, "until").ok_or_else(|| wrong(request, "until", "not-a-moment"))?;
    // People say minutes: what was to begin within the last one begins now, not in the past.
    let just_now = from < now && now.duration_since(from) < jiff::SignedDuration::from_mins(1);
    let from = if just_now { now } else { from };
    if until <= from || until <= now {
        return Err(wrong(request, "until", "not-later"));
    }
    let delegation = Delegation {
        id: DelegationId(matter_id.to_owned()),
        form: Form::KT,
        from_position: position.clone(),
        to_position: PositionId(to.to_owned()),
        scope: Scope::default(),
        from,
        to: Some(until),
        under: None,
        basis: Some(permit.clause.clone()),
    };
    opened.authority.check_delegation(&request.actor, &delegation, now).map_err(PerformError::Refused)?;
    book.delegate(delegation);
    Ok(())
}
