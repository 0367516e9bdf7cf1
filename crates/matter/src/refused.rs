//! Why an act is not possible in this state of the matter.

use crate::declare::Text;

/// Why the matter does not take this act now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The lifecycle has no such act.
    #[error("there is no act `{act}` in the life of this matter")]
    UnknownAct {
        /// The act asked for.
        act: String,
    },
    /// The act is not possible in this state.
    #[error("`{act}` is not possible while the matter is `{state}`")]
    WrongState {
        /// The act asked for.
        act: String,
        /// The state it is in.
        state: String,
        /// States in which the act is possible.
        possible: Vec<String>,
    },
    /// The act was done as often as the law allows.
    #[error("`{act}` is possible {max} time(s) at most and was done already")]
    TooOften {
        /// The act asked for.
        act: String,
        /// How often it may be done.
        max: u32,
    },
    /// Another act comes first.
    #[error("`{act}` is possible only after `{after}`")]
    NotYet {
        /// The act asked for.
        act: String,
        /// The act that comes first.
        after: String,
    },
    /// A form that is in force by now has taken the place of the act.
    #[error("`{act}` is no longer done: the form `{form}` has taken its place")]
    Replaced {
        /// The act asked for.
        act: String,
        /// Key of the form.
        form: String,
    },
    /// The form that the act needs is not in force on the day.
    #[error("`{act}` needs the form `{form}`, which is not in force on this day")]
    NoForm {
        /// The act asked for.
        act: String,
        /// Key of the form.
        form: String,
        /// First day on which it is in force, where there is one.
        from: Option<jiff::civil::Date>,
    },
    /// Something that must be said is missing or wrong.
    #[error("something is missing or wrong in what was said with `{act}`")]
    Input {
        /// The act asked for.
        act: String,
        /// What, input by input.
        faults: Vec<InputFault>,
    },
    /// Files were attached to an act that takes none, or too many.
    #[error("`{act}` takes {max} file(s) at most")]
    Files {
        /// The act asked for.
        act: String,
        /// How many it takes.
        max: usize,
    },
    /// Papers that must be attached are missing.
    #[error("required papers are missing")]
    MissingParts {
        /// Their names.
        parts: Vec<(String, Text)>,
    },
    /// The procedure is about a register entry and none fits.
    #[error("this procedure is about an entry of the register that is in force and belongs to the applicant")]
    NoSubject,
    /// No version of the procedure is in force on the day.
    #[error("no version of `{procedure}` is in force on this day")]
    NotInForce {
        /// The procedure.
        procedure: String,
    },
    /// No version has come into force since the last look: the law of the matter is settled.
    #[error("no new version of the law has come into force for this matter")]
    LawSettled,
    /// The register does not take the change.
    #[error("{0}")]
    Register(String),
    /// The clock does not take the event, for instance a new due date that is not later.
    #[error("{0}")]
    Clock(String),
    /// Nothing is charged: there is nothing to pay, to give back or to waive.
    #[error("nothing is charged for this matter")]
    NoCharge,
    /// The fee must be paid before the act.
    #[error("`{act}` is possible once the fee is paid: {owed} đồng are owed")]
    Unpaid {
        /// The act asked for.
        act: String,
        /// What is owed, đồng.
        owed: u64,
    },
    /// More money than there is to take or to give back.
    #[error("at most {most} đồng")]
    TooMuch {
        /// The most, đồng.
        most: u64,
    },
    /// The transaction stands in the record already: a notice that comes twice is one payment.
    #[error("the transaction `{reference}` is recorded already")]
    KnownPayment {
        /// What the bank or the gateway calls it.
        reference: String,
    },
    /// Whoever did another act on the matter may not do this one.
    #[error("`{act}` is for somebody else: whoever did `{did}` on this matter may not do it")]
    SameHands {
        /// The act asked for.
        act: String,
        /// What the same person did before.
        did: String,
    },
    /// The changed packs cannot be used as they are.
    #[error("the changed packs cannot be used: {}", reasons.join("; "))]
    Packs {
        /// What is wrong, each with file, line and column where it has a place.
        reasons: Vec<String>,
    },
    /// Too many acts on one matter.
    #[error("the matter has reached the limit of {max} acts")]
    Full {
        /// The limit.
        max: i64,
    },
}

/// One fault in what was said.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InputFault {
    /// Which input; with an opening act also `form`, `subject`, `channel`, `party` or `entry`.
    pub input: String,
    /// What is wrong: `required`, `unknown`, `too-long`, `not-a-choice`, `not-a-date`, `not-a-moment`,
    /// `not-a-limit`, `not-a-position`, `wrong-type`, `too-many`, `not-later`, `unanswered`, `asked-already`,
    /// `term-over`, `before-today`.
    pub fault: String,
}
