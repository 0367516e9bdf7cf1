//! Cases of violations: the facts by which powers are judged, and what follows from their acts. The law comes from the packs.

use super::definition::Definition;
use congvu_matter::declare::{ActDef, Effect, ViolationEffect};
use congvu_matter::{Command, Event, FinePayment, InputFault, Matter, Refused, Sanction, SanctionItem};
use congvu_pack::Library;
use congvu_violation::{Asked, Assessed, Circumstances, Fault, LIMIT_FACT, Offender, assess};
use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The fact by which the power to fine is measured.
const FINE: &str = "fine";
/// Name of the list of acts in the form.
const ACTS: &str = "behaviours";

/// What is known of the acts, from the form with which the case was opened.
struct Known {
    acts: Vec<String>,
    offender: Offender,
    /// The day that counts: the end of the acts, or the day of the record where they go on.
    since: Option<Date>,
}

fn text<'v>(values: &'v Map<String, Value>, name: &str) -> &'v str {
    values.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn known(form: &Map<String, Value>, recorded: DateTime) -> Option<Known> {
    let acts = form.get(ACTS)?.as_array()?;
    let acts = acts.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    // A household business is fined as an individual.
    let offender = match text(form, "offender_kind") {
        "organisation" => Offender::Organisation,
        _ => Offender::Individual,
    };
    let since = match text(form, "act_status") {
        "ended" => text(form, "ended_on").parse().ok(),
        _ => Some(recorded.date()),
    };
    Some(Known { acts, offender, since })
}

/// The facts of a case of violations for the authority table; none for other matters.
pub(crate) fn facts(
    library: &Library,
    definition: &Definition,
    matter: Option<&Matter>,
    command: &Command,
    now: DateTime,
) -> BTreeMap<String, Value> {
    let deals = definition.lifecycle.acts.iter().flat_map(|a| &a.effects);
    if !deals.into_iter().any(|e| matches!(e, Effect::Violation(_))) {
        return BTreeMap::new();
    }
    let form = matter.map_or(&command.form, |m| &m.form);
    let judged = known(form, matter.map_or(now, |m| m.opened))
        .and_then(|k| library.violations.judged(&k.acts, now.date()));
    let Some((measure, powers)) = judged else { return BTreeMap::new() };
    let limits = powers.into_iter().map(|(id, most)| (format!("{LIMIT_FACT}/{id}"), json!(most)));
    limits.chain([(FINE.to_owned(), json!(measure))]).collect()
}

fn wrong(act: &str, input: &str, fault: &str) -> Refused {
    let faults = vec![InputFault { input: input.to_owned(), fault: fault.to_owned() }];
    Refused::Input { act: act.to_owned(), faults }
}

/// A fault of the case as a fault of what was said: at the amount of an act, or at the list of acts.
fn refused(act: &str, faults: &[Fault]) -> Refused {
    let one = |fault: &Fault| {
        let (input, what) = match fault {
            Fault::Acts => (ACTS.to_owned(), "acts"),
            Fault::Unknown(_) => (ACTS.to_owned(), "not-a-choice"),
            Fault::Future(_) => ("ended_on".to_owned(), "not-yet"),
            Fault::NotInForce { .. } => (ACTS.to_owned(), "not-fined-then"),
            Fault::Offender(_) => (ACTS.to_owned(), "not-this-offender"),
            Fault::Late { .. } => (ACTS.to_owned(), "limitation"),
            Fault::Outside { act, .. } => (format!("amounts.{act}"), "outside-bracket"),
        };
        InputFault { input, fault: what.to_owned() }
    };
    Refused::Input { act: act.to_owned(), faults: faults.iter().map(one).collect() }
}

/// What surrounds a decision.
pub(crate) struct Around<'a> {
    pub(crate) library: &'a Library,
    pub(crate) matter: Option<&'a Matter>,
    /// The form with which a case is opened.
    pub(crate) form: &'a Map<String, Value>,
    /// What was said with the act, as it is kept.
    pub(crate) said: &'a Map<String, Value>,
    pub(crate) now: DateTime,
}

impl<'a> Around<'a> {
    fn form(&self) -> &'a Map<String, Value> {
        self.matter.map_or(self.form, |m| &m.form)
    }
}

/// What was said with the act, among the events that follow from it.
pub(crate) fn said(events: &[Event]) -> Map<String, Value> {
    let said = events.iter().find_map(|e| match e {
        Event::Said { input, .. } => Some(input.clone()),
        _ => None,
    });
    said.unwrap_or_default()
}

/// What an act on violations brings about besides what its lifecycle says.
///
/// # Errors
/// What is wrong with what was said, at the input concerned.
pub(crate) fn follow(declared: &ActDef, around: &Around<'_>) -> Result<Vec<Event>, Refused> {
    let mut events = Vec::new();
    for effect in &declared.effects {
        if let Effect::Violation(effect) = effect {
            events.extend(one(*effect, declared, around)?);
        }
    }
    Ok(events)
}

fn one(effect: ViolationEffect, declared: &ActDef, a: &Around<'_>) -> Result<Option<Event>, Refused> {
    let act = declared.id.as_str();
    let input = a.said;
    match effect {
        ViolationEffect::Record => {
            // A record is drawn up of what can no longer be fined, too: remedies may still follow.
            match assessed(a, act, &Map::new(), &Map::new()) {
                Err(Refused::Input { faults, .. }) if faults.iter().all(|f| f.fault == "limitation") => {
                    Ok(None)
                }
                other => other.map(|_| None),
            }
        }
        ViolationEffect::Weigh => {
            months(a, act, input)?;
            assessed(a, act, input, input).map(|_| None)
        }
        ViolationEffect::Decide => decide(declared, a).map(Some),
        ViolationEffect::Serve => serve(a, act).map(Some),
        ViolationEffect::Pay => pay(a, act).map(Some),
        ViolationEffect::Settle => {
            let owed = a.matter.and_then(|m| m.sanction.as_ref()).map_or(0, Sanction::owed);
            if text(input, "how") == "paid" && owed > 0 {
                return Err(Refused::Unpaid { act: act.to_owned(), owed });
            }
            Ok(None)
        }
        ViolationEffect::Annul => {
            Ok(a.matter.and_then(|m| m.sanction.as_ref()).map(|_| Event::SanctionAnnulled))
        }
    }
}

/// What was said when facts were weighed: with this act, or before.
fn weighed<'a>(a: &Around<'a>) -> &'a Map<String, Value> {
    let named = ["aggravating", "mitigating", "amounts", "suspension_months"];
    let weighs = |said: &&Map<String, Value>| named.iter().any(|n| said.contains_key(*n));
    a.matter.and_then(|m| m.said.values().find(weighs)).unwrap_or(a.said)
}

fn count(said: &Map<String, Value>, name: &str) -> u32 {
    let lines = match said.get(name) {
        Some(Value::Array(items)) => items.len(),
        Some(Value::String(lines)) => lines.lines().filter(|l| !l.trim().is_empty()).count(),
        _ => 0,
    };
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Amounts that somebody set, by act; what is no amount is wrong.
fn amounts(act: &str, said: &Map<String, Value>) -> Result<BTreeMap<String, u64>, Refused> {
    let Some(Value::Object(set)) = said.get("amounts") else { return Ok(BTreeMap::new()) };
    let read = |(id, value): (&String, &Value)| {
        let amount =
            value.as_u64().or_else(|| value.as_str()?.replace(['.', ' ', '\u{a0}'], "").parse().ok());
        amount.map(|n| (id.clone(), n)).ok_or_else(|| wrong(act, &format!("amounts.{id}"), "not-money"))
    };
    set.iter().map(read).collect()
}

fn assessed<'l>(
    a: &Around<'l>,
    act: &str,
    circumstances: &Map<String, Value>,
    set: &Map<String, Value>,
) -> Result<(Assessed<'l>, Offender), Refused> {
    let known =
        known(a.form(), a.matter.map_or(a.now, |m| m.opened)).ok_or_else(|| wrong(act, ACTS, "required"))?;
    let since = known.since.ok_or_else(|| wrong(act, "ended_on", "required"))?;
    let amounts = amounts(act, set)?;
    let asked = Asked {
        acts: &known.acts,
        offender: known.offender,
        since,
        on: a.now.date(),
        circumstances: Circumstances {
            aggravating: count(circumstances, "aggravating"),
            mitigating: count(circumstances, "mitigating"),
        },
        amounts: &amounts,
    };
    let found = assess(&a.library.violations, &asked).map_err(|faults| refused(act, &faults))?;
    Ok((found, known.offender))
}

/// For how many months a licence is taken away: one there must be, and the months must be possible.
fn months(a: &Around<'_>, act: &str, said: &Map<String, Value>) -> Result<Option<u32>, Refused> {
    let named = text(said, "suspension_months").trim();
    if named.is_empty() {
        return Ok(None);
    }
    let fault = |what: &str| Err(wrong(act, "suspension_months", what));
    let Ok(months) = named.parse::<u32>() else { return fault("wrong-type") };
    if a.matter.is_none_or(|m| m.entry.is_none()) {
        return fault("no-entry");
    }
    let law = &a.library.violations;
    let acts = known(a.form(), a.now).map(|k| k.acts).unwrap_or_default();
    let own = acts.iter().filter_map(|id| law.behaviour(id)?.suspension);
    let range = own.reduce(|x, y| [x[0].min(y[0]), x[1].max(y[1])]);
    let range = range.or_else(|| law.all.suspension.as_ref().map(|s| s.months));
    match range {
        Some([least, most]) if !(least..=most).contains(&months) => fault("months-outside"),
        _ => Ok(Some(months)),
    }
}

fn decide(declared: &ActDef, a: &Around<'_>) -> Result<Event, Refused> {
    let act = declared.id.as_str();
    let deciding = declared.effects.iter().find_map(|e| match e {
        Effect::Outcome(input) => Some(input.as_str()),
        _ => None,
    });
    let input = deciding.unwrap_or("outcome");
    let outcome = text(a.said, input).to_owned();
    let said = weighed(a);
    let late = a.matter.and_then(|m| crate::case::read_clock(a.library, m, a.now)).is_some_and(|c| c.overdue);
    if late && outcome != "remedies" {
        // After the time for a decision only remedies and confiscation are left.
        return Err(wrong(act, input, "decision-late"));
    }
    let (items, total, offender) = if outcome == "remedies" {
        (Vec::new(), 0, text(a.form(), "offender_kind").to_owned())
    } else {
        let (found, offender) = assessed(a, act, said, said)?;
        let fines = outcome == "fine";
        let mut items = Vec::new();
        for amount in &found.amounts {
            let fine = if fines { amount.amount } else { Some(0) };
            items.push(SanctionItem {
                act: amount.act.id.clone(),
                decree: amount.act.decree.clone(),
                article: amount.act.article.clone().unwrap_or_default(),
                least: amount.bracket.0,
                most: amount.bracket.1,
                amount: fine.ok_or_else(|| wrong(act, &format!("amounts.{}", amount.act.id), "required"))?,
            });
        }
        let total = items.iter().fold(0_u64, |sum, i| sum.saturating_add(i.amount));
        if fines && total == 0 {
            return Err(wrong(act, input, "warning-only"));
        }
        let offender = if offender == Offender::Organisation { "organisation" } else { "individual" };
        (items, total, offender.to_owned())
    };
    let sanction = Sanction {
        outcome,
        offender,
        items,
        total,
        suspended_months: months(a, act, said)?,
        decided: a.now,
        served: None,
        due: None,
        payments: Vec::new(),
        annulled: false,
    };
    Ok(Event::Sanctioned { sanction: Box::new(sanction) })
}

fn day(a: &Around<'_>, act: &str, input: &str) -> Result<Date, Refused> {
    let named: Option<Date> = text(a.said, input).parse().ok();
    let day = named.ok_or_else(|| wrong(act, input, "not-a-date"))?;
    if day > a.now.date() { Err(wrong(act, input, "not-yet")) } else { Ok(day) }
}

fn serve(a: &Around<'_>, act: &str) -> Result<Event, Refused> {
    let on = day(a, act, "served_on")?;
    let sanction = a.matter.and_then(|m| m.sanction.as_ref());
    if sanction.is_some_and(|s| on < s.decided.date()) {
        return Err(wrong(act, "served_on", "before-decision"));
    }
    let law = &a.library.violations;
    let due = sanction.filter(|s| s.total > 0).and_then(|_| law.ends(law.time("payment", on)?, on));
    Ok(Event::Served { on, due })
}

fn pay(a: &Around<'_>, act: &str) -> Result<Event, Refused> {
    let on = day(a, act, "paid_on")?;
    let sanction = a.matter.and_then(|m| m.sanction.as_ref()).ok_or(Refused::NoCharge)?;
    let amount =
        a.said.get("amount").and_then(Value::as_u64).ok_or_else(|| wrong(act, "amount", "not-money"))?;
    let reference = text(a.said, "reference").trim().to_owned();
    if sanction.payments.iter().any(|p| p.reference == reference) {
        return Err(Refused::KnownPayment { reference });
    }
    let most = sanction.owed();
    if amount > most {
        return Err(Refused::TooMuch { most });
    }
    Ok(Event::FinePaid { payment: FinePayment { amount, on, reference } })
}
