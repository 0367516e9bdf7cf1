//! What an answer rests on: a clause of the founding decision, or a statute outside it.

use congvu_law::ClauseRef;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A statute outside the founding decision, as one time of force has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatuteRef {
    /// Name by which rows refer to it (`nd30.13.1`).
    pub id: String,
    /// Number of the document (`30/2020/NĐ-CP`).
    pub number: String,
    /// Article and paragraph, in words.
    pub article: String,
    /// What it says, in our words.
    pub about: String,
    /// First moment of force.
    pub from: DateTime,
    /// First moment when it is no longer in force; open if absent.
    pub to: Option<DateTime>,
    /// Where it was read.
    pub source: String,
    /// Whether it was read in its text.
    pub verified: bool,
}

/// One ground of a permit or a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Citation {
    /// A place in the dated founding decision.
    Decision(ClauseRef),
    /// A statute outside it.
    Statute(Box<StatuteRef>),
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Decision(clause) => f.write_str(&clause.eid),
            Self::Statute(statute) => write!(f, "{}, {}", statute.number, statute.article),
        }
    }
}

/// Whether the half-open interval `[from, to)` contains `at`.
#[must_use]
pub fn in_force(from: DateTime, to: Option<DateTime>, at: DateTime) -> bool {
    from <= at && to.is_none_or(|to| at < to)
}

/// Whether two half-open intervals share a moment.
#[must_use]
pub fn overlap(a: (DateTime, Option<DateTime>), b: (DateTime, Option<DateTime>)) -> bool {
    a.1.is_none_or(|end| b.0 < end) && b.1.is_none_or(|end| a.0 < end)
}
