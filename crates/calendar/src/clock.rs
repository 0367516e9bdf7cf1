//! Reading a clock: events in, a [`Reading`] out. The same events at the same `now` always give the same reading.

use crate::calendar::Calendar;
use crate::limit::{Limit, Unit};
use crate::measure::{amount, working_seconds};
use crate::reading::{
    ClockError, ClockEvent, ClockEventKind, CountUnit, Extension, MAX_EVENTS, Policy, Quantity, Reading,
    Stopped,
};
use crate::walk::{Outcome, Step, Walk};
use jiff::civil::DateTime;

/// The clock of a limit.
#[derive(Clone, Copy, Debug)]
pub struct Clock;

/// What the clock has come to after the events so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    NotStarted,
    Running,
    Stopped,
    Ended,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not started",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Ended => "ended",
        }
    }

    /// The state after `event`, or none where that cannot happen.
    fn after(self, event: &ClockEventKind) -> Option<Self> {
        match (self, event) {
            (Self::NotStarted, ClockEventKind::Start) | (Self::Stopped, ClockEventKind::Resume) => {
                Some(Self::Running)
            }
            (Self::Running, ClockEventKind::Stop { .. }) => Some(Self::Stopped),
            (Self::Running | Self::Stopped, ClockEventKind::Extend { .. }) => Some(self),
            (Self::Running | Self::Stopped, ClockEventKind::End) => Some(Self::Ended),
            _ => None,
        }
    }
}

fn event_name(event: &ClockEventKind) -> &'static str {
    match event {
        ClockEventKind::Start => "start",
        ClockEventKind::Stop { .. } => "stop",
        ClockEventKind::Resume => "resume",
        ClockEventKind::Extend { .. } => "extend",
        ClockEventKind::End => "end",
    }
}

impl Clock {
    /// What the clock of `limit` says at `now` (local time, see [`crate::local`]). Events after `now` are not yet known to it, so a past moment can be
    /// asked for too.
    ///
    /// # Errors
    /// When the events do not make a story (a stop of a stopped clock, out of order, too many), an extension does not fit, or
    /// the limit runs out of the calendar.
    pub fn read(
        calendar: &Calendar,
        limit: &Limit,
        policy: &Policy,
        events: &[ClockEvent],
        now: DateTime,
    ) -> Result<Reading, ClockError> {
        let limit = limit.checked()?;
        if events.len() > MAX_EVENTS {
            return Err(ClockError::TooManyEvents(events.len()));
        }
        let steps = steps(calendar, limit, events, now)?;
        if steps.is_empty() {
            return Ok(not_started(calendar, limit, now));
        }
        let ended = steps.last().filter(|step| matches!(step.kind, ClockEventKind::End)).map(|step| step.at);
        let reference = ended.unwrap_or(now);
        let outcome = Walk::new(calendar, limit, *policy, &steps, reference)?.run()?;
        Ok(reading(calendar, limit, &steps, outcome, reference, ended))
    }

    /// The end of a limit that starts at `start` and never stops.
    ///
    /// # Errors
    /// As [`Clock::read`].
    pub fn due(calendar: &Calendar, limit: &Limit, start: DateTime) -> Result<DateTime, ClockError> {
        let events = [ClockEvent { at: start, kind: ClockEventKind::Start }];
        let reading = Self::read(calendar, limit, &Policy::default(), &events, start)?;
        reading.due.ok_or(ClockError::BeyondCalendar { last: calendar.last_day() })
    }
}

/// The events known at `now`, checked, each with the moment from which it takes effect.
fn steps<'e>(
    calendar: &Calendar,
    limit: Limit,
    events: &'e [ClockEvent],
    now: DateTime,
) -> Result<Vec<Step<'e>>, ClockError> {
    let mut steps: Vec<Step<'e>> = Vec::with_capacity(events.len());
    let mut state = State::NotStarted;
    for (index, event) in events.iter().enumerate() {
        if steps.last().is_some_and(|before| before.at > event.at) {
            return Err(ClockError::OutOfOrder { index: index + 1, at: event.at });
        }
        if event.at > now {
            continue;
        }
        state = state.after(&event.kind).ok_or_else(|| ClockError::Impossible {
            index: index + 1,
            event: event_name(&event.kind),
            state: state.name(),
        })?;
        if let ClockEventKind::Extend { extension: Extension::By(by), .. } = &event.kind {
            let by = by.checked()?;
            if CountUnit::of(by.unit) != CountUnit::of(limit.unit) {
                return Err(ClockError::ExtensionUnit { limit: limit.unit.as_str(), extension: by });
            }
        }
        let received = matches!(event.kind, ClockEventKind::Start | ClockEventKind::Resume);
        let mut effect = event.at;
        if received && limit.unit != Unit::Hour {
            let beyond = ClockError::BeyondCalendar { last: calendar.last_day() };
            effect = match limit.unit {
                Unit::SameDay => calendar.counts_from_same_day(event.at),
                _ => calendar.counts_from(event.at),
            }
            .ok_or(beyond)?;
        }
        // What follows a filing after hours cannot take effect before it does.
        if let Some(before) = steps.last() {
            effect = effect.max(before.effect);
        }
        steps.push(Step { at: event.at, effect, kind: &event.kind });
    }
    Ok(steps)
}

fn reading(
    calendar: &Calendar,
    limit: Limit,
    steps: &[Step<'_>],
    outcome: Outcome,
    reference: DateTime,
    ended: Option<DateTime>,
) -> Reading {
    let unit = CountUnit::of(limit.unit);
    let overdue = outcome.due.is_some_and(|due| reference > due);
    let used = if overdue { outcome.total } else { outcome.used };
    let late = match outcome.due {
        Some(due) if overdue => late_by(calendar, unit, due, reference),
        _ => 0,
    };
    Reading {
        started: steps.first().map(|step| step.effect),
        due: outcome.due,
        used: unit.quantity(used),
        left: unit.quantity(outcome.total.saturating_sub(used)),
        late: Quantity { amount: u32::try_from(late).unwrap_or(u32::MAX), unit },
        overdue,
        stopped: stopped(steps),
        ended,
        provisional: outcome.provisional,
        lines: outcome.lines,
        lines_left_out: outcome.lines_left_out,
    }
}

/// The stop that no later event has lifted.
fn stopped(steps: &[Step<'_>]) -> Option<Stopped> {
    let last = steps.iter().rev().find(|step| !matches!(step.kind, ClockEventKind::Extend { .. }))?;
    match last.kind {
        ClockEventKind::Stop { reason } => Some(Stopped { since: last.at, reason: reason.clone() }),
        _ => None,
    }
}

/// How far `reference` lies past `due`, in the unit the clock counts in.
fn late_by(calendar: &Calendar, unit: CountUnit, due: DateTime, reference: DateTime) -> u64 {
    let days = || {
        let span = reference.date().since((jiff::Unit::Day, due.date())).ok();
        span.map_or(0, |span| u64::try_from(span.get_days()).unwrap_or(0))
    };
    match unit {
        CountUnit::Day => days(),
        CountUnit::WorkingDay => {
            u64::from(calendar.working_days_between(due.date(), reference.date()).unwrap_or(0))
        }
        CountUnit::Minute => {
            let seconds = reference.duration_since(due).as_secs();
            u64::try_from(seconds).unwrap_or(0) / 60
        }
        CountUnit::WorkingMinute => working_seconds(calendar, due, reference) / 60,
    }
}

/// The reading of a clock that nothing has started.
fn not_started(calendar: &Calendar, limit: Limit, now: DateTime) -> Reading {
    let unit = CountUnit::of(limit.unit);
    let total = amount(calendar, &[limit], now.date()).unwrap_or(0);
    Reading {
        started: None,
        due: None,
        used: unit.quantity(0),
        left: unit.quantity(total),
        late: unit.quantity(0),
        overdue: false,
        stopped: None,
        ended: None,
        provisional: false,
        lines: Vec::new(),
        lines_left_out: 0,
    }
}

impl CountUnit {
    /// What a limit in `unit` is counted in.
    pub fn of(unit: Unit) -> Self {
        match unit {
            Unit::Hour => Self::Minute,
            Unit::WorkingHour => Self::WorkingMinute,
            Unit::Day | Unit::Month | Unit::Year => Self::Day,
            Unit::WorkingDay | Unit::SameDay => Self::WorkingDay,
        }
    }

    /// From what the walk counts, seconds or days, to what is shown.
    pub(crate) fn quantity(self, counted: u64) -> Quantity {
        let amount = match self {
            Self::Minute | Self::WorkingMinute => counted / 60,
            Self::Day | Self::WorkingDay => counted,
        };
        Quantity { amount: u32::try_from(amount).unwrap_or(u32::MAX), unit: self }
    }
}
