//! Who had a case from when to when, read from the acts of the record and the lifecycle.

use crate::case::{ActLine, Case};
use congvu_matter::declare::{Lifecycle, Phase};
use congvu_pack::Library;
use congvu_record::ActorRef;
use jiff::civil::DateTime;

/// Minutes of an hour.
const HOUR_MINUTES: u64 = 60;

/// A stretch of time in which a case waited for one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Stay {
    /// The state it was in.
    pub state: String,
    /// The act that the state waits for; none while it is the applicant's turn or nobody's.
    pub act: Option<String>,
    /// Since when.
    pub from: DateTime,
    /// Until when; none for where it is now.
    pub until: Option<DateTime>,
    /// By whose act it came there.
    pub given_by: ActorRef,
    /// The act that ended the stay, and whose it was.
    pub ended_by: Option<(String, ActorRef)>,
    /// Office hours that it took so far, in minutes.
    pub used_min: u64,
    /// What the procedure gives to the step, in minutes; none where it gives nothing in working time.
    pub share_min: Option<u64>,
}

/// How a step stands to its share of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Shorter.
    Ahead,
    /// As long.
    OnTime,
    /// Longer.
    Late,
}

/// A step that ends within so many minutes before its share is over is on time, not ahead of it: nobody ends to the minute.
const ON_TIME_MIN: u64 = 60;

impl Stay {
    /// How a step that has ended stands to its share; none while it goes on, or where no share is known.
    #[must_use]
    pub fn pace(&self) -> Option<Pace> {
        let share = self.share_min.filter(|_| self.until.is_some())?;
        Some(match self.used_min {
            used if used > share => Pace::Late,
            used if used.saturating_add(ON_TIME_MIN) >= share => Pace::OnTime,
            _ => Pace::Ahead,
        })
    }
}

/// The stays of a case, oldest first. One pass over its acts. Where it ended is no stay.
#[must_use]
pub fn stays(library: &Library, case: &Case, acts: &[ActLine], now: DateTime) -> Vec<Stay> {
    let Some(life) = case.lifecycle(library) else { return Vec::new() };
    let shares = case.procedure(library).and_then(|(_, v)| v).map(|v| v.steps.as_slice()).unwrap_or_default();
    let mut all: Vec<Stay> = Vec::new();
    let mut previous = String::new();
    for line in acts {
        let Some(act) = life.act(&line.act.kind) else { continue };
        let to = match act.to.as_str() {
            "@same" => continue,
            "@previous" => previous.clone(),
            to => to.to_owned(),
        };
        if let Some(last) = all.last_mut() {
            last.until = Some(line.at);
            last.used_min = library.calendar.working_minutes_between(last.from, line.at);
            last.ended_by = Some((act.id.clone(), line.act.actor.clone()));
            if last.state != to {
                previous.clone_from(&last.state);
            }
        }
        let waits_for = step_of(life, &to).map(str::to_owned);
        let share = waits_for.as_ref().and_then(|act| shares.iter().find(|s| s.act == *act)?.share);
        let hours = share.and_then(|s| s.in_working_hours(&library.calendar));
        all.push(Stay {
            state: to,
            act: waits_for,
            from: line.at,
            until: None,
            given_by: line.act.actor.clone(),
            ended_by: None,
            used_min: 0,
            share_min: hours.map(|h| u64::from(h).saturating_mul(HOUR_MINUTES)),
        });
    }
    match all.last_mut() {
        Some(last) if case.matter.closed.is_none() => {
            last.used_min = library.calendar.working_minutes_between(last.from, now);
        }
        _ => drop(all.pop()),
    }
    all
}

/// The act that a state waits for, unless it is the applicant's turn or nobody's.
fn step_of<'l>(life: &'l Lifecycle, state: &str) -> Option<&'l str> {
    let state = life.state(state).filter(|s| matches!(s.phase, Phase::Waiting | Phase::Working))?;
    state.next.as_deref()
}
