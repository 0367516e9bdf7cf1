//! What befalls people in office: reappointed, moved, away, replaced, disciplined; and the limits that the law sets.

use super::authority::Asked;
use crate::Book;
use crate::book::Quota;
use crate::error::PerformError;
use crate::structure::PlanFault;
use congvu_authority::{
    Absence, Appointment, Citation, Function, MatterFacts, Missing, PositionId, Substitution, UnitId,
    in_force, overlap,
};
use congvu_calendar::{Clock as LegalClock, Limit, Unit};
use congvu_matter::declare::AuthorityEffect;
use congvu_matter::{InputFault, Refused};
use congvu_pack::Library;
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};

/// Civil servants, by the name that quotas use.
pub(crate) const CIVIL_SERVANT: &str = "civil-servant";
/// Staff of public service units.
pub(crate) const PUBLIC_EMPLOYEE: &str = "public-employee";
/// More people than this no department has.
const MOST_PEOPLE: u32 = 100_000;

pub(crate) fn follow(
    library: &Library,
    asked: &Asked<'_>,
    effect: AuthorityEffect,
    detail: &Map<String, Value>,
    book: &mut Book,
) -> Result<(), PerformError> {
    match effect {
        AuthorityEffect::Reappoint => reappoint(library, asked, detail, book),
        AuthorityEffect::Transfer => transfer(asked, detail, book),
        AuthorityEffect::Second => second(library, asked, detail, book),
        AuthorityEffect::Suspend => suspend(library, asked, detail, book),
        AuthorityEffect::Reinstate | AuthorityEffect::EndLeave => {
            back(asked, book);
            Ok(())
        }
        AuthorityEffect::Annul => {
            for made in
                book.roster.appointments.iter_mut().filter(|a| a.matter.as_deref() == Some(asked.matter_id))
            {
                made.annulled = Some(asked.now);
                made.to = Some(made.from);
            }
            Ok(())
        }
        AuthorityEffect::Leave => leave(asked, detail, book),
        AuthorityEffect::Substitute => substitute(asked, detail, book),
        AuthorityEffect::EndSubstitute => {
            end_substitution(asked, book);
            Ok(())
        }
        AuthorityEffect::Quota => quota(asked, detail, book),
        AuthorityEffect::Functions => functions(asked, detail, book),
        // The rest is followed by the caller.
        _ => Ok(()),
    }
}

/// The appointment of the matter that is running now, or comes next.
fn current(asked: &Asked<'_>, book: &Book) -> Result<Appointment, PerformError> {
    let running = book.made_by(asked.matter_id).filter(|a| a.annulled.is_none());
    running.last().cloned().ok_or_else(|| asked.refused(Missing::NotAppointed { until: None, from: None }))
}

fn reappoint(
    library: &Library,
    asked: &Asked<'_>,
    detail: &Map<String, Value>,
    book: &mut Book,
) -> Result<(), PerformError> {
    let old = current(asked, book)?;
    let ends = old.to.ok_or_else(|| asked.wrong("until", "no-end"))?;
    // Whose office has ended held none meanwhile: the new term begins now and the gap stays.
    let from = ends.max(asked.now);
    let until = asked.ends(detail, "until", from)?;
    let new = Appointment { from, to: Some(until), ..old };
    let checked = asked.opened.authority.check_appointment(&asked.request.actor, &new, asked.now);
    checked.map_err(PerformError::Refused)?;
    limits(library, asked, "reappoint", &new)?;
    book.roster.appointments.push(new);
    Ok(())
}

fn transfer(asked: &Asked<'_>, detail: &Map<String, Value>, book: &mut Book) -> Result<(), PerformError> {
    let old = current(asked, book)?;
    let from = asked.begins(detail, "from")?;
    let to = target(asked, detail, book, from)?;
    if to == old.position {
        return Err(asked.wrong("to", "not-a-position"));
    }
    // Who takes somebody away from a position must be able to end that appointment.
    let facts = MatterFacts::about(&old.position);
    asked
        .opened
        .authority
        .may(&asked.request.actor, "dismiss", &facts, asked.now)
        .map_err(PerformError::Refused)?;
    book.dismiss(asked.matter_id, old.person.as_str(), old.position.as_str(), from);
    let new = Appointment { position: to, from, ..old };
    let table = asked.table(book)?;
    table.check_appointment(&asked.request.actor, &new, asked.now).map_err(PerformError::Refused)?;
    book.roster.appointments.push(new);
    Ok(())
}

fn second(
    library: &Library,
    asked: &Asked<'_>,
    detail: &Map<String, Value>,
    book: &mut Book,
) -> Result<(), PerformError> {
    let old = current(asked, book)?;
    let from = asked.begins(detail, "from")?;
    let until = asked.ends(detail, "until", from)?;
    let to = target(asked, detail, book, from)?;
    let new = Appointment { position: to, from, to: Some(until), acting: false, ..old };
    let checked = asked.opened.authority.check_appointment(&asked.request.actor, &new, asked.now);
    checked.map_err(PerformError::Refused)?;
    in_time(library, asked, "second", &new.position, from, Some(until))?;
    book.roster.appointments.push(new);
    Ok(())
}

fn suspend(
    library: &Library,
    asked: &Asked<'_>,
    detail: &Map<String, Value>,
    book: &mut Book,
) -> Result<(), PerformError> {
    let held = current(asked, book)?;
    let from = asked.begins(detail, "from")?;
    let until = asked.ends(detail, "until", from)?;
    in_time(library, asked, "suspend", &held.position, from, Some(until))?;
    book.roster.absences.push(Absence {
        matter: asked.matter_id.to_owned(),
        person: held.person,
        barred: true,
        from,
        to: Some(until),
    });
    Ok(())
}

/// Ends the absences, and what was arranged for them, that the matter brought about.
fn back(asked: &Asked<'_>, book: &mut Book) {
    for away in book.roster.absences.iter_mut().filter(|a| a.matter == asked.matter_id) {
        if away.to.is_none_or(|to| asked.now < to) {
            away.to = Some(asked.now.max(away.from));
        }
    }
    end_substitution(asked, book);
}

fn end_substitution(asked: &Asked<'_>, book: &mut Book) {
    for one in book.roster.substitutions.iter_mut().filter(|s| s.matter == asked.matter_id) {
        if one.to.is_none_or(|to| asked.now < to) {
            one.to = Some(asked.now.max(one.from));
        }
    }
}

fn named(
    asked: &Asked<'_>,
    detail: &Map<String, Value>,
    input: &str,
) -> Result<Option<PositionId>, PerformError> {
    let Some(id) = detail.get(input).and_then(Value::as_str).filter(|id| !id.is_empty()) else {
        return Ok(None);
    };
    match asked.opened.book.position(id) {
        Some(seat) => Ok(Some(seat.id.clone())),
        None => Err(asked.wrong(input, "not-a-position")),
    }
}

fn target(
    asked: &Asked<'_>,
    detail: &Map<String, Value>,
    book: &Book,
    at: DateTime,
) -> Result<PositionId, PerformError> {
    let to = named(asked, detail, "to")?.ok_or_else(|| asked.wrong("to", "required"))?;
    if book.is_open(to.as_str(), at) { Ok(to) } else { Err(asked.wrong("to", "closed-seat")) }
}

fn leave(asked: &Asked<'_>, detail: &Map<String, Value>, book: &mut Book) -> Result<(), PerformError> {
    let position = named(asked, detail, "position")?.ok_or_else(|| asked.wrong("position", "required"))?;
    let from = asked.begins(detail, "from")?;
    let until = asked.ends(detail, "until", from)?;
    let authority = &asked.opened.authority;
    let held =
        authority.holders_of(&position, from).next().ok_or_else(|| asked.wrong("position", "empty-seat"))?;
    let person = held.person.clone();
    let twice = book
        .roster
        .absences
        .iter()
        .any(|a| a.person == person && overlap((a.from, a.to), (from, Some(until))));
    if twice {
        return Err(asked.wrong("from", "away-already"));
    }
    if let Some(substitute) = named(asked, detail, "substitute")? {
        if substitute == position {
            return Err(asked.wrong("substitute", "circular"));
        }
        there(asked, &substitute, from, until)?;
        book.roster.substitutions.push(Substitution {
            matter: asked.matter_id.to_owned(),
            position,
            substitute,
            only_if_empty: false,
            from,
            to: Some(until),
        });
    }
    book.roster.absences.push(Absence {
        matter: asked.matter_id.to_owned(),
        person,
        barred: false,
        from,
        to: Some(until),
    });
    Ok(())
}

/// A substitute is somebody who is there for the whole time.
fn there(
    asked: &Asked<'_>,
    substitute: &PositionId,
    from: DateTime,
    until: DateTime,
) -> Result<(), PerformError> {
    let roster = asked.opened.authority.roster();
    let holds = |a: &&Appointment| a.position == *substitute && in_force(a.from, a.to, from);
    let Some(held) = roster.appointments.iter().find(holds) else {
        return Err(asked.wrong("substitute", "empty-seat"));
    };
    let away = |a: &Absence| a.person == held.person && overlap((a.from, a.to), (from, Some(until)));
    if roster.absences.iter().any(away) { Err(asked.wrong("substitute", "away-too")) } else { Ok(()) }
}

fn substitute(asked: &Asked<'_>, detail: &Map<String, Value>, book: &mut Book) -> Result<(), PerformError> {
    let position = named(asked, detail, "position")?.ok_or_else(|| asked.wrong("position", "required"))?;
    let substitute =
        named(asked, detail, "substitute")?.ok_or_else(|| asked.wrong("substitute", "required"))?;
    let from = asked.begins(detail, "from")?;
    let to = if detail.contains_key("until") { Some(asked.ends(detail, "until", from)?) } else { None };
    // Whoever stands in must not end up waiting for whom they stand in for.
    let running = |s: &&Substitution| s.only_if_empty && overlap((s.from, s.to), (from, to));
    let mut reached = vec![substitute.clone()];
    let mut next = 0;
    while let Some(at) = reached.get(next).cloned() {
        let on = book.roster.substitutions.iter().filter(running).filter(|s| s.position == at);
        for further in on.map(|s| s.substitute.clone()) {
            if !reached.contains(&further) {
                reached.push(further);
            }
        }
        next = next.saturating_add(1);
    }
    if reached.contains(&position) {
        return Err(asked.wrong("substitute", "circular"));
    }
    book.roster.substitutions.push(Substitution {
        matter: asked.matter_id.to_owned(),
        position,
        substitute,
        only_if_empty: true,
        from,
        to,
    });
    Ok(())
}

fn quota(asked: &Asked<'_>, detail: &Map<String, Value>, book: &mut Book) -> Result<(), PerformError> {
    let text = |input: &str| detail.get(input).and_then(Value::as_str).map(str::trim).unwrap_or_default();
    let number = text("number").parse::<u32>().ok().filter(|n| *n <= MOST_PEOPLE);
    let unit = match text("unit") {
        "" => None,
        key => Some(unit(asked, key)?.0),
    };
    book.quotas.push(Quota {
        matter: asked.matter_id.to_owned(),
        unit,
        staff: text("staff").to_owned(),
        number: number.ok_or_else(|| asked.wrong("number", "not-a-number"))?,
        from: asked.begins(detail, "from")?,
        basis: text("basis").to_owned(),
        clause: asked.permit.clause.clone(),
    });
    Ok(())
}

fn unit(asked: &Asked<'_>, key: &str) -> Result<UnitId, PerformError> {
    let known = asked.agency.rules.unit(&UnitId(key.to_owned())).map(|unit| unit.id.clone());
    known.ok_or_else(|| asked.wrong("unit", "not-a-unit"))
}

fn functions(asked: &Asked<'_>, detail: &Map<String, Value>, book: &mut Book) -> Result<(), PerformError> {
    let key = detail.get("unit").and_then(Value::as_str).unwrap_or_default();
    let items = detail.get("duties").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let duties: Vec<String> = items.iter().filter_map(Value::as_str).map(|d| d.trim().to_owned()).collect();
    if duties.iter().any(|duty| asked.agency.rules.duty(duty).is_none()) {
        return Err(asked.wrong("duties", "not-a-duty"));
    }
    book.roster.functions.push(Function {
        matter: asked.matter_id.to_owned(),
        unit: unit(asked, key)?,
        duties,
        from: asked.begins(detail, "from")?,
    });
    Ok(())
}

/// A plan that does not work, as faults of the input.
pub(crate) fn plan_faults(asked: &Asked<'_>, faults: &[PlanFault]) -> PerformError {
    let faults = faults.iter().map(|f| InputFault { input: "plan".to_owned(), fault: f.word().to_owned() });
    PerformError::NotNow(Refused::Input { act: asked.request.command.act.clone(), faults: faults.collect() })
}

/// The limits beside those of the founding decision: how long an office may be held, how many people there may be.
pub(crate) fn limits(
    library: &Library,
    asked: &Asked<'_>,
    act: &str,
    new: &Appointment,
) -> Result<(), PerformError> {
    in_time(library, asked, act, &new.position, new.from, new.to)?;
    let book = &asked.opened.book;
    let Some((unit, staff)) = sort(library, asked, &new.position) else { return Ok(()) };
    // The whole department's number first, then the unit's own.
    let scopes = std::iter::once(None).chain(unit.as_deref().map(Some));
    for unit in scopes {
        let Some(quota) = book.quota(unit, staff, new.from) else { continue };
        let mut people: Vec<&str> = Vec::new();
        for held in book.roster.appointments.iter().filter(|a| in_force(a.from, a.to, new.from)) {
            let counted = sort(library, asked, &held.position)
                .is_some_and(|(of, sort)| sort == staff && unit.is_none_or(|u| of.as_deref() == Some(u)));
            if counted && held.person != new.person && !people.contains(&held.person.as_str()) {
                people.push(held.person.as_str());
            }
        }
        let held = u32::try_from(people.len()).unwrap_or(u32::MAX);
        if held >= quota.number {
            let clause = Citation::Decision(quota.clause.clone());
            return Err(asked.refused(Missing::LimitReached { clause, limit: quota.number, held }));
        }
    }
    Ok(())
}

/// The unit of a position and which sort of staff works there; nothing for a body above the department.
fn sort(
    library: &Library,
    asked: &Asked<'_>,
    position: &PositionId,
) -> Option<(Option<String>, &'static str)> {
    let rules = &asked.agency.rules;
    let seat = asked.opened.book.position(position.as_str())?;
    if rules.kind(&seat.kind).is_some_and(|kind| kind.body.is_some()) {
        return None;
    }
    let unit = seat.unit.as_ref().and_then(|key| rules.unit(key));
    let public = unit.is_some_and(|unit| library.people.public_employees.contains(&unit.kind));
    Some((unit.map(|u| u.id.to_string()), if public { PUBLIC_EMPLOYEE } else { CIVIL_SERVANT }))
}

/// Whether the time is no longer than the statute allows that is in force now.
fn in_time(
    library: &Library,
    asked: &Asked<'_>,
    act: &str,
    position: &PositionId,
    from: DateTime,
    to: Option<DateTime>,
) -> Result<(), PerformError> {
    let kind = asked.opened.book.position(position.as_str()).map_or("", |seat| seat.kind.as_str());
    let Some(longest) = library.people.longest(act, kind) else { return Ok(()) };
    let Some(statute) = asked.agency.rules.statute(&longest.cite, asked.now) else { return Ok(()) };
    let Some(latest) = later(library, from, longest.longest) else { return Ok(()) };
    if to.is_some_and(|to| to > latest) {
        let clause = Citation::Statute(Box::new(statute.clone()));
        return Err(asked.refused(Missing::TooLong { clause, latest }));
    }
    Ok(())
}

/// The first moment after a time that begins at `from`; none beyond the calendar.
pub(crate) fn later(library: &Library, from: DateTime, time: Limit) -> Option<DateTime> {
    let amount = i64::from(time.amount);
    let span = match time.unit {
        Unit::Year => jiff::Span::new().try_years(amount).ok()?,
        Unit::Month => jiff::Span::new().try_months(amount).ok()?,
        Unit::Day => jiff::Span::new().try_days(amount).ok()?,
        _ => return LegalClock::due(&library.calendar, &time, from).ok(),
    };
    from.checked_add(span).ok()
}

/// Discipline comes in time, or not at all.
pub(crate) fn discipline(
    library: &Library,
    asked: &Asked<'_>,
    detail: &Map<String, Value>,
) -> Result<(), PerformError> {
    let text = |input: &str| detail.get(input).and_then(Value::as_str).unwrap_or_default();
    let day = |input: &str| text(input).parse::<Date>().map_err(|_| asked.wrong(input, "not-a-date"));
    let (committed, found) = (day("committed")?, day("found")?);
    let today = asked.now.date();
    if committed > today {
        return Err(asked.wrong("committed", "in-future"));
    }
    if found < committed || found > today {
        return Err(asked.wrong("found", "in-future"));
    }
    let Some(rule) = library.people.discipline(text("form"), today) else { return Ok(()) };
    let Some(statute) = asked.agency.rules.statute(&rule.cite, asked.now) else { return Ok(()) };
    let handling = if text("complex") == "yes" { rule.complex } else { rule.handling };
    for (since, time) in [(committed, rule.after_breach), (found, handling)] {
        // The day after the last on which it is in time.
        let latest = later(library, since.at(0, 0, 0, 0), time).and_then(|end| end.date().tomorrow().ok());
        if let Some(latest) = latest.filter(|latest| today >= *latest) {
            let clause = Citation::Statute(Box::new(statute.clone()));
            return Err(asked.refused(Missing::TooLong { clause, latest: latest.at(0, 0, 0, 0) }));
        }
    }
    Ok(())
}
