//! What happens to running cases when the law changes.

use super::procedure::Law;
use serde::{Deserialize, Serialize};

/// What happens to running cases when a version comes into force.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transition {
    /// A running case keeps the law of its filing day.
    #[default]
    Stays,
    /// A running case moves to this version.
    Moves,
    /// Whichever favours the applicant.
    FavoursApplicant,
}

/// The transitional rule of a version: its ground, and how far it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transitional {
    /// The provision that says so.
    pub ground: Law,
    /// What becomes of the due date of a case that moves.
    #[serde(default)]
    pub deadline: Deadline,
    /// For `favours-applicant`: the facts compared, the weightiest first. The first that differs decides.
    #[serde(default)]
    pub compares: Vec<Fact>,
}

/// What becomes of the due date of a case that moves to a new version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deadline {
    /// It stays where it is.
    #[default]
    Keeps,
    /// The new limit counts from the filing, as if it had always been the limit.
    FromFiling,
    /// The new limit counts from the moment of the move.
    Anew,
}

/// A fact by which two versions are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The time allowed to the office: shorter is better.
    Limit,
    /// The fee: lower is better.
    Fee,
    /// How long the result is valid: longer is better.
    Term,
    /// Papers that must be attached: fewer are better.
    Dossier,
}

impl Fact {
    /// All, in the order in which they stand here.
    pub const ALL: [Self; 4] = [Self::Limit, Self::Fee, Self::Term, Self::Dossier];

    /// The word that packs use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Fee => "fee",
            Self::Term => "term",
            Self::Dossier => "dossier",
        }
    }
}
