//! What is written down of every act.

use congvu_law::ClauseRef;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One act as it stands in the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// Version of this layout, 1.
    pub v: u8,
    /// Agency in whose record it stands.
    pub agency: String,
    /// Place in the agency's record, from 1.
    pub seq: i64,
    /// Identifier of the act.
    pub id: String,
    /// Matter that it belongs to.
    pub matter: String,
    /// Version of the matter after the act, from 1.
    pub version: i64,
    /// Kind of act, for instance `file` or `sign`.
    pub kind: String,
    /// When, RFC 3339 with the offset of the office.
    pub at: String,
    /// Who.
    pub actor: ActorRef,
    /// In what capacity, where a position acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// The clause that empowers it.
    pub clause: ClauseRef,
    /// Row of the authority table that permitted it.
    pub row: String,
    /// What else the permit rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<Basis>,
    /// What was said with it.
    pub input: Value,
    /// What followed from it.
    pub events: Value,
    /// Files attached, SHA-256 in hexadecimal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ActorRef {
    /// A person holding a position.
    Position {
        /// The person.
        person: String,
        /// The position.
        position: String,
    },
    /// An applicant; the account is empty when filed without one.
    Applicant {
        /// The account.
        account: String,
    },
    /// The program itself.
    System,
}

/// In what capacity a position acted (Decree 30/2020/NĐ-CP, Article 13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// `own`, `KT`, `TL`, `TUQ`, `Q` or `TM`.
    pub form: String,
    /// The position acted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// The position whose work it is, where a substitute did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// A clause or statute that a permit rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// As cited.
    pub cite: String,
    /// The clause, where it stands in a text that the program holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<ClauseRef>,
}

/// The canonical bytes of an act: JSON by RFC 8785.
///
/// # Errors
/// When a number in the payload has no canonical form (not finite); the act must then be refused.
pub fn canonical(act: &Act) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(act)
}
