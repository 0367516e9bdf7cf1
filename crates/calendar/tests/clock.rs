//! Deadlines: known cases, what a reading tells, what is refused, and what must hold of every deadline.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it stands"
)]

mod common;

use common::{at, calendar, events};
use congvu_calendar::{
    Clock, ClockError, ClockEvent, ClockEventKind, CountUnit, DayKind, Limit, MAX_LINES, Policy, Quantity,
    Reading, Unit, Why,
};
use jiff::civil::date;
use proptest::prelude::*;

fn read(limit: &str, story: &str, now: &str) -> Result<Reading, ClockError> {
    let (policy, events) = events(story);
    Clock::read(calendar(), &limit.parse().unwrap(), &policy, &events, at(now))
}

#[test]
fn known_deadlines() {
    let mut seen = 0;
    for line in include_str!("../testdata/deadlines.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let [limit, story, due]: [&str; 3] =
            line.split('|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
        let (policy, events) = events(story);
        let now = events.last().unwrap().at;
        let reading = Clock::read(calendar(), &limit.parse().unwrap(), &policy, &events, now)
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        let expected = match due {
            "none" => None,
            minute if minute.contains('T') => Some(at(minute)),
            day => Some(day.parse::<jiff::civil::Date>().unwrap().at(23, 59, 59, 0)),
        };
        assert_eq!(reading.due, expected, "{line}\n{:#?}", reading.lines);
        seen += 1;
    }
    assert!(seen >= 100, "only {seen} cases read");
}

fn check_amounts(limit: &str, story: &str, now: &str, used: u32, left: u32, late: u32) {
    let reading = read(limit, story, now).unwrap();
    let amounts = (reading.used.amount, reading.left.amount, reading.late.amount);
    assert_eq!(amounts, (used, left, late), "{limit}, {story}, at {now}");
    assert_eq!(reading.overdue, reading.due.is_some_and(|due| reading.ended.unwrap_or(at(now)) > due));
}

#[test]
fn used_left_and_late() {
    let ten = |now, used, left, late| {
        check_amounts("10 working-day", "2024-03-04T08:00 start", now, used, left, late);
    };
    ten("2024-03-04T08:00", 0, 10, 0);
    ten("2024-03-05T08:00", 0, 10, 0);
    ten("2024-03-06T08:00", 1, 9, 0);
    ten("2024-03-09T08:00", 4, 6, 0);
    ten("2024-03-18T16:00", 9, 1, 0);
    ten("2024-03-18T23:59:59", 9, 1, 0);
    ten("2024-03-19T00:00", 10, 0, 1);
    ten("2024-03-25T08:00", 10, 0, 5);
    let eight = |now, used, left, late| {
        check_amounts("8 working-hour", "2024-03-04T10:00 start", now, used, left, late);
    };
    eight("2024-03-04T10:30", 30, 450, 0);
    eight("2024-03-04T12:30", 120, 360, 0);
    eight("2024-03-05T10:00", 480, 0, 0);
    eight("2024-03-05T10:30", 480, 0, 30);
    eight("2024-03-06T08:30", 480, 0, 390);
    let stopped = "2024-03-04T08:00 start; 2024-03-06T10:00 stop";
    check_amounts("10 working-day", stopped, "2024-04-02T08:00", 2, 8, 0);
    let ended = "2024-03-04T08:00 start; 2024-03-20T09:00 end";
    check_amounts("10 working-day", ended, "2024-05-02T08:00", 10, 0, 2);
    check_amounts("24 hour", "2024-03-04T08:00 start", "2024-03-05T10:15", 1440, 0, 135);
    check_amounts("5 day", "2024-03-04T08:00 start", "2024-03-12T08:00", 5, 0, 1);
}

#[test]
fn before_the_start_nothing_runs() {
    let reading = read("10 working-day", "2024-03-04T08:00 start", "2024-03-01T08:00").unwrap();
    assert_eq!((reading.started, reading.due, reading.lines.len()), (None, None, 0));
    assert_eq!(reading.left, Quantity { amount: 10, unit: CountUnit::WorkingDay });
}

/// A past moment knows nothing of what came later.
#[test]
fn reads_as_of_a_moment() {
    let story = "2024-03-04T08:00 start; 2024-03-06T10:00 stop; 2024-03-11T09:00 resume";
    let due = |now| read("10 working-day", story, now).unwrap().due.map(|due| due.date());
    assert_eq!(due("2024-03-05T08:00"), Some(date(2024, 3, 18)));
    assert_eq!(due("2024-03-07T08:00"), None);
    assert_eq!(due("2024-03-12T08:00"), Some(date(2024, 3, 21)));
}

/// The days from Tết 2024, told one by one.
#[test]
fn explains_tet_day_by_day() {
    let reading = read("3 working-day", "2024-02-06T18:00 start", "2024-02-07T09:00").unwrap();
    let told: Vec<String> = reading
        .lines
        .iter()
        .map(|line| {
            let why = match &line.why[0] {
                Why::Counted { number } => format!("counted {number}"),
                Why::Holiday { name } => name.vi.clone(),
                Why::CompensatoryRest { r#for, .. } => format!("bù {}", r#for),
                Why::ReceivedLater { counts_from, .. } => format!("from {counts_from}"),
                other => format!("{other:?}"),
            };
            format!("{} {} {why}", line.date, line.total.amount)
        })
        .collect();
    let expected = [
        "2024-02-06 0 from 2024-02-07T08:00:00",
        "2024-02-07 0 DayOfReceipt",
        "2024-02-08 0 Tết Âm lịch",
        "2024-02-09 0 Tết Âm lịch",
        "2024-02-10 0 Tết Âm lịch",
        "2024-02-11 0 Tết Âm lịch",
        "2024-02-12 0 Tết Âm lịch",
        "2024-02-13 0 bù 2024-02-10",
        "2024-02-14 0 bù 2024-02-11",
        "2024-02-15 1 counted 1",
        "2024-02-16 2 counted 2",
        "2024-02-17 2 WeeklyRest",
        "2024-02-18 2 WeeklyRest",
        "2024-02-19 3 counted 3",
    ];
    assert_eq!(told, expected);
    assert_eq!(reading.lines.last().unwrap().why.last(), Some(&Why::LastDay));
    assert!(!reading.provisional);
}

#[test]
fn explains_a_swapped_day_and_a_moved_end() {
    let reading = read("3 working-day", "2024-04-26T09:00 start", "2024-04-26T09:00").unwrap();
    let document = || "2450/VPCP-KGVX".to_owned();
    let rest = Why::SwappedRest { document: document(), r#for: date(2024, 5, 4) };
    let work = Why::SwappedWork { document: document(), r#for: date(2024, 4, 29) };
    let line =
        |day: i8, month: i8| reading.lines.iter().find(|line| line.date == date(2024, month, day)).unwrap();
    assert!(!line(29, 4).counted && line(29, 4).why[0] == rest);
    assert!(line(4, 5).counted && line(4, 5).why.contains(&work));

    let reading = read("5 day", "2024-03-04T08:00 start", "2024-03-04T08:00").unwrap();
    let last = reading.lines.last().unwrap();
    assert_eq!(last.date, date(2024, 3, 11));
    assert!(last.why.contains(&Why::LastDayMoves { from: date(2024, 3, 9) }));
}

#[test]
fn explains_a_stop() {
    let story = "2024-03-04T08:00 start; 2024-03-06T10:00 stop; 2024-03-08T09:00 resume";
    let reading = read("5 working-day", story, "2024-03-08T09:00").unwrap();
    let line = |day: i8| reading.lines.iter().find(|line| line.date == date(2024, 3, day)).unwrap();
    let reason = "thiếu giấy tờ".to_owned();
    assert!(line(6).counted && line(6).why.iter().any(|why| matches!(why, Why::Stopped { .. })));
    assert_eq!(line(7).why[0], Why::StoodStill { since: date(2024, 3, 6), reason });
    assert!(!line(8).counted && matches!(line(8).why[0], Why::Resumed { .. }));
    assert!(line(11).counted);
    assert_eq!(reading.stopped, None);
    let stopped = read("5 working-day", story, "2024-03-07T09:00").unwrap();
    assert_eq!(stopped.stopped.unwrap().since, at("2024-03-06T10:00"));
    assert_eq!(stopped.lines.last().unwrap().date, date(2024, 3, 7));
}

/// A limit that runs over a Tết not yet announced says so.
#[test]
fn says_what_is_provisional() {
    let provisional = |start: &str| {
        let story = format!("{start} start");
        read("10 working-day", &story, start).unwrap().provisional
    };
    assert!(provisional("2030-01-28T08:00"));
    assert!(!provisional("2030-03-04T08:00"));
    assert!(!provisional("2024-02-05T08:00"));
}

fn check_refused(limit: &str, story: &str, expected: &str) {
    let error = read(limit, story, "2100-01-01T00:00").unwrap_err().to_string();
    assert!(error.contains(expected), "{story}: {error}");
}

#[test]
fn refuses_events_that_make_no_story() {
    let ten = "10 working-day";
    check_refused(ten, "2024-03-04T08:00 stop", "event 1 (`stop`) cannot happen: the clock is not started");
    check_refused(ten, "2024-03-04T08:00 start; 2024-03-05T08:00 start", "event 2 (`start`)");
    check_refused(ten, "2024-03-04T08:00 start; 2024-03-05T08:00 resume", "the clock is running");
    check_refused(
        ten,
        "2024-03-04T08:00 start; 2024-03-05T08:00 stop; 2024-03-06T08:00 stop",
        "the clock is stopped",
    );
    check_refused(
        ten,
        "2024-03-04T08:00 start; 2024-03-05T08:00 end; 2024-03-06T08:00 stop",
        "the clock is ended",
    );
    check_refused(ten, "2024-03-04T08:00 start; 2024-03-03T08:00 stop", "event 2 at");
    check_refused(
        ten,
        "2024-03-04T08:00 start; 2024-03-05T08:00 extend 1 month",
        "cannot be extended by `1 month`",
    );
    check_refused(ten, "2024-03-04T08:00 start; 2024-03-05T08:00 until 2024-03-05", "not after the day");
    check_refused("50 year", "2060-03-04T08:00 start", "the calendar ends on `2100-12-31`");
    check_refused(ten, "1980-03-04T08:00 start", "the calendar ends");
    let many = vec![ClockEvent { at: at("2024-03-04T08:00"), kind: ClockEventKind::Start }; 1001];
    let limit = ten.parse().unwrap();
    let error = Clock::read(calendar(), &limit, &Policy::default(), &many, at("2024-03-04T08:00"));
    assert_eq!(error, Err(ClockError::TooManyEvents(1001)));
    let zero = Limit { amount: 0, unit: Unit::Day };
    assert!(matches!(Clock::due(calendar(), &zero, at("2024-03-04T08:00")), Err(ClockError::Limit(_))));
}

#[test]
fn long_limits_keep_their_lines_within_bounds() {
    let reading = read("10 year", "2024-03-04T08:00 start", "2024-03-04T08:00").unwrap();
    assert_eq!(reading.lines.len(), MAX_LINES);
    assert!(reading.lines_left_out > 3_000);
}

#[test]
fn readings_survive_json() {
    let story = "2024-02-06T18:00 start; 2024-02-16T09:00 stop; 2024-02-20T09:00 resume; 2024-02-21T09:00 extend 2 working-day";
    let reading = read("5 working-day", story, "2024-02-22T09:00").unwrap();
    let json = serde_json::to_string(&reading).unwrap();
    assert_eq!(serde_json::from_str::<Reading>(&json).unwrap(), reading);
    let event: ClockEvent =
        serde_json::from_str(r#"{"at":"2024-03-04T08:00","event":"stop","reason":"thiếu"}"#).unwrap();
    assert_eq!(event.kind, ClockEventKind::Stop { reason: "thiếu".to_owned() });
}

fn units() -> impl Strategy<Value = Unit> {
    // The same day is one day or none: it has its own test.
    let many = Unit::ALL.into_iter().filter(|unit| unit.max_amount() > 1);
    proptest::sample::select(many.collect::<Vec<_>>())
}

fn moment() -> impl Strategy<Value = jiff::civil::DateTime> {
    (0_i64..14_000, 0_i64..1_440).prop_map(|(days, minutes)| {
        let span = jiff::Span::new().days(days).minutes(minutes);
        date(1996, 1, 1).at(0, 0, 0, 0).checked_add(span).unwrap()
    })
}

proptest! {
    #[test]
    fn more_time_is_never_due_earlier(start in moment(), unit in units(), amount in 1_u32..49) {
        let due = |amount| Clock::due(calendar(), &Limit { amount, unit }, start).unwrap();
        prop_assert!(due(amount) <= due(amount + 1));
        prop_assert!(due(amount) > start);
    }

    #[test]
    fn the_same_day_is_a_working_day_and_never_further_than_the_next(start in moment()) {
        let due = Clock::due(calendar(), &Limit { amount: 1, unit: Unit::SameDay }, start).unwrap();
        let next = Clock::due(calendar(), &Limit { amount: 1, unit: Unit::WorkingDay }, start).unwrap();
        prop_assert!(calendar().is_working(due.date()) == Some(true), "{due}");
        prop_assert!(due.date() >= start.date() && due <= next, "{start}: {due}, one working day {next}");
    }

    #[test]
    fn days_never_end_on_a_rest_day(start in moment(), unit in units(), amount in 1_u32..49) {
        let due = Clock::due(calendar(), &Limit { amount, unit }, start).unwrap();
        if unit != Unit::Hour {
            prop_assert_eq!(calendar().is_working(due.date()), Some(true));
        }
    }

    #[test]
    fn a_stop_never_brings_the_due_date_forward(
        start in moment(), unit in units(), amount in 1_u32..49,
        run in 0_i64..50_000, pause in 0_i64..50_000,
    ) {
        let limit = Limit { amount, unit };
        let plain = Clock::due(calendar(), &limit, start).unwrap();
        let stop = start.checked_add(jiff::Span::new().minutes(run)).unwrap();
        let resume = stop.checked_add(jiff::Span::new().minutes(pause)).unwrap();
        let events = [
            ClockEvent { at: start, kind: ClockEventKind::Start },
            ClockEvent { at: stop, kind: ClockEventKind::Stop { reason: String::new() } },
            ClockEvent { at: resume, kind: ClockEventKind::Resume },
        ];
        for supplement in [congvu_calendar::Supplement::ClockStops, congvu_calendar::Supplement::ClockRestarts] {
            let reading = Clock::read(calendar(), &limit, &Policy { supplement }, &events, resume).unwrap();
            let due = reading.due.unwrap();
            prop_assert!(due >= plain, "{} before {}", due, plain);
            for line in &reading.lines {
                prop_assert!(!line.why.is_empty(), "{:?}", line);
            }
            let total = reading.used.amount + reading.left.amount;
            prop_assert!(total > 0);
        }
    }

    /// The lines are the count: as many counted days as the limit has, each on a day the unit counts.
    #[test]
    fn the_lines_add_up(start in moment(), amount in 1_u32..60) {
        let limit = Limit { amount, unit: Unit::WorkingDay };
        let events = [ClockEvent { at: start, kind: ClockEventKind::Start }];
        let reading = Clock::read(calendar(), &limit, &Policy::default(), &events, start).unwrap();
        let counted = reading.lines.iter().filter(|line| line.counted).count();
        prop_assert_eq!(counted, usize::try_from(amount).unwrap());
        for line in &reading.lines {
            prop_assert!(!line.counted || line.day.is_working());
            let off = matches!(line.day, DayKind::Holiday { .. } | DayKind::WeeklyRest);
            prop_assert!(!(off && line.counted));
        }
        for pair in reading.lines.windows(2) {
            prop_assert_eq!(pair[0].date.tomorrow().unwrap(), pair[1].date);
            prop_assert!(pair[0].total.amount <= pair[1].total.amount);
        }
    }

    /// Whatever the events, there is a reading or an error, never a panic.
    #[test]
    fn any_events_are_answered(
        unit in units(), amount: u32,
        steps in proptest::collection::vec((0_u8..6, 0_i64..20_000, 0_u32..40), 0..12),
        start in moment(), wait in 0_i64..100_000, restarts: bool,
    ) {
        let mut at = start;
        let mut events = vec![ClockEvent { at, kind: ClockEventKind::Start }];
        for (kind, minutes, more) in steps {
            at = at.checked_add(jiff::Span::new().minutes(minutes)).unwrap();
            let until = at.date().checked_add(jiff::Span::new().days(i64::from(more))).unwrap();
            let extend = |extension| ClockEventKind::Extend { extension, reason: String::new() };
            let kind = match kind {
                0 => ClockEventKind::Start,
                1 => ClockEventKind::Stop { reason: String::new() },
                2 => ClockEventKind::Resume,
                3 => extend(congvu_calendar::Extension::By(Limit { amount: more, unit })),
                4 => extend(congvu_calendar::Extension::Until(until)),
                _ => ClockEventKind::End,
            };
            events.push(ClockEvent { at, kind });
        }
        let now = at.checked_add(jiff::Span::new().minutes(wait)).unwrap();
        let supplement =
            if restarts { congvu_calendar::Supplement::ClockRestarts } else { congvu_calendar::Supplement::ClockStops };
        let _ = Clock::read(calendar(), &Limit { amount: amount % 700, unit }, &Policy { supplement }, &events, now);
    }
}
