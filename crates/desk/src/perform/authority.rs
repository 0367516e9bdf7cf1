//! Acts that change who has authority: appointments and delegations.

use super::staff;
use crate::Book;
use crate::book::Opened;
use crate::error::PerformError;
use crate::request::{On, Request};
use crate::structure::Plan;
use congvu_authority::{
    Actor, Appointment, Authority, Delegation, DelegationId, MatterFacts, Missing, Permit, Position,
    PositionId, Refusal, Scope,
};
use congvu_matter::declare::AuthorityEffect;
use congvu_matter::{Command, Event, InputFault, Matter, Refused};
use congvu_pack::{Agency, Library};
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Longest name of a person, in characters.
const NAME_CHARS: usize = 120;

/// What the input `appointment` holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Appointing {
    pub(crate) position: Position,
    pub(crate) person: String,
    name: String,
    pub(crate) from: DateTime,
    #[serde(default)]
    pub(crate) to: Option<DateTime>,
    #[serde(default)]
    acting: bool,
    #[serde(default)]
    exception: Option<congvu_authority::Exception>,
    #[serde(default)]
    basis: Option<String>,
}

/// What is known when the book is to follow an act.
pub(crate) struct Asked<'a> {
    pub(crate) agency: &'a Agency,
    pub(crate) opened: &'a Opened,
    pub(crate) matter_id: &'a str,
    pub(crate) matter: Option<&'a Matter>,
    pub(crate) request: &'a Request,
    pub(crate) permit: &'a Permit,
    pub(crate) now: DateTime,
}

impl Asked<'_> {
    /// The refusal of this act for a reason that the table does not know by itself.
    pub(crate) fn refused(&self, missing: Missing) -> PerformError {
        PerformError::Refused(Box::new(Refusal {
            act: self.request.command.act.clone(),
            actor: self.request.actor.clone(),
            missing,
            consulted: Vec::new(),
            may_instead: Vec::new(),
        }))
    }

    pub(crate) fn wrong(&self, input: &str, fault: &str) -> PerformError {
        wrong(self.request, input, fault)
    }

    /// The table as a book would have it.
    pub(crate) fn table(&self, book: &Book) -> Result<Authority, PerformError> {
        let made = Authority::new(Arc::clone(&self.agency.rules), book.roster.clone());
        made.map_err(|_| self.wrong("position", "not-a-position"))
    }

    /// People give whole minutes: what was to begin within the last one begins now. Nothing begins earlier.
    pub(crate) fn begins(&self, detail: &Map<String, Value>, input: &str) -> Result<DateTime, PerformError> {
        let asked = match detail.get(input) {
            None => self.now,
            Some(_) => moment(detail, input).ok_or_else(|| self.wrong(input, "not-a-moment"))?,
        };
        self.not_before_now(asked).ok_or_else(|| self.wrong(input, "not-later"))
    }

    fn not_before_now(&self, asked: DateTime) -> Option<DateTime> {
        let minute = jiff::SignedDuration::from_mins(1);
        match self.now.duration_since(asked) {
            ago if ago >= minute => None,
            ago if ago > jiff::SignedDuration::ZERO => Some(self.now),
            _ => Some(asked),
        }
    }

    /// The end of a time that begins at `from`.
    pub(crate) fn ends(
        &self,
        detail: &Map<String, Value>,
        input: &str,
        from: DateTime,
    ) -> Result<DateTime, PerformError> {
        let until = moment(detail, input).ok_or_else(|| self.wrong(input, "not-a-moment"))?;
        if until > from { Ok(until) } else { Err(self.wrong(input, "not-later")) }
    }
}

/// What is to be appointed: said with the act, or when it was prepared.
fn asked_for(request: &Request, matter: Option<&Matter>) -> Result<Option<Appointing>, PerformError> {
    let prepared = || matter?.said.get("prepare")?.get("appointment");
    let value = request.command.input.get("appointment").or_else(prepared);
    value.map(|value| appointing(value, request)).transpose()
}

/// The book with a new position in it, where the act would appoint somebody to one: only then can the table judge it.
pub(crate) fn seat(
    agency: &Agency,
    opened: &Opened,
    request: &Request,
    matter: Option<&Matter>,
) -> Result<Option<Opened>, PerformError> {
    let Some(asked) = asked_for(request, matter)? else { return Ok(None) };
    if let Some(known) = opened.book.position(asked.position.id.as_str()) {
        // The seat is what it is: nobody turns it into another by appointing to it.
        let same = known.kind == asked.position.kind && known.unit == asked.position.unit;
        let plain = asked.position.roles.iter().all(|r| known.roles.contains(r))
            && asked.position.fields.iter().all(|f| known.fields.contains(f));
        return if same && plain { Ok(None) } else { Err(wrong(request, "appointment", "other-seat")) };
    }
    let mut book = opened.book.clone();
    book.roster.positions.push(asked.position);
    let seated = Opened::new(opened.version, book, &agency.rules);
    seated.map(Some).map_err(|_| wrong(request, "appointment", "not-a-position"))
}

/// As [`seat`], for what is offered on a matter; the table as it is where nothing new was prepared.
pub(crate) fn seat_prepared(
    agency: &Agency,
    opened: &Opened,
    actor: &Actor,
    matter: &Matter,
) -> Option<Opened> {
    let request = Request {
        agency: agency.id().to_owned(),
        actor: actor.clone(),
        on: On::Matter(matter.id.clone()),
        seen: None,
        idempotency_key: None,
        command: Command::default(),
    };
    seat(agency, opened, &request, Some(matter)).ok().flatten()
}

/// The book after the events, when they change it.
pub(crate) fn follow(
    library: &Library,
    asked: &Asked<'_>,
    events: &[Event],
) -> Result<Option<Book>, PerformError> {
    let change = events.iter().find_map(|e| match e {
        Event::Authority { effect, detail } => Some((*effect, detail)),
        _ => None,
    });
    let Some((effect, detail)) = change else { return Ok(None) };
    let mut book = asked.opened.book.clone();
    match effect {
        AuthorityEffect::Appoint => appoint(library, asked, &mut book)?,
        AuthorityEffect::Prepare => {
            prepare(library, asked)?;
            return Ok(None);
        }
        AuthorityEffect::Dismiss => dismiss(asked, &mut book, detail)?,
        AuthorityEffect::Delegate => delegate(asked, &mut book, detail)?,
        AuthorityEffect::EndDelegation => book.end_delegation(asked.matter_id, asked.now),
        AuthorityEffect::Plan | AuthorityEffect::Restructure => {
            let plan = plan_of(asked, detail)?;
            let after = plan.applied(&asked.opened.book, asked.agency, asked.matter_id);
            let after = after.map_err(|faults| staff::plan_faults(asked, &faults))?;
            if plan.at < asked.now {
                return Err(asked.wrong("plan", "not-later"));
            }
            if effect == AuthorityEffect::Plan {
                return Ok(None);
            }
            book = after;
        }
        AuthorityEffect::Discipline => {
            staff::discipline(library, asked, detail)?;
            return Ok(None);
        }
        effect => staff::follow(library, asked, effect, detail, &mut book)?,
    }
    Ok(Some(book))
}

/// The plan of a change of structure that is decided by these events.
pub(crate) fn restructured(events: &[Event], matter: Option<&Matter>) -> Option<Plan> {
    let decided = events.iter().find_map(|e| match e {
        Event::Authority { effect: AuthorityEffect::Restructure | AuthorityEffect::Plan, detail } => {
            Some(detail)
        }
        _ => None,
    })?;
    Plan::read(decided.get("plan").or_else(|| matter?.said.get("plan-structure")?.get("plan"))?).ok()
}

fn plan_of(asked: &Asked<'_>, detail: &Map<String, Value>) -> Result<Plan, PerformError> {
    let planned = || asked.matter?.said.get("plan-structure")?.get("plan");
    let plan = detail.get("plan").or_else(planned).ok_or_else(|| asked.wrong("plan", "required"))?;
    Plan::read(plan).map_err(|_| asked.wrong("plan", "wrong-type"))
}

pub(crate) fn wrong(request: &Request, input: &str, fault: &str) -> PerformError {
    let faults = vec![InputFault { input: input.to_owned(), fault: fault.to_owned() }];
    PerformError::NotNow(Refused::Input { act: request.command.act.clone(), faults })
}

/// A name as people give it: composed characters, single spaces. One word is a name, too.
fn name(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’' | '(' | ')' | ',');
    // What remains after composing is a mark that belongs to no letter of the writing.
    let marks = |c: char| unicode_normalization::char::is_combining_mark(c);
    let good =
        !name.is_empty() && name.chars().count() <= NAME_CHARS && name.chars().any(char::is_alphabetic);
    (good && name.chars().all(|c| fits(c) || marks(c)) && !name.chars().next().is_some_and(marks))
        .then_some(name)
}

fn appointing(value: &Value, request: &Request) -> Result<Appointing, PerformError> {
    let asked: Result<Appointing, _> = serde_json::from_value(value.clone());
    let mut asked = asked.map_err(|_| wrong(request, "appointment", "wrong-type"))?;
    asked.name = name(&asked.name).ok_or_else(|| wrong(request, "appointment", "not-a-name"))?;
    if asked.person.trim().is_empty() || asked.person.chars().count() > NAME_CHARS {
        return Err(wrong(request, "appointment", "not-a-person"));
    }
    Ok(asked)
}

/// The appointment that is asked for, with what the table says about its position.
fn appointment(asked: &Asked<'_>) -> Result<(Appointing, Appointment), PerformError> {
    let wanted = asked_for(asked.request, asked.matter)?;
    let wanted = wanted.ok_or_else(|| asked.wrong("appointment", "required"))?;
    // What was prepared for a day that has passed begins when it is signed, never before.
    let prepared = asked.matter.is_some();
    let from = if prepared { wanted.from.max(asked.now) } else { wanted.from };
    let made = Appointment {
        person: wanted.person.clone().into(),
        position: wanted.position.id.clone(),
        from,
        to: wanted.to,
        acting: wanted.acting,
        exception: wanted.exception.clone(),
        basis: wanted.basis.clone(),
        matter: Some(asked.matter_id.to_owned()),
        annulled: None,
    };
    // One identifier is one person.
    let known = asked.opened.book.name_of(made.person.as_str());
    if !known.is_empty() && known != wanted.name {
        return Err(asked.wrong("appointment", "not-a-person"));
    }
    if !asked.opened.book.is_open(made.position.as_str(), made.from) {
        return Err(asked.wrong("appointment", "closed-seat"));
    }
    Ok((wanted, made))
}

fn appoint(library: &Library, asked: &Asked<'_>, book: &mut Book) -> Result<(), PerformError> {
    let (wanted, made) = appointment(asked)?;
    let checked = asked.opened.authority.check_appointment(&asked.request.actor, &made, asked.now);
    checked.map_err(PerformError::Refused)?;
    staff::limits(library, asked, "appoint", &made)?;
    book.appoint(wanted.position, made, &wanted.name);
    Ok(())
}

/// Everything as if whoever may appoint signed it now; nobody may: the refusal says who could have.
fn prepare(library: &Library, asked: &Asked<'_>) -> Result<(), PerformError> {
    let (_, made) = appointment(asked)?;
    let authority = &asked.opened.authority;
    let facts = MatterFacts::about(&made.position);
    let signer = authority.who_may("appoint", &facts, asked.now).into_iter().next();
    let actor = signer.map_or_else(
        || asked.request.actor.clone(),
        |(position, person, _)| Actor::Position { person, position },
    );
    let checked = authority.check_appointment(&actor, &made, asked.now);
    // It is refused to whoever prepares it, whoever would have signed.
    checked.map_err(|refusal| match refusal.missing {
        missing if refusal.consulted.is_empty() => asked.refused(missing),
        _ => PerformError::Refused(refusal),
    })?;
    staff::limits(library, asked, "appoint", &made)
}

fn dismiss(asked: &Asked<'_>, book: &mut Book, detail: &Map<String, Value>) -> Result<(), PerformError> {
    let matter = asked.matter;
    let said = matter.and_then(|m| m.said.get("appoint").or_else(|| m.said.get("prepare")));
    let made =
        said.and_then(|said| said.get("appointment")).ok_or_else(|| asked.wrong("until", "required"))?;
    let made = appointing(made, asked.request)?;
    let until = moment(detail, "until").ok_or_else(|| asked.wrong("until", "not-a-moment"))?;
    // What was done until now was done in office.
    let until = asked.not_before_now(until).ok_or_else(|| asked.wrong("until", "not-later"))?;
    book.dismiss(asked.matter_id, &made.person, made.position.id.as_str(), until);
    Ok(())
}

pub(crate) fn moment(detail: &Map<String, Value>, input: &str) -> Option<DateTime> {
    detail.get(input).and_then(Value::as_str).and_then(|t| t.parse().ok())
}

/// A delegation in the form that the act makes: KT. the whole department, TL. and TUQ. the acts and duties that are named.
fn delegate(asked: &Asked<'_>, book: &mut Book, detail: &Map<String, Value>) -> Result<(), PerformError> {
    let Actor::Position { position, .. } = &asked.request.actor else {
        return Err(asked.wrong("to", "not-a-position"));
    };
    let rule = asked.agency.rules.delegation_by(&asked.request.command.act);
    let rule = rule.ok_or_else(|| asked.wrong("to", "not-a-position"))?;
    let to = detail.get("to").and_then(Value::as_str).unwrap_or_default();
    // People give whole minutes: what was to begin within the last one begins now, not in the past. What begins earlier
    // the table refuses.
    let wanted = moment(detail, "from").unwrap_or(asked.now);
    let from = asked.not_before_now(wanted).unwrap_or(wanted);
    let until = match detail.get("until") {
        None => None,
        Some(_) => Some(moment(detail, "until").ok_or_else(|| asked.wrong("until", "not-a-moment"))?),
    };
    if until.is_some_and(|until| until <= from || until <= asked.now) {
        return Err(asked.wrong("until", "not-later"));
    }
    let list = |input: &str| {
        let items = detail.get(input).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(Value::as_str).map(|item| item.trim().to_owned()).collect::<Vec<_>>()
    };
    let (acts, duties) = (list("acts"), list("duties"));
    if duties.iter().any(|duty| asked.agency.rules.duty(duty).is_none()) {
        return Err(asked.wrong("duties", "not-a-duty"));
    }
    let known = asked.agency.rules.acts();
    if acts.iter().any(|act| !known.contains(act.as_str())) {
        return Err(asked.wrong("acts", "not-a-choice"));
    }
    let delegation = Delegation {
        id: DelegationId(asked.matter_id.to_owned()),
        form: rule.form,
        from_position: position.clone(),
        to_position: PositionId(to.to_owned()),
        scope: Scope { acts, duties, papers: Vec::new() },
        from,
        to: until,
        under: detail.get("order").and_then(Value::as_str).map(|id| DelegationId(id.to_owned())),
        basis: Some(asked.permit.clause.clone()),
    };
    let checked = asked.opened.authority.check_delegation(&asked.request.actor, &delegation, asked.now);
    checked.map_err(PerformError::Refused)?;
    book.delegate(delegation);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_are_taken_as_people_have_them() {
        for (typed, kept) in [
            ("  Nguyễn   Văn  An ", Some("Nguyễn Văn An")),
            // Combining marks as some keyboards write them.
            ("Nguye\u{302}\u{303}n Va\u{306}n An", Some("Nguyễn Văn An")),
            // No family name, as among several peoples of the highlands.
            ("Y-Ngông", Some("Y-Ngông")),
            ("H'Hen", Some("H'Hen")),
            ("K’Tem", Some("K’Tem")),
            ("", None),
            (" \t ", None),
            ("\u{303}An", None),
            ("123", None),
            ("An\u{202e}nA", None),
            ("<b>An</b>", None),
        ] {
            assert_eq!(name(typed).as_deref(), kept, "{typed}");
        }
        assert_eq!(name(&"An".repeat(61)), None);
    }
}
