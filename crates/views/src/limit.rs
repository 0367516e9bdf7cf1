//! Lengths of time in words.

use congvu_calendar::{Limit, Unit};
use congvu_web::Words;

/// `10 ngày làm việc`, `10 working days`.
#[must_use]
pub fn limit_text(w: &Words, limit: Limit) -> String {
    let id = match limit.unit {
        Unit::Hour => "views-limit-hour",
        Unit::WorkingHour => "views-limit-working-hour",
        Unit::SameDay => "views-limit-same-day",
        Unit::Day => "views-limit-day",
        Unit::WorkingDay => "views-limit-working-day",
        Unit::Month => "views-limit-month",
        Unit::Year => "views-limit-year",
    };
    w.with(id, &[("n", limit.amount.into())])
}

/// The name of a unit after a number: `ngày làm việc`.
#[must_use]
pub fn unit_text(w: &Words, unit: congvu_calendar::CountUnit) -> String {
    use congvu_calendar::CountUnit;
    w.t(match unit {
        CountUnit::Minute => "views-unit-hour",
        CountUnit::WorkingMinute => "views-unit-working-hour",
        CountUnit::Day => "views-unit-day",
        CountUnit::WorkingDay => "views-unit-working-day",
    })
}
