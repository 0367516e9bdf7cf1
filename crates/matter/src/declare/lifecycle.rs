//! A lifecycle: the states a kind of matter goes through and the acts that move it.

use super::Text;
use congvu_calendar::Limit;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The declared life of one kind of matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    /// Stable identifier, for instance `application`.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// Only those who have something to do with such a matter learn of it: it stands in no common list, search or sum.
    #[serde(default)]
    pub secret: bool,
    /// Shown only by the office whose matters they are, never on the page of every officer.
    #[serde(default)]
    pub private: bool,
    /// All states.
    #[serde(rename = "state")]
    pub states: Vec<StateDef>,
    /// All acts.
    #[serde(rename = "act")]
    pub acts: Vec<ActDef>,
}

impl Lifecycle {
    /// The state with this id.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&StateDef> {
        self.states.iter().find(|s| s.id == id)
    }

    /// The act with this id.
    #[must_use]
    pub fn act(&self, id: &str) -> Option<&ActDef> {
        self.acts.iter().find(|a| a.id == id)
    }

    /// Whether the time for some act is counted from another act.
    #[must_use]
    pub fn counts_from_acts(&self) -> bool {
        self.acts.iter().filter_map(|a| a.within.as_ref()).any(|w| matches!(w.since, Since::Act(_)))
    }

    /// The act by which the transitional rule of a new version is applied.
    #[must_use]
    pub fn law_act(&self) -> Option<&ActDef> {
        self.acts.iter().find(|a| a.effects.contains(&Effect::Law))
    }
}

/// One state of a matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateDef {
    /// Stable identifier, for instance `appraising`.
    pub id: String,
    /// Name for officers.
    pub name: Text,
    /// What the applicant is told, in plain words.
    pub told: Text,
    /// Waiting, working, stopped or done.
    pub phase: Phase,
    /// The act that is expected next: whoever must perform it has the matter in the inbox.
    #[serde(default)]
    pub next: Option<String>,
}

/// The kind of a state: decides the icon and whether the matter is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nobody has begun yet.
    Waiting,
    /// The office works on it.
    Working,
    /// The clock is stopped: it is the applicant's turn.
    Stopped,
    /// Ended with the result asked for, or with a refusal on the merits.
    Done,
    /// Ended without a decision on the merits.
    Ended,
}

impl Phase {
    /// Whether a matter in this phase is closed.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Ended)
    }
}

/// One act: who may do it is the authority table's business, when it may be done and what follows is said here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActDef {
    /// Stable identifier, for instance `request-supplement`.
    pub id: String,
    /// Name on the button.
    pub name: Text,
    /// What happens when it is pressed, where that cannot be undone.
    #[serde(default)]
    pub warning: Option<Text>,
    /// States in which it may be done; empty for the act that opens the matter.
    #[serde(default)]
    pub from: Vec<String>,
    /// State after the act; `@same` stays, `@previous` goes back to where the matter was before it was stopped.
    pub to: String,
    /// Whose act it is: `applicant`, `step` (the holder of this act in the procedure's steps), `step:ACT` (the
    /// holder of that other step), `assigned`, or a selector of the authority table. The authority table has the last word.
    pub by: String,
    /// How often at most; no limit when absent.
    #[serde(default)]
    pub max: Option<u32>,
    /// What must be said with it.
    #[serde(default, rename = "input")]
    pub inputs: Vec<Input>,
    /// What follows from it.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// An act that must have been done before, for instance the first request before a second.
    #[serde(default)]
    pub after: Option<String>,
    /// Key of a form that takes the place of this act from the day on which it is in force.
    #[serde(default)]
    pub until_form: Option<String>,
    /// Not possible while papers that were only shown are still here: the act by which they are given back, and the reasons for not
    /// scanning a part that say that it was only shown.
    #[serde(default)]
    pub needs_given_back: Option<GivenBack>,
    /// Not possible while a body that was asked for its opinion has not answered, unless this input gives the ground.
    #[serde(default)]
    pub needs_answers: Option<String>,
    /// Key of a form that must be in force on the day, otherwise the act is refused: `forms.toml` dates them.
    #[serde(default)]
    pub needs_form: Option<String>,
    /// Whether files may be attached. An act that seals takes them sealed alone.
    #[serde(default)]
    pub files: bool,
    /// For whom what is sealed is readable: the first whose condition holds. Needed where an input is `sealed`.
    #[serde(default, rename = "seal")]
    pub seals: Vec<SealFor>,
    /// Possible only where the form has these answers.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// Exists only under versions that declare a step for it.
    #[serde(default)]
    pub optional: bool,
    /// By when it should be done. Being late is counted, never a reason to refuse the act.
    #[serde(default)]
    pub within: Option<Within>,
    /// For an act that opens the matter: the ways in which it may come in, for instance `counter`; empty for any.
    #[serde(default)]
    pub channels: Vec<String>,
    /// The structured input that counts what came on paper, part by part: see [`crate::on_paper`]. Its `choices` are the
    /// reasons for which a part is not scanned.
    #[serde(default)]
    pub paper_dossier: Option<String>,
    /// Acts whose doers may not do this one: nobody approves what they wrote. The desk compares people, in whatever position
    /// they act.
    #[serde(default)]
    pub not_by: Vec<String>,
}

impl ActDef {
    /// Whether something said with it is sealed.
    #[must_use]
    pub fn is_sealing(&self) -> bool {
        !self.seals.is_empty()
    }

    /// Selectors of the positions that may open what is sealed with it, by what is said besides.
    #[must_use]
    pub fn sealed_for(&self, said: &serde_json::Map<String, serde_json::Value>) -> &[String] {
        let holds =
            |s: &&SealFor| s.when.iter().all(|(k, v)| said.get(k).and_then(|x| x.as_str()) == Some(v));
        self.seals.iter().find(holds).map(|s| s.positions.as_slice()).unwrap_or_default()
    }
}

/// Who may open what an act seals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealFor {
    /// Holds when these inputs have these values; always, where there is none.
    #[serde(default)]
    pub when: BTreeMap<String, String>,
    /// Selectors of positions.
    #[serde(rename = "for")]
    pub positions: Vec<String>,
    /// Where it was read that they and nobody else are concerned with it.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// Papers that must have gone back to whoever brought them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenBack {
    /// The act by which they are given back.
    pub act: String,
    /// Why a part was not scanned, where it has to go back.
    pub reasons: Vec<String>,
}

/// By when an act should be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// How long.
    pub limit: Limit,
    /// From when.
    pub since: Since,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
    /// Other limits for matters opened from later days on, oldest first.
    #[serde(default, rename = "change")]
    pub changes: Vec<WithinFrom>,
}

impl Within {
    /// The limit for a matter that was opened on a day, where no province has another.
    #[must_use]
    pub fn limit_on(&self, opened: Date) -> Limit {
        self.limit_in("", opened)
    }

    /// The limit for a matter that was opened on a day in a province: its own regulation goes before the common one.
    #[must_use]
    pub fn limit_in(&self, province: &str, opened: Date) -> Limit {
        let of = |own: bool| {
            let mut all = self.changes.iter().rev().filter(move |c| c.province.is_some() == own);
            all.find(|c| c.from <= opened && c.province.as_deref().is_none_or(|p| p == province))
        };
        of(true).or_else(|| of(false)).map_or(self.limit, |c| c.limit)
    }
}

/// Another limit for an act, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithinFrom {
    /// First day on which opened matters follow it.
    pub from: Date,
    /// The province whose regulation it is; none where it holds everywhere.
    #[serde(default)]
    pub province: Option<String>,
    /// How long.
    pub limit: Limit,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// From when the time for an act is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// From the opening of the matter.
    Opened,
    /// From the end of its clock.
    ClockEnd,
    /// From the first time that this act was done; from the opening where it was not.
    Act(String),
}

/// One thing to be said with an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Name in the payload.
    pub id: String,
    /// Label.
    pub label: Text,
    /// What kind of value.
    pub kind: InputKind,
    /// Must be given.
    #[serde(default)]
    pub required: bool,
    /// Must be given when another input has this value, for instance reasons for a refusal.
    #[serde(default)]
    pub required_when: BTreeMap<String, String>,
    /// For `choice`: the values and their labels.
    #[serde(default)]
    pub choices: BTreeMap<String, Text>,
    /// Kept under a seal: neither the act nor the matter says it, only the positions named by the act's `seal` can read it.
    #[serde(default)]
    pub sealed: bool,
    /// Of a sealed input: equal values in several matters are shown to whoever opens one.
    #[serde(default)]
    pub same: bool,
    /// Must be another value than that of this input.
    #[serde(default)]
    pub differs: Option<String>,
    /// Selector that limits `position`.
    #[serde(default)]
    pub of: Option<String>,
    /// Help under the label.
    #[serde(default)]
    pub help: Option<Text>,
}

/// Kinds of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// One line, at most 300 characters.
    Text,
    /// Several lines, at most 10,000 characters.
    LongText,
    /// One item a line, at most 50.
    Items,
    /// One of the declared choices.
    Choice,
    /// A calendar date, `2024-03-04`.
    Date,
    /// A date and time in the office's zone, `2024-03-04T08:00`.
    Moment,
    /// A position of the department.
    Position,
    /// A length of time, `5 working-day`.
    Limit,
    /// One of the notices that were sent about the matter.
    Sending,
    /// A body that was asked for its opinion and has not answered.
    Consulted,
    /// A structure of its own, checked by the effect that uses it.
    Object,
    /// Whole đồng, at least 1; kept as a number.
    Money,
}

/// What follows from an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Effect {
    /// The legal clock.
    Clock(ClockEffect),
    /// The position named by this input gets the matter.
    Assign(String),
    /// The value of this input becomes the outcome.
    Outcome(String),
    /// The case number is drawn.
    CaseNumber,
    /// A paper goes out: a key of `forms.toml`, or `@outcome` for the paper of the procedure's outcome.
    Paper(String),
    /// The signature is the actor's: name, lines and capacity are kept for the paper.
    Sign,
    /// The register changes as the outcome says.
    Register,
    /// As `register`, with the number and day of a paper of another body, from these inputs.
    RegisterAs(Given),
    /// The transitional rule of a version that has come into force is applied.
    Law,
    /// Values of this input correct the register entry: an error of the office.
    CorrectEntry(String),
    /// The rows in the file attached under this name become entries of the register that the matter is about.
    Import(String),
    /// The entries that the matter made are taken back, all of them.
    AnnulImport,
    /// The authority table changes.
    Authority(AuthorityEffect),
    /// The answers to these inputs are counted. What one person answered is not shown to officers, only the sums.
    Tally(Vec<String>),
    /// Other bodies are asked for their opinion, or answer.
    Consult(ConsultEffect),
    /// The fee of the procedure is charged, where there is one.
    Charge,
    /// A fee that depends on the case is set: inputs `amount` and `ground`.
    Assess,
    /// What was charged and not paid is asked for no longer, because the matter ended before it was due.
    DropCharge,
    /// Money came: input `amount`, and where declared `method`, `payer`, `reference`, `second_reference`.
    Payment(PaymentEffect),
    /// Money was given back: inputs `amount` and `method`.
    Refund,
    /// What is charged need not be paid: input `ground`.
    Waive,
    /// What the law on violations says follows.
    Violation(ViolationEffect),
    /// The entry that the matter is about is suspended: this input, said with this act or an earlier one, gives the months or the
    /// day on which it is in force again. Nothing where there is no entry or nothing was said.
    Suspend(String),
    /// What the matter did to its entry is taken back.
    Restore,
    /// What is sealed is opened for whoever acts, once, if the act was sealed for that position.
    Look,
    /// The keys of what is sealed are destroyed: nobody can open it any more.
    EraseSeal,
    /// A stop of the service is announced to everybody: inputs `from`, `until` and `why`.
    AnnounceStop,
    /// The department's own packs: files of the matter that change them.
    Packs(PacksEffect),
}

/// What happens in a case of violations. The desk works it out from the packs of the law on violations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ViolationEffect {
    /// The record is drawn up: the acts must be fined by law on the day that counts.
    Record,
    /// Facts are weighed and amounts proposed: inputs `aggravating`, `mitigating`, `amounts`, `suspension_months`.
    Weigh,
    /// It is decided: the input that decides is `fine`, `warning` or `remedies`.
    Decide,
    /// The decision is served: input `served_on`.
    Serve,
    /// A fine is paid: inputs `amount`, `paid_on`, `reference`.
    Pay,
    /// The case ends: input `how`; `paid` only where nothing is owed.
    Settle,
    /// The decision is taken back.
    Annul,
}

/// Effects on the packs of a department. The files are those attached to the matter, each under its path as part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PacksEffect {
    /// The act is possible only when the changed packs have no fault.
    Check,
    /// As `check`; from now on the department reads the changed files. Input `from`: the first day on which something is
    /// different for those who file, not before today.
    InForce,
}

/// Effects on the opinions of other bodies. Silence is never taken for consent: only an answer ends the waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultEffect {
    /// The body named by the input `body` is asked the `question`, to be answered by the date `until`.
    Ask,
    /// The body named by the input `body` has answered.
    Answer,
}

/// Inputs with what another body's paper is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Input with the number as written on the paper.
    pub number: String,
    /// Input with the day of the paper.
    pub date: String,
}

/// How money comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentEffect {
    /// Somebody takes it, and takes no more than is owed.
    Counter,
    /// It has arrived already, whatever was owed.
    Transfer,
}

impl Effect {
    /// Whether it deals with money that is charged: without a charge there is nothing to do.
    #[must_use]
    pub fn is_money(&self) -> bool {
        matches!(self, Self::Payment(_) | Self::Refund | Self::Waive)
    }
}

/// Effects on the legal clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockEffect {
    /// Begins.
    Start,
    /// Stops while the applicant completes the dossier.
    Stop,
    /// Goes on.
    Resume,
    /// Gets a new due date, from the input `until`.
    Extend,
    /// Gets so much more time as the law gives for the case.
    ExtendBy(Limit),
    /// Ends.
    End,
}

/// Effects on who has authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorityEffect {
    /// A person gets a position.
    Appoint,
    /// The appointment ends.
    Dismiss,
    /// A position acts for another for a time.
    Delegate,
    /// The delegation ends early.
    EndDelegation,
    /// An appointment is prepared: checked as if it were made now, and nothing changes.
    Prepare,
    /// The appointment lasts until a later moment.
    Reappoint,
    /// The person goes to another position.
    Transfer,
    /// The person works at another position for a time and keeps the own.
    Second,
    /// The person may not act for a time.
    Suspend,
    /// The suspension ends.
    Reinstate,
    /// The appointment is taken back from its beginning.
    Annul,
    /// The holder of a position is away for a time, and somebody may do the work.
    Leave,
    /// The person is back.
    EndLeave,
    /// A position does the work of another while nobody is there.
    Substitute,
    /// It does so no longer.
    EndSubstitute,
    /// How many people a unit may have.
    Quota,
    /// What a unit does.
    Functions,
    /// A change of structure is planned: checked as if it were decided now, and nothing changes.
    Plan,
    /// Units merge or close, and everything moves.
    Restructure,
    /// Somebody is disciplined: checked against its times.
    Discipline,
}
