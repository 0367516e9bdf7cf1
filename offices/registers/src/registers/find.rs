//! Finding entries, as of a moment.

use congvu_desk::{Desk, to_ms};
use congvu_pack::Agency;
use congvu_register::{Entry, Status};
use congvu_store::{After, EntryRow};
use congvu_web::{ResultExt, WebError};
use jiff::civil::DateTime;

/// Entries in the order of their numbers, or, where words are looked for, the newest first.
pub(crate) struct Found {
    pub(crate) entries: Vec<Entry>,
    /// Where to go on, when there is more.
    pub(crate) next: Option<String>,
    /// The search ended before everything was looked at: the next page goes on from there.
    pub(crate) unfinished: bool,
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
    let store = desk.store();
    if !asked.q.is_empty() {
        return search(desk, agency, asked, at_ms).await;
    }
    let more = asked.limit.saturating_add(1);
    let mut rows =
        store.entries_known(agency.id(), asked.register, at_ms, more, asked.after).await.or_fault()?;
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
    Ok(Found { entries, next, unfinished: false })
}

/// Words are looked for as the entries say now; each entry found is shown as it was at the moment.
async fn search(desk: &Desk, agency: &Agency, asked: &Asked<'_>, at_ms: i64) -> Result<Found, WebError> {
    let store = desk.store();
    let words = congvu_register::words(asked.q);
    if words.is_empty() {
        return Ok(Found { entries: Vec::new(), next: None, unfinished: false });
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let wanted = congvu_store::Asked {
        kind: congvu_desk::ENTRIES,
        words: &words,
        classes: Some(vec![asked.register]),
        ..congvu_store::Asked::default()
    };
    let after = read_after(asked.after);
    let found = store.find(agency.id(), &wanted, after.as_ref(), asked.limit).await.or_fault()?;
    let mut entries = Vec::with_capacity(found.rows.len());
    for row in &found.rows {
        let Some((register, number)) = row.reference.split_once('/') else { continue };
        let row = store.entry_begun_by(agency.id(), register, number, at_ms).await.or_fault()?;
        let entry = row.as_ref().map(read).transpose()?;
        entries.extend(entry.filter(|e| e.status != Status::Annulled));
    }
    let next = found.next.map(|a| format!("{}.{}", a.at_ms, a.reference));
    Ok(Found { entries, next, unfinished: found.unfinished })
}

/// Where the page before ended; a text that nobody was given begins from the first.
fn read_after(text: &str) -> Option<After> {
    let (at_ms, reference) = text.split_once('.')?;
    Some(After { at_ms: at_ms.parse().ok()?, reference: reference.to_owned() })
}

/// An entry from its row.
pub(crate) fn read(row: &EntryRow) -> Result<Entry, WebError> {
    serde_json::from_str(&row.body).or_fault()
}
