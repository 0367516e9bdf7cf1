//! What is known already: the register entry that an application is about, and the account of whoever applies.

use congvu_desk::Desk;
use congvu_matter::EntryRef;
use congvu_matter::declare::Procedure;
use congvu_pack::Agency;
use congvu_web::form::FormSpec;
use congvu_web::{ResultExt, WebError};
use serde_json::{Map, Value};

use crate::entry_number::cited;
use crate::specs::properties;
use crate::visitor::Visitor;

/// Fills in what the register already knows. Anyone may start from an entry, so only what anyone may see of it is filled
/// in, unless the entry was issued to this visitor.
pub(super) async fn prefill(
    desk: &Desk,
    agency: &Agency,
    procedure: &Procedure,
    spec: &FormSpec,
    visitor: &Visitor,
    asked: &str,
    form: &mut Map<String, Value>,
) -> Result<(), WebError> {
    let Some(subject) = &procedure.subject else { return Ok(()) };
    let Some(number) = asked.strip_prefix(&format!("{}/", subject.register)) else { return Ok(()) };
    let at = EntryRef { register: subject.register.clone(), number: number.to_owned() };
    let Some(entry) = desk.entry(agency.id(), &at).await.or_fault()? else { return Ok(()) };
    let Some(def) = desk.library().registers.get(&subject.register) else { return Ok(()) };
    let made_by = desk.case(agency, &entry.matter).await.or_fault()?;
    let theirs = made_by.and_then(|c| c.matter.party).is_some_and(|p| p.account == visitor.account);
    for (name, property) in properties(spec) {
        let from = property.get("x-prefill").and_then(Value::as_str).unwrap_or_default();
        let value = match from {
            "entry.number" => Some(Value::from(cited(&entry.number))),
            "entry.issued" => Some(Value::from(entry.issued.date().to_string())),
            _ => from
                .strip_prefix("entry.content.")
                .filter(|key| theirs || def.public.iter().any(|p| p == key))
                .and_then(|key| entry.content.get(key).cloned()),
        };
        if let Some(value) = value {
            form.insert(name.clone(), value);
        }
    }
    Ok(())
}

/// Fills in what the visitor's account already says, where nothing stands yet.
pub(super) async fn from_account(
    desk: &Desk,
    agency: &Agency,
    spec: &FormSpec,
    visitor: &Visitor,
    form: &mut Map<String, Value>,
) -> Result<(), WebError> {
    let Some(account) = desk.store().account(agency.id(), &visitor.account).await.or_fault()? else {
        return Ok(());
    };
    for (name, property) in properties(spec) {
        let known = match property.get("x-prefill").and_then(Value::as_str) {
            Some("account.name") => &account.name,
            Some("account.phone") => &account.phone,
            Some("account.email") => &account.email,
            _ => continue,
        };
        if !known.is_empty() && !form.contains_key(name) {
            form.insert(name.clone(), Value::from(known.as_str()));
        }
    }
    Ok(())
}
