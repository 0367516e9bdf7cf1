//! Finding entries, as of a moment.

use congvu_desk::{Desk, to_ms};
use congvu_pack::Agency;
use congvu_register::{Entry, Status};
use congvu_store::EntryRow;
use congvu_web::{ResultExt, WebError};
use jiff::civil::DateTime;

/// Most entries that a search gives: who wants more narrows it.
const MAX_FOUND: u32 = 200;

/// Entries in the order of their numbers.
pub(crate) struct Found {
    pub(crate) entries: Vec<Entry>,
    /// Number to go on after, when there is more.
    pub(crate) next: Option<String>,
    /// The search found more than it can give.
    pub(crate) too_many: bool,
}

/// What is asked of a register.
pub(crate) struct Asked<'a> {
    pub(crate) register: &'a str,
    pub(crate) q: &'a str,
    pub(crate) moment: DateTime,
    pub(crate) after: &'a str,
    /// Most entries to give, at most 999.
    pub(crate) limit: u32,
}

/// The entries that there were at a moment, ended ones included.
pub(crate) async fn entries(desk: &Desk, agency: &Agency, asked: &Asked<'_>) -> Result<Found, WebError> {
    let at_ms = to_ms(asked.moment);
    let (mut rows, too_many) = if asked.q.is_empty() {
        let store = desk.store();
        let more = asked.limit.saturating_add(1);
        let rows =
            store.entries_known(agency.id(), asked.register, at_ms, more, asked.after).await.or_fault()?;
        (rows, false)
    } else {
        search(desk, agency, asked, at_ms).await?
    };
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let next = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(|r| r.number.clone())
    } else {
        None
    };
    let mut entries: Vec<Entry> = rows.iter().map(read).collect::<Result<_, _>>()?;
    // What was entered by mistake says nothing about anybody.
    entries.retain(|e| e.status != Status::Annulled);
    Ok(Found { entries, next, too_many })
}

async fn search(
    desk: &Desk,
    agency: &Agency,
    asked: &Asked<'_>,
    at_ms: i64,
) -> Result<(Vec<EntryRow>, bool), WebError> {
    let store = desk.store();
    let words = congvu_register::words(asked.q);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let kind = format!("entry/{}", asked.register);
    let found = store.search(agency.id(), &kind, &words, MAX_FOUND).await.or_fault()?;
    let mut numbers: Vec<String> =
        found.references.into_iter().filter(|n| n.as_str() > asked.after).collect();
    numbers.sort_unstable();
    let mut rows = Vec::new();
    for number in numbers {
        let versions = store.entry_versions(agency.id(), asked.register, &number).await.or_fault()?;
        rows.extend(versions.into_iter().rfind(|v| v.from_ms <= at_ms));
        if rows.len() > usize::try_from(asked.limit).unwrap_or(usize::MAX) {
            break;
        }
    }
    Ok((rows, found.more))
}

/// An entry from its row.
pub(crate) fn read(row: &EntryRow) -> Result<Entry, WebError> {
    serde_json::from_str(&row.body).or_fault()
}
