//! What comes to the desk and what goes back.

use congvu_authority::Actor;
use congvu_matter::Command;
use serde::{Deserialize, Serialize};

/// What an opening act opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// A case of a procedure.
    Procedure(String),
    /// A matter of the house itself, such as an appointment: only a lifecycle.
    Lifecycle(String),
    /// A matter about a whole register, such as taking over a paper one: its lifecycle and the register. It is judged under the
    /// duty by which the department keeps the register.
    Register {
        /// The lifecycle.
        lifecycle: String,
        /// The register.
        register: String,
    },
}

/// An act, asked for by somebody in some capacity.
#[derive(Debug, Clone)]
pub struct Request {
    /// Agency.
    pub agency: String,
    /// Who asks.
    pub actor: Actor,
    /// The matter, or what to open.
    pub on: On,
    /// Version of the matter that the asker saw, to notice what others did meanwhile.
    pub seen: Option<i64>,
    /// Key under which a repetition of the same request is answered, not carried out again.
    pub idempotency_key: Option<String>,
    /// What is asked.
    pub command: Command,
}

/// On what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// An existing matter.
    Matter(String),
    /// A new one.
    New(Opening),
}

/// The answer to a performed act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Matter.
    pub matter: String,
    /// Act.
    pub act: String,
    /// Place of the act in the agency's record.
    pub seq: i64,
    /// Link of the act in the hash chain, hexadecimal.
    pub hash: String,
    /// Version of the matter after it.
    pub version: i64,
    /// State of the matter after it.
    pub state: String,
    /// Case number.
    pub code: Option<String>,
    /// Clause that empowered it.
    pub clause: String,
    /// Codes of the papers that it brought about.
    pub papers: Vec<String>,
}
