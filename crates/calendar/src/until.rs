//! A clock whose last moment is fixed by something outside the office, an event that takes place whether or not the dossier
//! is complete: nothing that happens in the matter moves it.

use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::reading::{ClockEvent, ClockEventKind, CountUnit, DayLine, Quantity, Reading, Stopped, Why};
use jiff::civil::DateTime;

impl Clock {
    /// What a clock says at `now` whose end is `due`, to the second and included. Hours by the clock are counted, in
    /// minutes; stops and extensions are told but move nothing. Events after `now` are not yet known to it.
    #[must_use]
    pub fn read_until(calendar: &Calendar, due: DateTime, events: &[ClockEvent], now: DateTime) -> Reading {
        let known = || events.iter().filter(|e| e.at <= now);
        let started = known().find(|e| matches!(e.kind, ClockEventKind::Start)).map(|e| e.at);
        let ended = known().find(|e| matches!(e.kind, ClockEventKind::End)).map(|e| e.at);
        let reference = ended.unwrap_or(now);
        let from = started.unwrap_or(reference);
        let overdue = started.is_some() && reference > due;
        let used_until = reference.min(due);
        Reading {
            started,
            due: started.map(|_| due),
            used: minutes(from, used_until),
            left: minutes(reference, due),
            late: if overdue { minutes(due, reference) } else { minutes(due, due) },
            overdue,
            stopped: stopped(known()),
            ended,
            provisional: false,
            lines: started.map(|start| ends(calendar, start, due)).unwrap_or_default(),
            lines_left_out: 0,
        }
    }
}

/// Whole minutes between two moments; none when the second is earlier.
fn minutes(from: DateTime, to: DateTime) -> Quantity {
    let seconds = to.duration_since(from).as_secs().max(0) / 60;
    Quantity { amount: u32::try_from(seconds).unwrap_or(u32::MAX), unit: CountUnit::Minute }
}

fn stopped<'e>(known: impl DoubleEndedIterator<Item = &'e ClockEvent>) -> Option<Stopped> {
    let last = known.rev().find(|e| !matches!(e.kind, ClockEventKind::Extend { .. }))?;
    match &last.kind {
        ClockEventKind::Stop { reason } => Some(Stopped { since: last.at, reason: reason.clone() }),
        _ => None,
    }
}

/// The first and the last day; between them every minute counts.
fn ends(calendar: &Calendar, start: DateTime, due: DateTime) -> Vec<DayLine> {
    let line = |at: DateTime, total: Quantity, why: Vec<Why>| {
        let day = calendar.day(at.date())?;
        Some(DayLine { date: at.date(), day: day.kind, counted: true, total, why })
    };
    let total = minutes(start, due);
    let last = vec![Why::Counted { number: total.amount }, Why::LastDay];
    if due <= start || due.date() == start.date() {
        return line(due.max(start), total, last).into_iter().collect();
    }
    let midnight = start.date().tomorrow().map_or(due, |day| day.at(0, 0, 0, 0));
    let first = minutes(start, midnight);
    [line(start, first, vec![Why::Counted { number: first.amount }]), line(due, total, last)]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    const CALENDAR: &str = include_str!("../../../packs/vn/calendar.toml");

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_moves_the_end() {
        let calendar = Calendar::from_toml(CALENDAR).unwrap();
        let (filed, due) = (at("2026-08-03T08:00"), at("2026-08-04T21:30"));
        let mut events = vec![ClockEvent { at: filed, kind: ClockEventKind::Start }];
        let check = |events: &[ClockEvent], now: &str, expected: (u32, u32, u32, bool)| {
            let r = Clock::read_until(&calendar, due, events, at(now));
            assert_eq!((r.used.amount, r.left.amount, r.late.amount, r.overdue), expected, "{now}");
            assert_eq!(r.due, Some(due));
            r
        };
        check(&events, "2026-08-03T08:00", (0, 37 * 60 + 30, 0, false));
        check(&events, "2026-08-04T08:00", (24 * 60, 13 * 60 + 30, 0, false));
        check(&events, "2026-08-04T21:30", (37 * 60 + 30, 0, 0, false));
        check(&events, "2026-08-04T21:40", (37 * 60 + 30, 0, 10, true));
        let reason = "thiếu tài liệu".to_owned();
        events.push(ClockEvent { at: at("2026-08-03T09:00"), kind: ClockEventKind::Stop { reason } });
        let waiting = check(&events, "2026-08-04T08:00", (24 * 60, 13 * 60 + 30, 0, false));
        assert_eq!(waiting.stopped.unwrap().since, at("2026-08-03T09:00"));
        events.push(ClockEvent { at: at("2026-08-04T09:00"), kind: ClockEventKind::End });
        let ended = check(&events, "2026-08-05T08:00", (25 * 60, 12 * 60 + 30, 0, false));
        assert_eq!(ended.ended, Some(at("2026-08-04T09:00")));
        let before = Clock::read_until(&calendar, due, &[], filed);
        assert_eq!((before.due, before.overdue), (None, false), "nothing has begun");
        let late = Clock::read_until(&calendar, filed, &events, at("2026-08-03T08:30"));
        assert!(late.overdue, "filed too late to be answered in time");
    }
}
