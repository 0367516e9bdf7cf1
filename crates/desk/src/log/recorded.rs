//! Acts as they are taken out, for whoever checks them without us.

use crate::error::DeskError;
use congvu_store::{ActRow, Store};
use serde::{Deserialize, Serialize};

/// An act with what binds it. The act is a text, so that no byte of it changes on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Place in the record, from 1.
    pub seq: i64,
    /// Identifier.
    pub id: String,
    /// What hides it behind its commitment, hexadecimal; none for acts recorded before there was a log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// Link of the chain, hexadecimal.
    pub hash: String,
    /// Canonical form.
    pub act: String,
}

impl Recorded {
    fn of(row: ActRow) -> Result<Self, DeskError> {
        let unreadable =
            |e: std::string::FromUtf8Error| DeskError::Unreadable { what: "act", reason: e.to_string() };
        Ok(Self {
            seq: row.seq,
            id: row.id,
            salt: row.salt.map(hex::encode),
            hash: hex::encode(row.hash),
            act: String::from_utf8(row.body).map_err(unreadable)?,
        })
    }
}

/// Acts of an agency in order, from number `seq`.
///
/// # Errors
/// The store, or an act that is no text.
pub async fn recorded(store: &Store, agency: &str, seq: i64, limit: u32) -> Result<Vec<Recorded>, DeskError> {
    store.acts_from(agency, seq, limit).await?.into_iter().map(Recorded::of).collect()
}
