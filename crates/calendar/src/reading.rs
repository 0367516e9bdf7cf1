//! What a clock says, and why, day by day. The words are the reader's: every reason is an id with arguments, for the page
//! to put into Vietnamese or English.

use crate::calendar::DayKind;
use crate::file::Text;
use crate::limit::{Limit, LimitError};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// What becomes of the time already used when the applicant is asked for a supplement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Supplement {
    /// The clock stops and later goes on where it stood.
    #[default]
    ClockStops,
    /// The clock starts anew when it resumes.
    ClockRestarts,
}

/// How one procedure's clock behaves where the sector's law decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// What a supplement does.
    #[serde(default)]
    pub supplement: Supplement,
}

/// Something that moved the clock. Times are local (Vietnam, UTC+7); see [`crate::local`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockEvent {
    /// When it happened.
    pub at: DateTime,
    /// What happened.
    #[serde(flatten)]
    pub kind: ClockEventKind,
}

/// What moved the clock. Start, then any of stop, resume and extend, then end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum ClockEventKind {
    /// The complete dossier was received.
    Start,
    /// The clock stopped.
    Stop {
        /// Why, in the words of the act.
        reason: String,
    },
    /// The clock went on.
    Resume,
    /// More time was given.
    Extend {
        /// How much, or until when.
        extension: Extension,
        /// Why, in the words of the act.
        reason: String,
    },
    /// The matter was concluded; the clock is read as of then.
    End,
}

/// More time: an amount on top, or a new due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extension {
    /// So much more, counted on from the end of the limit.
    By(Limit),
    /// Until the end of this day, whatever is left of the limit. A later stop moves it like any other due date.
    Until(Date),
}

/// Time counted by a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: CountUnit,
}

/// What a clock counts in: months and years are counted off in days, hours in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountUnit {
    /// Minutes by the clock.
    Minute,
    /// Minutes in which the office is open.
    WorkingMinute,
    /// Calendar days.
    Day,
    /// Working days.
    WorkingDay,
}

/// A clock that stands still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// Since when.
    pub since: DateTime,
    /// Why.
    pub reason: String,
}

/// What a clock says at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// From when the limit runs, after the day-of-receipt rule; none before the start.
    pub started: Option<DateTime>,
    /// When it ends, to the second and included; none before the start, and while the clock stands still with the limit not used up.
    pub due: Option<DateTime>,
    /// Time used: whole days before today, or minutes up to now.
    pub used: Quantity,
    /// Time left, today included.
    pub left: Quantity,
    /// Time past the due moment, in the unit of the limit; 0 when not overdue.
    pub late: Quantity,
    /// True when the due moment has passed, or had passed at the end.
    pub overdue: bool,
    /// Set while the clock stands still.
    pub stopped: Option<Stopped>,
    /// When the matter ended.
    pub ended: Option<DateTime>,
    /// True when the due date leans on a day that the yearly announcement has yet to settle.
    pub provisional: bool,
    /// Day by day from the start to the due date, or to now while the clock stands still.
    pub lines: Vec<DayLine>,
    /// Days that `lines` leaves out because there were more than [`MAX_LINES`].
    pub lines_left_out: u32,
}

/// Most lines in a reading; a limit of a year fits.
pub const MAX_LINES: usize = 400;
/// Most events a clock reads.
pub const MAX_EVENTS: usize = 1_000;

/// One day of a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLine {
    /// The date.
    pub date: Date,
    /// What kind of day it is.
    pub day: DayKind,
    /// True when (part of) this day was counted.
    pub counted: bool,
    /// Counted so far, this day included.
    pub total: Quantity,
    /// Why it was counted or not, and what else happened on it; never empty.
    pub why: Vec<Why>,
}

/// A reason, for the page to put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why {
    /// The day of receipt does not count; the count begins on the next day.
    DayOfReceipt,
    /// Came after hours or on a rest day, so it counts as received at another moment.
    ReceivedLater {
        /// When it came.
        at: DateTime,
        /// When it counts as received.
        counts_from: DateTime,
    },
    /// Counted as day (or minutes) number `number` of the limit.
    Counted {
        /// The running number, the same as the line's total.
        number: u32,
    },
    /// Weekly rest.
    WeeklyRest,
    /// A public holiday.
    Holiday {
        /// Its name.
        name: Text,
    },
    /// A day given back for a holiday on a weekly rest day.
    CompensatoryRest {
        /// Name of the holiday.
        name: Text,
        /// The day it fell on.
        r#for: Date,
    },
    /// Off in exchange for another day.
    SwappedRest {
        /// The announcing document.
        document: String,
        /// The day worked for it.
        r#for: Date,
    },
    /// A rest day worked in exchange for another.
    SwappedWork {
        /// The announcing document.
        document: String,
        /// The day off it pays for.
        r#for: Date,
    },
    /// The clock stood still all day.
    StoodStill {
        /// Since when.
        since: Date,
        /// Why.
        reason: String,
    },
    /// The clock stopped on this day.
    Stopped {
        /// When.
        at: DateTime,
        /// Why.
        reason: String,
    },
    /// The clock went on; like the day of receipt, this day may not count.
    Resumed {
        /// When.
        at: DateTime,
    },
    /// The clock started anew: the time used before is forgotten.
    Restarted {
        /// When.
        at: DateTime,
    },
    /// More time was given.
    Extended {
        /// How much, or until when.
        extension: Extension,
        /// Why.
        reason: String,
    },
    /// The matter ended.
    Ended {
        /// When.
        at: DateTime,
    },
    /// The limit is used up on this day.
    LastDay,
    /// The last day was a rest day: the limit ends on the next working day.
    LastDayMoves {
        /// The day it would have ended.
        from: Date,
    },
    /// The office is not open in the hours that are left of this day.
    NoOfficeHours,
    /// The limit had run out before this day.
    PastDue,
    /// Not settled yet by the yearly announcement.
    Provisional,
}

/// Why a clock could not be read: the events do not make a story, or the calendar does not reach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The limit or an extension is out of range.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// Too many events.
    #[error("{0} events are too many for one clock; the most is {MAX_EVENTS}")]
    TooManyEvents(usize),
    /// Events not in order of time.
    #[error("event {index} at `{at}` comes before the one it follows; give events in order of time")]
    OutOfOrder {
        /// Number of the event, from 1.
        index: usize,
        /// Its time.
        at: DateTime,
    },
    /// An event that cannot happen in the state the clock is in.
    #[error("event {index} (`{event}`) cannot happen: the clock is {state}")]
    Impossible {
        /// Number of the event, from 1.
        index: usize,
        /// Its kind.
        event: &'static str,
        /// The state it met.
        state: &'static str,
    },
    /// An extension that counts in another unit than the limit.
    #[error(
        "a limit in `{limit}` cannot be extended by `{extension}`; give the extension in the same unit, or a new due date"
    )]
    ExtensionUnit {
        /// Unit of the limit.
        limit: &'static str,
        /// The extension.
        extension: Limit,
    },
    /// A new due date that is not after the extension.
    #[error("the new due date `{0}` is not after the day it was set on")]
    ExtensionInThePast(Date),
    /// The limit runs out of the calendar.
    #[error("the calendar ends on `{last}`, before the limit does; enter later years in the calendar file")]
    BeyondCalendar {
        /// Last day of the calendar.
        last: Date,
    },
}
