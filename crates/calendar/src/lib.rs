#![doc = include_str!("../README.md")]

mod astronomy;
mod build;
mod calendar;
mod clock;
mod error;
mod explain;
mod file;
mod limit;
pub mod lunar;
mod measure;
mod reading;
mod until;
mod walk;

pub use calendar::{Calendar, Day, DayKind, PassOn, Receipt};
pub use clock::Clock;
pub use error::CalendarError;
pub use file::{Source, Text};
pub use limit::{Limit, LimitError, Unit};
pub use reading::{
    ClockError, ClockEvent, ClockEventKind, CountUnit, DayLine, Extension, MAX_EVENTS, MAX_LINES, Policy,
    Quantity, Reading, Stopped, Supplement, Why,
};

/// The local time of an instant in Vietnam, which is UTC+7 all year.
///
/// ```
/// let instant: jiff::Timestamp = "2024-03-04T01:00:00Z".parse().unwrap();
/// assert_eq!(congvu_calendar::local(instant), jiff::civil::date(2024, 3, 4).at(8, 0, 0, 0));
/// ```
pub fn local(instant: jiff::Timestamp) -> jiff::civil::DateTime {
    jiff::tz::Offset::constant(7).to_datetime(instant)
}
