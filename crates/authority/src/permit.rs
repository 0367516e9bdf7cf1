//! The two answers: a permit with its clause, or a refusal that says what was looked for.

use congvu_law::ClauseRef;
use serde::{Deserialize, Serialize};

use crate::cite::Citation;
use crate::ids::{DelegationId, PersonId, PositionId};
use crate::missing::Missing;
use crate::roster::Actor;

/// In what capacity a paper is signed (Decree 30/2020/NĐ-CP, article 13 and annex I).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Form {
    /// In one's own name.
    #[serde(rename = "own")]
    Own,
    /// Acting head (quyền).
    Q,
    /// For the head (ký thay).
    KT,
    /// By order (thừa lệnh).
    TL,
    /// Under authorisation (thừa ủy quyền).
    TUQ,
    /// On behalf of a collective body (thay mặt).
    TM,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 6] = [Self::Own, Self::Q, Self::KT, Self::TL, Self::TUQ, Self::TM];

    /// As packs and cases write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Q => "Q",
            Self::KT => "KT",
            Self::TL => "TL",
            Self::TUQ => "TUQ",
            Self::TM => "TM",
        }
    }
}

/// In whose name an act is done and what stands above the signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// The form.
    pub form: Form,
    /// The position for which it is done, where it is for another.
    pub on_behalf_of: Option<PositionId>,
    /// Lines above the signature, in capitals, top first. Empty when the act signs nothing.
    pub signature_lines: Vec<String>,
}

/// The act is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
    /// The act.
    pub act: String,
    /// The clause of the founding decision that empowers it.
    pub clause: ClauseRef,
    /// The row of the table that allowed it.
    pub row: String,
    /// The other grounds: leadership clause, delegation, Decree 30.
    pub basis: Vec<Citation>,
    /// In whose name.
    pub capacity: Capacity,
    /// The delegation that was used, if one was.
    pub delegation: Option<DelegationId>,
    /// The position whose work it is, where a substitute does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<PositionId>,
    /// False where the row or one of its grounds has not been read in its text.
    pub verified: bool,
}

/// One row that was looked at before refusing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// The row.
    pub row: String,
    /// The clause it rests on; absent where the decision is silent or the matter names no duty.
    pub clause: Option<Citation>,
    /// Why it did not help.
    pub why_not: Missing,
}

/// The act is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("act `{act}` refused to {actor}: {missing}")]
pub struct Refusal {
    /// The act.
    pub act: String,
    /// Who asked.
    pub actor: Actor,
    /// What was lacking.
    pub missing: Missing,
    /// The rows that were looked at, at most [`MAX_CONSULTED`].
    pub consulted: Vec<Consulted>,
    /// The positions that may do it, at most [`MAX_INSTEAD`].
    pub may_instead: Vec<PositionId>,
}

/// Most rows that a refusal lists.
pub const MAX_CONSULTED: usize = 64;
/// Most positions that a refusal names instead.
pub const MAX_INSTEAD: usize = 32;

/// Something worth writing down about an appointment that was allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "finding")]
pub enum Finding {
    /// A number is set and kept.
    WithinLimit {
        /// The limit's row.
        row: String,
        /// Its clause.
        clause: ClauseRef,
        /// The number.
        limit: u32,
        /// How many there are with this one.
        held: u32,
    },
    /// The clause sets no number, so none was checked.
    NumberSilent {
        /// The limit's row.
        row: String,
        /// The clause that leaves it open.
        clause: ClauseRef,
        /// What the clause refers to instead.
        note: Option<String>,
    },
    /// The decision says nothing on this, so nothing was checked.
    ClauseSilent {
        /// The row.
        row: String,
        /// The clause key on which it is silent.
        key: String,
    },
    /// An exception that the clause allows was used.
    ExceptionUsed {
        /// The row.
        row: String,
        /// The clause that allows it.
        clause: ClauseRef,
        /// The ground.
        ground: String,
        /// The document that grants it.
        document: String,
    },
}

/// Who may do an act, in one line of the list.
pub type MayRow = (PositionId, PersonId, Permit);
