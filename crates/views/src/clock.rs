//! A reading of the legal clock as the component that pages show.

use congvu_calendar::{CountUnit, DayLine, Extension, Quantity, Reading, Why};
use congvu_web::components::{Clock, ClockLine, Stopped, TimeUnit};
use congvu_web::{Words, fmt};
use jiff::civil::DateTime;

use crate::limit::{limit_text, unit_text};

/// Minutes of an hour; hours are counted in minutes and shown in hours.
const HOUR_MINUTES: u32 = 60;

/// The clock component for a reading: days used, days left, the due date, why it stands still, and the count day by day.
#[must_use]
pub fn clock(w: &Words, reading: &Reading) -> Clock {
    let used = amount(reading.used, false);
    let left = amount(reading.left, true);
    let late = amount(reading.late, true).max(u32::from(reading.overdue));
    let signed = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    Clock {
        used,
        total: used.saturating_add(left),
        left: if reading.overdue { signed(late).saturating_neg() } else { signed(left) },
        unit: time_unit(reading.left.unit),
        due: reading.due.map(DateTime::date),
        stopped: reading
            .stopped
            .as_ref()
            .map(|s| Stopped { since: s.since.date(), why: stop_reason(w, &s.reason) }),
        finished: reading.ended.is_some(),
        lines: lines(w, reading),
    }
}

fn time_unit(unit: CountUnit) -> TimeUnit {
    match unit {
        CountUnit::Minute => TimeUnit::Hour,
        CountUnit::WorkingMinute => TimeUnit::WorkingHour,
        CountUnit::Day => TimeUnit::Day,
        CountUnit::WorkingDay => TimeUnit::WorkingDay,
    }
}

/// Days stay; minutes become hours, begun ones counted where `up`.
fn amount(q: Quantity, up: bool) -> u32 {
    match q.unit {
        CountUnit::Day | CountUnit::WorkingDay => q.amount,
        CountUnit::Minute | CountUnit::WorkingMinute if up => q.amount.div_ceil(HOUR_MINUTES),
        CountUnit::Minute | CountUnit::WorkingMinute => q.amount / HOUR_MINUTES,
    }
}

fn lines(w: &Words, reading: &Reading) -> Vec<ClockLine> {
    let mut all: Vec<ClockLine> = reading.lines.iter().map(|l| line(w, l)).collect();
    if reading.lines_left_out > 0 {
        all.push(ClockLine {
            when: String::new(),
            what: w.with("views-why-left-out", &[("n", reading.lines_left_out.into())]),
            counted: false,
        });
    }
    all
}

fn line(w: &Words, line: &DayLine) -> ClockLine {
    let reasons: Vec<String> = line.why.iter().map(|reason| why(w, reason, line.total.unit)).collect();
    ClockLine {
        when: fmt::date_weekday(w.lang(), line.date),
        what: reasons.join("; "),
        counted: line.counted,
    }
}

/// Why a clock stands still, in words. The record keeps the act's name when nothing else was said.
#[must_use]
pub fn stop_reason(w: &Words, reason: &str) -> String {
    match reason {
        "" => w.t("views-stopped-unsaid"),
        "request-supplement" | "request-supplement-again" => w.t("views-stopped-supplement"),
        other => other.to_owned(),
    }
}

/// One reason of the count, in words.
#[must_use]
pub fn why(w: &Words, reason: &Why, unit: CountUnit) -> String {
    let date = |d| fmt::date(w.lang(), d);
    let moment = |at: DateTime| format!("{}, {}", fmt::time(at.time()), fmt::date(w.lang(), at.date()));
    let at = |id: &str, at: DateTime| w.with(id, &[("at", fmt::time(at.time()).into())]);
    match reason {
        Why::DayOfReceipt => w.t("views-why-day-of-receipt"),
        Why::ReceivedLater { at, counts_from } => w.with(
            "views-why-received-later",
            &[("at", moment(*at).into()), ("from", moment(*counts_from).into())],
        ),
        Why::Counted { number } => match unit {
            CountUnit::Day | CountUnit::WorkingDay => {
                w.with("views-why-counted", &[("n", (*number).into()), ("unit", unit_text(w, unit).into())])
            }
            CountUnit::Minute | CountUnit::WorkingMinute => w.with(
                "views-why-counted-hours",
                &[("hours", (number / HOUR_MINUTES).into()), ("minutes", (number % HOUR_MINUTES).into())],
            ),
        },
        Why::WeeklyRest => w.t("views-why-weekly-rest"),
        Why::Holiday { name } => {
            w.with("views-why-holiday", &[("name", w.pick(&name.vi, &name.en).to_owned().into())])
        }
        Why::CompensatoryRest { name, r#for } => w.with(
            "views-why-compensatory-rest",
            &[("name", w.pick(&name.vi, &name.en).to_owned().into()), ("date", date(*r#for).into())],
        ),
        Why::SwappedRest { document, r#for } => swapped(w, "views-why-swapped-rest", document, date(*r#for)),
        Why::SwappedWork { document, r#for } => swapped(w, "views-why-swapped-work", document, date(*r#for)),
        Why::StoodStill { since, reason } => w.with(
            "views-why-stood-still",
            &[("date", date(*since).into()), ("reason", stop_reason(w, reason).into())],
        ),
        Why::Stopped { at, reason } => w.with(
            "views-why-stopped",
            &[("at", fmt::time(at.time()).into()), ("reason", stop_reason(w, reason).into())],
        ),
        Why::Resumed { at: when } => at("views-why-resumed", *when),
        Why::Restarted { at: when } => at("views-why-restarted", *when),
        Why::Extended { extension, reason } => extended(w, *extension, reason),
        Why::Ended { at: when } => at("views-why-ended", *when),
        Why::LastDay => w.t("views-why-last-day"),
        Why::LastDayMoves { from } => w.with("views-why-last-day-moves", &[("date", date(*from).into())]),
        Why::NoOfficeHours => w.t("views-why-no-office-hours"),
        Why::PastDue => w.t("views-why-past-due"),
        Why::Provisional => w.t("views-why-provisional"),
    }
}

fn swapped(w: &Words, id: &str, document: &str, date: String) -> String {
    w.with(id, &[("document", document.to_owned().into()), ("date", date.into())])
}

fn extended(w: &Words, extension: Extension, reason: &str) -> String {
    let reason = reason.to_owned();
    match extension {
        Extension::By(limit) => w.with(
            "views-why-extended-by",
            &[("limit", limit_text(w, limit).into()), ("reason", reason.into())],
        ),
        Extension::Until(day) => w.with(
            "views-why-extended-until",
            &[("date", fmt::date(w.lang(), day).into()), ("reason", reason.into())],
        ),
    }
}
