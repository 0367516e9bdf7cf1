//! Where the time comes from: the real clock, or the demo's, which runs on from a given moment.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// Offset of the offices' civil time: Viet Nam keeps UTC+7 all year.
const OFFICE: Offset = jiff::tz::offset(7);

/// A source of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    shift_ms: i64,
}

impl Clock {
    /// The real clock.
    #[must_use]
    pub fn real() -> Self {
        Self { shift_ms: 0 }
    }

    /// A clock that reads `start` at the real moment `at_ms` and runs on from there.
    #[must_use]
    pub fn starting(start: DateTime, at_ms: i64) -> Self {
        Self { shift_ms: to_ms(start).saturating_sub(at_ms) }
    }

    /// Whether this is not the real time.
    #[must_use]
    pub fn is_shifted(&self) -> bool {
        self.shift_ms != 0
    }

    /// Milliseconds since 1970 in UTC, by this clock.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond().saturating_add(self.shift_ms)
    }

    /// Civil time of the offices, by this clock.
    #[must_use]
    pub fn now(&self) -> DateTime {
        from_ms(self.now_ms())
    }
}

/// Milliseconds since 1970 in UTC of a civil time of the offices; the limits of the calendar beyond its years.
#[must_use]
pub fn to_ms(at: DateTime) -> i64 {
    OFFICE
        .to_timestamp(at)
        .map_or(if at.year() < 1970 { i64::MIN } else { i64::MAX }, Timestamp::as_millisecond)
}

/// Civil time of the offices for milliseconds since 1970 in UTC.
#[must_use]
pub fn from_ms(ms: i64) -> DateTime {
    OFFICE.to_datetime(Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// RFC 3339 text of a civil time of the offices.
pub(crate) fn rfc3339(at: DateTime) -> String {
    let zoned: Option<Zoned> = at.to_zoned(TimeZone::fixed(OFFICE)).ok();
    zoned.map_or_else(|| at.to_string(), |z| z.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string())
}
