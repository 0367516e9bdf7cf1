use askama::Template;
use jiff::civil::Date;

use super::state::{Tone, badge};
use crate::fmt;
use crate::html::Html;
use crate::i18n::Words;

/// One line of the count: which day, what it was, whether it counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClockLine {
    /// The day or the stretch, as the calendar explains it.
    pub when: String,
    /// Why it counted or did not.
    pub what: String,
    /// True when it counted.
    pub counted: bool,
}

/// Why and since when a clock stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// First day that did not count.
    pub since: Date,
    /// The reason, in words.
    pub why: String,
}

/// The clock of a case, as the calendar counted it. Amounts are in the unit that `unit` names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    /// Units used so far.
    pub used: u32,
    /// Units the law or the department allows.
    pub total: u32,
    /// Units left; negative when overdue.
    pub left: i32,
    /// The unit in the page's language, for instance `ngày làm việc`.
    pub unit: String,
    /// The day it is due.
    pub due: Option<Date>,
    /// Set while it stands still.
    pub stopped: Option<Stopped>,
    /// True once the matter is closed.
    pub finished: bool,
    /// The count, line by line; unfolds under "how is this counted?".
    pub lines: Vec<ClockLine>,
}

impl Clock {
    fn tone(&self) -> Tone {
        match self {
            c if c.finished && c.left >= 0 => Tone::Good,
            c if c.left < 0 => Tone::Bad,
            c if c.stopped.is_some() => Tone::Neutral,
            c if c.left <= 1 => Tone::Warn,
            _ => Tone::Info,
        }
    }

    fn headline(&self, w: &Words) -> String {
        let unit = || self.unit.as_str().into();
        match self {
            c if c.finished && c.left >= 0 => w.t("clock-done-in-time"),
            c if c.finished => {
                w.with("clock-done-late", &[("n", c.left.unsigned_abs().into()), ("unit", unit())])
            }
            c if c.left < 0 => {
                w.with("clock-overdue", &[("n", c.left.unsigned_abs().into()), ("unit", unit())])
            }
            c if c.stopped.is_some() => w.t("clock-stopped"),
            c if c.left == 0 => w.t("clock-today"),
            c => w.with("clock-left", &[("n", c.left.into()), ("unit", unit())]),
        }
    }
}

/// The clock in one line, with the count unfolding under it.
pub fn clock_line(w: &Words, clock: &Clock) -> Html {
    #[derive(Template)]
    #[template(path = "c/clock.html")]
    struct T<'a> {
        w: &'a Words,
        c: &'a Clock,
        badge: Html,
        due: Option<(String, String)>,
        stopped: Option<(String, String)>,
    }
    let lang = w.lang();
    Html::render(&T {
        w,
        c: clock,
        badge: clock_badge(w, clock),
        due: clock.due.map(|d| (fmt::machine_date(d), fmt::date_weekday(lang, d))),
        stopped: clock.stopped.as_ref().map(|s| (fmt::date(lang, s.since), s.why.clone())),
    })
}

/// The clock for a cell of the inbox: the badge and the date it is due.
pub fn clock_short(w: &Words, clock: &Clock) -> Html {
    let due = clock.due.map(|d| fmt::date(w.lang(), d)).unwrap_or_default();
    clock_badge(w, clock).then(&Html::text(&format!(" {due}")))
}

fn clock_badge(w: &Words, clock: &Clock) -> Html {
    badge(clock.tone(), &clock.headline(w))
}
