//! What receipts for money say.

use super::body::thousands;
use super::data::Setting;
use super::values::{line, when};
use congvu_matter::{Charge, Money, Way};
use congvu_pack::fill;
use serde_json::{Value, json};

/// The movement of money that the paper is about; nothing for other papers.
pub(super) fn of(s: &Setting) -> Value {
    let Some((charge, money)) = moved(s) else { return Value::Null };
    let words = s.words();
    let amount = |dong: u64| fill(&words.dong, &[("amount", &thousands(dong))]);
    // What was left then, not what is left now.
    let mut then = charge.clone();
    then.entries.retain(|e| e.at <= money.at);
    let left = Some(then.owed()).filter(|owed| *owed > 0).map(amount);
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let (theirs, ours) = match money.way {
        Way::In => (&words.payer_title, &words.cashier_title),
        Way::Out => (&words.payee_title, &words.paid_back_title),
    };
    let party = s.case.matter.party.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let who = some(&money.payer).unwrap_or(party);
    let by = some(&money.by).unwrap_or_else(|| words.by_system.clone());
    json!({
        "payment": {
            "amount": amount(money.amount),
            "in-words": congvu_payment::words::dong(money.amount),
            "method": method(s, money),
            "payer": some(&money.payer),
            "reference": some(&money.references.join(", ")),
            "ground": basis(s),
            "reason": line(&s.paper.input, "reason"),
            "at": when(money.at),
            "left": left,
        },
        "signers": [ { "title": theirs, "name": who }, { "title": ours, "name": by } ],
    })
}

fn moved(s: &Setting) -> Option<(&Charge, &Money)> {
    let charge = s.case.matter.charge.as_ref()?;
    let money = charge.entries.iter().find(|e| e.act == s.paper.act && e.at == s.paper.at)?;
    Some((charge, money))
}

/// As the act calls the way it was paid.
fn method(s: &Setting, money: &Money) -> String {
    let act = s.case.lifecycle(&s.library).and_then(|l| l.act(&money.act));
    let choices = act.and_then(|a| a.inputs.iter().find(|i| i.id == "method")).map(|i| &i.choices);
    let named = choices.and_then(|c| c.get(&money.method)).map(|t| t.vi.clone());
    named.unwrap_or_else(|| s.words().by_transfer.clone())
}

/// The statutes behind the procedure: where an amount was read is an address, which is no ground to print.
fn basis(s: &Setting) -> Option<String> {
    let said =
        s.case.matter.said.get("assess-fee").map(|said| line(said, "ground")).filter(|g| !g.is_empty());
    said.or_else(|| {
        let fee = s.version()?.fee.as_ref()?;
        fee.text.as_ref().map(|t| t.vi.trim_end_matches('.').to_owned())
    })
}
