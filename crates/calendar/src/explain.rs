//! The words of the walk: why a day was counted or not.

use crate::calendar::Cell;
use crate::reading::{CountUnit, DayLine, MAX_LINES, Why};
use crate::walk::{State, Walk};
use jiff::civil::Date;

impl Walk<'_> {
    /// Why this day was not counted.
    pub(crate) fn why_not(&self, date: Date, cell: Cell, began: State, noted: &[Why]) -> Option<Why> {
        if self.due.is_some_and(|due| due.date() < date) {
            return Some(Why::PastDue);
        }
        if began == State::Waiting {
            let counts_from = self.steps.first().map(|step| (step.at, step.effect));
            return match counts_from {
                Some((at, counts_from)) if counts_from.date() > date => {
                    Some(Why::ReceivedLater { at, counts_from })
                }
                _ if self.limit.unit.is_hours() => Some(Why::NoOfficeHours),
                _ => Some(Why::DayOfReceipt),
            };
        }
        if began == State::Stopped {
            // The note on the resumption already says why this day is not counted.
            let resumed = noted.iter().any(|why| matches!(why, Why::Resumed { .. } | Why::Restarted { .. }));
            return match self.stood_since {
                Some((since, reason)) if !resumed => {
                    Some(Why::StoodStill { since, reason: reason.to_owned() })
                }
                _ => None,
            };
        }
        match self.day_reason(cell) {
            None if self.limit.unit.is_hours() => Some(Why::NoOfficeHours),
            reason => reason,
        }
    }

    /// What kind of day this is, as a reason; none for an ordinary working day.
    fn day_reason(&self, cell: Cell) -> Option<Why> {
        let name = |rule: u16| self.calendar.holidays.get(usize::from(rule)).map(|h| h.name.clone());
        match cell {
            Cell::Working => None,
            Cell::WeeklyRest { .. } => Some(Why::WeeklyRest),
            Cell::Holiday { rule, .. } => name(rule).map(|name| Why::Holiday { name }),
            Cell::Compensatory { holiday, r#for, .. } => {
                name(holiday).map(|name| Why::CompensatoryRest { name, r#for })
            }
            Cell::SwappedWork { swap } => self
                .calendar
                .swaps
                .get(usize::from(swap))
                .map(|swap| Why::SwappedWork { document: swap.source.cite.clone(), r#for: swap.rest }),
            Cell::SwappedRest { swap } => self
                .calendar
                .swaps
                .get(usize::from(swap))
                .map(|swap| Why::SwappedRest { document: swap.source.cite.clone(), r#for: swap.work }),
        }
    }

    /// Adds the line of a day, within bounds.
    pub(crate) fn line(&mut self, date: Date, cell: Cell, mut why: Vec<Why>) {
        if self.lines.len() >= MAX_LINES {
            self.lines_left_out = self.lines_left_out.saturating_add(1);
            return;
        }
        let Some(day) = self.calendar.day(date) else { return };
        let counted = matches!(why.first(), Some(Why::Counted { .. }));
        let moves = why.iter().any(|why| matches!(why, Why::LastDayMoves { .. }));
        // A counted day says what kind of day it is where that is why it is worked, or why the limit moves.
        let worked_by_swap = counted && matches!(cell, Cell::SwappedWork { .. });
        if worked_by_swap || (moves && !cell.is_working()) {
            let reason = self.day_reason(cell);
            if let Some(reason) = reason.filter(|reason| !why.contains(reason)) {
                why.insert(usize::from(counted), reason);
            }
        }
        if day.provisional {
            why.push(Why::Provisional);
        }
        let total = CountUnit::of(self.limit.unit).quantity(self.counted);
        self.lines.push(DayLine { date, day: day.kind, counted, total, why });
    }
}
