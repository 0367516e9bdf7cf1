//! A matter is the fold of its events.

use crate::charge::Charge;
use crate::event::{Event, GivenNumber, RegisterChange};
use crate::state::{Consulted, Matter, Paper};

/// The matter after one act's events; `None` before the first. Events that do not fit are skipped: the
/// record is checked elsewhere, and reading it must never fail.
#[must_use]
pub fn fold(before: Option<Matter>, events: &[Event]) -> Option<Matter> {
    let mut matter = before;
    for event in events {
        match (&mut matter, event) {
            (slot @ None, Event::Opened { .. }) => *slot = opened(event),
            (Some(m), event) => step(m, event),
            (None, _) => {}
        }
    }
    if let Some(m) = matter.as_mut() {
        m.version = m.version.saturating_add(1);
    }
    matter
}

fn opened(event: &Event) -> Option<Matter> {
    let Event::Opened {
        agency,
        id,
        lifecycle,
        procedure,
        law_of,
        subject,
        party,
        channel,
        form,
        entry,
        at,
        limit,
        restarts,
        due,
    } = event
    else {
        return None;
    };
    Some(Matter {
        agency: agency.clone(),
        id: id.clone(),
        version: 0,
        lifecycle: lifecycle.clone(),
        procedure: procedure.clone(),
        law_of: *law_of,
        state: String::new(),
        previous: String::new(),
        code: None,
        subject: subject.clone(),
        party: party.clone(),
        channel: channel.clone(),
        form: form.clone(),
        files: Vec::new(),
        entry: entry.clone(),
        limit: *limit,
        restarts: *restarts,
        due: *due,
        laws: Vec::new(),
        clock: Vec::new(),
        assigned: None,
        outcome: None,
        signature: None,
        said: std::collections::BTreeMap::new(),
        done: std::collections::BTreeMap::new(),
        papers: Vec::new(),
        consulted: Vec::new(),
        charge: None,
        opened: *at,
        closed: None,
    })
}

fn step(m: &mut Matter, event: &Event) {
    match event {
        Event::Opened { .. } | Event::Authority { .. } | Event::Packs { .. } => {}
        Event::Law { choice } => crate::law::apply(m, choice),
        Event::Said { act, input, .. } => {
            let times = m.done.entry(act.clone()).or_default();
            *times = times.saturating_add(1);
            m.said.insert(act.clone(), input.clone());
        }
        Event::Attached { files } => m.files.extend(files.iter().cloned()),
        Event::Moved { to, closed, at } => {
            if m.state != *to {
                m.previous = std::mem::replace(&mut m.state, to.clone());
            }
            m.closed = closed.then_some(*at);
        }
        Event::Clock { clock } => m.clock.push(clock.clone()),
        Event::Assigned { position } => m.assigned = Some(position.clone()),
        Event::Outcome { outcome } => m.outcome = Some(outcome.clone()),
        Event::Signed { signature } => m.signature = Some(signature.clone()),
        Event::CaseNumber { number } => m.code = Some(number.written()),
        Event::Paper { .. } => paper(m, event),
        Event::Register { change } => register(m, change),
        Event::Asked { body, question, until, at } => m.consulted.push(Consulted {
            body: body.clone(),
            question: question.clone(),
            until: *until,
            asked: *at,
            answered: None,
        }),
        Event::Answered { body, at } => {
            for asked in m.consulted.iter_mut().filter(|c| c.body == *body && c.answered.is_none()) {
                asked.answered = Some(*at);
            }
        }
        Event::Charged { .. } | Event::Money { .. } | Event::Waived { .. } | Event::ChargeDropped => {
            charge(m, event);
        }
    }
}

fn charge(m: &mut Matter, event: &Event) {
    match (event, m.charge.as_mut()) {
        (Event::Charged { amount, due, ground, .. }, Some(charge)) => {
            charge.amount = *amount;
            charge.due = *due;
            charge.ground.clone_from(ground);
        }
        (Event::Charged { amount, due, ground, at }, None) => {
            m.charge = Some(Charge {
                amount: *amount,
                due: *due,
                ground: ground.clone(),
                raised: *at,
                waived: None,
                dropped: false,
                entries: Vec::new(),
            });
        }
        (Event::Money { money }, Some(charge)) => charge.entries.push(money.clone()),
        (Event::Waived { ground }, Some(charge)) => charge.waived = Some(ground.clone()),
        (Event::ChargeDropped, Some(charge)) => charge.dropped = true,
        _ => {}
    }
}

fn paper(m: &mut Matter, event: &Event) {
    let Event::Paper { key, act, template, form, number, notation, code, at } = event else { return };
    let paper = Paper {
        key: key.clone(),
        act: act.clone(),
        template: template.clone(),
        form: form.clone(),
        number: number.as_ref().map(crate::event::Numbered::written),
        notation: notation.clone(),
        code: code.clone(),
        at: *at,
        input: m.said.get(act).cloned().unwrap_or_default(),
        signature: m.signature.clone(),
    };
    m.papers.push(paper);
}

/// A new entry is named by the year and the number of the paper that made it.
fn register(m: &mut Matter, change: &RegisterChange) {
    let RegisterChange::Add { register, given, .. } = change else { return };
    let drawn = || m.papers.last().map(|p| format!("{}/{}", p.at.year(), p.cited()));
    if let Some(number) = given.as_ref().map(GivenNumber::entry).or_else(drawn) {
        m.entry = Some(crate::command::EntryRef { register: register.clone(), number });
    }
}
