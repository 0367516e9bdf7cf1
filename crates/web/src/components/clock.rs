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

/// What a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeUnit {
    /// Days on which offices work.
    #[default]
    WorkingDay,
    /// Hours in which offices work.
    WorkingHour,
    /// Days of the calendar.
    Day,
    /// Hours by the clock.
    Hour,
}

impl TimeUnit {
    /// The word for `n` of them.
    pub fn word(self, w: &Words, n: u32) -> String {
        let n = [("n", n.into())];
        match self {
            Self::WorkingDay => w.with("unit-working-day", &n),
            Self::WorkingHour => w.with("unit-working-hour", &n),
            Self::Day => w.with("unit-day", &n),
            Self::Hour => w.with("unit-hour", &n),
        }
    }
}

/// The clock of a case, as the calendar counted it. Amounts are in `unit`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    /// Units used so far.
    pub used: u32,
    /// Units the law or the department allows.
    pub total: u32,
    /// Units left; negative when overdue.
    pub left: i32,
    /// What is counted.
    pub unit: TimeUnit,
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
        let n = self.left.unsigned_abs();
        let args = [("n", n.into()), ("unit", self.unit.word(w, n).into())];
        match self {
            c if c.finished && c.left >= 0 => w.t("clock-done-in-time"),
            c if c.finished => w.with("clock-done-late", &args),
            c if c.left < 0 => w.with("clock-overdue", &args),
            c if c.stopped.is_some() => w.t("clock-stopped"),
            c if c.left == 0 => w.t("clock-today"),
            _ => w.with("clock-left", &args),
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
        used: String,
        due: Option<(String, String)>,
        stopped: Option<(String, String)>,
    }
    let lang = w.lang();
    Html::render(&T {
        w,
        c: clock,
        badge: clock_badge(w, clock),
        used: w.with(
            "clock-used",
            &[
                ("n", clock.used.into()),
                ("total", clock.total.into()),
                ("unit", clock.unit.word(w, clock.total).into()),
            ],
        ),
        due: clock.due.map(|d| (fmt::machine_date(d), fmt::date_weekday(lang, d))),
        stopped: clock.stopped.as_ref().map(|s| (fmt::date(lang, s.since), s.why.clone())),
    })
}

/// The clock for a cell of the inbox: the badge and the date it is due.
pub fn clock_short(w: &Words, clock: &Clock) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{{ badge }}{% if let Some((machine, text)) = due %} <time class="nowrap" datetime="{{ machine }}">{{ text }}</time>{% endif %}"#
    )]
    struct T {
        badge: Html,
        due: Option<(String, String)>,
    }
    let due = clock.due.map(|d| (fmt::machine_date(d), fmt::date(w.lang(), d)));
    Html::render(&T { badge: clock_badge(w, clock), due })
}

fn clock_badge(w: &Words, clock: &Clock) -> Html {
    badge(clock.tone(), &clock.headline(w))
}
