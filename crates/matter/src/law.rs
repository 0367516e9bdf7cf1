//! Which state of the law governs a matter when a new version comes into force while it is open.
//!
//! A matter keeps the law of its filing day. Only a transitional rule that the new version declares, with its ground, can move
//! it, and only that rule can move its due date.

use crate::command::Context;
use crate::declare::{Deadline, Fact, Law, Procedure, Time, Transition, Validity, Version};
use crate::state::Matter;
use congvu_calendar::{Clock, ClockEvent, ClockEventKind, Limit};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// What was decided when a version came into force while a matter was open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LawChoice {
    /// First day of the version that governed before.
    pub before: Date,
    /// First day of the version that came into force.
    pub new: Date,
    /// First day of the version that governs from now on: one of the two.
    pub governs: Date,
    /// The rule of the new version.
    pub rule: Transition,
    /// The provision that it rests on, where one is known.
    pub ground: Option<Law>,
    /// What was compared, where the rule compares; the first with a better side decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compared: Vec<Compared>,
    /// What became of the due date.
    pub deadline: Deadline,
    /// Time allowed from now on.
    pub limit: Option<Limit>,
    /// Whether a request to complete the dossier restarts the clock from now on.
    pub restarts: bool,
    /// Last moment for the answer from now on, where it is counted back from a moment that the form names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime>,
    /// Lifecycle from now on.
    pub lifecycle: String,
    /// When it was decided.
    pub at: DateTime,
}

impl LawChoice {
    /// Whether the matter moved to the new version.
    #[must_use]
    pub fn moved(&self) -> bool {
        self.governs == self.new
    }
}

/// One fact of both versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Which.
    pub fact: Fact,
    /// Under the version before; none where it is not known for sure.
    pub before: Option<String>,
    /// Under the new version; none where it is not known for sure.
    pub new: Option<String>,
    /// Which is better for the applicant; none where they are the same or one is not known.
    pub better: Option<Side>,
}

/// One of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The version before.
    Before,
    /// The new version.
    New,
}

/// The next version that has come into force since the matter was opened and on which nothing was decided yet. Versions that
/// were already in force when it was opened, or are put into the packs later for such a day, change nothing for it.
#[must_use]
pub fn pending<'p>(procedure: &'p Procedure, matter: &Matter, today: Date) -> Option<&'p Version> {
    if matter.closed.is_some() {
        return None;
    }
    let decided = matter.laws.last().map(|c| c.new).or(matter.law_of)?;
    let after = decided.max(matter.opened.date());
    procedure.versions.iter().find(|v| v.from > after && v.from <= today)
}

/// Applies the transitional rule of `new` to a matter.
pub(crate) fn choose(procedure: &Procedure, matter: &Matter, new: &Version, ctx: &Context<'_>) -> LawChoice {
    let rule = new.transitional.as_ref();
    let before = matter.law_of.unwrap_or(new.from);
    let old = matter.law_of.and_then(|from| procedure.version_from(from));
    let mut compared = Vec::new();
    let moves = match new.transition {
        Transition::Stays => false,
        Transition::Moves => true,
        Transition::FavoursApplicant => {
            let facts = rule.map(|r| r.compares.as_slice()).unwrap_or_default();
            compared = facts.iter().map(|fact| compare(*fact, old, new, matter, ctx)).collect();
            compared.iter().find_map(|c| c.better) == Some(Side::New)
        }
    };
    let ground = rule.map(|r| &r.ground).or(ctx.keeps.filter(|_| !moves)).cloned();
    let time = new.time.as_ref();
    // A limit that nobody knows takes nothing away: what was promised stays.
    let known = time.is_some_and(|t| counted(t, &matter.form).is_some() || t.back_from.is_some());
    let deadline = rule.map(|r| r.deadline).filter(|_| moves && known).unwrap_or_default();
    let recounted = deadline != Deadline::Keeps;
    LawChoice {
        before,
        new: new.from,
        governs: if moves { new.from } else { before },
        rule: new.transition,
        ground,
        compared,
        deadline,
        limit: if recounted { time.and_then(|t| counted(t, &matter.form)) } else { matter.limit },
        restarts: if moves { time.is_some_and(Time::restarts) } else { matter.restarts },
        due: if recounted { time.and_then(|t| t.back_from.as_ref()?.due(&matter.form)) } else { matter.due },
        lifecycle: if moves {
            procedure.lifecycle_of(Some(new)).to_owned()
        } else {
            matter.lifecycle.clone()
        },
        at: ctx.now,
    }
}

fn counted(time: &Time, form: &Map<String, Value>) -> Option<Limit> {
    time.counted_for(form).map(|l| l.limit)
}

/// Puts a choice into the matter.
pub(crate) fn apply(m: &mut Matter, choice: &LawChoice) {
    m.law_of = Some(choice.governs);
    m.limit = choice.limit;
    m.restarts = choice.restarts;
    m.due = choice.due;
    m.lifecycle.clone_from(&choice.lifecycle);
    if choice.moved() && choice.deadline == Deadline::Anew {
        begin_again(&mut m.clock, choice.at);
    }
    m.laws.push(choice.clone());
}

/// The clock from the beginning; one that stood still stands still.
fn begin_again(clock: &mut Vec<ClockEvent>, at: DateTime) {
    let stopped = clock.iter().rev().find_map(|e| match &e.kind {
        ClockEventKind::Stop { reason } => Some(Some(reason.clone())),
        ClockEventKind::Start | ClockEventKind::Resume => Some(None),
        _ => None,
    });
    let Some(stopped) = stopped else { return };
    *clock = vec![ClockEvent { at, kind: ClockEventKind::Start }];
    clock.extend(stopped.map(|reason| ClockEvent { at, kind: ClockEventKind::Stop { reason } }));
}

/// A value to be shown and what it is compared by; the smaller is the better one.
type Weighed = (String, i64);

fn compare(fact: Fact, old: Option<&Version>, new: &Version, matter: &Matter, ctx: &Context<'_>) -> Compared {
    let weigh = |v: &Version| match fact {
        Fact::Limit => limit(v, matter, ctx),
        Fact::Fee => fee(v),
        Fact::Term => terms(v),
        Fact::Dossier => dossier(v),
    };
    let (was, is) = (old.and_then(weigh), weigh(new));
    let better = match (&was, &is) {
        (Some((_, was)), Some((_, is))) => match is.cmp(was) {
            Ordering::Less => Some(Side::New),
            Ordering::Greater => Some(Side::Before),
            Ordering::Equal => None,
        },
        // What nobody has read in a source decides nothing.
        _ => None,
    };
    Compared { fact, before: was.map(|w| w.0), new: is.map(|w| w.0), better }
}

/// By the day on which it would end, counted from the filing: units differ.
fn limit(v: &Version, matter: &Matter, ctx: &Context<'_>) -> Option<Weighed> {
    let counted = v.time.as_ref()?.counted_for(&matter.form).filter(|l| l.verified)?;
    let due = Clock::due(ctx.calendar, &counted.limit, matter.opened).ok()?;
    let seconds = due.duration_since(matter.opened).as_secs();
    Some((counted.limit.to_string(), seconds))
}

fn fee(v: &Version) -> Option<Weighed> {
    let fee = v.fee.as_ref().filter(|f| f.verified)?;
    Some((fee.amount.to_string(), i64::try_from(fee.amount).ok()?))
}

/// The longest term of any result, in days by the calendar of averages: enough to tell longer from shorter.
fn terms(v: &Version) -> Option<Weighed> {
    use congvu_calendar::Unit;
    let days = |valid: &Validity| {
        let most = valid.at_most.filter(|_| valid.verified)?;
        let days: i64 = match most.unit {
            Unit::Day => 1,
            Unit::Month => 30,
            Unit::Year => 365,
            _ => return None,
        };
        Some((most.to_string(), i64::from(most.amount).saturating_mul(days).saturating_neg()))
    };
    v.outcome.values().filter_map(|o| days(o.valid.as_ref()?)).min_by_key(|w| w.1)
}

/// Papers that must be attached; known for sure where each of them is.
fn dossier(v: &Version) -> Option<Weighed> {
    if v.dossier.iter().any(|p| p.required && !p.verified) {
        return None;
    }
    let required = v.dossier.iter().filter(|p| p.required).count();
    Some((required.to_string(), i64::try_from(required).ok()?))
}
