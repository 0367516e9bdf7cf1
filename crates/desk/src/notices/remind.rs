//! What falls due soon and what is late is told at set times of day. Whatever runs twice tells once: the message is known by the
//! matter and the moment at which it is due.

use super::{Cause, told};
use crate::Case;
use crate::clock::to_ms;
use crate::desk::Desk;
use crate::error::DeskError;
use congvu_pack::Agency;
use congvu_pack::notices::{Notice, Passing};
use congvu_store::JobRow;
use jiff::civil::{Date, DateTime};

/// Kind of the job that looks for what falls due.
pub(crate) const REMIND: &str = "remind";
/// Matters read at once.
const PAGE: u32 = 200;
/// Most days looked ahead; a longer run of holidays is unheard of.
const MAX_DAYS: usize = 60;

/// The latest set time of day at or before `now`, and the next one.
fn slots(desk: &Desk, now: DateTime) -> Option<(DateTime, DateTime)> {
    let mut times = desk.library().notices.sending.remind.at.clone();
    times.sort_unstable();
    let (yesterday, tomorrow) = (now.date().yesterday().ok()?, now.date().tomorrow().ok()?);
    let all: Vec<DateTime> = [yesterday, now.date(), tomorrow]
        .into_iter()
        .flat_map(|day| times.iter().map(move |time| day.to_datetime(*time)))
        .collect();
    let last = all.iter().rev().find(|slot| **slot <= now)?;
    let next = all.iter().find(|slot| **slot > now)?;
    Some((*last, *next))
}

fn remind_job(slot: DateTime, attempts: i64) -> JobRow {
    JobRow {
        id: format!("{REMIND}/{slot}"),
        kind: REMIND.to_owned(),
        run_at_ms: to_ms(slot),
        max_attempts: attempts,
        body: String::new(),
    }
}

/// Makes sure that the latest set time was not missed; each time that was kept sets the next one.
pub(crate) async fn schedule(desk: &Desk, attempts: i64) -> Result<(), DeskError> {
    let Some((last, _)) = slots(desk, desk.inner.clock.now()) else { return Ok(()) };
    for agency in desk.library().agencies.keys() {
        desk.inner.store.put_job(agency, &remind_job(last, attempts)).await?;
    }
    Ok(())
}

/// Tells the officers of an agency what falls due soon and what is late, and sets the next time.
pub(crate) async fn remind(desk: &Desk, agency: &str, attempts: i64) -> Result<(), DeskError> {
    let now = desk.inner.clock.now();
    if let Some(agency) = desk.agency(agency) {
        remind_all(desk, agency, now).await?;
    }
    if let Some((_, next)) = slots(desk, now) {
        desk.inner.store.put_job(agency, &remind_job(next, attempts)).await?;
    }
    Ok(())
}

async fn remind_all(desk: &Desk, agency: &Agency, now: DateTime) -> Result<(), DeskError> {
    let until_ms = to_ms(soon_until(desk, now.date()).to_datetime(jiff::civil::Time::midnight()));
    let mut after: Option<(i64, String)> = None;
    loop {
        let from = after.as_ref().map(|(due, id)| (*due, id.as_str()));
        let rows = desk.inner.store.matters_due(agency.id(), until_ms, PAGE, from).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some((last.due_ms.unwrap_or(i64::MAX), last.id.clone()));
        // Rows that only carry a version are no cases.
        let rows: Vec<_> = rows.into_iter().filter(|r| !r.procedure.is_empty()).collect();
        let mut messages = Vec::new();
        for case in desk.cases(&rows)? {
            messages.extend(of_case(desk, agency, &case).await?);
        }
        desk.inner.store.put_messages(&messages).await?;
    }
}

async fn of_case(
    desk: &Desk,
    agency: &Agency,
    case: &Case,
) -> Result<Vec<congvu_store::MessageRow>, DeskError> {
    let Some(clock) = case.clock.as_ref().filter(|c| c.stopped.is_none() && c.ended.is_none()) else {
        return Ok(Vec::new());
    };
    let Some(due) = clock.due else { return Ok(Vec::new()) };
    let passing = if clock.overdue { Passing::Late } else { Passing::DueSoon };
    let notices: Vec<&Notice> = desk.library().notices.of_passing(&case.matter.lifecycle, passing).collect();
    let key = format!("{passing:?}/{due}");
    told(desk, agency, case, &notices, &Cause { key: &key, act: None }).await
}

/// The first day that is not soon any more.
fn soon_until(desk: &Desk, today: Date) -> Date {
    let most = desk.library().notices.sending.remind.due_soon_working_days;
    let mut working = 0_u32;
    let mut day = today;
    for _ in 0..MAX_DAYS {
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
        // A day that the calendar does not know is taken as a working day: better told early than late.
        if desk.library().calendar.is_working(day).unwrap_or(true) {
            working = working.saturating_add(1);
        }
        if working > most {
            return day;
        }
    }
    day
}
