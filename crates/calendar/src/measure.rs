//! What limits and stretches of time come to in days and seconds.

use crate::calendar::Calendar;
use crate::limit::{Limit, Unit};
use crate::reading::ClockError;
use jiff::civil::{Date, DateTime, Time};

/// Seconds in a day; no day in Vietnam has another length.
pub(crate) const DAY_SECONDS: u64 = 86_400;

/// Days or seconds that `limits`, one after the other, come to from `day`. Months are counted off from `day` on.
pub(crate) fn amount(calendar: &Calendar, limits: &[Limit], day: Date) -> Result<u64, ClockError> {
    let beyond = || ClockError::BeyondCalendar { last: calendar.last_day() };
    let (mut plain, mut end) = (0_u64, day);
    for limit in limits {
        let months = match limit.unit {
            Unit::Hour | Unit::WorkingHour => {
                plain += u64::from(limit.amount) * 3_600;
                continue;
            }
            Unit::WorkingDay | Unit::SameDay => {
                plain += u64::from(limit.amount);
                continue;
            }
            Unit::Day => {
                let span = jiff::Span::new().try_days(limit.amount).map_err(|_| beyond())?;
                end = end.checked_add(span).map_err(|_| beyond())?;
                continue;
            }
            Unit::Month => limit.amount,
            Unit::Year => limit.amount * 12,
        };
        let span = jiff::Span::new().try_months(months).map_err(|_| beyond())?;
        end = end.checked_add(span).map_err(|_| beyond())?;
    }
    let span = end.since((jiff::Unit::Day, day)).map_err(|_| beyond())?;
    Ok(plain + u64::try_from(span.get_days()).unwrap_or(0))
}

/// Seconds of office hours between two moments.
pub(crate) fn working_seconds(calendar: &Calendar, from: DateTime, to: DateTime) -> u64 {
    let mut sum = 0;
    for date in from.date().series(jiff::Span::new().days(1)).take_while(|date| *date <= to.date()) {
        if calendar.index(date).is_none() {
            break;
        }
        let start = if date == from.date() { seconds(from.time()) } else { 0 };
        let end = if date == to.date() { seconds(to.time()) } else { DAY_SECONDS };
        sum += calendar
            .sessions(date)
            .iter()
            .map(|(open, close)| end.min(seconds(*close)).saturating_sub(start.max(seconds(*open))))
            .sum::<u64>();
    }
    sum
}

/// Seconds since midnight.
pub(crate) fn seconds(time: Time) -> u64 {
    let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    u64::try_from(seconds).unwrap_or(0)
}
