//! What filing has in common, online and at the counter: forms read from their schemas, the register entry that an
//! application is about, who applies, and what it is called.

pub mod entry_number;
pub mod phone;
mod specs;

pub use specs::{Specs, prefilled_from, properties, with_defaults};

use congvu_desk::Desk;
use congvu_matter::EntryRef;
use congvu_matter::declare::{Procedure, Version};
use congvu_pack::Agency;
use congvu_register::Entry;
use congvu_web::form::FormSpec;
use congvu_web::{ResultExt, WebError};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Property of a form that holds the telephone; with the case number it opens the follow-up page.
pub const PHONE: &str = "phone";
/// Longest subject line, in characters.
const MAX_SUBJECT_CHARS: usize = 200;

/// The register entry that a filled-in form names, if the register has it.
///
/// # Errors
/// The store cannot be read.
pub async fn named_entry(
    desk: &Desk,
    agency: &Agency,
    procedure: &Procedure,
    spec: &FormSpec,
    form: &Map<String, Value>,
) -> Result<Option<Entry>, WebError> {
    let Some(subject) = &procedure.subject else { return Ok(None) };
    let text = |place: &str| {
        prefilled_from(spec, place)
            .and_then(|name| form.get(name))
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let issued = text("entry.issued").parse::<Date>().ok();
    let digits = usize::from(desk.library().numbering.paper.digits);
    for number in entry_number::candidates(text("entry.number"), issued, digits) {
        let at = EntryRef { register: subject.register.clone(), number };
        if let Some(entry) = desk.entry(agency.id(), &at).await.or_fault()? {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// The text of a property; items of a list one after the other.
#[must_use]
pub fn text(form: &Map<String, Value>, property: &str) -> String {
    match form.get(property) {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// Who applies: the holder as the register names it, or as the form does; empty where neither says.
#[must_use]
pub fn holder(
    desk: &Desk,
    procedure: &Procedure,
    version: &Version,
    entry: Option<&Entry>,
    form: &Map<String, Value>,
) -> String {
    let added = version.outcome.values().find_map(|o| o.register.as_ref()).map(|r| r.register());
    let register = procedure.subject.as_ref().map(|s| s.register.as_str()).or(added);
    let holder = register.and_then(|r| desk.library().registers.get(r)).map(|d| d.holder.as_str());
    let of_entry = holder.and_then(|h| entry.map(|e| e.text(h))).filter(|n| !n.is_empty());
    of_entry.or_else(|| holder.map(|h| text(form, h))).unwrap_or_default()
}

/// What the application is about, in a line.
#[must_use]
pub fn subject_line(procedure: &Procedure, version: &Version, form: &Map<String, Value>) -> String {
    let named = version.form.as_ref().map(|f| text(form, &f.subject)).unwrap_or_default();
    let named = if named.is_empty() { procedure.name.vi.clone() } else { named };
    named.chars().take(MAX_SUBJECT_CHARS).collect()
}
