//! Planned stops of the service: announced by an act, long enough beforehand, and shown until they are over.

use crate::clock::to_ms;
use crate::codes;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError, unreadable};
use congvu_matter::declare::{ActDef, Effect};
use congvu_matter::{Command, InputFault, Matter, Refused};
use congvu_pack::{Agency, StopRule};
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan};
use serde_json::{Map, Value};

/// The lifecycle of a planned stop, its opening act, and the state in which it is shown.
const LIFECYCLE: &str = "stop";
const ACT: &str = "announce-stop";
const ANNOUNCED: &str = "announced";
/// How long before it begins a stop may be announced, and how long it may last, in days. Limits of the house, no law.
const AHEAD_DAYS: i64 = 180;
const LAST_DAYS: i64 = 31;
/// Most stops that are looked at.
const MOST: u32 = 200;

/// A planned stop as announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStop {
    /// The matter.
    pub matter: String,
    /// Its version.
    pub version: i64,
    /// When the service stops.
    pub from: DateTime,
    /// When it is expected back.
    pub until: DateTime,
    /// Why.
    pub why: String,
}

fn moment(said: &Map<String, Value>, input: &str) -> Option<DateTime> {
    said.get(input).and_then(Value::as_str).and_then(|text| text.parse().ok())
}

impl PlannedStop {
    fn of(matter: &Matter) -> Option<Self> {
        let said = matter.said.get(ACT)?;
        Some(Self {
            matter: matter.id.clone(),
            version: matter.version,
            from: moment(said, "from")?,
            until: moment(said, "until")?,
            why: said.get("why").and_then(Value::as_str).unwrap_or_default().to_owned(),
        })
    }

    /// Whether the service is meant to be down at a moment.
    #[must_use]
    pub fn is_on(&self, now: DateTime) -> bool {
        self.from <= now && now < self.until
    }
}

impl Desk {
    /// Announced stops that are not over yet, the next one first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn stops(&self, agency: &Agency) -> Result<Vec<PlannedStop>, DeskError> {
        let now = self.inner.clock.now();
        // Identifiers are in the order of time: whatever was announced before this is over.
        let oldest = now.checked_sub((AHEAD_DAYS.saturating_add(LAST_DAYS).saturating_add(1)).days());
        let after = oldest.map_or_else(|_| String::new(), |at| codes::id(to_ms(at)));
        let rows =
            self.inner.store.matters_in_state(agency.id(), LIFECYCLE, "", ANNOUNCED, MOST, &after).await?;
        let mut stops = Vec::new();
        for row in &rows {
            let matter: Matter = serde_json::from_str(&row.body).map_err(unreadable("matter"))?;
            stops.extend(PlannedStop::of(&matter).filter(|stop| now < stop.until));
        }
        stops.sort_by_key(|stop| stop.from);
        Ok(stops)
    }

    /// The first day on which a stop that is announced now may begin, and the rule that says so: between the two lie
    /// as many whole working days as the rule asks for. None where no rule is known.
    #[must_use]
    pub fn first_stop_day(&self, agency: &Agency, now: DateTime) -> Option<(Date, &StopRule)> {
        let library = self.library();
        let rule = library.stops.rule(&agency.file.province, now.date())?;
        let mut day = now.date();
        for _ in 0..rule.working_days {
            day = library.calendar.next_working_day(day)?;
        }
        day.tomorrow().ok().map(|first| (first, rule))
    }

    /// A stop is announced long enough beforehand, begins before it ends, and is bounded.
    pub(crate) fn check_stop(
        &self,
        agency: &Agency,
        declared: Option<&ActDef>,
        command: &Command,
        now: DateTime,
    ) -> Result<(), PerformError> {
        let Some(act) = declared.filter(|a| a.effects.contains(&Effect::AnnounceStop)) else { return Ok(()) };
        let wrong = |input: &str, fault: &str| {
            let faults = vec![InputFault { input: input.to_owned(), fault: fault.to_owned() }];
            Err(PerformError::NotNow(Refused::Input { act: act.id.clone(), faults }))
        };
        // What is missing or no moment is said by the matter itself.
        let (Some(from), Some(until)) = (moment(&command.input, "from"), moment(&command.input, "until"))
        else {
            return Ok(());
        };
        if from <= now || self.first_stop_day(agency, now).is_some_and(|(first, _)| from.date() < first) {
            return wrong("from", "too-soon");
        }
        let hours = |days: i64| SignedDuration::from_hours(days.saturating_mul(24));
        if from.duration_since(now) > hours(AHEAD_DAYS) {
            return wrong("from", "too-far");
        }
        if until <= from {
            return wrong("until", "not-later");
        }
        if until.duration_since(from) > hours(LAST_DAYS) {
            return wrong("until", "too-far");
        }
        Ok(())
    }
}
