//! Acts on money, accounts and fees.

use crate::locate::Locator;
use crate::money::{MONEY, MoneyFile, is_for_any, is_joined};
use crate::{Agency, Fault, Files, Library};
use congvu_matter::declare::{ActDef, Effect, InputKind, Version};

/// Longest number of an account in a payment code.
const NUMBER_CHARS: usize = 19;

pub(crate) fn check(files: &Files, library: &Library, faults: &mut Vec<Fault>) {
    let Ok(read) = crate::read::toml_file::<MoneyFile>(files, MONEY) else { return };
    let at = Locator::new(MONEY, files.text(MONEY).unwrap_or_default());
    for (i, act) in read.acts.iter().enumerate() {
        if let Some((key, reason)) = bad_act(act, library) {
            faults.push(at.fault(&format!("act.{i}.{key}"), reason));
        }
    }
}

fn bad_act(act: &ActDef, library: &Library) -> Option<(&'static str, String)> {
    if !is_joined(act) {
        return Some(("effects", "only acts on money stand here: assess, payment, refund, waive".to_owned()));
    }
    if !is_for_any(act) || act.to != "@same" {
        let reason = "money moves no matter: it is taken and given back in any state, `from = [\"*\"]`, `to = \"@same\"`";
        return Some(("from", reason.to_owned()));
    }
    if !matches!(act.by.as_str(), "power" | "applicant")
        && act.by.parse::<congvu_authority::Selector>().is_err()
    {
        return Some(("by", format!("`{}` is none of power, applicant, nor a selector", act.by)));
    }
    for effect in &act.effects {
        if let Effect::Paper(key) = effect
            && !library.forms.contains_key(key)
        {
            return Some(("effects", format!("there is no form `{key}` in forms.toml")));
        }
        for (needed, kind) in needs(effect) {
            if !act.inputs.iter().any(|i| i.id == *needed && i.required && i.kind == *kind) {
                let kind = if *kind == InputKind::Money { "money" } else { "text" };
                return Some(("input", format!("the act needs a required input `{needed}` of kind {kind}")));
            }
        }
    }
    None
}

fn needs(effect: &Effect) -> &'static [(&'static str, InputKind)] {
    match effect {
        Effect::Payment(_) | Effect::Refund => &[("amount", InputKind::Money)],
        Effect::Assess => &[("amount", InputKind::Money), ("ground", InputKind::Text)],
        Effect::Waive => &[("ground", InputKind::Text)],
        _ => &[],
    }
}

/// An account must be one that a payment code can hold.
pub(crate) fn account(agency: &Agency, at: &Locator<'_>, faults: &mut Vec<Fault>) {
    let Some(account) = &agency.file.account else { return };
    if account.bin.len() != 6 || !account.bin.bytes().all(|b| b.is_ascii_digit()) {
        faults.push(at.fault("account.bin", "the bank is known by exactly six digits"));
    }
    let plain = account.number.bytes().all(|b| b.is_ascii_alphanumeric());
    if !plain || account.number.is_empty() || account.number.len() > NUMBER_CHARS {
        let reason = format!("an account has 1 to {NUMBER_CHARS} letters and digits, without spaces");
        faults.push(at.fault("account.number", reason));
    }
}

/// What is wrong with the fee of a version, and under which key.
pub(crate) fn bad_fee(version: &Version, acts: &[ActDef]) -> Option<(&'static str, String)> {
    let fee = version.fee.as_ref()?;
    if fee.due.is_some() && fee.due_source.is_none() {
        return Some(("due", "say in `due_source` where it was read when the fee is due".to_owned()));
    }
    if fee.is_charged() && !acts.iter().any(|a| a.effects.contains(&Effect::Charge)) {
        return Some((
            "amount",
            "the lifecycle charges nothing: its opening act needs the effect `charge`".to_owned(),
        ));
    }
    let unknown = fee.before.iter().find(|b| !acts.iter().any(|a| a.id == **b))?;
    Some(("before", format!("the lifecycle has no act `{unknown}`")))
}
