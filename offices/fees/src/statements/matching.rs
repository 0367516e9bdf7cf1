//! Which line belongs to which case.

use super::reference;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_payment::reference::candidates;
use congvu_payment::statement::{Entry, Statement};
use congvu_store::ChargeRow;
use congvu_web::{ResultExt, WebError};
use std::collections::{BTreeMap, BTreeSet};

/// Digits of a case number after the unit's identifier: six for the day.
const DAY_DIGITS: usize = 6;

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Class {
    /// Exactly what is owed for this case.
    Matched(ChargeRow),
    /// The case is known, the amount is not what is owed.
    Wrong(ChargeRow, i64),
    /// No case of ours is named.
    Unknown,
    /// The transaction was taken in, or recorded, before.
    Known,
    /// Money that went out.
    Outgoing,
}

/// Every line with what it is, as things stand now.
pub(crate) async fn classify<'s>(
    desk: &Desk,
    agency: &Agency,
    statement: &'s Statement,
) -> Result<Vec<(&'s Entry, Class)>, WebError> {
    let store = desk.store();
    let incoming: Vec<&Entry> = statement.entries.iter().filter(|e| e.amount > 0).collect();
    let references: Vec<String> = incoming.iter().map(|e| reference(agency, &e.reference)).collect();
    let mut known: BTreeSet<String> =
        store.known_references(agency.id(), &references).await.or_fault()?.into_iter().collect();
    known.extend(desk.known_payments(agency, &references).await.or_fault()?);
    let heads: Vec<&str> = agency.file.identifiers.iter().map(|i| i.code.as_str()).collect();
    let digits = DAY_DIGITS.saturating_add(usize::from(desk.library().numbering.case.digits));
    let named: Vec<Vec<String>> = incoming.iter().map(|e| candidates(&e.text, &heads, digits)).collect();
    let mut wanted: Vec<String> = named.iter().flatten().cloned().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let charges = store.charges_by_reference(agency.id(), &wanted).await.or_fault()?;
    let charges: BTreeMap<&str, &ChargeRow> = charges.iter().map(|c| (c.reference.as_str(), c)).collect();
    // Two payments for one case in one statement: the second meets what the first has left.
    let mut left: BTreeMap<&str, i64> = charges.iter().map(|(r, c)| (*r, c.owed)).collect();
    let mut names = named.iter();
    let mut all = Vec::with_capacity(statement.entries.len());
    for entry in &statement.entries {
        if entry.amount <= 0 {
            all.push((entry, Class::Outgoing));
            continue;
        }
        let names = names.next().map(Vec::as_slice).unwrap_or_default();
        if known.contains(&reference(agency, &entry.reference)) {
            all.push((entry, Class::Known));
            continue;
        }
        let Some(charge) = names.iter().find_map(|n| charges.get(n.as_str()).copied()) else {
            all.push((entry, Class::Unknown));
            continue;
        };
        let owed = left.entry(charge.reference.as_str()).or_default();
        if *owed == entry.amount {
            *owed = 0;
            all.push((entry, Class::Matched(charge.clone())));
        } else {
            all.push((entry, Class::Wrong(charge.clone(), *owed)));
        }
    }
    Ok(all)
}
