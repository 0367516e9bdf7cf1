//! Entries and their versions.

use crate::RegisterDef;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Whether what the entry says holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// In force.
    Valid,
    /// Suspended for a time.
    Suspended,
    /// Ended by a decision.
    Revoked,
    /// Entered by mistake: it never said anything about its holder.
    Annulled,
    /// Ended without anybody's fault: given back, handed over, its purpose reached.
    Ended,
}

impl Status {
    /// The word used in storage and packs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Annulled => "annulled",
            Self::Ended => "ended",
        }
    }
}

/// Where an entry stood before it came here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The paper register, as the office calls it.
    pub book: String,
    /// Page or line in it, as written; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// Line of the file from which it was taken over, from 1.
    pub line: u32,
    /// When it was taken over.
    pub at: DateTime,
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Register.
    pub register: String,
    /// Number of the licence, for instance `05/GP-STTTT` with its year: `2024/05/GP-STTTT`.
    pub number: String,
    /// Version, from 1.
    pub version: i64,
    /// Since when this version says so.
    pub since: DateTime,
    /// In force or not.
    pub status: Status,
    /// First moment at which the licence is no longer in force; none when the law sets no term.
    pub until: Option<DateTime>,
    /// First moment at which a suspended licence is in force again; none while nobody has said when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<DateTime>,
    /// When the licence was first issued.
    pub issued: DateTime,
    /// How often it was extended.
    pub extended: u32,
    /// How often it was issued again after loss or damage.
    pub reissued: u32,
    /// Matter that made this version.
    pub matter: String,
    /// Paper that carries this version, as cited: `12/GP-STTTT`.
    pub paper: String,
    /// Clause under which this version was made, for the reader.
    pub clause: String,
    /// Content.
    pub content: Map<String, Value>,
    /// The paper register it was taken over from, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// How an entry stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In force.
    Valid,
    /// Its term is over.
    Expired,
    /// Suspended.
    Suspended,
    /// Revoked.
    Revoked,
    /// Entered by mistake and taken back.
    Annulled,
    /// Ended without anybody's fault.
    Ended,
}

impl Entry {
    /// How the entry stands at a moment, by this version.
    #[must_use]
    pub fn standing(&self, at: DateTime) -> Standing {
        match self.status {
            Status::Revoked => Standing::Revoked,
            Status::Annulled => Standing::Annulled,
            Status::Ended => Standing::Ended,
            Status::Suspended if self.suspended_until.is_none_or(|until| at < until) => Standing::Suspended,
            // A suspension ends by itself; what ran out meanwhile is over.
            Status::Valid | Status::Suspended if self.until.is_some_and(|u| u <= at) => Standing::Expired,
            Status::Valid | Status::Suspended => Standing::Valid,
        }
    }

    /// The value of a property as text, empty when absent.
    #[must_use]
    pub fn text(&self, property: &str) -> String {
        self.content.get(property).map(as_text).unwrap_or_default()
    }

    /// The number as its paper has it: without the year before it.
    #[must_use]
    pub fn cited(&self) -> &str {
        let year = |y: &str| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit());
        self.number.split_once('/').filter(|(y, _)| year(y)).map_or(self.number.as_str(), |(_, rest)| rest)
    }

    /// Text under which the entry is found.
    #[must_use]
    pub fn search_text(&self, def: &RegisterDef) -> String {
        let mut all = vec![self.number.clone(), self.cited().to_owned()];
        all.extend(def.search.iter().map(|p| self.text(p)));
        all.join(" ")
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Array(items) => items.iter().map(as_text).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// What happens to an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Values of the content change.
    Amend(Map<String, Value>),
    /// In force for longer: the new end.
    Extend {
        /// First moment at which it is no longer in force.
        until: DateTime,
        /// How often the law lets it be extended.
        at_most: Option<u32>,
    },
    /// The paper is issued again.
    Reissue,
    /// Ends by a decision.
    Revoke,
    /// Out of force for a time.
    Suspend {
        /// First moment at which it is in force again; none until it is restored.
        until: Option<DateTime>,
    },
    /// A suspension or an end by decision is taken back: it stands as if that had not been decided, from now on.
    Restore,
    /// Ends without anybody's fault.
    End,
    /// The office's own error is put right.
    Correct(Map<String, Value>),
    /// The entry was made by mistake and is taken back.
    Annul,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// It is no longer in force.
    #[error("the entry `{number}` is {status} and cannot be changed")]
    NotInForce {
        /// Which entry.
        number: String,
        /// How it stands.
        status: &'static str,
    },
    /// Extended as often as the law allows.
    #[error("the entry `{number}` has already been extended {times} times, the most that the law allows")]
    ExtendedOut {
        /// Which entry.
        number: String,
        /// How often.
        times: u32,
    },
    /// It is neither suspended nor ended by a decision: there is nothing to give back.
    #[error("the entry `{number}` is in force: there is nothing to take back")]
    NotTaken {
        /// Which entry.
        number: String,
    },
    /// The new end is not later.
    #[error("the new end of `{number}` is not later than the present one")]
    NotLonger {
        /// Which entry.
        number: String,
    },
}

/// The next version of `entry` after `change`, made by `matter` with `paper` at `at` under `clause`.
///
/// # Errors
/// The entry is not in force, or the change is not possible; see [`ChangeError`].
pub fn apply(
    entry: &Entry,
    change: Change,
    at: DateTime,
    matter: &str,
    paper: &str,
    clause: &str,
) -> Result<Entry, ChangeError> {
    let number = || entry.number.clone();
    match entry.standing(at) {
        Standing::Annulled => return Err(ChangeError::NotInForce { number: number(), status: "annulled" }),
        // What was taken over wrongly may say that it was revoked: that is taken back like the rest.
        Standing::Revoked if !matches!(change, Change::Annul | Change::Restore) => {
            return Err(ChangeError::NotInForce { number: number(), status: "revoked" });
        }
        Standing::Ended => return Err(ChangeError::NotInForce { number: number(), status: "ended" }),
        // An expired licence can still be revoked or corrected, but not prolonged or changed.
        Standing::Expired
            if !matches!(change, Change::Revoke | Change::Correct(_) | Change::Annul | Change::Restore) =>
        {
            return Err(ChangeError::NotInForce { number: number(), status: "expired" });
        }
        _ => {}
    }
    let mut next = Entry {
        version: entry.version.saturating_add(1),
        since: at,
        matter: matter.to_owned(),
        paper: paper.to_owned(),
        clause: clause.to_owned(),
        ..entry.clone()
    };
    match change {
        Change::Amend(values) | Change::Correct(values) => next.content.extend(values),
        Change::Extend { until, at_most } => {
            if let Some(times) = at_most.filter(|m| entry.extended >= *m) {
                return Err(ChangeError::ExtendedOut { number: number(), times });
            }
            if entry.until.is_some_and(|u| until <= u) {
                return Err(ChangeError::NotLonger { number: number() });
            }
            next.until = Some(until);
            next.extended = next.extended.saturating_add(1);
        }
        Change::Reissue => next.reissued = next.reissued.saturating_add(1),
        Change::Revoke => next.status = Status::Revoked,
        Change::Suspend { until } => {
            next.status = Status::Suspended;
            next.suspended_until = until;
        }
        Change::Restore => {
            if !matches!(entry.status, Status::Suspended | Status::Revoked) {
                return Err(ChangeError::NotTaken { number: number() });
            }
            next.status = Status::Valid;
            next.suspended_until = None;
        }
        Change::Annul => {
            // It was never true: whatever day is asked about, the register does not say it any more.
            next.since = entry.issued;
            next.status = Status::Annulled;
        }
        Change::End => next.status = Status::Ended,
    }
    Ok(next)
}

/// The content that anyone may see.
#[must_use]
pub fn public(entry: &Entry, def: &RegisterDef) -> Map<String, Value> {
    def.public.iter().filter_map(|p| entry.content.get(p).map(|v| (p.clone(), v.clone()))).collect()
}
