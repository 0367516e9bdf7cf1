//! A matter as it stands.

use crate::command::{Attachment, EntryRef, FormInForce, Party};
use crate::law::LawChoice;
use congvu_calendar::{ClockEvent, Limit};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A matter: the fold of its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matter {
    /// Agency.
    pub agency: String,
    /// Identifier.
    pub id: String,
    /// Version: the number of acts so far.
    pub version: i64,
    /// Lifecycle.
    pub lifecycle: String,
    /// Procedure, empty for none.
    pub procedure: String,
    /// First day of the version of the procedure that governs it.
    pub law_of: Option<Date>,
    /// State.
    pub state: String,
    /// State before it was stopped.
    pub previous: String,
    /// Case number.
    pub code: Option<String>,
    /// What it is about, in a line.
    pub subject: String,
    /// Who applies.
    pub party: Option<Party>,
    /// How it came in.
    pub channel: String,
    /// The form.
    pub form: Map<String, Value>,
    /// Files.
    pub files: Vec<Attachment>,
    /// Register entry concerned, or made.
    pub entry: Option<EntryRef>,
    /// Time allowed.
    pub limit: Option<Limit>,
    /// Whether a request to complete the dossier restarts the clock.
    pub restarts: bool,
    /// Last moment for the answer, where it is counted back from a moment that the form names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime>,
    /// What was decided each time the law changed while it was open, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub laws: Vec<LawChoice>,
    /// What happened to the clock.
    pub clock: Vec<ClockEvent>,
    /// Position in charge.
    pub assigned: Option<String>,
    /// Outcome, once decided.
    pub outcome: Option<String>,
    /// Signature of the decision.
    pub signature: Option<Signature>,
    /// What was last said with each act.
    pub said: BTreeMap<String, Map<String, Value>>,
    /// How often each act was done.
    pub done: BTreeMap<String, u32>,
    /// Papers.
    pub papers: Vec<Paper>,
    /// Bodies that were asked for their opinion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consulted: Vec<Consulted>,
    /// What is charged; none where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<crate::charge::Charge>,
    /// What was decided about violations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanction: Option<crate::sanction::Sanction>,
    /// Whether the matter suspended or ended the entry that it is about, and has not given it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub holds_entry: bool,
    /// What is sealed in it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sealed: Vec<crate::secret::SealedRef>,
    /// Only those who have something to do with it learn of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// When each act was first done, where times are counted from acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<BTreeMap<String, DateTime>>,
    /// Opened.
    pub opened: DateTime,
    /// Closed.
    pub closed: Option<DateTime>,
}

/// A body that was asked for its opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// The body.
    pub body: String,
    /// What it was asked.
    pub question: String,
    /// Last day for the answer.
    pub until: Date,
    /// When it was asked.
    pub asked: DateTime,
    /// When its answer was noted; silence is none.
    pub answered: Option<DateTime>,
}

/// Who signed, in what capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Person.
    pub person: String,
    /// Name under the signature.
    pub name: String,
    /// Position.
    pub position: String,
    /// `own`, `KT`, `TL`, `TUQ`, `Q`, `TM`.
    pub capacity: String,
    /// Lines over the name.
    pub lines: Vec<String>,
    /// When.
    pub at: DateTime,
}

/// A paper that went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Key of a form, or `outcome`.
    pub key: String,
    /// Act that brought it about.
    pub act: String,
    /// Template.
    pub template: String,
    /// Form prescribed.
    pub form: Option<FormInForce>,
    /// Number, `05`.
    pub number: Option<String>,
    /// Letters after the number, `GP-STTTT`.
    pub notation: Option<String>,
    /// Unguessable code of the verification page.
    pub code: String,
    /// When.
    pub at: DateTime,
    /// What was said with the act that brought it about.
    pub input: Map<String, Value>,
    /// Signature at that time.
    pub signature: Option<Signature>,
}

impl Paper {
    /// Number and letters as cited, `05/GP-STTTT`; empty without a number.
    #[must_use]
    pub fn cited(&self) -> String {
        match (&self.number, &self.notation) {
            (Some(n), Some(l)) => format!("{n}/{l}"),
            (Some(n), None) => n.clone(),
            _ => String::new(),
        }
    }
}

impl Matter {
    /// Bodies that were asked and have not answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &Consulted> {
        self.consulted.iter().filter(|c| c.answered.is_none())
    }

    /// The paper last issued under a key.
    #[must_use]
    pub fn paper(&self, key: &str) -> Option<&Paper> {
        self.papers.iter().rev().find(|p| p.key == key)
    }
}
