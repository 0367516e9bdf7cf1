//! What is on an officer's days.

use congvu_calendar::DayKind;
use congvu_desk::{Desk, from_ms};
use congvu_store::ListingRow;
use congvu_views::door::AtWork;
use congvu_web::{ResultExt, WebError, Words, fmt};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

/// Rows of the inbox read at once, and how often.
const ROWS: u32 = 100;
const READS: usize = 5;

/// What kind of thing it is; the word is part of its identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Due,
    Away,
    StandIn,
    Delegation,
    Term,
    Stop,
    DayOff,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Away => "away",
            Self::StandIn => "stand-in",
            Self::Delegation => "delegation",
            Self::Term => "term",
            Self::Stop => "stop",
            Self::DayOff => "day-off",
        }
    }
}

/// Something on one or several days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    /// Unique among those of its kind.
    pub(crate) id: String,
    pub(crate) first: Date,
    /// The last day of it.
    pub(crate) last: Date,
    /// From when until when, where it is not about whole days.
    pub(crate) time: Option<(DateTime, DateTime)>,
    /// What leaves the house: nobody's name.
    pub(crate) text: String,
    /// What is said on the page beside it.
    pub(crate) more: String,
    /// Where it is shown.
    pub(crate) path: String,
}

/// From a day until another, the second included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl Span {
    /// So many days from a day on.
    pub(crate) fn of(first: Date, days: i64) -> Self {
        Self { first, last: first.saturating_add(days.saturating_sub(1).days()) }
    }

    fn meets(&self, first: Date, last: Date) -> bool {
        first <= self.last && last >= self.first
    }
}

/// Everything on these days, by day. What is late stands on the first day where that is today.
pub(crate) async fn of(
    w: &Words,
    desk: &Desk,
    officer: &AtWork<'_>,
    span: Span,
) -> Result<Vec<Item>, WebError> {
    let mut items = due(w, desk, officer, span).await?;
    items.extend(absences(w, officer));
    items.extend(stand_ins(w, officer));
    items.extend(delegations(w, officer));
    items.extend(terms(w, officer));
    for stop in desk.stops(officer.agency).await.or_fault()? {
        items.push(Item {
            kind: Kind::Stop,
            id: stop.matter.clone(),
            first: stop.from.date(),
            last: stop.until.date(),
            time: Some((stop.from, stop.until)),
            text: w.t("agenda-stop"),
            more: stop.why,
            path: officer.desk("/stops"),
        });
    }
    items.extend(days_off(w, desk, officer, span));
    let from_today = span.first == officer.today();
    items.retain(|i| span.meets(i.first, i.last) || (from_today && i.kind == Kind::Due));
    items.sort_by(|a, b| (a.first, a.kind.as_str(), &a.id).cmp(&(b.first, b.kind.as_str(), &b.id)));
    Ok(items)
}

/// What waits for the position and falls due by the last day.
async fn due(w: &Words, desk: &Desk, officer: &AtWork<'_>, span: Span) -> Result<Vec<Item>, WebError> {
    let (mut items, mut place): (Vec<Item>, Option<(i64, String)>) = (Vec::new(), None);
    for _ in 0..READS {
        let after = place.as_ref().map(|(due, id)| (*due, id.as_str()));
        let found = desk.waiting(officer.agency, &officer.actor(), ROWS, after).await.or_fault()?;
        let mut over = false;
        for row in &found.rows {
            match row.due_ms.map(|ms| from_ms(ms).date()).filter(|day| *day <= span.last) {
                Some(day) => items.push(falls_due(w, desk, officer, row, day)),
                None => over = true,
            }
        }
        place = found.more;
        if over || place.is_none() {
            break;
        }
    }
    Ok(items)
}

fn falls_due(w: &Words, desk: &Desk, officer: &AtWork<'_>, row: &ListingRow, day: Date) -> Item {
    let life = desk.library().lifecycles.get(&row.life);
    let act = life.and_then(|l| l.act(l.state(&row.state)?.next.as_deref()?));
    let act = act.map(|a| congvu_views::pick(w, &a.name)).unwrap_or_default();
    let number = if row.code.is_empty() {
        life.map(|l| congvu_views::pick(w, &l.name)).unwrap_or_default()
    } else {
        row.code.as_str()
    };
    let late = day < officer.today();
    let word = if late { "agenda-late" } else { "agenda-due" };
    let about: Vec<&str> = [row.subject.as_str(), &row.party].into_iter().filter(|p| !p.is_empty()).collect();
    Item {
        kind: Kind::Due,
        id: row.reference.clone(),
        first: day,
        last: day,
        time: None,
        text: w.with(word, &[("number", number.to_owned().into()), ("act", act.to_owned().into())]),
        more: about.join(" – "),
        path: officer.case(&row.reference),
    }
}

/// The last day before a moment, and a far one where there is none.
fn until(to: Option<DateTime>) -> Date {
    let end = to.map(|to| {
        if to.time() == jiff::civil::Time::midnight() { to.date().yesterday() } else { Ok(to.date()) }
    });
    end.and_then(Result::ok).unwrap_or(Date::MAX)
}

/// One's own leave, and that of those whose work one does.
fn absences(w: &Words, officer: &AtWork<'_>) -> Vec<Item> {
    let mine = officer.person();
    let away = officer.book.roster.absences.iter().filter(|a| a.person == mine);
    away.map(|a| Item {
        kind: Kind::Away,
        id: a.matter.clone(),
        first: a.from.date(),
        last: until(a.to),
        time: None,
        text: w.t(if a.barred { "agenda-barred" } else { "agenda-away" }),
        more: String::new(),
        path: officer.case(&a.matter),
    })
    .collect()
}

fn stand_ins(w: &Words, officer: &AtWork<'_>) -> Vec<Item> {
    let mine = officer.position();
    let one = |of: &congvu_authority::PositionId| officer.title(w, of);
    let meant =
        officer.book.roster.substitutions.iter().filter(|s| s.substitute == mine || s.position == mine);
    meant
        // Who would stand in if there were nobody is no entry of a day.
        .filter(|s| !s.only_if_empty)
        .map(|s| {
            let (word, other) = if s.substitute == mine {
                ("agenda-stand-in", one(&s.position))
            } else {
                ("agenda-stood-in", one(&s.substitute))
            };
            Item {
                kind: Kind::StandIn,
                id: s.matter.clone(),
                first: s.from.date(),
                last: until(s.to),
                time: None,
                text: w.with(word, &[("position", other.into())]),
                more: String::new(),
                path: officer.case(&s.matter),
            }
        })
        .collect()
}

fn delegations(w: &Words, officer: &AtWork<'_>) -> Vec<Item> {
    let mine = officer.position();
    let meant = officer.book.roster.delegations.iter();
    meant
        .filter(|d| d.to_position == mine || d.from_position == mine)
        .map(|d| {
            let (word, other) = if d.to_position == mine {
                ("agenda-delegated-to-me", &d.from_position)
            } else {
                ("agenda-delegated-by-me", &d.to_position)
            };
            let values =
                [("position", officer.title(w, other).into()), ("form", d.form.as_str().to_owned().into())];
            Item {
                kind: Kind::Delegation,
                id: d.id.to_string(),
                first: d.from.date(),
                last: until(d.to),
                time: None,
                text: w.with(word, &values),
                more: String::new(),
                path: officer.desk("/delegation"),
            }
        })
        .collect()
}

/// The last day of one's own appointment.
fn terms(w: &Words, officer: &AtWork<'_>) -> Vec<Item> {
    let (person, position) = (officer.person(), officer.position());
    let mine =
        officer.book.roster.appointments.iter().filter(|a| a.person == person && a.position == position);
    mine.filter(|a| a.to.is_some() && congvu_authority::in_force(a.from, a.to, officer.now))
        .map(|a| {
            let last = until(a.to);
            Item {
                kind: Kind::Term,
                id: format!("{}-{last}", officer.who.position),
                first: last,
                last,
                time: None,
                text: w.t("agenda-term"),
                more: officer.title(w, &position),
                path: officer.desk("/people"),
            }
        })
        .collect()
}

fn days_off(w: &Words, desk: &Desk, officer: &AtWork<'_>, span: Span) -> Vec<Item> {
    let calendar = &desk.library().calendar;
    let days = std::iter::successors(Some(span.first), |d| d.tomorrow().ok()).take_while(|d| *d <= span.last);
    days.filter_map(|date| calendar.day(date))
        .filter(|day| !matches!(day.kind, DayKind::Working | DayKind::WeeklyRest))
        .map(|day| {
            let name = day.name.as_ref().map(|n| w.pick(&n.vi, &n.en).to_owned());
            Item {
                kind: Kind::DayOff,
                id: day.date.to_string(),
                first: day.date,
                last: day.date,
                time: None,
                text: name.unwrap_or_else(|| w.t("agenda-day-off")),
                more: String::new(),
                path: officer.desk("/calendar"),
            }
        })
        .collect()
}

/// A day with its weekday.
pub(crate) fn day_text(w: &Words, day: Date) -> String {
    let weekday = w.t(&format!("agenda-weekday-{}", day.weekday().to_monday_one_offset()));
    format!("{weekday}, {}", fmt::date(w.lang(), day))
}
