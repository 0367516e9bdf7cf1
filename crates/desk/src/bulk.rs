//! Registers that change by the thousand: a paper register is taken over, or an import is taken back. What the entries say stands
//! in a file that the act names by its digest, so that the act stays small and its entries can be made again from the record.

use crate::desk::Desk;
use crate::entries;
use crate::error::{DeskError, PerformError};
use crate::perform::register_change;
use congvu_authority::Permit;
use congvu_matter::{Command, Event, Refused, RegisterChange};
use congvu_pack::Agency;
use congvu_register::import::{MAX_ROWS, NUMBER_CHARS, Row, Rows};
use congvu_register::{Change, Entry, Origin, Status, apply};
use congvu_store::FileError;
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// Entries read at a time.
const PAGE: u32 = 1_000;
/// How many numbers a refusal names.
const NAMED: usize = 5;
/// Highest number of a paper within a year that is believed; a longer one is no running number.
const MAX_NUMBER: i64 = 99_999;

/// Next versions of many entries.
#[derive(Debug, Default)]
pub(crate) struct Bulk {
    /// Entries that the register did not have.
    new: Vec<Entry>,
    /// Entries that it had, with the version of the row that guards each.
    pub(crate) changed: Vec<(Entry, i64)>,
    /// What the register said of them before, by number.
    pub(crate) before: BTreeMap<String, Entry>,
    /// Series of numbers, each with the highest that was taken over.
    pub(crate) numbers: Vec<(String, i64)>,
}

impl Bulk {
    /// A first version is guarded by its own key, a later one by the row of its entry.
    fn put(&mut self, entry: Entry, guard: i64) {
        if entry.version > 1 {
            self.changed.push((entry, guard));
        } else {
            self.new.push(entry);
        }
    }

    /// All of them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.new.iter().chain(self.changed.iter().map(|(e, _)| e))
    }
}

/// What all entries of one act have in common.
struct Making<'a> {
    matter: &'a str,
    clause: &'a str,
    book: &'a str,
    now: DateTime,
}

impl Desk {
    /// What the events make of a whole register; nothing for all other events.
    pub(crate) async fn bulk(
        &self,
        agency: &Agency,
        events: &[Event],
        matter: &str,
        command: &Command,
        permit: &Permit,
        now: DateTime,
    ) -> Result<Bulk, PerformError> {
        let book = command.input.get("book").and_then(serde_json::Value::as_str).unwrap_or_default();
        let making = Making { matter, clause: &permit.clause.eid, book, now };
        match register_change(events) {
            Some(RegisterChange::Import { register, rows }) => {
                let read = self.rows_of(register, rows).await?;
                self.taken_over(agency, register, read, &making).await
            }
            Some(RegisterChange::Annul { register }) => self.taken_back(agency, register, &making).await,
            _ => Ok(Bulk::default()),
        }
    }

    /// The rows in a stored file.
    async fn rows_of(&self, register: &str, sha256: &str) -> Result<Vec<Row>, PerformError> {
        let bytes = match self.inner.store.files().get(sha256).await {
            Ok(bytes) => bytes,
            Err(FileError::NotFound(_) | FileError::BadDigest(_)) => {
                return Err(refused("there is no file with these rows".to_owned()));
            }
            Err(error) => return Err(DeskError::Files(error.to_string()).into()),
        };
        let read: Rows = serde_json::from_slice(&bytes)
            .map_err(|e| refused(format!("the file with the rows cannot be read: {e}")))?;
        if read.register != register {
            return Err(refused(format!("the rows are for the register `{}`", read.register)));
        }
        if read.rows.is_empty() || read.rows.len() > MAX_ROWS {
            return Err(refused(format!(
                "an import has 1 to {MAX_ROWS} rows, this one has {}",
                read.rows.len()
            )));
        }
        Ok(read.rows)
    }

    /// The entries of the rows. Where the book says that a paper was revoked or suspended, the entry was in force before: since
    /// when it is not, the book does not say, so that it counts from now.
    async fn taken_over(
        &self,
        agency: &Agency,
        register: &str,
        rows: Vec<Row>,
        making: &Making<'_>,
    ) -> Result<Bulk, PerformError> {
        sound(&rows, making.now)?;
        let keys: Vec<String> = rows.iter().map(Row::key).collect();
        let mut known: BTreeMap<String, Entry> = BTreeMap::new();
        for row in self.inner.store.entries_by_number(agency.id(), register, &keys).await? {
            known.insert(row.number.clone(), entries::read(&row)?);
        }
        let held = known.values().filter(|e| e.status != Status::Annulled).map(Entry::cited);
        let held: Vec<&str> = held.take(NAMED).collect();
        if !held.is_empty() {
            return Err(refused(format!("the register already has {}", held.join(", "))));
        }
        let mut bulk = Bulk { numbers: self.highest(agency, &rows), ..Bulk::default() };
        for row in rows {
            let before = known.get(&row.key());
            let first = before.map_or(1, |e| e.version.saturating_add(1));
            let guard = before.map_or(0, crate::perform::entry_row_version);
            let entry = entry(register, &row, first, making);
            if row.status == Status::Valid {
                bulk.put(entry, guard);
                continue;
            }
            let ended = Entry {
                version: entry.version.saturating_add(1),
                since: making.now,
                status: row.status,
                ..entry.clone()
            };
            bulk.new.push(entry);
            bulk.changed.push((ended, guard));
        }
        bulk.before = known;
        Ok(bulk)
    }

    /// The series that the program would draw these numbers from, each with the highest number.
    fn highest(&self, agency: &Agency, rows: &[Row]) -> Vec<(String, i64)> {
        let letters = format!("-{}", agency.file.short);
        let mut all: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows {
            let Some((digits, notation)) = row.number.split_once('/') else { continue };
            let (Ok(n), Some(kind)) = (digits.trim().parse::<i64>(), notation.trim().strip_suffix(&letters))
            else {
                continue;
            };
            if (1..=MAX_NUMBER).contains(&n) {
                let highest = all.entry(format!("paper/{kind}/{}", row.issued.year())).or_default();
                *highest = n.max(*highest);
            }
        }
        all.into_iter().collect()
    }

    async fn taken_back(
        &self,
        agency: &Agency,
        register: &str,
        making: &Making<'_>,
    ) -> Result<Bulk, PerformError> {
        let mut bulk = Bulk::default();
        let mut after = String::new();
        loop {
            let store = &self.inner.store;
            let made = store.entries_made(agency.id(), making.matter, register, &after, PAGE).await?;
            let Some(last) = made.last() else { break };
            after.clone_from(&last.number);
            // An entry that came as ended has two versions from the same act.
            let mut numbers: Vec<String> = made.iter().map(|r| r.number.clone()).collect();
            numbers.dedup();
            for row in store.entries_by_number(agency.id(), register, &numbers).await? {
                let before = entries::read(&row)?;
                if bulk.before.contains_key(&before.number) {
                    continue;
                }
                if before.matter != making.matter {
                    let number = before.cited().to_owned();
                    return Err(refused(format!(
                        "`{number}` was changed by another case since it was imported"
                    )));
                }
                let guard = crate::perform::entry_row_version(&before);
                let next = apply(&before, Change::Annul, making.now, making.matter, "", making.clause)
                    .map_err(|e| refused(e.to_string()))?;
                bulk.changed.push((next, guard));
                bulk.before.insert(before.number.clone(), before);
            }
        }
        if bulk.changed.is_empty() { Err(refused("nothing was imported".to_owned())) } else { Ok(bulk) }
    }
}

/// What no sheet that was looked at before has; the act may come from elsewhere.
fn sound(rows: &[Row], now: DateTime) -> Result<(), PerformError> {
    let mut seen = BTreeSet::new();
    for row in rows {
        if row.number.trim().is_empty()
            || row.number.chars().count() > NUMBER_CHARS
            || row.issued > now.date()
        {
            return Err(refused(format!(
                "line {}: no number, or a day of issue that has not come",
                row.line
            )));
        }
        if !seen.insert(row.key()) {
            return Err(refused(format!(
                "line {}: the number `{}` stands in two lines",
                row.line, row.number
            )));
        }
    }
    Ok(())
}

/// A row as the first version of an entry: it says so since the paper was issued, as the book did.
fn entry(register: &str, row: &Row, version: i64, making: &Making<'_>) -> Entry {
    let issued = row.issued.at(0, 0, 0, 0);
    Entry {
        register: register.to_owned(),
        number: row.key(),
        version,
        since: issued,
        status: Status::Valid,
        until: row.last_day.and_then(|last| last.tomorrow().ok()).map(|end| end.at(0, 0, 0, 0)),
        suspended_until: None,
        issued,
        extended: 0,
        reissued: 0,
        matter: making.matter.to_owned(),
        paper: row.number.clone(),
        clause: making.clause.to_owned(),
        content: row.content.clone(),
        origin: Some(Origin {
            book: making.book.to_owned(),
            page: row.page.clone(),
            line: row.line,
            at: making.now,
        }),
    }
}

fn refused(reason: String) -> PerformError {
    PerformError::NotNow(Refused::Register(reason))
}
