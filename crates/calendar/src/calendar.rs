//! The calendar: what kind of day each day is, under the rule in force on it.

use crate::build::build;
use crate::error::CalendarError;
use crate::file::{LastDay, LastDayEnds, ReceivedOn, Source, Text};
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// What a day is. A holiday that falls on a weekly rest day is a `Holiday`; the day given back for it is a `CompensatoryRest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DayKind {
    /// Worked.
    Working,
    /// The weekly rest (Saturday and Sunday, today).
    WeeklyRest,
    /// A public holiday.
    Holiday {
        /// Id of the holiday in the calendar file.
        id: String,
    },
    /// Off because a holiday fell on a weekly rest day.
    CompensatoryRest {
        /// Id of that holiday.
        id: String,
        /// The day it fell on.
        r#for: Date,
    },
    /// A weekly rest day that is worked in exchange for another.
    SwappedWork {
        /// The document that announced it.
        document: String,
        /// The day off it pays for.
        r#for: Date,
    },
    /// A working day off in exchange for another.
    SwappedRest {
        /// The document that announced it.
        document: String,
        /// The day worked for it.
        r#for: Date,
    },
}

impl DayKind {
    /// True for days that count as working days.
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::SwappedWork { .. })
    }
}

/// One day, with what it is called and what that rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// What it is.
    #[serde(flatten)]
    pub kind: DayKind,
    /// Name of the holiday, also on the day given back for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The text it rests on; none for an ordinary working day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// True when the yearly announcement that settles this day is not entered yet.
    pub provisional: bool,
}

/// A day as the table keeps it: indexes into the lists of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Working,
    WeeklyRest { rule: u16 },
    Holiday { rule: u16, provisional: bool },
    Compensatory { rule: u16, holiday: u16, r#for: Date, provisional: bool },
    SwappedWork { swap: u16 },
    SwappedRest { swap: u16 },
}

impl Cell {
    pub(crate) fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::SwappedWork { .. })
    }
}

/// A holiday under one of its rules.
#[derive(Clone, Debug)]
pub(crate) struct HolidayUnderRule {
    pub id: String,
    pub name: Text,
    pub law: Source,
}

/// An exchange of one day against another.
#[derive(Clone, Debug)]
pub(crate) struct SwapEntry {
    pub rest: Date,
    pub work: Date,
    pub source: Source,
}

/// A rule in force from one day to another.
#[derive(Clone, Debug)]
pub(crate) struct InForce<T> {
    pub from: Date,
    pub to: Option<Date>,
    pub law: Source,
    pub rule: T,
}

#[derive(Clone, Debug)]
pub(crate) struct Hours {
    pub sessions: Vec<(Time, Time)>,
    pub per_day: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct ReceiptPolicy {
    pub after_close_moves: bool,
    pub rest_day_moves: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Counting {
    pub first_day_counts: bool,
    pub stop_day_counts: bool,
    pub resume_day_counts: bool,
    pub last_day_moves: bool,
    pub ends_at_close: bool,
}

impl ReceiptPolicy {
    pub(crate) fn new(after_close: ReceivedOn, rest_day: ReceivedOn) -> Self {
        Self {
            after_close_moves: after_close == ReceivedOn::NextWorkingDay,
            rest_day_moves: rest_day == ReceivedOn::NextWorkingDay,
        }
    }
}

impl Counting {
    pub(crate) fn last_day(&mut self, on_rest: LastDay, ends: LastDayEnds) {
        self.last_day_moves = on_rest == LastDay::NextWorkingDay;
        self.ends_at_close = ends == LastDayEnds::OfficeClose;
    }
}

/// Legal time of one country: a table of days and the rules by which limits run. Built once from a calendar file; a look-up
/// is an index into the table.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub(crate) first: Date,
    pub(crate) days: Vec<Cell>,
    pub(crate) weekly: Vec<Source>,
    pub(crate) holidays: Vec<HolidayUnderRule>,
    pub(crate) compensation: Vec<Source>,
    pub(crate) swaps: Vec<SwapEntry>,
    pub(crate) hours: Vec<InForce<Hours>>,
    pub(crate) receipt: Vec<InForce<ReceiptPolicy>>,
    pub(crate) cut_off: Vec<InForce<Time>>,
    pub(crate) counting: Vec<InForce<Counting>>,
}

/// How a filing is dated: when it came, and from when it counts as received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When it came.
    pub at: DateTime,
    /// From when it counts; the opening of the next working day when it came after hours.
    pub counts_from: DateTime,
    /// The rule that says so.
    pub source: Source,
}

/// By when a file that came is to be passed on to whoever handles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassOn {
    /// Last moment: the close of the office on the day it came, or the opening of the next working day.
    pub by: DateTime,
    /// True when it came at the cut-off hour or later, or while the office was closed.
    pub next_day: bool,
    /// The rule that says so.
    pub source: Source,
}

impl Calendar {
    /// Reads a calendar file.
    ///
    /// # Errors
    /// The first thing wrong with it, with line and column: TOML that does not parse, an unknown key, rules whose dates overlap, a swap of
    /// days that are not what it takes them for, an announced break that the rules do not yield.
    pub fn from_toml(text: &str) -> Result<Self, CalendarError> {
        build(text)
    }

    /// First day of the table.
    pub fn first_day(&self) -> Date {
        self.first
    }

    /// Last day of the table.
    pub fn last_day(&self) -> Date {
        let after = i64::try_from(self.days.len()).unwrap_or(0) - 1;
        jiff::Span::new()
            .try_days(after)
            .ok()
            .and_then(|s| self.first.checked_add(s).ok())
            .unwrap_or(self.first)
    }

    pub(crate) fn index(&self, date: Date) -> Option<usize> {
        index_from(self.first, date).filter(|&index| index < self.days.len())
    }

    pub(crate) fn cell(&self, date: Date) -> Option<Cell> {
        self.index(date).and_then(|index| self.days.get(index)).copied()
    }

    /// What `date` is, or `None` outside the years of the calendar file.
    pub fn day(&self, date: Date) -> Option<Day> {
        let cell = self.cell(date)?;
        let (kind, name, source, provisional) = match cell {
            Cell::Working => (DayKind::Working, None, None, false),
            Cell::WeeklyRest { rule } => {
                (DayKind::WeeklyRest, None, self.weekly.get(usize::from(rule)).cloned(), false)
            }
            Cell::Holiday { rule, provisional } => {
                let holiday = self.holidays.get(usize::from(rule))?;
                let kind = DayKind::Holiday { id: holiday.id.clone() };
                (kind, Some(holiday.name.clone()), Some(holiday.law.clone()), provisional)
            }
            Cell::Compensatory { rule, holiday, r#for, provisional } => {
                let holiday = self.holidays.get(usize::from(holiday))?;
                let kind = DayKind::CompensatoryRest { id: holiday.id.clone(), r#for };
                let source = self.compensation.get(usize::from(rule)).cloned();
                (kind, Some(holiday.name.clone()), source, provisional)
            }
            Cell::SwappedWork { swap } => {
                let swap = self.swaps.get(usize::from(swap))?;
                let kind = DayKind::SwappedWork { document: swap.source.cite.clone(), r#for: swap.rest };
                (kind, None, Some(swap.source.clone()), false)
            }
            Cell::SwappedRest { swap } => {
                let swap = self.swaps.get(usize::from(swap))?;
                let kind = DayKind::SwappedRest { document: swap.source.cite.clone(), r#for: swap.work };
                (kind, None, Some(swap.source.clone()), false)
            }
        };
        Some(Day { date, kind, name, source, provisional })
    }

    /// True when `date` is worked; `None` outside the table.
    pub fn is_working(&self, date: Date) -> Option<bool> {
        self.cell(date).map(Cell::is_working)
    }

    /// The first working day after `date`.
    pub fn next_working_day(&self, date: Date) -> Option<Date> {
        let index = self.index(date)?;
        let ahead = self.days.get(index + 1..)?.iter().position(|cell| cell.is_working())?;
        let span = jiff::Span::new().try_days(i64::try_from(ahead).ok()? + 1).ok()?;
        date.checked_add(span).ok()
    }

    /// `date` itself when it is worked, else the first working day after it.
    pub fn working_day_from(&self, date: Date) -> Option<Date> {
        if self.is_working(date)? { Some(date) } else { self.next_working_day(date) }
    }

    /// Number of working days after `from`, up to and including `to`; 0 when `to` is not after `from`.
    pub fn working_days_between(&self, from: Date, to: Date) -> Option<u32> {
        let (from, to) = (self.index(from)?, self.index(to)?);
        let days = self.days.get(from + 1..=to).unwrap_or(&[]);
        u32::try_from(days.iter().filter(|cell| cell.is_working()).count()).ok()
    }

    /// Minutes of office hours between two moments; nothing where `to` is not later, or beyond the calendar.
    pub fn working_minutes_between(&self, from: DateTime, to: DateTime) -> u64 {
        crate::measure::working_seconds(self, from, to) / 60
    }

    /// Working hours in a working day, under the rule in force last.
    pub fn hours_per_day(&self) -> u32 {
        self.hours.last().map_or(0, |hours| hours.rule.per_day)
    }

    /// Office hours on `date`, as (open, close), if the day is worked.
    pub fn sessions(&self, date: Date) -> &[(Time, Time)] {
        match self.is_working(date) {
            Some(true) => in_force(&self.hours, date).map_or(&[], |hours| hours.rule.sessions.as_slice()),
            _ => &[],
        }
    }

    /// From when something that came `at` counts as received: the day-of-receipt rule of the file. `None` outside the table.
    pub fn receipt(&self, at: DateTime) -> Option<Receipt> {
        let source = in_force(&self.receipt, at.date())?.law.clone();
        Some(Receipt { at, counts_from: self.counts_from(at)?, source })
    }

    /// The moment of [`Calendar::receipt`] alone.
    pub(crate) fn counts_from(&self, at: DateTime) -> Option<DateTime> {
        let policy = in_force(&self.receipt, at.date())?;
        let working = self.is_working(at.date())?;
        let closed = match self.sessions(at.date()).last() {
            Some((_, close)) => at.time() >= *close,
            None => false,
        };
        let moves =
            if working { closed && policy.rule.after_close_moves } else { policy.rule.rest_day_moves };
        if !moves {
            return Some(at);
        }
        self.opening_after(at.date())
    }

    /// From when a limit of the same day counts: as [`Calendar::counts_from`], and from the cut-off hour on the next working day.
    pub(crate) fn counts_from_same_day(&self, at: DateTime) -> Option<DateTime> {
        let from = self.counts_from(at)?;
        let late = in_force(&self.cut_off, at.date()).is_some_and(|cut| at.time() >= cut.rule);
        if from != at || !late || !self.is_working(at.date())? {
            return Some(from);
        }
        self.opening_after(at.date())
    }

    fn opening_after(&self, date: Date) -> Option<DateTime> {
        let day = self.next_working_day(date)?;
        Some(day.to_datetime(self.sessions(day).first().map_or(Time::midnight(), |(open, _)| *open)))
    }

    /// By when a file that came `at` is to be passed on: the same working day, or from the cut-off hour on the beginning of the next.
    /// `None` on days for which the file has no cut-off, and outside the table.
    pub fn pass_on(&self, at: DateTime) -> Option<PassOn> {
        let source = in_force(&self.cut_off, at.date())?.law.clone();
        let from = self.counts_from_same_day(at)?;
        if from != at {
            return Some(PassOn { by: from, next_day: true, source });
        }
        match self.sessions(at.date()).last() {
            Some((_, close)) => Some(PassOn { by: at.date().to_datetime(*close), next_day: false, source }),
            // Received on a day of rest where the rule lets it count at once: there is nobody to pass it on to.
            None => Some(PassOn { by: self.opening_after(at.date())?, next_day: true, source }),
        }
    }

    pub(crate) fn counting(&self, date: Date) -> Option<&InForce<Counting>> {
        in_force(&self.counting, date)
    }
}

pub(crate) fn in_force<T>(rules: &[InForce<T>], date: Date) -> Option<&InForce<T>> {
    rules.iter().find(|rule| rule.from <= date && rule.to.is_none_or(|to| date <= to))
}

/// Days from `first` to `date`, when not negative.
pub(crate) fn index_from(first: Date, date: Date) -> Option<usize> {
    usize::try_from(date.duration_since(first).as_hours() / 24).ok()
}
