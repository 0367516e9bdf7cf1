//! Register effects: from a change to the next version of an entry.

use crate::clock::to_ms;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError, unreadable};
use congvu_calendar::Unit;
use congvu_matter::{EntryRef, Matter, Refused, RegisterChange};
use congvu_pack::Agency;
use congvu_register::{Change, Entry, RegisterDef, Status, apply};
use congvu_store::EntryRow;
use jiff::civil::DateTime;

impl Desk {
    /// An entry as the register has it now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn entry(&self, agency: &str, at: &EntryRef) -> Result<Option<Entry>, DeskError> {
        let row = self.inner.store.entry_current(agency, &at.register, &at.number).await?;
        row.map(|r| read(&r)).transpose()
    }

    /// Whether a matter about an entry may be opened: the entry is in force and belongs to the applicant.
    pub(crate) async fn check_subject(
        &self,
        agency: &Agency,
        procedure: &congvu_matter::declare::Procedure,
        command: &congvu_matter::Command,
        now: DateTime,
    ) -> Result<(), PerformError> {
        let Some(subject) = &procedure.subject else { return Ok(()) };
        let none = || PerformError::NotNow(Refused::NoSubject);
        let wanted = command.entry.as_ref().filter(|e| e.register == subject.register).ok_or_else(none)?;
        let entry = self.entry(agency.id(), wanted).await?.ok_or_else(none)?;
        let standing = match entry.standing(now) {
            congvu_register::Standing::Valid => "valid",
            congvu_register::Standing::Expired => "expired",
            congvu_register::Standing::Suspended => "suspended",
            congvu_register::Standing::Revoked => "revoked",
            congvu_register::Standing::Annulled => "annulled",
            congvu_register::Standing::Ended => "ended",
        };
        let def = self.packs.library.registers.get(&subject.register).ok_or_else(none)?;
        let claimed = command.form.get(&def.owner).and_then(serde_json::Value::as_str);
        let theirs = procedure.own_initiative || claimed == Some(entry.text(&def.owner).as_str());
        if subject.status.iter().any(|s| s == standing) && theirs { Ok(()) } else { Err(none()) }
    }
}

/// An entry from its row.
pub(crate) fn read(row: &EntryRow) -> Result<Entry, DeskError> {
    serde_json::from_str(&row.body).map_err(unreadable("register entry"))
}

/// What a register change needs besides itself.
pub(crate) struct Making<'a> {
    pub(crate) now: DateTime,
    pub(crate) matter: &'a Matter,
    pub(crate) clause: &'a str,
}

/// The next version of the entry that a change makes.
pub(crate) fn next(change: &RegisterChange, before: Option<&Entry>, m: &Making<'_>) -> Result<Entry, String> {
    let paper = m.matter.papers.last().map(congvu_matter::Paper::cited).unwrap_or_default();
    if let RegisterChange::Add { register, content, until, given } = change {
        // A number that another body gave may stand in the register already; numbers drawn here cannot.
        if before.is_some() {
            return Err("an entry with this number is in the register already".into());
        }
        let named = m.matter.entry.as_ref().ok_or("the new entry has no number")?;
        return Ok(Entry {
            register: register.clone(),
            number: named.number.clone(),
            version: 1,
            since: m.now,
            status: Status::Valid,
            until: *until,
            issued: given.as_ref().map_or(m.now, |g| g.date.to_datetime(jiff::civil::Time::midnight())),
            extended: 0,
            reissued: 0,
            matter: m.matter.id.clone(),
            paper: given.as_ref().map_or(paper, |g| g.number.clone()),
            clause: m.clause.to_owned(),
            content: content.clone(),
            origin: None,
        });
    }
    let before = before.ok_or("the register has no such entry")?;
    let change = match change {
        RegisterChange::Add { .. } => return Err("an entry cannot be added twice".into()),
        RegisterChange::Import { .. } | RegisterChange::Annul { .. } => {
            return Err("a whole register is changed entry by entry".into());
        }
        RegisterChange::Amend { content, .. } => Change::Amend(known(before, content)),
        RegisterChange::Correct { content, .. } => Change::Correct(known(before, content)),
        RegisterChange::Reissue { .. } => Change::Reissue,
        RegisterChange::Revoke { .. } => Change::Revoke,
        RegisterChange::End { .. } => Change::End,
        RegisterChange::Extend { limit, at_most, .. } => {
            Change::Extend { until: longer(before, *limit, m.now)?, at_most: *at_most }
        }
    };
    apply(before, change, m.now, &m.matter.id, &paper, m.clause).map_err(|e| e.to_string())
}

/// Only what the entry already says can be amended: reasons and contacts of an application stay in its file.
fn known(
    before: &Entry,
    content: &serde_json::Map<String, serde_json::Value>,
) -> serde_json::Map<String, serde_json::Value> {
    content
        .iter()
        .filter(|(k, _)| before.content.contains_key(*k))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn longer(before: &Entry, limit: congvu_calendar::Limit, now: DateTime) -> Result<DateTime, String> {
    let from = before.until.unwrap_or(now);
    let amount = i64::from(limit.amount);
    let span = match limit.unit {
        Unit::Year => jiff::Span::new().try_years(amount),
        Unit::Month => jiff::Span::new().try_months(amount),
        Unit::Day => jiff::Span::new().try_days(amount),
        _ => return Err(format!("a licence runs for days, months or years, not for `{limit}`")),
    };
    span.and_then(|span| from.checked_add(span))
        .map_err(|_| format!("a term of {limit} is outside the calendar"))
}

/// The entry that a change is about.
pub(crate) fn subject(change: &RegisterChange) -> Option<EntryRef> {
    match change {
        RegisterChange::Add { register, given, .. } => {
            let given = given.as_ref()?;
            Some(EntryRef { register: register.clone(), number: given.entry() })
        }
        RegisterChange::Import { .. } | RegisterChange::Annul { .. } => None,
        RegisterChange::Amend { entry, .. }
        | RegisterChange::Extend { entry, .. }
        | RegisterChange::Reissue { entry }
        | RegisterChange::Revoke { entry }
        | RegisterChange::End { entry }
        | RegisterChange::Correct { entry, .. } => Some(entry.clone()),
    }
}

/// The row of an entry version.
pub(crate) fn row(entry: &Entry, def: Option<&RegisterDef>, code: Option<String>) -> EntryRow {
    EntryRow {
        register: entry.register.clone(),
        number: entry.number.clone(),
        version: entry.version,
        from_ms: to_ms(entry.since),
        to_ms: entry.until.map(to_ms),
        status: entry.status.as_str().to_owned(),
        holder: def.map(|d| entry.text(&d.owner)).unwrap_or_default(),
        matter: entry.matter.clone(),
        verify_code: code,
        body: serde_json::to_string(entry).unwrap_or_default(),
    }
}
