//! What acts on money bring about.

use crate::charge::{Charge, Money, Way};
use crate::command::{Command, Context, Permitted};
use crate::decide::{fault, text};
use crate::declare::{Effect, Fee, PaymentEffect};
use crate::effects::nothing;
use crate::event::Event;
use crate::limits::MONEY_ENTRIES;
use crate::refused::Refused;
use crate::state::Matter;
use serde_json::{Map, Value};

/// The event that an effect on money gives.
pub(crate) fn follow(
    effect: &Effect,
    matter: Option<&Matter>,
    command: &Command,
    said: &Map<String, Value>,
    permitted: &Permitted,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let fee = ctx.version.and_then(|v| v.fee.as_ref()).filter(|f| f.is_charged());
    let charge = || matter.and_then(|m| m.charge.as_ref()).ok_or(Refused::NoCharge);
    match effect {
        Effect::Charge => Ok(fee.filter(|f| !f.assessed).map_or_else(nothing, |f| raised(f, ctx))),
        Effect::Assess => assessed(fee, matter, command, said, ctx),
        Effect::DropCharge => Ok(charge().map_or_else(|_| nothing(), |_| Event::ChargeDropped)),
        Effect::Payment(how) => payment(*how, charge()?, command, said, permitted, ctx),
        Effect::Refund => refund(charge()?, command, said, permitted, ctx),
        Effect::Waive => match charge()?.owed() {
            0 => Err(Refused::NoCharge),
            _ => Ok(Event::Waived { ground: required(command, said, "ground")?.to_owned() }),
        },
        _ => Ok(nothing()),
    }
}

fn raised(fee: &Fee, ctx: &Context<'_>) -> Event {
    Event::Charged {
        amount: fee.amount,
        due: fee.due,
        ground: fee.source.clone().unwrap_or_default(),
        at: ctx.now,
    }
}

/// Another amount than the usual one, or the first where it depends on the case. What was paid stays.
fn assessed(
    fee: Option<&Fee>,
    matter: Option<&Matter>,
    command: &Command,
    said: &Map<String, Value>,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let fee = fee.ok_or(Refused::NoCharge)?;
    if matter.and_then(|m| m.charge.as_ref()).is_some_and(|c| c.waived.is_some() || c.dropped) {
        return Err(Refused::NoCharge);
    }
    let ground = required(command, said, "ground")?.to_owned();
    Ok(Event::Charged { amount: amount(command, said)?, due: fee.due, ground, at: ctx.now })
}

fn payment(
    how: PaymentEffect,
    charge: &Charge,
    command: &Command,
    said: &Map<String, Value>,
    permitted: &Permitted,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let money = money(Way::In, charge, command, said, permitted, ctx)?;
    let most = charge.owed();
    match how {
        PaymentEffect::Counter if money.amount > most => Err(Refused::TooMuch { most }),
        _ => Ok(Event::Money { money }),
    }
}

fn refund(
    charge: &Charge,
    command: &Command,
    said: &Map<String, Value>,
    permitted: &Permitted,
    ctx: &Context<'_>,
) -> Result<Event, Refused> {
    let money = money(Way::Out, charge, command, said, permitted, ctx)?;
    let most = charge.held();
    if money.amount > most { Err(Refused::TooMuch { most }) } else { Ok(Event::Money { money }) }
}

fn money(
    way: Way,
    charge: &Charge,
    command: &Command,
    said: &Map<String, Value>,
    permitted: &Permitted,
    ctx: &Context<'_>,
) -> Result<Money, Refused> {
    if charge.entries.len() >= MONEY_ENTRIES {
        return Err(Refused::Full { max: i64::try_from(MONEY_ENTRIES).unwrap_or(i64::MAX) });
    }
    let named = |id: &str| text(said, id).unwrap_or_default().to_owned();
    let references = ["reference", "second_reference"].map(named).into_iter().filter(|r| !r.is_empty());
    Ok(Money {
        way,
        amount: amount(command, said)?,
        method: text(said, "method").unwrap_or("transfer").to_owned(),
        references: references.collect(),
        payer: named("payer"),
        position: permitted.position.clone(),
        by: permitted.person_name.clone(),
        act: command.act.clone(),
        at: ctx.now,
    })
}

fn amount(command: &Command, said: &Map<String, Value>) -> Result<u64, Refused> {
    said.get("amount").and_then(Value::as_u64).ok_or_else(|| fault(&command.act, "amount", "required"))
}

fn required<'a>(command: &Command, said: &'a Map<String, Value>, id: &str) -> Result<&'a str, Refused> {
    text(said, id).ok_or_else(|| fault(&command.act, id, "required"))
}
