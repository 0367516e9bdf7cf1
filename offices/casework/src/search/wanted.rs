//! What is wanted of a search: as it stands in an address, and as the store takes it.

use crate::access::Officer;
use congvu_desk::{CASES, Desk, ENTRIES, phase_word, to_ms};
use congvu_matter::declare::Phase;
use congvu_store::{After, Asked, Order};
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;

/// Longest text that is looked for, in characters.
const MAX_CHARS: usize = 200;
/// Longest query that is kept or exported, in bytes.
pub(crate) const MAX_QUERY_BYTES: usize = 2_000;

/// A search as an address says it: links to it can be kept and passed on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// Words.
    pub(crate) q: String,
    /// `cases`, `entries`, or both.
    pub(crate) list: String,
    /// `phase:…`, `state:…`, `open` or `closed`.
    pub(crate) state: String,
    /// `true`: past due and not closed.
    pub(crate) late: String,
    pub(crate) procedure: String,
    pub(crate) field: String,
    pub(crate) unit: String,
    pub(crate) officer: String,
    pub(crate) channel: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) due_from: String,
    pub(crate) due_to: String,
    /// `due`: due first.
    pub(crate) order: String,
    pub(crate) register: String,
    pub(crate) standing: String,
    /// Where the page begins.
    after: String,
}

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Cases,
    Entries,
}

impl List {
    /// The word in addresses and in the record.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Entries => "entries",
        }
    }
}

/// What a search narrows to, with everything that the store borrows.
#[derive(Debug, Default)]
pub(crate) struct Narrow {
    words: Vec<String>,
    classes: Option<Vec<String>>,
    states: Option<Vec<String>>,
    phase: Option<&'static str>,
    closed: Option<bool>,
    officer: Option<String>,
    channel: Option<String>,
    filed: Span,
    due: Span,
    not_due_before_ms: Option<i64>,
    order: Order,
}

/// From a moment until before another.
#[derive(Debug, Default, Clone, Copy)]
struct Span {
    from_ms: Option<i64>,
    to_ms: Option<i64>,
}

impl Wanted {
    /// From a query, as an address has it.
    pub(crate) fn read(query: &str) -> Self {
        let mut wanted = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if let Some((_, slot)) = wanted.slots().into_iter().find(|(n, _)| *n == name) {
                *slot = value.into_owned();
            }
        }
        wanted.cut()
    }

    /// Without what nobody types.
    pub(crate) fn cut(mut self) -> Self {
        for (_, slot) in self.slots() {
            let cut: String = slot.trim().chars().take(MAX_CHARS).collect();
            *slot = cut;
        }
        self
    }

    fn slots(&mut self) -> [(&'static str, &mut String); 17] {
        [
            ("q", &mut self.q),
            ("list", &mut self.list),
            ("state", &mut self.state),
            ("late", &mut self.late),
            ("procedure", &mut self.procedure),
            ("field", &mut self.field),
            ("unit", &mut self.unit),
            ("officer", &mut self.officer),
            ("channel", &mut self.channel),
            ("from", &mut self.from),
            ("to", &mut self.to),
            ("due_from", &mut self.due_from),
            ("due_to", &mut self.due_to),
            ("order", &mut self.order),
            ("register", &mut self.register),
            ("standing", &mut self.standing),
            ("after", &mut self.after),
        ]
    }

    /// The query of the address, from the first page.
    pub(crate) fn query(&self) -> String {
        self.query_of(None, None)
    }

    /// The query of one list, from the first page or after a row.
    pub(crate) fn query_of(&self, list: Option<List>, after: Option<&After>) -> String {
        let mut asked = self.clone();
        asked.after = after.map(|a| format!("{}.{}", a.at_ms, a.reference)).unwrap_or_default();
        if let Some(list) = list {
            list.word().clone_into(&mut asked.list);
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in asked.slots() {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    /// Whether anything is wanted at all.
    pub(crate) fn is_nothing(&self) -> bool {
        let mut asked =
            Self { list: String::new(), order: String::new(), after: String::new(), ..self.clone() };
        asked.slots().iter().all(|(_, value)| value.is_empty())
    }

    /// Whether more is wanted than words.
    pub(crate) fn is_narrowed(&self) -> bool {
        let words = Self { q: String::new(), ..self.clone() };
        !words.is_nothing() || !self.list.is_empty() || !self.order.is_empty()
    }

    /// Whether a list is asked for: one that a filter of the other list was set for is not.
    pub(crate) fn shows(&self, list: List) -> bool {
        let of_cases =
            [&self.state, &self.late, &self.procedure, &self.field, &self.unit, &self.officer, &self.channel];
        let of_entries = [&self.register, &self.standing];
        let set = |filters: &[&String]| filters.iter().any(|f| !f.is_empty());
        match (self.list.as_str(), list) {
            ("cases", _) => list == List::Cases,
            ("entries", _) => list == List::Entries,
            (_, List::Cases) => set(&of_cases) || !set(&of_entries),
            (_, List::Entries) => set(&of_entries) || !set(&of_cases),
        }
    }

    /// Where the page begins; only a page of one list does not begin with the first.
    pub(crate) fn after(&self) -> Option<After> {
        let (at_ms, reference) = self.after.split_once('.')?;
        Some(After { at_ms: at_ms.parse().ok()?, reference: reference.to_owned() })
    }

    /// Names of the fields whose day cannot be read.
    pub(crate) fn wrong_days(&self) -> Vec<&'static str> {
        [("from", &self.from), ("to", &self.to), ("due_from", &self.due_from), ("due_to", &self.due_to)]
            .into_iter()
            .filter(|(_, text)| !text.is_empty() && day(text).is_none())
            .map(|(name, _)| name)
            .collect()
    }

    fn common(&self) -> Narrow {
        Narrow {
            words: congvu_register::words(&self.q),
            filed: Span { from_ms: begin(&self.from), to_ms: end(&self.to) },
            due: Span { from_ms: begin(&self.due_from), to_ms: end(&self.due_to) },
            order: if self.order == "due" { Order::Due } else { Order::Newest },
            ..Narrow::default()
        }
    }

    /// What is wanted among cases.
    pub(crate) fn cases(&self, desk: &Desk, officer: &Officer<'_>) -> Narrow {
        let given = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        let mut narrow = Narrow {
            classes: self.procedures(desk, officer),
            officer: given(&self.officer),
            channel: given(&self.channel),
            ..self.common()
        };
        match self.state.split_once(':') {
            Some(("state", id)) => narrow.states = Some(vec![id.to_owned()]),
            Some(("phase", word)) => {
                let phase = PHASES.into_iter().find(|p| phase_word(*p) == word);
                narrow.phase = Some(phase.map_or("", phase_word));
                narrow.states = Some(states_in(desk, word));
            }
            _ if self.state == "open" => narrow.closed = Some(false),
            _ if self.state == "closed" => narrow.closed = Some(true),
            _ => {}
        }
        if self.late == "true" {
            narrow.closed = Some(false);
            let now = to_ms(officer.now);
            narrow.due.to_ms = Some(narrow.due.to_ms.map_or(now, |to| to.min(now)));
        }
        if narrow.due.from_ms.is_some() || narrow.due.to_ms.is_some() || narrow.order == Order::Due {
            // A case that is closed is due no more.
            narrow.closed = narrow.closed.or(Some(false));
        }
        narrow
    }

    /// The procedures that field, division and procedure leave; none where nothing of them is asked.
    fn procedures(&self, desk: &Desk, officer: &Officer<'_>) -> Option<Vec<String>> {
        if self.procedure.is_empty() && self.field.is_empty() && self.unit.is_empty() {
            return None;
        }
        let fits = |asked: &str, has: &str| asked.is_empty() || asked == has;
        let all =
            officer.agency.procedures.iter().filter_map(|id| desk.library().loaded(officer.agency.id(), id));
        let left = all.map(|p| &p.declared).filter(|p| {
            fits(&self.procedure, &p.id) && fits(&self.field, &p.field) && fits(&self.unit, &p.unit)
        });
        Some(left.map(|p| p.id.clone()).collect())
    }

    /// What is wanted among register entries.
    pub(crate) fn entries(&self, now: DateTime) -> Narrow {
        let mut narrow = self.common();
        if !self.register.is_empty() {
            narrow.classes = Some(vec![self.register.clone()]);
        }
        let state = |id: &str| Some(vec![id.to_owned()]);
        match self.standing.as_str() {
            "" => {}
            "valid" => {
                narrow.states = state("valid");
                narrow.not_due_before_ms = Some(to_ms(now).saturating_add(1));
            }
            "expired" => {
                narrow.states = state("valid");
                let past = to_ms(now).saturating_add(1);
                narrow.due.to_ms = Some(narrow.due.to_ms.map_or(past, |to| to.min(past)));
                narrow.closed = Some(false);
            }
            other => narrow.states = state(other),
        }
        if narrow.due.from_ms.is_some() || narrow.due.to_ms.is_some() {
            narrow.closed = Some(false);
        }
        narrow
    }
}

/// All phases, in their order.
pub(crate) const PHASES: [Phase; 5] =
    [Phase::Waiting, Phase::Working, Phase::Stopped, Phase::Done, Phase::Ended];

/// The states of all lifecycles that are in a phase.
fn states_in(desk: &Desk, phase: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for state in desk.library().lifecycles.values().flat_map(|l| &l.states) {
        if phase_word(state.phase) == phase && !found.contains(&state.id) {
            found.push(state.id.clone());
        }
    }
    found
}

impl Narrow {
    /// As the store takes it.
    pub(crate) fn asked<'n>(&'n self, list: List, words: &'n [&'n str]) -> Asked<'n> {
        let many = |list: &'n Option<Vec<String>>| {
            list.as_ref().map(|values| values.iter().map(String::as_str).collect::<Vec<_>>())
        };
        Asked {
            kind: match list {
                List::Cases => CASES,
                List::Entries => ENTRIES,
            },
            words,
            classes: many(&self.classes),
            states: many(&self.states),
            phase: self.phase,
            closed: self.closed,
            officer: self.officer.as_deref(),
            channel: self.channel.as_deref(),
            from_ms: self.filed.from_ms,
            to_ms: self.filed.to_ms,
            due_from_ms: self.due.from_ms,
            due_to_ms: self.due.to_ms,
            not_due_before_ms: self.not_due_before_ms,
            order: self.order,
            ..Asked::default()
        }
    }

    /// The words, to be lent.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }
}

/// A day, ISO or as people write it.
pub(crate) fn day(text: &str) -> Option<Date> {
    let years = |d: &Date| (1900..=2200).contains(&d.year());
    if let Ok(day) = text.parse::<Date>() {
        return Some(day).filter(years);
    }
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let made = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(made).filter(years).filter(|_| parts.next().is_none())
}

fn begin(text: &str) -> Option<i64> {
    day(text).map(|d| to_ms(d.to_datetime(Time::midnight())))
}

/// The last day counts.
fn end(text: &str) -> Option<i64> {
    let next = day(text)?.tomorrow().ok()?;
    Some(to_ms(next.to_datetime(Time::midnight())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_query_survives_being_written_and_read() {
        for (query, again) in [
            ("", ""),
            ("q=S%C3%B4ng+B%C3%A9&late=true", "q=S%C3%B4ng+B%C3%A9&late=true"),
            ("late=true&q=a&unknown=1&after=5.x", "q=a&late=true"),
            ("q=++a++&state=phase%3Adone&due_from=2024-03-04", "q=a&state=phase%3Adone&due_from=2024-03-04"),
            ("q=a&q=b", "q=b"),
        ] {
            assert_eq!(Wanted::read(query).query(), again, "{query}");
        }
        let long = format!("q={}", "x".repeat(9_999));
        assert_eq!(Wanted::read(&long).q.len(), MAX_CHARS);
    }

    #[test]
    fn filters_of_one_list_hide_the_other() {
        for (query, cases, entries) in [
            ("q=a", true, true),
            ("q=a&from=2024-01-01", true, true),
            ("officer=press-1", true, false),
            ("register=newsletters", false, true),
            ("list=cases&register=newsletters", true, false),
            ("list=entries", false, true),
        ] {
            let wanted = Wanted::read(query);
            assert_eq!((wanted.shows(List::Cases), wanted.shows(List::Entries)), (cases, entries), "{query}");
        }
        assert!(Wanted::read("list=cases&order=due").is_nothing());
        assert!(!Wanted::read("late=true").is_nothing());
    }

    #[test]
    fn days_are_read_in_both_ways() {
        for (text, expected) in [
            ("2024-02-29", Some(date(2024, 2, 29))),
            ("29/02/2024", Some(date(2024, 2, 29))),
            ("30/02/2024", None),
            ("1/2/2024/3", None),
            ("0001-01-01", None),
            ("mai", None),
            ("", None),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
        assert_eq!(Wanted::read("from=x&due_to=2024-13-01&to=2024-01-01").wrong_days(), ["from", "due_to"]);
    }
}
