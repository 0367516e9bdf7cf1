//! One case under changed packs.

use super::Difference;
use super::compare::{Telling, events};
use crate::book::Opened;
use crate::case::read_clock;
use crate::perform::{Around, Definition, facts, fine_facts, follow_violation, said};
use congvu_authority::{Actor, Permit};
use congvu_matter::{Command, Event, Matter, Permitted, Refused, decide, fold};
use congvu_pack::{Agency, Library};
use congvu_record::{Act, ActorRef};
use jiff::civil::DateTime;
use std::sync::Arc;

/// By what a case is judged again.
pub(super) struct Judging<'a> {
    pub(super) old: &'a Library,
    pub(super) new: &'a Library,
    pub(super) agency: &'a Agency,
    pub(super) opened: &'a Opened,
}

/// What would be different in a case.
pub(super) fn case(j: &Judging<'_>, procedure: &str, acts: &[(Act, Vec<Event>)]) -> Vec<Difference> {
    let mut was: Option<Matter> = None;
    let mut would: Option<Matter> = None;
    let mut all = Vec::new();
    let mut due_differs = false;
    for (act, recorded) in acts {
        let mut telling = Telling::new(j.agency.id(), procedure, act);
        let Ok(at) = act.at.parse::<jiff::Timestamp>().map(congvu_calendar::local) else { continue };
        would = settled(j, would, act, at, &mut telling);
        let again = again(j, procedure, would.as_ref(), act, recorded, at, &mut telling);
        was = fold(was, recorded);
        would = fold(would, again.as_deref().unwrap_or(recorded));
        // A due date that is different stays so: it is told when it begins to be.
        let before = was.as_ref().and_then(|m| due(j.old, m, at));
        let after = would.as_ref().and_then(|m| due(j.new, m, at));
        if before != after && !due_differs {
            telling.say("deadline", moment(before), moment(after));
        }
        due_differs = before != after;
        all.append(&mut telling.found);
    }
    all
}

/// The case after the transitional rules of versions that the changed packs put before this act.
fn settled(
    j: &Judging<'_>,
    matter: Option<Matter>,
    act: &Act,
    at: DateTime,
    telling: &mut Telling<'_>,
) -> Option<Matter> {
    let mut matter = matter?;
    while let Ok(definition) = Definition::of(j.new, &matter) {
        let deciding = definition.lifecycle.law_act().filter(|d| d.id != act.kind);
        let Some(deciding) = deciding.filter(|d| d.from.contains(&matter.state)) else { break };
        let command = Command { act: deciding.id.clone(), ..Command::default() };
        let form_on = |key: &str, day| j.new.form_on(key, day);
        let ctx = definition.context(j.new, j.agency, &matter.id, &[], &form_on, at);
        let Ok(decided) = decide(Some(&matter), &command, &Permitted::default(), &ctx) else { break };
        // A case that stays is as it was.
        if decided.iter().any(|e| matches!(e, Event::Law { choice } if choice.moved())) {
            events(&[], &decided, telling);
        }
        match fold(Some(matter.clone()), &decided) {
            Some(next) => matter = next,
            None => break,
        }
    }
    Some(matter)
}

fn due(library: &Library, matter: &Matter, at: DateTime) -> Option<DateTime> {
    read_clock(library, matter, at)?.due
}

fn moment(at: Option<DateTime>) -> String {
    at.map_or_else(|| "none".to_owned(), |at| at.to_string())
}

/// What the act would bring about; none where it would be refused.
fn again(
    j: &Judging<'_>,
    procedure: &str,
    matter: Option<&Matter>,
    act: &Act,
    recorded: &[Event],
    at: DateTime,
    telling: &mut Telling<'_>,
) -> Option<Vec<Event>> {
    let definition = match definition(j, procedure, matter, at) {
        Ok(definition) => definition,
        Err(reason) => {
            telling.say("procedure", "known".to_owned(), reason);
            return None;
        }
    };
    let command = command(act, recorded);
    let actor = actor(&act.actor);
    let mut facts = facts(&definition, matter, &command, &actor);
    facts.extra = fine_facts(j.new, &definition, matter, &command, at);
    match j.opened.authority.may(&actor, &act.kind, &facts, at) {
        Ok(permit) => clause(act, &permit, telling),
        Err(refusal) => {
            telling.say("permit", act.clause.eid.clone(), format!("refused: {}", refusal.missing));
            return None;
        }
    }
    let codes: Vec<String> = recorded.iter().filter_map(code).collect();
    let form_on = |key: &str, day| j.new.form_on(key, day);
    let ctx = definition.context(j.new, j.agency, &act.matter, &codes, &form_on, at);
    let decided = decide(matter, &command, &permitted(act, recorded), &ctx).and_then(|mut events| {
        if let Some(declared) = definition.lifecycle.act(&act.kind) {
            let said = said(&events);
            let around = Around { library: j.new, matter, form: &command.form, said: &said, now: at };
            events.extend(follow_violation(declared, &around)?);
        }
        Ok(events)
    });
    match decided {
        Ok(mut decided) => {
            let numbers: Vec<i64> = recorded.iter().filter_map(number).collect();
            congvu_matter::assign(&mut decided, &numbers);
            events(recorded, &decided, telling);
            Some(decided)
        }
        // The record may hold the move to a version that the changed packs do not have, or have not yet moved to.
        Err(Refused::LawSettled) => {
            events(recorded, &[], telling);
            None
        }
        Err(refused) => {
            telling.say("refused", "done".to_owned(), refused.to_string());
            None
        }
    }
}

fn definition(
    j: &Judging<'_>,
    procedure: &str,
    matter: Option<&Matter>,
    at: DateTime,
) -> Result<Definition, String> {
    match matter {
        Some(matter) => Definition::of(j.new, matter).map_err(|e| e.to_string()),
        None => {
            let loaded = j
                .new
                .procedure(j.agency.id(), procedure)
                .ok_or_else(|| format!("there is no procedure `{procedure}`"))?;
            Definition::on_day(j.new, &Arc::clone(loaded), at.date()).map_err(|e| e.to_string())
        }
    }
}

/// The clause by which the act would be permitted.
fn clause(act: &Act, permit: &Permit, telling: &mut Telling<'_>) {
    let place = |c: &congvu_law::ClauseRef| format!("{} {}", c.expression, c.eid);
    telling.compare("clause", place(&act.clause), place(&permit.clause));
    telling.compare("permit", act.row.clone(), permit.row.clone());
}

/// What was asked, from what the record keeps of it.
fn command(act: &Act, recorded: &[Event]) -> Command {
    let mut command = Command {
        act: act.kind.clone(),
        input: act.input.as_object().cloned().unwrap_or_default(),
        ..Command::default()
    };
    for event in recorded {
        match event {
            Event::Sealed { seal } => command.sealed = Some(seal.clone()),
            Event::Attached { files } => command.files.extend(files.iter().cloned()),
            Event::Opened { form, party, subject, entry, channel, .. } => {
                command.form.clone_from(form);
                command.party.clone_from(party);
                command.subject.clone_from(subject);
                command.entry.clone_from(entry);
                command.channel.clone_from(channel);
            }
            _ => {}
        }
    }
    command
}

fn actor(recorded: &ActorRef) -> Actor {
    match recorded {
        ActorRef::Position { person, position } => {
            Actor::Position { person: person.as_str().into(), position: position.as_str().into() }
        }
        ActorRef::Applicant { account } => Actor::Applicant { account: account.as_str().into() },
        ActorRef::System => Actor::System,
    }
}

/// Who signed and how, as recorded: names of people are no business of packs.
fn permitted(act: &Act, recorded: &[Event]) -> Permitted {
    let signed = recorded.iter().find_map(|e| match e {
        Event::Signed { signature } => Some(signature),
        _ => None,
    });
    let (person, position) = match &act.actor {
        ActorRef::Position { person, position } => (person.clone(), position.clone()),
        _ => (String::new(), String::new()),
    };
    Permitted {
        person,
        person_name: signed.map(|s| s.name.clone()).unwrap_or_default(),
        position,
        capacity: act.capacity.as_ref().map(|c| c.form.clone()).unwrap_or_default(),
        lines: signed.map(|s| s.lines.clone()).unwrap_or_default(),
        clause: act.clause.eid.clone(),
        outside: signed.is_some() && !recorded.iter().any(|e| matches!(e, Event::Paper { .. })),
    }
}

fn code(event: &Event) -> Option<String> {
    match event {
        Event::Paper { code, .. } => Some(code.clone()),
        _ => None,
    }
}

fn number(event: &Event) -> Option<i64> {
    match event {
        Event::CaseNumber { number } => number.value,
        Event::Paper { number, .. } => number.as_ref()?.value,
        _ => None,
    }
}
