//! What is asked of a matter.

use crate::declare::{Law, Lifecycle, Numbering, Procedure, Version};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A file that comes with an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Part of the dossier, empty for none.
    pub part: String,
    /// Name shown; never a path.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Sniffed media type.
    pub media_type: String,
}

/// Who applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Account, empty when filed without one.
    #[serde(default)]
    pub account: String,
    /// Name.
    pub name: String,
    /// Telephone, digits only: with the case number it opens the follow-up page.
    #[serde(default)]
    pub phone: String,
}

/// A version of a register entry that a matter is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRef {
    /// Register.
    pub register: String,
    /// Number of the entry.
    pub number: String,
}

/// One act, asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Command {
    /// The act.
    pub act: String,
    /// What is said with it.
    pub input: Map<String, Value>,
    /// Files.
    pub files: Vec<Attachment>,
    /// For the opening act: the form.
    pub form: Map<String, Value>,
    /// For the opening act: who applies.
    pub party: Option<Party>,
    /// For the opening act: what the matter is about, in a line.
    pub subject: String,
    /// For the opening act: the register entry concerned.
    pub entry: Option<EntryRef>,
    /// For the opening act: `online`, `counter` or `post`.
    pub channel: String,
    /// What is said under a seal.
    pub secret: Option<crate::secret::Secret>,
    /// What the record keeps of it, once it is sealed.
    pub sealed: Option<crate::secret::SealedRef>,
}

/// What the authority table said, as far as the matter needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permitted {
    /// Acting person.
    pub person: String,
    /// Name of the acting person, for the signature.
    pub person_name: String,
    /// Acting position, empty for applicants.
    pub position: String,
    /// `own`, `KT`, `TL`, `TUQ`, `Q`, `TM`; empty for applicants.
    pub capacity: String,
    /// Lines over the name in the signature block.
    pub lines: Vec<String>,
    /// Clause, short form.
    pub clause: String,
    /// Whether the position belongs to a body above the department: its papers are not the department's.
    #[serde(default)]
    pub outside: bool,
}

/// The form with this key in force on a day; the error says from which day there is one.
pub type FormOn<'f> = dyn Fn(&str, Date) -> Result<FormInForce, Option<Date>> + 'f;

/// Everything that decides besides the matter and the command. Time and identifiers come in here.
pub struct Context<'a> {
    /// Now, in the office's zone.
    pub now: DateTime,
    /// Legal calendar.
    pub calendar: &'a congvu_calendar::Calendar,
    /// Life of this kind of matter.
    pub lifecycle: &'a Lifecycle,
    /// Procedure, where there is one.
    pub procedure: Option<&'a Procedure>,
    /// Version of it that governs the matter.
    pub version: Option<&'a Version>,
    /// Why a case keeps the law of its filing day where the new version says nothing of running cases.
    pub keeps: Option<&'a Law>,
    /// Unit identifier at the head of case numbers.
    pub unit_code: &'a str,
    /// Short name of the agency in the letters of papers, for instance `STTTT`.
    pub short: &'a str,
    /// How cases and papers are numbered.
    pub numbering: &'a Numbering,
    /// Form in force on a day; the error says from which day there is one.
    pub form_on: &'a FormOn<'a>,
    /// Unguessable codes for papers that this act brings about, one each.
    pub codes: &'a [String],
    /// Agency.
    pub agency: &'a str,
    /// Identifier of the matter.
    pub matter_id: &'a str,
}

/// A one-stop form that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormInForce {
    /// Template.
    pub template: String,
    /// Number of the form, where it is prescribed.
    pub number: Option<String>,
    /// Circular that prescribes it.
    pub circular: Option<String>,
    /// Title.
    pub title: String,
    /// Letters of the paper's own number, where it gets one.
    pub number_type: Option<String>,
}
