//! Limits of time as the law states them: an amount and a unit.

use crate::calendar::Calendar;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The unit of a limit, spelled as packs spell it (`working-day`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Sixty minutes by the clock, day and night (giờ).
    Hour,
    /// An hour in which the office is open (giờ làm việc).
    WorkingHour,
    /// The working day of receipt itself, or the next one from the cut-off hour on (trong ngày làm việc). Only as `1 same-day`.
    SameDay,
    /// A calendar day (ngày).
    Day,
    /// A day that is worked (ngày làm việc).
    WorkingDay,
    /// A calendar month: ends on the day of the same number, or on the last day of a shorter month (tháng).
    Month,
    /// Twelve months (năm).
    Year,
}

impl Unit {
    /// All units, shortest first.
    pub const ALL: [Self; 7] =
        [Self::Hour, Self::WorkingHour, Self::SameDay, Self::Day, Self::WorkingDay, Self::Month, Self::Year];

    /// The name packs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::WorkingHour => "working-hour",
            Self::SameDay => "same-day",
            Self::Day => "day",
            Self::WorkingDay => "working-day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Largest amount accepted in this unit: about thirty years, fifty for months and years (validity of licences).
    pub fn max_amount(self) -> u32 {
        match self {
            Self::SameDay => 1,
            Self::Hour | Self::WorkingHour | Self::Day | Self::WorkingDay => 10_000,
            Self::Month => 600,
            Self::Year => 50,
        }
    }

    /// True for hours, which run from the minute; the other units run by whole days.
    pub fn is_hours(self) -> bool {
        matches!(self, Self::Hour | Self::WorkingHour)
    }
}

/// A limit of time, as `10 working-day`. Written as that string or as a table with `amount` and `unit`; read from either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Limit {
    /// How many, from 1 to [`Unit::max_amount`].
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// Why a limit was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// Not an amount and a unit.
    #[error("`{0}` is not a limit; write an amount and a unit, as `10 working-day`")]
    Form(String),
    /// A unit that does not exist.
    #[error("unit `{0}` is unknown; use hour, working-hour, same-day, day, working-day, month or year")]
    Unit(String),
    /// Zero, or beyond all reason.
    #[error("`{amount} {unit}` is out of range; the amount is from 1 to {max}")]
    Range {
        /// What was given.
        amount: u32,
        /// Its unit.
        unit: &'static str,
        /// The largest accepted.
        max: u32,
    },
}

impl Limit {
    /// A limit within range.
    ///
    /// # Errors
    /// [`LimitError::Range`] when the amount is 0 or more than [`Unit::max_amount`].
    pub fn new(amount: u32, unit: Unit) -> Result<Self, LimitError> {
        Self { amount, unit }.checked()
    }

    pub(crate) fn checked(self) -> Result<Self, LimitError> {
        let max = self.unit.max_amount();
        if (1..=max).contains(&self.amount) {
            Ok(self)
        } else {
            Err(LimitError::Range { amount: self.amount, unit: self.unit.as_str(), max })
        }
    }

    /// The limit in working hours, by the hours per day of the calendar file: what a share of a procedure's time comes to.
    /// `None` for units that are not working time.
    pub fn in_working_hours(&self, calendar: &Calendar) -> Option<u32> {
        match self.unit {
            Unit::WorkingHour => Some(self.amount),
            Unit::WorkingDay | Unit::SameDay => self.amount.checked_mul(calendar.hours_per_day()),
            Unit::Hour | Unit::Day | Unit::Month | Unit::Year => None,
        }
    }

    /// The sum of shares in working hours; `None` when one of them is not working time.
    pub fn sum_in_working_hours<'a>(
        shares: impl IntoIterator<Item = &'a Limit>,
        calendar: &Calendar,
    ) -> Option<u32> {
        shares.into_iter().try_fold(0_u32, |sum, share| sum.checked_add(share.in_working_hours(calendar)?))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit.as_str())
    }
}

impl FromStr for Unit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        let unit = Self::ALL.into_iter().find(|unit| unit.as_str() == text);
        unit.ok_or_else(|| LimitError::Unit(excerpt(text)))
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        let form = || LimitError::Form(excerpt(text));
        let (amount, unit) = text.trim().split_once(' ').ok_or_else(form)?;
        if !amount.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(form());
        }
        let amount = amount.parse().map_err(|_| form())?;
        Self::new(amount, unit.trim_start().parse()?)
    }
}

/// What was given, short enough to be shown.
fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LimitVisitor;

        impl<'de> Visitor<'de> for LimitVisitor {
            type Value = Limit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a limit such as \"10 working-day\" or { amount = 10, unit = \"working-day\" }")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Limit, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Limit, A::Error> {
                let (mut amount, mut unit) = (None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "amount" if amount.is_none() => amount = Some(map.next_value()?),
                        "unit" if unit.is_none() => unit = Some(map.next_value()?),
                        "amount" => return Err(de::Error::duplicate_field("amount")),
                        "unit" => return Err(de::Error::duplicate_field("unit")),
                        other => return Err(de::Error::unknown_field(other, &["amount", "unit"])),
                    }
                }
                let amount = amount.ok_or_else(|| de::Error::missing_field("amount"))?;
                let unit = unit.ok_or_else(|| de::Error::missing_field("unit"))?;
                Limit::new(amount, unit).map_err(de::Error::custom)
            }
        }

        deserializer.deserialize_any(LimitVisitor)
    }
}
