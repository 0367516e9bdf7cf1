//! Which cases are meant: what a number counts and what the list behind it shows are made from the same choice.

use crate::access::Leader;
use congvu_desk::{Desk, to_ms};
use congvu_matter::declare::{Phase, Procedure};
use congvu_pack::{Agency, Library};
use congvu_store::Only;
use jiff::civil::Date;
use serde::Deserialize;

/// How a case stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Not closed.
    #[default]
    Open,
    /// Not closed and over its time.
    Late,
    /// Falls due today.
    Today,
    /// Falls due soon, but not today.
    Soon,
    /// Waits for the applicant.
    Stopped,
    /// Received in the period.
    Received,
    /// Ended in the period.
    Resolved,
    /// … in time.
    ResolvedInTime,
    /// … late.
    ResolvedLate,
    /// Running when the period closed.
    Running,
    /// … and late by then.
    RunningLate,
}

impl Standing {
    /// As addresses and messages write it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Late => "late",
            Self::Today => "today",
            Self::Soon => "soon",
            Self::Stopped => "stopped",
            Self::Received => "received",
            Self::Resolved => "resolved",
            Self::ResolvedInTime => "resolved-in-time",
            Self::ResolvedLate => "resolved-late",
            Self::Running => "running",
            Self::RunningLate => "running-late",
        }
    }

    /// Whether it asks for a period: reports are about procedures that people file, the overview about everything.
    fn is_of_period(self) -> bool {
        !matches!(self, Self::Open | Self::Late | Self::Today | Self::Soon | Self::Stopped)
    }
}

/// The choice, as it stands in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    pub(crate) standing: Standing,
    /// First day, for those of a period.
    pub(crate) from: Option<Date>,
    /// First day no longer in it.
    pub(crate) to: Option<Date>,
    #[serde(default)]
    pub(crate) procedure: String,
    #[serde(default)]
    pub(crate) field: String,
    #[serde(default)]
    pub(crate) channel: String,
    #[serde(default)]
    pub(crate) unit: String,
    /// Selectors with a comma between them.
    #[serde(default)]
    pub(crate) turn: String,
}

/// Most selectors in an address.
const MAX_TURNS: usize = 64;

impl Choice {
    /// How it stands in an address, with `?`.
    pub(crate) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("standing", self.standing.as_str());
        let days = [("from", self.from), ("to", self.to)];
        for (name, day) in days.iter().filter_map(|(name, day)| day.map(|d| (name, d))) {
            query.append_pair(name, &day.to_string());
        }
        let texts = [
            ("procedure", &self.procedure),
            ("field", &self.field),
            ("channel", &self.channel),
            ("unit", &self.unit),
            ("turn", &self.turn),
        ];
        for (name, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
            query.append_pair(name, text);
        }
        format!("?{}", query.finish())
    }

    /// The conditions, within what this person may see.
    pub(crate) fn conditions(&self, desk: &Desk, leader: &Leader<'_>) -> Vec<Only> {
        let mut only = leader.scope();
        only.extend(standing(desk, leader, self));
        let library = desk.library();
        if !self.procedure.is_empty() {
            only.push(Only::Procedures(vec![self.procedure.clone()]));
        }
        if !self.field.is_empty() {
            let of_field = |p: &Procedure| p.field == self.field;
            only.push(Only::Procedures(procedures(library, leader.agency, of_field)));
        }
        if !self.channel.is_empty() {
            // What nobody said about the way counts as the counter.
            let said = if self.channel == NO_CHANNEL { "" } else { &self.channel };
            only.push(Only::Channels(vec![said.to_owned()]));
        }
        if !self.unit.is_empty() {
            only.push(Only::Units(crate::access::unit_keys(desk, leader.agency, &self.unit)));
        }
        if !self.turn.is_empty() {
            only.push(Only::Turns(self.turn.split(',').take(MAX_TURNS).map(str::to_owned).collect()));
        }
        only
    }
}

/// How an address names cases of which nobody said how they came in.
pub(crate) const NO_CHANNEL: &str = "none";

fn standing(desk: &Desk, leader: &Leader<'_>, choice: &Choice) -> Vec<Only> {
    let library = desk.library();
    let now = leader.now_ms;
    let tomorrow = leader.now.date().tomorrow().map_or(now, |d| to_ms(d.at(0, 0, 0, 0)));
    // Answered and not yet published, for instance: open, but nothing is due any more.
    let running = Only::RunningAt(now.saturating_add(1));
    let mut only = match choice.standing {
        Standing::Open => vec![Only::Open],
        Standing::Late => vec![Only::Open, Only::LateAt(now)],
        Standing::Today => vec![Only::Open, running, Only::Due(now, tomorrow)],
        Standing::Soon => vec![Only::Open, running, Only::Due(tomorrow, soon(desk, leader))],
        Standing::Stopped => vec![Only::Open, Only::States(states(library, Phase::Stopped))],
        _ => Vec::new(),
    };
    let (Some(from), Some(to), true) = (choice.from, choice.to, choice.standing.is_of_period()) else {
        return only;
    };
    let range = Range::of(from, to, now);
    only.push(filed(library, leader.agency));
    only.push(taken_in(library));
    only.extend(match choice.standing {
        Standing::Resolved => vec![Only::Ended(range.from_ms, range.to_ms)],
        Standing::ResolvedInTime => {
            vec![Only::Ended(range.from_ms, range.to_ms), Only::Not(vec![Only::LateAt(range.to_ms)])]
        }
        Standing::ResolvedLate => {
            vec![Only::Ended(range.from_ms, range.to_ms), Only::LateAt(range.to_ms)]
        }
        Standing::Running => vec![Only::RunningAt(range.cut_ms)],
        Standing::RunningLate => vec![Only::RunningAt(range.cut_ms), Only::LateAt(range.cut_ms)],
        _ => vec![Only::Opened(range.from_ms, range.to_ms)],
    });
    only
}

/// The end of what is due soon.
fn soon(desk: &Desk, leader: &Leader<'_>) -> i64 {
    let library = desk.library();
    let due = congvu_calendar::Clock::due(&library.calendar, &library.oversight.soon, leader.now);
    due.map_or(leader.now_ms, |d| to_ms(d).saturating_add(1))
}

/// A period in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from_ms: i64,
    pub(crate) to_ms: i64,
    /// Where figures close: the end of the period, or now while it runs.
    pub(crate) cut_ms: i64,
}

impl Range {
    pub(crate) fn of(from: Date, to: Date, now_ms: i64) -> Self {
        let (from_ms, to_ms) = (to_ms(from.at(0, 0, 0, 0)), to_ms(to.at(0, 0, 0, 0)));
        Self { from_ms, to_ms, cut_ms: to_ms.min(now_ms.saturating_add(1)) }
    }
}

/// States of a phase, each with its kind of matter.
pub(crate) fn states(library: &Library, phase: Phase) -> Vec<(String, String)> {
    let of = |l: &congvu_matter::declare::Lifecycle| {
        let found = l.states.iter().filter(|s| s.phase == phase);
        found.map(|s| (l.id.clone(), s.id.clone())).collect::<Vec<_>>()
    };
    library.lifecycles.values().flat_map(|l| of(l)).collect()
}

/// The procedures of a department that fulfil something.
pub(crate) fn procedures(
    library: &Library,
    agency: &Agency,
    keep: impl Fn(&Procedure) -> bool,
) -> Vec<String> {
    let all = agency.procedures.iter().filter_map(|id| library.loaded(agency.id(), id));
    all.filter(|p| keep(&p.declared)).map(|p| p.declared.id.clone()).collect()
}

/// Whether people file it as a procedure: not what the office opens itself, not feedback.
pub(crate) fn is_filed(library: &Library, procedure: &Procedure) -> bool {
    !procedure.own_initiative && procedure.lifecycle != library.oversight.feedback
}

/// Cases of procedures that people file.
pub(crate) fn filed(library: &Library, agency: &Agency) -> Only {
    Only::Procedures(procedures(library, agency, |p| is_filed(library, p)))
}

/// Not what the one-stop desk turned away, nor what was withdrawn before somebody had it.
pub(crate) fn taken_in(library: &Library) -> Only {
    let ended = states(library, Phase::Ended);
    let turned_away = vec![Only::States(ended), Only::Not(vec![Only::WasAssigned])];
    Only::Not(turned_away)
}
