//! What follows from an act. Events are what the record keeps; a matter is the fold of its events.

use crate::command::{Attachment, EntryRef, FormInForce, Party};
use crate::state::Signature;
use congvu_calendar::{ClockEvent, Limit};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One consequence of an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The matter begins.
    Opened {
        /// Agency.
        agency: String,
        /// Identifier.
        id: String,
        /// Lifecycle.
        lifecycle: String,
        /// Procedure, empty for none.
        procedure: String,
        /// First day of the version of the procedure that governs the matter.
        law_of: Option<Date>,
        /// What it is about, in a line.
        subject: String,
        /// Who applies.
        party: Option<Party>,
        /// How it came in.
        channel: String,
        /// The form.
        form: Map<String, Value>,
        /// The register entry concerned.
        entry: Option<EntryRef>,
        /// When.
        at: DateTime,
        /// Time allowed, where the law sets one.
        limit: Option<Limit>,
        /// Whether a request to complete the dossier restarts the clock.
        restarts: bool,
        /// Last moment for the answer, where it is counted back from a moment that the form names.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DateTime>,
    },
    /// The law changed while the matter was open: which governs it from now on.
    Law {
        /// What was decided and why.
        choice: Box<crate::law::LawChoice>,
    },
    /// An act was done and said something.
    Said {
        /// The act.
        act: String,
        /// What was said.
        input: Map<String, Value>,
        /// Who did it: a position, or empty for the applicant.
        position: String,
        /// When.
        at: DateTime,
    },
    /// Files came in.
    Attached {
        /// Which.
        files: Vec<Attachment>,
    },
    /// The state changed.
    Moved {
        /// New state.
        to: String,
        /// Closed with it.
        closed: bool,
        /// When.
        at: DateTime,
    },
    /// The clock.
    Clock {
        /// What happened to it.
        clock: ClockEvent,
    },
    /// Somebody got the matter.
    Assigned {
        /// The position.
        position: String,
    },
    /// The outcome was decided.
    Outcome {
        /// Which.
        outcome: String,
    },
    /// Signed.
    Signed {
        /// How.
        signature: Signature,
    },
    /// The case number.
    CaseNumber {
        /// Drawn from a series when the act is written down.
        number: Numbered,
    },
    /// A paper goes out.
    Paper {
        /// Key of a form, or `outcome`.
        key: String,
        /// Act that brought it about.
        act: String,
        /// Template.
        template: String,
        /// Form prescribed, where it is one.
        form: Option<FormInForce>,
        /// Number, where it gets one.
        number: Option<Numbered>,
        /// Letters after the number, for instance `GP-STTTT`.
        notation: Option<String>,
        /// Unguessable code of the verification page.
        code: String,
        /// When.
        at: DateTime,
    },
    /// A register changes.
    Register {
        /// How.
        change: RegisterChange,
    },
    /// Another body was asked for its opinion.
    Asked {
        /// The body.
        body: String,
        /// What it was asked.
        question: String,
        /// Last day for the answer.
        until: Date,
        /// When it was asked.
        at: DateTime,
    },
    /// A body that was asked has answered.
    Answered {
        /// The body.
        body: String,
        /// When the answer was noted.
        at: DateTime,
    },
    /// A fee is charged, or charged anew.
    Charged {
        /// Whole đồng.
        amount: u64,
        /// When it must be paid, where known.
        due: Option<crate::declare::FeeDue>,
        /// Where the amount was read, or why it was set.
        ground: String,
        /// When.
        at: DateTime,
    },
    /// Money came or went.
    Money {
        /// Which, how much, by whom.
        money: crate::charge::Money,
    },
    /// What is charged need not be paid.
    Waived {
        /// Why.
        ground: String,
    },
    /// What is charged is asked for no longer.
    ChargeDropped,
    /// The authority table changes.
    Authority {
        /// How.
        effect: crate::declare::AuthorityEffect,
        /// Details, as said with the act.
        detail: Map<String, Value>,
    },
    /// The department reads changed files of its packs from now on.
    Packs {
        /// First day on which something is different for those who file.
        from: Date,
        /// The files.
        files: Vec<crate::packs::PackFile>,
    },
}

/// A number that is drawn when the act is written down, so that numbers have no gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// Series, for instance `case/000.00.00.H09-240304`.
    pub series: String,
    /// Text before the number.
    pub before: String,
    /// Least number of digits.
    pub digits: u8,
    /// The number, once drawn.
    pub value: Option<i64>,
}

impl Numbered {
    /// The number as written; empty before it is drawn.
    #[must_use]
    pub fn written(&self) -> String {
        self.value
            .map(|v| format!("{}{v:0width$}", self.before, width = usize::from(self.digits)))
            .unwrap_or_default()
    }
}

/// Number and day of a paper that another body issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenNumber {
    /// As written on it.
    pub number: String,
    /// Its day.
    pub date: Date,
}

impl GivenNumber {
    /// The number of the entry in the register: year and number, as for papers of the department.
    #[must_use]
    pub fn entry(&self) -> String {
        format!("{}/{}", self.date.year(), self.number)
    }
}

/// How a register changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum RegisterChange {
    /// A new entry, numbered as the paper of the same act.
    Add {
        /// Register.
        register: String,
        /// Content.
        content: Map<String, Value>,
        /// First moment at which it is no longer in force.
        until: Option<DateTime>,
        /// Number and day of the paper, where another body issued it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<GivenNumber>,
    },
    /// New values.
    Amend {
        /// Entry.
        entry: EntryRef,
        /// Values that change.
        content: Map<String, Value>,
    },
    /// In force for longer.
    Extend {
        /// Entry.
        entry: EntryRef,
        /// Years asked for.
        limit: Limit,
        /// How often the law lets it be extended.
        at_most: Option<u32>,
    },
    /// Issued again.
    Reissue {
        /// Entry.
        entry: EntryRef,
    },
    /// Ended.
    Revoke {
        /// Entry.
        entry: EntryRef,
    },
    /// Ended without anybody's fault.
    End {
        /// Entry.
        entry: EntryRef,
    },
    /// Error of the office put right.
    Correct {
        /// Entry.
        entry: EntryRef,
        /// Right values.
        content: Map<String, Value>,
    },
    /// The lines of a paper register become entries.
    Import {
        /// Register.
        register: String,
        /// SHA-256 of the attached file with the rows, which the record keeps.
        rows: String,
    },
    /// What the matter imported is taken back.
    Annul {
        /// Register.
        register: String,
    },
}
