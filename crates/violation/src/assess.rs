//! A whole case: acts, offender, circumstances, amounts; what follows, or what is wrong.

use crate::law::{Behaviour, Law, Offender};
use crate::weigh::{Circumstances, Place};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most acts in one case.
pub const ACTS: usize = 20;

/// What is known of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Identifiers of the acts, each once.
    pub acts: &'a [String],
    /// Who did it.
    pub offender: Offender,
    /// The day that counts: on which the acts ended, or on which they were found going on.
    pub since: Date,
    /// The day of the decision.
    pub on: Date,
    /// What weighs.
    pub circumstances: Circumstances,
    /// Amounts that somebody set, đồng, by act; the law's own amount for the others.
    pub amounts: &'a BTreeMap<String, u64>,
}

/// One act with its fine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount<'l> {
    /// The act.
    pub act: &'l Behaviour,
    /// Bracket of this offender, đồng.
    pub bracket: (u64, u64),
    /// Where in it the fine lies.
    pub place: Place,
    /// The fine, đồng; none where somebody must still set it.
    pub amount: Option<u64>,
    /// Last day on which it can be fined, where that is known.
    pub until: Option<Date>,
}

/// What follows from a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed<'l> {
    /// Each act.
    pub amounts: Vec<Amount<'l>>,
    /// All fines together, đồng; none where one of them is not set.
    pub total: Option<u64>,
    /// What is compared with a power: the highest bracket among the acts, in the measure of organisations, đồng.
    pub measure: u64,
    /// The highest amount of each power that holds for every act, for an organisation, đồng, by identifier of the competence.
    pub powers: BTreeMap<String, u64>,
}

/// What is wrong with a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No act, too many, or one of them twice.
    #[error("name 1 to {ACTS} acts, each once")]
    Acts,
    /// The packs know no such act.
    #[error("there is no act `{0}`")]
    Unknown(String),
    /// The day that counts lies after the decision.
    #[error("{0} has not come yet")]
    Future(Date),
    /// The act was not fined so on the day that counts.
    #[error("`{act}` is fined from {from}: the act ended or was found on {since}")]
    NotInForce {
        /// Which.
        act: String,
        /// Since when it is.
        from: Date,
        /// The day that counts.
        since: Date,
    },
    /// The act cannot be that of such an offender.
    #[error("`{0}` is not fined for such an offender")]
    Offender(String),
    /// It can no longer be sanctioned.
    #[error("`{act}` could be sanctioned until {until}")]
    Late {
        /// Which.
        act: String,
        /// Last day.
        until: Date,
    },
    /// The amount lies outside the part of the bracket that the circumstances leave.
    #[error("`{act}`: {amount} is not between {least} and {most}")]
    Outside {
        /// Which.
        act: String,
        /// What was set, đồng.
        amount: u64,
        /// Least, đồng.
        least: u64,
        /// Most, đồng.
        most: u64,
    },
}

/// Looks at a case.
///
/// # Errors
/// Everything that is wrong with it.
pub fn assess<'l>(law: &'l Law, asked: &Asked<'_>) -> Result<Assessed<'l>, Vec<Fault>> {
    let mut faults = Vec::new();
    let twice = asked.acts.iter().enumerate().any(|(i, a)| asked.acts.iter().take(i).any(|b| a == b));
    if asked.acts.is_empty() || asked.acts.len() > ACTS || twice {
        return Err(vec![Fault::Acts]);
    }
    if asked.since > asked.on {
        return Err(vec![Fault::Future(asked.since)]);
    }
    let mut amounts = Vec::new();
    for id in asked.acts {
        match one(law, id, asked) {
            Ok(amount) => amounts.push(amount),
            Err(fault) => faults.push(fault),
        }
    }
    let named = |id: &&String| !asked.acts.contains(id);
    faults.extend(asked.amounts.keys().filter(named).map(|id| Fault::Unknown(id.clone())));
    if !faults.is_empty() {
        return Err(faults);
    }
    let total = amounts.iter().try_fold(0_u64, |sum, a| sum.checked_add(a.amount?));
    let (measure, powers) = law.judged(asked.acts, asked.on).unwrap_or((u64::MAX, BTreeMap::new()));
    Ok(Assessed { amounts, total, measure, powers })
}

fn one<'l>(law: &'l Law, id: &str, asked: &Asked<'_>) -> Result<Amount<'l>, Fault> {
    let act = law.behaviour(id).ok_or_else(|| Fault::Unknown(id.to_owned()))?;
    if !law.applies(act, asked.since) {
        return Err(Fault::NotInForce { act: id.to_owned(), from: act.from, since: asked.since });
    }
    let bracket = law.bracket(act, asked.offender).ok_or_else(|| Fault::Offender(id.to_owned()))?;
    let until = law.sanctionable_until(act, asked.since, asked.on);
    if let Some(until) = until.filter(|until| asked.on > *until) {
        return Err(Fault::Late { act: id.to_owned(), until });
    }
    let place = law.weigh(bracket, asked.circumstances);
    let amount = asked.amounts.get(id).copied().or(place.usual);
    match amount.filter(|a| *a < place.least || *a > place.most) {
        Some(amount) => {
            let (least, most) = (place.least, place.most);
            Err(Fault::Outside { act: id.to_owned(), amount, least, most })
        }
        None => Ok(Amount { act, bracket, place, amount, until }),
    }
}
