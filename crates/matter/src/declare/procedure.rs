//! A procedure: one file, with one version for each state of the law.

use super::{Text, Transition, Transitional};
use congvu_calendar::{Limit, Unit};
use jiff::civil::{Date, DateTime, Time as TimeOfDay};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One procedure of a department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Stable identifier, never reused, also after repeal.
    pub id: String,
    /// Identifiers under which its cases were opened before: procedures that were united with this one.
    #[serde(default)]
    pub former: Vec<String>,
    /// Official name.
    pub name: Text,
    /// What it gives, in a line.
    pub gives: Text,
    /// What people type when they look for it.
    #[serde(default)]
    pub called: Vec<String>,
    /// Field that groups it in the catalogue.
    pub field: String,
    /// Khoản and điểm of the duties article, for instance `8.a`; resolved for each department to a dated eId.
    pub duty: String,
    /// Lifecycle that it follows.
    pub lifecycle: String,
    /// Key of the division that handles it.
    pub unit: String,
    /// Register entry that the procedure is about (amend, extend, re-issue, revoke).
    #[serde(default)]
    pub subject: Option<Subject>,
    /// Codes in official catalogues.
    #[serde(default)]
    pub codes: Vec<Code>,
    /// Whether the office opens it itself; citizens cannot file it.
    #[serde(default)]
    pub own_initiative: bool,
    /// One for each state of the law, oldest first.
    #[serde(rename = "version")]
    pub versions: Vec<Version>,
}

impl Procedure {
    /// The version in force on a day: the last whose `from` is not later.
    #[must_use]
    pub fn version_on(&self, day: Date) -> Option<&Version> {
        self.versions.iter().rev().find(|v| v.from <= day).filter(|v| v.until.is_none_or(|u| day < u))
    }

    /// The version that begins on exactly this day.
    #[must_use]
    pub fn version_from(&self, from: Date) -> Option<&Version> {
        self.versions.iter().find(|v| v.from == from)
    }

    /// The lifecycle of cases under a version: its own, otherwise the procedure's.
    #[must_use]
    pub fn lifecycle_of<'a>(&'a self, version: Option<&'a Version>) -> &'a str {
        version.and_then(|v| v.lifecycle.as_deref()).unwrap_or(&self.lifecycle)
    }
}

/// What an existing entry must be for the procedure to be about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// Register of the entry.
    pub register: String,
    /// Statuses in which the entry may be the subject.
    pub status: Vec<String>,
}

/// A code in somebody's catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Whose catalogue.
    pub system: String,
    /// The code.
    pub value: String,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// One state of the law.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// First day on which filings follow it.
    pub from: Date,
    /// First day on which they no longer do, where nothing replaces it.
    #[serde(default)]
    pub until: Option<Date>,
    /// The text by which it ends on that day, where no version follows at once.
    #[serde(default)]
    pub ended_by: Option<Law>,
    /// Lifecycle of cases under this version, where it is another than the procedure's.
    #[serde(default)]
    pub lifecycle: Option<String>,
    /// What happens to running cases when this version comes into force.
    #[serde(default)]
    pub transition: Transition,
    /// The rule behind it: needed for anything but `stays`.
    #[serde(default)]
    pub transitional: Option<Transitional>,
    /// Legal basis.
    pub law: Vec<Law>,
    /// Who may apply.
    pub who: Who,
    /// The form.
    #[serde(default)]
    pub form: Option<Form>,
    /// Papers to attach.
    #[serde(default)]
    pub dossier: Vec<Dossier>,
    /// Time allowed.
    #[serde(default)]
    pub time: Option<Time>,
    /// Fee.
    #[serde(default)]
    pub fee: Option<Fee>,
    /// Where filings go; none where the agency or the portal itself says, otherwise our own pages.
    #[serde(default)]
    pub filing: Option<Filing>,
    /// Internal process.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// What can come of it, by outcome id.
    pub outcome: BTreeMap<String, Outcome>,
    /// Conditions that people should know, each with its source.
    #[serde(default)]
    pub condition: Vec<Condition>,
}

pub use condition::Condition;
pub use filing::{Filing, FilingTo};

mod filing {
    use serde::{Deserialize, Serialize};

    /// Who takes filings.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum FilingTo {
        /// Our own pages.
        #[default]
        Own,
        /// Another portal alone.
        Portal,
        /// Our own pages and another portal.
        Both,
    }

    impl FilingTo {
        /// Whether our own pages take filings.
        #[must_use]
        pub fn own(self) -> bool {
            self != Self::Portal
        }

        /// Whether another portal takes them.
        #[must_use]
        pub fn portal(self) -> bool {
            self != Self::Own
        }
    }

    /// Where people file, and by what it was learnt.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Filing {
        /// Who takes filings.
        pub to: FilingTo,
        /// Which portal, where it is not our own pages alone: an identifier under `vn/portal`.
        #[serde(default)]
        pub portal: Option<String>,
        /// Where it was read.
        #[serde(default)]
        pub source: Option<String>,
        /// Read in a source, not remembered.
        pub verified: bool,
    }
}

mod condition {
    use super::Text;
    use serde::{Deserialize, Serialize};

    /// A condition of the law, in words.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Condition {
        /// `grant`, `amend`, `extend`, `reissue`, `revoke`: what it is a condition for.
        pub of: String,
        /// The condition.
        pub text: Text,
        /// Where it was read.
        #[serde(default)]
        pub source: Option<String>,
        /// Read in a source, not remembered.
        pub verified: bool,
    }
}

/// One ground in law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Number of the text, for instance `72/2013/NĐ-CP`.
    pub cite: String,
    /// Article in it.
    #[serde(default)]
    pub article: Option<String>,
    /// What it says here, in a few words.
    #[serde(default)]
    pub about: Option<Text>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// Who may apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// Kinds of applicant: `citizen`, `enterprise`, `organisation`, `agency`.
    pub kinds: Vec<String>,
    /// In words.
    pub text: Text,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// File with the JSON Schema, beside the procedure.
    pub schema: String,
    /// Property whose value names the matter in lists.
    pub subject: String,
}

/// One paper of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dossier {
    /// Stable identifier.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Must be attached.
    #[serde(default)]
    pub required: bool,
    /// Kinds of file: `pdf`, `image`, `word`.
    pub accepts: Vec<String>,
    /// Copies asked for on paper.
    #[serde(default = "one")]
    pub copies: u32,
    /// Help.
    #[serde(default)]
    pub help: Option<Text>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

fn one() -> u32 {
    1
}

/// Time allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// What the law allows.
    #[serde(default)]
    pub statutory: Option<TimeLimit>,
    /// What the department promises; never longer.
    #[serde(default)]
    pub committed: Option<TimeLimit>,
    /// Other limits for some answers of the form; for all other answers the limits above hold.
    #[serde(default)]
    pub by_answer: Option<ByAnswer>,
    /// The answer is due so long before a moment that the form names, whenever it was filed.
    #[serde(default)]
    pub back_from: Option<BackFrom>,
    /// What a request to complete the dossier does to the clock.
    pub supplement: SupplementRule,
    /// The act by which the matter ends by itself when the time has passed without an answer, where the law says that
    /// silence is one.
    #[serde(default)]
    pub lapse: Option<String>,
}

impl Time {
    /// The limit that the clock counts: the promise, otherwise the law.
    #[must_use]
    pub fn counted(&self) -> Option<&TimeLimit> {
        self.committed.as_ref().or(self.statutory.as_ref())
    }

    /// Whether a request to complete the dossier makes the clock begin again.
    #[must_use]
    pub fn restarts(&self) -> bool {
        self.supplement == SupplementRule::ClockRestarts
    }

    /// The limit that the clock of this form counts.
    #[must_use]
    pub fn counted_for(&self, form: &Map<String, Value>) -> Option<&TimeLimit> {
        let by_answer = || {
            let by = self.by_answer.as_ref()?;
            by.limits.get(form.get(&by.property)?.as_str()?)
        };
        by_answer().or_else(|| self.counted())
    }
}

/// Limits that depend on an answer of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByAnswer {
    /// Property of the form.
    pub property: String,
    /// The limit for each of its values that has one of its own.
    pub limits: BTreeMap<String, TimeLimit>,
}

/// A limit that is counted back from a moment that the form names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackFrom {
    /// Property with the day, `2024-03-08`.
    pub date: String,
    /// Property with the time of day, `09:30`; the beginning of the day where there is none.
    #[serde(default)]
    pub time: Option<String>,
    /// How long before, in hours or days by the clock.
    pub limit: Limit,
    /// Article.
    #[serde(default)]
    pub article: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl BackFrom {
    /// The last moment for the answer to this form; none where the form names no moment that can be read.
    #[must_use]
    pub fn due(&self, form: &Map<String, Value>) -> Option<DateTime> {
        let day: Date = form.get(&self.date)?.as_str()?.parse().ok()?;
        let time = self.time.as_ref().and_then(|p| form.get(p)?.as_str()?.parse::<TimeOfDay>().ok());
        let amount = i64::from(self.limit.amount);
        let span = match self.limit.unit {
            Unit::Hour => jiff::Span::new().try_hours(amount).ok()?,
            Unit::Day => jiff::Span::new().try_days(amount).ok()?,
            _ => return None,
        };
        day.to_datetime(time.unwrap_or(TimeOfDay::midnight())).checked_sub(span).ok()
    }
}

/// One limit with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeLimit {
    /// Length, `10 working-day`.
    pub limit: Limit,
    /// Article.
    #[serde(default)]
    pub article: Option<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

/// What a request to complete the dossier does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupplementRule {
    /// Time used before counts; the applicant's time does not.
    ClockStops,
    /// The sector law counts from the complete dossier: the clock begins again.
    ClockRestarts,
}

/// Fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Whole đồng; 0 is free.
    pub amount: u64,
    /// In words, where the amount alone would mislead.
    #[serde(default)]
    pub text: Option<Text>,
    /// When it must be paid, where the law says so; left out where that was not found.
    #[serde(default)]
    pub due: Option<FeeDue>,
    /// Where that was read.
    #[serde(default)]
    pub due_source: Option<String>,
    /// The amount depends on the case: nothing is charged before an officer has set it.
    #[serde(default)]
    pub assessed: bool,
    /// Acts that the law lets nobody do before it is paid.
    #[serde(default)]
    pub before: Vec<String>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}

impl Fee {
    /// Whether something may be charged: an amount that nobody read in a source is charged to nobody.
    #[must_use]
    pub fn is_charged(&self) -> bool {
        self.verified && self.amount > 0
    }
}

/// When a fee must be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeeDue {
    /// With the application.
    Filing,
    /// When the result is handed over.
    Result,
}

/// One step of the internal process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Act of the lifecycle.
    pub act: String,
    /// Selector of the authority table: `role:reception`, `unit:press-publishing/head`, `power:8.a`, `applicant`.
    pub by: String,
    /// Share of the committed time.
    #[serde(default)]
    pub share: Option<Limit>,
}

/// What can come of a procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Name.
    pub name: Text,
    /// Template of the paper.
    #[serde(default)]
    pub paper: Option<String>,
    /// Title and subject line of the paper.
    #[serde(default)]
    pub title: Option<Text>,
    /// Subject line under the title.
    #[serde(default)]
    pub about: Option<Text>,
    /// Number of the paper.
    #[serde(default)]
    pub number: Option<Number>,
    /// Properties of this procedure's own form that its paper shows, where it is about an entry of a register.
    #[serde(default)]
    pub shows: Vec<String>,
    /// Effect on a register.
    #[serde(default)]
    pub register: Option<RegisterEffect>,
    /// How long the result is valid.
    #[serde(default)]
    pub valid: Option<Validity>,
    /// Inputs of the deciding act that must be given for this outcome.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Provisions of the paper: what the holder must do, in words.
    #[serde(default)]
    pub provisions: Vec<Text>,
    /// Who gets a copy; the applicant and the file copy come by themselves.
    #[serde(default)]
    pub copies_to: Vec<Text>,
}

/// How a paper is numbered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Letters of the type, for instance `GP`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Period after which numbering begins again: `year`.
    pub per: String,
}

/// Effect on a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RegisterEffect {
    /// A new entry.
    Add(String),
    /// A new version of the subject entry with the values of the form.
    Amend(String),
    /// The subject entry is valid for longer.
    Extend(String),
    /// The paper of the subject entry is issued again.
    Reissue(String),
    /// The subject entry ends by a decision of the office against its holder.
    Revoke(String),
    /// The subject entry ends without anybody's fault: given back, handed over, its purpose reached.
    End(String),
}

impl RegisterEffect {
    /// The register concerned.
    #[must_use]
    pub fn register(&self) -> &str {
        match self {
            Self::Add(r)
            | Self::Amend(r)
            | Self::Extend(r)
            | Self::Reissue(r)
            | Self::Revoke(r)
            | Self::End(r) => r,
        }
    }
}

/// How long a result is valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// Form property with the number of years asked for.
    #[serde(default)]
    pub requested: Option<String>,
    /// Form property with the last day of the term, for what holds on the days that it names.
    #[serde(default)]
    pub until: Option<String>,
    /// Longest, or the term itself where nothing is asked for. Needed unless `until` says when it ends.
    #[serde(default)]
    pub at_most: Option<Limit>,
    /// How often it may be extended.
    #[serde(default)]
    pub times: Option<u32>,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Read in a source, not remembered.
    pub verified: bool,
}
