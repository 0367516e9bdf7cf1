//! The rows of the agency's record and of what is derived from it. The agency itself is not in the row: it is given
//! once with the work or with the query.

/// One act of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// Place in the agency's record, from 1, without gaps.
    pub seq: i64,
    /// Unique within the agency.
    pub id: String,
    /// The matter it belongs to.
    pub matter: String,
    /// Kind of act, as the pack names it.
    pub kind: String,
    /// When it was done, milliseconds UTC.
    pub at_ms: i64,
    /// Who did it.
    pub actor: String,
    /// The position acted in; `None` for an applicant or the system.
    pub position: Option<String>,
    /// The clause that empowers it.
    pub clause: String,
    /// Hash over the previous act's hash and the canonical body; computed by the caller.
    pub hash: [u8; 32],
    /// Random bytes of its commitment; none for acts recorded before there was a log.
    pub salt: Option<[u8; 32]>,
    /// Canonical body.
    pub body: Vec<u8>,
}

/// The present state of a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatterRow {
    /// Unique within the agency.
    pub id: String,
    /// From 1; grows with every change.
    pub version: i64,
    /// Kind of matter (application, inspection, complaint …).
    pub kind: String,
    /// The procedure it follows.
    pub procedure: String,
    /// State, as the pack names it.
    pub state: String,
    /// Case number, unique within the agency.
    pub code: Option<String>,
    /// Whose turn it is: a selector such as `role:reception` or `position:bd-05`; empty when closed.
    pub turn: String,
    /// The unit that has it; empty when none.
    pub unit: String,
    /// The account or person that applied.
    pub applicant: Option<String>,
    /// One line for lists.
    pub subject: String,
    /// When it falls due, milliseconds UTC.
    pub due_ms: Option<i64>,
    /// When it was opened, milliseconds UTC.
    pub opened_ms: i64,
    /// When it was closed, milliseconds UTC.
    pub closed_ms: Option<i64>,
    /// How it came in (`online`, `counter`, `post`); empty when nobody said.
    pub channel: String,
    /// The position in charge of it, also when it is another's turn.
    pub assigned: Option<String>,
    /// How often its clock was stopped.
    pub stops: i64,
    /// When its clock ended, milliseconds UTC: what is done with it afterwards does not change this.
    pub ended_ms: Option<i64>,
    /// JSON snapshot of the state.
    pub body: String,
}

/// An answer that is counted. A later one replaces the earlier one of the same matter and item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TallyRow {
    /// The matter it belongs to.
    pub matter: String,
    /// What was answered, for instance `rate/overall`.
    pub item: String,
    /// The answer.
    pub value: String,
    /// When, milliseconds UTC.
    pub at_ms: i64,
}

/// Something sealed in a matter. A later row with the same commitment replaces the earlier: that is how keys are destroyed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SealedRow {
    /// The matter it belongs to.
    pub matter: String,
    /// What the record keeps of the content, hexadecimal.
    pub commitment: String,
    /// The encrypted content, at most [`MAX_BODY_BYTES`](crate::MAX_BODY_BYTES); empty once erased.
    pub ciphertext: Vec<u8>,
    /// Its key, wrapped for positions (JSON); empty once erased.
    pub keys: String,
    /// Keyed hashes of what is in it (JSON).
    pub tags: String,
}

impl std::fmt::Debug for SealedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedRow").field("matter", &self.matter).finish_non_exhaustive()
    }
}

/// One version of an entry in a public register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryRow {
    /// The register.
    pub register: String,
    /// Number of the entry within the register.
    pub number: String,
    /// From 1; the highest version that has begun is the one that counts.
    pub version: i64,
    /// The version says how things stand from here on, milliseconds UTC.
    pub from_ms: i64,
    /// Until here, exclusive, milliseconds UTC; `None` while it holds. The only value of a stored version that may
    /// be changed later.
    pub to_ms: Option<i64>,
    /// Status, as the pack names it.
    pub status: String,
    /// Who holds it, as shown in lists.
    pub holder: String,
    /// The matter that made this version.
    pub matter: String,
    /// Code printed on the paper; all versions of an entry may share it, no two entries or documents may.
    pub verify_code: Option<String>,
    /// JSON.
    pub body: String,
}

/// What a list shows of one thing, and what it is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListingRow {
    /// What is listed: `case`, `entry` …
    pub kind: String,
    /// Its place among the newest, milliseconds UTC: when it was filed or issued. Never changes.
    pub ord_ms: i64,
    /// Which one.
    pub reference: String,
    /// Its number as people write it; empty when it has none.
    pub code: String,
    /// The procedure, or the register.
    pub class: String,
    /// The lifecycle it follows; empty for entries.
    pub life: String,
    /// State, or status of an entry.
    pub state: String,
    /// Phase of the state.
    pub phase: String,
    /// What came of it; empty while open.
    pub outcome: String,
    /// The division that handles it.
    pub unit: String,
    /// Position in charge; empty when there is none.
    pub officer: String,
    /// How it came in.
    pub channel: String,
    /// What it is about.
    pub subject: String,
    /// For whom.
    pub party: String,
    /// When it is due or ends, milliseconds UTC.
    pub due_ms: Option<i64>,
    /// When it was closed, milliseconds UTC.
    pub closed_ms: Option<i64>,
    /// What its clock is read from (JSON).
    pub clock: String,
    /// All of its search words, folded (lower case, no diacritics), at most [`MAX_TOKENS`](crate::MAX_TOKENS). Left empty
    /// when read.
    pub words: Vec<String>,
    /// Words of the row before this one, which are forgotten. Left empty when read.
    pub gone: Vec<String>,
    /// The words are those that are stored already, so that they need not be placed again.
    pub settled: bool,
}

/// A search that a person keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedListRow {
    /// Unique for the person.
    pub id: String,
    /// Name that the person gave it.
    pub name: String,
    /// Query of the address, as `application/x-www-form-urlencoded`.
    pub query: String,
    /// When it was kept, milliseconds UTC.
    pub created_ms: i64,
}

/// An official document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentRow {
    /// Unique within the agency.
    pub id: String,
    /// The matter it belongs to.
    pub matter: String,
    /// Kind of paper.
    pub kind: String,
    /// Number and symbol, when it has one.
    pub number: Option<String>,
    /// File content, lower-case hexadecimal SHA-256.
    pub sha256: String,
    /// Media type of the file.
    pub media_type: String,
    /// Title for lists.
    pub title: String,
    /// When it was issued or received, milliseconds UTC.
    pub at_ms: i64,
    /// Code printed on the paper; unique within the agency.
    pub verify_code: Option<String>,
}

/// A file that belongs to a part of a matter's dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileUseRow {
    /// The matter.
    pub matter: String,
    /// Part of the dossier.
    pub part: String,
    /// File name for display, already sanitised.
    pub name: String,
    /// Content, lower-case hexadecimal SHA-256.
    pub sha256: String,
    /// Size of the content.
    pub size_bytes: i64,
    /// Media type found by looking at the content.
    pub media_type: String,
    /// When it was added, milliseconds UTC.
    pub at_ms: i64,
}

/// A job to run after the commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobRow {
    /// Unique within the agency; the same id again is the same job.
    pub id: String,
    /// Which worker runs it.
    pub kind: String,
    /// Not before, milliseconds UTC.
    pub run_at_ms: i64,
    /// Tries before it is dead, at least 1.
    pub max_attempts: i64,
    /// What the worker needs (JSON).
    pub body: String,
}

/// A job as claimed or listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The agency.
    pub agency: String,
    /// Unique within the agency.
    pub id: String,
    /// Which worker runs it.
    pub kind: String,
    /// `ready`, `running`, `done` or `dead`.
    pub state: String,
    /// Not before; for a running job the end of its lease. Milliseconds UTC.
    pub run_at_ms: i64,
    /// Tries so far, this one included.
    pub attempts: i64,
    /// Tries before it is dead.
    pub max_attempts: i64,
    /// Latest failure; empty when none.
    pub error: String,
    /// What the worker needs (JSON).
    pub body: String,
}

/// Someone who can sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountRow {
    /// Unique within the agency.
    pub id: String,
    /// Unique within the agency.
    pub login: String,
    /// PHC string.
    pub password_hash: String,
    /// Name for display.
    pub name: String,
    /// Telephone number; may be empty.
    pub phone: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// `applicant`, `officer`, `system` …
    pub kind: String,
    /// The person of the agency's staff list, for officers.
    pub person: Option<String>,
    /// When it was created, milliseconds UTC.
    pub created_ms: i64,
    /// When it was closed, milliseconds UTC.
    pub closed_ms: Option<i64>,
}

/// A signed-in (or anonymous) browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the cookie's secret, hexadecimal: the secret itself is not stored.
    pub key_hash: String,
    /// The account; `None` before signing in.
    pub account: Option<String>,
    /// JSON.
    pub data: String,
    /// Invalid from here on, milliseconds UTC.
    pub expires_ms: i64,
}

/// A file on its way in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadRow {
    /// Unique within the agency, unguessable.
    pub id: String,
    /// Whose it is, as for drafts.
    pub owner: String,
    /// The declared name.
    pub name: String,
    /// How large it will be.
    pub size_bytes: i64,
    /// How much of it has arrived.
    pub offset_bytes: i64,
    /// Forgotten from here on, milliseconds UTC.
    pub expires_ms: i64,
}

/// A form being filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftRow {
    /// Unique within the agency.
    pub id: String,
    /// Whose it is: `account:<id>` or `secret:<hash>`.
    pub owner: String,
    /// The procedure.
    pub procedure: String,
    /// JSON.
    pub body: String,
    /// Latest change, milliseconds UTC.
    pub updated_ms: i64,
}

/// What is charged for a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChargeRow {
    /// The matter.
    pub matter: String,
    /// Its procedure.
    pub procedure: String,
    /// Its number.
    pub code: String,
    /// Its number as it comes back in a statement: letters and digits alone.
    pub reference: String,
    /// What is charged, đồng.
    pub amount: i64,
    /// What the department holds, đồng.
    pub held: i64,
    /// What is still to be paid, đồng.
    pub owed: i64,
    /// How it stands: `due`, `partly`, `paid` …
    pub state: String,
    /// When it was first charged, milliseconds UTC.
    pub raised_ms: i64,
}

/// Money that came or went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneyRow {
    /// Identifier of the act.
    pub id: String,
    /// The matter.
    pub matter: String,
    /// Its procedure.
    pub procedure: String,
    /// Its number.
    pub code: String,
    /// The act, as the pack names it.
    pub act: String,
    /// How it came or went: `cash`, `transfer` …
    pub method: String,
    /// The position that took or gave it; empty for the system.
    pub position: String,
    /// đồng; what went out is negative.
    pub amount: i64,
    /// Number of the receipt.
    pub number: String,
    /// What the bank or the gateway calls the transaction; may be empty.
    pub reference: String,
    /// When, milliseconds UTC.
    pub at_ms: i64,
}

/// A statement of a bank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementRow {
    /// SHA-256 of its content, hexadecimal.
    pub id: String,
    /// Name of the file, already sanitised.
    pub name: String,
    /// How it is written: `camt` or a format of the packs.
    pub format: String,
    /// `preview` or `taken`.
    pub state: String,
    /// Who brought it.
    pub actor: String,
    /// How many lines it has.
    pub lines: i64,
    /// When, milliseconds UTC.
    pub at_ms: i64,
}

/// One line of a statement that was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementLineRow {
    /// Account and the bank's number of the transaction, `9990000741/FT24064001`.
    pub reference: String,
    /// The statement that named it first.
    pub statement: String,
    /// Line there, from 1.
    pub line: i64,
    /// Day on which the bank booked it.
    pub day: String,
    /// đồng, at least 1.
    pub amount: i64,
    /// What the payer wrote.
    pub text: String,
    /// Who paid.
    pub payer: String,
    /// `matched` (to be recorded), `booked`, `open` (nobody knows whose), `aside` (not for us, with a reason).
    pub state: String,
    /// The matter that it belongs to; empty while nobody knows.
    pub matter: String,
    /// Why it was assigned by hand or set aside, or why it could not be recorded.
    pub reason: String,
    /// Who did that.
    pub actor: String,
}
