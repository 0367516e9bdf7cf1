//! The walk from the first event to the due date, one day at a time. It is bounded by the calendar's last day.

use crate::calendar::{Calendar, Cell, Counting};
use crate::limit::{Limit, Unit};
use crate::measure::{DAY_SECONDS, amount, seconds, working_seconds};
use crate::reading::{ClockError, ClockEventKind, CountUnit, DayLine, Extension, Policy, Supplement, Why};
use jiff::civil::{Date, DateTime, Time};

/// An event with the moment it takes effect, which is later than `at` for a filing after hours.
pub(crate) struct Step<'e> {
    pub at: DateTime,
    pub effect: DateTime,
    pub kind: &'e ClockEventKind,
}

/// What the walk came to. Counts are in days, or in seconds for hours.
pub(crate) struct Outcome {
    pub due: Option<DateTime>,
    pub used: u64,
    pub total: u64,
    pub provisional: bool,
    pub lines: Vec<DayLine>,
    pub lines_left_out: u32,
}

/// Whether the clock runs, as far as the walk has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    Running,
    Stopped,
}

pub(crate) struct Walk<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) counting: Counting,
    pub(crate) limit: Limit,
    pub(crate) policy: Policy,
    pub(crate) steps: &'a [Step<'a>],
    pub(crate) reference: DateTime,
    pub(crate) state: State,
    /// Number of steps that have taken effect.
    pub(crate) done: usize,
    pub(crate) counted: u64,
    pub(crate) left: u64,
    pub(crate) used: u64,
    pub(crate) due: Option<DateTime>,
    /// The day on which the limit was used up, before a move off a rest day.
    pub(crate) exhausted_on: Option<Date>,
    pub(crate) stood_since: Option<(Date, &'a str)>,
    pub(crate) provisional: bool,
    pub(crate) lines: Vec<DayLine>,
    pub(crate) lines_left_out: u32,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(
        calendar: &'a Calendar,
        limit: Limit,
        policy: Policy,
        steps: &'a [Step<'a>],
        reference: DateTime,
    ) -> Result<Self, ClockError> {
        let beyond = ClockError::BeyondCalendar { last: calendar.last_day() };
        let start = steps.first().map(|step| step.effect.date());
        let counting = start.and_then(|date| calendar.counting(date)).ok_or(beyond)?.rule;
        Ok(Self {
            calendar,
            counting,
            limit,
            policy,
            steps,
            reference,
            state: State::Waiting,
            done: 0,
            counted: 0,
            left: 0,
            used: 0,
            due: None,
            exhausted_on: None,
            stood_since: None,
            provisional: false,
            lines: Vec::new(),
            lines_left_out: 0,
        })
    }

    pub(crate) fn run(mut self) -> Result<Outcome, ClockError> {
        let Some(first) = self.steps.first() else {
            return Err(ClockError::BeyondCalendar { last: self.calendar.last_day() });
        };
        let mut date = first.at.date();
        loop {
            let beyond = || ClockError::BeyondCalendar { last: self.calendar.last_day() };
            let cell = self.calendar.cell(date).ok_or_else(beyond)?;
            let began = self.done;
            let steps = self.steps.get(began..).unwrap_or(&[]);
            let today = steps.iter().take_while(|step| step.effect.date() == date).count();
            let steps = steps.get(..today).unwrap_or(&[]);
            self.provisional |= matches!(
                cell,
                Cell::Holiday { provisional: true, .. } | Cell::Compensatory { provisional: true, .. }
            );
            let why = if self.limit.unit.is_hours() {
                self.day_of_hours(date, cell, steps)?
            } else {
                self.whole_day(date, cell, steps)?
            };
            self.line(date, cell, why);
            let finished = self.due.is_some() && !self.reset_ahead();
            let stands = self.state == State::Stopped
                && self.done == self.steps.len()
                && date >= self.reference.date();
            if finished || stands {
                break;
            }
            date = date.tomorrow().map_err(|_| beyond())?;
        }
        Ok(Outcome {
            due: self.due,
            used: self.used,
            total: self.counted + self.left,
            provisional: self.provisional,
            lines: self.lines,
            lines_left_out: self.lines_left_out,
        })
    }

    /// True for events that set a new amount, whatever was counted before.
    fn resets(&self, step: &Step<'_>) -> bool {
        match step.kind {
            ClockEventKind::Extend { extension: Extension::Until(_), .. } => true,
            ClockEventKind::Resume => self.policy.supplement == Supplement::ClockRestarts,
            _ => false,
        }
    }

    fn reset_ahead(&self) -> bool {
        self.steps.get(self.done..).unwrap_or(&[]).iter().any(|step| self.resets(step))
    }

    /// Extensions by an amount that come after step `index` and before the next reset.
    fn extensions_after(&self, index: usize) -> impl Iterator<Item = Limit> + '_ {
        let steps = self.steps.get(index + 1..).unwrap_or(&[]);
        steps.iter().take_while(|step| !self.resets(step)).filter_map(|step| match step.kind {
            ClockEventKind::Extend { extension: Extension::By(by), .. } => Some(*by),
            _ => None,
        })
    }

    /// Begins to count: the limit, and what it is later extended by.
    fn load(&mut self, index: usize, date: Date) -> Result<(), ClockError> {
        let mut limits = vec![self.limit];
        limits.extend(self.extensions_after(index));
        self.left = amount(self.calendar, &limits, date)?;
        self.counted = 0;
        self.used = 0;
        self.due = None;
        self.exhausted_on = None;
        Ok(())
    }

    /// Sets a new end: what lies between `at` and the end of `until`, and later extensions.
    fn load_until(&mut self, index: usize, at: DateTime, until: Date) -> Result<(), ClockError> {
        if until <= at.date() {
            return Err(ClockError::ExtensionInThePast(until));
        }
        let beyond = || ClockError::BeyondCalendar { last: self.calendar.last_day() };
        let end_of_day = until.at(23, 59, 59, 0);
        let days = until.since((jiff::Unit::Day, at.date())).map_err(|_| beyond())?.get_days();
        let left = match CountUnit::of(self.limit.unit) {
            CountUnit::Day => u64::try_from(days).unwrap_or(0),
            CountUnit::WorkingDay => {
                let last = self.calendar.working_day_from(until).ok_or_else(beyond)?;
                u64::from(self.calendar.working_days_between(at.date(), last).ok_or_else(beyond)?)
            }
            CountUnit::WorkingMinute => {
                let last = self.calendar.working_day_from(until).ok_or_else(beyond)?;
                working_seconds(self.calendar, at, last.at(23, 59, 59, 0))
            }
            CountUnit::Minute => u64::try_from(end_of_day.duration_since(at).as_secs()).unwrap_or(0),
        };
        let later: Vec<Limit> = self.extensions_after(index).collect();
        self.left = left + amount(self.calendar, &later, until)?;
        self.due = None;
        self.exhausted_on = None;
        Ok(())
    }

    /// Takes one event into account, except for what a new end does to a count of days.
    fn apply(&mut self, step: &'a Step<'a>, why: &mut Vec<Why>) -> Result<(), ClockError> {
        let index = self.done;
        self.done += 1;
        if step.effect != step.at && matches!(step.kind, ClockEventKind::Start | ClockEventKind::Resume) {
            why.push(Why::ReceivedLater { at: step.at, counts_from: step.effect });
        }
        match step.kind {
            ClockEventKind::Start => {
                self.state = State::Running;
                self.load(index, step.effect.date())?;
            }
            ClockEventKind::Stop { reason } => {
                self.state = State::Stopped;
                self.stood_since = Some((step.effect.date(), reason));
                why.push(Why::Stopped { at: step.at, reason: reason.clone() });
            }
            ClockEventKind::Resume => {
                self.state = State::Running;
                if self.resets(step) {
                    self.load(index, step.effect.date())?;
                    why.push(Why::Restarted { at: step.at });
                } else {
                    why.push(Why::Resumed { at: step.at });
                }
            }
            ClockEventKind::Extend { extension, reason } => {
                if let Extension::Until(until) = extension {
                    self.load_until(index, step.effect, *until)?;
                }
                why.push(Why::Extended { extension: *extension, reason: reason.clone() });
            }
            ClockEventKind::End => why.push(Why::Ended { at: step.at }),
        }
        Ok(())
    }

    /// Whether the day of receipt is one of the days: a limit of the same day is that day.
    fn first_day_counts(&self) -> bool {
        self.counting.first_day_counts || self.limit.unit == Unit::SameDay
    }

    /// One day of a limit in days. Which days count: see `[[counting]]` in the calendar file.
    fn whole_day(&mut self, date: Date, cell: Cell, steps: &'a [Step<'a>]) -> Result<Vec<Why>, ClockError> {
        let began = self.state;
        let mut why = Vec::new();
        let mut counts = began == State::Running;
        let mut new_end = false;
        for step in steps {
            self.apply(step, &mut why)?;
            match step.kind {
                ClockEventKind::Start => counts = self.first_day_counts(),
                ClockEventKind::Stop { .. } if began == State::Running => {
                    counts = self.counting.stop_day_counts
                }
                ClockEventKind::Resume if self.resets(step) => counts = self.first_day_counts(),
                ClockEventKind::Resume if began == State::Running => {
                    counts |= self.counting.resume_day_counts
                }
                ClockEventKind::Resume if began == State::Stopped => {
                    counts = self.counting.resume_day_counts || self.limit.unit == Unit::SameDay;
                }
                ClockEventKind::Extend { extension: Extension::Until(_), .. } => new_end = true,
                _ => {}
            }
        }
        let working = matches!(self.limit.unit, Unit::WorkingDay | Unit::SameDay);
        let by_unit = !working || cell.is_working();
        let counted = counts && by_unit && self.exhausted_on.is_none();
        if counted {
            // A new end is set from this day on: the day itself is not part of what was loaded.
            self.left = (self.left + u64::from(new_end)).saturating_sub(1);
            self.counted += 1;
            let number = u32::try_from(self.counted).unwrap_or(u32::MAX);
            why.insert(0, Why::Counted { number });
        } else {
            let reason = self.why_not(date, cell, began, &why);
            why.splice(0..0, reason);
        }
        if date < self.reference.date() {
            self.used = self.counted;
        }
        if self.state != State::Waiting && self.left == 0 && self.exhausted_on.is_none() {
            self.exhausted_on = Some(date);
        }
        self.settle_due(date, cell, &mut why);
        Ok(why)
    }

    /// Fixes the due date once the limit is used up and the clock runs: this day, or the next working day.
    fn settle_due(&mut self, date: Date, cell: Cell, why: &mut Vec<Why>) {
        let Some(last) = self.exhausted_on else { return };
        if self.due.is_some() || self.state != State::Running {
            return;
        }
        if self.counting.last_day_moves && !cell.is_working() {
            why.push(Why::LastDayMoves { from: last });
            return;
        }
        let close = self.calendar.sessions(date).last().map(|(_, close)| *close);
        let end = close.filter(|_| self.counting.ends_at_close).unwrap_or(Time::constant(23, 59, 59, 0));
        self.due = Some(date.to_datetime(end));
        if last < date {
            why.push(Why::LastDayMoves { from: last });
        }
        why.push(Why::LastDay);
    }

    /// One day of a limit in hours.
    fn day_of_hours(
        &mut self,
        date: Date,
        cell: Cell,
        steps: &'a [Step<'a>],
    ) -> Result<Vec<Why>, ClockError> {
        let began = self.state;
        let mut why = Vec::new();
        let (mut cursor, mut taken, had_due) = (0, 0, self.due.is_some());
        for step in steps {
            let at = seconds(step.effect.time());
            if self.state == State::Running {
                taken += self.count_seconds(date, cursor, at);
            }
            self.apply(step, &mut why)?;
            cursor = at;
        }
        if self.state == State::Running {
            taken += self.count_seconds(date, cursor, DAY_SECONDS);
        }
        if taken > 0 {
            let number = CountUnit::of(self.limit.unit).quantity(self.counted).amount;
            why.insert(0, Why::Counted { number });
        } else {
            let reason = self.why_not(date, cell, began, &why);
            why.splice(0..0, reason);
        }
        if self.due.is_some() && !had_due {
            why.push(Why::LastDay);
        }
        Ok(why)
    }

    /// Counts what of `from..to` (seconds of the day) the unit counts, and finds the due moment in it. Gives what it counted.
    fn count_seconds(&mut self, date: Date, from: u64, to: u64) -> u64 {
        let mut sum = 0;
        let whole_day = [(Time::midnight(), Time::midnight())];
        let sessions: &[(Time, Time)] =
            if self.limit.unit == Unit::Hour { &whole_day } else { self.calendar.sessions(date) };
        for (open, close) in sessions {
            let close = if *close == Time::midnight() { DAY_SECONDS } else { seconds(*close) };
            let start = from.max(seconds(*open));
            let taken = to.min(close).saturating_sub(start).min(self.left);
            if taken == 0 {
                continue;
            }
            if date < self.reference.date() {
                self.used = self.counted + taken;
            } else if date == self.reference.date() {
                let passed = seconds(self.reference.time()).saturating_sub(start);
                if passed > 0 {
                    self.used = self.counted + passed.min(taken);
                }
            }
            sum += taken;
            self.counted += taken;
            self.left -= taken;
            if self.left == 0 {
                let moment = i64::try_from(start + taken).unwrap_or(0);
                self.due = date.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_secs(moment)).ok();
            }
        }
        sum
    }
}
