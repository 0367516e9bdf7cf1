//! Why a case is late: which step took more than its share, by the acts of the record and the shares that the pack gives.

use congvu_desk::{ActLine, Case};
use congvu_matter::declare::Text;
use congvu_pack::Library;
use congvu_web::Words;
use jiff::civil::DateTime;

/// Minutes of an hour.
const HOUR_MINUTES: u64 = 60;

/// How long a step had a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Use {
    /// The act that ends the step.
    pub(crate) act: String,
    /// Office hours that it took so far, in minutes.
    pub(crate) used_min: u64,
    /// Its share, in minutes; none where the pack gives none in working time.
    pub(crate) share_min: Option<u64>,
}

impl Use {
    /// Minutes beyond its share.
    pub(crate) fn over_min(&self) -> u64 {
        self.share_min.map_or(0, |share| self.used_min.saturating_sub(share))
    }
}

/// The steps of a case in the order in which they first had it. The applicant's time belongs to none.
///
/// One pass over the acts of the case.
pub(crate) fn uses(library: &Library, case: &Case, acts: &[ActLine], now: DateTime) -> Vec<Use> {
    let mut all: Vec<Use> = Vec::new();
    for stay in congvu_desk::stays(library, case, acts, now) {
        let Some(act) = stay.act else { continue };
        match all.iter_mut().find(|u| u.act == act) {
            Some(known) => known.used_min = known.used_min.saturating_add(stay.used_min),
            None => all.push(Use { act, used_min: stay.used_min, share_min: stay.share_min }),
        }
    }
    all
}

/// In words: the steps that took more than their share, the worst first; without shares, the one that took longest.
pub(crate) fn text(w: &Words, library: &Library, case: &Case, uses: &[Use]) -> String {
    let name = |act: &str| {
        let found = case.lifecycle(library).and_then(|l| l.act(act));
        found.map_or_else(|| act.to_owned(), |a| congvu_views::pick(w, &a.name).to_owned())
    };
    let hours = |minutes: u64| i64::try_from(minutes.div_ceil(HOUR_MINUTES)).unwrap_or(i64::MAX);
    let mut over: Vec<&Use> = uses.iter().filter(|u| u.over_min() > 0).collect();
    over.sort_by_key(|u| std::cmp::Reverse(u.over_min()));
    if over.is_empty() {
        let longest = uses.iter().max_by_key(|u| u.used_min).filter(|u| u.used_min > 0);
        return longest.map_or_else(String::new, |u| {
            w.with(
                "oversight-why-longest",
                &[("step", name(&u.act).into()), ("used", hours(u.used_min).into())],
            )
        });
    }
    let parts = over.iter().map(|u| {
        let share = u.share_min.unwrap_or(0) / HOUR_MINUTES;
        let share = i64::try_from(share).unwrap_or(i64::MAX);
        let said =
            [("step", name(&u.act).into()), ("used", hours(u.used_min).into()), ("share", share.into())];
        w.with("oversight-why-over", &said)
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// The reason that the office gave for being late: what was said with the act that set a new date.
pub(crate) fn reason(library: &Library, case: &Case) -> Option<String> {
    use congvu_matter::declare::{ClockEffect, Effect};
    let life = case.lifecycle(library)?;
    let extends = life.acts.iter().filter(|a| a.effects.contains(&Effect::Clock(ClockEffect::Extend)));
    let said = extends.filter_map(|a| case.matter.said.get(&a.id)).find_map(|s| s.get("reason"))?;
    said.as_str().map(str::to_owned).filter(|r| !r.is_empty())
}

/// The state in which a case stands, in words.
pub(crate) fn state<'l>(library: &'l Library, case: &Case) -> Option<&'l Text> {
    case.state(library).map(|s| &s.name)
}
