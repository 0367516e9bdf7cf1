//! Until when an act can be sanctioned, and what late payment costs.

use crate::law::{Behaviour, Law, in_force};
use crate::{Limitation, TimeRule};
use congvu_calendar::{Limit, Unit};
use jiff::Span;
use jiff::civil::Date;

/// The day after so many calendar days, months or years. None for working time, which needs a calendar.
fn after(day: Date, limit: Limit) -> Option<Date> {
    let amount = i64::from(limit.amount);
    let span = match limit.unit {
        Unit::Day => Span::new().try_days(amount),
        Unit::Month => Span::new().try_months(amount),
        Unit::Year => Span::new().try_years(amount),
        _ => return None,
    };
    day.checked_add(span.ok()?).ok()
}

impl Law {
    /// The limitation of an act, by the law of the day on which it would be sanctioned.
    #[must_use]
    pub fn limitation(&self, act: &Behaviour, day: Date) -> Option<&Limitation> {
        let all = || self.all.limitations.iter().filter(|l| in_force(l.from, l.to, day));
        let named = all().find(|l| l.fields.contains(&act.field));
        named.or_else(|| all().find(|l| l.fields.is_empty()))
    }

    /// The last day on which an act that ended (or was found going on) on a day can be sanctioned. None where no limit is known.
    #[must_use]
    pub fn sanctionable_until(&self, act: &Behaviour, since: Date, day: Date) -> Option<Date> {
        after(since, self.limitation(act, day)?.limit)
    }

    /// When something that began on a day ends by a rule in calendar time.
    #[must_use]
    pub fn ends(&self, rule: &TimeRule, since: Date) -> Option<Date> {
        after(since, rule.limit)
    }

    /// What late payment costs, đồng: for each day after the last day for payment. None where no rate is known.
    #[must_use]
    pub fn late_interest(&self, unpaid: u64, last_day: Date, on: Date) -> Option<u64> {
        let rate = self.all.late.as_ref()?.millionths_per_day;
        let days = u64::try_from((on - last_day).get_days().max(0)).unwrap_or(0);
        let total = u128::from(unpaid)
            .checked_mul(u128::from(rate))?
            .checked_mul(u128::from(days))?
            .checked_div(1_000_000)?;
        u64::try_from(total).ok()
    }
}
