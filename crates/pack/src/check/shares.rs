//! The time of the steps: the shares add up to the limit, in working time or by the calendar.

use crate::locate::Locator;
use crate::{Fault, Library};
use congvu_calendar::{Limit, Unit};
use congvu_matter::declare::Version;

/// Hours of a calendar day.
const DAY_HOURS: u32 = 24;

pub(crate) fn check(
    version: &Version,
    path: &str,
    library: &Library,
    at: &Locator<'_>,
    faults: &mut Vec<Fault>,
) {
    let shares: Vec<&Limit> = version.steps.iter().filter_map(|s| s.share.as_ref()).collect();
    let Some(time) = &version.time else {
        if !shares.is_empty() {
            faults.push(
                at.fault(&format!("{path}.step"), "there is no time limit of which steps could have shares"),
            );
        }
        return;
    };
    let hours = |limit: &Limit| limit.in_working_hours(&library.calendar);
    if let (Some(law), Some(promise)) = (&time.statutory, &time.committed) {
        let working = hours(&law.limit).zip(hours(&promise.limit));
        let clock = by_clock(&law.limit).zip(by_clock(&promise.limit));
        if working.or(clock).is_some_and(|(most, promised)| promised > most) {
            let reason =
                format!("the promise of {} is longer than the {} of the law", promise.limit, law.limit);
            faults.push(at.fault(&format!("{path}.time.committed"), reason));
        }
    }
    let place = format!("{path}.step");
    let (Some(counted), false) = (time.counted(), shares.is_empty()) else { return };
    let reason = if let Some(allowed) = hours(&counted.limit) {
        sum(&shares, hours, allowed, "working hours", &counted.limit)
    } else if let Some(allowed) = by_clock(&counted.limit) {
        sum(&shares, by_clock, allowed, "hours by the clock", &counted.limit)
    } else {
        Some(format!("a limit of {} cannot be divided: leave out the shares", counted.limit))
    };
    faults.extend(reason.map(|reason| at.fault(&place, reason)));
}

/// Hours by the clock, day and night.
fn by_clock(limit: &Limit) -> Option<u32> {
    match limit.unit {
        Unit::Hour => Some(limit.amount),
        Unit::Day => limit.amount.checked_mul(DAY_HOURS),
        _ => None,
    }
}

fn sum(
    shares: &[&Limit],
    hours: impl Fn(&Limit) -> Option<u32>,
    allowed: u32,
    unit: &str,
    limit: &Limit,
) -> Option<String> {
    let all = shares.iter().try_fold(0_u32, |sum, share| sum.checked_add(hours(share)?));
    match all {
        None => {
            let as_limit =
                if unit.starts_with("working") { "working hours or working days" } else { "hours or days" };
            Some(format!("shares must be in {as_limit}, as the limit is"))
        }
        Some(sum) if sum != allowed => {
            Some(format!("the shares of the steps add up to {sum} {unit}, the limit {limit} is {allowed}"))
        }
        Some(_) => None,
    }
}
