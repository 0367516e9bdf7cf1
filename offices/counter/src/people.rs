//! Who has been here before, and whether the same is under way already.

use crate::access::{Asking, Officer};
use congvu_desk::{CASES, Case, Desk};
use congvu_register::words;
use congvu_store::Asked;
use congvu_views::filing::{phone, properties, text};
use congvu_web::ResultExt;
use congvu_web::WebError;
use congvu_web::form::FormSpec;
use serde_json::{Map, Value};

/// Most earlier cases that are looked at, and most people who are offered.
const MAX_CASES: u32 = 30;
const MAX_PEOPLE: usize = 5;
/// Most words of what was typed that are looked for.
const MAX_WORDS: usize = 8;

/// Somebody who has filed before, with the latest case.
pub(crate) struct Known {
    pub(crate) case: Case,
    pub(crate) name: String,
    pub(crate) phone: String,
}

/// Cases whose number, name, telephone or code begins with every word.
async fn cases(desk: &Desk, officer: &Officer<'_>, asked: &str) -> Result<Vec<Case>, WebError> {
    let digits = phone::digits(asked);
    // A number as people write it, with spaces and dots, is one word.
    let is_number = digits.len() >= 8 && !asked.chars().any(char::is_alphabetic);
    let looked = if is_number { vec![digits] } else { words(asked) };
    let looked: Vec<&str> = looked.iter().map(String::as_str).take(MAX_WORDS).collect();
    let agency = officer.agency.id();
    if looked.is_empty() {
        return Ok(Vec::new());
    }
    let asked = Asked { kind: CASES, words: &looked, ..Asked::default() };
    let found = desk.store().find(agency, &asked, None, MAX_CASES).await.or_fault()?;
    let mut rows = Vec::new();
    for listed in &found.rows {
        rows.extend(desk.store().matter(agency, &listed.reference).await.or_fault()?);
    }
    desk.cases(&rows).or_fault()
}

/// People and bodies who have filed before and fit what was typed, each once, the latest case first.
pub(crate) async fn known(desk: &Desk, officer: &Officer<'_>, asked: &str) -> Result<Vec<Known>, WebError> {
    if asked.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut known: Vec<Known> = Vec::new();
    for case in cases(desk, officer, asked).await? {
        let Some(party) = case.matter.party.clone().filter(|p| !p.name.is_empty()) else { continue };
        if known.len() < MAX_PEOPLE && !known.iter().any(|k| k.name == party.name && k.phone == party.phone) {
            known.push(Known { case, name: party.name, phone: party.phone });
        }
    }
    Ok(known)
}

/// What an earlier form says about the person, for the new form: fields of the same name in the part of the form that is
/// about the person, where the telephone stands or which comes first.
pub(crate) fn about_person(spec: &FormSpec, earlier: &Map<String, Value>) -> Map<String, Value> {
    let about: Vec<&str> = spec
        .sections()
        .iter()
        .enumerate()
        .filter(|(n, s)| *n == 0 || s.fields.iter().any(|f| f.name == congvu_views::filing::PHONE))
        .flat_map(|(_, s)| s.fields.iter().map(|f| f.name.as_str()))
        .collect();
    // What comes from a register entry is about that entry; what comes from an account is about the person.
    let from_entry =
        |p: &Value| p.get("x-prefill").and_then(Value::as_str).is_some_and(|from| from.starts_with("entry."));
    let of_entry = |name: &str| properties(spec).any(|(n, p)| n == name && from_entry(p));
    let long = |name: &str| {
        spec.fields().any(|f| f.name == name && matches!(f.kind, congvu_web::form::FieldKind::LongText(_)))
    };
    about
        .into_iter()
        .filter(|name| !of_entry(name) && !long(name))
        .filter_map(|name| Some((name.to_owned(), earlier.get(name)?.clone())))
        .collect()
}

/// Open cases of the same procedure for the same applicant.
pub(crate) async fn twice(
    desk: &Desk,
    officer: &Officer<'_>,
    asking: &Asking<'_>,
    name: &str,
    form: &Map<String, Value>,
) -> Result<Vec<Case>, WebError> {
    let phone = phone::digits(&text(form, congvu_views::filing::PHONE));
    let same = |case: &Case| {
        let party = case.matter.party.as_ref();
        case.matter.closed.is_none()
            && case.matter.procedure == asking.procedure.id
            && party.is_some_and(|p| {
                let named = !name.is_empty() && words(&p.name) == words(name);
                named || (name.is_empty() && !phone.is_empty() && p.phone == phone)
            })
    };
    let asked = if name.is_empty() { phone.as_str() } else { name };
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    Ok(cases(desk, officer, asked).await?.into_iter().filter(same).collect())
}
